import { createHash, randomBytes } from 'node:crypto'
import { forgetFactors, hashPassword, hashPublished, passwordFaults } from '#identity/factors'
import {
  type Ask,
  begin,
  instant,
  lawToday,
  Malformed,
  NotFound,
  newId,
  step,
  story,
  subjectOf,
  system,
  type Tx,
  within,
} from '#kernel'
import { standingOf } from '#law'
import { insertActivation } from './ledger.ts'
import { type AccountFacts, accountFlow, appointmentFlow, type Facts } from './model.ts'
import * as store from './store.ts'
import { forgive } from './tries.ts'

export interface NewPosition {
  readonly role: string
  readonly org: string | null
  readonly region: string
}
/** An account whose owner chooses the password. Demonstration people have a published one and exist only in the demonstration. */
export async function addPerson(
  tx: Tx,
  p: { name: string; account: string; password: string | null; demo?: boolean },
  positions: readonly NewPosition[],
): Promise<string> {
  const { demo = false, ...person } = p
  return (await addPeople(tx, [{ ...person, positions }], demo))[0] as string
}
/** People of an older or a made-up library, each with positions, in two statements. Ids in the order given. */
export async function addPeople(
  tx: Tx,
  people: readonly {
    name: string
    account: string
    password: string | null
    positions: readonly NewPosition[]
  }[],
  demo: boolean,
): Promise<string[]> {
  const all = await Promise.all(
    people.map(async (p) => ({
      ...p,
      id: newId(),
      account: p.account.toLowerCase(),
      password: p.password === null ? null : await once(p.password, demo),
      demo,
    })),
  )
  await store.insertPeople(
    tx,
    all.map(({ positions: _, ...p }) => p),
    all.flatMap((p) => p.positions.map((at) => ({ id: newId(), person: p.id, ...at }))),
  )
  return all.map((p) => p.id)
}
// The demonstration has one password for all, and everybody knows it: hashed once, and cheaply.
const hashes = new Map<string, Promise<string>>()
const once = (password: string, demo: boolean) => {
  if (!demo) return hashPassword(password)
  const held = hashes.get(password) ?? hashPublished(password)
  hashes.set(password, held)
  return held
}
/**
 * The door for registers: a new person in office at once, with the trail written by the system. With a password it is judged
 * like any other; without one an activation code is answered, to be handed over once.
 * Throws Malformed 400 for a weak password, 409 when the account is taken.
 */
export async function register(
  ask: Ask,
  p: { name: string; account: string; password?: string },
  positions: readonly NewPosition[],
): Promise<{ person: string; code: string | null }> {
  const account = p.account.toLowerCase()
  if (await store.personByAccount(ask.tx, account)) throw new Malformed(409, '这个账号名已被使用')
  if (p.password !== undefined) demandPassword(p.password, { account, name: p.name })
  const machine = { ...ask, actor: system }
  const person = await addPerson(ask.tx, { ...p, account, password: p.password ?? null }, positions)
  for (const held of await store.positionsOf(ask.tx, person)) await adopt(machine, held.id)
  await accountOf(ask, person)
  // Whoever has just registered himself has no administrator yet to give him a code: his first sign-in adds the factor.
  if (p.password !== undefined)
    await store.setPerson(ask.tx, person, { mayEnrol: instant(ask.now + REGISTERED_MS) })
  return { person, code: p.password === undefined ? await issueCode(ask, { person }) : null }
}
/** One more position for somebody who has an account: the other door for registers. */
export async function grant(ask: Ask, person: string, at: NewPosition): Promise<void> {
  const id = newId()
  await store.insertPosition(ask.tx, { id, person, ...at })
  await adopt({ ...ask, actor: system }, id)
}
export function demandPassword(password: string, who: { account: string; name: string }) {
  const faults = passwordFaults(password, who)
  if (faults.length > 0)
    throw new Malformed(
      400,
      `口令不合要求：${faults.join('；')}`,
      faults.map((message) => ({ path: 'password', message })),
    )
}

/** How long after registering oneself the first factor may be added with the password alone (△). */
const REGISTERED_MS = 86_400_000
const CODE_MS = 7 * 86_400_000
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 100 bits, in letters nobody confuses. */
const newCode = () => {
  const out: string[] = []
  while (out.length < 20)
    for (const b of randomBytes(20)) if (b < 240 && out.length < 20) out.push(LETTERS[b % 30] ?? '')
  return out.join('').replace(/(.{5})(?=.)/g, '$1-')
}
export const codeDigest = (code: string) =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    .digest()
/** One code, shown once, kept as a digest; the earlier one of the same person or role is void. */
export async function issueCode(
  ask: Pick<Ask, 'tx' | 'now'>,
  to: { person: string } | { role: string },
): Promise<string> {
  const code = newCode()
  await insertActivation(
    ask.tx,
    {
      code: codeDigest(code),
      person: 'person' in to ? to.person : null,
      role: 'role' in to ? to.role : null,
      ends: instant(ask.now + CODE_MS),
    },
    ask.now,
  )
  return code
}

const appointmentFacts = async (
  ask: Ask,
  a: { id: string; person: string; role: string; org: string | null },
): Promise<Facts> => {
  const org = await store.orgKind(ask.tx, a.org)
  if (a.org !== null && org === null) throw new NotFound('单位')
  return {
    role: a.role,
    org: a.org,
    orgKind: org?.kind ?? null,
    held: await store.claimsOf(ask.tx, a.person, a.id),
    person: a.person,
    by: ask.actor.person,
    disabled: (await store.personOf(ask.tx, a.person, 'update')).disabled,
    otherManagers: a.org === null ? 0 : await store.managersOf(ask.tx, a.org, a.id),
  }
}
export const appointments = story(appointmentFlow, async (ask, s) =>
  appointmentFacts(ask, await store.appointmentOf(ask.tx, s.id)),
)
export const accounts = story(accountFlow, async (ask, s): Promise<AccountFacts> => {
  const person = s.parties['本人']?.[0] ?? ''
  const held = await store.claimsOf(ask.tx, person, null)
  const inOffice = held.filter((h) => !h.pending)
  return {
    person,
    by: ask.actor.person,
    elsewhere: inOffice.filter((h) => h.org !== ask.actor.org).length,
    guarded: inOffice.some((h) => standingOf(h.role)?.grant !== '单位'),
  }
})

type Birth = 'apply' | 'appoint' | 'invite' | 'record'
async function bear(
  ask: Ask,
  action: Birth,
  person: string,
  at: NewPosition,
  id: string = newId(),
) {
  const p = await store.personOf(ask.tx, person, 'update')
  const org = await store.orgKind(ask.tx, at.org)
  const s = await begin(
    ask,
    appointmentFlow,
    action,
    {
      id,
      title: `${p.name}任${at.role}${org ? `（${org.name}）` : ''}`,
      process: id,
      lawOn: lawToday(ask),
      region: at.region,
      parties: { 本人: [person], ...(at.org === null ? {} : { 本单位: [at.org] }) },
    },
    await appointmentFacts(ask, { id, person, ...at }),
    { data: { person, role: at.role, org: at.org } },
  )
  await store.insertAppointment(ask.tx, { id, person, ...at })
  return s
}
/** A position that was there before its story: the story begins with what is. */
async function adopt(ask: Ask, position: string): Promise<void> {
  const held = await store.positionOf(ask.tx, position)
  const { role, org, region, person } = held
  const known = await ask.tx
    .withTables<store.Tables>()
    .selectFrom('kernel.subject')
    .select('id')
    .where('id', '=', position)
    .executeTakeFirst()
  if (!known)
    await bear({ ...ask, actor: system }, 'record', person, { role, org, region }, position)
}
/** The account's story, begun where it has none yet. */
export async function accountOf(ask: Ask, person: string, region?: string): Promise<string> {
  const known = await store.accountIdOf(ask.tx, person)
  if (known) return known
  const p = await store.personOf(ask.tx, person, 'update')
  const [first] = await store.positionsOf(ask.tx, person)
  const id = newId()
  await begin(
    { ...ask, actor: system },
    accountFlow,
    p.password === null ? 'open' : 'record',
    {
      id,
      title: `${p.name}的账号`,
      process: id,
      lawOn: lawToday(ask),
      region: first?.actor.region ?? region ?? system.region,
      parties: { 本人: [person] },
    },
    { person, by: null, elsewhere: 0, guarded: false },
  )
  await store.insertAccount(ask.tx, { id, person })
  return id
}

/** A colleague of mine, or a new person in my organisation; somebody from elsewhere must accept first. */
export async function appoint(
  ask: Ask,
  input: { account: string; name: string; role: string },
): Promise<{ id: string; state: string; code: string | null }> {
  const { org, region } = ask.actor
  if (org === null) throw new NotFound('单位')
  const at = { role: input.role, org, region }
  const known = await store.personByAccount(ask.tx, input.account)
  if (!known) {
    const fresh = await enter(ask, input, region)
    const s = await bear(ask, 'appoint', fresh.person, at)
    await store.insertPosition(ask.tx, { id: s.id, person: fresh.person, ...at })
    return { id: s.id, state: s.state, code: fresh.code }
  }
  if (known.name !== input.name) throw taken
  const ours = (await store.claimsOf(ask.tx, known.id, null)).some(
    (h) => !h.pending && h.org === org,
  )
  const s = await bear(ask, ours ? 'appoint' : 'invite', known.id, at)
  if (ours) await store.insertPosition(ask.tx, { id: s.id, person: known.id, ...at })
  return { id: s.id, state: s.state, code: null }
}
const taken = new Malformed(409, '这个账号名已被使用；若是同一人，请填写与其账号一致的姓名')
async function enter(ask: Ask, p: { account: string; name: string }, region: string) {
  const person = await addPerson(ask.tx, { ...p, password: null }, [])
  await accountOf(ask, person, region)
  return { person, code: await issueCode(ask, { person }) }
}
/** An appointment that the security administrator must approve; a new account opens with its code at once, and holds nothing yet. */
export async function apply(
  ask: Ask,
  input: { account: string; name: string; role: string; org: string | null; region: string },
): Promise<{ id: string; state: string; code: string | null }> {
  if (!within(input.region, ask.actor.region)) throw new NotFound('地区')
  const org = await store.orgKind(ask.tx, input.org)
  if (input.org !== null && (org === null || !within(org.region, ask.actor.region)))
    throw new NotFound('单位')
  const at = { role: input.role, org: input.org, region: org?.region ?? input.region }
  const known = await store.personByAccount(ask.tx, input.account)
  if (known && known.name !== input.name) throw taken
  const fresh = known ? { person: known.id, code: null } : await enter(ask, input, at.region)
  const s = await bear(ask, 'apply', fresh.person, at)
  return { id: s.id, state: s.state, code: fresh.code }
}
export async function approve(ask: Ask, id: string) {
  const s = await appointments.take(ask, 'approve', id)
  await install(ask, id)
  return s
}
async function install(ask: Ask, id: string) {
  const { person, role, org, region } = await store.appointmentOf(ask.tx, id)
  await store.insertPosition(ask.tx, { id, person, role, org, region })
}
/** Only the person who was invited answers. */
export async function answer(ask: Ask, id: string, accepted: boolean) {
  const a = await store.appointmentOf(ask.tx, id)
  if (a.person !== ask.actor.person || ask.actor.behalf) throw new NotFound('任职')
  const s = await appointments.take(ask, accepted ? 'accept' : 'decline', id)
  if (accepted) await install(ask, id)
  return s
}
/** The position ends; the database ends its sessions in the same transaction. */
export async function end(ask: Ask, id: string, reason: string) {
  await adoptIfPosition(ask, id)
  const s = await appointments.take(ask, 'end', id, undefined, { data: { reason } })
  await store.endPosition(ask.tx, id)
  return s
}
async function adoptIfPosition(ask: Ask, id: string) {
  const there = await ask.tx
    .withTables<store.Tables>()
    .selectFrom('library.position')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  if (there) await adopt(ask, id)
}

/** Everything that let this person in is void; the person comes back with a code, a new password and new factors. */
async function resetEntry(ask: Ask, person: string): Promise<string> {
  await store.setPerson(ask.tx, person, { password: null, mayEnrol: null })
  await forgetFactors(ask.tx, person)
  return issueCode(ask, { person })
}
const seePerson = async (ask: Ask, person: string): Promise<string> => {
  const id = await accountOf(ask, person)
  const s = await subjectOf(ask.tx, accountFlow, id)
  if (!within(s.region, ask.actor.region)) throw new NotFound('账号')
  return id
}
export async function reissue(ask: Ask, person: string) {
  const id = await seePerson(ask, person)
  const s = await accounts.take(ask, 'reissue', id)
  return { id, state: s.state, code: await issueCode(ask, { person }) }
}
export async function renew(ask: Ask, person: string) {
  const id = await seePerson(ask, person)
  const s = await accounts.take(ask, 'renew', id)
  return { id, state: s.state, code: await resetEntry(ask, person) }
}
export async function help(ask: Ask, person: string) {
  const held = (await store.claimsOf(ask.tx, person, null)).filter((h) => !h.pending)
  if (ask.actor.org === null || !held.some((h) => h.org === ask.actor.org))
    throw new NotFound('账号')
  const id = await accountOf(ask, person)
  const s = await accounts.take(ask, 'help', id)
  return { id, state: s.state, code: await resetEntry(ask, person) }
}
export async function disable(ask: Ask, person: string, reason: string) {
  const id = await seePerson(ask, person)
  const s = await accounts.take(ask, 'disable', id, undefined, { data: { reason } })
  await store.setPerson(ask.tx, person, { disabled: true })
  return s
}
export async function restore(ask: Ask, person: string) {
  const id = await seePerson(ask, person)
  const s = await accounts.take(ask, 'restore', id)
  await store.setPerson(ask.tx, person, { disabled: false })
  return { id, state: s.state, code: await resetEntry(ask, person) }
}
export async function unlock(ask: Ask, person: string) {
  const id = await seePerson(ask, person)
  const s = await accounts.take(ask, 'unlock', id)
  await forgive(ask.tx, (await store.personOf(ask.tx, person)).account)
  return s
}
/** The person has chosen a password with a code: the account is in use. */
export async function activated(ask: Ask, person: string) {
  const id = await accountOf(ask, person)
  const s = await subjectOf(ask.tx, accountFlow, id, 'update')
  if (s.state === '待启用')
    await step({ ...ask, actor: system }, accountFlow, 'activate', s, {
      person,
      by: null,
      elsewhere: 0,
      guarded: false,
    })
}
/** First administrator of a kind, by the one-time code that the operator holds: there is nobody yet who could approve. */
export async function bootstrap(
  ask: Ask,
  role: string,
  p: { name: string; account: string; password: string },
): Promise<string> {
  const { person } = await register(ask, p, [{ role, org: null, region: system.region }])
  return person
}
