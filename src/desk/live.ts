import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import {
  actorOf,
  answerError,
  askAs,
  Malformed,
  readable,
  type Server,
  sessionToken,
  subjectOf,
} from '#kernel'
import { tenderFlow, tickOf } from '#tender'

const LOOK_MS = 700
const BEAT_MS = 15_000
const LONGEST_MS = 30 * 60_000

/**
 * 开标大厅的直播: says that something changed, never what; the page asks again through the same door as everyone. The
 * database is looked at, once per process and tender however many watch, so it works across processes and after a crash.
 */
export function liveRoutes({ db, world, complain }: Server) {
  const app = new Hono()
  const watched = new Map<string, { tick: string; at: number; reading?: Promise<string> }>()
  const tick = (tender: string): Promise<string> => {
    const w = watched.get(tender) ?? { tick: '', at: 0 }
    watched.set(tender, w)
    if (Date.now() - w.at < LOOK_MS) return Promise.resolve(w.tick)
    w.reading ??= db
      .transaction()
      .execute((tx) => tickOf(tx, tender))
      .then((found) => {
        w.tick = found
        w.at = Date.now()
        return found
      })
      .finally(() => {
        delete w.reading
      })
    return w.reading
  }
  app.get('/api/hall/live', async (c) => {
    try {
      const tender = c.req.query('tender') ?? ''
      if (!/^[0-9a-f-]{36}$/.test(tender)) throw new Malformed(400, '请给出招标项目')
      const token = sessionToken(c)
      const actor = token === null ? null : await actorOf(db, token, world)
      if (actor === null) throw new Malformed(401, '请先登录，或登录已过期')
      await db.transaction().execute(async (tx) => {
        readable(askAs(world, tx, actor).actor, tenderFlow, await subjectOf(tx, tenderFlow, tender))
      })
      return streamSSE(
        c,
        async (stream) => {
          let last = ''
          let spoke = 0
          const until = Date.now() + LONGEST_MS
          while (!stream.aborted && !stream.closed && Date.now() < until) {
            const now = await tick(tender)
            if (now !== last || Date.now() - spoke > BEAT_MS) {
              last = now
              spoke = Date.now()
              await stream.writeSSE({ event: 'change', data: now, id: now })
            }
            await stream.sleep(LOOK_MS)
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
