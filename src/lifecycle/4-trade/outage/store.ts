import { type ColumnType, sql } from 'kysely'
import { type Instant, type Tx, ts } from '#kernel'
import type { Incident } from './model.ts'

type At = ColumnType<Instant, string, string>
type Tables = { 'trade.incident': Omit<Incident, 'began' | 'ended'> & { began: At; ended: At } }
const t = (tx: Tx) => tx.withTables<Tables>()

export const addIncident = (tx: Tx, i: Incident) =>
  t(tx)
    .insertInto('trade.incident')
    .values({ ...i, began: ts(i.began), ended: ts(i.ended) })
    .execute()
/** Newest first. */
export const incidents = (tx: Tx, limit: number): Promise<Incident[]> =>
  t(tx)
    .selectFrom('trade.incident')
    .selectAll()
    .orderBy('began', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
export const incidentsSince = (tx: Tx, ended: Instant): Promise<Incident[]> =>
  t(tx)
    .selectFrom('trade.incident')
    .selectAll()
    .where('ended', '>', sql<Instant>`${ts(ended)}::timestamptz`)
    .orderBy('began')
    .execute()
/** Deadlines that moved because of these incidents, as the journal has them. */
export async function movedBy(
  tx: Tx,
  ids: readonly string[],
): Promise<{ incident: string; title: string; no: string; before: Instant; after: Instant }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{
    incident: string
    title: string
    no: string
    before: number
    after: number
  }>`
    select x.incident, s.title, coalesce(s.no, '') as no, (j.data->>'before')::bigint as before, (j.data->>'deadline')::bigint as after
    from kernel.journal j
    join kernel.subject s on s.id = j.subject
    cross join lateral jsonb_array_elements_text(j.data->'incidents') as x(incident)
    where j.noun = '招标项目' and j.action = 'postpone' and x.incident = any (${[...ids]}) order by j.seq`.execute(
    tx,
  )
  return rows as never
}
/** Commits refused for a fault of ours, and commits accepted, since then. */
export async function commitsSince(tx: Tx, since: Instant) {
  const refused = await sql<{ at: Instant }>`
    select at from kernel.fault where at > ${ts(since)} order by at`.execute(tx)
  if (refused.rows.length === 0) return { refused: [], accepted: [] }
  const accepted = await sql<{ at: Instant }>`
    select at from kernel.journal where noun in ('投标', '报价') and action in ('submit', 'replace') and at > ${ts(since)}
    order by at`.execute(tx)
  return { refused: refused.rows.map((r) => r.at), accepted: accepted.rows.map((r) => r.at) }
}
/** What an incident was made of is not counted twice. */
export const clearFaults = (tx: Tx, until: Instant) =>
  sql`delete from kernel.fault where at <= ${ts(until)}`.execute(tx)
