import { type Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { answerError, type Server, sameOrigin, showInstant } from '#kernel'
import { centralSandbox, sandboxLetters } from '#outside'
import { Page, type Reader } from './layout.tsx'
import { HTML, safe } from './site.tsx'

const readerOf = (c: Context): Reader => ({
  elder: getCookie(c, 'elder') === '1',
  here: c.req.path,
  lang: 'zh',
})
const shown = (body: unknown) =>
  new Response(`<!doctype html>${body}`, {
    headers: { ...safe, 'content-type': HTML, 'cache-control': 'no-store' },
  })

/** 邮件与中央网站的沙箱: they exist only where YIWANG_DEMO=1. */
export function sandboxRoutes({ db, world, complain }: Server, demo: object | null) {
  const app = new Hono()
  if (demo === null) return app
  const central = centralSandbox(db, world.now)
  app.get('/sandbox/mail', async (c) => {
    const letters = await sandboxLetters(db, 20)
    return shown(
      <Page title="邮件沙箱" reader={readerOf(c)}>
        <h1>邮件沙箱</h1>
        <p class="lead">没有配置邮件服务器，发出的信都在这里，没有送到任何信箱。</p>
        {letters.length === 0 ? <p class="meta">还没有信。</p> : null}
        {letters.map((l) => (
          <section class="card">
            <h2>{l.subject}</h2>
            <div class="meta">
              寄给 {l.to}　{showInstant(l.at)}
            </div>
            <pre>
              {l.text
                .split(/(https?:\/\/\S+)/)
                .map((part) => (part.startsWith('http') ? <a href={part}>{part}</a> : part))}
            </pre>
          </section>
        ))}
      </Page>,
    )
  })
  app.get('/sandbox/central', async (c) => {
    const down = await central.isDown()
    return shown(
      <Page title="中央网站沙箱" reader={readerOf(c)}>
        <h1>中央网站沙箱</h1>
        <p class="lead">演练中国政府采购网停机：停机时本系统照常发布，恢复以后自动补送。</p>
        <section class="card">
          <p>现在：{down ? '停机，不应答' : '正常，收到即给回执'}</p>
          <form method="post" action="/sandbox/central">
            <input type="hidden" name="down" value={down ? '0' : '1'} />
            <button type="submit">{down ? '恢复' : '停机'}</button>
          </form>
        </section>
      </Page>,
    )
  })
  app.post('/sandbox/central', async (c) => {
    try {
      sameOrigin(c)
      const { down } = await c.req.parseBody()
      await central.setDown(down === '1')
      return c.redirect('/sandbox/central', 303)
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app
}
