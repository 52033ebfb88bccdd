import { type ColumnType, sql } from 'kysely'
import { type Instant, NotFound, type Tx, ts } from '#kernel'
import type { OpeningRecord, Word } from './model.ts'

type At = ColumnType<Instant, string, string>
type Tables = {
  'trade.attendance': { tender: string; org: string; name: string; at: At }
  'trade.hall': {
    id: string
    lot: string
    ends: At
    record: ColumnType<OpeningRecord | null, string | null, string>
    sha256: string | null
  }
  'trade.hall_word': Omit<Word, 'at'> & { at: At }
}
export interface Hall {
  readonly id: string
  readonly lot: string
  readonly ends: Instant
  readonly record: OpeningRecord | null
  readonly sha256: string | null
}
const t = (tx: Tx) => tx.withTables<Tables>()

export const addAttendance = (
  tx: Tx,
  a: { tender: string; org: string; name: string; at: Instant },
) =>
  t(tx)
    .insertInto('trade.attendance')
    .values({ ...a, at: ts(a.at) })
    .onConflict((c) => c.doNothing())
    .execute()
export const attendanceOf = (tx: Tx, tender: string) =>
  t(tx)
    .selectFrom('trade.attendance')
    .selectAll()
    .where('tender', '=', tender)
    .orderBy('at')
    .execute()
export const addHall = (tx: Tx, h: { id: string; lot: string; ends: Instant }) =>
  t(tx)
    .insertInto('trade.hall')
    .values({ ...h, ends: ts(h.ends), record: null, sha256: null })
    .execute()
export async function hallBy(
  tx: Tx,
  where: { id: string } | { lot: string },
): Promise<Hall | undefined> {
  const q = t(tx).selectFrom('trade.hall').selectAll()
  return (
    'id' in where ? q.where('id', '=', where.id) : q.where('lot', '=', where.lot)
  ).executeTakeFirst()
}
export async function hallOf(tx: Tx, id: string): Promise<Hall> {
  const h = await hallBy(tx, { id })
  if (!h) throw new NotFound('开标记录')
  return h
}
export const setRecord = (tx: Tx, id: string, record: OpeningRecord, sha256: string) =>
  t(tx)
    .updateTable('trade.hall')
    .set({ record: JSON.stringify(record), sha256 })
    .where('id', '=', id)
    .execute()
export const addWord = (tx: Tx, w: Word) =>
  t(tx)
    .insertInto('trade.hall_word')
    .values({ ...w, at: ts(w.at) })
    .execute()
export const setAnswer = (tx: Tx, id: string, answer: string) =>
  t(tx).updateTable('trade.hall_word').set({ answer }).where('id', '=', id).execute()
export const wordsOf = (tx: Tx, hall: string): Promise<Word[]> =>
  t(tx).selectFrom('trade.hall_word').selectAll().where('hall', '=', hall).orderBy('at').execute()
/** The newest entry of a purchase's journal, and who is in the room: what the hall's page watches. */
export async function tickOf(tx: Tx, tender: string): Promise<string> {
  const { rows } = await sql<{ tick: string }>`
    select coalesce((select max(j.seq) from kernel.journal j
        where j.process = (select process from kernel.subject where id = ${tender})), 0)
      || '.' || (select count(*) from trade.attendance where tender = ${tender}) as tick`.execute(
    tx,
  )
  return rows[0]?.tick ?? ''
}
