import { register as newPerson } from '#identity/people'
import { type Actor, type Ask, at, type Day, judge, regionName } from '#kernel'
import { type Elsewhere, type Fact, once, usccHolds } from './model.ts'
import { addOrg, holdCode, type Org, orgsByCode, setOrg } from './orgs.ts'
import { stateFacts } from './store.ts'

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
  return there
    ? {
        name: there.name,
        region: there.region,
        state: there.state,
        day: there.registered ?? ask.today,
      }
    : null
}
/** What stands against registering this code, before anything else is filled in. */
export const codeRefusals = async (ask: Ask, kind: Org['kind'], uscc: string) =>
  judge(
    [usccHolds, once],
    { today: ask.today, input: { uscc, duplicate: await duplicateOf(ask, kind, uscc) } },
    ask.today,
  )
export const newbornOrg = (ask: Ask, id: string, p: Profile, kind: Org['kind']) => ({
  id,
  title: p.name,
  process: id,
  lawOn: ask.today,
  region: p.region,
  parties: { [kind]: [id] },
})
export const keepOrg = (ask: Ask, id: string, p: Profile, kind: Org['kind'], centralised = false) =>
  addOrg(ask.tx, {
    id,
    kind,
    name: p.name,
    uscc: p.uscc,
    region: p.region,
    address: p.address,
    phone: p.phone,
    centralised,
    scale: p.scale,
    in_charge: p.inCharge,
  })
/** The facts of a new registration: the code was checked by the machine, the rest is said by whoever registers. */
export const openingFacts = (p: Profile, source: Fact['source'], asOf: Day): Fact[] => [
  { key: '统一社会信用代码', value: p.uscc, source: '系统核验', asOf, expires: null },
  { key: '登记地', value: regionName(p.region), source, asOf, expires: null },
  ...profileFacts(p, source, asOf),
]
export const firstFacts = (
  ask: Ask,
  id: string,
  p: Profile,
  source: Fact['source'],
  more: readonly Fact[] = [],
) => stateFacts(ask, id, [...openingFacts(p, source, ask.today), ...more])
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
/** The first person of a unit that registers itself, and its manager, who then appoints others; whatever follows is asked as this person. */
export async function firstPerson(
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
export const suspended = (ask: Ask, i: { id: string; reason: string; until: Day }) =>
  stateFacts(ask, i.id, [
    { key: '暂停资格', value: i.reason, source: '财政部门登记', asOf: ask.today, expires: i.until },
  ])
export const suspension = (i: { reason: string; until: Day }) => ({
  open: { until: i.until },
  data: { reason: i.reason },
  due: at(i.until, 24),
})
