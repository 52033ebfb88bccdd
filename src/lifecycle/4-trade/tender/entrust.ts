import {
  type Ask,
  begin,
  NotFound,
  newId,
  Refused,
  refusal,
  type Subject,
  subjectOf,
} from '#kernel'
import { methodCodes } from '#law'
import { orgOf, projectOf } from '#libraries'
import * as plan from '#plan'
import { tenders } from './actions.ts'
import type { TenderFacts } from './facts.ts'
import { tenderFlow } from './model.ts'
import * as store from './store.ts'

/** 委托：采购人自行选择代理机构，说明理由。计划由此进入执行。 */
export async function entrust(
  ask: Ask,
  i: { plan: string; agency: string; scope: string; reason: string },
): Promise<Subject> {
  const p = await plan.planOf(ask, { id: i.plan })
  const project = await projectOf(ask.tx, { id: p.project })
  if (project.buyer !== ask.actor.org) throw new NotFound('采购计划')
  const agency = await agencyOf(ask, i.agency)
  await plan.start(ask, p.id)
  const id = newId<'tender'>(ask.now)
  const s = await begin(
    ask,
    tenderFlow,
    'entrust',
    {
      id,
      title: project.title,
      process: project.id,
      lawOn: project.began,
      region: project.region,
      parties: { 采购人: [project.buyer], 代理机构: [agency.id] },
    },
    { planMethod: p.method } as TenderFacts,
    {
      no: `${project.no}-${methodCodes[p.method]}`,
      open: { agency: agency.name, reason: i.reason },
    },
  )
  await store.addTender(ask.tx, {
    id,
    plan: p.id,
    agency: agency.id,
    scope: i.scope,
    reason: i.reason,
  })
  return s
}
/** 谢绝之后，采购人改委托另一家。 */
export async function reentrust(
  ask: Ask,
  i: { id: string; agency: string; scope: string; reason: string },
): Promise<Subject> {
  const agency = await agencyOf(ask, i.agency)
  const before = await subjectOf(ask.tx, tenderFlow, i.id)
  const s = await tenders.take(ask, 'reentrust', i.id, undefined, {
    parties: { ...before.parties, 代理机构: [agency.id] },
    open: { agency: agency.name, reason: i.reason },
  })
  await store.setAgency(ask.tx, i.id, { agency: agency.id, scope: i.scope, reason: i.reason })
  return s
}
async function agencyOf(ask: Ask, id: string) {
  const agency = await orgOf(ask.tx, id)
  if (agency.kind !== '代理机构' || agency.state !== '在库')
    throw new Refused([
      refusal('代理机构须在库', `${agency.name}不是在库的代理机构`, {
        field: 'agency',
        cure: '从代理机构库中选择',
      }),
    ])
  return agency
}
