import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Instant, instant } from './day.ts'
import { type Db, type Tx, ts } from './db.ts'
import type { Actor } from './op.ts'

/** Idle for this long, and the session is over (△, GB/T 22239 asks for a limit and names none). */
export const IDLE_MS = 2 * 3_600_000
export const WHOLE_MS = 12 * 3_600_000
const digest = (token: string) => createHash('sha256').update(token).digest()

/** A new session for a person in one position; the token goes to the browser and is stored nowhere. */
export async function openSession(tx: Tx, actor: Actor, now: Instant): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await sql`insert into kernel.session (token, person, actor, began, seen, ends)
    values (${digest(token)}, ${actor.person}, ${JSON.stringify(actor)}, ${ts(now)}, ${ts(now)}, ${ts(instant(now + WHOLE_MS))})`.execute(
    tx,
  )
  return token
}
export async function closeSession(tx: Tx, token: string): Promise<void> {
  await sql`delete from kernel.session where token = ${digest(token)}`.execute(tx)
}
export async function closeSessionsOf(tx: Tx, person: string): Promise<void> {
  await sql`delete from kernel.session where person = ${person}`.execute(tx)
}
/** Who holds this token now; null when nobody does. `seen` is written at most once a minute. */
export async function actorOf(db: Db, token: string, now: Instant): Promise<Actor | null> {
  const { rows } = await sql<{ actor: Actor; seen: Instant }>`
    select actor, seen from kernel.session
    where token = ${digest(token)} and ends > ${ts(now)} and seen > ${ts(instant(now - IDLE_MS))}`.execute(
    db,
  )
  const found = rows[0]
  if (!found) return null
  if (now - found.seen > 60_000)
    await sql`update kernel.session set seen = ${ts(now)} where token = ${digest(token)}`.execute(
      db,
    )
  return found.actor
}
