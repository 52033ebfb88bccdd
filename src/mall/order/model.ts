import type { Evidence } from '#goods'
import type { Day, Fen, Id, StateOf } from '#kernel'
import { flow } from '#law'
import type { Facts } from './facts.ts'
import * as r from './perform-rules.ts'
import { awardRules, guardSeen, placeRules, supplierGood } from './place-rules.ts'

export const ways = [
  '直购',
  '网上竞价',
  '网上询价',
  '电子反拍',
  '框架协议直接选定',
  '框架协议二次竞价',
  '框架协议顺序轮候',
  '框架协议外授予',
] as const
export type Way = (typeof ways)[number]
export const refusalGrounds = ['断货', '停产', '其他'] as const
export const troubleKinds = ['换货', '退货', '补发'] as const

/** One thing ordered. Prices are per unit; `seen` is why it was chosen, as it stood when it was ordered. */
export interface Item {
  readonly offer: string
  /** Of the goods library; empty where it was bought under a framework agreement and not from a shelf. */
  readonly product: string
  readonly item: string
  readonly name: string
  readonly brand: string
  readonly model: string
  readonly unit: string
  readonly quantity: number
  readonly unitPrice: Fen
  readonly reason: string
  readonly justification: string
  readonly seen: Pick<Evidence, 'basis' | 'suppliers' | 'median' | 'least'> | null
  readonly serials: readonly string[]
  readonly scanned: readonly string[]
}
export interface Account {
  readonly name: string
  readonly bank: string
  readonly account: string
}
export interface Trouble {
  readonly kind: (typeof troubleKinds)[number] | '换型' | '请求解除'
  readonly reason: string
  /** A replacement of a model that is made no more: which offer stands in for which. */
  readonly swap?: { readonly of: string; readonly by: Item }
}
export interface Rating {
  readonly stars: number
  readonly words: string
}
export interface Order {
  readonly id: Id<'order'>
  readonly project: string
  readonly buyer: string
  readonly supplier: string
  readonly lineId: Id<'line'>
  readonly way: Way
  readonly source: string | null
  readonly category: '货物' | '服务'
  readonly amount: Fen
  readonly placed: Day
  readonly place: string
  readonly contact: string
  readonly phone: string
  readonly days: number
  readonly items: readonly Item[]
  readonly accepted: Day | null
  readonly payee: Account | null
  readonly shipment: {
    readonly carrier: string
    readonly waybill: string
    readonly day: Day
  } | null
  readonly trouble: Trouble | null
  readonly invoice: { readonly no: string; readonly day: Day } | null
  readonly checkers: readonly string[]
  readonly ofSupplier: Rating | null
  readonly ofBuyer: Rating | null
}

// biome-ignore format: a table reads as a table
export const orderFlow = flow<Facts>()(
  {
    noun: '订单', module: 'order',
    states: ['待审批', '待接单', '待发货', '已发货', '待确认验收', '退换货', '已验收', '待支付', '支付中', '已支付', '结项中', '已办结', '已撤销', '已拒单', '已解除'],
    onDue: { 待接单: 'lapse', 待发货: 'late', 已发货: 'remind', 退换货: 'stale' },
  },
  {
    place:     { name: '下单',           from: [],                     to: '待审批',     by: ['采购人经办'], rules: placeRules },
    award:     { name: '由竞争结果成立订单', from: [],                 to: '待接单',     by: ['采购人审核', '系统'], rules: awardRules, inner: true },
    approve:   { name: '审批订单',       stepUp: true, from: ['待审批'],             to: '待接单',     by: ['采购人审核'], rules: [guardSeen, supplierGood], apartFrom: ['place'], nature: '审批' },
    decline:   { name: '不同意下单',     from: ['待审批'],             to: '已撤销',     by: ['采购人审核'] },
    cancel:    { name: '撤销订单',       from: ['待审批', '待接单'],   to: '已撤销',     by: ['采购人经办'], may: true },
    accept:    { name: '接单',           stepUp: true, from: ['待接单'],             to: '待发货',     by: ['供应商经办'], rules: [supplierGood] },
    refuse:    { name: '拒单',           from: ['待接单'],             to: '已拒单',     by: ['供应商经办'] },
    lapse:     { name: '逾期未接单',     from: ['待接单'],             to: '已拒单',     by: ['系统'] },
    ship:      { name: '发货',           from: ['待发货'],             to: '已发货',     by: ['供应商经办'], rules: [r.serialsGiven, r.nothingAsked] },
    late:      { name: '逾期未发货',     from: ['待发货'],             to: '待发货',     by: ['系统'] },
    askSwap:   { name: '申请换型号',     from: ['待发货'],             to: '待发货',     by: ['供应商经办'], rules: [r.nothingAsked, r.swapNoDearer, r.swapNoLess], may: true },
    agreeSwap: { name: '同意换型号',     from: ['待发货'],             to: '待发货',     by: ['采购人审核'], rules: [r.swapAsked], may: true },
    askOut:    { name: '请求解除订单',   from: ['待发货'],             to: '待发货',     by: ['供应商经办'], rules: [r.nothingAsked], may: true },
    keep:      { name: '不同意，继续履行', from: ['待发货'],           to: '待发货',     by: ['采购人审核'], rules: [r.somethingAsked], may: true },
    out:       { name: '解除订单',       stepUp: true, from: ['待发货', '退换货'],   to: '已解除',     by: ['采购人审核'], rules: [r.outGround], may: true },
    check:     { name: '验收清点',       from: ['已发货'],             to: '待确认验收', by: ['采购人经办'], rules: [r.serialsMatch] },
    remind:    { name: '逾期未验收',     from: ['已发货'],             to: '已发货',     by: ['系统'] },
    trouble:   { name: '要求退换货',     from: ['已发货'],             to: '退换货',     by: ['采购人经办'], may: true },
    reship:    { name: '重新发货',       from: ['退换货'],             to: '已发货',     by: ['供应商经办'], rules: [r.serialsGiven] },
    takeBack:  { name: '同意退货',       from: ['退换货'],             to: '已解除',     by: ['供应商经办'], rules: [r.returnAsked], may: true },
    rescinded: { name: '随合同解除',     from: ['待发货', '已发货', '待确认验收', '退换货', '已验收', '待支付', '支付中', '已支付'], to: '已解除', by: ['采购人审核'], inner: true },
    stale:     { name: '逾期未处理退换', from: ['退换货'],             to: '退换货',     by: ['系统'] },
    confirm:   { name: '确认验收合格',   stepUp: true, from: ['待确认验收'],         to: '已验收',     by: ['采购人审核'], rules: [r.serialsMatch], apartFrom: ['check'] },
    recheck:   { name: '退回重新清点',   from: ['待确认验收'],         to: '已发货',     by: ['采购人审核'] },
    bill:      { name: '开具发票',       from: ['已验收'],             to: '待支付',     by: ['供应商经办'], rules: [r.invoiceDay] },
    pay:       { name: '申请支付',       from: ['待支付'],             to: '支付中',     by: ['采购人经办'] },
    paid:      { name: '货款已付',       from: ['待支付', '支付中'],   to: '已支付',     by: ['系统'], inner: true },
    settle:    { name: '申请结项',       from: ['已支付'],             to: '结项中',     by: ['采购人经办'] },
    finish:    { name: '订单办结',       from: ['已支付', '结项中'],   to: '已办结',     by: ['采购人审核'], inner: true },
    rateSupplier: { name: '评价供应商',  from: ['已办结'],             to: '已办结',     by: ['采购人经办'], rules: [r.rateOnce('supplier')], may: true },
    rateBuyer:    { name: '评价采购人',  from: ['已办结'],             to: '已办结',     by: ['供应商经办'], rules: [r.rateOnce('buyer')], may: true },
  },
)
export type State = StateOf<typeof orderFlow>

/** What was scanned against what was sent: serials that are missing, and those that were never sent. */
export function strays(i: Pick<Item, 'name' | 'serials'>, scanned: readonly string[]) {
  const sent = new Set(i.serials)
  const seen = new Set(scanned)
  return {
    name: i.name,
    missing: i.serials.filter((s) => !seen.has(s)),
    strange: [...seen].filter((s) => !sent.has(s)),
    twice: scanned.filter((s, n) => scanned.indexOf(s) !== n),
  }
}
