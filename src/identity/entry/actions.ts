import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { passwordIs } from '#identity/factors'
import { personByAccount, personOf, positionsOf } from '#identity/people'
import {
  type Actor,
  type Db,
  type Instant,
  instant,
  Malformed,
  openSession,
  type Tx,
  ts,
  type World,
  zText,
} from '#kernel'

/** GB/T 22239 asks for a limit on failed sign-ins and names none; both figures are ours (△). */
const TRIES = 5
const LOCK_MS = 15 * 60_000
const locked = () => new Malformed(429, '连续输错口令，账号暂时锁定，请在十五分钟后再试')

export const zSignIn = z.strictObject({
  account: zText(64).meta({ title: '账号' }),
  password: z.string().min(1, '不能为空').max(200).meta({ title: '口令', 'x-kind': 'password' }),
  position: z.uuid().optional(),
})
export interface SignedIn {
  readonly token: string
  readonly actor: Actor
  readonly positions: { id: string; role: string; org: string }[]
}
/** Where the request came from, for the list of sessions and the security log. */
export interface From {
  readonly agent: string
  readonly address: string
}
const keyOf = (account: string) => createHash('sha256').update(account.toLowerCase()).digest()

/**
 * Count one try at an account, whether or not there is one: the sixth within the quarter of an hour is refused even when right.
 * The row is locked, so that many tries at once are counted one by one.
 */
export async function tried(tx: Tx, account: string, right: boolean, now: Instant) {
  const key = keyOf(account)
  await sql`insert into identity.attempt (account, failures, last) values (${key}, 0, ${ts(now)}) on conflict do nothing`.execute(
    tx,
  )
  const { rows } = await sql<{ failures: number; locked_until: Instant | null }>`
    select failures, locked_until from identity.attempt where account = ${key} for update`.execute(
    tx,
  )
  const before = rows[0] ?? { failures: 0, locked_until: null }
  if (before.locked_until !== null && before.locked_until > now)
    return { locked: true, locks: false }
  const failures = right ? 0 : before.failures + 1
  const locks = failures >= TRIES
  await sql`update identity.attempt set failures = ${locks ? 0 : failures}, last = ${ts(now)},
    locked_until = ${locks ? ts(instant(now + LOCK_MS)) : null} where account = ${key}`.execute(tx)
  return { locked: false, locks }
}

/** Account and password. The answer never says which was wrong, nor takes longer for either. */
export async function signIn(
  db: Db,
  world: World,
  input: z.output<typeof zSignIn>,
  from: From,
  demo: boolean,
): Promise<SignedIn> {
  const now = world.now()
  const found = await db.transaction().execute((tx) => personByAccount(tx, input.account))
  // Slow on purpose, so outside the transaction. A published password opens nothing outside the demonstration.
  const right = await passwordIs(
    found?.disabled || (found?.demo && !demo) ? null : found?.password,
    input.password,
  )
  const r = await db.transaction().execute(async (tx) => {
    const count = await tried(tx, input.account, right, now)
    if (count.locked) return locked()
    if (!found || !right) return new Malformed(401, '账号或口令不对')
    await personOf(tx, found.id, 'share')
    const positions = await positionsOf(tx, found.id, true)
    const chosen = input.position ? positions.find((x) => x.id === input.position) : positions[0]
    if (!chosen) return new Malformed(403, '这个账号没有在任的岗位')
    const { token } = await openSession(tx, chosen.actor, now, {
      position: chosen.id,
      factor: null,
      proved: now,
      ...from,
    })
    return {
      token,
      actor: chosen.actor,
      positions: positions.map((x) => ({ id: x.id, role: x.actor.role, org: x.actor.orgName })),
    }
  })
  if (r instanceof Malformed) throw r
  return r
}
