import { createHash } from 'node:crypto'
import type pg from 'pg'

export interface Migration {
  readonly name: string
  readonly sql: string
}
/**
 * Apply what has not been applied, in order, each in its own transaction, one process at a time.
 * A migration that was applied and has changed since is an error: history is not rewritten.
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect()
  const applied: string[] = []
  try {
    await client.query('select pg_advisory_lock(790179)')
    await client.query(
      'create table if not exists public.migration (name text primary key, sha256 text not null, at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from public.migration',
    )
    const before = new Map(rows.map((r) => [r.name, r.sha256]))
    for (const { name, sql } of migrations) {
      const sha256 = createHash('sha256').update(sql).digest('hex')
      if (before.get(name) === sha256) continue
      if (before.has(name)) throw new Error(`数据库结构“${name}”已应用而内容有变，请另写一步迁移`)
      await client.query('begin')
      try {
        await client.query(sql)
        await client.query('insert into public.migration (name, sha256) values ($1, $2)', [
          name,
          sha256,
        ])
        await client.query('commit')
      } catch (e) {
        await client.query('rollback')
        throw new Error(`数据库结构“${name}”应用失败：${(e as Error).message}`)
      }
      applied.push(name)
    }
    return applied
  } finally {
    await client.query('select pg_advisory_unlock(790179)').catch(() => {})
    client.release()
  }
}
