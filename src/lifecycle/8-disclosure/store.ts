import { type ColumnType, sql } from 'kysely'
import { type Db, type Instant, NotFound, type Tx, ts, under } from '#kernel'
import { duties, type Trigger, type Unsettled } from './duties.ts'
import type { Content, Kind, Notice } from './model.ts'

type Tables = {
  'disclosure.notice': {
    id: string
    kind: Kind
    subject: string
    process: string | null
    ocid: string | null
    project_no: string | null
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
}: { project_no: string | null } & Omit<Notice, 'projectNo'>): Notice => ({
  ...r,
  projectNo: project_no,
})

export async function addNotice(tx: Tx, { projectNo, ...n }: Notice): Promise<void> {
  await t(tx)
    .insertInto('disclosure.notice')
    .values({
      ...n,
      project_no: projectNo,
      content: JSON.stringify(n.content),
      published: ts(n.published),
    })
    .execute()
  for (const [i, a] of (n.content.attachments ?? []).entries())
    await sql`insert into disclosure.attachment (notice, no, title, name, sha256, size)
      values (${n.id}, ${i + 1}, ${a.title}, ${a.name}, ${a.sha256}, ${a.size})`.execute(tx)
}
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
/** All that one thing brought about, oldest first: the notice and whatever corrected it. */
export const noticesOfSubject = async (tx: Tx, subject: string): Promise<Notice[]> =>
  (
    await t(tx)
      .selectFrom('disclosure.notice')
      .selectAll()
      .where('subject', '=', subject)
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
  const at = w.before?.split(',')
  if (at?.[0] && at[1])
    q = q.where(
      sql<boolean>`(published, id) < (${ts(Number(at[0]) as Instant)}::timestamptz, ${at[1]}::uuid)`,
    )
  return (await q.execute()).map(read)
}
/** The newest of several kinds. */
export const newestOf = async (tx: Tx, kinds: readonly Kind[], limit: number): Promise<Notice[]> =>
  (
    await t(tx)
      .selectFrom('disclosure.notice')
      .selectAll()
      .where('kind', 'in', [...kinds])
      .orderBy('published', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
  ).map(read)
/** In the order of the ids; what is not there is left out. */
export async function noticesByIds(tx: Tx, ids: readonly string[]): Promise<Notice[]> {
  if (ids.length === 0) return []
  const list = (
    await t(tx).selectFrom('disclosure.notice').selectAll().where('id', 'in', ids).execute()
  ).map(read)
  const by = new Map(list.map((n) => [n.id, n]))
  return ids.flatMap((id) => by.get(id) ?? [])
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
/** Changes whenever the page of a notice would: what it says, where it stands, how long the journal is, what corrected it, what was read of its files. */
export async function markOf(db: Db, id: string): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ', n.sha256,
      (select l.index from kernel.journal j join kernel.leaf l on l.seq = j.seq where j.subject = n.id order by j.seq limit 1),
      (select max(size) from kernel.checkpoint),
      (select count(*) from disclosure.notice c where c.corrects = n.id),
      (select count(t.sha256) from disclosure.attachment a left join disclosure.file_text t on t.sha256 = a.sha256 where a.notice = n.id)) as mark
    from disclosure.notice n where n.id = ${id}`.execute(db)
  return rows[0]?.mark ?? ''
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

const clocked = duties.flatMap((d) => d.after)
/** The steps of one purchase that the law wants announced, from the public journal. */
export async function triggersOf(tx: Tx, process: string): Promise<Trigger[]> {
  const { rows } = await sql<Trigger>`
    select j.noun || '.' || j.action as step, j.subject, j.at from kernel.journal j
    where j.process = ${process} and j.noun || '.' || j.action = any(${clocked}) order by j.seq`.execute(
    tx,
  )
  return rows
}
/** Steps whose notice is missing, of purchases the public knows of. */
export async function unsettled(tx: Tx, region: string): Promise<Unsettled[]> {
  const table = duties.flatMap((d) =>
    d.after.map((step) => {
      const [noun, action] = step.split('.')
      return sql`(${noun}::text, ${action}::text, ${[...d.by]}::text[], ${d.per === 'process'}::boolean)`
    }),
  )
  const { rows } = await sql<Unsettled>`
    select j.noun || '.' || j.action as step, j.subject, j.at, p.title, p.ocid, p.region, p.began, t.no
    from (values ${sql.join(table)}) d(noun, action, kinds, whole)
    join kernel.journal j on j.noun = d.noun and j.action = d.action
    join library.project p on p.id = j.process
    left join kernel.subject t on t.process = j.process and t.noun = '招标项目'
    where p.region = any(${under(region)})
      and exists (select from disclosure.notice n where n.process = j.process)
      and not exists (select from disclosure.notice n where n.process = j.process and n.kind = any(d.kinds)
        and n.published >= j.at and (d.whole or n.subject = j.subject))
    order by j.seq limit 500`.execute(tx)
  const seen = new Set<string>()
  // Of a purchase announced as a whole the first lot's step stands for all.
  return rows.filter((r) => {
    const d = duties.find((x) => x.after.includes(r.step))
    const key = d?.per === 'process' ? `${d.what} ${r.ocid}` : `${r.step} ${r.subject} ${r.at}`
    return seen.has(key) ? false : seen.add(key) && true
  })
}
