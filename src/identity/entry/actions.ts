import { z } from 'zod'
import { actorUnder, inForceFor } from '#identity/delegation'
import { newRecoveryCodes, passwordIs, spendTicket, tryTicket } from '#identity/factors'
import {
  demandQuiet,
  knock,
  locked,
  logEvent,
  personByAccount,
  personOf,
  positionsOf,
  tooMany,
  tried,
} from '#identity/people'
import { closeSession, type Held, Malformed, openSession, zText } from '#kernel'
import {
  type Asked,
  askedOf,
  enter,
  type First,
  type From,
  factorIs,
  failed,
  type Halfway,
  methodNames,
  needsFactor,
  onward,
  type SignedIn,
  standingFor,
  type Where,
  wrong,
} from './enter.ts'

export const zSignIn = z.strictObject({
  account: zText(64).meta({ title: '账号' }),
  password: z.string().min(1, '不能为空').max(200).meta({ title: '口令', 'x-kind': 'password' }),
  position: z.uuid().optional(),
})
export const zSecond = z.strictObject({
  ticket: z.string().min(20).max(100),
  method: z.enum(['totp', 'recovery', 'passkey', 'certificate', 'enrol']),
  code: z.string().max(40).optional(),
  response: z.unknown().optional(),
})
/** Account and password. The answer never says which was wrong, nor takes longer for either. */
export async function signIn(
  { db, world, demo }: Where,
  input: z.output<typeof zSignIn>,
  from: From,
): Promise<SignedIn | Halfway> {
  const now = world.now()
  const p = await db.transaction().execute(async (tx) => {
    await demandQuiet(tx, from.address, now)
    return personByAccount(tx, input.account)
  })
  // Slow on purpose, so outside the transaction. A published password opens nothing outside the demonstration.
  const right = await passwordIs(
    p?.disabled || (p?.demo && !demo) ? null : p?.password,
    input.password,
  )
  const r = await db.transaction().execute(async (tx) => {
    const asked = p && right ? await askedOf(tx, p, input.position) : null
    const how = asked === null ? 'wrong' : asked.more ? 'half' : 'right'
    const count = await tried(tx, input.account, how, now)
    if (count.locked) return locked()
    if (!p || !asked) {
      if (!(await knock(tx, from.address, now))) return tooMany()
      await failed(tx, now, p, '口令不对', count.locks, from)
      return wrong()
    }
    const o = { ...asked, position: input.position, first: '口令' as const, done: null }
    return onward(tx, world, p, o, from)
  })
  if (r instanceof Malformed) throw r
  return r
}

/** The second step: whatever the ticket allows, counted like a password, and the ticket is spent by the one that is right. */
export async function secondFactor(
  { db, world }: Where,
  input: z.output<typeof zSecond>,
  from: From,
): Promise<SignedIn> {
  const now = world.now()
  const r = await db.transaction().execute(async (tx) => {
    const kind = input.method === 'enrol' ? 'enrol' : 'secondFactor'
    const t = await tryTicket<Asked & { position: string | null; first: First }>(
      tx,
      kind,
      input.ticket,
      now,
    )
    if (!t?.person)
      return (await knock(tx, from.address, now))
        ? new Malformed(401, '这一步已过期或已用过，请重新登录')
        : tooMany()
    const p = await personOf(tx, t.person, 'update')
    if (p.disabled) return wrong()
    const ok = await factorIs(tx, world, p.id, input, '登录', t.data, now)
    const count = await tried(tx, p.account, ok ? 'right' : 'wrong', now)
    if (count.locked) return locked()
    if (!ok) {
      if (!(await knock(tx, from.address, now))) return tooMany()
      await failed(tx, now, p, `第二因素不对（${methodNames[input.method]}）`, count.locks, from)
      return new Malformed(401, '验证没有通过，请看清后再试')
    }
    await spendTicket(tx, input.ticket)
    const entered = await enter(
      tx,
      now,
      p,
      t.data.position ?? undefined,
      t.data.first,
      methodNames[input.method],
      from,
    )
    if (entered instanceof Malformed) return entered
    if (input.method !== 'enrol') return entered
    await logEvent(tx, now, { person: p.id, name: p.name, kind: '因素', said: '添加了动态口令' })
    return { ...entered, codes: await newRecoveryCodes(tx, world, p.id) }
  })
  if (r instanceof Malformed) throw r
  return r
}
/** Another position of one's own, or another's place by delegation: a new token, and the old one is dead. */
export async function switchTo(
  { db, world }: Where,
  token: string,
  held: Held,
  to: { position?: string | undefined; delegation?: string | undefined },
  from: From,
): Promise<SignedIn> {
  const now = world.now()
  return db.transaction().execute(async (tx) => {
    const person = held.actor.person ?? ''
    const p = await personOf(tx, person, 'share')
    const lent = to.delegation
      ? (await inForceFor(tx, person, now)).find((d) => d.id === to.delegation)
      : undefined
    const own = to.position
      ? (await positionsOf(tx, person, true)).find((x) => x.id === to.position)
      : undefined
    const actor = lent ? actorUnder(lent) : own?.actor
    if (!actor) throw new Malformed(403, to.delegation ? '这项委托不在有效期内' : '您没有这个岗位')
    if (held.factor === null && needsFactor(p, actor.role))
      throw new Malformed(403, '这个岗位须用第二因素登录：请先在“我的安全”添加，退出后重新登录')
    await closeSession(tx, token)
    const opened = await openSession(tx, actor, now, {
      position: lent ? lent.ownPosition : (own?.id ?? null),
      ...(lent ? { delegation: lent.id, until: lent.ends } : {}),
      factor: held.factor,
      proved: held.proved,
      ends: held.ends,
      agent: from.agent,
      address: from.address,
    })
    if (lent)
      await logEvent(tx, now, {
        person,
        name: p.name,
        kind: '代办',
        said: `以${lent.principalName}的名义办理${lent.nouns.join('、')}`,
        agent: from.agent,
        address: from.address,
      })
    return { token: opened.token, ...(await standingFor(tx, actor, now)) }
  })
}
