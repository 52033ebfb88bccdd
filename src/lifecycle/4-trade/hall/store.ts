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
/**
 * A mark that changes when what somebody may see of the room changes, and only then: how many have bid or signed in is a
 * secret until the opening, so neither the journal's length nor the attendance may show through. `all`: everything opened is
 * open to this person; else of what suppliers said only what `org` itself did.
 */
export async function tickOf(
  tx: Tx,
  tender: string,
  who: { all: boolean; org: string | null },
): Promise<string> {
  const { rows } = await sql<{ tick: string }>`
    with lots as (
      select l.id, l.opened, s.state from trade.lot l join kernel.subject s on s.id = l.id where l.tender = ${tender}
    )
    select md5(concat_ws('|',
      (select concat_ws(' ', s.state, t.deadline, t.announced, t.place) from trade.tender t
        join kernel.subject s on s.id = t.id where t.id = ${tender}),
      (select string_agg(concat_ws(' ', id, opened, state), ',' order by id) from lots),
      (select string_agg(concat_ws(' ', h.id, h.ends, s.state), ',' order by h.id) from trade.hall h
        join kernel.subject s on s.id = h.id where h.lot in (select id from lots)),
      (select string_agg(concat_ws(' ', w.id, w.answer), ',' order by w.id) from trade.hall_word w
        join trade.hall h on h.id = w.hall where h.lot in (select id from lots) and (${who.all} or w.org = ${who.org}::uuid)),
      (select string_agg(concat_ws(' ', b.id, b.state, p.price), ',' order by b.id) from trade.bid p
        join kernel.subject b on b.id = p.id
        where ${who.all} and p.lot in (select id from lots where opened is not null)),
      (select count(*) from trade.attendance a
        where a.tender = ${tender} and (${who.all} or a.org = ${who.org}::uuid))
    )) as tick`.execute(tx)
  return rows[0]?.tick ?? ''
}
