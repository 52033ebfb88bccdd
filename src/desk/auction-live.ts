import { Hono } from 'hono'
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
import { auctionFlow, auctionTick } from '#mall'

const LOOK_MS = 60
const BEAT_MS = 15_000
/** A watcher who takes nothing for this many messages is let go; its page comes back by itself. */
const BEHIND = 200
/** A session may end meanwhile: every watcher comes back through the door after this long. */
const LONGEST_MS = 30 * 60_000

/** What is needed of a stream's controller. */
interface Watcher {
  readonly desiredSize: number | null
  enqueue(bytes: Uint8Array): void
  close(): void
}
interface Room {
  readonly watchers: Set<Watcher>
  timer: ReturnType<typeof setInterval>
}
/**
 * 竞价现场的直播: says that something changed and when, never what; the page asks for the board as everyone does, so nobody
 * hears more than it may. The database is looked at once per process and auction however many watch, and every watcher is
 * written the same bytes.
 */
export function auctionLive({ db, world, complain }: Server) {
  const app = new Hono()
  const rooms = new Map<string, Room>()
  const bytes = (event: string, data: string) =>
    new TextEncoder().encode(`event: ${event}\ndata: ${data}\n\n`)
  function room(id: string): Room {
    const known = rooms.get(id)
    if (known) return known
    let last = ''
    let spoke = Date.now()
    let looking = false
    const say = (text: Uint8Array) => {
      spoke = Date.now()
      for (const w of made.watchers)
        try {
          if ((w.desiredSize ?? 0) < -BEHIND) {
            made.watchers.delete(w)
            w.close()
          } else w.enqueue(text)
        } catch {
          made.watchers.delete(w)
        }
    }
    const look = async () => {
      if (looking) return
      if (made.watchers.size === 0) {
        clearInterval(made.timer)
        rooms.delete(id)
        return
      }
      looking = true
      try {
        const now = await db.transaction().execute((tx) => auctionTick(tx, id))
        if (now !== last || Date.now() - spoke > BEAT_MS) {
          last = now
          say(bytes('change', now))
        }
      } catch (e) {
        complain(e)
      } finally {
        looking = false
      }
    }
    const made: Room = { watchers: new Set(), timer: setInterval(() => void look(), LOOK_MS) }
    made.timer.unref()
    rooms.set(id, made)
    return made
  }
  app.get('/api/auction/live', async (c) => {
    try {
      const id = c.req.query('id') ?? ''
      if (!/^[0-9a-f-]{36}$/.test(id)) throw new Malformed(400, '请给出竞价')
      const token = sessionToken(c)
      const actor = token === null ? null : await actorOf(db, token, world)
      if (actor === null) throw new Malformed(401, '请先登录，或登录已过期')
      await db.transaction().execute(async (tx) => {
        readable(askAs(world, tx, actor).actor, auctionFlow, await subjectOf(tx, auctionFlow, id))
      })
      let mine: Watcher | undefined
      return new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            mine = controller
            controller.enqueue(bytes('change', 'hello'))
            room(id).watchers.add(controller)
            setTimeout(() => {
              if (rooms.get(id)?.watchers.delete(controller)) controller.close()
            }, LONGEST_MS).unref()
          },
          cancel() {
            if (mine) rooms.get(id)?.watchers.delete(mine)
          },
        }),
        {
          headers: {
            'content-type': 'text/event-stream',
            'cache-control': 'no-store',
            'x-accel-buffering': 'no',
          },
        },
      )
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app
}
