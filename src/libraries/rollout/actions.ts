import {
  type Ask,
  begin,
  type Day,
  NotFound,
  newId,
  regionName,
  regionOf,
  type Subject,
  story,
} from '#kernel'
import { standings } from '#law'
import { orgOf } from '#libraries/register'
import {
  type Feature,
  pilotFlow,
  type RollFacts,
  type Running,
  type RunningFacts,
  readiness,
  rollFlow,
  runningFlow,
  type Survey,
} from './model.ts'
import * as store from './store.ts'

/** Who decides on pilots: the finance department of the region (内财购〔2020〕179号四（一）). */
const TOP = '150000'
const nobody = { actorRegion: '', tier: '', pending: false }
export const pilots = story(pilotFlow, async () => nobody)

export async function apply(ask: Ask, survey: Survey): Promise<Subject> {
  const { region, org } = ask.actor
  const id = newId<'pilot'>(ask.now)
  const s = await begin(
    ask,
    pilotFlow,
    'apply',
    {
      id,
      title: `${regionName(region)}试点申请`,
      process: id,
      lawOn: ask.today,
      region: TOP,
      parties: { 财政部门: org === null ? [] : [org] },
    },
    {
      actorRegion: region,
      tier: regionOf(region)?.tier ?? '',
      pending: await store.pilotPending(ask.tx, region),
    },
    { open: { survey } },
  )
  await store.addPilot(ask.tx, { id, region, survey })
  return s
}
export async function decide(
  ask: Ask,
  action: 'select' | 'leaveOut',
  i: { id: string; opinion: string },
): Promise<Subject> {
  const s = await pilots.take(ask, action, i.id, undefined, { data: { opinion: i.opinion } })
  await store.setOpinion(ask.tx, i.id, i.opinion)
  return s
}

/** Whose second factor a place must see to: its own desks; experts are the whole region's, and nobody's duty there. */
const guardedRoles = Object.entries(standings).flatMap(([role, s]) =>
  s.secondFactor && s.grant !== '专家库' ? [role] : [],
)
/** The place and all above it. */
function chain(region: string): string[] {
  const out: string[] = []
  for (let at = regionOf(region); at; at = at.parent === null ? undefined : regionOf(at.parent))
    out.push(at.code)
  return out
}
export const readinessOf = async (ask: Ask, roll: { id: string; region: string }) =>
  readiness(
    await store.countsOf(ask.tx, roll.region, chain(roll.region), guardedRoles),
    await store.attestedFor(ask.tx, roll.id),
  )
export const rolls = story(rollFlow, async (ask, s): Promise<RollFacts> => {
  const roll = await store.rollOf(ask.tx, { id: s.id })
  if (!roll) throw new NotFound('上线实施')
  return {
    today: ask.today,
    exists: true,
    open: await readinessOf(ask, roll),
    dated: await store.datesOf(ask.tx, roll.region),
  }
})
export async function start(ask: Ask): Promise<Subject> {
  const { region, org } = ask.actor
  const id = newId<'roll'>(ask.now)
  const exists = (await store.rollOf(ask.tx, { region })) !== undefined
  const s = await begin(
    ask,
    rollFlow,
    'start',
    {
      id,
      title: `${regionName(region)}上线实施`,
      process: id,
      lawOn: ask.today,
      region,
      parties: { 财政部门: org === null ? [] : [org] },
    },
    { today: ask.today, open: [], dated: {}, exists },
  )
  await store.addRoll(ask.tx, id, region)
  return s
}
export async function vouch(
  ask: Ask,
  i: { id: string; item: string; evidence: string },
): Promise<Subject> {
  const s = await rolls.take(ask, 'vouch', i.id, undefined, {
    open: { item: i.item },
    data: { evidence: i.evidence },
  })
  await store.attest(ask.tx, {
    roll: i.id,
    item: i.item,
    evidence: i.evidence,
    by: ask.actor.name,
    at: ask.now,
  })
  return s
}
export async function schedule(
  ask: Ask,
  i: { id: string; features: readonly Feature[]; since: Day },
): Promise<Subject> {
  const s = await rolls.take(
    ask,
    'schedule',
    i.id,
    { input: { features: i.features, since: i.since } },
    { open: { features: i.features, since: i.since } },
  )
  for (const feature of i.features)
    await store.dateFeature(ask.tx, { region: s.region, feature, since: i.since, roll: i.id })
  return s
}

const firstStage: Feature = '预算计划备案'
export const runnings = story(
  runningFlow,
  async (ask, s): Promise<RunningFacts> => ({
    today: ask.today,
    liveFrom: await store.liveFrom(ask.tx, s.region, firstStage),
    now: await store.runningOf(ask.tx, s.id),
  }),
)
export async function registerRunning(
  ask: Ask,
  i: Omit<Running, 'id' | 'buyer'> & { title: string },
): Promise<Subject> {
  const org = await orgOf(ask.tx, ask.actor.org ?? '')
  const id = newId<'running'>(ask.now)
  const { title, ...input } = i
  const s = await begin(
    ask,
    runningFlow,
    'register',
    // Judged by the law of the day it began, as it was.
    {
      id,
      title,
      process: id,
      lawOn: i.began,
      region: org.region,
      parties: { 采购人: [org.id] },
    },
    { today: ask.today, liveFrom: await store.liveFrom(ask.tx, org.region, firstStage), input },
    { data: { stage: i.stage, amount: i.amount, contract: i.contract, paid: i.paid } },
  )
  await store.addRunning(ask.tx, { ...input, id, buyer: org.id })
  return s
}
export async function progress(
  ask: Ask,
  i: {
    id: string
    stage: Running['stage']
    contract: number | null
    paid: number
    supplier: string
  },
): Promise<Subject> {
  const { id, ...change } = i
  const s = await runnings.take(
    ask,
    'progress',
    id,
    { input: change as Partial<Running> },
    { data: change },
  )
  await store.setRunning(ask.tx, { ...(await store.runningOf(ask.tx, id)), ...change } as Running)
  return s
}
