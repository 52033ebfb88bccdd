import { sql } from 'kysely'
import { certified } from '#goods'
import { type Day, type Fen, type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Ticket } from './model.ts'

type Tables = { 'mall.ticket': Ticket }
const t = (tx: Tx) => tx.withTables<Tables>()
export const addTicket = (tx: Tx, x: Ticket) => t(tx).insertInto('mall.ticket').values(x).execute()
export const setTicket = (
  tx: Tx,
  id: string,
  change: Partial<Pick<Ticket, 'answer' | 'measure' | 'ruling'>>,
) => t(tx).updateTable('mall.ticket').set(change).where('id', '=', id).execute()
export async function ticketOf(tx: Tx, id: string): Promise<Ticket> {
  const r = await t(tx)
    .selectFrom('mall.ticket')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('卖场工单')
  return r
}
export const countOpen = async (tx: Tx, offer: string) =>
  (
    await sql<{
      n: number
    }>`select count(*)::int as n from mall.ticket t join kernel.subject s on s.id = t.id
      where t.offer = ${offer} and s.state in ('待答复', '待处理')`.execute(tx)
  ).rows[0]?.n ?? 0
/** What came of tickets on an offer: for its page. */
export const closedOf = async (tx: Tx, offer: string) =>
  (
    await sql<{
      kind: string
      state: string
      measure: string | null
      ruling: string | null
      at: Instant
    }>`
      select t.kind, s.state, t.measure, t.ruling, s.since as at from mall.ticket t join kernel.subject s on s.id = t.id
      where t.offer = ${offer} and s.open order by s.since desc limit 20`.execute(tx)
  ).rows

/** Held for the transaction: one process patrols at a time. Null when another does. */
export async function takeMark(tx: Tx): Promise<Instant | null> {
  await sql`insert into mall.patrol (upto) values (to_timestamp(0)) on conflict do nothing`.execute(
    tx,
  )
  const { rows } = await sql<{
    upto: Instant
  }>`select upto from mall.patrol for update skip locked`.execute(tx)
  return rows[0]?.upto ?? null
}
export const setMark = (tx: Tx, upto: Instant) =>
  sql`update mall.patrol set upto = ${ts(upto)}`.execute(tx)
/** How far one look goes: not past so many prices, however long nobody looked. */
export async function lookUpTo(
  tx: Tx,
  since: Instant,
  upto: Instant,
  prices: number,
): Promise<Instant> {
  const { rows } = await sql<{ n: number; last: Instant | null }>`
    select count(*)::int as n, max(at) as last from (select at from goods.price
      where at > ${ts(since)} and at <= ${ts(upto)} order by at limit ${prices}) x`.execute(tx)
  const [found] = rows
  return found && found.n === prices && found.last !== null ? found.last : upto
}
/** Products with a price that moved, or a listing that came into the library, since a moment and up to another. */
export const movedProducts = async (tx: Tx, since: Instant, upto: Instant) =>
  (
    await sql<{ product: string }>`
      select o.product from goods.price p join goods.offer o on o.id = p.offer where p.at > ${ts(since)} and p.at <= ${ts(upto)}
      union
      select o.product from kernel.subject s join goods.offer o on o.listing = s.id
        where s.noun = '商品上架' and s.state = '在库' and s.since > ${ts(since)} and s.since <= ${ts(upto)}`.execute(
      tx,
    )
  ).rows.map((r) => r.product)
/** Live offers of these products above `percent` over the median of their product, where enough suppliers sell it, and no ticket is open. */
export const dearOffers = async (
  tx: Tx,
  products: readonly string[],
  percent: number,
  least: number,
  today: Day,
) =>
  (
    await sql<{
      offer: string
      product: string
      supplier: string
      region: string
      name: string
      price: Fen
      median: Fen
    }>`
      with live as (select o.* from goods.offer o join kernel.subject s on s.id = o.listing
        where o.product = any(${products as string[]}::uuid[]) and o.withdrawn is null and s.state = '在库'),
      cheapest as (select product, unit, supplier, min(price) as price from live where ${certified('live.id', today)} group by 1, 2, 3),
      medians as (select product, unit, percentile_disc(0.5) within group (order by price) as median from cheapest
        group by 1, 2 having count(*) >= ${least})
      select l.id as offer, l.product, l.supplier, g.region, l.name, l.price, m.median from live l
        join medians m on m.product = l.product and m.unit = l.unit join library.org g on g.id = l.supplier
      where l.price * 100 > m.median * ${100 + percent}
        and not exists (select from mall.ticket t join kernel.subject s on s.id = t.id
          where t.offer = l.id and (s.state in ('待答复', '待处理') or t.price = l.price))
      order by l.id limit 200`.execute(tx)
  ).rows
