import type { ColumnType, Insertable } from 'kysely'
import { type Day, type Fen, type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Objection } from './computed.ts'
import type { AwardPart, Review, Score, Verdict } from './model.ts'

type At = ColumnType<Instant | null, string | null, string | null>
type Tables = {
  'trade.qualification': { bid: string; item: string; passed: boolean; reason: string }
  'trade.review': {
    id: string
    lot: string
    person: string
    signed: At
    opinion: string
    void: ColumnType<boolean, boolean | undefined, boolean>
    report_signed: ColumnType<Instant | null, string | null | undefined, string | null>
    dissent: ColumnType<string, string | undefined, string>
  }
  'trade.score': Score
  'trade.objection': Objection
  'trade.conformity': Verdict & { review: string }
  'trade.award': {
    id: string
    lot: string
    bid: string
    supplier: string
    amount: Fen
    decided: Day
    deemed: boolean
    reason: string
    letter: Day | null
    part: ColumnType<AwardPart, AwardPart | undefined, never>
    /** The day on which it fell, another having been decided; null while it stands. */
    superseded: Day | null
  }
}
const t = (tx: Tx) => tx.withTables<Tables>()

export const addVerdicts = (tx: Tx, rows: readonly Verdict[]) =>
  t(tx)
    .insertInto('trade.qualification')
    .values(rows as Verdict[])
    .execute()
export const verdictsOf = (tx: Tx, bids: readonly string[]): Promise<Verdict[]> =>
  bids.length === 0
    ? Promise.resolve([])
    : t(tx)
        .selectFrom('trade.qualification')
        .selectAll()
        .where('bid', 'in', bids as string[])
        .execute()

export const addReview = (tx: Tx, r: Pick<Review, 'id' | 'lot' | 'person'>) =>
  t(tx)
    .insertInto('trade.review')
    .values({ ...r, signed: null, opinion: '' })
    .execute()
export async function reviewOf(tx: Tx, id: string): Promise<Review> {
  const r = await t(tx)
    .selectFrom('trade.review')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('评审意见')
  return r
}
export const reviewsOf = (tx: Tx, lot: string): Promise<Review[]> =>
  t(tx)
    .selectFrom('trade.review')
    .selectAll()
    .where('lot', '=', lot)
    .where('void', '=', false)
    .orderBy('id')
    .execute()
export const setVoid = (tx: Tx, id: string) =>
  t(tx).updateTable('trade.review').set({ void: true }).where('id', '=', id).execute()
export const setReportSigned = (tx: Tx, id: string, at: Instant | null, dissent: string) =>
  t(tx)
    .updateTable('trade.review')
    .set({ report_signed: at === null ? null : ts(at), dissent })
    .where('id', '=', id)
    .execute()
export const setSigned = (tx: Tx, id: string, signed: Instant | null, opinion: string) =>
  t(tx)
    .updateTable('trade.review')
    .set({ signed: signed === null ? null : ts(signed), opinion })
    .where('id', '=', id)
    .execute()

export async function saveScores(
  tx: Tx,
  review: string,
  bid: string,
  scores: readonly Score[],
  verdicts: readonly Verdict[],
) {
  await t(tx)
    .deleteFrom('trade.score')
    .where('review', '=', review)
    .where('bid', '=', bid)
    .execute()
  await t(tx)
    .deleteFrom('trade.conformity')
    .where('review', '=', review)
    .where('bid', '=', bid)
    .execute()
  if (scores.length > 0)
    await t(tx)
      .insertInto('trade.score')
      .values(scores as Score[])
      .execute()
  if (verdicts.length > 0)
    await t(tx)
      .insertInto('trade.conformity')
      .values(verdicts.map((v) => ({ ...v, review })))
      .execute()
}
export const scoresOf = (tx: Tx, reviews: readonly string[]): Promise<Score[]> =>
  reviews.length === 0
    ? Promise.resolve([])
    : t(tx)
        .selectFrom('trade.score')
        .selectAll()
        .where('review', 'in', reviews as string[])
        .execute()
export const conformityOf = (
  tx: Tx,
  reviews: readonly string[],
): Promise<(Verdict & { review: string })[]> =>
  reviews.length === 0
    ? Promise.resolve([])
    : t(tx)
        .selectFrom('trade.conformity')
        .selectAll()
        .where('review', 'in', reviews as string[])
        .execute()

export const objectionsOf = (tx: Tx, reviews: readonly string[]): Promise<Objection[]> =>
  reviews.length === 0
    ? Promise.resolve([])
    : t(tx)
        .selectFrom('trade.objection')
        .selectAll()
        .where('review', 'in', reviews as string[])
        .execute()
/** A member's word on a figure takes the place of the one before. */
export const saveObjection = (tx: Tx, o: Objection) =>
  t(tx)
    .insertInto('trade.objection')
    .values(o)
    .onConflict((c) =>
      c.columns(['review', 'bid', 'item']).doUpdateSet({ value: o.value, reason: o.reason }),
    )
    .execute()

export const addAward = (tx: Tx, a: Insertable<Tables['trade.award']>) =>
  t(tx).insertInto('trade.award').values(a).execute()
export async function awardBy(tx: Tx, by: { id: string } | { lot: string }) {
  const q = t(tx).selectFrom('trade.award').selectAll()
  return (
    'id' in by
      ? q.where('id', '=', by.id)
      : q.where('lot', '=', by.lot).where('superseded', 'is', null)
  ).executeTakeFirst()
}
/** 另行确定以后失效的那些。 */
export const fallenAwards = (tx: Tx, lot: string) =>
  t(tx)
    .selectFrom('trade.award')
    .selectAll()
    .where('lot', '=', lot)
    .where('superseded', 'is not', null)
    .orderBy('decided')
    .execute()
export const supersede = (tx: Tx, id: string, superseded: Day) =>
  t(tx).updateTable('trade.award').set({ superseded }).where('id', '=', id).execute()
/** That stand, of one lot, by the day they were made: one by any method, several by 合作创新. */
export const awardsBy = (tx: Tx, lot: string) =>
  t(tx)
    .selectFrom('trade.award')
    .selectAll()
    .where('lot', '=', lot)
    .where('superseded', 'is', null)
    .orderBy('decided')
    .orderBy('id')
    .execute()
export const setLetter = (tx: Tx, id: string, letter: Day) =>
  t(tx).updateTable('trade.award').set({ letter }).where('id', '=', id).execute()
