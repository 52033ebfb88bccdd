import type { ColumnType } from 'kysely'
import { type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Quote, Round, Talk, Variation } from './model.ts'

type At = ColumnType<Instant, string, string>
type MaybeAt = ColumnType<Instant | null, string | null, string>
type Json<T> = ColumnType<T, string, string>
type Tables = {
  'trade.round': Omit<Round, 'deadline' | 'opened' | 'bids'> & {
    deadline: At
    opened: MaybeAt
    bids: Json<readonly string[]>
  }
  'trade.box': { id: string; closes: At }
  'trade.quote': Omit<Quote, 'submitted' | 'opened'> & {
    submitted: At
    opened: ColumnType<Quote['opened'], string | null, string>
  }
  'trade.talk': Omit<Talk, 'at' | 'record'> & { at: At; record: Json<Talk['record']> }
  'trade.variation': Omit<Variation, 'at'> & { at: At }
  'kernel.subject': { id: string; state: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()

export const addRound = (tx: Tx, r: Round) =>
  t(tx)
    .insertInto('trade.round')
    .values({
      ...r,
      bids: JSON.stringify(r.bids),
      deadline: ts(r.deadline),
      opened: null,
    })
    .execute()
/** With the deadline of their boxes: a round moves when its box does. */
const rounds = (tx: Tx) =>
  t(tx)
    .selectFrom('trade.round as r')
    .leftJoin('trade.box as b', 'b.id', 'r.box')
    .select(['r.id', 'r.lot', 'r.no', 'r.kind', 'r.box', 'r.opened', 'r.bids'])
    .select(({ fn }) => fn.coalesce('b.closes', 'r.deadline').as('deadline'))
export const roundsOf = (tx: Tx, lot: string): Promise<Round[]> =>
  rounds(tx).where('r.lot', '=', lot).orderBy('r.no').execute()
export async function roundOf(tx: Tx, id: string): Promise<Round> {
  const r = await rounds(tx).where('r.id', '=', id).executeTakeFirst()
  if (!r) throw new NotFound('报价轮次')
  return r
}
/** Rounds of the time before there were boxes, still running. */
export const boxless = (tx: Tx): Promise<Round[]> =>
  rounds(tx).where('r.box', 'is', null).where('r.opened', 'is', null).execute()
export const setRoundBox = (tx: Tx, id: string, box: string) =>
  t(tx).updateTable('trade.round').set({ box }).where('id', '=', id).execute()
export const setRoundOpened = (tx: Tx, id: string, at: Instant) =>
  t(tx)
    .updateTable('trade.round')
    .set({ opened: ts(at) })
    .where('id', '=', id)
    .execute()
export const addQuote = (tx: Tx, q: Omit<Quote, 'opened' | 'price' | 'fault'>) =>
  t(tx)
    .insertInto('trade.quote')
    .values({
      ...q,
      submitted: ts(q.submitted),
      opened: null,
      price: null,
      fault: null,
    })
    .execute()
export const setSealed = (tx: Tx, id: string, q: Pick<Quote, 'sha256' | 'size' | 'submitted'>) =>
  t(tx)
    .updateTable('trade.quote')
    .set({ ...q, submitted: ts(q.submitted), fault: null })
    .where('id', '=', id)
    .execute()
export const setOpened = (
  tx: Tx,
  id: string,
  opened: NonNullable<Quote['opened']>,
  price: NonNullable<Quote['price']>,
) =>
  t(tx)
    .updateTable('trade.quote')
    .set({ opened: JSON.stringify(opened), price })
    .where('id', '=', id)
    .execute()
export const setFault = (tx: Tx, id: string, fault: string) =>
  t(tx).updateTable('trade.quote').set({ fault }).where('id', '=', id).execute()
export async function quoteOf(tx: Tx, id: string): Promise<Quote> {
  const q = await t(tx)
    .selectFrom('trade.quote')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!q) throw new NotFound('报价')
  return q
}
/** Every quote of a round that was not withdrawn, with its state. */
export const quotesOf = (tx: Tx, round: string): Promise<(Quote & { state: string })[]> =>
  t(tx)
    .selectFrom('trade.quote as q')
    .innerJoin('kernel.subject as s', 's.id', 'q.id')
    .selectAll('q')
    .select('s.state')
    .where('q.round', '=', round)
    .where('s.state', '<>', '已撤回')
    .orderBy('q.id')
    .execute()

export const addTalk = (tx: Tx, x: Talk) =>
  t(tx)
    .insertInto('trade.talk')
    .values({ ...x, at: ts(x.at), record: JSON.stringify(x.record) })
    .execute()
export const talksOf = (tx: Tx, lot: string): Promise<Talk[]> =>
  t(tx).selectFrom('trade.talk').selectAll().where('lot', '=', lot).orderBy('at').execute()
export const addVariation = (tx: Tx, v: Variation) =>
  t(tx)
    .insertInto('trade.variation')
    .values({ ...v, at: ts(v.at) })
    .execute()
export const variationsOf = (tx: Tx, lot: string): Promise<Variation[]> =>
  t(tx).selectFrom('trade.variation').selectAll().where('lot', '=', lot).orderBy('at').execute()
export const settleVariation = (tx: Tx, lot: string, agreed: boolean) =>
  t(tx)
    .updateTable('trade.variation')
    .set({ agreed })
    .where('lot', '=', lot)
    .where('agreed', 'is', null)
    .execute()
