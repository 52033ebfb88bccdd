import { sql } from 'kysely'
import { dayOf, type Instant, instant, showInstant } from './day.ts'
import { type Db, ts } from './db.ts'
import { Conflict, Refused } from './flow.ts'
import { type Ask, system, type World } from './op.ts'

/** What the clock does to one thing, as the machine, when its time has come: `noun.action` → the verb. */
export type Timers = Readonly<Record<string, (ask: Ask, id: string) => Promise<unknown>>>

export const askAs = (
  world: World,
  tx: Ask['tx'],
  actor: Ask['actor'],
  session?: Ask['session'],
): Ask => {
  const now = world.now()
  return { tx, actor, now, today: dayOf(now), world, ...(session ? { session } : {}) }
}

const RETRY_MS = 60_000

/**
 * Take one thing whose time has come, in its own transaction. True when there was one.
 * A row lock with SKIP LOCKED makes it once across processes; state and `due` stand in the same row,
 * so whatever was due while nobody ran is due still.
 */
export async function tickOnce(
  db: Db,
  world: World,
  timers: Timers,
  complain: (e: unknown, about: string) => void,
): Promise<boolean> {
  let about = ''
  try {
    return await db.transaction().execute(async (tx) => {
      const ask = askAs(world, tx, system)
      const { rows } = await sql<{ id: string; noun: string; state: string; version: number }>`
        select id, noun, state, version from kernel.subject
        where due <= ${ts(ask.now)} order by due limit 1 for update skip locked`.execute(tx)
      const s = rows[0]
      if (!s) return false
      about = s.id
      const flow = world.flows.find((f) => f.noun === s.noun)
      const action = flow?.onDue[s.state]
      const run = action && timers[`${s.noun}.${action}`]
      if (!run) throw new Error(`${s.noun}在“${s.state}”到时，但没有到时办法`)
      await run(ask, s.id)
      const after = await sql<{ version: number; due: Instant | null }>`
        select version, due from kernel.subject where id = ${s.id}`.execute(tx)
      if (after.rows[0]?.version === s.version && (after.rows[0].due ?? Infinity) <= ask.now)
        throw new Error(`${s.noun}到时办理后没有前进`)
      return true
    })
  } catch (e) {
    if (!about) throw e
    if (!(e instanceof Conflict)) complain(e, about)
    // A thing that cannot go on now must not stop the others: look again in a minute. In a transaction, which is the house's:
    // outside of one the connection is nobody and would change no row.
    await db
      .transaction()
      .execute((tx) =>
        sql`update kernel.subject set due = ${ts(instant(world.now() + RETRY_MS))} where id = ${about} and due <= ${ts(world.now())}`.execute(
          tx,
        ),
      )
    return true
  }
}

/**
 * One loop over `due`. `settle` runs it dry: nothing is due any more when it returns. `before` goes ahead of every tick, and
 * when it fails nothing is decided.
 */
export function startClock(
  db: Db,
  world: World,
  timers: Timers,
  complain: (e: unknown, about: string) => void,
  everyMs = 250,
  before: (first: boolean) => Promise<unknown> = async () => undefined,
) {
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const settle = async (asked = false) => {
    await before(asked)
    while (!stopped && (await tickOnce(db, world, timers, complain))) await before(false)
  }
  const loop = setInterval(() => {
    running = running.then(() => settle()).catch((e) => complain(e, '时钟'))
  }, everyMs)
  return {
    settle: () => settle(true),
    async stop() {
      stopped = true
      clearInterval(loop)
      await running
    },
  }
}
export const describeFault = (e: unknown, at: Instant) =>
  e instanceof Refused ? `${showInstant(at)} ${e.message}` : e
