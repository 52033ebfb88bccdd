import { randomInt } from 'node:crypto'
import { grant, register as newPerson } from '#identity/people'
import {
  type Actor,
  type Ask,
  at,
  begin,
  type Day,
  instant,
  NotFound,
  newId,
  type Subject,
  story,
  type Timers,
} from '#kernel'
import { ends } from '#law'
import {
  type Account,
  adoptUnits,
  changeProfile,
  duplicatesOf,
  enter,
  holdCode,
  lapsing,
  newOrgId,
  type Org,
  orgOf,
  orgsByCode,
  type Profile,
  registerSelf,
  stateFacts,
} from '#libraries/register'
import {
  COMMITMENT,
  claimFlow,
  type Pair,
  type Relation,
  relatedAmong,
  type SupplierFacts,
  supplierFlow,
} from './model.ts'
import * as store from './store.ts'

export const suppliers = story(
  supplierFlow,
  async (ask): Promise<SupplierFacts> => ({ today: ask.today }),
)
export const claims = story(claimFlow, async (ask) => ({ today: ask.today }))

export const shelf = { flow: supplierFlow, kind: '供应商', prefix: 'GYS' } as const
/** 自助登记：see `registerSelf`. */
export const register = (
  ask: Ask,
  i: Profile & { contact: Account; commitment: boolean },
): Promise<Subject> =>
  registerSelf(ask, { ...shelf, role: '供应商经办', promise: COMMITMENT }, i, {})

/** From an older library, by the machine: the same rules about codes and duplicates. Ids in the order given. */
export async function enrolMany(ask: Ask, all: readonly Profile[]): Promise<string[]> {
  const duplicates = await duplicatesOf(ask, '供应商', all)
  const arrivals = all.map((profile) => ({
    id: newOrgId(),
    profile,
    facts: {
      today: ask.today,
      input: { uscc: profile.uscc, duplicate: duplicates.get(profile.uscc) ?? null },
    },
  }))
  await enter(ask, shelf, 'enrol', '交换数据', arrivals)
  return arrivals.map((a) => a.id)
}
export const enrol = async (ask: Ask, i: Profile): Promise<string> =>
  (await enrolMany(ask, [i]))[0] as string
/** Units of a 0.1.0 database that have no registration yet; answers how many. */
export const adoptSuppliers = async (ask: Ask) => (await adoptUnits(ask, shelf)).length
export async function amend(
  ask: Ask,
  i: Omit<Profile, 'uscc' | 'region'> & { id: string },
): Promise<Subject> {
  const s = await suppliers.take(ask, 'amend', i.id, undefined, { title: i.name })
  await changeProfile(ask, i.id, i, '自行申报')
  return s
}
export interface Declaration {
  id: string
  kind: string
  value: string
  asOf: Day
  expires: Day | null
  staff: number | null
  disabled: number | null
}
export async function declare(ask: Ask, i: Declaration): Promise<Subject> {
  const s = await suppliers.take(ask, 'declare', i.id, {
    today: ask.today,
    input: { declaring: { kind: i.kind, staff: i.staff, disabled: i.disabled } },
  })
  const counted =
    i.kind === '残疾人福利性单位声明' ? `在职职工${i.staff}人，残疾职工${i.disabled}人。` : ''
  await stateFacts(ask, i.id, [
    {
      key: i.kind,
      value: `${counted}${i.value}`,
      source: i.kind.endsWith('声明') ? '承诺' : '自行申报',
      asOf: i.asOf,
      expires: i.expires,
    },
  ])
  return s
}
export async function relate(ask: Ask, i: Omit<Relation, 'until'> & { id: string }) {
  const own = await orgOf(ask.tx, i.id)
  const s = await suppliers.take(
    ask,
    'relate',
    i.id,
    {
      today: ask.today,
      input: {
        uscc: i.uscc,
        relation: { uscc: i.uscc, own: own.uscc, kind: i.kind, percent: i.percent },
      },
    },
    { data: { kind: i.kind, uscc: i.uscc } },
  )
  await store.addRelation(ask.tx, i.id, {
    kind: i.kind,
    uscc: i.uscc,
    name: i.name,
    percent: i.percent,
    since: i.since,
    until: null,
  })
  return s
}
export async function unrelate(ask: Ask, i: { id: string; uscc: string; until: Day }) {
  const s = await suppliers.take(ask, 'unrelate', i.id, undefined, { data: { uscc: i.uscc } })
  if ((await store.endRelation(ask.tx, i.id, i.uscc, i.until)) === 0) throw new NotFound('关联单位')
  return s
}
/** Letters and digits that are not mistaken for one another on paper or on the telephone. */
const LETTERS = '23456789ABCDEFGHJKMNPQRTUVWXY'
const newCode = () =>
  Array.from(
    { length: 12 },
    (_, k) => `${k > 0 && k % 4 === 0 ? '-' : ''}${LETTERS[randomInt(LETTERS.length)]}`,
  ).join('')

/** 分享码：lets one named unit read this profile for some days. */
export async function share(ask: Ask, i: { id: string; reader: string; days: number }) {
  const reader = await orgOf(ask.tx, i.reader)
  if (reader.kind !== '采购人' && reader.kind !== '代理机构') throw new NotFound('采购人或代理机构')
  const s = await suppliers.take(
    ask,
    'share',
    i.id,
    { today: ask.today, input: { shareDays: i.days } },
    { data: { reader: i.reader, days: i.days } },
  )
  await store.addShare(ask.tx, {
    code: newCode(),
    supplier: i.id,
    reader: i.reader,
    made: ask.now,
    ends: instant(ask.now + i.days * 86_400_000),
  })
  return s
}
export async function revoke(ask: Ask, i: { id: string; code: string }) {
  const s = await suppliers.take(ask, 'revoke', i.id)
  if ((await store.revokeShare(ask.tx, i.id, i.code, ask.now)) === 0) throw new NotFound('分享码')
  return s
}
/** 认领：the account is made now and holds no position until the finance department hands the registration over. */
export async function claim(
  ask: Ask,
  i: { uscc: string; reason: string; contact: Account },
): Promise<Subject> {
  await holdCode(ask.tx, i.uscc)
  const org = (await orgsByCode(ask.tx, i.uscc)).find((o) => o.kind === '供应商')
  if (!org) throw new NotFound('这个代码的供应商登记')
  const { person } = await newPerson(ask, i.contact, [])
  const id = newId<'claim'>(ask.now)
  const actor: Actor = {
    person,
    name: i.contact.name,
    role: '供应商经办',
    org: null,
    orgName: '登记认领人',
    region: org.region,
  }
  const s = await begin(
    { ...ask, actor },
    claimFlow,
    'ask',
    {
      id,
      title: org.name,
      process: id,
      lawOn: ask.today,
      region: org.region,
      parties: {},
    },
    { today: ask.today },
    { due: at(ends('登记认领核实期', ask.today, ask.today), 24) },
  )
  await store.addClaim(ask.tx, { id, org: org.id, person, reason: i.reason })
  return s
}
export const timers: Timers = {
  ...lapsing(suppliers),
  '登记认领.overdue': (ask, id) => claims.take(ask, 'overdue', id),
}
export async function handOver(ask: Ask, i: { id: string; opinion: string }): Promise<Subject> {
  const s = await claims.take(ask, 'handOver', i.id, undefined, { data: { opinion: i.opinion } })
  const c = await store.claimOf(ask.tx, i.id)
  const org = await orgOf(ask.tx, c.org)
  for (const role of ['供应商经办', '单位管理员'])
    await grant(ask, c.person, { role, org: org.id, region: org.region })
  return s
}

/** For the package (条例第十八条): which of these suppliers may not stand in it together, and why. */
export async function relatedIn(
  ask: Ask,
  orgs: readonly Pick<Org, 'id' | 'name' | 'uscc' | 'in_charge'>[],
): Promise<Pair[]> {
  return relatedAmong(
    orgs,
    await store.relationsOf(
      ask.tx,
      orgs.map((o) => o.id),
    ),
    ask.today,
  )
}
