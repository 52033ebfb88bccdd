import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Day, type Db, type Instant, NotFound, type Tx } from '#kernel'
import { articlesOf, catalogue } from '#law'
import { toQuery, vector } from '#words'
import type { Piece } from './articles.ts'
import type { Doc } from './model.ts'

const DOC = sql`d.id, d.doc_no as "docNo", d.kind, d.issuer, d.issued, d."from", d.until, d.replaces, d.body`
const named = (d: Doc, title: string) =>
  vector([
    ['A', `${title} ${d.docNo}`],
    ['C', `${d.issuer} ${d.kind}`],
  ])
export async function addDoc(
  tx: Tx,
  d: Doc,
  title: string,
  pieces: readonly Piece[],
): Promise<void> {
  await sql`insert into law.doc (id, doc_no, kind, issuer, issued, "from", until, replaces, body, words)
    values (${d.id}, ${d.docNo}, ${d.kind}, ${d.issuer}, ${d.issued}, ${d.from}, ${d.until}, ${d.replaces}, ${d.body},
      ${named(d, title)}::tsvector)`.execute(tx)
  await addArticles(tx, { doc: d.id }, pieces)
}
export async function setDoc(
  tx: Tx,
  d: Doc,
  title: string,
  pieces: readonly Piece[],
): Promise<void> {
  await sql`update law.doc set doc_no = ${d.docNo}, kind = ${d.kind}, issuer = ${d.issuer}, issued = ${d.issued},
    "from" = ${d.from}, until = ${d.until}, replaces = ${d.replaces}, body = ${d.body},
    words = ${named(d, title)}::tsvector where id = ${d.id}`.execute(tx)
  await sql`delete from law.article where doc = ${d.id}`.execute(tx)
  await addArticles(tx, { doc: d.id }, pieces)
}
async function addArticles(
  tx: Tx,
  of: { doc: string } | { text: string },
  pieces: readonly Piece[],
): Promise<void> {
  const [text, doc] = 'doc' in of ? [null, of.doc] : [of.text, null]
  const rows = pieces.map((p, ord) => ({
    ord,
    ...p,
    words: vector([
      ['B', p.body],
      ['D', `${p.chapter} ${p.article}`],
    ]),
  }))
  await sql`insert into law.article (text, doc, ord, chapter, article, body, words)
    select ${text}, ${doc}, r.ord, r.chapter, r.article, r.body, r.words::tsvector
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(ord int, chapter text, article text, body text, words text)`.execute(
    tx,
  )
}
/** One document, whatever its state; the caller says who may see it. */
export async function docOf(tx: Tx, id: string): Promise<Doc> {
  const { rows } = await sql<Doc>`select ${DOC} from law.doc d where d.id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('政策文件')
  return rows[0]
}
export const endDoc = (tx: Tx, id: string, until: Day) =>
  sql`update law.doc set until = ${until} where id = ${id}`.execute(tx)
export const piecesOfDoc = async (tx: Tx, doc: string): Promise<Piece[]> =>
  (
    await sql<Piece>`select chapter, article, body from law.article where doc = ${doc} order by ord`.execute(
      tx,
    )
  ).rows

export interface Listed extends Doc {
  readonly title: string
  readonly no: string | null
  readonly region: string
  readonly state: string
  readonly since: Instant
  readonly due: Instant | null
  readonly waiting: number
  readonly overdue: number
}
export interface Wanted {
  readonly state?: string
  readonly regions?: readonly string[]
  readonly docNo?: string
  readonly id?: string
  readonly ids?: readonly string[]
  /** Words of the title, the number or the issuer. */
  readonly q?: string
  readonly limit?: number
  readonly offset?: number
}
/** Documents that are public, newest first; those under registration are found by their own list. */
export async function findDocs(tx: Tx, w: Wanted): Promise<{ total: number; docs: Listed[] }> {
  const where = sql`s.open
    ${w.state ? sql`and s.state = ${w.state}` : sql``}
    ${w.regions ? sql`and s.region = any(${w.regions}::bpchar[])` : sql``}
    ${w.docNo === undefined ? sql`` : sql`and d.doc_no = ${w.docNo}`}
    ${w.id === undefined ? sql`` : sql`and d.id = ${w.id}`}
    ${w.q ? titled(w.q) : sql``}
    ${w.ids === undefined ? sql`` : sql`and d.id = any(${w.ids}::uuid[])`}`
  const { rows } = await sql<Listed & { total: number }>`
    select ${DOC}, s.title, s.no, s.region, s.state, s.since, s.due, count(*) over () as total,
      (select count(*) from law.cleaning c where c.doc = d.id and c.outcome = '') as waiting,
      (select count(*) from law.cleaning c where c.doc = d.id and c.outcome = '' and c.overdue) as overdue
    from law.doc d join kernel.subject s on s.id = d.id where ${where}
    order by d."from" desc, d.id desc limit ${w.limit ?? 50} offset ${w.offset ?? 0}`.execute(tx)
  return { total: rows[0]?.total ?? 0, docs: rows.map(({ total: _, ...d }) => d) }
}
/** Titles are few and short: each word of the question, or another name for it, must stand in one. */
function titled(q: string) {
  const asked = toQuery(q)
  return asked === null ? sql`and false` : sql`and d.words @@ ${asked}::tsquery`
}
/** The name of a document in force under this number other than those given. */
export async function twinOf(tx: Tx, docNo: string, but: readonly string[]) {
  const { rows } = await sql<{ title: string }>`
    select s.title from law.doc d join kernel.subject s on s.id = d.id
    where d.doc_no = ${docNo} and s.state in ('有效', '标记冲突', '拟废止') and not d.id = any(${but}::uuid[]) limit 1`.execute(
    tx,
  )
  return rows[0]?.title
}
/** Every version of one document that is public, oldest first. */
export async function versionsOf(tx: Tx, id: string): Promise<Listed[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive up as (select id, replaces from law.doc where id = ${id}
        union select d.id, d.replaces from law.doc d join up on d.id = up.replaces),
      down as (select id, replaces from law.doc where id = ${id}
        union select d.id, d.replaces from law.doc d join down on d.replaces = down.id)
    select id from up union select id from down`.execute(tx)
  const { docs } = await findDocs(tx, { ids: rows.map((r) => r.id) })
  return docs.reverse()
}

export interface Hit {
  /** A text of the house by its short name, or a document by its id. */
  readonly text: string | null
  readonly doc: string | null
  readonly title: string
  readonly docNo: string
  readonly state: string
  readonly article: string
  readonly body: string
}
/** Articles that say it, best first; national texts and public documents together. Null when nothing in it can be looked for. */
export async function searchArticles(
  tx: Tx,
  q: string,
  w: { repealed: boolean; limit: number; offset: number },
): Promise<{ total: number; hits: Hit[] } | null> {
  const asked = toQuery(q)
  if (asked === null) return null
  const { rows } = await sql<Hit & { total: number }>`
    select a.text, a.doc, coalesce(s.title, '') as title, coalesce(d.doc_no, '') as "docNo", coalesce(s.state, '有效') as state,
      a.article, a.body, count(*) over () as total
    from law.article a left join law.doc d on d.id = a.doc left join kernel.subject s on s.id = a.doc
    where a.words @@ ${asked}::tsquery and (a.doc is null or s.open ${w.repealed ? sql`` : sql`and s.state <> '已废止'`})
    order by ts_rank(a.words, ${asked}::tsquery, 1) desc, a.text nulls last, a.doc, a.ord
    limit ${w.limit} offset ${w.offset}`.execute(tx)
  return {
    total: rows[0]?.total ?? 0,
    hits: rows.map(({ total: _, ...h }) => {
      const national = h.text === null ? undefined : catalogue[h.text]
      return national ? { ...h, title: national.title, docNo: national.no } : h
    }),
  }
}

export interface Cleaning {
  readonly id: string
  readonly doc: string
  readonly article: string
  readonly law: string
  readonly lawArticle: string
  readonly reason: string
  readonly markedBy: string
  readonly due: Day
  readonly overdue: boolean
  readonly outcome: string
}
const CLEANING = sql`c.id, c.doc, c.article, c.law, c.law_article as "lawArticle", c.reason, c.marked_by as "markedBy", c.due, c.overdue, c.outcome`
export const addCleaning = (tx: Tx, c: Omit<Cleaning, 'overdue' | 'outcome'>) =>
  sql`insert into law.cleaning (id, doc, article, law, law_article, reason, marked_by, due)
    values (${c.id}, ${c.doc}, ${c.article}, ${c.law}, ${c.lawArticle}, ${c.reason}, ${c.markedBy}, ${c.due})`.execute(
    tx,
  )
export async function cleaningOf(tx: Tx, id: string): Promise<Cleaning> {
  const { rows } =
    await sql<Cleaning>`select ${CLEANING} from law.cleaning c where c.id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('文件清理')
  return rows[0]
}
export const cleaningsOf = async (tx: Tx, doc: string): Promise<Cleaning[]> =>
  (
    await sql<Cleaning>`select ${CLEANING} from law.cleaning c where c.doc = ${doc} order by c.due, c.id`.execute(
      tx,
    )
  ).rows
export const endCleaning = (tx: Tx, id: string, outcome: string) =>
  sql`update law.cleaning set outcome = ${outcome} where id = ${id}`.execute(tx)
export const lateCleaning = (tx: Tx, id: string) =>
  sql`update law.cleaning set overdue = true where id = ${id}`.execute(tx)
/** 清理台账: what waits first, by its date; then what was done. */
export const register = async (tx: Tx, limit = 200) =>
  (
    await sql<Cleaning & { title: string; docNo: string; region: string }>`
      select ${CLEANING}, s.title, d.doc_no as "docNo", s.region from law.cleaning c
      join law.doc d on d.id = c.doc join kernel.subject s on s.id = d.id
      order by c.outcome <> '', c.due, c.id limit ${limit}`.execute(tx)
  ).rows

export interface Repeal {
  readonly reason: string
  readonly shownFrom: Day
  readonly shownTo: Day
  readonly on: Day
}
export const setRepeal = (tx: Tx, doc: string, r: Repeal) =>
  sql`insert into law.repeal (doc, reason, shown_from, shown_to, "on")
    values (${doc}, ${r.reason}, ${r.shownFrom}, ${r.shownTo}, ${r.on})
    on conflict (doc) do update set reason = excluded.reason, shown_from = excluded.shown_from,
      shown_to = excluded.shown_to, "on" = excluded."on"`.execute(tx)
export const dropRepeal = (tx: Tx, doc: string) =>
  sql`delete from law.repeal where doc = ${doc}`.execute(tx)
export async function repealOf(tx: Tx, doc: string): Promise<Repeal | undefined> {
  const { rows } = await sql<Repeal>`
    select reason, shown_from as "shownFrom", shown_to as "shownTo", "on" from law.repeal where doc = ${doc}`.execute(
    tx,
  )
  return rows[0]
}
/** A text of the house or a document that is public, by its short name or number. */
export async function isHigher(tx: Tx, law: string, but: string): Promise<boolean> {
  if (catalogue[law] !== undefined) return true
  const { docs } = await findDocs(tx, { docNo: law, limit: 2 })
  return docs.some((d) => d.id !== but)
}

/**
 * National texts come with the house as files; searching wants them in the database, cut into words. Done once, and again
 * for a text whose file is another than the one that was read in.
 */
export async function keepTexts(db: Db): Promise<void> {
  const texts = Object.keys(catalogue).flatMap((short) => {
    let chapter = ''
    const pieces = articlesOf(short).flatMap((l): Piece[] => {
      if ('article' in l) return [{ chapter, article: l.article, body: l.text }]
      chapter = l.chapter
      return []
    })
    const digest = createHash('sha256').update(JSON.stringify(pieces)).digest('hex')
    return pieces.length > 0 ? [{ short, pieces, digest }] : []
  })
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ short: string; digest: string }>`select * from law.text`.execute(
      tx,
    )
    const known = new Map(rows.map((r) => [r.short, r.digest]))
    if (texts.length === rows.length && texts.every((t) => known.get(t.short) === t.digest)) return
    // One process of several reads them in; the others wait and find them there.
    await sql`lock table law.text in exclusive mode`.execute(tx)
    for (const t of texts) {
      const { rows: now } = await sql<{ digest: string }>`
        select digest from law.text where short = ${t.short}`.execute(tx)
      if (now[0]?.digest === t.digest) continue
      await sql`delete from law.text where short = ${t.short}`.execute(tx)
      await sql`insert into law.text (short, digest) values (${t.short}, ${t.digest})`.execute(tx)
      await addArticles(tx, { text: t.short }, t.pieces)
    }
    await sql`delete from law.text where not short = any(${texts.map((t) => t.short)})`.execute(tx)
  })
}
