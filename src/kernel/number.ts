import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** The next running number under a prefix: per region, year and kind; never reused, gaps are allowed. */
export async function nextNumber(tx: Tx, prefix: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into kernel.number (prefix, last) values (${prefix}, 1)
    on conflict (prefix) do update set last = kernel.number.last + 1
    returning last`.execute(tx)
  return (rows[0] as { last: number }).last
}
