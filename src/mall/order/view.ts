import { sql } from 'kysely'
import {
  type Ask,
  asHouse,
  capital,
  present,
  type RecordView,
  readable,
  type Section,
  yuanText,
} from '#kernel'
import { orgOf } from '#libraries'
import { comparedWith } from '#mall/shelf'
import * as actions from './actions.ts'
import { type Order, orderFlow } from './model.ts'

/** The one page of an order: what was bought and why, who sends it, what came, and where money and papers stand. */
export async function get(ask: Ask, id: string): Promise<RecordView> {
  const { s, order: o } = await actions.orderOf(ask, id)
  readable(ask.actor, orderFlow, s)
  const buyer = await orgOf(ask.tx, o.buyer)
  const supplier = await orgOf(ask.tx, o.supplier)
  // What all buyers said of it together is everybody's; each rating is its own order's.
  const rated = await asHouse(ask, () => actions.starsOf(ask, o.supplier))
  return present(ask, actions.orders, s, {
    data: {
      way: o.way,
      amount: yuanText(o.amount),
      place: o.place,
      items: o.items.map((i) => ({ ...i, unitPrice: yuanText(i.unitPrice), seen: undefined })),
      shipment: o.shipment,
      trouble: o.trouble && { kind: o.trouble.kind, reason: o.trouble.reason },
      invoice: o.invoice,
      papers: await papersOf(ask, s.process),
    },
    sections: [
      {
        title: '订单',
        fields: [
          { label: '采购人', value: buyer.name },
          {
            label: '供应商',
            value:
              rated.stars === null
                ? supplier.name
                : `${supplier.name}（${rated.orders}单评价，平均${rated.stars}星）`,
          },
          { label: '怎样选定', value: o.way },
          { label: '金额', value: yuanText(o.amount), kind: 'money' },
          { label: '大写', value: capital(o.amount) },
          { label: '收货地址', value: o.place },
          { label: '收货人', value: `${o.contact}　${o.phone}` },
          { label: '送达', value: `接单后${o.days}天内` },
        ],
      },
      ...thingsOf(o),
      ...performedOf(o),
    ],
  })
}
/** The contract, the payment and the settlement of this purchase, for the links on its page. */
async function papersOf(ask: Ask, process: string) {
  const { rows } = await sql<{ id: string; noun: string; state: string }>`
    select id, noun, state from kernel.subject where process = ${process} and noun in ('采购合同', '支付申请', '结项') order by since`.execute(
    ask.tx,
  )
  return rows.flatMap((r) => {
    const module = ask.world.flows.find((f) => f.noun === r.noun)?.module
    return module ? [{ ...r, module }] : []
  })
}
const thingsOf = (o: Order): Section[] => [
  {
    title: '商品',
    columns: [
      { key: 'name', label: '名称' },
      { key: 'model', label: '品牌型号' },
      { key: 'quantity', label: '数量' },
      { key: 'price', label: '单价（元）', kind: 'money' },
      { key: 'seen', label: '下单时的价格依据' },
      { key: 'why', label: '选择理由' },
    ],
    rows: o.items.map((i) => ({
      name: i.name,
      model: `${i.brand} ${i.model}`.trim(),
      quantity: `${i.quantity}${i.unit}`,
      price: yuanText(i.unitPrice),
      seen: comparedWith(i.seen),
      why: [i.reason, i.justification && `越过警戒线：${i.justification}`]
        .filter(Boolean)
        .join('；'),
    })),
  },
]
function performedOf(o: Order): Section[] {
  const out: Section[] = []
  if (o.trouble)
    out.push({
      title: '正在协商',
      fields: [
        { label: '事项', value: o.trouble.kind },
        { label: '理由', value: o.trouble.reason },
        ...(o.trouble.swap
          ? [
              {
                label: '替换为',
                value: `${o.trouble.swap.by.name}（${o.trouble.swap.by.brand} ${o.trouble.swap.by.model}），单价不变`,
              },
            ]
          : []),
      ],
    })
  if (o.shipment)
    out.push({
      title: '发货与清点',
      fields: [
        { label: '发货日期', value: o.shipment.day, kind: 'day' },
        { label: '承运', value: `${o.shipment.carrier}　${o.shipment.waybill}` },
        ...(o.checkers.length > 0 ? [{ label: '清点、确认', value: o.checkers.join('、') }] : []),
      ],
      columns: [
        { key: 'name', label: '名称' },
        { key: 'serials', label: '发货的序列号' },
        { key: 'scanned', label: '清点到的' },
      ],
      rows: o.items.map((i) => ({
        name: i.name,
        serials: i.serials.join('、') || `没有序列号，${i.quantity}${i.unit}`,
        scanned: i.scanned.length > 0 ? `${i.scanned.length}件` : '',
      })),
    })
  if (o.invoice)
    out.push({
      title: '发票',
      fields: [
        { label: '发票号码', value: o.invoice.no },
        { label: '开票日期', value: o.invoice.day, kind: 'day' },
      ],
    })
  const ratings = [
    { who: '采购人评供应商', r: o.ofSupplier },
    { who: '供应商评采购人', r: o.ofBuyer },
  ].flatMap((x) =>
    x.r ? [{ who: x.who, stars: `${'★'.repeat(x.r.stars)}`, words: x.r.words }] : [],
  )
  if (ratings.length > 0)
    out.push({
      title: '互评',
      columns: [
        { key: 'who', label: '谁评' },
        { key: 'stars', label: '星' },
        { key: 'words', label: '事实' },
      ],
      rows: ratings,
    })
  return out
}
