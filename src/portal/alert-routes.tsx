import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { alertIn, confirm, leave, subscribe } from '#alert'
import { askAs, parseYuan, Refused, type Server, system } from '#kernel'
import { type Asked, askedIn, queryOf, sayAsked } from './find.tsx'
import { Message, Page, type Reader, wordsOf } from './layout.tsx'
import { gapOf } from './parts.tsx'
import type { Key } from './say/index.ts'
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
}) => {
  const t = wordsOf(p.reader)
  const asked = sayAsked(p.a, p.reader.lang)
  return (
    <Page title={t('alert.title')} reader={p.reader}>
      <h1>{t('alert.title')}</h1>
      <p class="lead">
        {t('alert.lead')}
        <a href={`/search.atom?${queryOf(p.a)}`}>{t('alert.feed')}</a>
        {t('data.stop')}
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
          {t('alert.what')}
          <b>{asked || t('alert.all')}</b>
          {gapOf(p.reader)}
          <a href={`/search?${queryOf(p.a)}`}>{t('alert.change')}</a>
        </p>
        <div class="find alert">
          <div>
            <label for="email">{t('alert.email')}</label>
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
            <label for="webhook">{t('alert.hook')}</label>
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
            <label for="pace">{t('alert.pace')}</label>
            <select id="pace" name="pace">
              <option value="soon" selected={!p.daily}>
                {t('alert.soon')}
              </option>
              <option value="daily" selected={p.daily}>
                {t('alert.daily')}
              </option>
            </select>
          </div>
          <button type="submit">{t('alert.go')}</button>
        </div>
        <p class="meta">{t('alert.how')}</p>
      </form>
    </Page>
  )
}

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
  const tell = (c: Context, title: Key, text: Key, put: readonly string[] = [], status = 200) => {
    const t = wordsOf(readerOf(c))
    return answer(<Message reader={readerOf(c)} title={t(title)} text={t(text, ...put)} />, status)
  }
  const lost = (c: Context) => tell(c, 'alert.lost', 'alert.lostText', [], 404)
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
          ? tell(c, 'alert.mailed', 'alert.mailedText')
          : tell(c, 'alert.challenge', 'alert.challengeText', [secret])
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
  app.get('/alerts/confirm', (c) => {
    const t = ticketOf(c)
    if (alertIn(world, 'confirm', t) === null) return lost(c)
    return answer(
      <Ask
        reader={readerOf(c)}
        title={wordsOf(readerOf(c))('alert.confirm')}
        text={wordsOf(readerOf(c))('alert.confirmText')}
        to={`/alerts/confirm?t=${t}`}
        button={wordsOf(readerOf(c))('alert.confirm')}
      />,
    )
  })
  app.post('/alerts/confirm', async (c) => {
    try {
      const id = alertIn(world, 'confirm', ticketOf(c))
      const done = id !== null && (await act((ask) => confirm(ask, id)))
      return done ? tell(c, 'alert.begun', 'alert.begunText') : lost(c)
    } catch (e) {
      return failed(c, e)
    }
  })
  app.get('/alerts/leave', (c) => {
    const t = ticketOf(c)
    if (alertIn(world, 'leave', t) === null) return lost(c)
    return answer(
      <Ask
        reader={readerOf(c)}
        title={wordsOf(readerOf(c))('alert.leave')}
        text={wordsOf(readerOf(c))('alert.leaveText')}
        to={`/alerts/leave?t=${t}`}
        button={wordsOf(readerOf(c))('alert.leave')}
      />,
    )
  })
  app.post('/alerts/leave', async (c) => {
    try {
      const id = alertIn(world, 'leave', ticketOf(c))
      if (id === null) return lost(c)
      await act((ask) => leave(ask, id))
      return tell(c, 'alert.left', 'alert.leftText')
    } catch (e) {
      return failed(c, e)
    }
  })
  return app
}
