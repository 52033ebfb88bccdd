import { sql } from 'kysely'
import type pg from 'pg'
import { type Instant, openPool, type Tx, ts } from '#kernel'

export interface Instance {
  readonly kind: '演示' | '培训'
  readonly seed: string
  readonly digest: string
  readonly pace: number
  readonly ends: Instant | null
  readonly loaded: boolean
}
/** What this database was made for; null for a real one, and for one that has no tables yet. */
export async function instanceOf(pool: pg.Pool): Promise<Instance | null> {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('training.instance') is not null as there`,
  )
  if (!rows[0]?.there) return null
  const found = await pool.query<Instance>(
    'select kind, seed, digest, pace, ends, loaded from training.instance',
  )
  return found.rows[0] ?? null
}
export async function addInstance(
  pool: pg.Pool,
  i: Pick<Instance, 'kind' | 'seed' | 'pace' | 'ends'> & { at: Instant },
): Promise<void> {
  await pool.query(
    'insert into training.instance (kind, seed, pace, ends) values ($1, $2, $3, $4)',
    [i.kind, i.seed, i.pace, i.ends === null ? null : ts(i.ends)],
  )
  await pool.query('insert into training.clock (at) values ($1)', [ts(i.at)])
}
/** The filling is whole. Waits for the disk, and with it for everything committed before. */
export async function markLoaded(pool: pg.Pool, digest: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set synchronous_commit = on')
    await client.query('update training.instance set loaded = true, digest = $1', [digest])
    await client.query('reset synchronous_commit')
  } finally {
    client.release()
  }
}
const FILLING = 7_201_944_029
/** One process fills a database at a time; the others wait for it, then find it filled. Held until released, or until the process is gone. */
export async function holdFilling(url: string): Promise<() => Promise<void>> {
  const pool = openPool(url, 1)
  const client = await pool.connect()
  const release = async () => {
    client.release(true)
    await pool.end()
  }
  try {
    await client.query("set lock_timeout = 0; set statement_timeout = '10min'")
    await client.query('select pg_advisory_lock($1)', [FILLING])
    return release
  } catch (e) {
    await release()
    throw e
  }
}
/** A filling that was broken off: nobody was ever answered from it, so everything goes. Does nothing to any other database. */
export async function clearBroken(pool: pg.Pool): Promise<boolean> {
  const found = await instanceOf(pool)
  if (found === null || found.loaded) return false
  const { rows } = await pool.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)'`,
  )
  await pool.query('begin')
  for (const { name } of rows) await pool.query(`drop schema ${JSON.stringify(name)} cascade`)
  await pool.query('drop table public.kernel_migrations')
  await pool.query('commit')
  return true
}
/** The clock goes to `at` if it is not past it; answers where it stands. */
export async function onward(pool: pg.Pool, at: Instant): Promise<Instant> {
  const { rows } = await pool.query<{ at: Instant }>(
    'update training.clock set at = greatest(at, $1::timestamptz) returning at',
    [ts(at)],
  )
  return (rows[0] as { at: Instant }).at
}
/** The next moment at which something is due, after `now`; null when nothing waits. */
export async function nextDue(
  tx: Tx,
  now: Instant,
): Promise<{ at: Instant; title: string } | null> {
  const { rows } = await sql<{ at: Instant; title: string }>`
    select due as at, title from kernel.subject where due > ${ts(now)} order by due limit 1`.execute(
    tx,
  )
  return rows[0] ?? null
}
/** Everyone who is signed in stays so across a leap. */
export const carrySessions = (tx: Tx, ms: number) =>
  sql`update kernel.session set began = began + ${ms} * interval '1 millisecond', seen = seen + ${ms} * interval '1 millisecond',
    ends = ends + ${ms} * interval '1 millisecond', proved = proved + ${ms} * interval '1 millisecond'`.execute(
    tx,
  )
export const leapTo = (tx: Tx, at: Instant) =>
  sql`update training.clock set at = greatest(at, ${ts(at)}::timestamptz)`.execute(tx)
export const seedWord = async (tx: Tx): Promise<{ seed: string; digest: string } | undefined> =>
  (
    await sql<{ seed: string; digest: string }>`select seed, digest from training.instance`.execute(
      tx,
    )
  ).rows[0]
