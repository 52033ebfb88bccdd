import { type RawBuilder, sql } from 'kysely'
import type { Kind, Notice } from '#disclosure'
import { at, type Day, type Instant, type Tx, ts, under } from '#kernel'
import { toQuery } from '#words'
import type { PriceRow } from './model.ts'

const rows = async <T>(tx: Tx, q: RawBuilder<T>): Promise<T[]> => (await q.execute(tx)).rows

/** One indexer at a time, across processes; false when another has it. */
export const take = async (tx: Tx): Promise<boolean> =>
  (await rows(tx, sql<{ ok: boolean }>`select pg_try_advisory_xact_lock(790183) as ok`))[0]?.ok ===
  true
/** From which entry of the journal on there are notices to index; another edition of the index begins anew. */
export async function indexedBelow(tx: Tx, edition: number): Promise<number> {
  const [r] = await rows(
    tx,
    sql<{ below: number; edition: number }>`select below, edition from disclosure.indexed`,
  )
  return r?.edition === edition ? r.below : 0
}
export const setIndexed = (tx: Tx, below: number, edition: number) =>
  sql`update disclosure.indexed set below = ${below}, edition = ${edition}`.execute(tx)
/** The journal's next entries: where each stands, and the notice it is, if it is one. */
export const entriesFrom = (tx: Tx, index: number, limit: number) =>
  rows(
    tx,
    sql<{ index: number; notice: string | null }>`
      select l.index, n.id as notice from kernel.leaf l join kernel.journal j on j.seq = l.seq
      left join disclosure.notice n on n.id = j.subject
      where l.index >= ${index} order by l.index limit ${limit}`,
  )
export interface FileText {
  readonly sha256: string
  readonly title: string
  readonly text: string | null
  readonly mark: string
  readonly read: boolean
}
export const filesOf = (tx: Tx, notice: string): Promise<FileText[]> =>
  rows(
    tx,
    sql<FileText>`select a.sha256, a.title, t.text, coalesce(t.mark, '') as mark, t.sha256 is not null as read
      from disclosure.attachment a left join disclosure.file_text t on t.sha256 = a.sha256
      where a.notice = ${notice} order by a.no`,
  )
export const setText = (tx: Tx, sha256: string, text: string | null, mark: string, now: Instant) =>
  // PostgreSQL has no text with a NUL in it.
  sql`insert into disclosure.file_text (sha256, text, mark, at) values (${sha256}, ${text?.replaceAll('\0', ' ') ?? null}, ${mark}, ${ts(now)})
    on conflict (sha256) do update set text = excluded.text, mark = excluded.mark, at = excluded.at`.execute(
    tx,
  )
const placeOf = (notice: string) =>
  sql`(select min(l.index) from kernel.journal j join kernel.leaf l on l.seq = j.seq where j.subject = ${notice})`
/** What the purchase's notices said of it that stand before this one in the journal, newest first: whenever it is asked, the same. */
export const saidBefore = async (tx: Tx, n: Notice) =>
  n.process === null
    ? []
    : rows(
        tx,
        sql<{ method: string | null; items: string[] }>`
          select f.method, f.items from disclosure.found f join kernel.journal j on j.subject = f.notice join kernel.leaf l on l.seq = j.seq
          where f.process = ${n.process} and l.index < ${placeOf(n.id)} order by l.index desc limit 20`,
      )
export interface Entry {
  readonly method: string | null
  readonly category: string | null
  readonly items: readonly string[]
  readonly amount: number | null
  readonly words: string
  readonly pending: boolean
}
/** A code is found by every beginning of it, by an index and without a pattern. */
const beginnings = (code: string) =>
  Array.from({ length: code.length }, (_, i) => code.slice(0, i + 1))
export const withBeginnings = (codes: readonly string[]): string[] => [
  ...new Set(codes.flatMap(beginnings)),
]
export const putEntry = (tx: Tx, n: Notice, e: Entry) =>
  sql`insert into disclosure.found (notice, process, kind, region, published, method, category, items, amount, words, pending)
    values (${n.id}, ${n.process}, ${n.kind}, ${n.region}, ${ts(n.published)}, ${e.method}, ${e.category}, ${withBeginnings(e.items)}::text[],
      ${e.amount}, ${e.words}::tsvector, ${e.pending})
    on conflict (notice) do update set method = excluded.method, category = excluded.category, items = excluded.items,
      amount = excluded.amount, words = excluded.words, pending = excluded.pending`.execute(tx)
export async function putPrices(tx: Tx, n: Notice, list: readonly PriceRow[]): Promise<void> {
  await sql`delete from disclosure.price where notice = ${n.id}`.execute(tx)
  for (const [i, p] of list.entries())
    await sql`insert into disclosure.price (notice, no, item, name, model, quantity, unit, price, region, published)
      values (${n.id}, ${i + 1}, ${p.item}, ${p.name}, ${p.model}, ${p.quantity}, ${p.unit}, ${p.price}, ${n.region}, ${ts(n.published)})`.execute(
      tx,
    )
}
export const pricesFor = (tx: Tx, n: Notice): Promise<PriceRow[]> =>
  rows(
    tx,
    sql<PriceRow>`select item, name, model, quantity, unit, price from disclosure.price
      where notice = ${n.id} and region = ${n.region} and published = ${ts(n.published)} order by no`,
  )
/** The next file whose text nobody has read yet. */
export const unreadFile = async (tx: Tx) =>
  (
    await rows(
      tx,
      sql<{ sha256: string; name: string }>`
        select a.sha256, a.name from disclosure.found f join disclosure.attachment a on a.notice = f.notice
        where f.pending and not exists (select from disclosure.file_text t where t.sha256 = a.sha256)
        order by f.seq, a.no limit 1`,
    )
  )[0]
export const noticesWithFile = (tx: Tx, sha256: string) =>
  rows(
    tx,
    sql<{ notice: string }>`select notice from disclosure.attachment where sha256 = ${sha256}`,
  )

export interface Wanted {
  readonly q?: string | undefined
  readonly region?: string | undefined
  readonly kind?: Kind | undefined
  readonly method?: string | undefined
  readonly category?: string | undefined
  /** A catalogue code or the beginning of one. */
  readonly item?: string | undefined
  /** Fen. */
  readonly least?: number | undefined
  readonly most?: number | undefined
  readonly from?: Day | undefined
  readonly to?: Day | undefined
}
/** The conditions of a question; null when its words hold nothing to look for. */
export function conditions(w: Wanted): RawBuilder<unknown>[] | null {
  const q = w.q === undefined || w.q.trim() === '' ? undefined : toQuery(w.q)
  if (q === null) return null
  return [
    ...(q === undefined ? [] : [sql`f.words @@ ${q}::tsquery`]),
    ...(w.region && w.region !== '150000'
      ? [sql`f.region = any(${under(w.region)}::bpchar[])`]
      : []),
    ...(w.kind ? [sql`f.kind = ${w.kind}`] : []),
    ...(w.method ? [sql`f.method = ${w.method}`] : []),
    ...(w.category ? [sql`f.category = ${w.category}`] : []),
    ...(w.item ? [sql`f.items @> ${[w.item.replace(/(?<=.)0+$/, '')]}::text[]`] : []),
    ...(w.least === undefined ? [] : [sql`f.amount >= ${w.least}`]),
    ...(w.most === undefined ? [] : [sql`f.amount <= ${w.most}`]),
    ...(w.from ? [sql`f.published >= ${ts(at(w.from))}`] : []),
    ...(w.to ? [sql`f.published < ${ts(at(w.to, 24))}`] : []),
  ]
}
/** Answers are ranked among this many, the newest that fit: more were never looked through by anybody. */
export const RANKED = 300
/**
 * Ids of notices that fit. 相关: best first among the newest that fit, by page. 最新: newest first, from a cursor on.
 * Null when the words hold nothing to look for.
 */
export async function findIds(
  tx: Tx,
  w: Wanted & {
    order: '相关' | '最新'
    limit: number
    offset?: number
    before?: { published: Instant; id: string } | undefined
  },
): Promise<string[] | null> {
  const where = conditions(w)
  if (where === null) return null
  const q = w.q && w.order === '相关' ? toQuery(w.q) : null
  if (w.before)
    where.push(
      sql`(f.published, f.notice) < (${ts(w.before.published)}::timestamptz, ${w.before.id}::uuid)`,
    )
  const all = where.length === 0 ? sql`true` : sql.join(where, sql` and `)
  const newest = (limit: number, what: RawBuilder<unknown>) =>
    sql`select ${what} from disclosure.found f where ${all} order by f.published desc, f.notice desc limit ${limit}`
  const found =
    q === null
      ? await rows(
          tx,
          sql<{ notice: string }>`${newest(w.limit, sql`f.notice`)} offset ${w.offset ?? 0}`,
        )
      : await rows(
          tx,
          sql<{
            notice: string
          }>`select notice from (${newest(RANKED, sql`f.notice, f.published, f.words`)}) c
            order by ts_rank(c.words, ${q}::tsquery) desc, c.published desc, c.notice desc limit ${w.limit} offset ${w.offset ?? 0}`,
        )
  return found.map((r) => r.notice)
}
/** How many fit, up to a bound: past it nobody counts. */
export async function countFound(tx: Tx, w: Wanted, most: number): Promise<number> {
  const where = conditions(w)
  if (where === null) return 0
  const all = where.length === 0 ? sql`true` : sql.join(where, sql` and `)
  const [r] = await rows(
    tx,
    sql<{
      n: number
    }>`select count(*)::int as n from (select 1 from disclosure.found f where ${all} limit ${most}) x`,
  )
  return r?.n ?? 0
}
/**
 * What came into the index after a place, oldest first: for whoever is to be told. Files that are still being read hold it back
 * for an hour at most, because what is in them may be what the reader waits for.
 */
export async function foundAfter(
  tx: Tx,
  w: Wanted,
  seq: number,
  limit: number,
  now: Instant,
): Promise<{ seq: number; notice: string }[]> {
  const where = conditions(w)
  if (where === null) return []
  return rows(
    tx,
    sql<{ seq: number; notice: string }>`select f.seq, f.notice from disclosure.found f
      where ${sql.join([sql`f.seq > ${seq}`, sql`f.seq < coalesce((select min(p.seq) from disclosure.found p where p.pending and p.published > ${ts(now)}::timestamptz - interval '1 hour'), 9223372036854775807)`, ...where], sql` and `)} order by f.seq limit ${limit}`,
  )
}
export const lastSeq = async (tx: Tx): Promise<number> =>
  (
    await rows(
      tx,
      sql<{ seq: number }>`select coalesce(max(seq), 0)::bigint as seq from disclosure.found`,
    )
  )[0]?.seq ?? 0
/** The purchase's notices up to this one, by the journal. */
export const noticesUpTo = async (tx: Tx, n: Notice): Promise<string[]> =>
  (
    await rows(
      tx,
      sql<{
        id: string
      }>`select n.id from disclosure.notice n join kernel.journal j on j.subject = n.id
        join kernel.leaf l on l.seq = j.seq where n.process = ${n.process} and l.index <= ${placeOf(n.id)} order by l.index`,
    )
  ).map((r) => r.id)
