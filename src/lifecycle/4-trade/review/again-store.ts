import type { ColumnType } from 'kysely'
import { type Instant, type Tx, ts } from '#kernel'
import type { AgainGround, Result } from '#trade/tender'

export interface Marks {
  readonly scores: readonly { review: string; bid: string; item: string; points: number }[]
  readonly conformity: readonly { review: string; bid: string; item: string; passed: boolean }[]
}
export interface Reevaluation {
  readonly id: string
  readonly lot: string
  readonly at: Instant
  readonly grounds: AgainGround
  readonly explanation: string
  /** What the members may change. */
  readonly items: readonly string[]
  readonly before: Result
  readonly marks: Marks
  readonly after: Result | null
  readonly changed: boolean | null
  readonly told: Instant | null
  readonly letter: string | null
}
type Json<T> = ColumnType<T, string, string>
type Tables = {
  'trade.reevaluation': Omit<
    Reevaluation,
    'at' | 'before' | 'marks' | 'after' | 'told' | 'items'
  > & {
    at: ColumnType<Instant, string, string>
    items: string[]
    before: Json<Result>
    marks: Json<Marks>
    after: ColumnType<Result | null, string | null, string>
    told: ColumnType<Instant | null, string | null, string>
  }
}
const t = (tx: Tx) => tx.withTables<Tables>()
export const addAgain = (tx: Tx, r: Omit<Reevaluation, 'after' | 'changed' | 'told' | 'letter'>) =>
  t(tx)
    .insertInto('trade.reevaluation')
    .values({
      ...r,
      at: ts(r.at),
      items: [...r.items],
      before: JSON.stringify(r.before),
      marks: JSON.stringify(r.marks),
      after: null,
      changed: null,
      told: null,
      letter: null,
    })
    .execute()
export const againsOf = (tx: Tx, lot: string): Promise<Reevaluation[]> =>
  t(tx).selectFrom('trade.reevaluation').selectAll().where('lot', '=', lot).orderBy('at').execute()
export const openAgain = async (tx: Tx, lot: string): Promise<Reevaluation | null> =>
  (await againsOf(tx, lot)).find((a) => a.after === null) ?? null
export const closeAgain = (tx: Tx, id: string, after: Result, changed: boolean) =>
  t(tx)
    .updateTable('trade.reevaluation')
    .set({ after: JSON.stringify(after), changed })
    .where('id', '=', id)
    .execute()
export const setTold = (tx: Tx, id: string, at: Instant, letter: string) =>
  t(tx)
    .updateTable('trade.reevaluation')
    .set({ told: ts(at), letter })
    .where('id', '=', id)
    .execute()
