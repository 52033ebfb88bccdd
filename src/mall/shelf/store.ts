import { sql } from 'kysely'
import { type Day, type Fen, type Instant, type Tx, ts } from '#kernel'
import type { CartLine } from './model.ts'

interface Whose {
  readonly person: string
  readonly org: string
}
export const putInCart = (tx: Tx, w: Whose, l: CartLine, at: Instant) =>
  sql`insert into mall.cart (person, org, offer, quantity, line, at)
    values (${w.person}, ${w.org}, ${l.offer}, ${l.quantity}, ${l.line}, ${ts(at)})
    on conflict (person, org, offer) do update set quantity = excluded.quantity, line = coalesce(excluded.line, mall.cart.line)`.execute(
    tx,
  )
export const takeOut = (tx: Tx, w: Whose, offers: readonly string[]) =>
  sql`delete from mall.cart where person = ${w.person} and org = ${w.org} and offer = any(${offers as string[]}::uuid[])`.execute(
    tx,
  )
export const cartOf = async (tx: Tx, w: Whose) =>
  (
    await sql<CartLine>`select offer, quantity, line from mall.cart
      where person = ${w.person} and org = ${w.org} order by at, offer limit 200`.execute(tx)
  ).rows

export interface Deal {
  readonly offer: string
  readonly product: string
  readonly item: string
  readonly quantity: number
  readonly unitPrice: Fen
}
export const addDeals = (
  tx: Tx,
  order: { id: string; region: string; way: string; day: Day },
  deals: readonly Deal[],
) =>
  sql`insert into mall.deal (order_id, n, offer, product, item, region, quantity, unit_price, way, day)
    select ${order.id}, r.n, r.offer, r.product, r.item, ${order.region}, r.quantity, r.price, ${order.way}, ${order.day}
    from jsonb_to_recordset(${JSON.stringify(
      deals.map(({ unitPrice, ...d }, n) => ({ ...d, n, price: unitPrice })),
    )}::jsonb) as r(n int, offer uuid, product uuid, item text, quantity int, price bigint)`.execute(
    tx,
  )
export const dropDeals = (tx: Tx, order: string) =>
  sql`delete from mall.deal where order_id = ${order}`.execute(tx)
/** What this product was bought for, newest first. */
export const dealsOf = async (tx: Tx, product: string) =>
  (
    await sql<{ region: string; quantity: number; price: number; way: string; day: Day }>`
      select region, quantity, unit_price as price, way, day from mall.deal where product = ${product}
      order by day desc, order_id limit 100`.execute(tx)
  ).rows
/** The median that each league paid for an item over the last year, by league. */
export const paidByLeague = async (tx: Tx, item: string, since: Day) =>
  (
    await sql<{ region: string; deals: number; least: number; median: number; most: number }>`
      select substr(region, 1, 4) || '00' as region, count(*)::int as deals, min(unit_price) as least,
        percentile_disc(0.5) within group (order by unit_price) as median, max(unit_price) as most
      from mall.deal where item = ${item} and day >= ${since} group by 1 order by 1`.execute(tx)
  ).rows
