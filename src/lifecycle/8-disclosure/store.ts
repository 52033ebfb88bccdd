import { type ColumnType, sql } from 'kysely'
import { type Instant, NotFound, type Tx, ts, under } from '#kernel'
import type { Content, Kind, Notice } from './model.ts'

type Tables = {
  'disclosure.notice': {
    id: string
    kind: Kind
    subject: string
    process: string
    ocid: string
    project_no: string
    title: string
    region: string
    publisher: string
    content: ColumnType<Content, string, never>
    sha256: string
    published: ColumnType<Instant, string, never>
    ends: Notice['ends']
    corrects: string | null
  }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const read = ({
  project_no,
  ...r
}: { project_no: string } & Omit<Notice, 'projectNo'>): Notice => ({ ...r, projectNo: project_no })

export const addNotice = (tx: Tx, { projectNo, ...n }: Notice) =>
  t(tx)
    .insertInto('disclosure.notice')
    .values({
      ...n,
      project_no: projectNo,
      content: JSON.stringify(n.content),
      published: ts(n.published),
    })
    .execute()
export async function noticeOf(tx: Tx, id: string): Promise<Notice> {
  const r = await t(tx)
    .selectFrom('disclosure.notice')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('公告')
  return read(r)
}
export const noticesOfProcess = async (tx: Tx, process: string): Promise<Notice[]> =>
  (
    await t(tx)
      .selectFrom('disclosure.notice')
      .selectAll()
      .where('process', '=', process)
      .orderBy('published')
      .orderBy('id')
      .execute()
  ).map(read)
export const correctionsOf = async (tx: Tx, id: string): Promise<Notice[]> =>
  (
    await t(tx)
      .selectFrom('disclosure.notice')
      .selectAll()
      .where('corrects', '=', id)
      .orderBy('published')
      .execute()
  ).map(read)

export interface Wanted {
  readonly region?: string | undefined
  readonly kind?: Kind | undefined
  readonly q?: string | undefined
  /** From an earlier page: `published,id` of its last notice. */
  readonly before?: string | undefined
  readonly limit: number
}
/** Newest first. */
export async function findNotices(tx: Tx, w: Wanted): Promise<Notice[]> {
  let q = t(tx)
    .selectFrom('disclosure.notice')
    .selectAll()
    .orderBy('published', 'desc')
    .orderBy('id', 'desc')
    .limit(w.limit)
  if (w.region) q = q.where('region', 'in', under(w.region))
  if (w.kind) q = q.where('kind', '=', w.kind)
  // Every word must occur somewhere; a word is text, never a pattern.
  for (const word of (w.q ?? '').split(/\s+/).filter(Boolean).slice(0, 8)) {
    const like = `%${word.replace(/[%_\\]/g, '\\$&')}%`
    q = q.where((eb) =>
      eb.or([
        eb('title', 'ilike', like),
        eb('project_no', 'ilike', like),
        eb('publisher', 'ilike', like),
        eb('ocid', 'ilike', like),
        sql<boolean>`content::text ilike ${like}`,
      ]),
    )
  }
  const at = w.before?.split(',')
  if (at?.[0] && at[1])
    q = q.where(
      sql<boolean>`(published, id) < (${ts(Number(at[0]) as Instant)}::timestamptz, ${at[1]}::uuid)`,
    )
  return (await q.execute()).map(read)
}
/** How many there are of each kind, in one region and under it. */
export async function countByKind(tx: Tx, region: string): Promise<Partial<Record<Kind, number>>> {
  const rows = await t(tx)
    .selectFrom('disclosure.notice')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('n')])
    .where('region', 'in', under(region))
    .groupBy('kind')
    .execute()
  return Object.fromEntries(rows.map((r) => [r.kind, Number(r.n)]))
}
export async function countByRegion(tx: Tx): Promise<Record<string, number>> {
  const rows = await t(tx)
    .selectFrom('disclosure.notice')
    .select((eb) => ['region', eb.fn.countAll<number>().as('n')])
    .groupBy('region')
    .execute()
  return Object.fromEntries(rows.map((r) => [r.region, Number(r.n)]))
}
/** Where a notice stands in the journal; null until the sequencer has given its entry an index. */
export async function proofOf(tx: Tx, id: string): Promise<{ index: number; leaf: string } | null> {
  const { rows } = await sql<{ index: number; leaf: string }>`
    select l.index, encode(l.sha256, 'hex') as leaf from kernel.journal j join kernel.leaf l on l.seq = j.seq
    where j.subject = ${id} order by j.seq limit 1`.execute(tx)
  return rows[0] ?? null
}
/** What an entry of the journal says to the whole world, and nothing of what the house only keeps. */
export async function openOf(tx: Tx, seq: number): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ open: Record<string, unknown> | null }>`
    select leaf::jsonb -> 'open' as open from kernel.journal where seq = ${seq}`.execute(tx)
  return rows[0]?.open ?? {}
}
