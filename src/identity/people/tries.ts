import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Instant, instant, Malformed, type Tx, ts } from '#kernel'

/** GB/T 22239 asks for a limit on failed sign-ins and names none; both figures are ours (△). */
const TRIES = 5
const LOCK_MS = 15 * 60_000
export const locked = () => new Malformed(429, '连续输错，账号暂时锁定，请在十五分钟后再试')
const keyOf = (account: string) => createHash('sha256').update(account.toLowerCase()).digest()

/**
 * Count one try at an account, whether or not there is one: the sixth within the quarter of an hour is refused even when right.
 * The row is locked, so that many tries at once are counted one by one. `half` is a right password with a factor still to come:
 * it forgives nothing, or the factor could be guessed for ever.
 */
export async function tried(
  tx: Tx,
  account: string,
  how: 'right' | 'half' | 'wrong',
  now: Instant,
): Promise<{ locked: boolean; locks: boolean }> {
  const key = keyOf(account)
  await sql`insert into identity.attempt (account, failures, last) values (${key}, 0, ${ts(now)})
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ failures: number; locked_until: Instant | null }>`
    select failures, locked_until from identity.attempt where account = ${key} for update`.execute(
    tx,
  )
  const before = rows[0] ?? { failures: 0, locked_until: null }
  if (before.locked_until !== null && before.locked_until > now)
    return { locked: true, locks: false }
  const failures = how === 'right' ? 0 : before.failures + (how === 'wrong' ? 1 : 0)
  const locks = failures >= TRIES
  await sql`update identity.attempt set failures = ${locks ? 0 : failures}, last = ${ts(now)},
    locked_until = ${locks ? ts(instant(now + LOCK_MS)) : null} where account = ${key}`.execute(tx)
  return { locked: false, locks }
}
/** The security administrator lets somebody try again. */
export const forgive = (tx: Tx, account: string) =>
  sql`delete from identity.attempt where account = ${keyOf(account)}`.execute(tx)
