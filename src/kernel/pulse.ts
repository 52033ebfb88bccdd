import { sql } from 'kysely'
import { askAs } from './clock.ts'
import { type Instant, instant } from './day.ts'
import { type Db, type Tx, ts } from './db.ts'
import { type Ask, system, type World } from './op.ts'

/** A stretch of time in which nobody served. */
export interface Gap {
  readonly from: Instant
  readonly until: Instant
}
/** Beats this near to each other tell nothing new. */
const EVERY_MS = 2000

/**
 * One beat, and how long before it there was none: as long as both clocks say, the house's and the database's, so that a
 * clock set forward is no outage and one set back hides none but its own hour.
 */
export async function beat(tx: Tx, now: Instant): Promise<Gap | null> {
  const { rows } = await sql<{ at: Instant; db_at: Instant; db_now: Instant }>`
    with before as (select at, db_at from kernel.pulse for update)
    update kernel.pulse p set at = ${ts(now)}, db_at = clock_timestamp() from before
    returning before.at, before.db_at, p.db_at as db_now`.execute(tx)
  const last = rows[0]
  if (!last) {
    await sql`insert into kernel.pulse (at, db_at) values (${ts(now)}, clock_timestamp()) on conflict do nothing`.execute(
      tx,
    )
    return null
  }
  const ms = Math.min(now - last.at, last.db_now - last.db_at)
  return ms > EVERY_MS ? { from: instant(now - ms), until: now } : null
}
/** Longer than any window before a deadline that a setting may name. */
const KEPT_MS = 5 * 86_400_000
/** What was refused because of us, for whoever judges deadlines. Best effort: without a database the pulse tells. */
export const noteFault = (db: Db, now: Instant, what: string): Promise<unknown> =>
  db.transaction().execute(async (tx) => {
    await sql`delete from kernel.fault where at < ${ts(instant(now - KEPT_MS))}`.execute(tx)
    await sql`insert into kernel.fault (at, what) values (${ts(now)}, ${what})`.execute(tx)
  })

/**
 * The heartbeat of a process. `told` hears of a gap in the transaction that ends it: either everything that follows from an
 * outage is done, or the gap is still there at the next beat. Across processes the row lock makes it once.
 */
export function startPulse(
  db: Db,
  world: World,
  told: (ask: Ask, gap: Gap) => Promise<unknown>,
  complain: (e: unknown, about: string) => void,
  everyMs = EVERY_MS,
) {
  let last = Number.NEGATIVE_INFINITY
  let running: Promise<unknown> = Promise.resolve()
  const run = async () => {
    await db.transaction().execute(async (tx) => {
      const ask = askAs(world, tx, system)
      const gap = await beat(tx, ask.now)
      if (gap) await told(ask, gap)
    })
    last = performance.now()
  }
  /** Before anything that a deadline decides. Throws when there is no beat: then nothing may be decided. */
  const now = (force = false): Promise<unknown> => {
    const next = running
      .catch(() => undefined)
      .then(() => (force || performance.now() - last >= EVERY_MS ? run() : undefined))
    running = next
    return next
  }
  const loop = setInterval(() => now().catch((e) => complain(e, '心跳')), everyMs)
  return {
    now,
    async stop() {
      clearInterval(loop)
      await now(true).catch((e) => complain(e, '心跳'))
    },
  }
}
