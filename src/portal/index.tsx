import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { sql } from 'kysely'
import {
  correctionsOf,
  cursorOf,
  findNotices,
  type Kind,
  kinds,
  noticeOf,
  noticesOfProcess,
  wire,
} from '#disclosure'
import { stages } from '#flows'
import { type Sequencer, sizeOf, vkey } from '#journal'
import {
  type AnyFlow,
  answerError,
  dayOf,
  isDay,
  NotFound,
  regionOf,
  rfc3339,
  type Server,
  type Tx,
  ts,
  yuanText,
} from '#kernel'
import { rulesInForce } from '#law'
import { orgOf, projectOf } from '#libraries'
import { Home, NoticePage, Notices, ProjectPage, type Stage } from './pages.tsx'
import { JournalPage, LawPage, Message } from './pages-open.tsx'
import { css, cssName } from './style.ts'

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The public site: complete with scripts off. */
export function portal({
  db,
  world,
  complain,
  flows,
  sequencer,
}: Server & { flows: readonly AnyFlow[]; sequencer: Sequencer }) {
  const app = new Hono()
  const elder = (c: Context) => getCookie(c, 'elder') === '1'
  /** One page: rendered, tagged, and answered with 304 when nothing changed. */
  async function page(
    c: Context,
    run: (tx: Tx) => Promise<unknown>,
    type = 'text/html; charset=utf-8',
  ) {
    try {
      const made = await db.transaction().execute(run)
      const text = type.startsWith('text/html')
        ? `<!doctype html>${String(await made)}`
        : String(made)
      const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
      const headers = {
        'content-type': type,
        etag,
        'cache-control': 'no-cache',
        vary: 'Cookie',
        'content-security-policy': CSP,
      }
      if (c.req.header('if-none-match') === etag)
        return new Response(null, { status: 304, headers })
      return new Response(text, { headers })
    } catch (e) {
      if (!(e instanceof NotFound)) complain(e)
      const lost = e instanceof NotFound
      return new Response(
        `<!doctype html>${await (<Message elder={elder(c)} title={lost ? '没有这一页' : '系统出了故障'} text={lost ? '网址可能有误，或者这项内容没有公开。' : '已经记录，请稍后再试。'} />)}`,
        {
          status: lost ? 404 : 500,
          headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP },
        },
      )
    }
  }
  app.get(cssName, (c) =>
    c.body(css, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /desk/\nDisallow: /api/\n'))
  app.get('/elder', (c) => {
    setCookie(c, 'elder', c.req.query('on') === '1' ? '1' : '0', {
      path: '/',
      sameSite: 'Lax',
      maxAge: 31_536_000,
      httpOnly: true,
    })
    const back = c.req.query('back') ?? '/'
    // Only a path of this site: "//elsewhere" is another site.
    return c.redirect(/^\/(?![/\\])[\x21-\x7e]*$/.test(back) ? back : '/', 303)
  })
  app.get('/', (c) =>
    page(c, async (tx) => {
      const now = world.now()
      const { rows } = await sql<{ id: string; title: string; deadline: number }>`
        select distinct on (t.id) n.id, n.title, t.deadline from trade.tender t
        join kernel.subject s on s.id = t.id and s.state = '招标中'
        join disclosure.notice n on n.subject = t.id and n.kind = '招标公告'
        where t.deadline > ${ts(now)} order by t.id, n.published limit 20`.execute(tx)
      return (
        <Home
          elder={elder(c)}
          today={dayOf(now)}
          coming={[...rows].sort((a, b) => a.deadline - b.deadline).slice(0, 8)}
          newest={await findNotices(tx, { limit: 8 })}
          results={await findNotices(tx, { kind: '中标结果公告', limit: 4 })}
        />
      )
    }),
  )
  const list = (c: Context) =>
    page(c, async (tx) => {
      const q = (c.req.query('q') ?? '').trim().slice(0, 100)
      const kind = c.req.query('kind') ?? ''
      const region = c.req.query('region') ?? ''
      const before = c.req.query('before') ?? ''
      const wanted = {
        limit: 20,
        ...(q ? { q } : {}),
        ...((kinds as readonly string[]).includes(kind) ? { kind: kind as Kind } : {}),
        ...(regionOf(region) ? { region } : {}),
        ...(/^\d{1,15},[0-9a-f-]{36}$/.test(before) ? { before } : {}),
      }
      const notices = await findNotices(tx, wanted)
      const last = notices.at(-1)
      return (
        <Notices
          elder={elder(c)}
          state={{ q, kind, region }}
          notices={notices}
          next={notices.length === 20 && last ? cursorOf(last) : null}
        />
      )
    })
  app.get('/notices', list)
  app.get('/search', list)
  app.get('/notices/:file', (c) => {
    const m = /^([0-9a-f-]{36})(\.json)?$/.exec(c.req.param('file'))
    const id = m?.[1] ?? ''
    if (m?.[2])
      return db
        .transaction()
        .execute(async (tx) =>
          c.json(wire(await noticeOf(tx, UUID.test(id) ? id : missing())), 200, {
            'cache-control': 'public, max-age=60',
          }),
        )
        .catch((e: unknown) => answerError(e, complain))
    return page(c, async (tx) => {
      if (!UUID.test(id)) missing()
      const n = await noticeOf(tx, id)
      const { rows } = await sql<{
        index: number
      }>`select l.index from kernel.journal j join kernel.leaf l on l.seq = j.seq
        where j.subject = ${n.subject} and j.at = ${ts(n.published)} order by l.index limit 1`.execute(
        tx,
      )
      return (
        <NoticePage
          elder={elder(c)}
          n={n}
          entry={{ index: rows[0]?.index ?? null, size: await sizeOf(tx) }}
          corrections={await correctionsOf(tx, n.id)}
          corrects={n.corrects === null ? null : await noticeOf(tx, n.corrects)}
        />
      )
    })
  })
  app.get('/projects/:ocid', (c) =>
    page(c, async (tx) => {
      const project = await projectOf(tx, { ocid: c.req.param('ocid') })
      const list = await spineOf(tx, project.id)
      if (list.every((s) => s.lines.length === 0)) missing()
      return (
        <ProjectPage
          elder={elder(c)}
          ocid={project.ocid}
          title={project.title}
          no={project.no}
          buyer={(await orgOf(tx, project.buyer)).name}
          region={project.region}
          category={project.category}
          stages={list}
        />
      )
    }),
  )
  app.get('/law', (c) =>
    page(c, async () => {
      const asked = c.req.query('on') ?? ''
      const on = isDay(asked) ? asked : dayOf(world.now())
      return (
        <LawPage
          elder={elder(c)}
          on={on}
          region="150000"
          rules={rulesInForce(on, '150000', flows)}
        />
      )
    }),
  )
  app.get('/journal', (c) =>
    page(c, async (tx) => {
      const note = await sql<{
        note: string
        size: number
      }>`select note, size from kernel.checkpoint order by size desc limit 1`.execute(tx)
      const recent = await sql<{
        index: number
        leaf: string
      }>`select l.index, j.leaf from kernel.leaf l join kernel.journal j on j.seq = l.seq order by l.index desc limit 15`.execute(
        tx,
      )
      return (
        <JournalPage
          elder={elder(c)}
          note={note.rows[0]?.note ?? '（还没有条目）'}
          vkey={vkey(sequencer.signer)}
          size={note.rows[0]?.size ?? 0}
          entries={recent.rows}
        />
      )
    }),
  )
  app.get('/feed.atom', (c) =>
    page(
      c,
      async (tx) => feed(new URL(c.req.url).origin, await findNotices(tx, { limit: 50 })),
      'application/atom+xml; charset=utf-8',
    ),
  )
  app.notFound((c) => page(c, async () => missing()))
  return app
}
function missing(): never {
  throw new NotFound('页面')
}
const xml = (s: string) => s.replace(/[&<>"']/g, (x) => `&#${x.charCodeAt(0)};`)
const feed = (origin: string, notices: Awaited<ReturnType<typeof findNotices>>) =>
  `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>政府采购一张网 最新公告</title><id>${origin}/feed.atom</id><link rel="self" href="${origin}/feed.atom"/><updated>${notices[0] ? rfc3339(notices[0].published) : '1970-01-01T00:00:00Z'}</updated>${notices
    .map(
      (n) =>
        `<entry><title>${xml(n.title)}</title><id>urn:uuid:${n.id}</id><link href="${origin}/notices/${n.id}"/><updated>${rfc3339(n.published)}</updated><author><name>${xml(n.publisher)}</name></author><category term="${xml(n.kind)}"/></entry>`,
    )
    .join('')}</feed>`

/** The public story of one purchase: notices, and the steps that carry no secret. */
async function spineOf(tx: Tx, process: string): Promise<Stage[]> {
  const notices = await noticesOfProcess(tx, process)
  const stageOfKind: Record<Kind, string> = {
    采购意向公告: '意向',
    招标公告: '交易',
    更正公告: '交易',
    终止公告: '交易',
    废标公告: '交易',
    中标结果公告: '交易',
    合同公告: '合同',
    验收结果公告: '验收',
  }
  const { rows } = await sql<{
    noun: string
    action: string
    at: number
    data: { amount?: number }
  }>`
    select noun, action, at, data from kernel.journal where process = ${process} and (noun, action) in
      (('采购计划', 'file'), ('支付申请', 'pay'), ('结项', 'close'), ('结项', 'archive')) order by seq`.execute(
    tx,
  )
  const said: Record<string, [string, string]> = {
    '采购计划.file': ['计划', '采购计划备案'],
    '支付申请.pay': ['支付', '国库支付'],
    '结项.close': ['监督', '项目结项'],
    '结项.archive': ['监督', '全过程归档'],
  }
  const steps = rows.flatMap((r) => {
    const s = said[`${r.noun}.${r.action}`]
    return s
      ? [
          {
            stage: s[0],
            line: {
              text: s[1],
              at: r.at,
              ...(r.data.amount === undefined ? {} : { money: yuanText(r.data.amount) }),
            },
          },
        ]
      : []
  })
  // A purchase is public from its intention on: before that not even its name is.
  if (notices.length === 0) return []
  const all = stages.map((st) => ({
    name: st.name,
    lines: [
      ...notices
        .filter((n) => stageOfKind[n.kind] === st.name)
        .map((n) => ({ text: n.title, at: n.published as number, href: `/notices/${n.id}` })),
      ...steps.filter((s) => s.stage === st.name).map((s) => s.line),
    ].sort((a, b) => a.at - b.at),
  }))
  const reached = all.findLastIndex((s) => s.lines.length > 0)
  const closed = rows.some((r) => r.noun === '结项')
  return all
    .filter((s) => s.name !== '公开')
    .map((s) => {
      const i = all.findIndex((x) => x.name === s.name)
      return {
        ...s,
        status:
          i < reached || closed
            ? ('done' as const)
            : i === reached
              ? ('now' as const)
              : ('next' as const),
      }
    })
}
