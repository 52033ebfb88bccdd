import { Hono } from 'hono'
import {
  actorOf,
  answerError,
  askAs,
  Malformed,
  NotFound,
  readable,
  type Server,
  sessionToken,
  subjectOf,
} from '#kernel'
import { photoOf, serviceFlow } from '#mall/service'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** GET /api/service/photo?id=ORDER&file=PHOTO: for whoever may read the order, as the picture that its first bytes say it is and as nothing else. */
export function photoRoutes({ db, world, complain }: Server): Hono {
  const app = new Hono()
  app.get('/api/service/photo', async (c) => {
    try {
      const token = sessionToken(c)
      const actor = token === null ? null : await actorOf(db, token, world)
      if (!actor) throw new Malformed(401, '请先登录，或登录已过期')
      const id = c.req.query('id') ?? ''
      const file = c.req.query('file') ?? ''
      if (!UUID.test(id) || !UUID.test(file)) throw new NotFound('照片')
      const { type, bytes } = await db.transaction().execute(async (tx) => {
        readable(actor, serviceFlow, await subjectOf(tx, serviceFlow, id))
        return photoOf(askAs(world, tx, actor), id, file)
      })
      return c.body(new Uint8Array(bytes), 200, {
        'content-type': type,
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, max-age=86400, immutable',
      })
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app
}
