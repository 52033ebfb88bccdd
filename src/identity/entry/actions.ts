import { sql } from 'kysely'
import { z } from 'zod'
import { actorUnder, inForceFor } from '#identity/delegation'
import {
  type Factors,
  factorsOf,
  newRecoveryCodes,
  openTicket,
  passkeyChallenge,
  passkeyIs,
  passwordIs,
  recoveryIs,
  spendTicket,
  startTotp,
  totpIs,
  tryTicket,
} from '#identity/factors'
import {
  locked,
  logEvent,
  type Person,
  personByAccount,
  personOf,
  positionsOf,
  tried,
} from '#identity/people'
import {
  type Actor,
  closeSession,
  type Db,
  type Held,
  type Instant,
  Malformed,
  openSession,
  rfc3339,
  type Tx,
  type World,
  zText,
} from '#kernel'
import { standingOf } from '#law'

export const zSignIn = z.strictObject({
  account: zText(64).meta({ title: '账号' }),
  password: z.string().min(1, '不能为空').max(200).meta({ title: '口令', 'x-kind': 'password' }),
  position: z.uuid().optional(),
})
export const zSecond = z.strictObject({
  ticket: z.string().min(20).max(100),
  method: z.enum(['totp', 'recovery', 'passkey', 'enrol']),
  code: z.string().max(40).optional(),
  response: z.unknown().optional(),
})
export interface Standing {
  readonly actor: Actor
  readonly positions: { id: string; role: string; org: string }[]
  /** In whose place this person may act now. */
  readonly delegations: { id: string; role: string; org: string; from: string; ends: string }[]
}
export interface SignedIn extends Standing {
  readonly token: string
  /** Shown once, when a first factor was added. */
  readonly codes?: string[]
}
export interface Halfway {
  readonly next: 'secondFactor' | 'enrolFactor'
  readonly methods: string[]
  readonly ticket: string
  readonly passkey?: object
  readonly totp?: { uri: string; secret: string }
}
/** Where the request came from, for the list of sessions, the security log and the passkey's site. */
export interface From {
  readonly agent: string
  readonly address: string
  readonly origin: string
}
export interface Where {
  readonly db: Db
  readonly world: World
  /** The demonstration region: published accounts may sign in, and with a password alone. */
  readonly demo: boolean
}
const wrong = () => new Malformed(401, '账号或口令不对')
const hasFactor = (f: Factors) => f.totp || f.passkeys.length > 0
/** Demonstration people are marked so when the demonstration makes them, and open nothing anywhere else. */
const needsFactor = (p: Person, role: string) => standingOf(role)?.secondFactor === true && !p.demo

export async function standingFor(tx: Tx, actor: Actor, now: Instant): Promise<Standing> {
  const person = actor.person ?? ''
  const [positions, delegations] = [
    await positionsOf(tx, person),
    await inForceFor(tx, person, now),
  ]
  return {
    actor,
    positions: positions.map((x) => ({ id: x.id, role: x.actor.role, org: x.actor.orgName })),
    delegations: delegations.map((d) => ({
      id: d.id,
      role: d.role,
      org: d.orgName ?? '',
      from: d.principalName,
      ends: rfc3339(d.ends),
    })),
  }
}
async function enter(
  tx: Tx,
  now: Instant,
  p: Person,
  wanted: string | undefined,
  factor: string | null,
  from: From,
): Promise<SignedIn | Malformed> {
  await personOf(tx, p.id, 'share')
  const positions = await positionsOf(tx, p.id, true)
  const chosen = wanted ? positions.find((x) => x.id === wanted) : positions[0]
  if (!chosen) return new Malformed(403, '这个账号没有在任的岗位')
  if (factor === null && needsFactor(p, chosen.actor.role)) return wrong()
  const { token } = await openSession(tx, chosen.actor, now, {
    position: chosen.id,
    factor,
    proved: now,
    agent: from.agent,
    address: from.address,
  })
  const { rows } = await sql<{ any: boolean; same: boolean }>`select count(*) > 0 as any,
    coalesce(bool_or(agent = ${from.agent}), false) as same from identity.event
    where person = ${p.id} and kind = '登录'`.execute(tx)
  const said = factor === null ? '口令' : `口令与${factor}`
  await logEvent(tx, now, {
    person: p.id,
    name: p.name,
    kind: '登录',
    said,
    agent: from.agent,
    address: from.address,
  })
  if (rows[0]?.any && !rows[0].same)
    await logEvent(tx, now, {
      person: p.id,
      name: p.name,
      kind: '新设备',
      said: '账号在一台没有用过的设备上登录；若不是您本人，请立即退出其他会话并修改口令',
      agent: from.agent,
      address: from.address,
    })
  return { token, ...(await standingFor(tx, chosen.actor, now)) }
}
async function failed(tx: Tx, now: Instant, p: Person, what: string, locks: boolean, from: From) {
  await logEvent(tx, now, {
    person: p.id,
    name: p.name,
    kind: locks ? '锁定' : '登录失败',
    said: locks ? `${what}；连续输错，锁定十五分钟` : what,
    agent: from.agent,
    address: from.address,
  })
}

/** Account and password. The answer never says which was wrong, nor takes longer for either. */
export async function signIn(
  { db, world, demo }: Where,
  input: z.output<typeof zSignIn>,
  from: From,
): Promise<SignedIn | Halfway> {
  const now = world.now()
  const p = await db.transaction().execute((tx) => personByAccount(tx, input.account))
  // Slow on purpose, so outside the transaction. A published password opens nothing outside the demonstration.
  const right = await passwordIs(
    p?.disabled || (p?.demo && !demo) ? null : p?.password,
    input.password,
  )
  const r = await db.transaction().execute(async (tx) => {
    const factors = p && right ? await factorsOf(tx, p.id) : null
    const positions = p && right ? await positionsOf(tx, p.id) : []
    const chosen = input.position ? positions.find((x) => x.id === input.position) : positions[0]
    const more =
      p && factors && (hasFactor(factors) || (chosen && needsFactor(p, chosen.actor.role)))
    const count = await tried(tx, input.account, !right ? 'wrong' : more ? 'half' : 'right', now)
    if (count.locked) return locked()
    if (!p || !right) {
      if (p) await failed(tx, now, p, '口令不对', count.locks, from)
      return wrong()
    }
    if (!factors || !more) return enter(tx, now, p, input.position, null, from)
    if (hasFactor(factors)) {
      const passkey = await passkeyChallenge(tx, p.id, from.origin)
      return {
        next: 'secondFactor' as const,
        methods: [
          ...(passkey ? ['passkey'] : []),
          ...(factors.totp ? ['totp'] : []),
          ...(factors.codesLeft > 0 ? ['recovery'] : []),
        ],
        ...(passkey ? { passkey } : {}),
        ticket: await openTicket(
          tx,
          'secondFactor',
          p.id,
          { position: input.position ?? null, challenge: passkey?.challenge ?? null },
          now,
        ),
      }
    }
    // A first factor may be added with the password alone only in the half hour after the activation code was used.
    if (p.mayEnrol === null || p.mayEnrol <= now)
      return new Malformed(403, '您的岗位须用第二因素登录，请向管理员领取新的启用码后添加')
    return {
      next: 'enrolFactor' as const,
      methods: ['enrol'],
      totp: await startTotp(tx, world, p),
      ticket: await openTicket(tx, 'enrol', p.id, { position: input.position ?? null }, now),
    }
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
    const t = await tryTicket<{ position: string | null; challenge: string | null }>(
      tx,
      kind,
      input.ticket,
      now,
    )
    if (!t?.person) return new Malformed(401, '这一步已过期或已用过，请重新登录')
    const p = await personOf(tx, t.person, 'update')
    if (p.disabled) return wrong()
    const ok = await factorIs(tx, world, p.id, input, t.data.challenge, now)
    const count = await tried(tx, p.account, ok ? 'right' : 'wrong', now)
    if (count.locked) return locked()
    if (!ok) {
      await failed(tx, now, p, `第二因素不对（${methodNames[input.method]}）`, count.locks, from)
      return new Malformed(401, '验证没有通过，请看清后再试')
    }
    await spendTicket(tx, input.ticket)
    const entered = await enter(
      tx,
      now,
      p,
      t.data.position ?? undefined,
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
export const methodNames = {
  totp: '动态口令',
  recovery: '恢复码',
  passkey: '通行密钥',
  enrol: '动态口令',
} as const
export async function factorIs(
  tx: Tx,
  world: World,
  person: string,
  input: { method: keyof typeof methodNames; code?: string | undefined; response?: unknown },
  challenge: string | null,
  now: Instant,
): Promise<boolean> {
  const code = input.code ?? ''
  switch (input.method) {
    case 'totp':
      return totpIs(tx, world, person, code, now)
    case 'enrol':
      return totpIs(tx, world, person, code, now, true)
    case 'recovery':
      return recoveryIs(tx, world, person, code, now)
    case 'passkey':
      return (
        challenge !== null && passkeyIs(tx, person, { response: input.response, challenge, now })
      )
  }
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
