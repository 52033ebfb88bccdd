import { type Day, type Fen, type Instant, type Rule, type StateOf, veil } from '#kernel'
import { cite, citeMarked, flow, sayByNumber } from '#law'
import { type Barred, eligible, lotFlow, openingPhases } from '#trade/tender'

export interface ReviewFacts {
  /** What is still without a score or a verdict, in words. */
  readonly missing: readonly string[]
  readonly lotState: string
  /** 异地评审: why nothing may be judged just now; null when it may. */
  readonly heldBack: string | null
  /** The method, while its final quotes are not open yet. */
  readonly unpriced: string | null
  /** Where the group looks at qualifications: what stands against bids that this member lets pass. */
  readonly barred: readonly Barred[]
  readonly input?: {
    readonly outOfRange?: readonly string[]
    /** Marks that a re-evaluation under way leaves as they were. */
    readonly beyond?: readonly string[]
  }
}
const complete: Rule<ReviewFacts> = {
  id: 'review.complete',
  title: '评委应当对每份投标文件逐项评审',
  cites: [cite('87号令', '第五十五条', '独立对每个投标人的投标文件进行评价')],
  from: '2017-10-01',
  check: ({ missing }) =>
    missing.length === 0 || {
      because: `还有${missing.length}项没有评：${missing.slice(0, 5).join('、')}${missing.length > 5 ? '……' : ''}`,
      facts: { 未评: missing.length },
      cure: '补齐后签署',
    },
}
const inRange: Rule<ReviewFacts> = {
  id: 'review.inRange',
  title: '评分不得超出分值范围',
  cites: [cite('87号令', '第六十四条', '分项评分超出评分标准范围')],
  from: '2017-10-01',
  check: ({ input }) => {
    const out = input?.outOfRange ?? []
    return (
      out.length === 0 || { because: out.join('；'), cure: '改为该项分值以内', field: 'scores' }
    )
  },
}
const onlyWhatErred: Rule<ReviewFacts> = {
  id: 'review.onlyWhatErred',
  title: '重新评审只改有误的项',
  cites: [cite('87号令', '第六十四条', '除下列情形外，任何人不得修改评标结果')],
  from: '2017-10-01',
  check: ({ input }) => {
    const no = input?.beyond ?? []
    return (
      no.length === 0 || {
        because: `${no.join('、')}不在重新评审的范围`,
        cure: '保持原来的分数和结论',
        field: 'scores',
      }
    )
  },
}
const whileReviewing: Rule<ReviewFacts> = {
  id: 'review.whileReviewing',
  title: '评审须在评审期间进行',
  cites: [cite('87号令', '第五十五条', '独立对每个投标人的投标文件进行评价')],
  from: '2017-10-01',
  check: ({ lotState }) =>
    lotState === '评审中' || {
      because: `采购包处于“${lotState}”`,
      cure: '评审开始以后、结束以前办理；已经结束的，依法定情形组织重新评审',
    },
}
const onLine: Rule<ReviewFacts> = {
  id: 'review.onLine',
  title: '异地评审在各席连线期间进行',
  cites: [citeMarked('系统设置', '异地评标', '△')],
  from: '2003-01-01',
  check: ({ heldBack }) =>
    heldBack === null || {
      because: heldBack,
      cure: '在核验过的席位上，待异地评审开场或恢复后继续；已保存的都在',
    },
}
const afterFinal: Rule<ReviewFacts> = {
  id: 'review.afterFinal',
  title: '最后报价之后方可签署评审意见',
  cites: [cite('74号令', '第三十五条', '按照最后报价由低到高的顺序提出3名以上成交候选人')],
  from: '2014-02-01',
  check: ({ unpriced }) =>
    unpriced === null || {
      because: `${unpriced}的最后报价还没有开启`,
      cure: '先保存审查结论，待最后报价开启后签署',
    },
}
const reportThere: Rule<ReviewFacts> = {
  id: 'review.reportThere',
  title: '评审报告形成后方可签署',
  cites: [cite('87号令', '第五十八条', '根据全体评标成员签字的原始评标记录和评标结果编写评标报告')],
  from: '2017-10-01',
  check: ({ lotState }) =>
    lotState !== '评审中' || { because: '评审报告还没有汇总出来', cure: '待代理机构汇总后签署' },
}
// biome-ignore format: a table reads as a table
export const reviewFlow = flow<ReviewFacts>()(
  { noun: '评审意见', module: 'review', states: ['评审中', '已签署', '已签报告', '已失效'], closed: ['评审中', '已签署', '已签报告', '已失效'], say: sayByNumber },
  {
    open:   { name: '分发评审', from: [],         to: '评审中', by: ['代理经办', '系统'], inner: true },
    score:  { name: '评审一份', from: ['评审中'], to: '评审中', by: ['评审专家'], rules: [whileReviewing, onLine, inRange, onlyWhatErred], sealed: true },
    object: { name: '对计算所依的数提出异议', from: ['评审中'], to: '评审中', by: ['评审专家'], rules: [whileReviewing, onLine, onlyWhatErred], sealed: true, may: true },
    sign:   { name: '签署评审意见', stepUp: true, from: ['评审中'], to: '已签署', by: ['评审专家'], rules: [whileReviewing, onLine, complete, afterFinal, ...eligible<ReviewFacts>((f) => f.barred)], sealed: true },
    reopen: { name: '退回复核', from: ['已签署', '已签报告'], to: '评审中', by: ['代理经办'], inner: true },
    signReport: { name: '签署评审报告', stepUp: true, from: ['已签署'], to: '已签报告', by: ['评审专家'], rules: [reportThere], sealed: true },
    annul:  { name: '意见失效', from: ['评审中', '已签署', '已签报告'], to: '已失效', by: ['代理经办'], inner: true },
  },
)
export type ReviewState = StateOf<typeof reviewFlow>

const HOSTS = ['采购人', '代理机构', '财政部门']
const secret = cite('87号令', '第六十六条', '保证评标在严格保密的情况下进行')
/** What of a lot is read when, and by whom. The result is public when its tender announces it. */
export const lotVeil = veil(lotFlow, openingPhases, {
  bids: {
    title: '供应商名单与报价',
    cites: [
      cite('87号令', '第二十八条', '不得向他人透露已获取招标文件的潜在投标人的名称、数量'),
      cite(
        '政府采购法',
        '第三十八条',
        '谈判的任何一方不得透露与谈判有关的其他供应商的技术资料、价格和其他信息',
      ),
    ],
    to: {
      未开启: [],
      '已开标（招标）': ['读者'],
      '已开启（非招标）': HOSTS,
      结果已公告: ['读者'],
    },
  },
  lowPrice: {
    title: '低价审查',
    cites: [secret],
    to: { 未开启: [], '已开标（招标）': HOSTS, '已开启（非招标）': HOSTS, 结果已公告: HOSTS },
  },
  talks: {
    title: '谈判、磋商记录',
    cites: [cite('74号令', '第二十五条', '不得泄露评审情况以及评审过程中获悉的国家秘密、商业秘密')],
    to: { 未开启: HOSTS, '已开标（招标）': HOSTS, '已开启（非招标）': HOSTS, 结果已公告: HOSTS },
  },
  qualifying: {
    title: '资格条件的响应与附件',
    cites: [secret],
    to: { 未开启: [], '已开标（招标）': HOSTS, '已开启（非招标）': HOSTS, 结果已公告: HOSTS },
  },
  qualification: {
    title: '资格审查结论',
    cites: [secret],
    to: { 未开启: [], '已开标（招标）': HOSTS, '已开启（非招标）': HOSTS, 结果已公告: HOSTS },
  },
  ranking: {
    title: '评审得分与排序',
    cites: [secret],
    to: {
      未开启: HOSTS,
      '已开标（招标）': HOSTS,
      '已开启（非招标）': HOSTS,
      结果已公告: ['读者'],
    },
  },
  report: {
    title: '评审报告',
    cites: [secret],
    to: { 未开启: [], '已开标（招标）': HOSTS, '已开启（非招标）': HOSTS, 结果已公告: HOSTS },
  },
  award: {
    title: '中标、成交结果',
    cites: [cite('87号令', '第六十九条', '公告中标结果')],
    to: {
      未开启: HOSTS,
      '已开标（招标）': HOSTS,
      '已开启（非招标）': HOSTS,
      结果已公告: ['读者'],
    },
  },
})
/** A member reads and writes his own sheet; the scores meet in the report. */
export const reviewVeil = veil(reviewFlow, reviewFlow.states, {
  sheet: {
    title: '本人的评分与审查意见',
    cites: [secret],
    to: { 评审中: ['评审专家'], 已签署: ['评审专家'], 已签报告: ['评审专家'], 已失效: [] },
  },
  report: {
    title: '评审报告',
    cites: [
      cite('87号令', '第五十八条', '根据全体评标成员签字的原始评标记录和评标结果编写评标报告'),
    ],
    to: { 评审中: [], 已签署: ['评审专家'], 已签报告: ['评审专家'], 已失效: [] },
  },
})

export interface Review {
  readonly id: string
  readonly lot: string
  readonly person: string
  readonly signed: Instant | null
  readonly opinion: string
  readonly report_signed: Instant | null
  readonly dissent: string
}
export interface Score {
  readonly review: string
  readonly bid: string
  readonly item: string
  /** Hundredths of a point. */
  readonly points: number
  readonly note: string
}
export interface Verdict {
  readonly bid: string
  readonly item: string
  readonly passed: boolean
  readonly reason: string
}
/** 合作创新 awards twice: research to one or several, and to whoever succeeds the first purchase; every other method once. */
export const awardParts = ['', '研发', '首购'] as const
export type AwardPart = (typeof awardParts)[number]
/** 中标：what a contract may be made of. */
export interface Award {
  readonly id: string
  readonly lot: string
  readonly lotNo: number
  readonly lotTitle: string
  readonly tender: string
  readonly plan: string
  readonly process: string
  readonly projectNo: string
  readonly title: string
  readonly region: string
  readonly category: '货物' | '服务' | '工程'
  readonly method: string
  readonly buyer: string
  readonly agency: string
  readonly supplier: string
  readonly bid: string
  readonly amount: Fen
  readonly lotBudget: Fen
  readonly performance: string
  readonly decided: Day
  readonly deemed: boolean
  readonly letterDay: Day | null
  readonly superseded: Day | null
  readonly lawOn: Day
  readonly items: readonly {
    code: string
    name: string
    brand: string
    model: string
    quantity: number
    unit: string
    unitPrice: Fen
    requirement: string
  }[]
  readonly clauses: readonly string[]
  readonly bondPercent: number
  readonly sme: 'none' | 'all' | 'medium' | 'share'
  readonly part: AwardPart
  /** Its place among the awards of its lot. */
  readonly serial: number
}
