import { createHash } from 'node:crypto'
import type pg from 'pg'

export interface Migration {
  readonly name: string
  readonly sql: string
}

/** Any number; the same one in every process, so that two starts migrate one after the other. */
const LOCK = 7_201_944_015

/**
 * Apply, in order, what was not applied yet; returns those names. Each is one transaction.
 * Throws when one that was applied has changed since, naming it, before anything is done.
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  const twice = migrations.find((m, i) => migrations.findIndex((n) => n.name === m.name) !== i)
  if (twice) throw new Error(`迁移 ${twice.name} 列了两次`)
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('set lock_timeout = 0; set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(`create table if not exists public.kernel_migrations (
      name text primary key, sha256 char(64) not null, at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from public.kernel_migrations',
    )
    const done = new Map(rows.map((r) => [r.name, r.sha256]))
    for (const m of migrations) {
      const before = done.get(m.name)
      if (before !== undefined && before !== digest(m.sql))
        throw new Error(`迁移 ${m.name} 已执行过，其后内容被改动；请恢复原文，改动写成新的迁移`)
    }
    const applied: string[] = []
    for (const m of migrations) {
      if (done.has(m.name)) continue
      await apply(client, m)
      applied.push(m.name)
    }
    await client.query('select pg_advisory_unlock($1)', [LOCK])
    await client.query('reset lock_timeout; reset statement_timeout')
    return applied
  } catch (e) {
    broken = e as Error
    throw e
  } finally {
    // A connection that failed is closed, and its lock with it.
    client.release(broken)
  }
}

/** The names of what was not applied yet; nothing is changed. */
export async function pending(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('public.kernel_migrations') is not null as there`,
  )
  const done = rows[0]?.there
    ? await pool.query<{ name: string }>('select name from public.kernel_migrations')
    : { rows: [] }
  const names = new Set(done.rows.map((r) => r.name))
  return migrations.flatMap((m) => (names.has(m.name) ? [] : [m.name]))
}

const digest = (sql: string) => createHash('sha256').update(sql).digest('hex')

async function apply(client: pg.PoolClient, { name, sql }: Migration) {
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into public.kernel_migrations (name, sha256) values ($1, $2)', [
      name,
      digest(sql),
    ])
    await client.query('commit')
  } catch (e) {
    const { position, message } = e as { position?: string; message: string }
    const line = position ? `第${sql.slice(0, Number(position)).split('\n').length}行：` : ''
    throw new Error(`迁移 ${name} 失败：${line}${message}`, { cause: e })
  }
}
