import { sql } from 'kysely'
import { type Instant, instant, type Tx, ts } from '#kernel'
import type { Wanted } from '#search'

export interface Alert {
  readonly id: string
  readonly query: Wanted
  readonly label: string
  readonly email: string | null
  readonly webhook: string | null
  readonly secret: string | null
  readonly origin: string
  readonly daily: boolean
  readonly made: Instant
  readonly confirmed: Instant | null
  readonly seq: number
}
const columns = sql`id, query, label, email, webhook, secret, origin, daily, made, confirmed, seq`
export const add = (tx: Tx, a: Omit<Alert, 'confirmed' | 'seq'> & { client: string }) =>
  sql`insert into disclosure.alert (id, query, label, email, webhook, secret, origin, daily, client, made)
    values (${a.id}, ${JSON.stringify(a.query)}, ${a.label}, ${a.email}, ${a.webhook}, ${a.secret}, ${a.origin}, ${a.daily}, ${a.client}, ${ts(a.made)})`.execute(
    tx,
  )
export async function alertOf(tx: Tx, id: string): Promise<Alert | null> {
  const { rows } =
    await sql<Alert>`select ${columns} from disclosure.alert where id = ${id}`.execute(tx)
  return rows[0] ?? null
}
/** From here on it is told what comes; what was there before it can look up. False when it was confirmed before. */
export async function confirm(tx: Tx, id: string, seq: number, now: Instant): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update disclosure.alert set confirmed = ${ts(now)}, seq = ${seq}, due = ${ts(now)}
    where id = ${id} and confirmed is null`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}
export const remove = (tx: Tx, id: string) =>
  sql`delete from disclosure.alert where id = ${id}`.execute(tx)
/** Asked for and never confirmed: forgotten. */
export const forget = (tx: Tx, before: Instant) =>
  sql`delete from disclosure.alert where confirmed is null and made < ${ts(before)}`.execute(tx)
export async function counts(
  tx: Tx,
  a: { client: string; email: string | null; webhook: string | null; now: Instant },
) {
  const { rows } = await sql<{ place: number; waiting: number; held: number }>`
    select count(*) filter (where client = ${a.client} and made > ${ts(instant(a.now - 3_600_000))})::int as place,
      count(*) filter (where confirmed is null and (email = ${a.email} or webhook = ${a.webhook}))::int as waiting,
      count(*) filter (where confirmed is not null and (email = ${a.email} or webhook = ${a.webhook}))::int as held
    from disclosure.alert where client = ${a.client} or email = ${a.email} or webhook = ${a.webhook}`.execute(
    tx,
  )
  return rows[0] ?? { place: 0, waiting: 0, held: 0 }
}
/** One alert whose time has come, held until the transaction ends. */
export async function takeDue(tx: Tx, now: Instant): Promise<Alert | null> {
  const { rows } = await sql<Alert>`select ${columns} from disclosure.alert
    where confirmed is not null and due <= ${ts(now)} order by due limit 1 for update skip locked`.execute(
    tx,
  )
  return rows[0] ?? null
}
export const looked = (tx: Tx, id: string, seq: number, due: Instant) =>
  sql`update disclosure.alert set seq = ${seq}, due = ${ts(due)} where id = ${id}`.execute(tx)
