import type { ColumnType } from 'kysely'
import { type Day, type Instant, NotFound, newId, type Tx, ts } from '#kernel'
import type { Relation, Share } from './model.ts'

type At = ColumnType<Instant, string, string>
type AtOrNot = ColumnType<Instant | null, string | null, string | null>
type Tables = {
  'library.relation': {
    id: string
    supplier: string
    kind: Relation['kind']
    uscc: string
    name: string
    percent: string | number | null
    since: Day
    until: Day | null
  }
  'library.share': {
    code: string
    supplier: string
    reader: string
    made: At
    ends: At
    revoked: AtOrNot
    reads: ColumnType<number, number | undefined, number>
    last_read: AtOrNot
  }
  'library.claim': { id: string; org: string; person: string; reason: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()

export const addRelation = (tx: Tx, supplier: string, r: Relation) =>
  t(tx)
    .insertInto('library.relation')
    .values({ id: newId(), supplier, ...r })
    .execute()
export const endRelation = async (tx: Tx, supplier: string, uscc: string, until: Day) =>
  (
    await t(tx)
      .updateTable('library.relation')
      .set({ until })
      .where('supplier', '=', supplier)
      .where('uscc', '=', uscc)
      .where('until', 'is', null)
      .execute()
  ).reduce((n, r) => n + Number(r.numUpdatedRows), 0)
/** What these suppliers said of others, and what others said of them. */
export async function relationsOf(
  tx: Tx,
  suppliers: readonly string[],
): Promise<(Relation & { supplier: string })[]> {
  if (suppliers.length === 0) return []
  const rows = await t(tx)
    .selectFrom('library.relation')
    .select(['supplier', 'kind', 'uscc', 'name', 'percent', 'since', 'until'])
    .where('supplier', 'in', suppliers as string[])
    .orderBy('since')
    .execute()
  return rows.map((r) => ({ ...r, percent: r.percent === null ? null : Number(r.percent) }))
}
/** Who declared this code as its own holder, holding or manager. */
export const relatedTo = (tx: Tx, uscc: string) =>
  t(tx)
    .selectFrom('library.relation')
    .select(['supplier', 'kind', 'since', 'until'])
    .where('uscc', '=', uscc)
    .execute()

export const addShare = (tx: Tx, s: Omit<Share, 'reads' | 'revoked'>) =>
  t(tx)
    .insertInto('library.share')
    .values({ ...s, made: ts(s.made), ends: ts(s.ends), revoked: null, last_read: null })
    .execute()
export const sharesOf = (tx: Tx, supplier: string): Promise<Share[]> =>
  t(tx)
    .selectFrom('library.share')
    .select(['code', 'supplier', 'reader', 'made', 'ends', 'revoked', 'reads'])
    .where('supplier', '=', supplier)
    .orderBy('made', 'desc')
    .limit(100)
    .execute()
export const revokeShare = async (tx: Tx, supplier: string, code: string, at: Instant) =>
  (
    await t(tx)
      .updateTable('library.share')
      .set({ revoked: ts(at) })
      .where('supplier', '=', supplier)
      .where('code', '=', code)
      .where('revoked', 'is', null)
      .execute()
  ).reduce((n, r) => n + Number(r.numUpdatedRows), 0)
/** The supplier behind a living code that names this reader; the reading is counted. */
export async function readShare(tx: Tx, code: string, reader: string, now: Instant) {
  const row = await t(tx)
    .updateTable('library.share')
    .set((eb) => ({ reads: eb('reads', '+', 1), last_read: ts(now) }))
    .where('code', '=', code)
    .where('reader', '=', reader)
    .where('revoked', 'is', null)
    .where('ends', '>', ts(now) as never)
    .returning('supplier')
    .executeTakeFirst()
  if (!row) throw new NotFound('分享码')
  return row.supplier
}

export const addClaim = (tx: Tx, c: { id: string; org: string; person: string; reason: string }) =>
  t(tx).insertInto('library.claim').values(c).execute()
export async function claimOf(tx: Tx, id: string) {
  const row = await t(tx)
    .selectFrom('library.claim')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('登记认领')
  return row
}
