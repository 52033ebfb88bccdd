import { Hono } from 'hono'
import { z } from 'zod'
import { signIn, zSignIn } from '#identity/entry'
import { listPeople, positionsOf } from '#identity/people'
import {
  actorOf,
  answerError,
  bodyOf,
  closeSession,
  giveSession,
  Malformed,
  openSession,
  parseJson,
  type Server,
  sameOrigin,
  sessionOf,
  sessionToken,
} from '#kernel'

const json = (x: unknown) =>
  new Response(JSON.stringify(x), {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  })

const fromOf = (c: Parameters<typeof bodyOf>[0]) => ({
  agent: (c.req.header('user-agent') ?? '').slice(0, 300),
  address: addressOf(c),
})
/** The peer of the socket; a forwarded header is anybody's word. */
function addressOf(c: Parameters<typeof bodyOf>[0]): string {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress ?? ''
}

/** Signing in and out: the ops that touch a cookie, so they stand beside the others and not among them. */
export function sessionRoutes({ db, world, complain }: Server, demo: { password: string } | null) {
  const app = new Hono()
  const guard = (run: () => Promise<Response>) => run().catch((e) => answerError(e, complain))
  async function body<T>(c: Parameters<typeof bodyOf>[0], schema: z.ZodType<T>): Promise<T> {
    sameOrigin(c)
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
      throw new Malformed(415, '请求须为 application/json')
    let raw: unknown
    try {
      raw = parseJson((await bodyOf(c, 16_384)) || '{}')
    } catch (e) {
      throw e instanceof SyntaxError ? new Malformed(400, e.message) : e
    }
    const parsed = schema.safeParse(raw)
    if (!parsed.success)
      throw new Malformed(
        400,
        parsed.error.issues.map((i) => `${i.path.join('.')}：${i.message}`).join('；'),
      )
    return parsed.data
  }
  app.post('/api/session/signIn', (c) =>
    guard(async () => {
      const input = await body(c, zSignIn)
      const r = await signIn(db, world, input, fromOf(c), demo !== null)
      giveSession(c, r.token)
      const answer = json({ actor: r.actor, positions: r.positions })
      for (const cookie of c.res.headers.getSetCookie()) answer.headers.append('set-cookie', cookie)
      return answer
    }),
  )
  app.post('/api/session/switch', (c) =>
    guard(async () => {
      const { position } = await body(c, z.strictObject({ position: z.uuid() }))
      const token = sessionToken(c)
      const held = token ? await sessionOf(db, token, world.now()) : null
      const person = held?.actor.person
      if (!held || !person || !token) throw new Malformed(401, '请先登录，或登录已过期')
      const next = await db.transaction().execute(async (tx) => {
        const all = await positionsOf(tx, person, true)
        const chosen = all.find((p) => p.id === position)
        if (!chosen) throw new Malformed(403, '您没有这个岗位')
        await closeSession(tx, token)
        const opened = await openSession(tx, chosen.actor, world.now(), {
          position: chosen.id,
          factor: held.factor,
          proved: held.proved,
          ends: held.ends,
          ...fromOf(c),
        })
        return {
          actor: chosen.actor,
          token: opened.token,
          positions: all.map((x) => ({ id: x.id, role: x.actor.role, org: x.actor.orgName })),
        }
      })
      giveSession(c, next.token)
      const answer = json({ actor: next.actor, positions: next.positions })
      for (const cookie of c.res.headers.getSetCookie()) answer.headers.append('set-cookie', cookie)
      return answer
    }),
  )
  app.post('/api/session/signOut', (c) =>
    guard(async () => {
      await body(c, z.strictObject({}))
      const token = sessionToken(c)
      if (token) await db.transaction().execute((tx) => closeSession(tx, token))
      giveSession(c, '')
      const answer = json({ ok: true })
      for (const cookie of c.res.headers.getSetCookie()) answer.headers.append('set-cookie', cookie)
      return answer
    }),
  )
  app.get('/api/session/get', (c) =>
    guard(async () => {
      const token = sessionToken(c)
      const actor = token ? await actorOf(db, token, world.now()) : null
      if (!actor?.person) throw new Malformed(401, '请先登录，或登录已过期')
      const person = actor.person
      const positions = await db.transaction().execute((tx) => positionsOf(tx, person))
      return json({
        actor,
        positions: positions.map((x) => ({ id: x.id, role: x.actor.role, org: x.actor.orgName })),
      })
    }),
  )
  app.get('/api/session/listDemo', (c) =>
    guard(async () => {
      if (demo === null) throw new Malformed(404, '没有这个接口')
      void c
      return json({
        people: await db.transaction().execute((tx) => listPeople(tx)),
        password: demo.password,
      })
    }),
  )
  return app
}
