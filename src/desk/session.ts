import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  activate,
  askProof,
  type From,
  prove,
  type SignedIn,
  secondFactor,
  signIn,
  standingFor,
  switchTo,
  zActivate,
  zProve,
  zSecond,
  zSignIn,
} from '#identity/entry'
import { listPeople } from '#identity/people'
import {
  answerError,
  bodyOf,
  closeSession,
  giveSession,
  type Held,
  Malformed,
  parseJson,
  type Server,
  sameOrigin,
  sessionOf,
  sessionToken,
} from '#kernel'

const json = (x: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(x), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
  })
/** The peer of the socket; a forwarded header is anybody's word. */
const fromOf = (c: Context): From => ({
  agent: (c.req.header('user-agent') ?? '').slice(0, 300),
  address:
    (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
      ?.remoteAddress ?? '',
  origin: c.req.header('origin') ?? '',
})

/** Signing in and out: the ops that touch a cookie, so they stand beside the others and not among them. */
export function sessionRoutes({ db, world, complain }: Server, demo: { password: string } | null) {
  const app = new Hono()
  const where = { db, world, demo: demo !== null }
  const guard = (run: () => Promise<Response>) => run().catch((e) => answerError(e, complain))
  async function body<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
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
        parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message })),
      )
    return parsed.data
  }
  async function held(c: Context): Promise<{ token: string; held: Held }> {
    const token = sessionToken(c)
    const found = token ? await sessionOf(db, token, world) : null
    if (!found?.actor.person || !token) throw new Malformed(401, '请先登录，或登录已过期')
    return { token, held: found }
  }
  /** An answer that carries the cookie; the token itself is in no body. */
  function withCookie(c: Context, token: string, answer: Response) {
    giveSession(c, token)
    for (const cookie of c.res.headers.getSetCookie()) answer.headers.append('set-cookie', cookie)
    return answer
  }
  const entered = (c: Context, { token, ...rest }: SignedIn) => withCookie(c, token, json(rest))

  app.post('/api/session/signIn', (c) =>
    guard(async () => {
      const r = await signIn(where, await body(c, zSignIn), fromOf(c))
      return 'token' in r ? entered(c, r) : json(r)
    }),
  )
  app.post('/api/session/secondFactor', (c) =>
    guard(async () => entered(c, await secondFactor(where, await body(c, zSecond), fromOf(c)))),
  )
  app.post('/api/session/activate', (c) =>
    guard(async () => json(await activate(where, await body(c, zActivate)))),
  )
  app.post('/api/session/askProof', (c) =>
    guard(async () => {
      await body(c, z.strictObject({}))
      return json(await askProof(where, (await held(c)).held, fromOf(c)))
    }),
  )
  app.post('/api/session/prove', (c) =>
    guard(async () => {
      const input = await body(c, zProve)
      await prove(where, (await held(c)).held, input)
      return json({ ok: true })
    }),
  )
  app.post('/api/session/switch', (c) =>
    guard(async () => {
      const to = await body(
        c,
        z.union([
          z.strictObject({ position: z.uuid() }),
          z.strictObject({ delegation: z.uuid() }),
        ]) as z.ZodType<{ position?: string; delegation?: string }>,
      )
      const now = await held(c)
      return entered(c, await switchTo(where, now.token, now.held, to, fromOf(c)))
    }),
  )
  app.post('/api/session/signOut', (c) =>
    guard(async () => {
      await body(c, z.strictObject({}))
      const token = sessionToken(c)
      if (token) await db.transaction().execute((tx) => closeSession(tx, token))
      // What this browser kept for the person goes with the person.
      return withCookie(c, '', json({ ok: true }, { 'clear-site-data': '"storage"' }))
    }),
  )
  app.get('/api/session/get', (c) =>
    guard(async () => {
      const { actor } = (await held(c)).held
      return json(await db.transaction().execute((tx) => standingFor(tx, actor, world.now())))
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
