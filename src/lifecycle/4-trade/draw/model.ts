import type { Day, Rule, StateOf } from '#kernel'
import { cite, citeMarked, flow } from '#law'

/** 承诺: everything that decides a draw except the randomness, published before it. */
export interface DrawSpec {
  readonly v: string
  readonly draw: string
  readonly tender: string
  readonly site: string | null
  readonly kind: '首次' | '补抽' | '重抽'
  readonly reason: string
  readonly need: number
  readonly pool: {
    /** RFC 6962 root over the leaves in ascending order, hexadecimal. */
    readonly root: string
    readonly size: number
    readonly filter: string
    readonly recusal: string
    readonly code: string
    /** How many left the pool, by reason; nobody is named. */
    readonly excluded: readonly { readonly reason: string; readonly count: number }[]
  }
  readonly beacon: string
}
/** What a group of experts is drawn for, as far as a draw must know it. */
export interface Occasion {
  /** The item by which experts are found. */
  readonly code: string
  readonly place: string
  readonly reviewDay: Day | null
  /** Organisations against which recusal is computed. */
  readonly bidders: readonly string[]
}
export const FILTER = 'yiwang/pool/v1'
export const RECUSAL = 'yiwang/recusal/v1'
export const BEACON = 'journal-checkpoint/v1'

export type Party = '平台' | '代理机构' | '采购人' | '财政部门'
export const partyOf: Readonly<Partial<Record<string, Party>>> = {
  代理经办: '代理机构',
  采购人经办: '采购人',
  采购人审核: '采购人',
  财政监管: '财政部门',
}
export type Outcome = '待接听' | '参加' | '不能' | '无人接听' | '回避' | '暂停' | '未到' | '已签到'
export interface Call {
  readonly id: string
  readonly draw: string
  readonly turn: number
  readonly place: number
  readonly attempt: number
  readonly outcome: Outcome
  readonly reason: string
}
export const declineReasons = ['时间冲突', '身体原因', '专业不符', '应当回避', '其他'] as const

export interface DrawFacts {
  readonly poolSize: number
  readonly need: number
  readonly seated: number
  readonly today: Day
  readonly reviewDay: Day | null
  /** Lots whose bids nobody has opened yet: without bidders there is no recusal. */
  readonly unopened: readonly number[]
  /** Draws of this tender and site that are still under way, and those that ended. */
  readonly underWay: number
  readonly before: number
  readonly reason: string
  readonly outstanding: readonly string[]
  readonly input?: {
    readonly by?: string
    readonly committed?: boolean
    readonly nonceFits?: boolean
    readonly noConflict?: boolean
    readonly turn?: number
    readonly known?: boolean
  }
}
const EXPERTS = citeMarked('财库〔2016〕198号', '第十二条', '✎')

const afterOpening: Rule<DrawFacts> = {
  id: 'draw.afterOpening',
  title: '开标以后抽取，回避方可计算',
  cites: [cite('政府采购法实施条例', '第九条', '参加采购活动前3年内与供应商存在劳动关系')],
  from: '2015-03-01',
  check: ({ unopened }) =>
    unopened.length === 0 || {
      because: `第${unopened.join('、')}包还没有开标，不知道投标人是谁，不能计算回避`,
      facts: { 未开标: unopened.join('、') },
      cure: '先开标，或依法废标',
    },
}
const enough: Rule<DrawFacts> = {
  id: 'draw.enough',
  title: '专家库人数不足',
  cites: [EXPERTS],
  from: '2017-01-01',
  check: ({ poolSize, need }) =>
    poolSize >= need || {
      because: `符合专业且不须回避的专家${poolSize}人，需要${need}人`,
      facts: { 可抽取: poolSize, 需要: need },
      cure: '补充推荐专家入库后再抽取，或经主管预算单位同意自行选定',
      field: 'need',
    },
}
const onlyOne: Rule<DrawFacts> = {
  id: 'draw.onlyOne',
  title: '抽取须一次做完',
  cites: [citeMarked('系统设置', '专家抽取', '△')],
  from: '2003-01-01',
  check: ({ underWay }) =>
    underWay === 0 || {
      because: '这个项目还有一次抽取没有结束',
      cure: '等它结束，或写明理由作废后再抽',
    },
}
const redrawReason: Rule<DrawFacts> = {
  id: 'draw.redrawReason',
  title: '重新抽取须写明理由',
  cites: [cite('87号令', '第四十九条', '应当依法补足后继续评标')],
  from: '2017-10-01',
  check: ({ before, reason }) =>
    before === 0 ||
    reason !== '' || {
      because: `这个项目已抽取过${before}次，再抽没有理由`,
      facts: { 已抽取: before },
      cure: '写明补抽或重抽的理由；理由随抽取一并公开',
      field: 'reason',
    },
}
const ownCommitment: Rule<DrawFacts> = {
  id: 'draw.commitOnce',
  title: '一方只承诺一次',
  cites: [citeMarked('系统设置', '专家抽取', '△')],
  from: '2003-01-01',
  check: ({ input }) =>
    !input?.committed || {
      because: `${input.by ?? ''}已经承诺过，不能更换`,
      cure: '已作的承诺继续有效，不必再办',
    },
}
const fits: Rule<DrawFacts> = {
  id: 'draw.revealFits',
  title: '揭示须与承诺一致',
  cites: [citeMarked('系统设置', '专家抽取', '△')],
  from: '2003-01-01',
  check: ({ input }) =>
    input?.nonceFits !== false || {
      because: '揭示的随机数与先前的承诺不符',
      cure: '用承诺时同一浏览器里保存的随机数揭示',
      field: 'nonce',
    },
}
const notBeforeTheDay: Rule<DrawFacts> = {
  id: 'draw.signInOnTheDay',
  title: '评审当日签到，此前姓名不启封',
  cites: [cite('87号令', '第四十七条', '评标委员会成员名单在评标结果公告前应当保密')],
  from: '2017-10-01',
  check: ({ today, reviewDay }) =>
    reviewDay === null ||
    today >= reviewDay || {
      because: `评审定于${reviewDay}，今天${today}还不能签到`,
      facts: { 评审日: reviewDay, 今天: today },
      cure: '评审当日到场后签到',
    },
}
const declared: Rule<DrawFacts> = {
  id: 'draw.declared',
  title: '签到时须再次声明没有利害关系',
  cites: [cite('政府采购法实施条例', '第九条', '参加采购活动前3年内与供应商存在劳动关系')],
  from: '2015-03-01',
  check: ({ input }) =>
    input?.noConflict !== false || {
      because: '没有声明与各投标人、采购人不存在利害关系',
      cure: '存在利害关系的，请按“我应当回避”；不存在的，请声明后签到',
      field: 'noConflict',
    },
}
const seatTaken: Rule<DrawFacts> = {
  id: 'draw.seatTaken',
  title: '更换的须是在席评委',
  cites: [cite('87号令', '第四十九条', '评标委员会成员缺席、回避或者健康等特殊原因')],
  from: '2017-10-01',
  check: ({ input }) =>
    input?.known !== false || {
      because: `第${(input.turn ?? 0) + 1}位不在席`,
      cure: '在席评委才须更换；请核对位次后选择在席的一位',
      field: 'turn',
    },
}

/** Whoever solicits: an agency, or a department that does it itself. */
const HOST = ['代理经办', '采购人经办'] as const
const ALIVE = ['待揭晓', '待揭示', '通知中', '待签到'] as const
// biome-ignore format: a table reads as a table
export const drawFlow = flow<DrawFacts>()(
  {
    noun: '专家抽取', module: 'draw',
    states: ['待揭晓', '待揭示', '通知中', '待签到', '已完成', '人数不足', '已作废'],
    onDue: { 待揭晓: 'beacon', 待揭示: 'lapse', 通知中: 'call' },
  },
  {
    commit:  { name: '公布抽取条件与承诺', from: [],          to: '待揭晓', by: HOST, rules: [onlyOne, redrawReason, afterOpening, enough], inner: true },
    join:    { name: '加入承诺', stepUp: true,     from: ['待揭晓'],          to: '待揭晓', by: ['采购人审核', '财政监管'], rules: [ownCommitment] },
    beacon:  { name: '取得信标',     from: ['待揭晓'],          to: '待揭示', by: ['系统'] },
    reveal:  { name: '揭示随机数', stepUp: true,   from: ['待揭示'],          to: '待揭示', by: [...HOST, '采购人审核', '财政监管'], rules: [fits] },
    settle:  { name: '定出次序',     from: ['待揭示'],          to: '通知中', by: ['系统'] },
    lapse:   { name: '逾期未揭示作废', from: ['待揭示'],        to: '已作废', by: ['系统'] },
    call:    { name: '通知一位专家', from: ['通知中'],          to: '通知中', by: ['系统'] },
    answer:  { name: '记录答复',     from: ['通知中'],          to: '通知中', by: ['系统'] },
    fill:    { name: '人数已足',     from: ['通知中'],          to: '待签到', by: ['系统'] },
    exhaust: { name: '名单用尽',     from: ['通知中'],          to: '人数不足', by: ['系统'] },
    seat:    { name: '签到启封',     from: ['待签到'],          to: '待签到', by: ['系统'], rules: [notBeforeTheDay, declared] },
    vacate:  { name: '空出一席',     from: ['待签到'],          to: '通知中', by: ['系统'] },
    complete: { name: '评委到齐',    from: ['待签到'],          to: '已完成', by: ['系统'] },
    replace: { name: '更换评委',     from: ['待签到', '已完成'], to: '通知中', by: HOST, rules: [seatTaken] },
    cancel:  { name: '作废',         from: ALIVE,               to: '已作废', by: HOST },
  },
)
export type DrawState = StateOf<typeof drawFlow>
