import { type Ask, type Day, type Subject, story } from '#kernel'
import {
  type Arrival,
  adoptUnits,
  changeProfile,
  duplicateOf,
  enter,
  type Fact,
  newOrgId,
  orgOf,
  type Profile,
  stateFacts,
} from '#libraries/register'
import { type LinkKind, type PurchaserFacts, purchaserFlow } from './model.ts'
import * as store from './store.ts'

const looking = (ask: Ask): PurchaserFacts => ({
  today: ask.today,
  actorRegion: ask.actor.person === null ? null : ask.actor.region,
  children: [],
})
export const purchasers = story(purchaserFlow, async (ask, s) => ({
  ...looking(ask),
  children: [...new Set((await store.childrenOf(ask.tx, s.id)).map((c) => c.name))],
}))

export type Unit = Profile & {
  division: string
  parentBudget: string | null
  parentAdmin: string | null
}
const kind = '采购人'
async function parentFacts(ask: Ask, tree: LinkKind, parent: string | null, unit?: string) {
  if (parent === null) return null
  const p = await orgOf(ask.tx, parent)
  return {
    name: p.name,
    region: p.region,
    state: p.kind === kind ? p.state : '不是采购人',
    under: unit !== undefined && (await store.isUnder(ask.tx, tree, parent, unit)),
  }
}

export const shelf = { flow: purchaserFlow, kind, prefix: 'CGR' } as const
/** 登记一个单位：by its finance department, by the machine, or proposed by the department it belongs to. */
export async function enterOne(
  ask: Ask,
  action: 'enrol' | 'propose',
  i: Unit,
): Promise<Subject & { org: string }> {
  const id = newOrgId()
  const facts: PurchaserFacts = {
    ...looking(ask),
    input: {
      uscc: i.uscc,
      duplicate: await duplicateOf(ask, kind, i.uscc),
      region: i.region,
      division: i.division,
      parent: await parentFacts(ask, '预算', i.parentBudget),
    },
  }
  const source =
    action === 'propose'
      ? ('自行申报' as const)
      : ask.actor.person === null
        ? ('交换数据' as const)
        : ('财政部门登记' as const)
  const [s] = await enter(ask, shelf, action, source, [
    {
      ...unitArrival(ask, id, i, source, facts),
      // Until it is admitted, whoever proposed it follows it too.
      ...(action === 'propose' && ask.actor.org
        ? { parties: { [kind]: [id, ask.actor.org] } }
        : {}),
    },
  ])
  await placeUnits(ask, [{ ...i, id }])
  return { ...(s as Subject), org: id }
}
export const unitArrival = (
  ask: Ask,
  id: string,
  i: Profile & Pick<Unit, 'division'>,
  source: Fact['source'],
  facts: PurchaserFacts,
): Arrival => ({
  id,
  profile: i,
  facts,
  open: { division: i.division },
  more: [{ key: '财政区划代码', value: i.division, source, asOf: ask.today, expires: null }],
})
/** Their codes of division and their places in both trees. */
export const placeUnits = (
  ask: Ask,
  units: readonly (Pick<Unit, 'division' | 'parentBudget' | 'parentAdmin'> & { id: string })[],
) =>
  store.addUnits(
    ask.tx,
    units.map((u) => ({
      id: u.id,
      division: u.division,
      parents: { 预算: u.parentBudget, 行政: u.parentAdmin },
    })),
    ask.today,
  )
/** Units of a 0.1.0 database, which knew no tree: directly under their own finance department and government. Answers how many. */
export async function adoptPurchasers(ask: Ask): Promise<number> {
  const units = await adoptUnits(ask, shelf)
  await placeUnits(
    ask,
    units.map((u) => ({
      id: u.id,
      division: `${u.region}000`,
      parentBudget: null,
      parentAdmin: null,
    })),
  )
  return units.length
}
export const reinstate = (ask: Ask, i: { id: string; reason: string }) =>
  purchasers.take(ask, 'reinstate', i.id, undefined, { data: { reason: i.reason } })
export const admit = (ask: Ask, i: { id: string; opinion: string }) =>
  purchasers.take(ask, 'admit', i.id, undefined, {
    data: { opinion: i.opinion },
    parties: { [kind]: [i.id] },
  })
export const decline = (ask: Ask, i: { id: string; reason: string }) =>
  purchasers.take(ask, 'decline', i.id, undefined, { data: { reason: i.reason } })
export async function amend(
  ask: Ask,
  i: Omit<Profile, 'uscc' | 'region'> & { id: string },
): Promise<Subject> {
  const s = await purchasers.take(ask, 'amend', i.id, undefined, { title: i.name })
  await changeProfile(ask, i.id, i, '自行申报')
  return s
}
export async function move(
  ask: Ask,
  i: { id: string; kind: LinkKind; parent: string | null; since: Day; reason: string },
): Promise<Subject> {
  const unit = await orgOf(ask.tx, i.id)
  const parent = await parentFacts(ask, i.kind, i.parent, i.id)
  const facts = {
    today: ask.today,
    // Only the budget tree must stay inside one treasury's reach; a unit may be administered from anywhere.
    input: { parent, ...(i.kind === '预算' ? { region: unit.region } : {}) },
  }
  const s = await purchasers.take(ask, 'move', i.id, facts, {
    open: { tree: i.kind, parent: i.parent, since: i.since },
    data: { reason: i.reason },
  })
  await store.link(ask.tx, i.id, { kind: i.kind, parent: i.parent, since: i.since })
  return s
}
export async function merge(
  ask: Ask,
  i: { id: string; heir: string; since: Day; handover: string },
): Promise<Subject> {
  const h = await orgOf(ask.tx, i.heir)
  const s = await purchasers.take(
    ask,
    'merge',
    i.id,
    {
      input: {
        heir: {
          name: h.name,
          state: h.kind === kind ? h.state : '不是采购人',
          self: i.heir === i.id,
        },
      },
    },
    { open: { heir: i.heir, since: i.since } },
  )
  await ended(ask, i)
  return s
}
export async function abolish(
  ask: Ask,
  i: { id: string; since: Day; handover: string },
): Promise<Subject> {
  const s = await purchasers.take(ask, 'abolish', i.id, undefined, { open: { since: i.since } })
  await ended(ask, { ...i, heir: null })
  return s
}
async function ended(
  ask: Ask,
  i: { id: string; heir: string | null; since: Day; handover: string },
) {
  await store.unlink(ask.tx, i.id, i.since)
  await store.endUnit(ask.tx, {
    unit: i.id,
    heir: i.heir,
    since: i.since,
    handover: i.handover,
  })
  await stateFacts(ask, i.id, [
    {
      key: i.heir === null ? '撤销' : '合并',
      value: i.handover,
      source: '财政部门登记',
      asOf: i.since,
      expires: null,
    },
  ])
}
