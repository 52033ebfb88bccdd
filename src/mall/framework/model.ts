import type { Day, Fen, Id, Instant, StateOf } from '#kernel'
import { flow } from '#law'
import * as c from './call-rules.ts'
import * as d from './document-rules.ts'
import {
  type CallFacts,
  type DocFacts,
  LIVING,
  type MemberFacts,
  type QuoteFacts,
  type ResponseFacts,
} from './facts.ts'
import * as h from './host-rules.ts'
import * as m from './member-rules.ts'
import * as r from './response-rules.ts'
import * as a from './round-rules.ts'

export const kinds = ['封闭式', '开放式'] as const
export const grounds = ['目录内小额零星', '目录外鉴证咨询服务', '政府购买服务多家选择'] as const
export const openGrounds = ['执行政策不宜淘汰', '供应商三家以下', '统一付费标准的服务便利'] as const
export const rankings = ['价格优先法', '质量优先法'] as const
export const qualityGrounds = ['政府定价或指导价', '检测实验等仪器设备'] as const
export const modes = ['直接选定', '二次竞价', '顺序轮候'] as const
export const ways = [...modes, '非入围授予'] as const
export const removals = [
  '恶意串通谋取入围或者成交',
  '提供虚假材料谋取入围或者成交',
  '无正当理由拒不接受合同授予',
  '不履行或者不按约定履行合同',
  '被禁止或者限制参加政府采购活动',
  '框架协议约定的其他情形',
] as const
export const standings = ['生产厂家', '生产厂家唯一授权供应商', '服务提供者'] as const
export const replacing = ['停产', '升级换代'] as const
type One<T extends readonly unknown[]> = T[number]

/** 量价关系折扣: from so many in one call on, so many percent off the agreed price (第十三条). */
export interface Discount {
  readonly from: number
  readonly percent: number
}
/** A consumable or fitting to be priced with the device; `usage` is how many one device needs over the agreed years, 0 for a fitting (第二十四、二十六条). */
export interface Consumable {
  readonly name: string
  readonly item: string
  readonly unit: string
  readonly usage: number
}
export interface Extra {
  readonly name: string
  readonly price: Fen
}
export interface Criterion {
  readonly name: string
  readonly levels: string
  readonly max: number
}
/** 征集文件: what both kinds say; what only one needs is empty in the other. */
export interface Document {
  readonly ground: One<typeof grounds>
  /** 主管预算单位的批准文号, where the solicitor is none itself (第五条). */
  readonly consent: string
  readonly openGround: One<typeof openGrounds> | null
  readonly annual: Fen
  readonly pooled: boolean
  readonly asked: { readonly buyers: number; readonly suppliers: number }
  readonly scope: string
  readonly regions: readonly string[]
  readonly buyers: readonly string[]
  readonly area: string
  readonly qualifications: string
  readonly months: number
  readonly method: One<typeof rankings>
  readonly qualityGround: One<typeof qualityGrounds> | null
  readonly criteria: readonly Criterion[]
  readonly percent: number
  readonly most: number | null
  readonly modes: readonly One<typeof modes>[]
  readonly agents: boolean
  readonly outside: boolean
  readonly payment: string
  readonly upgrade: string
  readonly feedback: string
  readonly topUp: string
  readonly clauses: string
  readonly fee: string
  readonly contact: string
  readonly phone: string
}
export interface Lot {
  readonly id: string
  readonly framework: string
  readonly no: number
  readonly name: string
  readonly item: string
  readonly unit: string
  readonly ceiling: Fen
  readonly need: string
  readonly estimate: number | null
  readonly discounts: readonly Discount[]
  readonly consumables: readonly Consumable[]
  /** Over how many years the consumables are priced. */
  readonly years: number | null
  readonly original: number
  readonly failed: boolean
}
export interface Group {
  readonly members: readonly { readonly name: string; readonly expert: boolean }[]
}
export interface Framework {
  readonly id: Id<'framework'>
  readonly project: string
  readonly host: string
  readonly kind: One<typeof kinds>
  readonly category: '货物' | '服务'
  readonly document: Document
  readonly round: number
  readonly topLot: string | null
  readonly deadline: Instant | null
  readonly review: Group | null
  readonly notified: Day | null
  readonly signed: Day | null
  readonly ends: Day | null
  readonly filed: Day | null
}
export interface Thing {
  readonly name: string
  readonly brand: string
  readonly model: string
  readonly spec: string
  readonly standing: One<typeof standings>
}
export interface Agent {
  readonly name: string
  readonly uscc: string
}
export interface Verdict {
  readonly conforms: boolean
  readonly reason: string
  readonly score: number | null
}
/** One sealed answer. What is in it is null until the opening, and stays null where it could not be read. */
export interface Response {
  readonly id: string
  readonly framework: string
  readonly lot: string
  readonly round: number
  readonly supplier: string
  /** SHA-256 of the envelope; empty for those of the time before there were boxes. */
  readonly sha256: string
  readonly size: number
  readonly price: Fen | null
  readonly extras: readonly Extra[]
  readonly thing: Thing | null
  readonly agents: readonly Agent[]
  readonly at: Instant
  readonly withdrawn: boolean
  readonly verdict: Verdict | null
  readonly place: number | null
}
export type Opened = Response & { readonly price: Fen; readonly thing: Thing }
export const isOpened = <R extends Response>(r: R): r is R & Opened =>
  r.price !== null && r.thing !== null
/** 产品升级换代、用新产品替代原入围产品: asked for by the member, decided by the solicitor (第十六条第四项). */
export interface Replacement {
  readonly thing: Thing
  readonly price: Fen
  readonly extras: readonly Extra[]
  readonly reason: One<typeof replacing>
  readonly comparison: string
}
export interface Member {
  readonly id: string
  readonly framework: string
  readonly lot: string
  readonly supplier: string
  readonly round: number
  readonly price: Fen
  readonly extras: readonly Extra[]
  readonly thing: Thing
  readonly agents: readonly Agent[]
  readonly proposal: Replacement | null
  readonly place: number
  readonly turn: number
  readonly score: number | null
  readonly joined: Day | null
  readonly leftOn: Day | null
  readonly ground: string | null
  readonly reason: string | null
  readonly asked: string | null
}
export interface Call {
  readonly id: Id<'call'>
  readonly framework: string
  readonly lot: string
  readonly plan: string
  readonly buyer: string
  readonly way: One<typeof ways>
  readonly quantity: number
  /** The consumable that is bought; empty: the thing itself. */
  readonly accessory: string
  readonly member: string | null
  readonly outsider: string | null
  readonly price: Fen | null
  readonly reason: string
  readonly skips: readonly { readonly member: string; readonly reason: string }[]
  readonly need: string
  readonly place: string
  readonly contact: string
  readonly phone: string
  readonly days: number
  readonly hours: number | null
  readonly closes: Instant | null
  readonly settled: Day | null
  readonly winner: string | null
  readonly order: string | null
  readonly failure: string | null
}
export interface Quote {
  readonly id: string
  readonly call: string
  readonly member: string
  readonly supplier: string
  readonly price: Fen
  readonly at: Instant
}

const HOST = ['采购人经办', '代理经办'] as const
/** The weightier half of the solicitor's acts: a purchaser's needs its second person; an agency has one desk. */
const HEAD = ['采购人审核', '代理经办'] as const

// biome-ignore format: a table reads as a table
export const frameworkFlow = flow<DocFacts>()(
  {
    noun: '框架协议', module: 'framework',
    states: ['编制中', '方案待审', '待发布', '征集中', '待开启', '待评审', '待公告', '待签订', '待备案', '执行中', '补充征集中', '补充待开启', '补充待评审', '补充待公告', '开放加入', '已期满', '已终止'],
    open: ['征集中', '待开启', '待评审', '待公告', '待签订', '待备案', '执行中', '补充征集中', '补充待开启', '补充待评审', '补充待公告', '开放加入', '已期满', '已终止'],
    onDue: { 征集中: 'close', 补充征集中: 'closeMore', 待签订: 'lateSign', 待备案: 'lateReport', 执行中: 'expire', 补充待开启: 'expire', 补充待评审: 'expire', 补充待公告: 'expire', 开放加入: 'expire' },
  },
  {
    draft:    { name: '编制征集文件',       from: [],                       to: '编制中',     by: HOST },
    revise:   { name: '修改征集文件',       from: ['编制中'],               to: '编制中',     by: HOST, may: true },
    submit:   { name: '报审采购方案',       from: ['编制中'],               to: '方案待审',   by: ['代理经办'], rules: [h.byCentre, ...d.document] },
    approve:  { name: '审核采购方案',       from: ['方案待审'],             to: '待发布',     by: ['财政监管'], nature: '审核' },
    giveBack: { name: '退回采购方案',       from: ['方案待审'],             to: '编制中',     by: ['财政监管'] },
    file:     { name: '备案采购方案',       from: ['编制中'],               to: '待发布',     by: ['采购人审核'], rules: [h.byDepartment, h.ownBudget, ...d.document], apartFrom: ['draft', 'revise'], nature: '备案' },
    publish:  { name: '发布征集公告',       from: ['待发布'],               to: '征集中',     by: HOST, rules: [a.closedKind, a.longEnough] },
    welcome:  { name: '发布开放式征集公告', from: ['待发布'],               to: '开放加入',   by: HOST, rules: [a.openKind] },
    close:    { name: '截止封箱',           from: ['征集中'],               to: '待开启',     by: ['系统'] },
    open:     { name: '开启响应文件',       from: ['待开启'],               to: '待评审',     by: HOST, stepUp: true },
    draw:     { name: '抽取评审专家',       from: ['待评审'],               to: '待评审',     by: HOST, rules: [a.drawOnDay], stepUp: true },
    review:   { name: '记录评审结果',       from: ['待评审'],               to: '待公告',     by: HOST, rules: a.reviewing },
    announce: { name: '发出入围通知书并公告', from: ['待公告'],             to: '待签订',     by: HEAD, rules: [a.someAdmitted] },
    lateSign: { name: '逾期未签订',         from: ['待签订'],               to: '待签订',     by: ['系统'] },
    conclude: { name: '框架协议生效',       from: ['待签订'],               to: '待备案',     by: HEAD, rules: [a.allSigned] },
    lateReport: { name: '逾期未备案',       from: ['待备案'],               to: '待备案',     by: ['系统'] },
    report:   { name: '报送协议副本备案',   from: ['待备案'],               to: '执行中',     by: HOST, nature: '备案' },
    topUp:    { name: '补充征集',           from: ['执行中'],               to: '补充征集中', by: HEAD, rules: [a.mayTopUp, a.longEnough, a.beforeEnd], may: true },
    closeMore:    { name: '补充征集截止封箱', from: ['补充征集中'],         to: '补充待开启', by: ['系统'] },
    openMore:     { name: '开启补充响应文件', from: ['补充待开启'],         to: '补充待评审', by: HOST, stepUp: true },
    drawMore:     { name: '抽取补充评审专家', from: ['补充待评审'],         to: '补充待评审', by: HOST, rules: [a.drawOnDay], stepUp: true },
    reviewMore:   { name: '记录补充评审结果', from: ['补充待评审'],         to: '补充待公告', by: HOST, rules: a.reviewing },
    announceMore: { name: '公告补充入围结果', from: ['补充待公告'],         to: '执行中',     by: HEAD, rules: [a.someAdmitted] },
    stopMore: { name: '补充征集失败',       from: ['补充待开启', '补充待评审', '补充待公告'], to: '执行中', by: HEAD, may: true },
    fail:     { name: '终止征集',           from: ['征集中', '待开启', '待评审', '待公告'], to: '已终止', by: HEAD, may: true },
    expire:   { name: '框架协议期满',       from: LIVING,                    to: '已期满',     by: ['系统'] },
  },
)
export type FrameworkState = StateOf<typeof frameworkFlow>

/** One supplier's sealed answer for one package: until the deadline nobody but itself reads it, not even that it came. */
// biome-ignore format: a table reads as a table
export const responseFlow = flow<ResponseFacts>()(
  { noun: '框架响应', module: 'frameworkResponse', states: ['已提交', '已撤回', '已开启', '已入围', '未入围', '无效'], closed: ['已提交', '已撤回'] },
  {
    submit:   { name: '提交响应文件', from: [],         to: '已提交', by: ['供应商经办'], rules: r.responding, sealed: true, stepUp: true },
    replace:  { name: '更换响应文件', from: ['已提交'], to: '已提交', by: ['供应商经办'], rules: r.responding, sealed: true, stepUp: true, may: true },
    withdraw: { name: '撤回响应文件', from: ['已提交'], to: '已撤回', by: ['供应商经办'], rules: [r.inTime], sealed: true, may: true },
    reveal:   { name: '开启',         from: ['已提交'], to: '已开启', by: ['系统'] },
    spoil:    { name: '开启时无效',   from: ['已提交'], to: '无效',   by: ['系统'] },
    admit:    { name: '入围',         from: ['已开启'], to: '已入围', by: [...HEAD, '系统'], inner: true },
    leaveOut: { name: '未入围',       from: ['已开启'], to: '未入围', by: [...HEAD, '系统'], inner: true },
    reject:   { name: '响应无效',     from: ['已开启'], to: '无效',   by: [...HEAD, '系统'], inner: true },
  },
)
// biome-ignore format: a table reads as a table
export const memberFlow = flow<MemberFacts>()(
  {
    noun: '入围供应商', module: 'frameworkMember',
    states: ['待审核', '未通过', '待签订', '待征集人签', '协议有效', '已退出', '已清退', '已期满'],
    open: ['协议有效', '已退出', '已清退', '已期满'],
    onDue: { 待审核: 'late' },
  },
  {
    admit:        { name: '入围',             from: [],                   to: '待签订',     by: [...HEAD, '系统'], inner: true },
    apply:        { name: '申请加入',         from: [],                   to: '待审核',     by: ['供应商经办'], rules: m.applying },
    late:         { name: '逾期未审核',       from: ['待审核'],           to: '待审核',     by: ['系统'] },
    pass:         { name: '审核通过并公告',   from: ['待审核'],           to: '协议有效',   by: HEAD, rules: [m.supplierGood] },
    reject:       { name: '审核不通过',       from: ['待审核'],           to: '未通过',     by: HEAD },
    signSupplier: { name: '供应商签订框架协议', from: ['待签订'],         to: '待征集人签', by: ['供应商经办'] },
    signHost:     { name: '征集人签订框架协议', from: ['待征集人签'],     to: '协议有效',   by: HEAD },
    setAgents:    { name: '更新代理商名单',   from: ['协议有效'],         to: '协议有效',   by: ['供应商经办'], rules: [m.agentsAllowed], may: true },
    propose:      { name: '请求以新产品替代', from: ['协议有效'],         to: '协议有效',   by: ['供应商经办'], rules: m.replacingBy, may: true },
    replace:      { name: '同意替代',         from: ['协议有效'],         to: '协议有效',   by: HEAD, rules: m.replacementKept, nature: '审核', may: true },
    keep:         { name: '不同意替代',       from: ['协议有效'],         to: '协议有效',   by: HEAD, rules: [m.replacementAsked], may: true },
    leave:        { name: '退出框架协议',     from: ['协议有效'],         to: '已退出',     by: ['供应商经办'], rules: [m.openLeaves], may: true },
    askLeave:     { name: '请求退出（须有正当理由）', from: ['协议有效'], to: '协议有效',   by: ['供应商经办'], rules: [m.closedAsks], may: true },
    agreeLeave:   { name: '同意退出',         from: ['协议有效'],         to: '已退出',     by: HEAD, rules: [m.leaveAsked], may: true },
    refuseLeave:  { name: '不同意退出',       from: ['协议有效'],         to: '协议有效',   by: HEAD, rules: [m.leaveAsked], may: true },
    remove:       { name: '取消资格、解除协议', from: ['待签订', '待征集人签', '协议有效'], to: '已清退', by: HEAD, rules: [m.removalGround], may: true },
    expire:       { name: '期满',             from: ['待审核', '待签订', '待征集人签', '协议有效'], to: '已期满', by: ['系统'] },
  },
)
// biome-ignore format: a table reads as a table
export const callFlow = flow<CallFacts>()(
  {
    noun: '框架采购单', module: 'frameworkCall',
    states: ['待审核', '竞价中', '已成交', '未成交', '已撤回'],
    open: ['已成交', '未成交'],
    onDue: { 竞价中: 'award' },
  },
  {
    choose:  { name: '直接选定',           from: [],         to: '待审核', by: ['采购人经办'], rules: c.choosing },
    compete: { name: '发起二次竞价',       from: [],         to: '待审核', by: ['采购人经办'], rules: c.competing },
    rotate:  { name: '顺序轮候',           from: [],         to: '待审核', by: ['采购人经办'], rules: c.rotating },
    outside: { name: '拟授予非入围供应商', from: [],         to: '待审核', by: ['采购人经办'], rules: c.goingOutside },
    approve: { name: '审核并授予',         from: ['待审核'], to: '已成交', by: ['采购人审核'], apartFrom: ['choose', 'rotate'], nature: '审批', rules: c.approving },
    invite:  { name: '审核并邀请报价',     from: ['待审核'], to: '竞价中', by: ['采购人审核'], apartFrom: ['compete', 'outside'], nature: '审批', rules: c.inviting },
    decline: { name: '不同意',             from: ['待审核'], to: '已撤回', by: ['采购人审核'] },
    award:   { name: '截止并确定成交',     from: ['竞价中'], to: '已成交', by: ['系统'] },
    fail:    { name: '没有成交',           from: ['竞价中'], to: '未成交', by: ['系统'] },
  },
)
/** One member's price in one competition: sealed, given once. */
// biome-ignore format: a table reads as a table
export const quoteFlow = flow<QuoteFacts>()(
  { noun: '框架竞价报价', module: 'frameworkQuote', states: ['已报价'], closed: ['已报价'] },
  { offer: { name: '报价', from: [], to: '已报价', by: ['供应商经办'], rules: c.quoting, sealed: true } },
)
