import { sql } from 'kysely'
import { type Id, type Instant, NotFound, type Tx, ts } from '#kernel'
import { type Member, type Question, t } from './store.ts'

export const addQuestion = (tx: Tx, q: Question) =>
  t(tx).insertInto('trade.question').values(q).execute()
export const setAnswer = (tx: Tx, id: string, answer: string) =>
  t(tx)
    .updateTable('trade.question')
    .set({ answer })
    .where('id', '=', id as Id<'question'>)
    .execute()
export async function questionOf(tx: Tx, id: string): Promise<Question> {
  const q = await t(tx)
    .selectFrom('trade.question')
    .selectAll()
    .where('id', '=', id as Id<'question'>)
    .executeTakeFirst()
  if (!q) throw new NotFound('澄清提问')
  return q
}
export const answersOf = (tx: Tx, tender: string) =>
  t(tx)
    .selectFrom('trade.question')
    .select(['id', 'text', 'answer'])
    .where('tender', '=', tender)
    .where('answer', 'is not', null)
    .orderBy('id')
    .execute()

export const membersOf = (tx: Tx, tender: string): Promise<Member[]> =>
  t(tx)
    .selectFrom('trade.member')
    .select(['tender', 'person', 'kind', 'order'])
    .where('tender', '=', tender)
    .where('gone', 'is', null)
    .orderBy('order')
    .execute()
export const goneFrom = async (tx: Tx, tender: string): Promise<string[]> =>
  (
    await t(tx)
      .selectFrom('trade.member')
      .select('person')
      .where('tender', '=', tender)
      .where('gone', 'is not', null)
      .execute()
  ).map((m) => m.person)
/** Who left and is drawn again sits again: the seat is one. */
export const addMember = (tx: Tx, m: Member) =>
  t(tx)
    .insertInto('trade.member')
    .values(m)
    .onConflict((c) =>
      c
        .columns(['tender', 'person'])
        .doUpdateSet({ kind: m.kind, order: m.order, gone: null, gone_reason: null }),
    )
    .execute()
/** A review is over and another begins: nobody of the one sits in the other without being drawn for it. */
export const dismissMembers = (tx: Tx, tender: string, at: Instant, reason: string) =>
  sql`update trade.member set gone = ${ts(at)}, gone_reason = ${reason} where tender = ${tender} and gone is null`.execute(
    tx,
  )
/** Organisations that have a living bid in this tender: only for recusal, and only after the deadline. */
export async function biddersOf(tx: Tx, tender: string): Promise<string[]> {
  const { rows } = await sql<{ supplier: string }>`
    select distinct b.supplier from trade.bid b join trade.lot l on l.id = b.lot
    join kernel.subject s on s.id = b.id where l.tender = ${tender} and s.state <> '已撤回'`.execute(
    tx,
  )
  return rows.map((r) => r.supplier)
}
/** 关联单位: other suppliers whose person in charge is also a bidder's (条例第十八条). */
export async function relatedOf(tx: Tx, bidders: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from library.org o join library.org b on b.in_charge = o.in_charge and b.id <> o.id
    where b.id = any(${bidders as string[]}::uuid[]) and o.kind = '供应商' and not o.id = any(${bidders as string[]}::uuid[])`.execute(
    tx,
  )
  return rows.map((r) => r.id)
}
