import { type Day, type Fen, type StateOf, sum } from '#kernel'
import { flow } from '#law'
import { type Rating, rateOnce } from '#mall/order'
import * as b from './bill-rules.ts'
import type { BillFacts, CardFacts, Facts } from './facts.ts'
import type { Kind, Line, Rate, ServiceWay } from './lines.ts'
import * as r from './rules.ts'
import * as w from './work-rules.ts'

export type { Rating }
export interface Card {
  readonly id: string
  readonly supplier: string
  readonly kind: Kind
  readonly from: Day
  readonly to: Day
  /** Codes of the places it is offered in, with what lies under them. */
  readonly regions: readonly string[]
  readonly place: string
  readonly items: readonly Rate[]
}
export interface Extra {
  readonly reason: string
  readonly lines: readonly Line[]
  readonly day: Day
}
export interface Work {
  readonly words: string
  readonly oldParts: boolean
  readonly odometer: number | null
}
export interface Order {
  readonly id: string
  readonly card: string
  readonly kind: Kind
  readonly way: ServiceWay
  readonly buyer: string
  readonly supplier: string
  readonly lineId: string
  readonly cap: Fen
  readonly frozen: Fen
  readonly placed: Day
  readonly want: string
  readonly plate: string
  readonly odometer: number
  readonly asset: string
  readonly place: string
  readonly contact: string
  readonly phone: string
  readonly days: number
  readonly dueDay: Day | null
  readonly quote: readonly Line[]
  readonly extras: readonly Extra[]
  readonly asked: Extra | null
  readonly billed: readonly Line[]
  readonly amount: Fen | null
  readonly work: Work | null
  readonly checkers: readonly string[]
  readonly stars: number | null
  readonly ofSupplier: Rating | null
  readonly ofBuyer: Rating | null
  readonly accepted: Day | null
  readonly bill: string | null
}
/** Everything the purchaser has approved: the quote and every extra. */
export const approvedOf = (o: Pick<Order, 'quote' | 'extras'>): readonly Line[] => [
  ...o.quote,
  ...o.extras.flatMap((e) => e.lines),
]

/** What a bill asks of one budget line, and of what it is made up; no vehicle is named in it. */
export interface BillLine {
  readonly line: string
  readonly amount: Fen
  readonly items: readonly {
    readonly name: string
    readonly unit: string
    readonly quantity: number
    readonly unitPrice: Fen
  }[]
  readonly orders: readonly {
    readonly id: string
    readonly no: string
    readonly kind: Kind
    readonly amount: Fen
    readonly checkers: readonly string[]
  }[]
}
export interface Account {
  readonly name: string
  readonly bank: string
  readonly account: string
}
export interface Bill {
  readonly id: string
  readonly project: string
  readonly supplier: string
  readonly buyer: string
  readonly month: string
  readonly amount: Fen
  readonly lines: readonly BillLine[]
  readonly payee: Account
  readonly invoice: { readonly no: string; readonly day: Day; readonly amount: Fen }
  readonly confirmed: Day | null
}
export interface Gathered extends Pick<Order, 'id' | 'kind' | 'lineId' | 'billed' | 'checkers'> {
  readonly no: string
  readonly amount: Fen
}
/** 一月的单，按指标归拢；同类同名同价的明细合成一行。 */
export function gathered(orders: readonly Gathered[]): BillLine[] {
  const by = new Map<string, Gathered[]>()
  for (const o of orders) by.set(o.lineId, [...(by.get(o.lineId) ?? []), o])
  return [...by].map(([line, os]) => {
    const items = new Map<string, BillLine['items'][number]>()
    for (const o of os)
      for (const l of o.billed) {
        const name = `${o.kind}　${l.name}`
        const key = `${name} ${l.unit} ${l.price}`
        const before = items.get(key)?.quantity ?? 0
        items.set(key, { name, unit: l.unit, quantity: before + l.quantity, unitPrice: l.price })
      }
    return {
      line,
      amount: sum(os.map((o) => o.amount)),
      items: [...items.values()],
      orders: os.map(({ id, no, kind, amount, checkers }) => ({ id, no, kind, amount, checkers })),
    }
  })
}

// biome-ignore format: a table reads as a table
export const cardFlow = flow<CardFacts>()(
  {
    noun: '服务价目', module: 'ratecard',
    states: ['待审核', '有效', '已退回', '已停用'], open: ['有效', '已停用'],
    onDue: { 有效: 'expire' },
  },
  {
    submit:   { name: '报送服务价目', from: [],                 to: '待审核', by: ['供应商经办'], rules: r.cardRules },
    revise:   { name: '修改后重新报送', from: ['已退回'],       to: '待审核', by: ['供应商经办'], rules: r.cardRules },
    approve:  { name: '审核价目',     from: ['待审核'],         to: '有效',   by: ['财政监管'], rules: r.cardRules, nature: '审核' },
    giveBack: { name: '退回价目',     from: ['待审核'],         to: '已退回', by: ['财政监管'] },
    stop:     { name: '停用价目',     from: ['有效'],           to: '已停用', by: ['供应商经办', '财政监管'], may: true },
    expire:   { name: '价目期满',     from: ['有效'],           to: '已停用', by: ['系统'] },
  },
)
// biome-ignore format: a table reads as a table
export const serviceFlow = flow<Facts>()(
  {
    noun: '服务订单', module: 'service',
    states: ['待报价', '待审批', '服务中', '增项待批', '待验收', '待确认', '已验收', '已结算', '已撤销', '已拒单', '已解除'],
    onDue: { 待报价: 'lapse' },
  },
  {
    place:        { name: '下服务单',   from: [],                   to: '待报价',   by: ['采购人经办'], rules: r.placeRules },
    award:        { name: '由比价成立', from: [],                   to: '待审批',   by: ['采购人经办'], rules: r.awardRules, inner: true },
    quote:        { name: '报价',       from: ['待报价'],           to: '待审批',   by: ['供应商经办'], rules: r.quoteRules },
    refuse:       { name: '拒单',       from: ['待报价'],           to: '已拒单',   by: ['供应商经办'] },
    pass:         { name: '轮到下一家', from: ['待报价'],           to: '待报价',   by: ['供应商经办', '系统'], inner: true },
    lapse:        { name: '逾期未报价', from: ['待报价'],           to: '已拒单',   by: ['系统'] },
    giveBack:     { name: '退回重新报价', from: ['待审批'],         to: '待报价',   by: ['采购人审核'], rules: [r.notContested] },
    approve:      { name: '同意报价，开工', stepUp: true, from: ['待审批'],       to: '服务中',   by: ['采购人审核'], rules: [r.supplierGood, r.withinCap], apartFrom: ['place', 'award'], nature: '审批' },
    cancel:       { name: '撤销服务单', from: ['待报价', '待审批'], to: '已撤销',   by: ['采购人经办', '采购人审核'], may: true },
    askExtra:     { name: '申请增项',   from: ['服务中'],           to: '增项待批', by: ['供应商经办'], rules: w.extraRules, may: true },
    approveExtra: { name: '同意增项',   stepUp: true, from: ['增项待批'],         to: '服务中',   by: ['采购人审核'], rules: [w.extraBudget, ...w.extraRules], apartFrom: ['place', 'award'], nature: '审批' },
    declineExtra: { name: '不同意增项', from: ['增项待批'],         to: '服务中',   by: ['采购人审核'] },
    finish:       { name: '完工，交明细', from: ['服务中'],         to: '待验收',   by: ['供应商经办'], rules: w.finishRules },
    giveUp:       { name: '不能完成，放弃', from: ['服务中'],       to: '已撤销',   by: ['供应商经办'], may: true },
    out:          { name: '逾期解除',   stepUp: true, from: ['服务中'],           to: '已撤销',   by: ['采购人审核'], rules: [w.overdue], may: true },
    check:        { name: '验收',       from: ['待验收'],           to: '待确认',   by: ['采购人经办'], rules: [w.odometerForward] },
    rework:       { name: '要求返工',   from: ['待验收'],           to: '服务中',   by: ['采购人经办'], may: true },
    confirm:      { name: '确认验收',   stepUp: true, from: ['待确认'],           to: '已验收',   by: ['采购人审核'], apartFrom: ['check'] },
    recheck:      { name: '退回重新验收', from: ['待确认'],         to: '待验收',   by: ['采购人审核'] },
    rateSupplier: { name: '评价供应商', from: ['已结算'],           to: '已结算',   by: ['采购人经办'], rules: [rateOnce('supplier', 'service')], may: true },
    rateBuyer:    { name: '评价采购人', from: ['已结算'],           to: '已结算',   by: ['供应商经办'], rules: [rateOnce('buyer', 'service')], may: true },
    settle:       { name: '归入结算单', from: ['已验收'],           to: '已结算',   by: ['采购人审核'], inner: true },
    rescinded:    { name: '随合同解除', from: ['已结算'],           to: '已解除',   by: ['采购人审核'], inner: true },
  },
)
// biome-ignore format: a table reads as a table
export const billFlow = flow<BillFacts>()(
  {
    noun: '服务结算单', module: 'servicebill',
    states: ['待核对', '已退回', '待支付', '支付中', '已支付', '结项中', '已办结', '已解除'],
  },
  {
    gather:   { name: '按月结算',     from: [],                   to: '待核对', by: ['供应商经办'], rules: b.gatherRules },
    again:    { name: '改正后再报',   from: ['已退回'],           to: '待核对', by: ['供应商经办'], rules: b.invoiceRules },
    giveBack: { name: '退回结算单',   from: ['待核对'],           to: '已退回', by: ['采购人审核'] },
    confirm:  { name: '核对无误',     stepUp: true, from: ['待核对'],           to: '待支付', by: ['采购人审核'], rules: [b.asAccepted] },
    pay:      { name: '申请支付',     from: ['待支付'],           to: '支付中', by: ['采购人经办'] },
    paid:     { name: '结算款已付',   from: ['待支付', '支付中'], to: '已支付', by: ['系统'], inner: true },
    settle:   { name: '申请结项',     from: ['已支付'],           to: '结项中', by: ['采购人经办'] },
    rescinded: { name: '随合同解除',  from: ['待支付', '支付中', '已支付'], to: '已解除', by: ['采购人审核'], inner: true },
    finish:   { name: '结算单办结',   from: ['已支付', '结项中'], to: '已办结', by: ['采购人审核'], inner: true },
  },
)
export type CardState = StateOf<typeof cardFlow>
export type State = StateOf<typeof serviceFlow>
export type BillState = StateOf<typeof billFlow>
