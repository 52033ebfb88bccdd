import { approvedOf } from '#approval'
import * as budget from '#budget'
import {
  type Ask,
  begin,
  NotFound,
  newId,
  readable,
  type Subject,
  story,
  subjectOf,
  sum,
} from '#kernel'
import { bear, orgOf, projectOf } from '#libraries'
import { liveFrom } from '#libraries/rollout'
import { type Intention, intentionFlow, type Requirement, requirementFlow } from './model.ts'
import * as store from './store.ts'

export const requirements = story(requirementFlow, async (ask, s) => {
  const r = await store.requirementOf(ask.tx, s.id)
  const line = await budget.lineOf(ask, r.lineId)
  return {
    budget: r.budget,
    available: line.available,
    itemsTotal: sum(r.items.map((i) => i.budget)),
    category: r.category,
    method: r.method,
    region: s.region,
    surveyed: r.surveyed,
    reviewedByCounsel: r.reviewedByCounsel,
    emergency: r.emergency,
    approved: (await approvedOf(ask, r.project)).methods,
  }
})
export const intentions = story(intentionFlow, async (ask, s) => {
  const i = await store.intentionOf(ask.tx, s.id)
  const r = await subjectOf(ask.tx, requirementFlow, i.requirement)
  return { requirementState: r.state, month: i.month, today: ask.today }
})

export type DraftRequirement = Omit<Requirement, 'id' | 'project'> & {
  title: string
  /** The purchase that failed, when this one takes it up again. */
  again?: string | null
}

/** 一笔采购从这里诞生：同一编号用到归档。 */
export async function draftRequirement(
  ask: Ask,
  { title, again = null, ...r }: DraftRequirement,
): Promise<Subject> {
  if (again !== null && (await projectOf(ask.tx, { id: again })).buyer !== ask.actor.org)
    throw new NotFound('项目')
  const line = await budget.lineOf(ask, r.lineId)
  if (line.org !== ask.actor.org) throw new NotFound('预算指标')
  const org = await orgOf(ask.tx, line.org)
  const project = await bear(ask, {
    title,
    buyer: org.id,
    region: org.region,
    category: r.category,
    again,
  })
  const id = newId<'requirement'>(ask.now)
  const s = await begin(
    ask,
    requirementFlow,
    'draft',
    {
      id,
      title,
      process: project.id,
      lawOn: project.began,
      region: org.region,
      parties: { 采购人: [org.id] },
    },
    {
      ...r,
      available: line.available,
      itemsTotal: sum(r.items.map((i) => i.budget)),
      region: org.region,
      approved: [],
      today: ask.today,
      liveFrom: await liveFrom(ask.tx, org.region, '预算计划备案'),
    },
    { no: project.no },
  )
  await store.addRequirement(ask.tx, { ...r, id, project: project.id })
  return s
}
export async function reviseRequirement(
  ask: Ask,
  { id, title, ...r }: Omit<DraftRequirement, 'lineId' | 'again'> & { id: string },
): Promise<Subject> {
  const s = await requirements.take(ask, 'revise', id, undefined, { title })
  const before = await store.requirementOf(ask.tx, id)
  await store.setRequirement(ask.tx, { ...before, ...r })
  return s
}

export async function draftIntention(
  ask: Ask,
  { requirement, month, note }: { requirement: string; month: string; note: string },
): Promise<Subject> {
  const rs = await subjectOf(ask.tx, requirementFlow, requirement, 'share')
  readable(ask.actor, requirementFlow, rs)
  const r = await store.requirementOf(ask.tx, requirement)
  const id = newId<'intention'>(ask.now)
  const s = await begin(
    ask,
    intentionFlow,
    'draft',
    {
      id,
      title: rs.title,
      process: rs.process,
      lawOn: rs.lawOn,
      region: rs.region,
      parties: rs.parties,
    },
    { requirementState: rs.state, month, today: ask.today },
  )
  await store.addIntention(ask.tx, { id, requirement: r.id, month, note, published: null })
  return s
}
export async function reviseIntention(
  ask: Ask,
  i: { id: string; month: string; note: string },
): Promise<Subject> {
  const s = await intentions.take(ask, 'revise', i.id)
  await store.setIntention(ask.tx, i.id, { month: i.month, note: i.note })
  return s
}
export async function publishIntention(ask: Ask, { id }: { id: string }): Promise<Subject> {
  await store.setIntention(ask.tx, id, { published: ask.today })
  return intentions.take(ask, 'publish', id)
}

/** Everything known of the wish behind a purchase, for later stages. */
export async function wishOf(
  ask: Ask,
  project: string,
): Promise<{ requirement: Requirement; intention: (Intention & { state: string }) | null }> {
  const requirement = await store.requirementOfProject(ask.tx, project)
  const i = await store.intentionOfProject(ask.tx, project)
  return {
    requirement,
    intention: i ? { ...i, state: (await subjectOf(ask.tx, intentionFlow, i.id)).state } : null,
  }
}
