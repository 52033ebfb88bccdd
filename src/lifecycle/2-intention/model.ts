import {
  addDays,
  type Day,
  daysBetween,
  type Fen,
  type Id,
  type Rule,
  type StateOf,
  showDay,
  showYuan,
} from '#kernel'
import { advise, cite, citeMarked, flow, lawOn, type MethodName, mayInnovate } from '#law'
import { type LiveFacts, live } from '#libraries/rollout'

export const categories = ['货物', '服务', '工程'] as const
export type Category = (typeof categories)[number]
export type Method = MethodName

/** One thing wanted, by catalogue code of a stated edition. */
export interface Item {
  readonly code: string
  readonly edition: string
  readonly name: string
  readonly quantity: number
  readonly unit: string
  readonly budget: Fen
  readonly requirement: string
}
/** 采购需求 */
export interface Requirement {
  readonly id: Id<'requirement'>
  readonly project: string
  readonly lineId: Id<'line'>
  readonly category: Category
  readonly budget: Fen
  readonly method: Method
  readonly reason: string
  readonly summary: string
  readonly surveyed: boolean
  readonly reviewedByCounsel: boolean
  readonly forSme: boolean
  /** Why this is an emergency purchase; empty: it is none. */
  readonly emergency: string
  readonly items: readonly Item[]
}
/** 采购意向 */
export interface Intention {
  readonly id: Id<'intention'>
  readonly requirement: Id<'requirement'>
  readonly month: string
  readonly note: string
  readonly published: Day | null
}

const english = { 货物: 'goods', 服务: 'services', 工程: 'works' } as const

export interface RequirementFacts extends Partial<LiveFacts> {
  readonly budget: Fen
  readonly available: Fen
  readonly itemsTotal: Fen
  readonly category: Category
  readonly method: Method
  readonly region: string
  readonly surveyed: boolean
  readonly reviewedByCounsel: boolean
  readonly emergency: string
  /** Methods that a finance department approved for this purchase, each up to an amount. */
  readonly approved: readonly { method: string; amount: number }[]
}
const withinLine: Rule<RequirementFacts> = {
  id: 'requirement.withinLine',
  title: '无预算不采购',
  cites: [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
  from: '2003-01-01',
  check: ({ budget, available }) =>
    budget <= available || {
      because: `需求预算${showYuan(budget)}元，指标可用${showYuan(available)}元`,
      facts: { 需求预算: showYuan(budget), 指标可用: showYuan(available) },
      cure: `需求预算不超过${showYuan(available)}元，或先申请追加预算`,
      field: 'items',
    },
}
const itemsAddUp: Rule<RequirementFacts> = {
  id: 'requirement.itemsAddUp',
  title: '预算与明细一致',
  cites: [cite('政府采购法', '第三十三条', '将该财政年度政府采购的项目及资金预算列出')],
  from: '2003-01-01',
  check: ({ budget, itemsTotal }) =>
    budget === itemsTotal || {
      because: `标的预算合计${showYuan(itemsTotal)}元，与需求预算${showYuan(budget)}元不一致`,
      facts: { 标的合计: showYuan(itemsTotal), 需求预算: showYuan(budget) },
      cure: `需求预算改为${showYuan(itemsTotal)}元，或更正各标的预算`,
      field: 'budget',
    },
}
const lawfulMethod: Rule<RequirementFacts> = {
  id: 'requirement.lawfulMethod',
  title: '达到公开招标数额应当公开招标',
  cites: [
    cite('政府采购法', '第二十七条', '因特殊情况需要采用公开招标以外的采购方式的'),
    citeMarked('内财购〔2025〕26号', '公开招标数额标准', '◐'),
  ],
  from: '2003-01-01',
  check: ({ budget, category, method, region, approved, emergency }, on) => {
    const innovation = mayInnovate({ method, category, region, on })
    if (innovation !== null) return innovation
    const advice = advise({ region, on, category: english[category], amount: budget })
    const opened =
      advice.withApproval.includes(method) &&
      (emergency !== '' || approved.some((a) => a.method === method && budget <= a.amount))
    return (
      opened ||
      advice.methods.includes(method) || {
        because: `${category}预算${showYuan(budget)}元，可用的采购方式是${advice.methods.join('、')}，不含${method}`,
        facts: { 预算: showYuan(budget), 采购方式: method, 可用方式: advice.methods.join('、') },
        cure: `改用${advice.methods[0] ?? '公开招标'}，或在采购活动开始前取得设区的市级以上财政部门批准`,
        field: 'method',
        suggest: advice.methods[0] ?? '公开招标',
      }
    )
  },
}
/** 紧急采购管理暂行办法: may choose its method without approval, competition first; it begins with its day of force. */
const emergencyLawful: Rule<RequirementFacts> = {
  id: 'requirement.emergency',
  title: '紧急采购须有依据',
  cites: [citeMarked('财库〔2026〕12号', '紧急采购的认定', '◐')],
  from: '2003-01-01',
  check: ({ emergency }, on) =>
    emergency === '' ||
    on >= '2026-10-01' || {
      because: '紧急采购管理暂行办法自2026年10月1日起施行，此前立项的不能适用',
      facts: { 立项日: on },
      cure: '按一般采购办理；不可抗力的紧急采购依法不适用政府采购法',
      field: 'emergency',
    },
}
const surveyed: Rule<RequirementFacts> = {
  id: 'requirement.surveyed',
  title: '应当开展需求调查',
  cites: [cite('财库〔2021〕22号', '第十一条', '应当开展需求调查')],
  from: '2021-07-01',
  check: ({ budget, category, surveyed: yes }, on) => {
    const limit = lawOn(on)(category === '工程' ? '需求调查工程' : '需求调查货物服务')
    return (
      budget < limit ||
      yes || {
        because: `${category}预算${showYuan(budget)}元，达到${showYuan(limit)}元，未开展需求调查`,
        facts: { 预算: showYuan(budget), 起点: showYuan(limit) },
        cure: '面向不少于三个有代表性的主体开展需求调查，一年内已就同类标的调查过的除外',
        field: 'surveyed',
      }
    )
  },
}
const counsel: Rule<RequirementFacts> = {
  id: 'requirement.counsel',
  title: '合同文本应当经法律顾问审定',
  cites: [cite('财库〔2021〕22号', '第二十三条', '应当经过采购人聘请的法律顾问审定')],
  from: '2021-07-01',
  check: ({ budget, category, reviewedByCounsel }, on) => {
    const limit = lawOn(on)(category === '工程' ? '需求调查工程' : '需求调查货物服务')
    return (
      budget < limit ||
      reviewedByCounsel || {
        because: `${category}预算${showYuan(budget)}元，达到${showYuan(limit)}元，合同文本未经法律顾问审定`,
        facts: { 预算: showYuan(budget), 起点: showYuan(limit) },
        cure: '请法律顾问审定合同文本后再提交',
        field: 'reviewedByCounsel',
      }
    )
  },
}
const submitRules = [withinLine, itemsAddUp, lawfulMethod, emergencyLawful, surveyed, counsel]

// biome-ignore format: a table reads as a table
export const requirementFlow = flow<RequirementFacts>()(
  { noun: '采购需求', module: 'requirement', states: ['编制中', '待审查', '已确定'] },
  {
    draft:   { name: '编制需求', from: [],                 to: '编制中', by: ['采购人经办'], rules: [live('预算计划备案')] },
    revise:  { name: '修改需求', from: ['编制中'],         to: '编制中', by: ['采购人经办'] },
    submit:  { name: '提交审查', from: ['编制中'],         to: '待审查', by: ['采购人经办'], rules: submitRules },
    confirm: { name: '审查通过', from: ['待审查'],         to: '已确定', by: ['采购人审核'], rules: submitRules, apartFrom: ['draft', 'revise', 'submit'] },
    giveBack:{ name: '退回修改', from: ['待审查'],         to: '编制中', by: ['采购人审核'] },
  },
)
export type RequirementState = StateOf<typeof requirementFlow>

export interface IntentionFacts {
  readonly requirementState: string
  readonly month: string
  readonly today: Day
}
const determined: Rule<IntentionFacts> = {
  id: 'intention.determined',
  title: '意向须依据已确定的需求',
  cites: [cite('财库〔2021〕22号', '第二十九条', '采购活动开始前')],
  from: '2021-07-01',
  check: ({ requirementState }) =>
    requirementState === '已确定' || {
      because: `采购需求处于“${requirementState}”，尚未审查通过`,
      facts: { 需求状态: requirementState },
      cure: '先完成采购需求的一般性审查',
    },
}
const monthReachable: Rule<IntentionFacts> = {
  id: 'intention.monthReachable',
  title: '意向公开不得晚于采购活动开始前三十日',
  cites: [citeMarked('财库〔2020〕10号', '意向公开时间', '◐')],
  from: '2021-01-01',
  check: ({ month, today }, on) => {
    const days = lawOn(on)('意向公开期')
    const last = lastDayOf(month)
    const earliest = addDays(today, days)
    return (
      earliest <= last || {
        because: `预计采购时间${month}，今天公开满${days}日是${showDay(earliest)}，已过该月`,
        facts: { 预计采购时间: month, 公开满期日: earliest },
        cure: `预计采购时间改为${earliest.slice(0, 7)}及以后`,
        field: 'month',
        suggest: earliest.slice(0, 7),
      }
    )
  },
}
const lastDayOf = (month: string): Day => {
  const [y, m] = month.split('-').map(Number) as [number, number]
  const next = m === 12 ? `${y + 1}-01-01` : `${y}-${String(m + 1).padStart(2, '0')}-01`
  return addDays(next as Day, -1)
}

// biome-ignore format: a table reads as a table
export const intentionFlow = flow<IntentionFacts>()(
  { noun: '采购意向', module: 'intention', states: ['编制中', '已公开'], open: ['已公开'] },
  {
    draft:   { name: '生成意向', from: [],         to: '编制中', by: ['采购人经办'], rules: [determined] },
    revise:  { name: '修改意向', from: ['编制中'], to: '编制中', by: ['采购人经办'] },
    publish: { name: '公开意向', from: ['编制中'], to: '已公开', by: ['采购人审核'], rules: [determined, monthReachable], apartFrom: ['draft', 'revise'] },
  },
)
export type IntentionState = StateOf<typeof intentionFlow>

/** Days since it was public; the activity itself may start once the period is full (财库〔2020〕10号 ◐). */
export const daysPublic = (published: Day | null, today: Day) =>
  published === null ? -1 : daysBetween(published, today)
