import { sql } from 'kysely'
import { type Instant, type Tx, ts } from '#kernel'

export async function titlesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; title: string }>`
    select id, title from disclosure.notice where id = any(${[...ids]}::uuid[])`.execute(tx)
  return new Map(rows.map((r) => [r.id, r.title]))
}
export interface Reported {
  readonly notice: string
  readonly title: string
  readonly sha256: string
  readonly state: string
  readonly receipt: string | null
}
/** Every notice published since a moment and what became of its parcel. */
export async function sentSince(tx: Tx, since: Instant): Promise<Reported[]> {
  const { rows } = await sql<Reported>`
    select n.id as notice, n.title, n.sha256, coalesce(o.state, '待送') as state, o.answer->>'receipt' as receipt
    from disclosure.notice n left join outside.outbox o on o.kind = '报送' and o.key = n.id::text
    where n.published >= ${ts(since)} order by n.published desc limit 5000`.execute(tx)
  return rows
}
/** What the public may know of a notice's way up: when the other side received it. */
export async function receiptOf(
  tx: Tx,
  kind: string,
  notice: string,
): Promise<{ receipt: string; at: string } | null> {
  const { rows } = await sql<{ receipt: string; at: string }>`
    select answer->>'receipt' as receipt, answer->>'at' as at from outside.outbox
    where kind = ${kind} and key = ${notice} and state = '已送达'`.execute(tx)
  return rows[0] ?? null
}
