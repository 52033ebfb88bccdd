import { sql } from 'kysely'
import type { Day, Tx } from '#kernel'
import { above, certified } from './search.ts'

/** What comparable live offers ask. Prices in fen; every supplier counts once, with its cheapest. */
export interface Evidence {
  readonly offer: string
  /** 同款: the same product; 同参数: the same item, unit and template attributes; null: too few to compare. */
  readonly basis: '同款' | '同参数' | null
  readonly suppliers: number
  /** Suppliers left out of all this because a certificate of theirs is past its date. */
  readonly leftOut: number
  readonly median: number | null
  readonly least: number | null
  /** Who asks the least; null when this offer does. */
  readonly cheapest: { readonly offer: string; readonly supplier: string } | null
}
/** The most offers of one item that are looked through for equal attributes. */
const LOOKED_AT = 5000

/**
 * Price evidence for some offers, as live offers stand now: the same product first; where fewer than `least` suppliers sell it,
 * offers of the same item whose attributes are the same. Unknown ids are left out.
 */
export async function evidenceOf(
  tx: Tx,
  offers: readonly string[],
  least: number,
  today: Day,
): Promise<Map<string, Evidence>> {
  if (offers.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    basis: '同款' | '同参数'
    suppliers: number
    leftOut: number
    median: number | null
    least: number | null
    cheapest: string | null
    supplier: string | null
    own: number
  }>`
    with mine as (select o.* from goods.offer o where o.id = any(${offers as string[]}::uuid[])),
    live as (select s.id from kernel.subject s where s.noun = '商品上架' and s.state = '在库'),
    found as (
      select m.id as mine, '同款' as basis, l.supplier, l.price, l.id as offer, ${certified('l.id', today)} as counts from mine m
        join goods.offer l on l.product = m.product and l.unit = m.unit and l.withdrawn is null and l.listing in (select id from live)
      union all
      select m.id, '同参数', l.supplier, l.price, l.id, ${certified('l.id', today)} from mine m
        cross join lateral (select * from goods.offer x where x.item = m.item and x.withdrawn is null
          and x.listing in (select id from live) limit ${LOOKED_AT}) l
        where l.unit = m.unit and m.attributes <> '{}' and l.attributes = m.attributes
    ),
    each as (select distinct on (mine, basis, supplier) * from found order by mine, basis, supplier, counts desc, price, offer)
    select mine as id, basis, count(*) filter (where counts)::int as suppliers, count(*) filter (where not counts)::int as "leftOut",
      percentile_disc(0.5) within group (order by price) filter (where counts) as median, min(price) filter (where counts) as least,
      (array_agg(offer order by price, offer) filter (where counts))[1] as cheapest,
      (select g.name from library.org g where g.id = (array_agg(supplier order by price, offer) filter (where counts))[1]) as supplier,
      (select m.price from mine m where m.id = each.mine) as own
    from each group by mine, basis`.execute(tx)
  const out = new Map<string, Evidence>()
  for (const offer of offers) {
    const of = rows.filter((r) => r.id === offer)
    if (of.length === 0) continue
    const same = of.find((r) => r.basis === '同款')
    const like = of.find((r) => r.basis === '同参数')
    const enough = [same, like].find((r) => r !== undefined && r.suppliers >= least)
    const shown = enough ?? same ?? like
    out.set(offer, {
      offer,
      basis: enough?.basis ?? null,
      suppliers: shown?.suppliers ?? 0,
      leftOut: shown?.leftOut ?? 0,
      median: enough?.median ?? null,
      least: shown?.least ?? null,
      cheapest:
        !shown?.cheapest || shown.least === null || shown.least >= shown.own
          ? null
          : { offer: shown.cheapest, supplier: shown.supplier ?? '' },
    })
  }
  return out
}
/** Is this price so far from the one beside it that a digit or the unit has probably slipped? ¥318 against ¥318万. */
export const slipped = (price: number, beside: number) => price * 5 < beside || price > beside * 5

/** Many offers at once, in no order; the caller says who may see them. `live`: listed and not withdrawn. */
export async function offersById(tx: Tx, ids: readonly string[]) {
  const { rows } = await sql<{
    id: string
    listing: string
    product: string
    supplier: string
    supplierName: string
    sku: string
    item: string
    name: string
    brand: string
    model: string
    unit: string
    price: number
    attributes: Record<string, string | number | boolean>
    regions: string[]
    live: boolean
    expires: Day | null
  }>`
    select o.id, o.listing, o.product, o.supplier, g.name as "supplierName", o.sku, o.item, o.name, o.brand, p.model, o.unit,
      o.price, o.attributes, o.regions, (o.withdrawn is null and s.state = '在库') as live,
      (select min(c.expires) from goods.certificate c where c.offer = o.id) as expires
    from goods.offer o join goods.product p on p.id = o.product join library.org g on g.id = o.supplier
      join kernel.subject s on s.id = o.listing
    where o.id = any(${ids as string[]}::uuid[])`.execute(tx)
  return new Map(rows.map((r) => [r.id, r]))
}
/** How far a place is served: itself, what lies above it, or everywhere. */
export const serves = (regions: readonly string[], place: string) =>
  above(place).some((code) => regions.includes(code))
/** How many offers are for sale under each item, by its code. */
export const shelves = async (tx: Tx) =>
  (
    await sql<{ item: string; offers: number }>`
      select o.item, count(*)::int as offers from goods.offer o where o.withdrawn is null
        and o.listing in (select s.id from kernel.subject s where s.noun = '商品上架' and s.state = '在库')
      group by o.item order by o.item`.execute(tx)
  ).rows
/** What one supplier has for sale under an item. */
export const ownOffers = async (tx: Tx, supplier: string, item: string) =>
  (
    await sql<{ id: string; name: string; model: string }>`
      select o.id, o.name, p.model from goods.offer o join goods.product p on p.id = o.product
        join kernel.subject s on s.id = o.listing
      where o.supplier = ${supplier} and o.item = ${item} and o.withdrawn is null and s.state = '在库' order by o.name limit 200`.execute(
      tx,
    )
  ).rows
/** By what a hall is judged: who sells each of these offers, and its certificates that are valid on a day. */
export const hallFacts = async (tx: Tx, ids: readonly string[], on: Day) =>
  (
    await sql<{ id: string; scale: string | null; certificates: string[] }>`
      select o.id, g.scale, array(select c.kind from goods.certificate c where c.offer = o.id and c.expires >= ${on}) as certificates
      from goods.offer o join library.org g on g.id = o.supplier where o.id = any(${ids as string[]}::uuid[])`.execute(
      tx,
    )
  ).rows
