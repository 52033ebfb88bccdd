import { type ColumnType, sql } from 'kysely'
import { type Ask, type Day, type Id, NotFound, type Tx } from '#kernel'
import type { Intention, Item, Requirement } from './model.ts'

type Tables = {
  'intention.requirement': {
    id: Id<'requirement'>
    project: string
    line_id: Id<'line'>
    category: Requirement['category']
    budget: Requirement['budget']
    method: Requirement['method']
    reason: string
    summary: string
    surveyed: boolean
    reviewed_by_counsel: boolean
    for_sme: boolean
    emergency: string
    items: ColumnType<Item[], string, string>
  }
  'intention.intention': {
    id: Id<'intention'>
    requirement: Id<'requirement'>
    month: string
    note: string
    published: Day | null
  }
}
const row = (r: Requirement) => ({
  id: r.id,
  project: r.project,
  line_id: r.lineId,
  category: r.category,
  budget: r.budget,
  method: r.method,
  reason: r.reason,
  summary: r.summary,
  surveyed: r.surveyed,
  reviewed_by_counsel: r.reviewedByCounsel,
  for_sme: r.forSme,
  emergency: r.emergency,
  items: JSON.stringify(r.items),
})
export const addRequirement = (tx: Tx, r: Requirement) =>
  tx.withTables<Tables>().insertInto('intention.requirement').values(row(r)).execute()
export const setRequirement = (tx: Tx, r: Requirement) =>
  tx
    .withTables<Tables>()
    .updateTable('intention.requirement')
    .set(row(r))
    .where('id', '=', r.id)
    .execute()

async function requirementBy(
  tx: Tx,
  column: 'id' | 'project',
  value: string,
): Promise<Requirement> {
  const r = await tx
    .withTables<Tables>()
    .selectFrom('intention.requirement')
    .selectAll()
    .where(column, '=', value as Id<'requirement'>)
    .executeTakeFirst()
  if (!r) throw new NotFound('采购需求')
  return {
    id: r.id,
    project: r.project,
    lineId: r.line_id,
    category: r.category,
    budget: r.budget,
    method: r.method,
    reason: r.reason,
    summary: r.summary,
    surveyed: r.surveyed,
    reviewedByCounsel: r.reviewed_by_counsel,
    forSme: r.for_sme,
    emergency: r.emergency,
    items: r.items,
  }
}
export const requirementOf = (tx: Tx, id: string) => requirementBy(tx, 'id', id)
export const requirementOfProject = (tx: Tx, project: string) =>
  requirementBy(tx, 'project', project)

export const addIntention = (tx: Tx, i: Intention) =>
  tx.withTables<Tables>().insertInto('intention.intention').values(i).execute()
export const setIntention = (
  tx: Tx,
  id: string,
  set: Partial<Pick<Intention, 'month' | 'note' | 'published'>>,
) =>
  tx
    .withTables<Tables>()
    .updateTable('intention.intention')
    .set(set)
    .where('id', '=', id as Id<'intention'>)
    .execute()
export async function intentionOf(tx: Tx, id: string): Promise<Intention> {
  const i = await tx
    .withTables<Tables>()
    .selectFrom('intention.intention')
    .selectAll()
    .where('id', '=', id as Id<'intention'>)
    .executeTakeFirst()
  if (!i) throw new NotFound('采购意向')
  return i
}
export const intentionOfProject = (tx: Tx, project: string): Promise<Intention | undefined> =>
  tx
    .withTables<Tables>()
    .selectFrom('intention.intention as i')
    .innerJoin('intention.requirement as r', 'r.id', 'i.requirement')
    .selectAll('i')
    .where('r.project', '=', project)
    .executeTakeFirst()

/** What each of these purchases is about: items with their code and budget, by project. */
export async function itemsOf(
  ask: Pick<Ask, 'tx'>,
  projects: readonly string[],
): Promise<ReadonlyMap<string, readonly Item[]>> {
  const { rows } = await sql<{ project: string; items: Item[] }>`
    select project, items from intention.requirement where project = any(${projects}::uuid[])`.execute(
    ask.tx,
  )
  return new Map(rows.map((r) => [r.project, r.items]))
}
