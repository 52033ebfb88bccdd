import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { alertIn, confirm, leave, subscribe } from '#alert'
import { askAs, parseYuan, Refused, type Server, system } from '#kernel'
import { type Asked, askedIn, queryOf, sayAsked } from './find.tsx'
import { Message, Page, type Reader } from './layout.tsx'
import type { Site } from './site.tsx'

const fen = (s: string) =>
  s === '' ? undefined : parseYuan(s.includes('.') ? s.padEnd(s.indexOf('.') + 3, '0') : `${s}.00`)
const queryIn = (a: Asked) => {
  const { order: _, least, most, ...rest } = a
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== '')),
    ...(least ? { least: fen(least) } : {}),
    ...(most ? { most: fen(most) } : {}),
  }
}
const Form = (p: {
  reader: Reader
  a: Asked
  email: string
  webhook: string
  daily: boolean
  why: readonly string[]
}) => (
  <Page title="订阅公告" reader={p.reader}>
    <h1>订阅公告</h1>
    <p class="lead">
      有符合条件的新公告时告诉您，不收费，不必登录，随时可以退订。不想留地址的，用
      <a href={`/search.atom?${queryOf(p.a)}`}>这次查找的 Atom 订阅源</a>。
    </p>
    {p.why.length > 0 ? (
      <div class="card note refused" role="alert">
        {p.why.map((w) => (
          <p>{w}</p>
        ))}
      </div>
    ) : null}
    <form class="card" method="post" action={`/alerts?${queryOf(p.a)}`}>
      <p>
        订阅的是：<b>{sayAsked(p.a) || '全部公告'}</b>　
        <a href={`/search?${queryOf(p.a)}`}>改条件</a>
      </p>
      <div class="find alert">
        <div>
          <label for="email">邮箱</label>
          <input
            id="email"
            name="email"
            type="email"
            value={p.email}
            autocomplete="email"
            maxlength={254}
          />
        </div>
        <div>
          <label for="webhook">或者：程序用的回调网址</label>
          <input
            id="webhook"
            name="webhook"
            type="url"
            value={p.webhook}
            maxlength={500}
            autocomplete="off"
          />
        </div>
        <div>
          <label for="pace">多久一次</label>
          <select id="pace" name="pace">
            <option value="soon" selected={!p.daily}>
              有了就送
            </option>
            <option value="daily" selected={p.daily}>
              每天早上八点
            </option>
          </select>
        </div>
        <button type="submit">订阅</button>
      </div>
      <p class="meta">
        邮箱会先收到一封确认信，点了确认才开始；地址只用来送这份订阅，退订就删除。回调网址须回答确认码，只能是公开的网址。
      </p>
    </form>
  </Page>
)

/** A page first and a button on it: what reads letters for a person opens every address in them. */
const Ask = (p: { reader: Reader; title: string; text: string; to: string; button: string }) => (
  <Page title={p.title} reader={p.reader}>
    <h1>{p.title}</h1>
    <p>{p.text}</p>
    <form method="post" action={p.to}>
      <button type="submit">{p.button}</button>
    </form>
  </Page>
)

/** 订阅：asked for, confirmed from the address itself, left with one click. No sign-in, no captcha. */
export function alertRoutes(
  { db, world }: Server,
  { readerOf, answer, failed }: Site,
  origin: string | null,
) {
  const app = new Hono()
  const act = <T,>(run: (ask: ReturnType<typeof askAs>) => Promise<T>) =>
    db.transaction().execute((tx) => run(askAs(world, tx, system)))
  const say = (c: Context, title: string, text: string, status = 200) =>
    answer(<Message reader={readerOf(c)} title={title} text={text} />, status)
  app.get('/alerts', (c) => {
    const { tooLong: _, ...a } = askedIn((k) => c.req.query(k))
    return answer(<Form reader={readerOf(c)} a={a} email="" webhook="" daily={false} why={[]} />)
  })
  app.use('/alerts/*', bodyLimit({ maxSize: 16 * 1024 }))
  app.post('/alerts', async (c) => {
    try {
      const { tooLong: _, ...a } = askedIn((k) => c.req.query(k))
      const body = await c.req.parseBody()
      const field = (k: string) =>
        typeof body[k] === 'string' ? (body[k] as string).slice(0, 600) : ''
      const given = {
        email: field('email'),
        webhook: field('webhook'),
        daily: field('pace') === 'daily',
      }
      try {
        const { secret } = await act((ask) =>
          subscribe(ask, {
            ...given,
            query: queryIn(a),
            label: sayAsked(a) || '全部公告',
            origin: origin ?? new URL(c.req.url).origin,
            client:
              (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)
                ?.incoming?.socket?.remoteAddress ?? '',
          }),
        )
        return secret === null
          ? say(
              c,
              '请到信箱里确认',
              '确认信已经发出，打开信里的网址确认以后订阅才开始；两天内有效。',
            )
          : say(
              c,
              '请回答确认码',
              `我们会向这个网址发一次确认，应答里带上 challenge 的内容，订阅就开始。签名密钥只显示这一次：${secret}。每次请求的 X-Yiwang-Signature 是 v1= 加上以它为密钥、对“X-Yiwang-Timestamp 的值.正文”计算的 HMAC-SHA256（十六进制）。`,
            )
      } catch (e) {
        if (!(e instanceof Refused)) throw e
        const why = e.refusals.map((r) => `${r.because}。${r.cure}。`)
        return answer(<Form reader={readerOf(c)} a={a} {...given} why={why} />, 422)
      }
    } catch (e) {
      return failed(c, e)
    }
  })
  const ticketOf = (c: Context) => (c.req.query('t') ?? '').slice(0, 100)
  const LOST = '网址不完整，或者已经失效。'
  app.get('/alerts/confirm', (c) => {
    const t = ticketOf(c)
    if (alertIn(world, 'confirm', t) === null) return say(c, '没有这份订阅', LOST, 404)
    return answer(
      <Ask
        reader={readerOf(c)}
        title="确认订阅"
        text="确认以后，有符合条件的新公告就写信给您。"
        to={`/alerts/confirm?t=${t}`}
        button="确认订阅"
      />,
    )
  })
  app.post('/alerts/confirm', async (c) => {
    try {
      const id = alertIn(world, 'confirm', ticketOf(c))
      const done = id !== null && (await act((ask) => confirm(ask, id)))
      return done
        ? say(c, '订阅已经开始', '有符合条件的新公告就写信给您，信里有退订的网址。')
        : say(c, '没有这份订阅', LOST, 404)
    } catch (e) {
      return failed(c, e)
    }
  })
  app.get('/alerts/leave', (c) => {
    const t = ticketOf(c)
    if (alertIn(world, 'leave', t) === null) return say(c, '没有这份订阅', LOST, 404)
    return answer(
      <Ask
        reader={readerOf(c)}
        title="退订"
        text="退订以后不再来信，地址也一并删除。"
        to={`/alerts/leave?t=${t}`}
        button="退订"
      />,
    )
  })
  app.post('/alerts/leave', async (c) => {
    try {
      const id = alertIn(world, 'leave', ticketOf(c))
      if (id === null) return say(c, '没有这份订阅', LOST, 404)
      await act((ask) => leave(ask, id))
      return say(c, '已经退订', '不会再有来信，地址已经删除。')
    } catch (e) {
      return failed(c, e)
    }
  })
  return app
}
