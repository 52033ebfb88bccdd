import { type ColumnType, sql } from 'kysely'
import { type Day, type Fen, type Id, NotFound, type Tx } from '#kernel'
import type { Order, Way } from './model.ts'

type Json<T> = ColumnType<T, string, string>
type JsonOrNot<T> = ColumnType<T | null, string | null, string | null>
type Tables = {
  'mall.purchase_order': {
    id: Id<'order'>
    project: string
    buyer: string
    supplier: string
    line_id: Id<'line'>
    way: Way
    source: string | null
    category: Order['category']
    amount: Fen
    placed: Day
    place: string
    contact: string
    phone: string
    days: number
    items: Json<Order['items']>
    accepted: Day | null
    payee: JsonOrNot<NonNullable<Order['payee']>>
    shipment: JsonOrNot<NonNullable<Order['shipment']>>
    trouble: JsonOrNot<NonNullable<Order['trouble']>>
    invoice: JsonOrNot<NonNullable<Order['invoice']>>
    checkers: Json<Order['checkers']>
    of_supplier: JsonOrNot<NonNullable<Order['ofSupplier']>>
    of_buyer: JsonOrNot<NonNullable<Order['ofBuyer']>>
  }
  'mall.serial': { product: string; serial: string; order_id: string }
  'kernel.subject': {
    id: string
    noun: string
    state: string
    no: string | null
    due: ColumnType<number | null, never, never>
  }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const json = (v: unknown) => (v === null ? null : JSON.stringify(v))
const row = (o: Order) => ({
  id: o.id,
  project: o.project,
  buyer: o.buyer,
  supplier: o.supplier,
  line_id: o.lineId,
  way: o.way,
  source: o.source,
  category: o.category,
  amount: o.amount,
  placed: o.placed,
  place: o.place,
  contact: o.contact,
  phone: o.phone,
  days: o.days,
  items: JSON.stringify(o.items),
  accepted: o.accepted,
  payee: json(o.payee),
  shipment: json(o.shipment),
  trouble: json(o.trouble),
  invoice: json(o.invoice),
  checkers: JSON.stringify(o.checkers),
  of_supplier: json(o.ofSupplier),
  of_buyer: json(o.ofBuyer),
})
export const addOrder = (tx: Tx, o: Order) =>
  t(tx).insertInto('mall.purchase_order').values(row(o)).execute()
export const setOrder = (tx: Tx, o: Order) =>
  t(tx).updateTable('mall.purchase_order').set(row(o)).where('id', '=', o.id).execute()
export async function orderOf(tx: Tx, id: string): Promise<Order> {
  const r = await t(tx)
    .selectFrom('mall.purchase_order')
    .selectAll()
    .where('id', '=', id as Id<'order'>)
    .executeTakeFirst()
  if (!r) throw new NotFound('订单')
  const { line_id, of_supplier, of_buyer, ...rest } = r
  return { ...rest, lineId: line_id, ofSupplier: of_supplier, ofBuyer: of_buyer }
}
/** Direct orders on one line in one year that still stand, in the second-level kinds named: for 化整为零. Fen. */
export async function directOn(tx: Tx, line: string, kinds: readonly string[], year: number) {
  const { rows } = await sql<{ total: Fen }>`
    select coalesce(sum((i->>'unitPrice')::bigint * (i->>'quantity')::bigint), 0)::bigint as total
    from mall.purchase_order o join kernel.subject s on s.id = o.id, jsonb_array_elements(o.items) i
    where o.line_id = ${line} and o.way = '直购' and extract(year from o.placed) = ${year}
      and s.state not in ('已撤销', '已拒单', '已解除') and left(i->>'item', 5) = any(${kinds as string[]}::text[])`.execute(
    tx,
  )
  return rows[0]?.total ?? (0 as Fen)
}
/** Orders of this buyer that were sent and not accepted in time, by number. */
export const unacceptedOf = async (tx: Tx, buyer: string): Promise<string[]> =>
  (
    await sql<{ no: string }>`
      select s.no from mall.purchase_order o join kernel.subject s on s.id = o.id
      where o.buyer = ${buyer} and s.state = '已发货'
        and exists (select from mall.lapse l where l.order_id = o.id and l.kind = '逾期未验收'
          and l.day >= (o.shipment->>'day')::date) order by s.no limit 20`.execute(tx)
  ).rows.map((r) => r.no)

export type LapseKind =
  | '断货'
  | '停产'
  | '拒单'
  | '逾期未接单'
  | '逾期未发货'
  | '逾期未处理退换'
  | '逾期未验收'
export const addLapse = (tx: Tx, l: { order: string; org: string; kind: LapseKind; day: Day }) =>
  sql`insert into mall.lapse (order_id, org, kind, day) values (${l.order}, ${l.org}, ${l.kind}, ${l.day})`.execute(
    tx,
  )
export const countLapses = async (tx: Tx, org: string, kinds: readonly LapseKind[], since: Day) =>
  (
    await sql<{ n: number }>`select count(*)::int as n from mall.lapse
      where org = ${org} and kind = any(${kinds as string[]}::text[]) and day >= ${since}`.execute(
      tx,
    )
  ).rows[0]?.n ?? 0
export const hasLapse = async (tx: Tx, order: string, kind: LapseKind) =>
  (
    await sql<{
      n: number
    }>`select count(*)::int as n from mall.lapse where order_id = ${order} and kind = ${kind}`.execute(
      tx,
    )
  ).rows[0]?.n !== 0

/** Which of these serials were sent under another order. */
export async function usedSerials(
  tx: Tx,
  product: string,
  serials: readonly string[],
  order: string,
) {
  if (serials.length === 0 || product === '') return []
  const rows = await t(tx)
    .selectFrom('mall.serial')
    .select('serial')
    .where('product', '=', product)
    .where('serial', 'in', serials as string[])
    .where('order_id', '!=', order)
    .execute()
  return rows.map((r) => r.serial)
}
export async function setSerials(
  tx: Tx,
  order: string,
  all: readonly { product: string; serials: readonly string[] }[],
) {
  await t(tx).deleteFrom('mall.serial').where('order_id', '=', order).execute()
  // What came from no shelf is no product of the library: its serials stand in the order alone.
  const rows = all.flatMap((x) =>
    (x.product === '' ? [] : x.serials).map((serial) => ({
      product: x.product,
      serial,
      order_id: order,
    })),
  )
  if (rows.length > 0) await t(tx).insertInto('mall.serial').values(rows).execute()
}
/** What buyers said of a supplier in finished orders. */
export const starsOf = async (tx: Tx, supplier: string) =>
  (
    await sql<{ orders: number; stars: number | null }>`
      select count(*)::int as orders, round(avg((of_supplier->>'stars')::numeric), 1)::float as stars
      from mall.purchase_order where supplier = ${supplier} and of_supplier is not null`.execute(tx)
  ).rows[0] ?? { orders: 0, stars: null }
