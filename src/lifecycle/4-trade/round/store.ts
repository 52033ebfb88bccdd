import type { ColumnType } from 'kysely'
import { type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Quote, Round, Talk, Variation } from './model.ts'

type At = ColumnType<Instant, string, string>
type MaybeAt = ColumnType<Instant | null, string | null, string>
type Json<T> = ColumnType<T, string, string>
type Tables = {
  'trade.round': Omit<Round, 'publicKey' | 'custody' | 'deadline' | 'opened' | 'bids'> & {
    public_key: string
    custody: Json<Round['custody']>
    deadline: At
    opened: MaybeAt
    bids: Json<readonly string[]>
  }
  'trade.quote': Omit<Quote, 'envelope' | 'submitted' | 'opened'> & {
    envelope: Json<Quote['envelope']>
    submitted: At
    opened: ColumnType<Quote['opened'], string | null, string>
  }
  'trade.talk': Omit<Talk, 'at' | 'record'> & { at: At; record: Json<Talk['record']> }
  'trade.variation': Omit<Variation, 'at'> & { at: At }
  'kernel.subject': { id: string; state: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()

export const addRound = (tx: Tx, { publicKey, ...r }: Round) =>
  t(tx)
    .insertInto('trade.round')
    .values({
      ...r,
      public_key: publicKey,
      custody: JSON.stringify(r.custody),
      bids: JSON.stringify(r.bids),
      deadline: ts(r.deadline),
      opened: null,
    })
    .execute()
const read = ({ public_key, ...r }: Omit<Round, 'publicKey'> & { public_key: string }): Round => ({
  ...r,
  publicKey: public_key,
})
export const roundsOf = async (tx: Tx, lot: string): Promise<Round[]> =>
  (
    await t(tx).selectFrom('trade.round').selectAll().where('lot', '=', lot).orderBy('no').execute()
  ).map(read)
export async function roundOf(tx: Tx, id: string): Promise<Round> {
  const r = await t(tx)
    .selectFrom('trade.round')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('报价轮次')
  return read(r)
}
export const setRoundOpened = (tx: Tx, id: string, at: Instant) =>
  t(tx)
    .updateTable('trade.round')
    .set({ opened: ts(at) })
    .where('id', '=', id)
    .execute()
export const setRoundDeadline = (tx: Tx, lots: readonly string[], deadline: Instant) =>
  lots.length === 0
    ? Promise.resolve([])
    : t(tx)
        .updateTable('trade.round')
        .set({ deadline: ts(deadline) })
        .where('lot', 'in', lots as string[])
        .where('kind', '=', '报价信封')
        .execute()

export const addQuote = (tx: Tx, q: Omit<Quote, 'opened' | 'price' | 'fault'>) =>
  t(tx)
    .insertInto('trade.quote')
    .values({
      ...q,
      envelope: JSON.stringify(q.envelope),
      submitted: ts(q.submitted),
      opened: null,
      price: null,
      fault: null,
    })
    .execute()
export const setSealed = (
  tx: Tx,
  id: string,
  q: Pick<Quote, 'envelope' | 'ciphertext' | 'sha256' | 'submitted'>,
) =>
  t(tx)
    .updateTable('trade.quote')
    .set({ ...q, envelope: JSON.stringify(q.envelope), submitted: ts(q.submitted) })
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
