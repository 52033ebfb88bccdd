import type { ColumnType, Selectable } from 'kysely'
import { type Day, type Fen, type Id, NotFound, type Tx } from '#kernel'
import type { Contract } from './model.ts'

type Json<T> = ColumnType<T, string, string>
type Tables = {
  'contract.contract': {
    id: Id<'contract'>
    award_id: string | null
    plan_id: string | null
    order_id: string | null
    bill_id: string | null
    line_id: Id<'line'>
    lot_budget: Fen
    amount: Fen
    awarded: Fen
    letter: Day
    items: Json<Contract['items']>
    clauses: Json<Contract['clauses']>
    performance: string
    schedule: Json<Contract['schedule']>
    payee: Json<Contract['payee']>
    signed: Day | null
    published: Day | null
    filed: Day | null
    sha256: string | null
  }
}
type Row = Selectable<Tables['contract.contract']>
const t = (tx: Tx) => tx.withTables<Tables>()
const row = (c: Contract) => ({
  id: c.id,
  award_id: c.award,
  plan_id: c.plan,
  order_id: c.order,
  bill_id: c.bill,
  line_id: c.lineId,
  lot_budget: c.lotBudget,
  amount: c.amount,
  awarded: c.awarded,
  letter: c.letter,
  items: JSON.stringify(c.items),
  clauses: JSON.stringify(c.clauses),
  performance: c.performance,
  schedule: JSON.stringify(c.schedule),
  payee: JSON.stringify(c.payee),
  signed: c.signed,
  published: c.published,
  filed: c.filed,
  sha256: c.sha256,
})
export const addContract = (tx: Tx, c: Contract) =>
  t(tx).insertInto('contract.contract').values(row(c)).execute()
export const setContract = (tx: Tx, c: Contract) =>
  t(tx).updateTable('contract.contract').set(row(c)).where('id', '=', c.id).execute()
const read = (r: Row): Contract => ({
  id: r.id,
  award: r.award_id,
  plan: r.plan_id,
  order: r.order_id,
  bill: r.bill_id,
  lineId: r.line_id,
  lotBudget: r.lot_budget,
  amount: r.amount,
  awarded: r.awarded,
  letter: r.letter,
  items: r.items,
  clauses: r.clauses,
  performance: r.performance,
  schedule: r.schedule,
  payee: r.payee,
  signed: r.signed,
  published: r.published,
  filed: r.filed,
  sha256: r.sha256,
})
export async function contractOf(tx: Tx, id: string): Promise<Contract> {
  const r = await t(tx)
    .selectFrom('contract.contract')
    .selectAll()
    .where('id', '=', id as Id<'contract'>)
    .executeTakeFirst()
  if (!r) throw new NotFound('采购合同')
  return read(r)
}
/** The contract that an order became when it was accepted. */
export async function contractOfOrder(tx: Tx, order: string): Promise<Contract> {
  const r = await t(tx)
    .selectFrom('contract.contract')
    .selectAll()
    .where('order_id', '=', order)
    .executeTakeFirst()
  if (!r) throw new NotFound('采购合同')
  return read(r)
}
/** The contracts that a month's bill became, one for each budget line. */
export const contractsOfBill = async (tx: Tx, bill: string): Promise<Contract[]> =>
  (
    await t(tx)
      .selectFrom('contract.contract')
      .selectAll()
      .where('bill_id', '=', bill)
      .orderBy('id')
      .execute()
  ).map(read)
/** The number of the contract made of this award, if there is one. */
export const numberOfAward = async (tx: Tx, award: string): Promise<string | null> =>
  (
    await tx
      .withTables<Tables & { 'kernel.subject': { id: string; no: string | null } }>()
      .selectFrom('contract.contract as c')
      .innerJoin('kernel.subject as s', 's.id', 'c.id')
      .select('s.no')
      .where('c.award_id', '=', award)
      .executeTakeFirst()
  )?.no ?? null
/** States of every contract made under one plan. */
export const statesOfPlan = async (tx: Tx, plan: string) =>
  (
    await tx
      .withTables<Tables & { 'kernel.subject': { id: string; state: string } }>()
      .selectFrom('contract.contract as c')
      .innerJoin('kernel.subject as s', 's.id', 'c.id')
      .select('s.state')
      .where('c.plan_id', '=', plan)
      .execute()
  ).map((r) => r.state)
