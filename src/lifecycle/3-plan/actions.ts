import { approvedOf } from '#approval'
import * as budget from '#budget'
import { wishOf } from '#intention'
import {
  type Ask,
  begin,
  type Day,
  type Fen,
  fen,
  type Id,
  NotFound,
  newId,
  nextNumber,
  type Subject,
  story,
  yearOf,
} from '#kernel'
import { itemOf, projectOf } from '#libraries'
import { centralOn } from '#libraries/standards'
import { type Facts, type Plan, planFlow } from './model.ts'
import * as store from './store.ts'
import { heldBy } from './switching.ts'

/** One budget item, one category or kind (品目 to its second level), one fiscal year (条例第二十八条). */
async function othersOf(ask: Ask, plan: Plan, codes: readonly string[]): Promise<Fen> {
  const kinds = new Set(codes.map((c) => c.slice(0, 5)))
  let total = 0
  for (const o of await store.plansOnLine(ask.tx, plan.lineId, plan.id)) {
    if (o.method === '公开招标' || o.filed === null || yearOf(o.filed) !== yearOf(ask.today))
      continue
    const { requirement: r } = await wishOf(ask, o.project)
    if (!r.items.some((i) => kinds.has(i.code.slice(0, 5)))) continue
    const { methods } = await approvedOf(ask, o.project)
    if (!methods.some((a) => a.method === o.method)) total += o.amount
  }
  return fen(total)
}
async function factsOf(
  ask: Ask,
  plan: Plan,
  on: Day,
  region: string,
  state: string,
): Promise<Facts> {
  const line = await budget.lineOf(ask, plan.lineId)
  const { requirement, intention } = await wishOf(ask, plan.project)
  const central = heldBy(await centralOn(ask.tx, on), region, requirement.items)
  return {
    amount: plan.amount,
    available: fen(line.available + plan.frozen),
    requirementBudget: requirement.budget,
    method: plan.method,
    category: plan.category,
    region,
    intentionState: intention?.state ?? null,
    exemption: plan.exemption,
    traded: state === '执行中' || state === '已执行',
    emergency: requirement.emergency !== '',
    approved: (await approvedOf(ask, plan.project)).methods,
    orgForm: plan.orgForm,
    central: central.map((e) => ({ code: e.code, name: itemOf(e.code)?.name ?? '', body: e.body })),
    earlier: await store.earlierOf(ask.tx, plan.project, plan.id),
    others: await othersOf(
      ask,
      plan,
      requirement.items.map((i) => i.code),
    ),
  }
}
export const plans = story(planFlow, async (ask, s) =>
  factsOf(ask, await store.planOf(ask.tx, { id: s.id }), s.lawOn, s.region, s.state),
)

export type Draft = { project: string; amount: Fen; orgForm: Plan['orgForm']; exemption: string }

export async function draft(ask: Ask, i: Draft): Promise<Subject> {
  const project = await projectOf(ask.tx, { id: i.project })
  if (project.buyer !== ask.actor.org) throw new NotFound('项目')
  const { requirement: r, intention } = await wishOf(ask, project.id)
  const n = await nextNumber(ask.tx, `计划-${project.region}-${yearOf(ask.today)}`)
  const plan: Plan = {
    id: newId<'plan'>(ask.now),
    project: project.id,
    lineId: r.lineId,
    intention: intention?.id ?? null,
    amount: i.amount,
    method: r.method,
    category: r.category,
    orgForm: i.orgForm,
    exemption: i.exemption,
    filed: null,
    frozen: fen(0),
  }
  const s = await begin(
    ask,
    planFlow,
    'draft',
    {
      id: plan.id,
      title: project.title,
      process: project.id,
      lawOn: project.began,
      region: project.region,
      parties: { 采购人: [project.buyer] },
    },
    await factsOf(ask, plan, project.began, project.region, '编制中'),
    { no: `JH-${project.region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}` },
  )
  await store.addPlan(ask.tx, plan)
  return s
}
export async function revise(
  ask: Ask,
  i: Omit<Draft, 'project'> & { id: string },
): Promise<Subject> {
  const s = await plans.take(ask, 'revise', i.id)
  const plan = await store.planOf(ask.tx, { id: i.id })
  const { intention } = await wishOf(ask, plan.project)
  await store.setPlan(ask.tx, {
    ...plan,
    amount: i.amount,
    orgForm: i.orgForm,
    exemption: i.exemption,
    intention: intention?.id ?? null,
  })
  return s
}

/** 备案即占用指标：从这一刻起，这笔钱只能用于这份计划。规则全过，备案自动受理。 */
export async function file(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const plan = await store.planOf(ask.tx, { id })
  const { intention } = await wishOf(ask, plan.project)
  // Lock first, then look: two plans on one line are judged one after the other.
  await budget.lineForUpdate(ask, plan.lineId)
  const s = await plans.take(ask, 'file', id, undefined, {
    open: { amount: plan.amount, method: plan.method },
  })
  await budget.freeze(ask, plan.lineId, plan.amount, id)
  await store.setPlan(ask.tx, {
    ...plan,
    filed: ask.today,
    frozen: plan.amount,
    intention: intention?.id ?? null,
  })
  return s
}
export async function cancel(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const plan = await store.planOf(ask.tx, { id })
  await budget.lineForUpdate(ask, plan.lineId)
  const s = await plans.take(ask, 'cancel', id)
  await budget.release(ask, plan.lineId, plan.frozen, id)
  await store.setPlan(ask.tx, { ...plan, frozen: fen(0) })
  return s
}

/** The trade of this plan begins; only a filed plan can be traded with. */
export const start = (ask: Ask, id: string) => plans.take(ask, 'start', id)
/** The trade came to nothing: the rest of the money is free again; another try is another purchase (OCDS: a new process). */
export async function fail(ask: Ask, id: string): Promise<Subject> {
  const plan = await store.planOf(ask.tx, { id })
  await budget.lineForUpdate(ask, plan.lineId)
  const s = await plans.take(ask, 'fail', id)
  await budget.release(ask, plan.lineId, plan.frozen, id)
  await store.setPlan(ask.tx, { ...plan, frozen: fen(0) })
  return s
}

/** 合同签订：计划冻结转为合同占用，`surplus` 为该包预算与合同价之差，一并释放。 */
export async function toContract(
  ask: Ask,
  id: string,
  { amount, surplus, contract }: { amount: Fen; surplus: Fen; contract: string },
): Promise<{ lineId: Id<'line'> }> {
  const plan = await store.planOf(ask.tx, { id })
  await budget.lineForUpdate(ask, plan.lineId)
  await budget.commit(ask, plan.lineId, amount, contract)
  await budget.release(ask, plan.lineId, surplus, contract)
  await store.setPlan(ask.tx, { ...plan, frozen: fen(plan.frozen - amount - surplus) })
  return { lineId: plan.lineId }
}
/** A lot that failed for good gives its money back. */
export async function releaseLot(ask: Ask, id: string, amount: Fen): Promise<void> {
  const plan = await store.planOf(ask.tx, { id })
  await budget.lineForUpdate(ask, plan.lineId)
  await budget.release(ask, plan.lineId, amount, id)
  await store.setPlan(ask.tx, { ...plan, frozen: fen(plan.frozen - amount) })
}
/** The whole of the plan's money is given back to its line, for the order that is made of it in the same transaction. */
export async function handOver(ask: Ask, id: string): Promise<{ lineId: Id<'line'> }> {
  const plan = await store.planOf(ask.tx, { id })
  await budget.lineForUpdate(ask, plan.lineId)
  await budget.release(ask, plan.lineId, plan.frozen, id)
  await store.setPlan(ask.tx, { ...plan, frozen: fen(0) })
  return { lineId: plan.lineId }
}
export const finish = (ask: Ask, id: string) => plans.take(ask, 'finish', id)
export const planOf = (ask: Ask, by: { id: string } | { project: string }) =>
  store.planOf(ask.tx, by)
