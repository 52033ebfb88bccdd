import { type ColumnType, sql } from 'kysely'
import { type Fen, type Id, type Instant, NotFound, rfc3339, type Tx, ts } from '#kernel'
import type { Auction, Bid } from './model.ts'

type Json<T> = ColumnType<T, string, string>
type At = ColumnType<Instant | null, string | null, string | null>
type Tables = {
  'mall.auction': Omit<
    Auction,
    'lineId' | 'attributes' | 'opened' | 'closes' | 'turn' | 'barred'
  > & {
    line_id: Id<'line'>
    attributes: Json<Auction['attributes']>
    barred: Json<Auction['barred']>
    opened: At
    closes: At
    turn: ColumnType<Auction['turn'], string | null, string | null>
  }
  'mall.auction_quote': { id: string; auction: string; supplier: string; n: number }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const row = ({ lineId, attributes, opened, closes, turn, barred, ...a }: Auction) => ({
  ...a,
  line_id: lineId,
  attributes: JSON.stringify(attributes),
  barred: JSON.stringify(barred),
  opened: opened === null ? null : ts(opened),
  closes: closes === null ? null : ts(closes),
  turn: turn === null ? null : JSON.stringify(turn),
})
export const addAuction = (tx: Tx, a: Auction) =>
  t(tx).insertInto('mall.auction').values(row(a)).execute()
export const setAuction = (tx: Tx, a: Auction) =>
  t(tx).updateTable('mall.auction').set(row(a)).where('id', '=', a.id).execute()
/** Locked, prices are accepted one after another: their ids, the journal's order and the clock then say the same. */
export async function auctionOf(tx: Tx, id: string, lock = false): Promise<Auction> {
  let q = t(tx)
    .selectFrom('mall.auction')
    .selectAll()
    .where('id', '=', id as Id<'auction'>)
  if (lock) q = q.forUpdate()
  const r = await q.executeTakeFirst()
  if (!r) throw new NotFound('竞价项目')
  const { line_id, ...rest } = r
  return { ...rest, lineId: line_id }
}
export const quoteBy = (tx: Tx, by: { auction: string; supplier: string }) =>
  t(tx)
    .selectFrom('mall.auction_quote')
    .selectAll()
    .where('auction', '=', by.auction)
    .where('supplier', '=', by.supplier)
    .executeTakeFirst()
export async function quoteOf(tx: Tx, id: string) {
  const r = await t(tx)
    .selectFrom('mall.auction_quote')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('竞价报价')
  return r
}
export const addQuote = (tx: Tx, q: { id: string; auction: string; supplier: string }) =>
  sql`insert into mall.auction_quote (id, auction, supplier, n)
    select ${q.id}, ${q.auction}, ${q.supplier}, count(*) + 1 from mall.auction_quote where auction = ${q.auction}`.execute(
    tx,
  )
export async function addBid(tx: Tx, b: Omit<Bid, 'id'> & { auction: string }): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into mall.auction_bid (auction, quote, supplier, offer, price, at)
    values (${b.auction}, ${b.quote}, ${b.supplier}, ${b.offer}, ${b.price}, ${ts(b.at)}) returning id`.execute(
    tx,
  )
  return (rows[0] as { id: number }).id
}
export const bidsOf = async (tx: Tx, auction: string): Promise<Bid[]> =>
  (
    await sql<Bid>`select id, supplier, offer, quote, price, at from mall.auction_bid where auction = ${auction} order by id`.execute(
      tx,
    )
  ).rows
/** The lowest price so far, and this supplier's own last one. */
export async function pricesFor(tx: Tx, auction: string, supplier: string) {
  const { rows } = await sql<{ lowest: Fen | null; own: Fen | null; offer: string | null }>`
    select (select min(price) from mall.auction_bid where auction = ${auction}) as lowest, o.price as own, o.offer
    from (select 1) one left join lateral (select price, offer from mall.auction_bid
      where auction = ${auction} and supplier = ${supplier} order by id desc limit 1) o on true`.execute(
    tx,
  )
  return rows[0] ?? { lowest: null, own: null, offer: null }
}
/** Bidders that might be related to this one: of the same person in charge, or named in a declared relation. The rule itself is the library's. */
export const suspects = async (tx: Tx, auction: string, supplier: string) =>
  (
    await sql<{ id: string }>`
      select q.supplier as id from mall.auction_quote q join library.org o on o.id = q.supplier, library.org me
      where me.id = ${supplier} and q.auction = ${auction} and q.supplier <> me.id and (o.in_charge = me.in_charge
        or exists (select from library.relation r where (r.supplier = me.id and r.uscc = o.uscc) or (r.supplier = o.id and r.uscc = me.uscc)))`.execute(
      tx,
    )
  ).rows.map((r) => r.id)
/** Brands for sale under an item, with the attributes each product has. */
export const productsUnder = async (tx: Tx, item: string) =>
  (
    await sql<{ brand: string; attributes: Record<string, string | number | boolean> }>`
      select distinct o.brand, o.attributes from goods.offer o where o.item = ${item} and o.withdrawn is null
        and o.listing in (select s.id from kernel.subject s where s.noun = '商品上架' and s.state = '在库') limit 5000`.execute(
      tx,
    )
  ).rows

export interface Board {
  readonly state: string
  readonly closes: Instant | null
  readonly bidders: number
  readonly last: readonly {
    id: number
    n: number
    supplier: string
    name: string
    price: Fen
    at: Instant
  }[]
  readonly standing: readonly {
    id: number
    n: number
    supplier: string
    name: string
    price: Fen
  }[]
}
/** Everything about an auction as it stands; the caller leaves out what may not be told yet. */
export async function boardOf(tx: Tx, auction: string, few: number): Promise<Board> {
  const head = await sql<{ state: string; closes: Instant | null; bidders: number }>`
    select s.state, a.closes, (select count(*)::int from mall.auction_quote q where q.auction = a.id) as bidders
    from mall.auction a join kernel.subject s on s.id = a.id where a.id = ${auction}`.execute(tx)
  const last = await sql<Board['last'][number]>`
    select b.id, q.n, b.supplier, g.name, b.price, b.at from mall.auction_bid b
      join mall.auction_quote q on q.auction = b.auction and q.supplier = b.supplier join library.org g on g.id = b.supplier
    where b.auction = ${auction} order by b.id desc limit ${few}`.execute(tx)
  const standing = await sql<Board['standing'][number]>`
    select x.id, q.n, x.supplier, g.name, x.price from mall.auction_quote q
      join lateral (select id, supplier, price from mall.auction_bid b where b.auction = q.auction and b.supplier = q.supplier order by id desc limit 1) x on true
      join library.org g on g.id = x.supplier
    where q.auction = ${auction} order by x.price, x.id limit ${few}`.execute(tx)
  const h = head.rows[0]
  if (!h) throw new NotFound('竞价项目')
  return { ...h, last: last.rows, standing: standing.rows }
}
/** Changes whenever anything that may be seen does: of sealed prices not even that one came. */
export const tickOf = async (tx: Tx, auction: string): Promise<string> => {
  const { rows } = await sql<{ tick: string }>`
    select s.version || '.' || case when a.manner = '降价' or a.turn is not null
      then coalesce((select max(id) from mall.auction_bid where auction = a.id), 0) else 0 end as tick
    from mall.auction a join kernel.subject s on s.id = a.id where a.id = ${auction}`.execute(tx)
  return rows[0]?.tick ?? ''
}
/** The journal's entries of the prices with what opens them: for the replay after the end. */
export const entriesOf = async (tx: Tx, auction: string) =>
  (
    await sql<{
      index: number | null
      leaf: string
      salt: string | null
      data: Record<string, unknown>
      body: Record<string, unknown>
      at: Instant
    }>`
      select l.index, j.leaf, j.salt, j.data, j.at, jsonb_build_object('v', 1, 'noun', j.noun, 'action', j.action, 'from', j."from",
        'to', j."to", 'subject', j.subject, 'process', j.process, 'role', j.role, 'org', j.org_name, 'region', j.region) as body
      from mall.auction_quote q join kernel.journal j on j.subject = q.id
        left join kernel.leaf l on l.seq = j.seq where q.auction = ${auction} order by j.seq`.execute(
      tx,
    )
  ).rows.map(({ at, body, ...e }) => ({ ...e, body: { ...body, at: rfc3339(at) } }))
