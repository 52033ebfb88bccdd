import {
  addDays,
  type Day,
  type Fen,
  fen,
  type Id,
  type Rule,
  type StateOf,
  showDay,
  showYuan,
  sum,
  veil,
  yuanText,
} from '#kernel'
import { CalendarUnknown, cite, flow, inn, lawOn, type ParamName, period } from '#law'
import type { Award } from '#tender'
import * as supplements from './supplement-rules.ts'

/** 补充合同：more of the same things at the same unit price, paid as an instalment of its own. */
export interface Supplement {
  readonly no: number
  readonly items: readonly { readonly name: string; readonly quantity: number }[]
  readonly reason: string
  /** RFC 3339; null until both have signed. */
  readonly at: string | null
}
export const conditions = ['合同备案后', '阶段成果确认后', '验收合格后'] as const
export interface Instalment {
  readonly name: string
  readonly amount: Fen
  readonly condition: (typeof conditions)[number]
  readonly supplement?: Supplement
}
export interface Account {
  readonly name: string
  readonly bank: string
  readonly account: string
}
/** 收款户. The signed text keeps its own: `original` stands once another account took its place. */
export interface Payee extends Account {
  readonly original?: Account
  readonly asked?: Account
}
export interface ContractItem {
  readonly name: string
  readonly brand: string
  readonly model: string
  readonly quantity: number
  readonly unit: string
  readonly unitPrice: Fen
}
/** 政府采购合同：made from the award, never typed. */
export interface Contract {
  readonly id: Id<'contract'>
  /** What it was made of: an award of a tender under its plan, an order of the mall, or a month's bill of services; one of the three. */
  readonly award: string | null
  readonly plan: string | null
  readonly order: string | null
  readonly bill: string | null
  readonly lineId: Id<'line'>
  readonly lotBudget: Fen
  /** The price of the original contract; supplements are not in it. */
  readonly amount: Fen
  readonly awarded: Fen
  readonly letter: Day
  readonly items: readonly ContractItem[]
  readonly clauses: readonly string[]
  readonly performance: string
  readonly schedule: readonly Instalment[]
  readonly payee: Payee
  readonly signed: Day | null
  readonly published: Day | null
  readonly filed: Day | null
  /** Of the text that the supplier signed, and then the buyer. */
  readonly sha256: string | null
}

const signedOf = (c: Pick<Contract, 'schedule'>) =>
  c.schedule.flatMap(({ amount, supplement }) =>
    supplement && supplement.at !== null ? [{ amount, ...supplement }] : [],
  )
export const pendingOf = (c: Pick<Contract, 'schedule'>) =>
  c.schedule.find((i) => i.supplement?.at === null)
export const supplementedOf = (c: Pick<Contract, 'schedule'>): Fen =>
  sum(signedOf(c).map((s) => s.amount))
/** What may be paid under this contract: the original and every signed supplement. */
export const totalOf = (c: Pick<Contract, 'amount' | 'schedule'>): Fen =>
  fen(c.amount + supplementedOf(c))
/** What is to be delivered: the original things and what signed supplements add to them. */
export const goodsOf = (c: Pick<Contract, 'items' | 'schedule'>): ContractItem[] =>
  c.items.map((item, n) => {
    const first = c.items.findIndex((i) => i.name === item.name) === n
    const more = signedOf(c)
      .flatMap((s) => s.items)
      .filter((i) => first && i.name === item.name)
    return { ...item, quantity: more.reduce((a, i) => a + i.quantity, item.quantity) }
  })
/** The price of more of the same, at the contract's own unit prices, and what the contract does not know or gives no price. */
export function priceOf(
  c: Pick<Contract, 'items'>,
  wanted: Supplement['items'],
): { amount: Fen; strange: string[] } {
  const found = wanted.map((w) => ({
    ...w,
    unitPrice: c.items.find((i) => i.name === w.name)?.unitPrice ?? 0,
  }))
  const total = found.reduce((a, f) => a + f.unitPrice * f.quantity, 0)
  return {
    // Past any contract's size the exact sum is of no interest: it is refused all the same.
    amount: fen(Math.min(total, Number.MAX_SAFE_INTEGER)),
    strange: found.filter((f) => f.unitPrice === 0).map((f) => f.name),
  }
}
/** The text that both sign: never what was agreed after it. */
export const textOf = (c: Contract) => ({
  award: c.award ?? c.order ?? c.bill,
  amount: c.amount,
  items: c.items,
  clauses: c.clauses,
  performance: c.performance,
  schedule: c.schedule.filter((i) => i.supplement === undefined),
  payee: accountOf(c.payee.original ?? c.payee),
})
export const accountOf = ({ name, bank, account }: Account): Account => ({ name, bank, account })

/** Where a contract comes from, as later stages tell it: who, what, by which method. */
export type Deal = Pick<
  Award,
  | 'id'
  | 'lotNo'
  | 'title'
  | 'projectNo'
  | 'category'
  | 'method'
  | 'buyer'
  | 'supplier'
  | 'amount'
  | 'letterDay'
> & { readonly part: Award['part'] }
/** What a contract is called: the two of 合作创新 have names of their own. */
export const nameOf = ({ part }: Pick<Deal, 'part'>) =>
  part === '研发' ? '研发合同' : part === '首购' ? '首购协议' : '合同'
export interface Facts {
  /** Made of an order or a bill of the mall: more of the same is another order. */
  readonly byOrder: boolean
  readonly amount: Fen
  readonly awarded: Fen
  readonly scheduled: Fen
  readonly finalAfterAcceptance: boolean
  /** 研发合同: what its award is, and whether its instalments are its stages. */
  readonly part: Deal['part']
  readonly staged: { readonly any: boolean; readonly right: boolean }
  readonly letter: Day | null
  readonly today: Day
  readonly payeeName: string
  readonly supplierName: string
  /** The number of a contract that was already made of this award. */
  readonly another: string | null
  /** Is the text still the one the supplier signed? */
  readonly textStands: boolean
  readonly supplemented: Fen
  /** The supplement asked for, or on the table. */
  readonly proposed: Fen
  readonly strange: readonly string[]
  /** Available on the budget line. */
  readonly available: Fen
  readonly askedName: string | null
}
const awarded: Rule<Facts> = {
  id: 'contract.letter',
  title: '中标通知书发出后方可签订合同',
  cites: [cite('政府采购法', '第四十六条', '中标、成交通知书发出之日起三十日内')],
  from: '2003-01-01',
  check: ({ letter }) =>
    letter !== null || {
      because: '中标通知书尚未发出',
      cure: '先发布中标结果公告，同时发出中标通知书',
    },
}
const oneContract: Rule<Facts> = {
  id: 'contract.onePerAward',
  title: '一份中标签订一份合同',
  cites: [cite('政府采购法', '第四十六条', '按照采购文件确定的事项签订政府采购合同')],
  from: '2003-01-01',
  check: ({ another }) =>
    another === null || {
      because: `该中标已生成合同${another}`,
      facts: { 合同编号: another },
      cure: '办理已有的合同；需要追加的，签订补充合同',
      field: 'award',
    },
}
const asAwarded: Rule<Facts> = {
  id: 'contract.asAwarded',
  title: '合同金额不得超过中标金额',
  cites: [cite('87号令', '第七十一条', '不得对招标文件确定的事项和中标人投标文件作实质性修改')],
  from: '2017-10-01',
  check: ({ amount, awarded: price }) =>
    amount <= price || {
      because: `合同金额${showYuan(amount)}元，中标金额${showYuan(price)}元`,
      facts: { 合同金额: showYuan(amount), 中标金额: showYuan(price) },
      cure: `合同金额改为${showYuan(price)}元`,
      field: 'amount',
      suggest: yuanText(price),
    },
}
const addsUp: Rule<Facts> = {
  id: 'contract.scheduleAddsUp',
  title: '付款安排合计须等于合同金额',
  cites: [cite('财库〔2019〕38号', '三', '约定资金支付的方式、时间和条件')],
  from: '2019-09-01',
  check: ({ amount, scheduled }) =>
    amount === scheduled || {
      because: `付款安排合计${showYuan(scheduled)}元，合同金额${showYuan(amount)}元`,
      facts: { 付款安排合计: showYuan(scheduled), 合同金额: showYuan(amount) },
      cure: '调整各期金额，使合计等于合同金额',
      field: 'schedule',
    },
}
const lastAfterAcceptance: Rule<Facts> = {
  id: 'contract.lastAfterAcceptance',
  title: '末期付款须以验收合格为条件',
  cites: [
    cite('政府采购法', '第四十一条', '采购人或者其委托的采购代理机构应当组织对供应商履约的验收'),
  ],
  from: '2003-01-01',
  check: ({ finalAfterAcceptance }) =>
    finalAfterAcceptance || {
      because: '最后一期付款没有以验收合格为条件',
      cure: '将最后一期的付款条件改为“验收合格后”',
      field: 'schedule',
    },
}
/** 研发合同 pays by stages and nothing before a stage shows its result; no other contract has stages of research. */
const byStages: Rule<Facts> = {
  id: 'contract.byStages',
  title: '研发合同按研发阶段补偿，末阶段验收合格后支付',
  cites: [inn('第二十四条'), inn('第二十五条')],
  from: '2024-06-01',
  check: ({ part, staged }) => {
    if (part !== '研发')
      return (
        !staged.any || {
          because: '不是研发合同，付款条件没有“阶段成果确认后”',
          cure: '改为“合同备案后”或者“验收合格后”',
          field: 'schedule',
        }
      )
    return (
      staged.right || {
        because: '研发合同的各期不都以阶段成果或者验收为条件',
        cure: '末期以“验收合格后”、其余各期以“阶段成果确认后”为付款条件',
        field: 'schedule',
      }
    )
  },
}
const toSupplier: Rule<Facts> = {
  id: 'contract.payee',
  title: '收款户须为中标供应商',
  cites: [cite('政府采购法实施条例', '第五十一条', '及时向中标或者成交供应商支付采购资金')],
  from: '2015-03-01',
  check: ({ payeeName, askedName, supplierName }) => {
    const name = askedName ?? payeeName
    return (
      name === supplierName || {
        because: `收款户名是${name}，中标供应商是${supplierName}`,
        cure: `收款户名改为${supplierName}`,
        field: 'payee',
        suggest: supplierName,
      }
    )
  },
}
const within30: Rule<Facts> = {
  id: 'contract.within30',
  title: '自中标通知书发出之日起三十日内签订合同',
  cites: [cite('政府采购法', '第四十六条', '三十日内')],
  from: '2003-01-01',
  check: ({ letter, today }, on) => {
    if (letter === null) return true
    const days = lawOn(on)('签约期限')
    // Inside the plain thirty days no calendar is needed: rolling on a holiday only lengthens them.
    if (today <= addDays(letter, days)) return true
    const end = endOf(letter, '签约期限', 'day', on)
    if (end === null)
      return {
        because: `中标通知书${showDay(letter)}发出，签约期限落在尚未公布工作日历的年度，不能推算`,
        facts: { 通知书: letter, 今天: today },
        cure: '待国务院公布该年度放假安排后办理',
      }
    return (
      today <= end || {
        because: `中标通知书${showDay(letter)}发出，签约期限到${showDay(end)}，今天${showDay(today)}`,
        facts: { 通知书: letter, 期限: end, 今天: today },
        cure: '书面说明逾期原因并报财政部门后，由财政部门按规定处理',
      }
    )
  },
}
const sameText: Rule<Facts> = {
  id: 'contract.sameText',
  title: '双方签署同一文本',
  cites: [cite('电子签名法', '第十三条', '签署后对数据电文内容和形式的任何改动能够被发现')],
  from: '2005-04-01',
  check: ({ textStands }) =>
    textStands || {
      because: '合同文本与供应商签署时的摘要不一致',
      cure: '退回修改，由供应商重新签署',
    },
}
const rules = [awarded, asAwarded, addsUp, lastAfterAcceptance, byStages, toSupplier]
export const draftRules = [oneContract, ...rules]

// biome-ignore format: a table reads as a table
export const contractFlow = flow<Facts>()(
  {
    noun: '采购合同', module: 'contract',
    states: ['草拟', '待采购人签', '已签订', '已公告', '已备案', '收款户待确认', '补充待供应商签', '补充待采购人签', '已履行完毕', '已解除'],
    open: ['已公告', '已备案', '收款户待确认', '补充待供应商签', '补充待采购人签', '已履行完毕'],
  },
  {
    draft:        { name: '由中标生成合同', from: [],             to: '草拟',       by: ['采购人经办', '代理经办'], rules: draftRules },
    order:        { name: '订单成立合同', from: [],             to: '已签订',     by: ['供应商经办', '采购人审核'], inner: true },
    announce:     { name: '订单合同公告并备案', from: ['已签订'], to: '已备案',     by: ['供应商经办', '采购人审核'], inner: true },
    revise:       { name: '修改合同',     from: ['草拟'],         to: '草拟',       by: ['采购人经办', '代理经办'], rules },
    signSupplier: { name: '供应商签署', stepUp: true,   from: ['草拟'],         to: '待采购人签', by: ['供应商经办'], rules: [...rules, within30] },
    giveBack:     { name: '退回修改',     from: ['待采购人签'],   to: '草拟',       by: ['采购人审核'] },
    signBuyer:    { name: '采购人签署', stepUp: true,   from: ['待采购人签'],   to: '已签订',     by: ['采购人审核'], rules: [...rules, within30, sameText], apartFrom: ['draft', 'revise'] },
    publish:      { name: '发布合同公告', from: ['已签订'],       to: '已公告',     by: ['采购人经办', '代理经办'] },
    file:         { name: '合同备案',     from: ['已公告'],       to: '已备案',     by: ['采购人经办'] },
    askAccount:     { name: '申请变更收款户', from: ['已备案'],       to: '收款户待确认', by: ['供应商经办'], rules: [toSupplier], may: true },
    confirmAccount: { name: '确认变更收款户', stepUp: true, from: ['收款户待确认'], to: '已备案', by: ['采购人审核'], rules: [toSupplier] },
    refuseAccount:  { name: '不变更收款户',   from: ['收款户待确认'], to: '已备案', by: ['采购人审核', '供应商经办'] },
    supplement:        { name: '追加（补充合同）', from: ['已备案'],         to: '补充待供应商签', by: ['采购人经办'], rules: supplements.all, may: true },
    agreeSupplement:   { name: '供应商签署补充合同', stepUp: true, from: ['补充待供应商签'], to: '补充待采购人签', by: ['供应商经办'], rules: [supplements.tenPercent] },
    approveSupplement: { name: '采购人签署补充合同', stepUp: true, from: ['补充待采购人签'], to: '已备案', by: ['采购人审核'], rules: [supplements.tenPercent], apartFrom: ['supplement'] },
    dropSupplement:    { name: '放弃追加', from: ['补充待供应商签', '补充待采购人签'], to: '已备案', by: ['采购人经办', '采购人审核', '供应商经办'], may: true },
    finish:       { name: '履行完毕',     from: ['已备案'],       to: '已履行完毕', by: ['采购人审核'], inner: true },
    rescind:      { name: '解除合同',     from: ['已签订', '已公告', '已备案'], to: '已解除', by: ['采购人审核'], inner: true },
    undo:         { name: '随订单解除',   from: ['已备案'],       to: '已解除',     by: ['采购人审核', '供应商经办'], inner: true },
  },
)
export type State = StateOf<typeof contractFlow>

const PARTIES = ['采购人', '代理机构', '供应商', '财政部门']
const accounts = {
  cites: [cite('政府采购法实施条例', '第五十条', '涉及国家秘密、商业秘密的内容除外')],
  to: Object.fromEntries(contractFlow.states.map((s) => [s, PARTIES])) as Record<State, string[]>,
}
/** A published contract is everybody's to read; where the money goes is its parties' and their supervisors' business. */
export const contractVeil = veil(contractFlow, contractFlow.states, {
  payee: { title: '收款户', ...accounts },
  asked: { title: '申请变更的收款户', ...accounts },
})

/** The last day of a legal period; null where it ends in a year whose calendar is not published yet. */
export function endOf(from: Day, name: ParamName, unit: 'day' | 'workday', on: Day): Day | null {
  try {
    return period({ from, length: lawOn(on)(name), unit }).end
  } catch (e) {
    if (e instanceof CalendarUnknown) return null
    throw e
  }
}
/** The days by which the law wants each next thing done; null where nothing has started the clock, or no calendar says. */
export function dueDays(c: Pick<Contract, 'letter' | 'signed'>, on: Day) {
  return {
    signBy: endOf(c.letter, '签约期限', 'day', on),
    publishBy: c.signed === null ? null : endOf(c.signed, '合同公告时限', 'workday', on),
    fileBy: c.signed === null ? null : endOf(c.signed, '合同备案时限', 'workday', on),
  }
}
/** Lateness does not stop what must still be done; it is written down. */
export const lateness = (due: Day | null, on: Day) => ({ due, late: due !== null && on > due })
