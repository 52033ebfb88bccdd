import { type Ask, type Day, NotFound, type Subject, story } from '#kernel'
import {
  type Arrival,
  adoptUnits,
  changeProfile,
  duplicateOf,
  duplicatesOf,
  enter,
  type Fact,
  newOrgId,
  type Org,
  orgOf,
  orgsOf,
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
    state: standsAs(p),
    under: unit !== undefined && (await store.isUnder(ask.tx, tree, parent, unit)),
  }
}

const standsAs = (p: Pick<Org, 'kind' | 'state'>) => (p.kind === kind ? p.state : '不是采购人')

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
/** An older library of units, by the machine: each belongs to nobody or to units that were entered before. Ids in the order given. */
export async function enterMany(ask: Ask, units: readonly Unit[]): Promise<string[]> {
  const duplicates = await duplicatesOf(ask, kind, units)
  const parents = await orgsOf(ask.tx, [
    ...new Set(units.flatMap((u) => (u.parentBudget === null ? [] : [u.parentBudget]))),
  ])
  const all = units.map((u) => ({ ...u, id: newOrgId() }))
  await enter(
    ask,
    shelf,
    'enrol',
    '交换数据',
    all.map((u) => {
      const p = u.parentBudget === null ? undefined : parents.get(u.parentBudget)
      if (u.parentBudget !== null && !p) throw new NotFound('上级单位')
      return unitArrival(ask, u.id, u, '交换数据', {
        ...looking(ask),
        input: {
          uscc: u.uscc,
          duplicate: duplicates.get(u.uscc) ?? null,
          region: u.region,
          division: u.division,
          parent: p ? { name: p.name, region: p.region, state: standsAs(p), under: false } : null,
        },
      })
    }),
  )
  await placeUnits(ask, all)
  return all.map((u) => u.id)
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
