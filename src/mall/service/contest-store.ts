import { type ColumnType, sql } from 'kysely'
import { type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Contest, Quote } from './contest-model.ts'

type Tables = {
  'mall.service_contest': Omit<Contest, 'lineId' | 'closes' | 'order'> & {
    line_id: string
    closes: ColumnType<Instant, string, string>
    order_id: string | null
  }
  'mall.service_quote': Omit<Quote, 'lines' | 'at'> & {
    lines: ColumnType<Quote['lines'], string, string>
    at: ColumnType<Instant | null, string | null, string | null>
  }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const row = ({ lineId, closes, order, ...c }: Contest) => ({
  ...c,
  line_id: lineId,
  closes: ts(closes),
  order_id: order,
})
export const addContest = (tx: Tx, c: Contest) =>
  t(tx).insertInto('mall.service_contest').values(row(c)).execute()
export const setContest = (tx: Tx, c: Contest) =>
  t(tx).updateTable('mall.service_contest').set(row(c)).where('id', '=', c.id).execute()
/** 'share': whoever quotes holds the end off; 'update': the end, and whatever else happens once, waits for those who were in time. */
export async function contestOf(tx: Tx, id: string, lock?: 'share' | 'update'): Promise<Contest> {
  let q = t(tx).selectFrom('mall.service_contest').selectAll().where('id', '=', id)
  if (lock) q = lock === 'share' ? q.forShare() : q.forUpdate()
  const r = await q.executeTakeFirst()
  if (!r) throw new NotFound('服务比价')
  const { line_id, order_id, ...rest } = r
  return { ...rest, lineId: line_id, order: order_id }
}
export const addQuote = (tx: Tx, q: Pick<Quote, 'id' | 'contest' | 'supplier' | 'card'>) =>
  t(tx)
    .insertInto('mall.service_quote')
    .values({ ...q, lines: '[]', total: null, at: null })
    .execute()
export const setQuote = (tx: Tx, q: Quote) =>
  t(tx)
    .updateTable('mall.service_quote')
    .set({
      lines: JSON.stringify(q.lines),
      total: q.total,
      at: q.at === null ? null : ts(q.at),
    })
    .where('id', '=', q.id)
    .execute()
export async function quoteOf(tx: Tx, id: string): Promise<Quote> {
  const r = await t(tx)
    .selectFrom('mall.service_quote')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('服务比价报价')
  return r
}
export const quotesOf = (tx: Tx, contest: string): Promise<Quote[]> =>
  t(tx)
    .selectFrom('mall.service_quote')
    .selectAll()
    .where('contest', '=', contest)
    .orderBy('id')
    .execute()
/** Who was asked and has said nothing yet. */
export const silentOf = async (tx: Tx, contest: string): Promise<string[]> =>
  (
    await sql<{
      id: string
    }>`select q.id from mall.service_quote q join kernel.subject s on s.id = q.id
      where q.contest = ${contest} and s.state = '待报价' order by q.id`.execute(tx)
  ).rows.map((r) => r.id)
