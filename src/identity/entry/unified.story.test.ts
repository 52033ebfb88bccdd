import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshStage } from '#testing'
import { PASSWORD } from '../../demo/cast.ts'
import type { Stage } from '../../demo/run.ts'

/** 统一身份认证：真的 OpenID 提供方（oidc-provider），和一个会撒谎的。 */
const HOUSE = 'http://127.0.0.1'
const listen = (run: (req: IncomingMessage, res: ServerResponse) => void) =>
  new Promise<{ server: Server; url: string }>((done) => {
    const server = createServer(run)
    server.listen(0, '127.0.0.1', () =>
      done({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    )
  })
/** A browser's jar for one host. */
class Jar {
  readonly #kept = new Map<string, string>()
  take(res: Response) {
    for (const c of res.headers.getSetCookie()) {
      const [pair = ''] = c.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0/i.test(c) || pair.length === at + 1) this.#kept.delete(pair.slice(0, at))
      else this.#kept.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return res
  }
  get header() {
    return [...this.#kept].map(([k, v]) => `${k}=${v}`).join('; ')
  }
  get(name: string) {
    return this.#kept.get(name) ?? ''
  }
}
const house = (s: Stage, jar: Jar) => async (path: string, body?: unknown) => {
  const res = await s.app.http.request(`${HOUSE}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      cookie: jar.header,
      'content-type': 'application/json',
      origin: HOUSE,
      host: '127.0.0.1',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return jar.take(res)
}
const bodyOf = async (r: Response) =>
  (await r.json()) as Record<string, unknown> & { detail?: string; positions?: unknown[] }
const signedIn = async (s: Stage, account: string) => {
  const jar = new Jar()
  await house(s, jar)('/api/session/signIn', { account, password: PASSWORD })
  return { jar, ask: house(s, jar) }
}
const setTo = async (s: Stage, name: string, value: unknown) => {
  const r = await (await signedIn(s, 'anquan')).ask('/api/entrance/set', { name, value })
  expect(r.status, await r.clone().text()).toBe(200)
}

describe('oidc-provider', () => {
  let s: Stage
  let op: Server
  let who = 'gov-1'
  let strong = false
  const people: Record<string, object> = {
    'gov-1': { account: 'SAIHAN', account_checked: true },
    'gov-2': { account: 'huarui', account_checked: false },
    'gov-3': { account: 'meiyou', account_checked: true },
    'gov-4': { account: 'caizheng', account_checked: true },
  }
  const faults: unknown[] = []
  beforeAll(async () => {
    // The package brings no types.
    // biome-ignore lint/suspicious/noExplicitAny: a package without types
    const { default: Provider } = (await import('oidc-provider' as string)) as any
    // biome-ignore lint/suspicious/noExplicitAny: a package without types
    let provider: any
    const { server, url } = await listen((req, res) => {
      if (req.url?.startsWith('/interaction/')) {
        const login = {
          accountId: who,
          ...(strong ? { acr: 'urn:two', amr: ['otp'] } : { acr: 'urn:one' }),
        }
        void provider.interactionFinished(req, res, { login }, { mergeWithLastSubmission: false })
      } else void provider.callback()(req, res)
    })
    op = server
    provider = new Provider(url, {
      clients: [
        {
          client_id: 'yiwang',
          client_secret: 'a-secret-of-the-test',
          redirect_uris: [`${HOUSE}/api/session/unifiedReturn`],
          post_logout_redirect_uris: [`${HOUSE}/desk/`],
        },
      ],
      acrValues: ['urn:one', 'urn:two'],
      claims: { acr: null, amr: null, profile: ['account', 'account_checked'] },
      // biome-ignore lint/suspicious/noExplicitAny: a package without types
      findAccount: (_: any, id: string) => ({
        accountId: id,
        claims: async () => ({ sub: id, ...people[id] }),
      }),
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
      interactions: { url: (_: unknown, i: { uid: string }) => `/interaction/${i.uid}` },
      // biome-ignore lint/suspicious/noExplicitAny: a package without types
      loadExistingGrant: async (ctx: any) => {
        const grant = new ctx.oidc.provider.Grant({
          clientId: ctx.oidc.client.clientId,
          accountId: ctx.oidc.session.accountId,
        })
        grant.addOIDCScope('openid profile')
        await grant.save()
        return grant
      },
      cookies: { keys: ['k'] },
    })
    s = await freshStage((e) => faults.push(e), {
      unified: { issuer: url, clientId: 'yiwang', secret: 'a-secret-of-the-test', origin: HOUSE },
    })
  }, 90_000)
  afterAll(async () => {
    await s?.stop()
    op?.close()
  })

  /** Walks through the provider's pages until it sends the browser home; answers where to. */
  async function home(start: string): Promise<string> {
    const jar = new Jar()
    let url = start
    for (let i = 0; i < 8 && !url.startsWith(`${HOUSE}/`); i++) {
      const res = jar.take(
        await fetch(url, { redirect: 'manual', headers: { cookie: jar.header } }),
      )
      url = new URL(res.headers.get('location') ?? `${HOUSE}/lost?${res.status}`, url).href
    }
    return url.slice(HOUSE.length)
  }
  async function come(jar = new Jar(), as?: string) {
    if (as) who = as
    const ask = house(s, jar)
    const begun = await ask('/api/session/unifiedBegin')
    expect(begun.status).toBe(303)
    const back = await home(begun.headers.get('location') ?? '')
    const returned = await ask(back)
    return { jar, ask, back, returned, enter: () => ask('/api/session/unified', {}) }
  }

  test('没有关联的人进不来，也不因此有账号和岗位', async () => {
    const before = await s.app.pool.query('select count(*) from library.position')
    const { returned, enter } = await come(new Jar(), 'gov-3')
    expect(returned.headers.get('location')).toBe('/desk/?unified=1')
    const r = await enter()
    expect([r.status, (await bodyOf(r)).detail]).toEqual([401, expect.stringContaining('没有关联')])
    expect((await s.app.pool.query('select count(*) from library.position')).rows).toEqual(
      before.rows,
    )
  })
  test('本人登录后关联，以后从统一身份认证进来；别人不能再关联它；退出也回到那边退出', async () => {
    who = 'gov-1'
    const mine = await signedIn(s, 'mengyi')
    const begun = await bodyOf(await mine.ask('/api/session/unifiedLink', {}))
    const returned = await mine.ask(await home(String(begun['url'])))
    expect(returned.headers.get('location')).toBe('/desk/security?unified=1')
    expect((await mine.ask('/api/session/unified', { link: true })).status).toBe(200)
    const { ask, enter } = await come()
    const r = await enter()
    expect([r.status, (await bodyOf(r)).positions]).toEqual([200, [expect.anything()]])
    const me = await bodyOf(await ask('/api/session/get'))
    expect(JSON.stringify(me)).toContain('斯琴')
    const out = await bodyOf(await ask('/api/session/signOut', {}))
    expect(String(out['next'])).toContain('post_logout_redirect_uri=')
    const other = await signedIn(s, 'tumd')
    const again = await bodyOf(await other.ask('/api/session/unifiedLink', {}))
    await other.ask(await home(String(again['url'])))
    const refused = await other.ask('/api/session/unified', { link: true })
    expect([refused.status, (await bodyOf(refused)).detail]).toEqual([
      422,
      '这个统一身份已关联别的账号',
    ])
    await mine.ask('/api/security/dropUnified', {})
    expect((await (await come()).enter()).status).toBe(401)
  })
  test('安全管理员定了对应的声明：核验过的才关联，没核验的、没这个账号的都不', async () => {
    await setTo(s, '统一身份关联声明', 'account')
    await setTo(s, '统一身份核验声明', 'account_checked')
    const r = await (await come(new Jar(), 'gov-2')).enter()
    expect([r.status, (await bodyOf(r)).detail]).toEqual([
      401,
      expect.stringContaining('还没有核验'),
    ])
    expect((await (await come(new Jar(), 'gov-3')).enter()).status).toBe(401)
    const ok = await (await come(new Jar(), 'gov-1')).enter()
    expect([ok.status, JSON.stringify(await bodyOf(ok))]).toEqual([
      200,
      expect.stringContaining('张帆'),
    ])
  })
  test('岗位要第二因素的照要；安全管理员认可那边的 acr，才不再要', async () => {
    await s.app.pool.query(`update library.person set demo = false where account = 'caizheng'`)
    const plain = await (await come(new Jar(), 'gov-4')).enter()
    expect([plain.status, (await bodyOf(plain)).detail]).toEqual([
      403,
      expect.stringContaining('第二因素'),
    ])
    await setTo(s, '统一身份免第二因素', 'urn:two')
    strong = false
    expect((await (await come()).enter()).status, 'acr 不够').toBe(403)
    strong = true
    const r = await (await come()).enter()
    expect([r.status, JSON.stringify(await bodyOf(r))]).toEqual([
      200,
      expect.stringContaining('王晓东'),
    ])
  })
  test.each<[string, (back: string) => string]>([
    ['别的 state', (b) => b.replace(/state=[^&]+/, 'state=AAAA')],
    ['没有 state', (b) => b.replace(/&?state=[^&]+/, '')],
    ['别的 iss', (b) => b.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example')],
    ['猜的授权码', (b) => b.replace(/code=[^&]+/, 'code=guess')],
  ])('%s，进不来', async (_, change) => {
    who = 'gov-1'
    const jar = new Jar()
    const ask = house(s, jar)
    const begun = await ask('/api/session/unifiedBegin')
    await ask(change(await home(begun.headers.get('location') ?? '')))
    expect((await ask('/api/session/unified', {})).status).toBe(401)
    expect(jar.get('yw_session')).toBe('')
  })
  test('授权码再用一次、换一个浏览器用，都进不来', async () => {
    who = 'gov-1'
    const first = await come()
    expect((await first.ask(first.back)).headers.get('location')).toBe('/desk/?unified=1')
    expect((await first.enter()).status, '同一浏览器再来一次').toBe(401)
    const second = await come()
    const stranger = new Jar()
    const ask = house(s, stranger)
    await ask('/api/session/unifiedBegin')
    await ask(second.back)
    expect((await ask('/api/session/unified', {})).status, '登录 CSRF').toBe(401)
    expect((await second.enter()).status).toBe(200)
    expect((await second.enter()).status, '结果只取一次').toBe(401)
  })
})

describe('会撒谎的提供方', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const b64 = (x: object | Buffer) =>
    Buffer.from(Buffer.isBuffer(x) ? x : JSON.stringify(x)).toString('base64url')
  let said: { claims: object; alg: string; key: KeyObject }
  const token = () => {
    const text = `${b64({ alg: said.alg, kid: 'k' })}.${b64(said.claims)}`
    return said.alg === 'none'
      ? `${text}.`
      : `${text}.${createSign('sha256').update(text).sign(said.key).toString('base64url')}`
  }
  let s: Stage
  let op: Server
  let url = ''
  beforeAll(async () => {
    const opened = await listen((req, res) => {
      const answers: Record<string, object> = {
        '/.well-known/openid-configuration': {
          issuer: url,
          authorization_endpoint: `${url}/auth`,
          token_endpoint: `${url}/token`,
          jwks_uri: `${url}/jwks`,
          response_types_supported: ['code'],
          id_token_signing_alg_values_supported: ['RS256'],
        },
        '/jwks': {
          keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }],
        },
      }
      const answer =
        req.url === '/token'
          ? { access_token: 'a', token_type: 'Bearer', id_token: token() }
          : answers[req.url ?? '']
      res.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
      res.end(JSON.stringify(answer ?? {}))
    })
    op = opened.server
    url = opened.url
    s = await freshStage(() => {}, {
      unified: { issuer: url, clientId: 'yiwang', secret: null, origin: HOUSE },
    })
    await s.app.pool.query(
      'insert into factor.federated (issuer, subject, person, made) values ($1, $2, $3, now())',
      [url, 'x', s.cast.people['saihan']],
    )
  }, 60_000)
  afterAll(async () => {
    await s?.stop()
    op?.close()
  })
  const now = () => Math.floor(Date.now() / 1000)
  test.each<[string, number, (c: object) => Partial<typeof said>]>([
    ['照实说的', 200, () => ({})],
    ['给别人的（aud）', 401, (c) => ({ claims: { ...c, aud: 'other' } })],
    ['别人签发的（iss）', 401, (c) => ({ claims: { ...c, iss: 'https://evil.example' } })],
    ['别的 nonce', 401, (c) => ({ claims: { ...c, nonce: 'n' } })],
    ['没有 nonce', 401, (c) => ({ claims: { ...c, nonce: undefined } })],
    ['过期的', 401, (c) => ({ claims: { ...c, exp: now() - 600, iat: now() - 900 } })],
    ['不签名的（alg none）', 401, () => ({ alg: 'none' })],
    ['别的密钥签的', 401, () => ({ key: other })],
  ])('%s → %i', async (_, status, lie) => {
    const jar = new Jar()
    const ask = house(s, jar)
    const to = new URL((await ask('/api/session/unifiedBegin')).headers.get('location') ?? '')
    expect(to.searchParams.get('code_challenge_method')).toBe('S256')
    const claims = {
      iss: url,
      sub: 'x',
      aud: 'yiwang',
      nonce: to.searchParams.get('nonce'),
      iat: now(),
      exp: now() + 300,
    }
    said = { claims, alg: 'RS256', key: privateKey, ...lie(claims) }
    await ask(`/api/session/unifiedReturn?code=c&state=${to.searchParams.get('state')}`)
    expect((await ask('/api/session/unified', {})).status).toBe(status)
  })
})
test('没有配置，就没有按钮，也没有接口', async () => {
  const s = await freshStage()
  try {
    const ask = house(s, new Jar())
    expect(await bodyOf(await ask('/api/session/getWays'))).toEqual({ unified: false })
    expect((await ask('/api/session/unifiedBegin')).status).toBe(404)
  } finally {
    await s.stop()
  }
})
