import type { ColumnType } from 'kysely'
import { type Day, type Instant, NotFound, type Tx } from '#kernel'
import type { Delivery, Report } from './model.ts'

type Json<T> = ColumnType<T, string, never>
type Tables = {
  'acceptance.delivery': {
    id: string
    contract: string
    place: string
    items: Json<Delivery['items']>
    note: string
  }
  'acceptance.report': {
    id: string
    contract: string
    members: Json<Report['members']>
    clauses: Json<Report['clauses']>
    opinion: string
    accepted: Day | null
  }
  'kernel.subject': { id: string; state: string; since: Instant }
}
const t = (tx: Tx) => tx.withTables<Tables>()
export const addDelivery = (tx: Tx, d: Delivery) =>
  t(tx)
    .insertInto('acceptance.delivery')
    .values({ ...d, items: JSON.stringify(d.items) })
    .execute()
export async function deliveryOf(tx: Tx, id: string): Promise<Delivery> {
  const d = await t(tx)
    .selectFrom('acceptance.delivery')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!d) throw new NotFound('交货')
  return d
}
export const deliveriesOf = (tx: Tx, contract: string): Promise<(Delivery & { state: string })[]> =>
  t(tx)
    .selectFrom('acceptance.delivery as d')
    .innerJoin('kernel.subject as s', 's.id', 'd.id')
    .selectAll('d')
    .select('s.state')
    .where('d.contract', '=', contract)
    .execute()
export const addReport = (tx: Tx, r: Report) =>
  t(tx)
    .insertInto('acceptance.report')
    .values({ ...r, members: JSON.stringify(r.members), clauses: JSON.stringify(r.clauses) })
    .execute()
export const setAccepted = (tx: Tx, id: string, accepted: Day) =>
  t(tx).updateTable('acceptance.report').set({ accepted }).where('id', '=', id).execute()
export async function reportOf(tx: Tx, id: string): Promise<Report> {
  const r = await t(tx)
    .selectFrom('acceptance.report')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('履约验收')
  return r
}
/** The report by which the contract was accepted, if it was, and the moment it was. */
export const goodReportOf = (
  tx: Tx,
  contract: string,
): Promise<(Report & { at: Instant }) | undefined> =>
  t(tx)
    .selectFrom('acceptance.report as r')
    .innerJoin('kernel.subject as s', 's.id', 'r.id')
    .selectAll('r')
    .select('s.since as at')
    .where('r.contract', '=', contract)
    .where('r.accepted', 'is not', null)
    .executeTakeFirst()
/** Where every report of a contract stands, oldest first. */
export const reportStatesOf = (
  tx: Tx,
  contract: string,
): Promise<{ id: string; state: string }[]> =>
  t(tx)
    .selectFrom('acceptance.report as r')
    .innerJoin('kernel.subject as s', 's.id', 'r.id')
    .select(['r.id', 's.state'])
    .where('r.contract', '=', contract)
    .orderBy('r.id')
    .execute()
