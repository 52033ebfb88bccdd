import { sql } from 'kysely'
import {
  type Ask,
  asHouse,
  capital,
  mayRead,
  NotFound,
  present,
  type RecordView,
  readable,
  regionName,
  rfc3339,
  type Section,
  showYuan,
  yuanText,
} from '#kernel'
import { orgOf } from '#libraries'
import { orderOf, services } from './actions.ts'
import { billOf, bills } from './bills.ts'
import { cardOf, cards } from './cards.ts'
import { kindRows, type Line, totalOf } from './lines.ts'
import { approvedOf, billFlow, cardFlow, type Order, serviceFlow } from './model.ts'
import { photosOf } from './photos.ts'
import * as store from './store.ts'

const columns = [
  { key: 'name', label: '项目' },
  { key: 'quantity', label: '数量' },
  { key: 'price', label: '单价（元）', kind: 'money' as const },
  { key: 'sum', label: '金额（元）', kind: 'money' as const },
  { key: 'rate', label: '价目最高（元）', kind: 'money' as const },
  { key: 'note', label: '说明' },
]
export const linesOf = (
  title: string,
  ls: readonly Line[],
  rates: ReadonlyMap<string, number>,
): Section => ({
  title: `${title}，合计${showYuan(totalOf(ls))}元`,
  columns,
  rows: ls.map((l) => ({
    name: `${l.code}　${l.name}`,
    quantity: `${l.quantity}${l.unit}`,
    price: yuanText(l.price),
    sum: yuanText(totalOf([l])),
    rate: yuanText(rates.get(l.code) ?? 0),
    note: l.note,
  })),
})
const plain = (l: Line) => ({ ...l, price: yuanText(l.price) })

/** 一张服务单：要做什么、谁做、报价与价目并排、增项、完工明细、验收。 */
export async function getOrder(ask: Ask, id: string): Promise<RecordView> {
  const { s, order: o } = await orderOf(ask, id)
  readable(ask.actor, serviceFlow, s)
  const buyer = await orgOf(ask.tx, o.buyer)
  const supplier = await orgOf(ask.tx, o.supplier)
  // The card is open to all; which unit's vehicle was where is its parties'.
  const { card } = await asHouse(ask, () => cardOf(ask, o.card))
  const rates = new Map(card.items.map((i) => [i.code, i.price]))
  const photos = await asHouse(ask, () => photosOf(ask, id))
  const past = await asHouse(ask, () => store.pastOf(ask.tx, o.buyer, o.plate, o.id))
  return present(ask, services, s, {
    data: {
      kind: o.kind,
      way: o.way,
      vehicle: kindRows[o.kind].vehicle,
      cap: yuanText(o.cap),
      frozen: yuanText(o.frozen),
      amount: o.amount === null ? null : yuanText(o.amount),
      plate: o.plate,
      odometer: o.odometer,
      rates: card.items.map((i) => ({ ...i, price: yuanText(i.price) })),
      quote: o.quote.map(plain),
      approved: approvedOf(o).map(plain),
      asked: o.asked && { reason: o.asked.reason, lines: o.asked.lines.map(plain) },
      billed: o.billed.map(plain),
      work: o.work,
      photos: await Promise.all(
        photos.map(async (x) => ({
          file: x.file,
          stage: x.stage,
          by: (await orgOf(ask.tx, x.org)).name,
          at: rfc3339(x.at),
        })),
      ),
      bill: o.bill,
    },
    sections: [
      {
        title: '服务单',
        fields: [
          { label: '采购人', value: buyer.name },
          { label: '供应商', value: `${supplier.name}　${card.place}` },
          {
            label: '怎样选定',
            value: {
              直接选定: '直接选定',
              顺序轮候: '顺序轮候：轮到的次数最少的一家，由系统确定',
              比价: '比价：价目合适的各家密封报价，采购人选定',
            }[o.way],
          },
          { label: '要做什么', value: o.want, kind: 'long' },
          ...assetOf(o),
          { label: '下单限额', value: yuanText(o.cap), kind: 'money' },
          { label: '现冻结预算', value: yuanText(o.frozen), kind: 'money' },
          { label: '地点', value: o.place },
          { label: '联系人', value: `${o.contact}　${o.phone}` },
          { label: '工期', value: `同意报价后${o.days}天内` },
          ...(o.dueDay ? [{ label: '约定完工', value: o.dueDay, kind: 'day' as const }] : []),
        ],
      },
      ...(o.quote.length > 0 ? [linesOf('报价', o.quote, rates)] : []),
      ...o.extras.map((e, n) => linesOf(`增项${n + 1}（已同意）：${e.reason}`, e.lines, rates)),
      ...(o.asked ? [linesOf(`待批的增项：${o.asked.reason}`, o.asked.lines, rates)] : []),
      ...(o.billed.length > 0 ? [linesOf('完工明细', o.billed, rates)] : []),
      ...workOf(o),
      ...(past.length > 0
        ? [
            {
              title: '这辆车以前的服务',
              columns: [
                { key: 'day', label: '验收', kind: 'day' as const },
                { key: 'odometer', label: '里程' },
                { key: 'want', label: '事由' },
                { key: 'amount', label: '金额（元）', kind: 'money' as const },
              ],
              rows: past.slice(0, 10).map((x) => ({
                day: x.day,
                odometer: `${x.odometer}公里`,
                want: x.want,
                amount: yuanText(x.amount ?? 0),
              })),
            },
          ]
        : []),
    ],
  })
}
const assetOf = (o: Order) => [
  ...(o.plate === ''
    ? []
    : [
        { label: '车牌', value: o.plate },
        { label: '送修里程', value: `${o.odometer}公里` },
      ]),
  ...(o.asset === '' ? [] : [{ label: '资产编号', value: o.asset }]),
]
const said = (label: string, r: Order['ofBuyer']) =>
  r === null ? [] : [{ label, value: `${'★'.repeat(r.stars)}　${r.words}` }]
const workOf = (o: Order): Section[] =>
  o.work === null
    ? []
    : [
        {
          title: '完工与验收',
          fields: [
            { label: '完工说明', value: o.work.words, kind: 'long' },
            ...(kindRows[o.kind].vehicle
              ? [
                  { label: '旧件', value: o.work.oldParts ? '已交还' : '没有旧件或未交还' },
                  ...(o.work.odometer === null
                    ? []
                    : [{ label: '交车里程', value: `${o.work.odometer}公里` }]),
                ]
              : []),
            ...(o.amount === null
              ? []
              : [
                  { label: '金额', value: yuanText(o.amount), kind: 'money' as const },
                  { label: '大写', value: capital(o.amount) },
                ]),
            ...(o.checkers.length > 0
              ? [{ label: '验收、确认', value: o.checkers.join('、') }]
              : []),
            ...(o.stars === null ? [] : [{ label: '验收时的评价', value: '★'.repeat(o.stars) }]),
            ...said('采购人评价供应商', o.ofSupplier),
            ...said('供应商评价采购人', o.ofBuyer),
            ...(o.accepted ? [{ label: '验收日期', value: o.accepted, kind: 'day' as const }] : []),
          ],
        },
      ]

export async function getCard(ask: Ask, id: string): Promise<RecordView> {
  const { s, card: c } = await cardOf(ask, id)
  readable(ask.actor, cardFlow, s)
  const supplier = await orgOf(ask.tx, c.supplier)
  return present(ask, cards, s, {
    data: {
      kind: c.kind,
      from: c.from,
      to: c.to,
      regions: c.regions,
      place: c.place,
      items: c.items.map((i) => ({ ...i, price: yuanText(i.price) })),
    },
    sections: [
      {
        title: '服务价目',
        fields: [
          { label: '供应商', value: supplier.name },
          { label: '服务类别', value: c.kind },
          { label: '服务地点', value: c.place },
          { label: '服务地区', value: c.regions.map(regionName).join('、') },
          { label: '有效期起', value: c.from, kind: 'day' },
          { label: '有效期止', value: c.to, kind: 'day' },
        ],
      },
      {
        title: '价目（单价为最高价）',
        columns: [
          { key: 'code', label: '代码' },
          { key: 'name', label: '项目' },
          { key: 'unit', label: '单位' },
          { key: 'price', label: '最高单价（元）', kind: 'money' },
          { key: 'warranty', label: '质保' },
        ],
        rows: c.items.map((i) => ({
          ...i,
          price: yuanText(i.price),
          warranty:
            i.warranty === null ? '按系统设置' : i.warranty === 0 ? '无' : `${i.warranty}天`,
        })),
      },
    ],
  })
}

/** The contracts, payments and settlements of a bill, for the links on its page. */
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
export async function getBill(ask: Ask, id: string): Promise<RecordView> {
  const { s, bill: b } = await billOf(ask, id)
  if (!mayRead(ask.actor, billFlow, s)) throw new NotFound(billFlow.noun)
  const supplier = await orgOf(ask.tx, b.supplier)
  const buyer = await orgOf(ask.tx, b.buyer)
  return present(ask, bills, s, {
    data: { month: b.month, amount: yuanText(b.amount), papers: await papersOf(ask, s.process) },
    sections: [
      {
        title: '结算单',
        fields: [
          { label: '采购人', value: buyer.name },
          { label: '供应商', value: supplier.name },
          { label: '月份', value: b.month },
          { label: '金额', value: yuanText(b.amount), kind: 'money' },
          { label: '大写', value: capital(b.amount) },
          { label: '发票号码', value: b.invoice.no },
          { label: '开票日期', value: b.invoice.day, kind: 'day' },
          { label: '收款户', value: `${b.payee.name}　${b.payee.bank}　${b.payee.account}` },
        ],
      },
      {
        title: '归入的服务订单',
        columns: [
          { key: 'no', label: '编号' },
          { key: 'kind', label: '类别' },
          { key: 'amount', label: '金额（元）', kind: 'money' },
          { key: 'who', label: '验收' },
        ],
        rows: b.lines
          .flatMap((l) => l.orders)
          .map((o) => ({
            no: o.no,
            kind: o.kind,
            amount: yuanText(o.amount),
            who: o.checkers.join('、'),
          })),
      },
      ...b.lines.map((l, n) => ({
        title: b.lines.length > 1 ? `合同明细，第${n + 1}笔指标` : '合同明细',
        columns: [
          { key: 'name', label: '项目' },
          { key: 'quantity', label: '数量' },
          { key: 'price', label: '单价（元）', kind: 'money' as const },
        ],
        rows: l.items.map((i) => ({
          name: i.name,
          quantity: `${i.quantity}${i.unit}`,
          price: yuanText(i.unitPrice),
        })),
      })),
    ],
  })
}
