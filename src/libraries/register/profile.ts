import { register as newPerson } from '#identity/people'
import {
  type Actor,
  type AnyFlow,
  type Ask,
  at,
  beginAll,
  type Day,
  demand,
  judge,
  refusals,
  regionName,
  type Subject,
} from '#kernel'
import { type Elsewhere, type Fact, once, type Standing, usccHolds } from './model.ts'
import {
  addOrgs,
  holdCode,
  holdCodes,
  newOrgId,
  type Org,
  orgsByCode,
  orgsByCodes,
  setOrg,
  withdrawnBefore,
} from './orgs.ts'
import { firstSaid, stateFacts } from './store.ts'

/** What every unit says of itself. */
export interface Profile {
  readonly uscc: string
  readonly name: string
  readonly region: string
  readonly address: string
  readonly phone: string
  readonly inCharge: string
  readonly scale: Org['scale']
}
export interface Account {
  readonly name: string
  readonly account: string
  readonly password: string
}
export const profileFacts = (
  p: Omit<Profile, 'uscc' | 'region'>,
  source: Fact['source'],
  asOf: Day,
): Fact[] =>
  (
    [
      ['名称', p.name],
      ['住所', p.address],
      ['单位负责人', p.inCharge],
      ['联系电话', p.phone],
      ...(p.scale === null ? [] : [['企业规模', p.scale] as const]),
    ] as const
  ).map(([key, value]) => ({ key, value, source, asOf, expires: null }))

/** Where this code is registered as this kind already; the lock makes two who register at once come one after the other. */
export async function duplicateOf(
  ask: Ask,
  kind: Org['kind'],
  uscc: string,
): Promise<Elsewhere | null> {
  await holdCode(ask.tx, uscc)
  const there = (await orgsByCode(ask.tx, uscc)).find((o) => o.kind === kind)
  return there === undefined ? null : elsewhere(there, ask.today)
}
/** The same for a whole table: codes in one order, so that two tables at once do not wait for each other in a ring. */
export async function duplicatesOf(
  ask: Ask,
  kind: Org['kind'],
  all: readonly Pick<Profile, 'uscc'>[],
): Promise<Map<string, Elsewhere>> {
  const codes = all.map((p) => p.uscc)
  await holdCodes(ask.tx, codes)
  const there = await orgsByCodes(ask.tx, kind, codes)
  return new Map(there.map((o) => [o.uscc, elsewhere(o, ask.today)]))
}
export const elsewhere = (o: Org, today: Day): Elsewhere => ({
  name: o.name,
  region: o.region,
  state: o.state,
  day: o.registered ?? today,
})
/** What stands against registering this code, before anything else is filled in. */
export const codeRefusals = async (ask: Ask, kind: Org['kind'], uscc: string) =>
  judge(
    [usccHolds, once],
    { today: ask.today, input: { uscc, duplicate: await duplicateOf(ask, kind, uscc) } },
    ask.today,
  )

/** A kind of unit with a registration of its own: what its rows are, and what its numbers begin with. */
export interface Register {
  readonly flow: AnyFlow
  readonly kind: Org['kind']
  readonly prefix: string
}
/** One unit that comes in. */
export interface Arrival {
  readonly id: string
  readonly profile: Profile
  readonly facts: Standing
  readonly centralised?: boolean
  /** What is said of it besides what every unit says. */
  readonly more?: readonly Fact[]
  readonly open?: Readonly<Record<string, unknown>>
  readonly parties?: Readonly<Record<string, readonly string[]>>
}
/** Units enter their library together: row, subject and first facts of each, all or none. */
export async function enter(
  ask: Ask,
  r: Register,
  action: string,
  source: Fact['source'],
  arrivals: readonly Arrival[],
): Promise<Subject[]> {
  await addOrgs(
    ask.tx,
    arrivals.map((a) => orgRow(r, a)),
  )
  return settle(ask, r, action, source, arrivals)
}
/** The registrations of units whose rows are there already. */
export async function settle(
  ask: Ask,
  r: Register,
  action: string,
  source: Fact['source'],
  arrivals: readonly Arrival[],
): Promise<Subject[]> {
  const codes = arrivals.map((a) => a.profile.uscc)
  const before = await withdrawnBefore(ask.tx, r.kind, codes)
  const numberOf = (code: string) => {
    const n = before.get(code) ?? 0
    return `${r.prefix}-${code}${n > 0 ? `-${n + 1}` : ''}`
  }
  const born = await beginAll(
    ask,
    r.flow,
    action,
    arrivals.map(({ id, profile: p, facts, open, parties }) => ({
      newborn: {
        id,
        title: p.name,
        process: id,
        lawOn: ask.today,
        region: p.region,
        parties: parties ?? { [r.kind]: [id] },
      },
      facts,
      extra: { no: numberOf(p.uscc), open: { uscc: p.uscc, ...open } },
    })),
  )
  const fact = { asOf: ask.today, expires: null }
  await firstSaid(
    ask,
    arrivals.flatMap(({ id, profile: p, more = [] }) =>
      [
        // The code was checked by the machine, the rest is said by whoever registers.
        { key: '统一社会信用代码', value: p.uscc, source: '系统核验' as const, ...fact },
        { key: '登记地', value: regionName(p.region), source, ...fact },
        ...profileFacts(p, source, ask.today),
        ...more,
      ].map((f) => ({ subject: id, fact: f })),
    ),
  )
  return born
}
const orgRow = (r: Register, { id, profile: p, centralised = false }: Arrival) => ({
  id,
  kind: r.kind,
  name: p.name,
  uscc: p.uscc,
  region: p.region,
  address: p.address,
  phone: p.phone,
  centralised,
  scale: p.scale,
  in_charge: p.inCharge,
})
/**
 * 自助登记：a filing that passes every rule accepts itself. The first person of the unit gets an account with it, and all of it is
 * one transaction. The rules are judged before the account is made: a refusal costs nothing and leaves nothing.
 */
export async function registerSelf(
  ask: Ask,
  r: Register & { readonly role: string; readonly promise: string },
  i: Profile & { contact: Account; commitment: boolean },
  own: { facts?: Record<string, unknown>; input?: Record<string, unknown>; more?: readonly Fact[] },
): Promise<Subject> {
  const id = newOrgId()
  const facts = {
    today: ask.today,
    ...own.facts,
    input: {
      uscc: i.uscc,
      duplicate: await duplicateOf(ask, r.kind, i.uscc),
      committed: i.commitment,
      ...own.input,
    },
  }
  demand(refusals(r.flow, 'register', { state: null, role: r.role, on: ask.today, facts }))
  const promise = { key: '登记承诺', value: r.promise, asOf: ask.today, expires: null }
  const arrival: Arrival = {
    id,
    profile: i,
    facts,
    more: [...(own.more ?? []), { ...promise, source: '承诺' }],
  }
  await addOrgs(ask.tx, [orgRow(r, arrival)])
  const asThem = await firstPerson(ask, { ...i, id }, r.role, i.contact)
  const [s] = await settle(asThem, r, 'register', '自行申报', [arrival])
  return s as Subject
}
/** The first person of a unit that registers itself, and its manager, who then appoints others; whatever follows is asked as this person. */
async function firstPerson(
  ask: Ask,
  org: { id: string; name: string; region: string },
  role: string,
  contact: Account,
): Promise<Ask> {
  const { person } = await newPerson(
    ask,
    contact,
    [role, '单位管理员'].map((r) => ({ role: r, org: org.id, region: org.region })),
  )
  const actor: Actor = {
    person,
    name: contact.name,
    role,
    org: org.id,
    orgName: org.name,
    region: org.region,
  }
  return { ...ask, actor }
}
export async function changeProfile(
  ask: Ask,
  id: string,
  p: Omit<Profile, 'uscc' | 'region'>,
  source: Fact['source'],
) {
  await setOrg(ask.tx, id, {
    name: p.name,
    address: p.address,
    phone: p.phone,
    scale: p.scale,
    in_charge: p.inCharge,
  })
  await stateFacts(ask, id, profileFacts(p, source, ask.today))
}
export const suspension = (i: { reason: string; until: Day }) => ({
  open: { until: i.until },
  data: { reason: i.reason },
  due: at(i.until, 24),
})
