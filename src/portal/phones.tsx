import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { answerError, askAs, Malformed, rfc3339, type Server, sameOrigin, system } from '#kernel'
import { type Ringing, telephoneSandbox } from '#outside'
import { answerCall } from '#tender'
import { Page, type Reader } from './layout.tsx'

const KEYS = [
  ['1', '参加'],
  ['2', '不能参加'],
  ['3', '重听'],
] as const
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}

/** 电话沙箱: the telephones that ring in the demonstration, and their keys. It exists only where YIWANG_DEMO=1. */
export function phoneRoutes({ db, world, complain }: Server, demo: object | null) {
  const app = new Hono()
  if (demo === null) return app
  const ringing = () =>
    db.transaction().execute((tx) => telephoneSandbox(askAs(world, tx, system)).ringing())
  const press = (call: string, key: '1' | '2' | '3') =>
    db
      .transaction()
      .execute((tx) => answerCall(askAs(world, tx, system), { call, key, reason: '其他' }))
  const keyOf = (k: unknown) => {
    if (k !== '1' && k !== '2' && k !== '3') throw new Malformed(400, '按键须为1、2或3')
    return k
  }
  const idOf = (id: unknown) => {
    if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id))
      throw new Malformed(400, '没有这次来电')
    return id
  }
  app.get('/sandbox/phones.json', async (c) =>
    c.json({
      ringing: (await ringing()).map((r) => ({ ...r, ends: rfc3339(r.ends) })),
    }),
  )
  app.get('/sandbox/phones', async (c) => {
    const reader: Reader = {
      elder: getCookie(c, 'elder') === '1',
      here: '/sandbox/phones',
      lang: 'zh',
    }
    const said = c.req.query('said')
    return new Response(
      `<!doctype html>${await Phones({ reader, ringing: await ringing(), ...(said === undefined ? {} : { said: said.slice(0, 200) }) })}`,
      { headers },
    )
  })
  app.post('/sandbox/phones/press', async (c) => {
    try {
      sameOrigin(c)
      const form = await c.req.parseBody()
      const key = keyOf(form['key'])
      const { outcome, text } = await press(idOf(form['call']), key)
      if (c.req.header('accept') === 'application/json') return c.json({ outcome, text })
      const said = key === '3' ? text : `已记录：${outcome}`
      return c.redirect(`/sandbox/phones?said=${encodeURIComponent(said)}`, 303)
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app
}
const Phones = (p: { reader: Reader; ringing: readonly Ringing[]; said?: string }) => (
  <Page title="电话沙箱" reader={p.reader}>
    <h1>电话沙箱</h1>
    <p class="lead">
      演示区不打真电话。正在响的电话都在这里，替接电话的人按键；号码是沙箱给的，不是真号码，也看不出是谁。
    </p>
    {p.said ? (
      <p role="status" class="card">
        {p.said}
      </p>
    ) : null}
    <p>
      <a href="/sandbox/phones">看看还有没有在响的</a>
    </p>
    {p.ringing.length === 0 ? (
      <p class="card">现在没有电话在响。代理机构抽取专家后，约一分钟开始通知。</p>
    ) : (
      p.ringing.map((r) => (
        <section class="card" aria-label={`号码 ${r.number}`}>
          <h2>
            {r.number}（{r.channel}）
          </h2>
          <p>{r.text}</p>
          {KEYS.map(([key, name]) => (
            <form method="post" action="/sandbox/phones/press" class="key">
              <input type="hidden" name="call" value={r.about} />
              <input type="hidden" name="key" value={key} />
              <button type="submit">
                {key} {name}
              </button>
            </form>
          ))}
        </section>
      ))
    )}
  </Page>
)
