import type { Category, Method } from '#intention'
import { type Day, type Fen, type Id, type Rule, type StateOf, showYuan } from '#kernel'
import { advise, cite, citeMarked, flow, mayInnovate } from '#law'

export const orgForms = ['集中采购', '部门集中采购', '分散采购'] as const
/** 采购计划：what will be bought, from which budget line, filed before any trade begins. */
export interface Plan {
  readonly id: Id<'plan'>
  readonly project: string
  readonly lineId: Id<'line'>
  readonly intention: string | null
  readonly amount: Fen
  readonly method: Method
  readonly category: Category
  readonly orgForm: (typeof orgForms)[number]
  readonly exemption: string
  readonly filed: Day | null
  readonly frozen: Fen
}
export interface Facts {
  readonly amount: Fen
  readonly available: Fen
  readonly requirementBudget: Fen
  readonly method: Method
  readonly category: Category
  readonly region: string
  readonly intentionState: string | null
  readonly exemption: string
  /** A tender of this plan exists. */
  readonly traded: boolean
  readonly emergency: boolean
  readonly approved: readonly { method: string; amount: number }[]
  /** 化整为零: other purchases of one budget line, one category and one year, not by open tender and not approved. */
  readonly others: Fen
  readonly orgForm: (typeof orgForms)[number]
  /** Entries of the centralised catalogue, in force when the purchase began, that hold what is bought. */
  readonly central: readonly {
    readonly code: string
    readonly name: string
    readonly body: string
  }[]
  /** Another plan of the same project. */
  readonly earlier: { readonly no: string; readonly state: string } | null
}

const withinBudget: Rule<Facts> = {
  id: 'plan.withinBudget',
  title: '无预算不采购',
  cites: [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
  from: '2003-01-01',
  check: ({ amount, available }) =>
    amount <= available || {
      because: `计划${showYuan(amount)}元，指标可用${showYuan(available)}元`,
      facts: { 计划金额: showYuan(amount), 指标可用: showYuan(available) },
      cure: `计划金额不超过${showYuan(available)}元，或先追加预算`,
      field: 'amount',
    },
}
const withinRequirement: Rule<Facts> = {
  id: 'plan.withinRequirement',
  title: '计划不得超过采购需求的预算',
  cites: [cite('财库〔2021〕22号', '第二十六条', '采购预算')],
  from: '2021-07-01',
  check: ({ amount, requirementBudget }) =>
    amount <= requirementBudget || {
      because: `计划${showYuan(amount)}元，审查通过的需求预算${showYuan(requirementBudget)}元`,
      facts: { 计划金额: showYuan(amount), 需求预算: showYuan(requirementBudget) },
      cure: `计划金额改为${showYuan(requirementBudget)}元以内`,
      field: 'amount',
    },
}
const intended: Rule<Facts> = {
  id: 'plan.intended',
  title: '采购意向应当公开',
  cites: [citeMarked('财库〔2020〕10号', '意向公开范围', '◐')],
  from: '2022-01-01',
  check: ({ intentionState, exemption, emergency }) =>
    intentionState === '已公开' ||
    emergency ||
    exemption !== '' || {
      because:
        intentionState === null ? '没有采购意向' : `采购意向处于“${intentionState}”，尚未公开`,
      facts: { 采购意向: intentionState ?? '无' },
      cure: '先公开采购意向；因不可预见的原因急需开展的，填写不公开理由',
      field: 'exemption',
    },
}
const lawfulMethod: Rule<Facts> = {
  id: 'plan.lawfulMethod',
  title: '达到公开招标数额应当公开招标',
  cites: [
    cite('政府采购法', '第二十七条', '因特殊情况需要采用公开招标以外的采购方式的'),
    citeMarked('内财购〔2025〕26号', '公开招标数额标准', '◐'),
  ],
  from: '2003-01-01',
  check: ({ amount, category, method, region, approved, emergency }, on) => {
    const innovation = mayInnovate({ method, category, region, on })
    if (innovation !== null) return innovation
    const { methods, withApproval } = advise({ region, on, category: english[category], amount })
    const opened =
      withApproval.includes(method) &&
      (emergency || approved.some((a) => a.method === method && amount <= a.amount))
    return (
      opened ||
      methods.includes(method) || {
        because: `${category}计划${showYuan(amount)}元，可用的采购方式是${methods.join('、')}，不含${method}`,
        facts: { 计划金额: showYuan(amount), 采购方式: method },
        cure: '改用公开招标，或在采购活动开始前取得设区的市级以上财政部门批准',
        field: 'method',
      }
    )
  },
}
const english = { 货物: 'goods', 服务: 'services', 工程: 'works' } as const
/** 条例第二十八条: the sum must exceed the threshold, not reach it; a purchase that was approved is not counted. */
export const noSplitting: Rule<Facts> = {
  id: 'plan.noSplitting',
  title: '不得化整为零规避公开招标',
  cites: [
    cite('政府采购法实施条例', '第二十八条', '累计资金数额超过公开招标数额标准的'),
    cite('政府采购法', '第二十八条', '不得将应当以公开招标方式采购的货物或者服务化整为零'),
  ],
  from: '2015-03-01',
  check: ({ amount, category, method, region, others, approved, emergency }, on) => {
    // A co-operative innovation is not chosen by amount: there is no threshold that it could evade.
    if (method === '公开招标' || method === '合作创新采购' || category === '工程' || emergency)
      return true
    if (approved.some((a) => a.method === method)) return true
    const { threshold } = advise({ region, on, category: english[category], amount })
    const total = others + amount
    return (
      total <= threshold || {
        because: `本年度同一预算项目下同一品目已有${showYuan(others)}元采用公开招标以外的方式，加上本次共${showYuan(total)}元，超过公开招标数额标准${showYuan(threshold)}元`,
        facts: { 已有: showYuan(others), 本次: showYuan(amount), 标准: showYuan(threshold) },
        cure: '合并后公开招标，或报经批准采用公开招标以外的方式；项目预算依法调整的除外',
        field: 'method',
      }
    )
  },
}
const centralised: Rule<Facts> = {
  id: 'plan.centralised',
  title: '列入集中采购目录的应当集中采购',
  cites: [
    cite('政府采购法', '第七条', '纳入集中采购目录的政府采购项目，应当实行集中采购'),
    cite('政府采购法', '第十八条', '必须委托集中采购机构代理采购'),
  ],
  from: '2003-01-01',
  check: ({ orgForm, central, emergency }) => {
    if (emergency || orgForm === '集中采购' || central.length === 0) return true
    const agency = central.filter((e) => e.body === '集中采购机构')
    if (agency.length === 0 && orgForm === '部门集中采购') return true
    const [first] = agency.length > 0 ? agency : central
    const wanted = agency.length > 0 ? '集中采购' : '部门集中采购'
    return {
      because: `“${first?.name}”（${first?.code}）在集中采购目录内，组织形式填的是${orgForm}`,
      facts: { 品目: `${first?.code} ${first?.name}`, 组织形式: orgForm },
      cure: `组织形式改为${wanted}`,
      field: 'orgForm',
      suggest: wanted,
    }
  },
}
const notTraded: Rule<Facts> = {
  id: 'plan.notTraded',
  title: '采购活动已开始的计划不得撤销',
  cites: [cite('87号令', '第二十九条', '不得擅自终止招标活动')],
  from: '2017-10-01',
  check: ({ traded }) =>
    !traded || { because: '该计划的采购活动已经开始', cure: '依法终止采购活动后，计划随之撤销' },
}
/** A second purchase of the same need is a purchase of its own: its number, its notices and its record begin anew (OCDS: one process, one ocid). */
const once: Rule<Facts> = {
  id: 'plan.once',
  title: '一个采购项目一份计划',
  cites: [citeMarked('系统设置', '一个项目一份计划', '△')],
  from: '2020-01-01',
  check: ({ earlier }) =>
    earlier === null || {
      because: `这个项目已有计划${earlier.no}，处于“${earlier.state}”`,
      facts: { 已有计划: earlier.no, 状态: earlier.state },
      cure:
        earlier.state === '编制中'
          ? '打开这份计划修改后提交'
          : earlier.state === '待审核'
            ? '请审核人退回后修改'
            : earlier.state === '已撤销'
              ? '重新采购的，先编制新的采购需求，作为另一个项目'
              : '计划需要调整的，在采购活动开始前撤销，另编采购需求',
      field: 'project',
    },
}
const filing = [withinBudget, withinRequirement, intended, lawfulMethod, noSplitting, centralised]

// biome-ignore format: a table reads as a table
export const planFlow = flow<Facts>()(
  { noun: '采购计划', module: 'plan', states: ['编制中', '待审核', '已备案', '执行中', '已执行', '已撤销'] },
  {
    draft:    { name: '编制计划', from: [],         to: '编制中', by: ['采购人经办'], rules: [once] },
    revise:   { name: '修改计划', from: ['编制中'], to: '编制中', by: ['采购人经办'] },
    submit:   { name: '提交审核', from: ['编制中'], to: '待审核', by: ['采购人经办'], rules: filing },
    giveBack: { name: '退回修改', from: ['待审核'], to: '编制中', by: ['采购人审核'] },
    file:     { name: '审核并备案', from: ['待审核'], to: '已备案', by: ['采购人审核'], rules: filing, apartFrom: ['draft', 'revise', 'submit'] },
    cancel:   { name: '撤销计划', from: ['编制中', '待审核', '已备案'], to: '已撤销', by: ['采购人审核'], rules: [notTraded], may: true },
    start:    { name: '开始采购活动', from: ['已备案'], to: '执行中', by: ['采购人经办', '采购人审核'], inner: true },
    fail:     { name: '采购活动终止', from: ['执行中'], to: '已撤销', by: ['采购人审核', '系统'], inner: true },
    finish:   { name: '执行完毕', from: ['执行中'], to: '已执行', by: ['采购人审核', '采购人经办', '供应商经办', '系统'], inner: true },
  },
)
export type State = StateOf<typeof planFlow>
