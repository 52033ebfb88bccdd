import { type ColumnType, sql } from 'kysely'
import { type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Call, DrawSpec, Occasion, Outcome, Party } from './model.ts'
import type { SeedParts } from './permute.ts'

type At = ColumnType<Instant | null, string | null, string | null>
type Tables = {
  'trade.draw': {
    id: string
    tender: string
    site: string | null
    kind: DrawSpec['kind']
    reason: string
    need: number
    spec: ColumnType<DrawSpec, string, never>
    vault: Buffer
    occasion: ColumnType<Occasion | null, string | null, never>
    seed: ColumnType<Settled | null, string | null, string>
  }
  'trade.draw_commit': { draw: string; by: Party; commitment: string; nonce: string | null }
  'trade.draw_call': Call & { placed: ColumnType<Instant, string, string>; ends: At; answered: At }
}
/** Beacon and reveals, once they are known. */
export interface Settled extends SeedParts {
  readonly note: string
}
export interface Draw {
  readonly id: string
  readonly tender: string
  readonly site: string | null
  readonly kind: DrawSpec['kind']
  readonly reason: string
  readonly need: number
  readonly spec: DrawSpec
  readonly vault: Buffer
  /** Null for a tender's, whose own record says it. */
  readonly occasion: Occasion | null
  readonly seed: Settled | null
}
export interface Committed {
  readonly by: Party
  readonly commitment: string
  readonly nonce: string | null
}
export interface Placed extends Call {
  readonly placed: Instant
  readonly ends: Instant | null
  readonly answered: Instant | null
}
const t = (tx: Tx) => tx.withTables<Tables>()

export const addDraw = (tx: Tx, d: Omit<Draw, 'seed'>) =>
  t(tx)
    .insertInto('trade.draw')
    .values({
      ...d,
      spec: JSON.stringify(d.spec),
      occasion: d.occasion === null ? null : JSON.stringify(d.occasion),
      seed: null,
    })
    .execute()
export async function drawOf(tx: Tx, id: string): Promise<Draw> {
  const d = await t(tx).selectFrom('trade.draw').selectAll().where('id', '=', id).executeTakeFirst()
  if (!d) throw new NotFound('专家抽取')
  return d
}
/** Every draw of a tender with its state, oldest first. */
export async function drawsOf(tx: Tx, tender: string): Promise<(Draw & { state: string })[]> {
  return t(tx)
    .withTables<{ 'kernel.subject': { id: string; state: string } }>()
    .selectFrom('trade.draw as d')
    .innerJoin('kernel.subject as s', 's.id', 'd.id')
    .selectAll('d')
    .select('s.state')
    .where('d.tender', '=', tender)
    .orderBy('d.id')
    .execute()
}
export const setSeed = (tx: Tx, id: string, seed: Settled) =>
  t(tx)
    .updateTable('trade.draw')
    .set({ seed: JSON.stringify(seed) })
    .where('id', '=', id)
    .execute()

export const addCommit = (tx: Tx, draw: string, c: Committed) =>
  t(tx)
    .insertInto('trade.draw_commit')
    .values({ draw, ...c })
    .execute()
export const commitsOf = (tx: Tx, draw: string): Promise<Committed[]> =>
  t(tx)
    .selectFrom('trade.draw_commit')
    .select(['by', 'commitment', 'nonce'])
    .where('draw', '=', draw)
    .orderBy('by')
    .execute()
export const setNonce = (tx: Tx, draw: string, by: Party, nonce: string) =>
  t(tx)
    .updateTable('trade.draw_commit')
    .set({ nonce })
    .where('draw', '=', draw)
    .where('by', '=', by)
    .execute()

export const callsOf = (tx: Tx, draw: string): Promise<Placed[]> =>
  t(tx).selectFrom('trade.draw_call').selectAll().where('draw', '=', draw).orderBy('turn').execute()
export async function callOf(tx: Tx, id: string): Promise<Placed> {
  const c = await t(tx)
    .selectFrom('trade.draw_call')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!c) throw new NotFound('抽取通知')
  return c
}
export const addCall = (tx: Tx, c: Placed) =>
  t(tx)
    .insertInto('trade.draw_call')
    .values({
      ...c,
      placed: ts(c.placed),
      ends: c.ends === null ? null : ts(c.ends),
      answered: c.answered === null ? null : ts(c.answered),
    })
    .execute()
export const setAttempt = (tx: Tx, id: string, attempt: number, placed: Instant, ends: Instant) =>
  t(tx)
    .updateTable('trade.draw_call')
    .set({ attempt, placed: ts(placed), ends: ts(ends) })
    .where('id', '=', id)
    .execute()
export const setOutcome = (
  tx: Tx,
  id: string,
  outcome: Outcome,
  reason: string,
  answered: Instant,
) =>
  t(tx)
    .updateTable('trade.draw_call')
    .set({ outcome, reason, answered: ts(answered), ends: null })
    .where('id', '=', id)
    .execute()

export const setGone = (tx: Tx, tender: string, person: string, at: Instant, reason: string) =>
  sql`update trade.member set gone = ${ts(at)}, gone_reason = ${reason}
    where tender = ${tender} and person = ${person}`.execute(tx)

/**
 * 信标: the first signed checkpoint that covers every commitment of this draw. Null until there is one.
 * Nobody who committed could know it, for it hashes their commitments and all that was written after them.
 */
export async function checkpointAfter(
  tx: Tx,
  draw: string,
): Promise<{ size: number; root: string; note: string } | null> {
  const { rows } = await sql<{ size: number; note: string }>`
    with mine as (
      select j.seq, l.index from kernel.journal j left join kernel.leaf l on l.seq = j.seq
      where j.subject = ${draw} and j.action in ('commit', 'join')
    )
    select c.size, c.note from kernel.checkpoint c
    where not exists (select 1 from mine where index is null)
      and c.size > (select max(index) from mine)
    order by c.size limit 1`.execute(tx)
  const found = rows[0]
  if (!found) return null
  return { size: found.size, root: found.note.split('\n')[2] ?? '', note: found.note }
}
