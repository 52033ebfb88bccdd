import { sql } from 'kysely'
import { type Ask, type Day, type Instant, NotFound, newId, type Tx, ts, under } from '#kernel'
import { itemOf } from '#libraries'
import { faultBook } from '#libraries/intake'
import type { Fault } from '#sheets'
import { fold, vector } from '#words'
import type { Certificate } from './model.ts'
import { certified, type Offer, SHOWN } from './search.ts'
import type { Good } from './template.ts'

export interface Listing {
  readonly id: string
  readonly supplier: string
  readonly source: string
  readonly rows: number
  readonly faults: number
}
export async function listingOf(tx: Tx, id: string): Promise<Listing> {
  const { rows } = await sql<Listing>`select * from goods.listing where id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('商品上架')
  return rows[0]
}
export const addListing = (tx: Tx, id: string, supplier: string) =>
  sql`insert into goods.listing (id, supplier, source) values (${id}, ${supplier}, '逐项录入')`.execute(
    tx,
  )
/** Everything read into it goes; the listing itself stays. */
export async function emptyListing(tx: Tx, id: string, source: string): Promise<void> {
  await sql`delete from goods.offer where listing = ${id}`.execute(tx)
  await sql`delete from goods.fault where listing = ${id}`.execute(tx)
  await sql`update goods.listing set rows = 0, faults = 0, source = ${source} where id = ${id}`.execute(
    tx,
  )
}
const productKey = (g: Good) => fold(`${g.brand}\u001f${g.model}`).replace(/\s+/g, '')
const words = (g: Good) =>
  vector([
    ['A', `${g.name} ${g.brand} ${g.model}`],
    ['B', `${itemOf(g.item)?.name ?? ''} ${g.item}`],
    [
      'D',
      Object.entries(g.attributes)
        .map(([k, v]) => `${k} ${v}`)
        .join(' '),
    ],
  ])
/** A chunk of goods: product found or made, offer, first price, certificates. A code that is there already is a fault, not an error. */
export async function addGoods(
  tx: Tx,
  listing: Listing,
  goods: readonly Good[],
  now: Instant,
): Promise<Fault[]> {
  const seen = new Set<string>()
  const faults: Fault[] = []
  const twice = (g: Good) => {
    faults.push({
      row: g.row,
      column: '',
      what: `货号“${g.sku}”重复`,
      cure: '同一货号只能有一项，请改号或删去',
    })
  }
  const { rows: taken } = await sql<{ sku: string }>`
    select o.sku from goods.offer o join kernel.subject s on s.id = o.listing
    where o.supplier = ${listing.supplier} and o.sku = any(${goods.map((g) => g.sku)}) and o.withdrawn is null
      and (o.listing = ${listing.id} or s.state in ('待审核', '在库'))`.execute(tx)
  for (const t of taken) seen.add(t.sku)
  const fresh = goods.filter((g) => {
    if (seen.has(g.sku)) {
      twice(g)
      return false
    }
    seen.add(g.sku)
    return true
  })
  if (fresh.length === 0) return faults
  const rows = fresh.map((g) => ({
    id: newId(now),
    product: newId(now),
    folded: productKey(g),
    words: words(g),
    ...g,
  }))
  const json = JSON.stringify(rows)
  await sql`insert into goods.product (id, item, edition, brand, model, folded)
    select distinct on (edition, item, folded) product, item, edition, brand, model, folded
    from jsonb_to_recordset(${json}::jsonb) as r(product uuid, item text, edition text, brand text, model text, folded text)
    on conflict do nothing`.execute(tx)
  await sql`insert into goods.offer (id, listing, supplier, product, sku, item, name, brand, unit, price, attributes, regions, words)
    select r.id, ${listing.id}, ${listing.supplier}, p.id, r.sku, r.item, r.name, r.brand, r.unit, r.price, r.attributes, r.regions, r.words::tsvector
    from jsonb_to_recordset(${json}::jsonb) as r(id uuid, item text, edition text, folded text, sku text, name text, brand text,
      unit text, price bigint, attributes jsonb, regions text[], words text)
    join goods.product p using (edition, item, folded)`.execute(tx)
  await sql`insert into goods.price (offer, at, price)
    select r.id, ${ts(now)}, r.price from jsonb_to_recordset(${json}::jsonb) as r(id uuid, price bigint)`.execute(
    tx,
  )
  const papers = rows.flatMap((r) => r.certificates.map((c) => ({ offer: r.id, ...c })))
  if (papers.length > 0)
    await sql`insert into goods.certificate (offer, kind, no, expires)
      select * from jsonb_to_recordset(${JSON.stringify(papers)}::jsonb) as r(offer uuid, kind text, no text, expires date)`.execute(
      tx,
    )
  return faults
}
export const faults = faultBook('goods.fault', 'listing')
export const countUp = (tx: Tx, id: string, rows: number, faults: number) =>
  sql`update goods.listing set rows = rows + ${rows}, faults = faults + ${faults} where id = ${id}`.execute(
    tx,
  )
/** Goods whose row was told to be wrong after it was read. */
export const dropGoods = (tx: Tx, listing: string, skus: readonly string[]) =>
  sql`delete from goods.offer where listing = ${listing} and sku = any(${skus})`.execute(tx)
/** Counted, not added up: what a killed job had counted before is not counted again. */
export const recount = (tx: Tx, id: string) =>
  sql`update goods.listing l set
    rows = (select count(*) from goods.offer o where o.listing = l.id),
    faults = (select count(*) from goods.fault f where f.listing = l.id) where l.id = ${id}`.execute(
    tx,
  )
export const expiredOf = async (tx: Tx, listing: string, today: Day) =>
  (
    await sql<{ sku: string; kind: string; expires: Day }>`
      select o.sku, c.kind, c.expires from goods.certificate c join goods.offer o on o.id = c.offer
      where o.listing = ${listing} and o.withdrawn is null and c.expires < ${today} order by o.sku limit 100`.execute(
      tx,
    )
  ).rows

/** One offer, whatever its state; the caller says who may see it. */
export async function offerOf(tx: Tx, id: string): Promise<Offer & { withdrawn: Day | null }> {
  const { rows } = await sql<
    Offer & { withdrawn: Day | null }
  >`select ${SHOWN}, o.withdrawn from goods.offer o
    join goods.product p on p.id = o.product join library.org g on g.id = o.supplier where o.id = ${id}`.execute(
    tx,
  )
  if (!rows[0]) throw new NotFound('商品')
  return rows[0]
}
export const pricesOf = async (tx: Tx, offer: string): Promise<{ at: Instant; price: number }[]> =>
  (
    await sql<{
      at: Instant
      price: number
    }>`select at, price from goods.price where offer = ${offer} order by at desc limit 500`.execute(
      tx,
    )
  ).rows
export const certificatesOf = async (tx: Tx, offer: string): Promise<Certificate[]> =>
  (
    await sql<Certificate>`select kind, no, expires from goods.certificate where offer = ${offer} order by kind`.execute(
      tx,
    )
  ).rows
export async function setPrice(ask: Ask, offer: string, price: number): Promise<void> {
  await sql`update goods.offer set price = ${price} where id = ${offer}`.execute(ask.tx)
  await sql`insert into goods.price (offer, at, price) values (${offer}, ${ts(ask.now)}, ${price})`.execute(
    ask.tx,
  )
}
export const withdraw = (tx: Tx, offer: string, day: Day) =>
  sql`update goods.offer set withdrawn = ${day} where id = ${offer}`.execute(tx)
/** The same item over the places under one: how many offers, and what they ask. Prices in fen. */
export async function pricesByItem(tx: Tx, item: string, region: string, today: Day) {
  const { rows } = await sql<{
    region: string
    offers: number
    least: number
    median: number
    most: number
  }>`
    select r as region, count(*) as offers, min(o.price) as least,
      percentile_disc(0.5) within group (order by o.price) as median, max(o.price) as most
    from goods.offer o cross join unnest(o.regions) r
    where o.item = ${item} and o.withdrawn is null and r = any(${under(region)}) and ${certified('o.id', today)}
      and o.listing in (select s.id from kernel.subject s where s.noun = '商品上架' and s.state = '在库')
    group by r order by r`.execute(tx)
  return rows
}
