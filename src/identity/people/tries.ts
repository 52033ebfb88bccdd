import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { type Instant, instant, Malformed, settingsSet, type Tx, ts } from '#kernel'
import { entryValues } from '#law'

/** GB/T 22239 asks for a limit on failed sign-ins and names none; both figures are ours (△). */
const TRIES = 5
const LOCK_MS = 15 * 60_000
export const locked = () =>
  new Malformed(429, '连续输错，账号暂时锁定，请在十五分钟后再试', [], LOCK_MS / 1000)
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

export const tooMany = () =>
  new Malformed(
    429,
    '从这个网络地址答错的次数太多，请过一刻钟再试；急需办理的请联系安全管理员',
    [],
    LOCK_MS / 1000,
  )
/** One subscriber of IPv6 holds a whole /64. */
const netOf = (address: string): string =>
  isIPv6(address)
    ? (new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')[0] ?? '')
        .split(':')
        .slice(0, 4)
        .join(':')
    : address
const digestOf = (what: string, who: string) =>
  createHash('sha256').update(`yiwang ${what} ${who}`).digest()
/** Requests without a peer (from inside the process) are not counted. */
const sourceOf = (address: string): Buffer | null =>
  address === '' ? null : digestOf('knock', netOf(address))
/** One at a time per source, so that many at once are counted one by one; what no window reaches any more is forgotten. */
async function alone(tx: Tx, source: Buffer, now: Instant) {
  await sql`select pg_advisory_xact_lock(${source.readInt32BE(0)}, 0)`.execute(tx)
  await sql`delete from identity.knock where at < ${ts(instant(now - 2 * 3_600_000))}`.execute(tx)
}
async function countOf(
  tx: Tx,
  source: Buffer,
  now: Instant,
): Promise<{ count: number; most: number }> {
  const { 答错窗口分钟: minutes, 答错最多次数: most } = entryValues(await settingsSet(tx))
  const since = ts(instant(now - minutes * 60_000))
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from identity.knock
    where source = ${source} and at > ${since}`.execute(tx)
  return { count: rows[0]?.n ?? 0, most }
}
/** Before any slow work: throws Malformed 429 when this address has answered wrongly too often within the window. */
export async function demandQuiet(tx: Tx, address: string, now: Instant): Promise<void> {
  const source = sourceOf(address)
  if (source === null) return
  const { count, most } = await countOf(tx, source, now)
  if (count >= most) throw tooMany()
}
/**
 * A wrong answer (password, factor, ticket or code) from this address: false when there were too many already, and then whoever asks is
 * told nothing about it. One at a time per address, so that many at once are counted one by one.
 */
export async function knock(tx: Tx, address: string, now: Instant): Promise<boolean> {
  const source = sourceOf(address)
  if (source === null) return true
  await alone(tx, source, now)
  const { count, most } = await countOf(tx, source, now)
  if (count >= most) return false
  await sql`insert into identity.knock (source, at) values (${source}, ${ts(now)})`.execute(tx)
  return true
}

/** How often one account or one address may do a thing that asks for no sign-in, or that could be guessed at. */
export interface Quota {
  /** Apart from every other thing that is counted. */
  readonly what: string
  readonly minutes: number
  readonly most: number
}
/**
 * One more of it by this account (`person`) or from this address: null, or the seconds until the oldest of the window is forgotten. Right
 * and wrong count alike: whoever asks for a thousand codes is looking for what is not his. In the database, and so across processes.
 */
export async function spend(
  tx: Tx,
  who: { readonly person: string } | { readonly address: string },
  q: Quota,
  now: Instant,
): Promise<number | null> {
  if ('address' in who && who.address === '') return null
  const source = digestOf(q.what, 'person' in who ? `人 ${who.person}` : netOf(who.address))
  await alone(tx, source, now)
  const since = instant(now - q.minutes * 60_000)
  const { rows } = await sql<{ at: Instant }>`select at from identity.knock
    where source = ${source} and at > ${ts(since)} order by at desc offset ${q.most - 1} limit 1`.execute(
    tx,
  )
  if (rows[0]) return Math.max(1, Math.ceil((rows[0].at - since) / 1000))
  await sql`insert into identity.knock (source, at) values (${source}, ${ts(now)})`.execute(tx)
  return null
}
