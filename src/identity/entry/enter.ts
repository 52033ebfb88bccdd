import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { certificateIs, type Proof } from '#identity/certificate'
import { inForceFor } from '#identity/delegation'
import {
  type Factors,
  factorsOf,
  openTicket,
  passkeyChallenge,
  passkeyIs,
  recoveryIs,
  startTotp,
  totpIs,
} from '#identity/factors'
import { logEvent, type Person, personOf, positionsOf } from '#identity/people'
import {
  type Actor,
  type Db,
  type Instant,
  Malformed,
  openSession,
  rfc3339,
  type Tx,
  type World,
} from '#kernel'
import { standingOf } from '#law'

/** What a page sends for a certificate: which one, and r ‖ s over `proofText`. */
const zSigned = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
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
  /** What a certificate has to sign, with the origin and the purpose (`proofText`). */
  readonly certificate?: { challenge: string; fingerprints: string[] }
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
export const wrong = () => new Malformed(401, '账号或口令不对')
export const hasFactor = (f: Factors) =>
  f.totp || f.passkeys.length > 0 || f.certificates.length > 0
/** Demonstration people are marked so when the demonstration makes them, and open nothing anywhere else. */
export const needsFactor = (p: Person, role: string) =>
  standingOf(role)?.secondFactor === true && !p.demo

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
export async function enter(
  tx: Tx,
  now: Instant,
  p: Person,
  wanted: string | undefined,
  first: First,
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
  const said = factor === null || factor === first ? first : `${first}与${factor}`
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
/** For an account that is not there too: the same line, so that the answer takes as long. */
export async function failed(
  tx: Tx,
  now: Instant,
  p: Person | undefined,
  what: string,
  locks: boolean,
  from: From,
) {
  await logEvent(tx, now, {
    person: p?.id ?? null,
    name: p?.name ?? '没有的账号',
    kind: locks ? '锁定' : '登录失败',
    said: locks ? `${what}；连续输错，锁定十五分钟` : what,
    agent: from.agent,
    address: from.address,
  })
}

/** What was shown first: it stands in the log, and in the ticket for the second step. */
export type First = '口令' | '统一身份认证'
/**
 * The first step was right: in, or to a second factor, or to adding one. `done`: who says that the second factor was shown already.
 * A first factor may be added with the first step alone only in the half hour after the activation code was used.
 */
export async function onward(
  tx: Tx,
  world: World,
  p: Person,
  o: {
    position: string | undefined
    first: First
    done: string | null
    factors: Factors
    more: boolean
  },
  from: From,
): Promise<SignedIn | Halfway | Malformed> {
  const now = world.now()
  if (!o.more) return enter(tx, now, p, o.position, o.first, o.done, from)
  const ticket = { position: o.position ?? null, first: o.first }
  if (hasFactor(o.factors)) {
    const { shown, kept } = await challenges(tx, p.id, o.factors, from, now)
    return {
      ...shown,
      next: 'secondFactor' as const,
      methods: [...shown.methods, ...(o.factors.codesLeft > 0 ? ['recovery'] : [])],
      ticket: await openTicket(tx, 'secondFactor', p.id, { ...ticket, ...kept }, now),
    }
  }
  if (p.mayEnrol === null || p.mayEnrol <= now)
    return new Malformed(403, '您的岗位须用第二因素登录，请向管理员领取新的启用码后添加')
  return {
    next: 'enrolFactor' as const,
    methods: ['enrol'],
    totp: await startTotp(tx, world, p),
    ticket: await openTicket(tx, 'enrol', p.id, ticket, now),
  }
}
/** What this person has to show, for the position that is wanted or the first. */
export async function askedOf(tx: Tx, p: Person, position: string | undefined) {
  const factors = await factorsOf(tx, p.id)
  const positions = await positionsOf(tx, p.id)
  const chosen = position ? positions.find((x) => x.id === position) : positions[0]
  const more = hasFactor(factors) || (chosen !== undefined && needsFactor(p, chosen.actor.role))
  return { factors, more }
}

/** What a ticket remembers of what it asked. */
export interface Asked {
  readonly challenge: string | null
  readonly signing: string
  readonly origin: string
}
/** What each of this person's factors is asked: shown to the page, and kept in the ticket. */
export async function challenges(tx: Tx, person: string, f: Factors, from: From, now: Instant) {
  const passkey = await passkeyChallenge(tx, person, from.origin)
  const live = f.certificates.filter((c) => c.fallen === null && c.ends > now)
  const signing = randomBytes(32).toString('base64url')
  return {
    shown: {
      methods: [
        ...(live.length > 0 ? ['certificate'] : []),
        ...(passkey ? ['passkey'] : []),
        ...(f.totp ? ['totp'] : []),
      ],
      ...(passkey ? { passkey } : {}),
      ...(live.length > 0
        ? { certificate: { challenge: signing, fingerprints: live.map((c) => c.fingerprint) } }
        : {}),
    },
    kept: { challenge: passkey?.challenge ?? null, signing, origin: from.origin } satisfies Asked,
  }
}

export const methodNames = {
  totp: '动态口令',
  recovery: '恢复码',
  passkey: '通行密钥',
  certificate: '数字证书',
  enrol: '动态口令',
} as const
export async function factorIs(
  tx: Tx,
  world: World,
  person: string,
  input: { method: keyof typeof methodNames; code?: string | undefined; response?: unknown },
  purpose: Proof['purpose'],
  { challenge, signing, origin }: Asked,
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
    case 'certificate': {
      const signed = zSigned.safeParse(input.response)
      if (!signed.success || signing === undefined) return false
      const proof = { purpose, origin, challenge: signing }
      return certificateIs(tx, person, signed.data, proof, now)
    }
  }
}
