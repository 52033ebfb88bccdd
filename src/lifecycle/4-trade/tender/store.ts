import type { ColumnType } from 'kysely'
import { type Day, type Fen, type Id, type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Way } from '#law'
import type { Document, LotContent } from './model.ts'

type At = ColumnType<Instant, string, string>
export interface Tender {
  readonly id: Id<'tender'>
  readonly plan: Id<'plan'>
  readonly agency: string
  readonly scope: string
  readonly reason: string
  readonly document: Document | null
  readonly version: number
  readonly published: Day | null
  readonly supplyEnds: Day | null
  readonly noticeEnds: Day | null
  readonly deadline: Instant | null
  readonly place: string
  readonly reviewDay: Day | null
  readonly announced: Day | null
  readonly way: Way
}
export interface Ranked {
  readonly bid: string
  readonly supplier: string
  readonly place: number
  readonly total: string
  readonly priceScore: string
  readonly evaluationPrice: string
  readonly counted: boolean
}
export interface Result {
  readonly ranked: readonly Ranked[]
  readonly order: readonly (readonly string[])[]
  readonly invalid: readonly { bid: string; reasons: readonly string[] }[]
  readonly lowPrice: readonly { bid: string; triggers: readonly number[] }[]
  /** What the engine was asked, so that anyone may ask it again. */
  readonly input: unknown
}
export interface Lot {
  readonly id: Id<'lot'>
  readonly tender: Id<'tender'>
  readonly no: number
  readonly title: string
  readonly budget: Fen
  readonly ceiling: Fen | null
  readonly content: LotContent
  readonly opened: Instant | null
  readonly ranking: Result | null
  readonly failure: string | null
}
export interface Question {
  readonly id: Id<'question'>
  readonly tender: string
  readonly asker: string
  readonly text: string
  readonly answer: string | null
}
export interface Correction {
  readonly id: string
  readonly tender: string
  readonly at: Instant
  readonly subjectOf: string
  readonly reason: string
  readonly affects: boolean
  readonly before: Record<string, unknown>
  readonly after: Record<string, unknown>
}
export interface Member {
  readonly tender: string
  readonly person: string
  readonly kind: '抽取专家' | '自选专家' | '采购人代表'
  readonly order: number
}

type Json<T> = ColumnType<T, string, string>
type Tables = {
  'trade.tender': {
    id: Id<'tender'>
    plan_id: Id<'plan'>
    agency: string
    scope: string
    reason: string
    document: ColumnType<Document | null, string | null, string>
    version: number
    published: Day | null
    supply_ends: Day | null
    notice_ends: Day | null
    deadline: ColumnType<Instant | null, string | null, string>
    place: string
    review_day: Day | null
    announced: Day | null
    way: ColumnType<Way, Way | undefined, Way>
  }
  'trade.version': {
    tender: string
    version: number
    at: At
    sha256: string
    document: Json<Document>
  }
  'trade.correction': {
    id: string
    tender: string
    at: At
    subject_of: string
    reason: string
    affects: boolean
    before: Json<Record<string, unknown>>
    after: Json<Record<string, unknown>>
  }
  'trade.lot': {
    id: Id<'lot'>
    tender: Id<'tender'>
    no: number
    title: string
    budget: Fen
    ceiling: Fen | null
    content: Json<LotContent>
    opened: ColumnType<Instant | null, string | null, string>
    ranking: ColumnType<Result | null, string | null, string | null>
    failure: string | null
  }
  'trade.question': Question
  'trade.member': Member & {
    gone: ColumnType<Instant | null, string | undefined, string | null>
    gone_reason: ColumnType<string | null, string | undefined, string | null>
  }
}
export const t = (tx: Tx) => tx.withTables<Tables>()

export async function tenderOf(tx: Tx, id: string): Promise<Tender> {
  const r = await t(tx)
    .selectFrom('trade.tender')
    .selectAll()
    .where('id', '=', id as Id<'tender'>)
    .executeTakeFirst()
  if (!r) throw new NotFound('招标项目')
  return {
    id: r.id,
    plan: r.plan_id,
    agency: r.agency,
    scope: r.scope,
    reason: r.reason,
    document: r.document === null ? null : whole(r.document),
    version: r.version,
    published: r.published,
    supplyEnds: r.supply_ends,
    noticeEnds: r.notice_ends,
    deadline: r.deadline,
    place: r.place,
    reviewDay: r.review_day,
    announced: r.announced,
    way: r.way,
  }
}
/** Documents written before a member was there have its default. */
const whole = (d: Document): Document => ({
  ...d,
  ground: d.ground ?? '',
  envelopes: d.envelopes ?? 1,
  imports: d.imports ?? false,
  negotiable: d.negotiable ?? [],
  lots: d.lots.map((l) => ({ ...l, reserve: l.reserve ?? null })),
})
/** The tender of one purchase, when it has come so far. */
export async function tenderOfProcess(ask: { tx: Tx }, process: string): Promise<Tender | null> {
  const row = await ask.tx
    .withTables<{ 'kernel.subject': { id: string; noun: string; process: string } }>()
    .selectFrom('kernel.subject')
    .select('id')
    .where('noun', '=', '招标项目')
    .where('process', '=', process)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row ? tenderOf(ask.tx, row.id) : null
}
export const addTender = (tx: Tx, r: Pick<Tender, 'id' | 'plan' | 'agency' | 'scope' | 'reason'>) =>
  t(tx)
    .insertInto('trade.tender')
    .values({
      id: r.id,
      plan_id: r.plan,
      agency: r.agency,
      scope: r.scope,
      reason: r.reason,
      document: null,
      version: 0,
      place: '',
    })
    .execute()
export const setAgency = (
  tx: Tx,
  id: string,
  set: { agency: string; scope: string; reason: string },
) =>
  t(tx)
    .updateTable('trade.tender')
    .set(set)
    .where('id', '=', id as Id<'tender'>)
    .execute()

/** A new version of the document, kept for ever. */
export async function setDocument(
  tx: Tx,
  tender: Tender,
  d: Document,
  sha256: string,
  at: Instant,
): Promise<number> {
  const version = tender.version + 1
  const document = JSON.stringify(d)
  await t(tx)
    .updateTable('trade.tender')
    .set({ document, version })
    .where('id', '=', tender.id)
    .execute()
  await t(tx)
    .insertInto('trade.version')
    .values({ tender: tender.id, version, at: ts(at), sha256, document })
    .execute()
  return version
}
export const versionsOf = (tx: Tx, tender: string) =>
  t(tx)
    .selectFrom('trade.version')
    .selectAll()
    .where('tender', '=', tender)
    .orderBy('version')
    .execute()
export const setPublished = (
  tx: Tx,
  id: string,
  p: {
    published: Day
    supplyEnds: Day
    noticeEnds: Day | null
    deadline: Instant
    place: string
    reviewDay: Day
  },
) =>
  t(tx)
    .updateTable('trade.tender')
    .set({
      published: p.published,
      supply_ends: p.supplyEnds,
      notice_ends: p.noticeEnds,
      deadline: ts(p.deadline),
      place: p.place,
      review_day: p.reviewDay,
    })
    .where('id', '=', id as Id<'tender'>)
    .execute()
export const setDeadline = (tx: Tx, id: string, deadline: Instant, reviewDay: Day) =>
  t(tx)
    .updateTable('trade.tender')
    .set({ deadline: ts(deadline), review_day: reviewDay })
    .where('id', '=', id as Id<'tender'>)
    .execute()
export const setAnnounced = (tx: Tx, id: string, announced: Day) =>
  t(tx)
    .updateTable('trade.tender')
    .set({ announced })
    .where('id', '=', id as Id<'tender'>)
    .execute()

export const addCorrection = (tx: Tx, c: Correction) =>
  t(tx)
    .insertInto('trade.correction')
    .values({
      id: c.id,
      tender: c.tender,
      at: ts(c.at),
      subject_of: c.subjectOf,
      reason: c.reason,
      affects: c.affects,
      before: JSON.stringify(c.before),
      after: JSON.stringify(c.after),
    })
    .execute()
export const correctionsOf = async (tx: Tx, tender: string): Promise<Correction[]> =>
  (
    await t(tx)
      .selectFrom('trade.correction')
      .selectAll()
      .where('tender', '=', tender)
      .orderBy('at')
      .execute()
  ).map(({ subject_of, ...c }) => ({ ...c, subjectOf: subject_of }))

export const addLot = (tx: Tx, l: Omit<Lot, 'opened' | 'ranking' | 'failure'>) =>
  t(tx)
    .insertInto('trade.lot')
    .values({
      id: l.id,
      tender: l.tender,
      no: l.no,
      title: l.title,
      budget: l.budget,
      ceiling: l.ceiling,
      content: JSON.stringify(l.content),
      opened: null,
      ranking: null,
      failure: null,
    })
    .execute()
export async function lotsOf(tx: Tx, where: { tender: string } | { id: string }): Promise<Lot[]> {
  const q = t(tx).selectFrom('trade.lot').selectAll().orderBy('no')
  const rows = await ('id' in where
    ? q.where('id', '=', where.id as Id<'lot'>)
    : q.where('tender', '=', where.tender as Id<'tender'>)
  ).execute()
  return rows
}
export async function lotOf(tx: Tx, id: string): Promise<Lot> {
  const [lot] = await lotsOf(tx, { id })
  if (!lot) throw new NotFound('采购包')
  return lot
}
export const setLotContent = (tx: Tx, id: string, l: LotContent) =>
  t(tx)
    .updateTable('trade.lot')
    .set({ title: l.title, ceiling: l.ceiling, content: JSON.stringify(l) })
    .where('id', '=', id as Id<'lot'>)
    .execute()
export const setOpened = (tx: Tx, id: string, at: Instant) =>
  t(tx)
    .updateTable('trade.lot')
    .set({ opened: ts(at) })
    .where('id', '=', id as Id<'lot'>)
    .execute()
/** Null: taken back for a re-evaluation, which keeps it. */
export const setRanking = (tx: Tx, id: string, r: Result | null) =>
  t(tx)
    .updateTable('trade.lot')
    .set({ ranking: r === null ? null : JSON.stringify(r) })
    .where('id', '=', id as Id<'lot'>)
    .execute()
export const setFailure = (tx: Tx, id: string, failure: string) =>
  t(tx)
    .updateTable('trade.lot')
    .set({ failure })
    .where('id', '=', id as Id<'lot'>)
    .execute()

/** Lots whose result is public and that have one, newest first. */
export async function announcedLots(tx: Tx, limit: number): Promise<Lot[]> {
  const rows = await t(tx)
    .selectFrom('trade.lot as l')
    .innerJoin('trade.tender as d', 'd.id', 'l.tender')
    .selectAll('l')
    .where('d.announced', 'is not', null)
    .where('l.ranking', 'is not', null)
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute()
  return rows
}
