import { sql } from 'kysely'
import type { Fen, Tx } from '#kernel'

export const addDeals = async (
  tx: Tx,
  rows: readonly { order: string; hall: string; amount: Fen }[],
) => {
  for (const r of rows)
    await sql`insert into mall.hall_deal (order_id, hall, amount) values (${r.order}, ${r.hall}, ${r.amount})`.execute(
      tx,
    )
}
export interface YearOf {
  readonly buyer: string
  readonly buyerName: string
  readonly region: string
  readonly total: Fen
  readonly goods: Fen
  readonly halls: Readonly<Record<string, number>>
}
/** A year's accepted orders and services that stand, unit by unit: all of it, and what of it was of each hall. Of one unit, or of units in these places. */
export const yearsOf = async (
  tx: Tx,
  year: number,
  of: { readonly buyer: string } | { readonly regions: readonly string[] },
): Promise<YearOf[]> =>
  (
    await sql<YearOf>`
      with stood as (
        select o.id, o.buyer, o.amount, o.category = '货物' as goods from (
          select id, buyer, amount, category, accepted from mall.purchase_order
          union all select id, buyer, amount, '服务', accepted from mall.service_order) o
          join kernel.subject s on s.id = o.id join library.org g on g.id = o.buyer
        where extract(year from o.accepted) = ${year} and s.state <> '已解除'
          and ${'buyer' in of ? sql`o.buyer = ${of.buyer}` : sql`g.region = any(${of.regions as string[]}::bpchar[])`})
      select g.id as buyer, g.name as "buyerName", g.region, sum(x.amount)::bigint as total, coalesce(sum(x.amount) filter (where x.goods), 0)::bigint as goods,
        (select coalesce(jsonb_object_agg(h.hall, h.amount), '{}') from (
          select d.hall, sum(d.amount)::bigint as amount from mall.hall_deal d join stood y on y.id = d.order_id
          where y.buyer = g.id group by d.hall) h) as halls
      from stood x join library.org g on g.id = x.buyer group by g.id, g.name, g.region order by g.region, g.name limit 500`.execute(
      tx,
    )
  ).rows
