import { sql } from 'kysely'
import type { Instant } from './day.ts'
import { type Tx, ts } from './db.ts'

/** What was set in place of the named defaults, by name; each reader knows its own default and shape. */
export async function settingsSet(tx: Tx): Promise<Readonly<Record<string, unknown>>> {
  const { rows } = await sql<{
    name: string
    value: unknown
  }>`select name, value from kernel.setting`.execute(tx)
  return Object.fromEntries(rows.map((r) => [r.name, r.value]))
}
export async function setSetting(
  tx: Tx,
  name: string,
  value: unknown,
  now: Instant,
): Promise<void> {
  await sql`insert into kernel.setting (name, value, at) values (${name}, ${JSON.stringify(value)}::jsonb, ${ts(now)})
    on conflict (name) do update set value = excluded.value, at = excluded.at`.execute(tx)
}
