import { type ColumnType, type Selectable, sql } from 'kysely'
import { type Day, type Fen, NotFound, type Tx } from '#kernel'
import type { Kind, ServiceWay } from './lines.ts'
import type { Bill, Card, Gathered, Order } from './model.ts'

type Json<T> = ColumnType<T, string, string>
type JsonOrNot<T> = ColumnType<T | null, string | null, string | null>
type Tables = {
  'mall.rate_card': {
    id: string
    supplier: string
    kind: Kind
    valid_from: Day
    valid_to: Day
    regions: Json<Card['regions']>
    place: string
    items: Json<Card['items']>
  }
  'mall.service_order': {
    id: string
    card: string
    kind: Kind
    way: ServiceWay
    buyer: string
    supplier: string
    line_id: string
    cap: Fen
    frozen: Fen
    placed: Day
    want: string
    plate: string
    odometer: number
    asset: string
    place: string
    contact: string
    phone: string
    days: number
    due_day: Day | null
    quote: Json<Order['quote']>
    extras: Json<Order['extras']>
    asked: JsonOrNot<NonNullable<Order['asked']>>
    billed: Json<Order['billed']>
    amount: Fen | null
    work: JsonOrNot<NonNullable<Order['work']>>
    checkers: Json<Order['checkers']>
    stars: number | null
    of_supplier: JsonOrNot<NonNullable<Order['ofSupplier']>>
    of_buyer: JsonOrNot<NonNullable<Order['ofBuyer']>>
    accepted: Day | null
    bill: string | null
  }
  'mall.service_bill': {
    id: string
    project: string
    supplier: string
    buyer: string
    month: string
    amount: Fen
    lines: Json<Bill['lines']>
    payee: Json<Bill['payee']>
    invoice: Json<Bill['invoice']>
    confirmed: Day | null
  }
  'mall.service_turn': { order_id: string; supplier: string; kind: Kind; day: Day }
  'kernel.subject': { id: string; noun: string; state: string; no: string | null }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const json = (v: unknown) => (v === null ? null : JSON.stringify(v))

const cardRow = (c: Card) => ({
  id: c.id,
  supplier: c.supplier,
  kind: c.kind,
  valid_from: c.from,
  valid_to: c.to,
  regions: JSON.stringify(c.regions),
  place: c.place,
  items: JSON.stringify(c.items),
})
const readCard = ({ valid_from, valid_to, ...r }: Selectable<Tables['mall.rate_card']>): Card => ({
  ...r,
  from: valid_from,
  to: valid_to,
})
export const addCard = (tx: Tx, c: Card) =>
  t(tx).insertInto('mall.rate_card').values(cardRow(c)).execute()
export const setCard = (tx: Tx, c: Card) =>
  t(tx).updateTable('mall.rate_card').set(cardRow(c)).where('id', '=', c.id).execute()
export async function cardOf(tx: Tx, id: string): Promise<Card> {
  const r = await t(tx)
    .selectFrom('mall.rate_card')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('服务价目')
  return readCard(r)
}
/** Cards of a kind that are in force on this day. */
export const liveCards = async (tx: Tx, kind: Kind, day: Day): Promise<Card[]> =>
  (
    await t(tx)
      .selectFrom('mall.rate_card as c')
      .innerJoin('kernel.subject as s', 's.id', 'c.id')
      .selectAll('c')
      .where('s.state', '=', '有效')
      .where('c.kind', '=', kind)
      .where('c.valid_from', '<=', day)
      .where('c.valid_to', '>=', day)
      .orderBy('c.id')
      .execute()
  ).map(readCard)
/** The number of another card of the same supplier and kind whose days overlap. */
export const overlapping = async (tx: Tx, c: Card) =>
  (
    await t(tx)
      .selectFrom('mall.rate_card as c')
      .innerJoin('kernel.subject as s', 's.id', 'c.id')
      .select('s.no')
      .where('s.state', 'in', ['待审核', '有效'])
      .where('c.supplier', '=', c.supplier)
      .where('c.kind', '=', c.kind)
      .where('c.id', '!=', c.id)
      .where('c.valid_from', '<=', c.to)
      .where('c.valid_to', '>=', c.from)
      .executeTakeFirst()
  )?.no ?? null

const orderRow = (o: Order) => ({
  id: o.id,
  card: o.card,
  kind: o.kind,
  way: o.way,
  buyer: o.buyer,
  supplier: o.supplier,
  line_id: o.lineId,
  cap: o.cap,
  frozen: o.frozen,
  placed: o.placed,
  want: o.want,
  plate: o.plate,
  odometer: o.odometer,
  asset: o.asset,
  place: o.place,
  contact: o.contact,
  phone: o.phone,
  days: o.days,
  due_day: o.dueDay,
  quote: JSON.stringify(o.quote),
  extras: JSON.stringify(o.extras),
  asked: json(o.asked),
  billed: JSON.stringify(o.billed),
  amount: o.amount,
  work: json(o.work),
  checkers: JSON.stringify(o.checkers),
  stars: o.stars,
  of_supplier: json(o.ofSupplier),
  of_buyer: json(o.ofBuyer),
  accepted: o.accepted,
  bill: o.bill,
})
export const addOrder = (tx: Tx, o: Order) =>
  t(tx).insertInto('mall.service_order').values(orderRow(o)).execute()
export const setOrder = (tx: Tx, o: Order) =>
  t(tx).updateTable('mall.service_order').set(orderRow(o)).where('id', '=', o.id).execute()
export async function orderOf(tx: Tx, id: string): Promise<Order> {
  const r = await t(tx)
    .selectFrom('mall.service_order')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('服务订单')
  const { line_id, due_day, of_supplier, of_buyer, ...rest } = r
  return {
    ...rest,
    lineId: line_id,
    dueDay: due_day,
    ofSupplier: of_supplier,
    ofBuyer: of_buyer,
  }
}
const GONE = ['已撤销', '已拒单', '已解除']
/** What one line bears of one kind in one year: what was approved, or the limit while nothing is. Fen. */
export const yearOn = async (tx: Tx, line: string, kind: Kind, year: number, but: string) =>
  (
    await sql<{ total: Fen }>`
      select coalesce(sum(o.frozen), 0)::bigint as total
      from mall.service_order o join kernel.subject s on s.id = o.id
      where o.line_id = ${line} and o.kind = ${kind} and extract(year from o.placed) = ${year}
        and o.id <> ${but} and not s.state = any(${GONE}::text[])`.execute(tx)
  ).rows[0]?.total ?? (0 as Fen)
interface Past {
  readonly id: string
  readonly no: string
  readonly day: Day
  readonly supplier: string
  readonly want: string
  readonly odometer: number
  readonly amount: Fen | null
  readonly billed: Order['billed']
}
/** What was done before on a vehicle of this unit, newest first. */
export const pastOf = async (tx: Tx, buyer: string, plate: string, but: string): Promise<Past[]> =>
  plate === ''
    ? []
    : (
        await sql<Past>`
      select o.id, s.no, o.accepted as day, o.supplier, o.want, o.amount, o.billed,
        coalesce((o.work->>'odometer')::int, o.odometer) as odometer
      from mall.service_order o join kernel.subject s on s.id = o.id
      where o.buyer = ${buyer} and o.plate = ${plate} and o.id <> ${but} and o.accepted is not null
      order by o.accepted desc, o.id desc limit 50`.execute(tx)
      ).rows
/** Plates of a unit's vehicles as they were served before. */
export const platesOf = async (tx: Tx, buyer: string) =>
  (
    await sql<{ plate: string; odometer: number; day: Day }>`
      select distinct on (plate) plate, coalesce((work->>'odometer')::int, odometer) as odometer, placed as day
      from mall.service_order where buyer = ${buyer} and plate <> ''
      order by plate, placed desc, id desc limit 100`.execute(tx)
  ).rows
/** How buyers rated these suppliers, and how many of their orders of the kind are under way. */
export const ratedOf = async (tx: Tx, suppliers: readonly string[], kind: Kind) =>
  new Map(
    (
      await sql<{ supplier: string; orders: number; stars: number | null; busy: number }>`
      select o.supplier, count(r.stars)::int as orders, round(avg(r.stars), 1)::float as stars,
        count(*) filter (where s.state in ('待报价', '待审批', '服务中', '增项待批'))::int as busy
      from mall.service_order o join kernel.subject s on s.id = o.id,
        -- What was said when all was over stands before what was said at the acceptance.
        lateral (select coalesce((o.of_supplier->>'stars')::int, o.stars) as stars) r
      where o.supplier = any(${suppliers as string[]}::uuid[]) and o.kind = ${kind}
      group by o.supplier`.execute(tx)
    ).rows.map((r) => [r.supplier, r]),
  )

/** One rotation of a kind at a time: two orders at once must not both be given to the same turn. */
export const holdTurns = (tx: Tx, kind: Kind) =>
  sql`select pg_advisory_xact_lock(hashtext(${`定点轮候 ${kind}`}))`.execute(tx)
export const turnsOf = async (tx: Tx, kind: Kind) =>
  new Map(
    (
      await t(tx)
        .selectFrom('mall.service_turn')
        .select((e) => ['supplier', e.fn.countAll<number>().as('n')])
        .where('kind', '=', kind)
        .groupBy('supplier')
        .execute()
    ).map((r) => [r.supplier, Number(r.n)]),
  )
export const turnedOf = async (tx: Tx, order: string) =>
  (
    await t(tx)
      .selectFrom('mall.service_turn')
      .select('supplier')
      .where('order_id', '=', order)
      .execute()
  ).map((r) => r.supplier)
export const addTurn = (tx: Tx, x: { order_id: string; supplier: string; kind: Kind; day: Day }) =>
  t(tx).insertInto('mall.service_turn').values(x).execute()

const billRow = (b: Bill) => ({
  ...b,
  lines: JSON.stringify(b.lines),
  payee: JSON.stringify(b.payee),
  invoice: JSON.stringify(b.invoice),
})
export const addBill = (tx: Tx, b: Bill) =>
  t(tx).insertInto('mall.service_bill').values(billRow(b)).execute()
export const setBill = (tx: Tx, b: Bill) =>
  t(tx).updateTable('mall.service_bill').set(billRow(b)).where('id', '=', b.id).execute()
export async function billOf(tx: Tx, id: string): Promise<Bill> {
  const r = await t(tx)
    .selectFrom('mall.service_bill')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('服务结算单')
  return r
}
export const billStateOf = async (tx: Tx, b: Pick<Bill, 'supplier' | 'buyer' | 'month'>) =>
  (
    await t(tx)
      .selectFrom('mall.service_bill as b')
      .innerJoin('kernel.subject as s', 's.id', 'b.id')
      .select('s.state')
      .where('b.supplier', '=', b.supplier)
      .where('b.buyer', '=', b.buyer)
      .where('b.month', '=', b.month)
      .executeTakeFirst()
  )?.state ?? null
/** Accepted in this month and in no bill yet, held until the transaction ends; or, by its id, what a bill gathers. */
export const toGather = async (
  tx: Tx,
  of: { supplier: string; buyer: string; month: string } | { bill: string },
): Promise<Gathered[]> =>
  (
    await sql<Gathered>`
      select o.id, s.no, o.kind, o.line_id as "lineId", o.billed, o.checkers, o.amount
      from mall.service_order o join kernel.subject s on s.id = o.id
      where ${
        'bill' in of
          ? sql`o.bill = ${of.bill}`
          : sql`o.bill is null and s.state = '已验收' and o.supplier = ${of.supplier} and o.buyer = ${of.buyer}
            and to_char(o.accepted, 'YYYY-MM') = ${of.month}`
      }
      order by o.id ${'bill' in of ? sql`` : sql`for update of o`}`.execute(tx)
  ).rows
export const putInBill = (tx: Tx, orders: readonly string[], bill: string) =>
  t(tx)
    .updateTable('mall.service_order')
    .set({ bill })
    .where('id', 'in', orders as string[])
    .execute()
/** Months of a supplier that wait for a bill, by unit. */
export const waitingOf = async (tx: Tx, supplier: string) =>
  (
    await sql<{ buyer: string; month: string; orders: number; amount: Fen }>`
      select o.buyer, to_char(o.accepted, 'YYYY-MM') as month, count(*)::int as orders, sum(o.amount)::bigint as amount
      from mall.service_order o join kernel.subject s on s.id = o.id
      where o.supplier = ${supplier} and o.bill is null and s.state = '已验收'
      group by 1, 2 order by 2, 1 limit 200`.execute(tx)
  ).rows
