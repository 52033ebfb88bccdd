import { createHash } from 'node:crypto'
import type pg from 'pg'

const LOCK = 7_201_944_016

/**
 * State the policies and grants anew when they, or the schema beneath them, changed; under the owner's connection.
 * False when the two roles are not there and this connection may not make them: then there is no second wall, and
 * whoever runs the database reads in docs/operations.md which lines raise it.
 */
export async function raiseWalls(pool: pg.Pool, sql: string, open: Standing): Promise<boolean> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('set lock_timeout = 0; set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [LOCK])
    if (!(await roles(client))) return false
    const schema = await client.query<{ seen: string }>(
      `select coalesce(string_agg(name || sha256, ',' order by name), '') as seen
       from public.kernel_migrations where name <> 'walls'`,
    )
    const digest = createHash('sha256')
      .update(`${schema.rows[0]?.seen}\n${sql}\n${JSON.stringify(open)}`)
      .digest('hex')
    const before = await client.query<{ sha256: string }>(
      `select sha256 from public.kernel_migrations where name = 'walls'`,
    )
    if (before.rows[0]?.sha256 === digest) return true
    await client.query('begin')
    await client.query(sql)
    // A state that a new version opens or closes is opened or closed for what stands in it already.
    await client.query(
      `update kernel.subject s set open = r.open, closed = r.closed
       from jsonb_to_recordset($1::jsonb) as r(noun text, state text, open boolean, closed boolean)
       where r.noun = s.noun and r.state = s.state and (r.open, r.closed) is distinct from (s.open, s.closed)`,
      [JSON.stringify(open)],
    )
    await client.query(
      `insert into public.kernel_migrations (name, sha256) values ('walls', $1)
       on conflict (name) do update set sha256 = excluded.sha256, at = now()`,
      [digest],
    )
    await client.query('commit')
    return true
  } catch (e) {
    broken = e as Error
    throw e
  } finally {
    if (!broken)
      await client
        .query(`select pg_advisory_unlock(${LOCK}); reset lock_timeout; reset statement_timeout`)
        .catch((e: Error) => {
          broken = e
        })
    client.release(broken)
  }
}
/** Which states are open to all, and which closed to all but the parties. */
export type Standing = readonly { noun: string; state: string; open: boolean; closed: boolean }[]

async function roles(client: pg.PoolClient): Promise<boolean> {
  const may = async () => {
    const { rows } = await client.query<{ n: number; member: boolean }>(
      `select count(*)::int as n, coalesce(bool_and(pg_has_role(session_user, oid, 'member')), false) as member
       from pg_roles where rolname in ('yiwang_app', 'yiwang_house')`,
    )
    return rows[0]
  }
  const first = await may()
  if (first?.n === 2 && first.member) return true
  const { rows } = await client.query<{ ok: boolean }>(
    'select rolsuper or rolcreaterole as ok from pg_roles where rolname = session_user',
  )
  if (!rows[0]?.ok) return false
  await client.query(`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'yiwang_app') then create role yiwang_app noinherit nologin; end if;
      if not exists (select from pg_roles where rolname = 'yiwang_house') then create role yiwang_house nologin; end if;
      grant yiwang_house to yiwang_app;
      execute format('grant yiwang_app, yiwang_house to %I', session_user);
    end $$`)
  return true
}
