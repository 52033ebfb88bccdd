import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Instant, instant } from './day.ts'
import { type Db, type Tx, ts } from './db.ts'
import { newId } from './id.ts'
import { type Actor, type Ask, paceOf, type World } from './op.ts'

/** Idle for this long, and the session is over (△, GB/T 22239 asks for a limit and names none). */
export const IDLE_MS = 2 * 3_600_000
export const WHOLE_MS = 12 * 3_600_000
/** An act of weight needs a password or a factor shown within this long (△). The security administrator may say otherwise. */
export const STEP_UP = { name: '再次验证分钟', minutes: 10 } as const
const digest = (token: string) => createHash('sha256').update(token).digest()

/** Where a session came from and what was shown to open it. */
export interface Opening {
  readonly position: string | null
  readonly delegation?: string
  /** Ends no later than this, whatever happens: the end of a delegation. */
  readonly until?: Instant
  readonly factor: string | null
  readonly proved: Instant
  readonly agent: string
  readonly address: string
  /** A switch of position keeps the day's end of the session it replaces. */
  readonly ends?: Instant
}
export interface Held {
  readonly id: string
  readonly actor: Actor
  readonly position: string | null
  readonly delegation: string | null
  readonly proved: Instant
  readonly stepUpMs: number
  readonly factor: string | null
  readonly ends: Instant
}
/** A high act in a session whose last proof is too old: show a password or a factor, then ask again. */
export class ProveAgain extends Error {
  override name = 'ProveAgain'
}
/** Throws ProveAgain when a person acts in a session whose proof is no longer fresh. The machine, and whoever asks without a session, pass. */
export function demandProof(ask: Pick<Ask, 'actor' | 'now' | 'session' | 'world'>) {
  if (ask.actor.person === null || !ask.session) return
  if (ask.now - ask.session.proved > ask.session.stepUpMs * paceOf(ask.world))
    throw new ProveAgain()
}

/** A new session for a person in one position; the token goes to the browser and is stored nowhere. */
export async function openSession(
  tx: Tx,
  actor: Actor,
  now: Instant,
  o: Opening,
): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const id = newId()
  const ends = Math.min(o.ends ?? now + WHOLE_MS, o.until ?? Infinity)
  await sql`insert into kernel.session
    (token, id, person, position, delegation, actor, began, seen, ends, proved, factor, agent, address)
    values (${digest(token)}, ${id}, ${actor.person}, ${o.position}, ${o.delegation ?? null}, ${JSON.stringify(actor)},
      ${ts(now)}, ${ts(now)}, ${ts(instant(ends))}, ${ts(o.proved)}, ${o.factor}, ${o.agent}, ${o.address})`.execute(
    tx,
  )
  return { id, token }
}
export async function closeSession(tx: Tx, token: string): Promise<void> {
  await sql`delete from kernel.session where token = ${digest(token)}`.execute(tx)
}
/** Every session of a person, or every one but this. */
export async function closeSessionsOf(tx: Tx, person: string, but = ''): Promise<void> {
  await sql`delete from kernel.session where person = ${person} and id::text <> ${but}`.execute(tx)
}
/**
 * Who holds this token now; null when nobody does. `seen` is written at most once a minute. Where the clock runs faster than
 * people do, they have as much longer.
 */
export async function sessionOf(
  db: Db,
  token: string,
  world: Pick<World, 'now' | 'training'>,
): Promise<Held | null> {
  const now = world.now()
  const pace = paceOf(world)
  const { rows } = await sql<Held & { seen: Instant }>`
    select id, actor, position, delegation, proved, factor, ends, seen,
      coalesce((select value::int from kernel.setting where name = ${STEP_UP.name}), ${STEP_UP.minutes}::int) * 60000 as "stepUpMs"
    from kernel.session
    where token = ${digest(token)} and began + (ends - began) * ${pace}::int > ${ts(now)} and seen > ${ts(instant(now - IDLE_MS * pace))}`.execute(
    db,
  )
  const found = rows[0]
  if (!found) return null
  if (now - found.seen > 60_000 * pace)
    await sql`update kernel.session set seen = ${ts(now)} where token = ${digest(token)}`.execute(
      db,
    )
  return found
}
export async function actorOf(
  db: Db,
  token: string,
  world: Pick<World, 'now' | 'training'>,
): Promise<Actor | null> {
  return (await sessionOf(db, token, world))?.actor ?? null
}
/** A factor was shown again: the high acts are open for some minutes. */
export async function proveSession(tx: Tx, id: string, now: Instant, factor: string | null) {
  await sql`update kernel.session set proved = ${ts(now)}, factor = coalesce(${factor}, factor) where id = ${id}`.execute(
    tx,
  )
}
