import { type Fen, type Instant, type StateOf, veil } from '#kernel'
import { cite, flow, sayByNumber } from '#law'
import * as agains from './again-rules.ts'
import * as committees from './committee-rules.ts'
import * as documents from './document-rules.ts'
import type { LotFacts, QuestionFacts, TenderFacts } from './facts.ts'
import type { Formula } from './formula.ts'
import type { Front } from './front.ts'
import * as innovations from './innovation-rules.ts'
import * as invitations from './invite-rules.ts'
import * as lots from './lot-rules.ts'
import * as methodDocs from './method-rules.ts'
import * as results from './result-rules.ts'
import * as talks from './talk-rules.ts'
import * as tenders from './tender-rules.ts'

const rules = {
  ...agains,
  ...committees,
  ...documents,
  ...methodDocs,
  ...tenders,
  ...innovations,
  ...invitations,
  ...lots,
  ...results,
  ...talks,
}

/** What a bidder must show to be let in. */
export interface Qualification {
  readonly key: string
  readonly kind: '法定' | '政策' | '特定'
  readonly text: string
}
/** ★ A term that no bid may deviate from. */
export interface Substantial {
  readonly key: string
  readonly text: string
}
export interface Criterion {
  readonly key: string
  readonly name: string
  readonly kind: '技术' | '商务'
  /** Points, whole. */
  readonly max: number
  /** 客观分: every member must give the same. */
  readonly objective: boolean
  readonly steps: string
  /** How it is computed; absent where members judge it. */
  readonly formula?: Formula | undefined
}
export interface LotItem {
  readonly code: string
  readonly name: string
  readonly quantity: number
  readonly unit: string
  readonly requirement: string
}
/** 预留份额的四种形式（财库〔2020〕46号第八条）. */
export const reserveForms = ['项目整体', '采购包', '联合体', '分包'] as const
export interface Reserve {
  readonly form: (typeof reserveForms)[number]
  /** Share of the contract for small and medium enterprises, in percent; a hundred for a whole project or lot. */
  readonly percent: number
  /** Of that, for small and micro ones. */
  readonly microPercent: number
}
/** What the talks may change, and nothing else (74号令第十一条、第三十二条). */
export interface Negotiable {
  readonly key: string
  readonly part: '技术要求' | '服务要求' | '合同草案条款'
  readonly text: string
}
export interface LotContent {
  readonly no: number
  readonly title: string
  readonly budget: Fen
  readonly ceiling: Fen | null
  readonly items: readonly LotItem[]
  readonly coreProduct: string
  readonly reserve: Reserve | null
}
/** 采购文件 (招标文件, 谈判文件, 磋商文件, 询价通知书) as data; page and print are drawings of it. */
export interface Document extends Front {
  readonly overview: string
  readonly performance: string
  readonly consortium: boolean
  readonly documentPrice: Fen
  readonly bidBond: Fen
  readonly performanceBondPercent: number
  readonly method: '综合评分法' | '最低评标价法' | '最低价' | '协商'
  /** Why this method and not the open tender; empty for an open tender. */
  readonly ground: string
  /** Two: the technical envelope is opened and judged before the price envelope. */
  readonly envelopes: 1 | 2
  readonly imports: boolean
  readonly negotiable: readonly Negotiable[]
  readonly priceWeight: number
  /** Deductions for policy, in percent; 0 for none. */
  readonly smePercent: number
  readonly smeSharePercent: number
  readonly qualifications: readonly Qualification[]
  readonly substantial: readonly Substantial[]
  readonly criteria: readonly Criterion[]
  readonly clauses: readonly string[]
  readonly lots: readonly LotContent[]
  /** Uploads that go out with the notice; absent in documents written before there were any. */
  readonly attachments?: readonly { readonly file: string; readonly title: string }[] | undefined
  /** Why words that the check found are no restriction after all; part of the document, for everybody to read. */
  readonly explained?: readonly Explained[] | undefined
}
export interface Explained {
  readonly at: string
  readonly words: string
  readonly reason: string
}

// biome-ignore format: a table reads as a table
export const tenderFlow = flow<TenderFacts>()(
  {
    noun: '招标项目', module: 'tender',
    states: ['待受托', '已谢绝', '编制文件', '待确认文件', '文件已确认', '招标中', '招标已暂停', '已截标', '评审已暂停', '结果已公告', '已终止'],
    open: ['招标中', '招标已暂停', '已截标', '评审已暂停', '结果已公告', '已终止'],
    onDue: { 招标中: 'close' },
    say: sayByNumber,
  },
  {
    entrust:   { name: '委托代理机构', from: [],           to: '待受托',     by: ['采购人经办'], rules: [rules.tradable] },
    accept:    { name: '接受委托',     from: ['待受托'],     to: '编制文件',   by: ['代理经办'] },
    decline:   { name: '谢绝委托',     from: ['待受托'],     to: '已谢绝',     by: ['代理经办'] },
    reentrust: { name: '改委托其他机构', from: ['已谢绝'],   to: '待受托',     by: ['采购人经办'] },
    write:     { name: '编写招标文件', from: ['编制文件'],   to: '编制文件',   by: ['代理经办'] },
    submit:    { name: '送采购人确认', from: ['编制文件'],   to: '待确认文件', by: ['代理经办'], rules: rules.documentRules },
    giveBack:  { name: '退回修改',     from: ['待确认文件'], to: '编制文件',   by: ['采购人审核'] },
    confirm:   { name: '确认招标文件', from: ['待确认文件'], to: '文件已确认', by: ['采购人审核'], rules: rules.documentRules },
    shortlist: { name: '确定邀请名单', from: ['文件已确认'], to: '文件已确认', by: ['代理经办'], rules: [...rules.shortlistRules, rules.listedByExchange], sealed: true, may: true },
    revisit:   { name: '交流后编写研发谈判文件', from: ['文件已确认'], to: '编制文件', by: ['代理经办'], inner: true },
    publish:   { name: '发布招标公告', from: ['文件已确认'], to: '招标中',     by: ['代理经办'], rules: [...rules.publishRules, rules.exchanged] },
    correct:   { name: '发布更正公告', from: ['招标中'],     to: '招标中',     by: ['代理经办'], rules: rules.correctRules, may: true },
    pause:     { name: '暂停招标',     from: ['招标中'],     to: '招标已暂停', by: ['代理经办'], may: true },
    resume:    { name: '恢复招标',     from: ['招标已暂停'], to: '招标中',     by: ['代理经办'], rules: [rules.resumedLater] },
    postpone:  { name: '截止时间因故障顺延', from: ['招标中'], to: '招标中',   by: ['系统'], rules: [rules.postponedLater] },
    close:     { name: '投标截止',     from: ['招标中'],     to: '已截标',     by: ['系统'] },
    hold:      { name: '暂停评审',     from: ['已截标'],     to: '评审已暂停', by: ['代理经办'], may: true },
    release:   { name: '恢复评审',     from: ['评审已暂停'], to: '已截标',     by: ['代理经办'] },
    draw:      { name: '抽取评审专家', stepUp: true, from: ['已截标'],     to: '已截标',     by: ['代理经办'], rules: [rules.drawNotTooEarly] },
    appoint:   { name: '委派采购人代表', from: ['已截标'],     to: '已截标',     by: ['采购人审核'], rules: [rules.recused], sealed: true },
    select:    { name: '自行选定专家', from: ['已截标'],     to: '已截标',     by: ['代理经办'], rules: [rules.recused], sealed: true },
    announce:  { name: '发布中标结果公告', from: ['已截标'], to: '结果已公告', by: ['代理经办'], rules: [rules.everyLotDecided] },
    correctResult: { name: '更正结果公告', from: ['结果已公告'], to: '结果已公告', by: ['代理经办', '采购人审核'], rules: [rules.rewordable], may: true },
    changeResult: { name: '另行确定中标人', stepUp: true, from: ['结果已公告'], to: '结果已公告', by: ['采购人审核'], rules: rules.changedByDecision, may: true },
    terminate: { name: '终止招标',     from: ['招标中', '已截标', '招标已暂停', '评审已暂停'], to: '已终止', by: ['采购人审核'], rules: [rules.mayTerminate], may: true },
  },
)
export type TenderState = StateOf<typeof tenderFlow>

const ALIVE = [
  '待开标',
  '已开标',
  '资格审查完',
  '评审中',
  '待确认变动',
  '待最后报价',
  '评审完成',
] as const
// biome-ignore format: a table reads as a table
export const lotFlow = flow<LotFacts>()(
  {
    noun: '采购包', module: 'lot',
    states: ['招标中', ...ALIVE, '已定标', '已签约', '已废标'],
    open: ['招标中', ...ALIVE, '已定标', '已签约', '已废标'],
    onDue: { 评审完成: 'deem' },
    say: sayByNumber,
  },
  {
    publish:    { name: '随公告发布',   from: [],             to: '招标中',     by: ['代理经办'], inner: true },
    close:      { name: '投标截止',     from: ['招标中'],     to: '待开标',     by: ['系统'], inner: true },
    open:       { name: '开标',         from: ['招标中', '待开标'], to: '已开标', by: ['代理经办'], rules: [rules.notPaused, rules.notBeforeDeadline, rules.enoughBidders, rules.enoughSmall] },
    qualify:    { name: '资格审查',     from: ['已开标'],     to: '资格审查完', by: ['采购人经办'], rules: [rules.notPaused, rules.purchaserQualifies, rules.everyVerdict, ...rules.eligibleBids] },
    convene:    { name: '开始评审',     from: ['已开标', '资格审查完'], to: '评审中', by: ['代理经办'], rules: [rules.notPaused, rules.qualifiedFirst, rules.enoughQualified, rules.enoughSmall, rules.committee, rules.memberRecused, rules.remoteStarted] },
    talk:       { name: '记录谈判',     from: ['评审中'],     to: '评审中',     by: ['代理经办'], rules: [rules.negotiates, rules.beforeFinal, rules.talkComplete], sealed: true, may: true },
    vary:       { name: '提出实质性变动', from: ['评审中'],   to: '待确认变动', by: ['代理经办'], rules: [rules.negotiates, rules.beforeFinal, rules.variable], may: true },
    agree:      { name: '确认变动',     from: ['待确认变动'], to: '评审中',     by: ['采购人审核'] },
    decline:    { name: '不同意变动',   from: ['待确认变动'], to: '评审中',     by: ['采购人审核'] },
    callFinal:  { name: '要求提交最后报价', from: ['评审中'], to: '待最后报价', by: ['代理经办'], rules: [rules.notPaused, rules.negotiates, rules.beforeFinal, rules.talkedToAll, rules.conformityKnown, rules.enoughConforming] },
    openFinal:  { name: '开启最后报价', from: ['待最后报价'], to: '评审中',     by: ['代理经办'], rules: [rules.notPaused, rules.finalDue, rules.enoughQuotes] },
    admitPrice: { name: '准予启封报价信封', from: ['评审中'], to: '评审中', by: ['代理经办'], rules: [rules.notPaused, rules.twoEnvelopes, rules.allSigned, rules.notAdmitted], may: true },
    openPrice:  { name: '开启报价信封', from: ['评审中'],     to: '评审中',     by: ['代理经办'], rules: [rules.notPaused, rules.twoEnvelopes, rules.allSigned, rules.admitted], may: true },
    report:     { name: '汇总并出具评审报告', from: ['评审中'], to: '评审完成', by: ['代理经办'], rules: [rules.notPaused, rules.priced, rules.allSigned, rules.objectiveAgree, rules.lowPriceReviewed, rules.lawfulEvaluation] },
    recheck:    { name: '退回复核客观分', from: ['评审中'],   to: '评审中',     by: ['代理经办'], may: true },
    reevaluate: { name: '组织重新评审', from: ['评审完成'],   to: '评审中',     by: ['代理经办'], rules: [rules.notPaused, rules.mayReevaluate], may: true },
    tellFinance: { name: '书面报告财政部门', from: ['评审完成'], to: '评审完成',   by: ['代理经办'], may: true },
    award:      { name: '确认中标人', stepUp: true,   from: ['评审完成'],   to: '已定标',     by: ['采购人审核'], rules: [rules.notPaused, rules.changeTold, rules.inOrder, rules.byScheme] },
    deem:       { name: '逾期视同确认', from: ['评审完成'],   to: '已定标',     by: ['系统'], inner: true },
    fail:       { name: '废标',         from: ALIVE,          to: '已废标',     by: ['代理经办'], rules: [rules.groundsToFail, rules.fewerThanWanted], may: true },
    terminate:  { name: '随招标终止',   from: ['招标中', ...ALIVE], to: '已废标', by: ['采购人审核'], inner: true },
    contracted: { name: '签订合同',     from: ['已定标'],     to: '已签约',     by: ['采购人审核'], inner: true },
  },
)
export type LotState = StateOf<typeof lotFlow>

// biome-ignore format: a table reads as a table
export const questionFlow = flow<QuestionFacts>()(
  { noun: '澄清提问', module: 'question', states: ['待答复', '已答复'], closed: ['待答复'], open: ['已答复'], say: sayByNumber },
  {
    ask:    { name: '提问',           from: [],         to: '待答复', by: ['供应商经办'], rules: [rules.beforeDeadline], sealed: true },
    answer: { name: '答复所有供应商', from: ['待答复'], to: '已答复', by: ['代理经办'], rules: [rules.beforeDeadline] },
  },
)
/** Who asked is the asker's own business: the answer goes to everybody, the name to nobody. */
export const questionVeil = veil(questionFlow, questionFlow.states, {
  asker: {
    title: '提问人',
    cites: [cite('87号令', '第二十八条', '不得向他人透露已获取招标文件的潜在投标人的名称、数量')],
    to: { 待答复: ['供应商'], 已答复: ['供应商'] },
    trail: ['供应商经办'],
  },
})
/** The clock's words about a moment and the one before it. */
export const isBefore = (now: Instant, deadline: Instant | null) =>
  deadline !== null && now < deadline
