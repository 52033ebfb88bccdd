import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  activate,
  askProof,
  type From,
  type Provider,
  prove,
  type SignedIn,
  secondFactor,
  signIn,
  standingFor,
  switchTo,
  UNIFIED_PATH,
  Unified,
  zActivate,
  zProve,
  zSecond,
  zSignIn,
} from '#identity/entry'
import { listPeople } from '#identity/people'
import {
  addressOf,
  answerError,
  bodyOf,
  checked,
  closeSession,
  cookieOf,
  demandProof,
  giveCookie,
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
const fromOf = (c: Context): From => ({
  agent: (c.req.header('user-agent') ?? '').slice(0, 300),
  address: addressOf(c),
  origin: c.req.header('origin') ?? '',
})

/** The way to the unified identity and back, and that one came that way. */
const AWAY = 'yw_unified'
const VIA = 'yw_via'

/** Signing in and out: the ops that touch a cookie, so they stand beside the others and not among them. */
export function sessionRoutes(
  { db, world, complain }: Server,
  demo: { password: string } | null,
  provider: Provider | null,
) {
  const app = new Hono()
  const where = { db, world, demo: demo !== null }
  const unified = provider && new Unified(provider, where, complain)
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
    return checked(schema, raw)
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
    return withCookies(c, answer)
  }
  function withCookies(c: Context, answer: Response) {
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
    guard(async () => json(await activate(where, await body(c, zActivate), addressOf(c)))),
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
      await prove(where, (await held(c)).held, input, addressOf(c))
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
      // Out of here whatever happens over there.
      const next = unified && cookieOf(c, VIA) ? await unified.leave().catch(() => null) : null
      giveCookie(c, VIA, '', 0)
      // What this browser kept for the person goes with the person.
      return withCookie(c, '', json({ ok: true, next }, { 'clear-site-data': '"storage"' }))
    }),
  )
  app.get('/api/session/get', (c) =>
    guard(async () => {
      const { actor, proved, stepUpMs } = (await held(c)).held
      const standing = await db.transaction().execute((tx) => standingFor(tx, actor, world.now()))
      // Seconds for which acts of weight will not ask: a page with a long act before a deadline asks ahead.
      const provedFor = Math.max(0, Math.floor((proved + stepUpMs - world.now()) / 1000))
      return json({ ...standing, provedFor })
    }),
  )
  app.get('/api/session/getWays', (c) => {
    void c
    return json({ unified: unified !== null })
  })
  const demandUnified = () => {
    if (!unified) throw new Malformed(404, '没有这个接口')
    return unified
  }
  app.get('/api/session/unifiedBegin', (c) =>
    guard(async () => {
      const { url, token } = await demandUnified().away('signIn', null)
      giveCookie(c, AWAY, token, 600)
      return withCookies(c, new Response(null, { status: 303, headers: { location: url } }))
    }),
  )
  app.post('/api/session/unifiedLink', (c) =>
    guard(async () => {
      await body(c, z.strictObject({}))
      const now = (await held(c)).held
      demandProof({
        actor: now.actor,
        now: world.now(),
        world,
        session: { ...now, origin: '' },
      })
      const { url, token } = await demandUnified().away('link', now)
      giveCookie(c, AWAY, token, 600)
      return withCookies(c, json({ url }))
    }),
  )
  app.get(UNIFIED_PATH, (c) =>
    guard(async () => {
      const token = sessionToken(c)
      const now = token ? await sessionOf(db, token, world) : null
      const back = await demandUnified().back(
        cookieOf(c, AWAY) ?? '',
        new URL(c.req.url).search,
        now,
      )
      giveCookie(c, AWAY, back.token, 300)
      return withCookies(c, new Response(null, { status: 303, headers: { location: back.to } }))
    }),
  )
  app.post('/api/session/unified', (c) =>
    guard(async () => {
      const { link } = await body(c, z.strictObject({ link: z.boolean().default(false) }))
      const token = cookieOf(c, AWAY) ?? ''
      giveCookie(c, AWAY, '', 0)
      if (link) {
        await demandUnified().linked(token)
        return withCookies(c, json({ ok: true }))
      }
      const r = await demandUnified().enter(token, fromOf(c))
      giveCookie(c, VIA, '1', 12 * 3600)
      return 'token' in r ? entered(c, r) : withCookies(c, json(r))
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
  app.get('/api/session/demoCertificate', (c) =>
    guard(async () => {
      if (demo === null) throw new Malformed(404, '没有这个接口')
      const { demoKeyFile } = await import('../demo/certificates.ts')
      const { accounts } = await import('../demo/cast.ts')
      const holder = accounts.find((a) => a.account === c.req.query('account'))
      if (!holder) throw new Malformed(404, '演示区没有给这个账号准备证书')
      return new Response(await demoKeyFile(holder, demo.password), {
        headers: {
          'content-type': 'application/x-pem-file; charset=utf-8',
          'content-disposition': 'attachment; filename="certificate.pem"',
          'cache-control': 'no-store',
        },
      })
    }),
  )
  return app
}
