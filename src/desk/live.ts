import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import {
  actorOf,
  addressOf,
  answerError,
  askAs,
  Malformed,
  problem,
  type Server,
  sessionToken,
  system,
} from '#kernel'
import { tickFor, type Watcher, watcherOf } from '#tender'

const LOOK_MS = 700
const BEAT_MS = 15_000
const LONGEST_MS = 30 * 60_000
/** Of those who have not signed in: from one address, and altogether. Their page says how to go on without. */
const PUBLIC_EACH = 20
const PUBLIC_ALL = 2000
const nobody = { ...system, role: '访客', name: '访客', region: '' }

/**
 * 开标大厅的直播，公众也可以看: says that something changed, never what; the page asks again through the same door as everyone.
 * The database is looked at, once per process, tender and kind of watcher however many watch, so it works across processes
 * and after a crash.
 */
export function liveRoutes({ db, world, complain }: Server) {
  const app = new Hono()
  const watched = new Map<string, { tick: string; at: number; reading?: Promise<string> }>()
  const guests = new Map<string, number>()
  const tick = (tender: string, w: Watcher): Promise<string> => {
    const key = `${tender} ${w.host ? '主持' : (w.org ?? '')}`
    const seen = watched.get(key) ?? { tick: '', at: 0 }
    watched.set(key, seen)
    if (Date.now() - seen.at < LOOK_MS) return Promise.resolve(seen.tick)
    seen.reading ??= db
      .transaction()
      .execute((tx) => tickFor(tx, tender, w))
      .then((found) => {
        seen.tick = found
        seen.at = Date.now()
        return found
      })
      .finally(() => {
        delete seen.reading
      })
    return seen.reading
  }
  /** A seat for somebody who has not signed in; what it answers gives it back. Null: all are taken. */
  const seat = (address: string): (() => void) | null => {
    const mine = guests.get(address) ?? 0
    const all = [...guests.values()].reduce((a, n) => a + n, 0)
    if (mine >= PUBLIC_EACH || all >= PUBLIC_ALL) return null
    guests.set(address, mine + 1)
    return () => {
      const n = (guests.get(address) ?? 1) - 1
      if (n > 0) guests.set(address, n)
      else guests.delete(address)
    }
  }
  app.get('/api/hall/live', async (c) => {
    try {
      const tender = c.req.query('tender') ?? ''
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(tender))
        throw new Malformed(400, '请给出招标项目')
      const token = sessionToken(c)
      const actor = token === null ? null : await actorOf(db, token, world)
      const w = await db
        .transaction()
        .execute((tx) => watcherOf(askAs(world, tx, actor ?? nobody), tender))
      const leave = actor === null ? seat(addressOf(c)) : () => undefined
      if (leave === null) return problem(503, '同时观看的人太多，请刷新页面看最新的情况')
      return streamSSE(
        c,
        async (stream) => {
          try {
            let last = ''
            let spoke = 0
            const until = Date.now() + LONGEST_MS
            while (!stream.aborted && !stream.closed && Date.now() < until) {
              const now = await tick(tender, w)
              if (now !== last || Date.now() - spoke > BEAT_MS) {
                last = now
                spoke = Date.now()
                await stream.writeSSE({ event: 'change', data: now, id: now })
              }
              await stream.sleep(LOOK_MS)
            }
          } finally {
            leave()
          }
        },
        async (e) => complain(e),
      )
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app
}
