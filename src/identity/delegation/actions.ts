import { positionsOf } from '#identity/people'
import {
  type Actor,
  type Ask,
  asHouse,
  begin,
  type Instant,
  instant,
  lawToday,
  Malformed,
  newId,
  story,
  type World,
} from '#kernel'
import { delegationFlow, type Facts } from './model.ts'
import * as store from './store.ts'

const identity = ['任职', '账号', '授权委托']
/** Kinds of matter in which a role has a step of its own. */
export const kindsFor = (world: World, role: string): string[] =>
  world.flows
    .filter(
      (f) =>
        !identity.includes(f.noun) &&
        Object.values(f.steps).some((s) => s.by.includes(role) && !s.inner),
    )
    .map((f) => f.noun)

const factsOf = async (
  ask: Ask,
  d: Pick<
    store.Delegation,
    'principal' | 'delegate' | 'begins' | 'ends' | 'nouns' | 'role' | 'org'
  >,
): Promise<Facts> => ({
  ...d,
  by: ask.actor.behalf ? null : ask.actor.person,
  colleague:
    d.org !== null &&
    (await positionsOf(ask.tx, d.delegate, true)).some((p) => p.actor.org === d.org),
  now: ask.now,
  kinds: kindsFor(ask.world, d.role),
})
export const delegations = story(delegationFlow, async (ask, s) =>
  asHouse(ask, async () => factsOf(ask, await store.delegationOf(ask.tx, s.id))),
)

export async function grant(
  ask: Ask,
  input: { delegate: string; nouns: string[]; begins: Instant; ends: Instant; reason: string },
) {
  const { actor } = ask
  if (actor.person === null || actor.behalf)
    throw new Malformed(403, '受托期间不能再转委托，请切回本人岗位')
  const position = (await positionsOf(ask.tx, actor.person, true)).find(
    (p) => p.actor.role === actor.role && p.actor.org === actor.org,
  )
  if (!position) throw new Malformed(403, '您没有这个岗位')
  const id = newId()
  const d = { ...input, principal: actor.person, role: actor.role, org: actor.org }
  const s = await begin(
    ask,
    delegationFlow,
    'grant',
    {
      id,
      title: `${actor.name}委托代办${actor.role}事项`,
      process: id,
      lawOn: lawToday(ask),
      region: actor.region,
      parties: {
        本人: [actor.person, input.delegate],
        ...(actor.org === null ? {} : { 本单位: [actor.org] }),
      },
    },
    await factsOf(ask, d),
    {
      due: input.ends,
      data: { delegate: input.delegate, nouns: input.nouns, reason: input.reason },
    },
  )
  await store.insert(ask.tx, { id, position: position.id, ...d })
  return s
}
/** Who the delegate is while acting in the principal's place. */
export const actorUnder = (d: store.Delegation): Actor => ({
  person: d.delegate,
  name: d.delegateName,
  role: d.role,
  org: d.org,
  orgName: d.orgName ?? d.role,
  region: d.region,
  behalf: { person: d.principal, name: d.principalName, delegation: d.id, nouns: d.nouns },
})
export const dayBounds = (from: string, to: string) => ({
  begins: instant(Date.parse(`${from}T00:00:00+08:00`)),
  ends: instant(Date.parse(`${to}T24:00:00+08:00`)),
})
