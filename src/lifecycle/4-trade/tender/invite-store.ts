import { type ColumnType, sql } from 'kysely'
import { type Day, type Instant, type Tx, ts } from '#kernel'
import type { Way } from '#law'
import type { Candidate } from './facts.ts'

type Json<T> = ColumnType<T, string, string>
type At = ColumnType<Instant, string, string>
export interface Shortlist {
  readonly tender: string
  readonly at: Instant
  readonly way: Way
  readonly need: number
  readonly watchers: readonly string[]
  readonly candidates: readonly Candidate[]
  readonly seed: string
  /** Suppliers drawn, in the order of the draw. */
  readonly invited: readonly string[]
}
export interface Pause {
  readonly id: string
  readonly tender: string
  readonly at: Instant
  readonly reason: string
  readonly resumed: Instant | null
  readonly deadline_before: Instant | null
  readonly deadline_after: Instant | null
}
type MaybeAt = ColumnType<Instant | null, string | null, string | null>
type Tables = {
  'trade.tender': { id: string; way: Way; plan_id: string; published: Day | null }
  'trade.shortlist': {
    tender: string
    at: At
    way: Way
    need: number
    watchers: Json<readonly string[]>
    candidates: Json<readonly Candidate[]>
    seed: string
    invited: Json<readonly string[]>
  }
  'trade.pause': {
    id: string
    tender: string
    at: At
    reason: string
    resumed: MaybeAt
    deadline_before: MaybeAt
    deadline_after: MaybeAt
  }
}
const t = (tx: Tx) => tx.withTables<Tables>()
/** A list made again takes the place of the one before; the journal keeps both. */
export async function setShortlist(tx: Tx, s: Shortlist) {
  const row = {
    ...s,
    at: ts(s.at),
    watchers: JSON.stringify(s.watchers),
    candidates: JSON.stringify(s.candidates),
    invited: JSON.stringify(s.invited),
  }
  await t(tx)
    .insertInto('trade.shortlist')
    .values(row)
    .onConflict((c) => c.column('tender').doUpdateSet(row))
    .execute()
  await t(tx).updateTable('trade.tender').set({ way: s.way }).where('id', '=', s.tender).execute()
}
export const shortlistOf = async (tx: Tx, tender: string): Promise<Shortlist | null> =>
  (await t(tx)
    .selectFrom('trade.shortlist')
    .selectAll()
    .where('tender', '=', tender)
    .executeTakeFirst()) ?? null

/** 通过资格预审的供应商: of the prequalification whose result has been told; null where there is none. */
export async function prequalifiedOf(tx: Tx, tender: string): Promise<string[] | null> {
  const { rows } = await sql<{ passed: string[] | null }>`
    select array(select a.supplier from trade.application a join kernel.subject x on x.id = a.id
      where a.prequal = p.id and x.state = '通过')::text[] as passed
    from trade.prequal p join kernel.subject s on s.id = p.id
    where p.tender = ${tender} and s.state = '已告知'`.execute(tx)
  return rows[0]?.passed ?? null
}

export const addPause = (
  tx: Tx,
  p: Pick<Pause, 'id' | 'tender' | 'at' | 'reason' | 'deadline_before'>,
) =>
  t(tx)
    .insertInto('trade.pause')
    .values({
      ...p,
      at: ts(p.at),
      resumed: null,
      deadline_before: p.deadline_before === null ? null : ts(p.deadline_before),
      deadline_after: null,
    })
    .execute()
export const endPause = (tx: Tx, id: string, resumed: Instant, after: Instant | null) =>
  t(tx)
    .updateTable('trade.pause')
    .set({ resumed: ts(resumed), deadline_after: after === null ? null : ts(after) })
    .where('id', '=', id)
    .execute()
export const pausesOf = (tx: Tx, tender: string): Promise<Pause[]> =>
  t(tx).selectFrom('trade.pause').selectAll().where('tender', '=', tender).orderBy('at').execute()
