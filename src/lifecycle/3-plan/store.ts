import { type Id, NotFound, type Tx } from '#kernel'
import type { Plan } from './model.ts'

type Tables = {
  'plan.plan': {
    id: Id<'plan'>
    project: string
    line_id: Id<'line'>
    intention: string | null
    amount: Plan['amount']
    method: Plan['method']
    category: Plan['category']
    org_form: Plan['orgForm']
    exemption: string
    filed: Plan['filed']
    frozen: Plan['frozen']
  }
}
const row = (p: Plan) => ({
  id: p.id,
  project: p.project,
  line_id: p.lineId,
  intention: p.intention,
  amount: p.amount,
  method: p.method,
  category: p.category,
  org_form: p.orgForm,
  exemption: p.exemption,
  filed: p.filed,
  frozen: p.frozen,
})
export const addPlan = (tx: Tx, p: Plan) =>
  tx.withTables<Tables>().insertInto('plan.plan').values(row(p)).execute()
export const setPlan = (tx: Tx, p: Plan) =>
  tx.withTables<Tables>().updateTable('plan.plan').set(row(p)).where('id', '=', p.id).execute()

export async function planOf(tx: Tx, by: { id: string } | { project: string }): Promise<Plan> {
  const q = tx.withTables<Tables>().selectFrom('plan.plan').selectAll()
  const r = await ('id' in by
    ? q.where('id', '=', by.id as Id<'plan'>)
    : q.where('project', '=', by.project)
  ).executeTakeFirst()
  if (!r) throw new NotFound('采购计划')
  return {
    id: r.id,
    project: r.project,
    lineId: r.line_id,
    intention: r.intention,
    amount: r.amount,
    method: r.method,
    category: r.category,
    orgForm: r.org_form,
    exemption: r.exemption,
    filed: r.filed,
    frozen: r.frozen,
  }
}
/** The plan a project has besides this one; there is never more than one. */
export const earlierOf = async (tx: Tx, project: string, but: string) =>
  (await tx
    .withTables<Tables & { 'kernel.subject': { id: string; state: string; no: string } }>()
    .selectFrom('plan.plan as p')
    .innerJoin('kernel.subject as s', 's.id', 'p.id')
    .select(['s.no', 's.state'])
    .where('p.project', '=', project)
    .where('p.id', '<>', but as Id<'plan'>)
    .executeTakeFirst()) ?? null
/** Other plans of one budget line, with the day each was filed; none that was cancelled. */
export const plansOnLine = async (tx: Tx, lineId: string, but: string) =>
  tx
    .withTables<Tables & { 'kernel.subject': { id: string; state: string } }>()
    .selectFrom('plan.plan as p')
    .innerJoin('kernel.subject as s', 's.id', 'p.id')
    .select(['p.project', 'p.amount', 'p.method', 'p.filed'])
    .where('p.line_id', '=', lineId as Id<'line'>)
    .where('p.id', '<>', but as Id<'plan'>)
    .where('s.state', 'in', ['已备案', '执行中', '已执行'])
    .execute()
