import { sql } from 'kysely'
import { type Fen, type Instant, type Tx, under } from '#kernel'

/** Sums over the index of notices: each can be opened down to the notices it adds up. */
export interface Figure {
  readonly key: string
  readonly n: number
  readonly amount: Fen
}
const span = (year: number) =>
  sql`f.published >= ${`${year}-01-01T00:00:00+08:00`}::timestamptz and f.published < ${`${year + 1}-01-01T00:00:00+08:00`}::timestamptz`
const place = (region: string) =>
  region === '150000' ? sql`true` : sql`f.region = any(${under(region)}::bpchar[])`
const by = {
  month: sql`to_char(f.published at time zone 'Asia/Shanghai', 'YYYY-MM')`,
  method: sql`coalesce(f.method, '未写明')`,
  category: sql`coalesce(f.category, '未写明')`,
  league: sql`case when f.region = '150000' then '150000' else left(f.region, 4) || '00' end`,
} as const
/** One kind of notice in a year and place, added up by one of its sides. Fen. */
export async function figures(
  tx: Tx,
  w: { kind: string; year: number; region: string; by: keyof typeof by },
): Promise<Figure[]> {
  const { rows } = await sql<Figure>`
    select ${by[w.by]} as key, count(*)::int as n, coalesce(sum(f.amount), 0)::bigint as amount
    from disclosure.found f where f.kind = ${w.kind} and ${span(w.year)} and ${place(w.region)} group by 1 order by 1`.execute(
    tx,
  )
  return rows
}
export async function yearsWithNotices(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ from: Instant | null; to: Instant | null }>`
    select min(published) as from, max(published) as to from disclosure.found`.execute(tx)
  const [r] = rows
  if (!r || r.from === null || r.to === null) return []
  const year = (t: Instant) => new Date(t + 8 * 3_600_000).getUTCFullYear()
  return Array.from({ length: year(r.to) - year(r.from) + 1 }, (_, i) => year(r.to as Instant) - i)
}
export interface ItemPrices {
  readonly item: string
  readonly n: number
  readonly least: Fen
  readonly median: Fen
  readonly most: Fen
}
/** What was paid for a unit, item by item of the catalogue, from signed contracts. */
export async function pricedItems(tx: Tx, region: string): Promise<ItemPrices[]> {
  const { rows } = await sql<ItemPrices>`
    select f.item, count(*)::int as n, min(f.price) as least, percentile_disc(0.5) within group (order by f.price) as median, max(f.price) as most
    from disclosure.price f where ${place(region)} group by f.item order by n desc, f.item limit 300`.execute(
    tx,
  )
  return rows
}
export interface Paid {
  readonly notice: string
  readonly name: string
  readonly model: string
  readonly quantity: string
  readonly unit: string
  readonly price: Fen
  readonly region: string
  readonly published: Instant
}
export async function pricesOfItem(
  tx: Tx,
  item: string,
  region: string,
  limit: number,
): Promise<Paid[]> {
  const { rows } = await sql<Paid>`
    select f.notice, f.name, f.model, f.quantity, f.unit, f.price, f.region, f.published from disclosure.price f
    where f.item like ${`${item.replace(/(?<=.)0+$/, '')}%`} and ${place(region)} order by f.published desc, f.notice, f.no limit ${limit}`.execute(
    tx,
  )
  return rows
}
