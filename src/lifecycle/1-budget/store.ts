import type { ColumnType } from 'kysely'
import { type Fen, type Id, type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Account, Line } from './model.ts'

type Tables = {
  'budget.line': {
    id: Id<'line'>
    org: string
    year: number
    doc_no: string
    pro_code: string
    fund_type: string
    exp_func: string
    dep_eco: string
    gov_eco: string
    appropriated: ColumnType<Fen, never, never>
    available: ColumnType<Fen, never, never>
    frozen: ColumnType<Fen, never, never>
    committed: ColumnType<Fen, never, never>
    paid: ColumnType<Fen, never, never>
  }
  'budget.entry': {
    id: ColumnType<number, never, never>
    line: Id<'line'>
    debit: Account
    credit: Account
    amount: Fen
    subject: string
    at: ColumnType<Instant, string, never>
  }
}

/** The line and its balances. Locked, it stays so until the transaction ends: checks and entries see one truth. */
export async function lineOf(tx: Tx, id: string, lock = false): Promise<Line> {
  let q = tx
    .withTables<Tables>()
    .selectFrom('budget.line')
    .selectAll()
    .where('id', '=', id as Id<'line'>)
  if (lock) q = q.forUpdate()
  const r = await q.executeTakeFirst()
  if (!r) throw new NotFound('预算指标')
  return {
    id: r.id,
    org: r.org,
    year: r.year,
    docNo: r.doc_no,
    proCode: r.pro_code,
    fundType: r.fund_type,
    expFunc: r.exp_func,
    depEco: r.dep_eco,
    govEco: r.gov_eco,
    appropriated: r.appropriated,
    available: r.available,
    frozen: r.frozen,
    committed: r.committed,
    paid: r.paid,
  }
}
export const addLine = (
  tx: Tx,
  l: Omit<Line, 'appropriated' | 'available' | 'frozen' | 'committed' | 'paid'>,
) =>
  tx
    .withTables<Tables>()
    .insertInto('budget.line')
    .values({
      id: l.id,
      org: l.org,
      year: l.year,
      doc_no: l.docNo,
      pro_code: l.proCode,
      fund_type: l.fundType,
      exp_func: l.expFunc,
      dep_eco: l.depEco,
      gov_eco: l.govEco,
    })
    .execute()

export const post = (
  tx: Tx,
  e: {
    line: Id<'line'>
    debit: Account
    credit: Account
    amount: Fen
    subject: string
    at: Instant
  },
) =>
  tx
    .withTables<Tables>()
    .insertInto('budget.entry')
    .values({ ...e, at: ts(e.at) })
    .execute()

export const entriesOf = (tx: Tx, line: Id<'line'>) =>
  tx
    .withTables<Tables>()
    .selectFrom('budget.entry')
    .selectAll()
    .where('line', '=', line)
    .orderBy('id')
    .limit(500)
    .execute()
export const linesOfOrg = (tx: Tx, org: string) =>
  tx.withTables<Tables>().selectFrom('budget.line').select('id').where('org', '=', org).execute()

/** Sums of the four accounts over everything, in fen. */
export const totals = (tx: Tx) =>
  tx
    .withTables<Tables>()
    .selectFrom('budget.line')
    .select((eb) => [
      eb.fn.sum<Fen>('appropriated').as('appropriated'),
      eb.fn.sum<Fen>('available').as('available'),
      eb.fn.sum<Fen>('frozen').as('frozen'),
      eb.fn.sum<Fen>('committed').as('committed'),
      eb.fn.sum<Fen>('paid').as('paid'),
    ])
    .executeTakeFirstOrThrow()
