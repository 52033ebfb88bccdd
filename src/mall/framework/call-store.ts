import { type ColumnType, sql } from 'kysely'
import { type Fen, type Instant, NotFound, type Subjects, type Tx, ts } from '#kernel'
import type { Turn } from './compute.ts'
import type { Call, Quote } from './model.ts'

type Json<T> = ColumnType<T, string, string>
type Tables = {
  'mall.framework_call': Omit<Call, 'order' | 'skips' | 'closes'> & {
    order_id: string | null
    skips: Json<Call['skips']>
    closes: ColumnType<Instant | null, string | null, string | null>
  }
  'mall.framework_quote': Omit<Quote, 'at'> & { at: ColumnType<Instant, string, string> }
  'mall.framework_turn': {
    lot: string
    cycle: number
    member: string
    call: string
    skipped: string | null
  }
}
const t = (tx: Tx) => tx.withTables<Tables & Subjects>()
const row = ({ order, ...c }: Call) => ({
  ...c,
  order_id: order,
  skips: JSON.stringify(c.skips),
  closes: c.closes === null ? null : ts(c.closes),
})
export const addCall = (tx: Tx, c: Call) =>
  t(tx).insertInto('mall.framework_call').values(row(c)).execute()
export const setCall = (tx: Tx, c: Call) =>
  t(tx).updateTable('mall.framework_call').set(row(c)).where('id', '=', c.id).execute()
export async function callOf(tx: Tx, id: string): Promise<Call> {
  const r = await t(tx)
    .selectFrom('mall.framework_call')
    .selectAll()
    .where('id', '=', id as Call['id'])
    .executeTakeFirst()
  if (!r) throw new NotFound('框架采购单')
  const { order_id, ...rest } = r
  return { ...rest, order: order_id }
}
/** The call an order came from; an order of the shelf came from none. */
export async function callOfOrder(tx: Tx, order: string): Promise<Call | null> {
  const r = await t(tx)
    .selectFrom('mall.framework_call')
    .select('id')
    .where('order_id', '=', order)
    .executeTakeFirst()
  return r ? callOf(tx, r.id) : null
}
export const addQuote = (tx: Tx, q: Quote) =>
  t(tx)
    .insertInto('mall.framework_quote')
    .values({ ...q, at: ts(q.at) })
    .execute()
export const quotesOf = (tx: Tx, call: string): Promise<Quote[]> =>
  t(tx)
    .selectFrom('mall.framework_quote')
    .selectAll()
    .where('call', '=', call)
    .orderBy('at')
    .orderBy('id')
    .execute()
export async function quoteOf(tx: Tx, id: string): Promise<Quote> {
  const r = await t(tx)
    .selectFrom('mall.framework_quote')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('框架竞价报价')
  return r
}
export const turnsOf = (
  tx: Tx,
  lot: string,
): Promise<(Turn & { skipped: string | null; call: string })[]> =>
  t(tx)
    .selectFrom('mall.framework_turn')
    .select(['cycle', 'member', 'skipped', 'call'])
    .where('lot', '=', lot)
    .orderBy('cycle')
    .execute()
export const addTurns = (tx: Tx, turns: readonly Tables['mall.framework_turn'][]) =>
  t(tx)
    .insertInto('mall.framework_turn')
    .values([...turns])
    .execute()

export interface Settled {
  readonly id: string
  readonly no: string | null
  readonly title: string
  readonly state: string
  readonly way: string
  readonly buyer: string
  readonly supplier: string | null
  readonly lotName: string
  readonly quantity: number
  readonly unit: string
  readonly price: Fen | null
  readonly settled: string | null
}
/** Calls that came to a contract or to nothing: public, newest first. */
export const settledOf = async (tx: Tx, framework: string): Promise<Settled[]> =>
  (
    await sql<Settled>`
      select c.id, s.no, s.title, s.state, c.way, b.name as buyer, w.name as supplier, l.name as "lotName", c.quantity, l.unit,
        c.price, c.settled
      from mall.framework_call c join kernel.subject s on s.id = c.id join library.org b on b.id = c.buyer
        join mall.framework_lot l on l.id = c.lot left join library.org w on w.id = c.winner
      where c.framework = ${framework} and s.state in ('已成交', '未成交') order by c.settled desc, s.since desc limit 500`.execute(
      tx,
    )
  ).rows
export interface Total {
  readonly supplier: string
  readonly address: string
  readonly contracts: number
  readonly amount: Fen
}
/** 汇总: contracts made under the framework, by supplier; orders refused or dissolved are none. */
export const totalsOf = async (tx: Tx, framework: string): Promise<Total[]> =>
  (
    await sql<Total>`
      select w.name as supplier, w.address, count(*)::int as contracts, sum(c.price * c.quantity)::bigint as amount
      from mall.framework_call c join kernel.subject o on o.id = c.order_id join library.org w on w.id = c.winner
      where c.framework = ${framework} and o.state not in ('待接单', '已拒单', '已撤销', '已解除')
      group by w.id, w.name, w.address order by amount desc, w.name`.execute(tx)
  ).rows
export const buyersOf = async (tx: Tx, framework: string) =>
  (
    await sql<{ name: string; address: string; phone: string }>`
      select distinct b.name, b.address, b.phone from mall.framework_call c join library.org b on b.id = c.buyer
        join kernel.subject o on o.id = c.order_id
      where c.framework = ${framework} and o.state not in ('待接单', '已拒单', '已撤销', '已解除') order by b.name`.execute(
      tx,
    )
  ).rows
