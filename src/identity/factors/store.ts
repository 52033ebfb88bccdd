import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Instant, instant, type Tx, ts } from '#kernel'

const digest = (token: string) => createHash('sha256').update(token).digest()

export interface Ticket<D = Record<string, unknown>> {
  readonly person: string | null
  readonly data: D
}
const TRIES = 5
export const TICKET_MS = 5 * 60_000

/** Halfway through a sign-in or a binding: 256 bits to the browser, a digest here, five minutes, five tries, once. */
export async function openTicket(
  tx: Tx,
  kind: string,
  person: string | null,
  data: Record<string, unknown>,
  now: Instant,
  lasts = TICKET_MS,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await sql`delete from factor.ticket where ends < ${ts(now)}`.execute(tx)
  await sql`insert into factor.ticket (token, person, kind, data, ends)
    values (${digest(token)}, ${person}, ${kind}, ${JSON.stringify(data)}, ${ts(instant(now + lasts))})`.execute(
    tx,
  )
  return token
}
/** Look at it and count a try; null when it is spent, late, of another kind, or was tried too often. */
export async function tryTicket<D>(
  tx: Tx,
  kind: string,
  token: string,
  now: Instant,
): Promise<Ticket<D> | null> {
  const { rows } = await sql<Ticket<D>>`update factor.ticket set tries = tries + 1
    where token = ${digest(token)} and kind = ${kind} and ends > ${ts(now)} and tries < ${TRIES}
    returning person, data`.execute(tx)
  return rows[0] ?? null
}
export async function keepInTicket(tx: Tx, token: string, data: Record<string, unknown>) {
  await sql`update factor.ticket set data = data || ${JSON.stringify(data)}::jsonb where token = ${digest(token)}`.execute(
    tx,
  )
}
export async function spendTicket(tx: Tx, token: string): Promise<boolean> {
  const r = await sql`delete from factor.ticket where token = ${digest(token)}`.execute(tx)
  return r.numAffectedRows === 1n
}
/** Everything but the password that lets this person in, and every half-finished way in. */
export async function forgetFactors(tx: Tx, person: string): Promise<void> {
  await sql`delete from factor.totp where person = ${person}`.execute(tx)
  await sql`delete from factor.recovery where person = ${person}`.execute(tx)
  await sql`delete from factor.passkey where person = ${person}`.execute(tx)
  await sql`delete from factor.certificate where person = ${person}`.execute(tx)
  await sql`delete from factor.federated where person = ${person}`.execute(tx)
  await sql`delete from factor.ticket where person = ${person}`.execute(tx)
}
