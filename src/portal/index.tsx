import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import {
  correctionsOf,
  countByKind,
  countByRegion,
  cursorOf,
  findNotices,
  type Kind,
  kinds,
  noticeOf,
  proofOf,
  wire,
} from '#disclosure'
import { type Sequencer, sizeOf } from '#journal'
import {
  type AnyFlow,
  dayOf,
  isDay,
  NotFound,
  problem,
  regionOf,
  type Server,
  type Tx,
} from '#kernel'
import { articlesOf, catalogue, citingOf, lawTexts, rulesInForce } from '#law'
import { orgOf, projectOf } from '#libraries'
import { openDataSummary } from '#opendata'
import { seatTable } from '#tender'
import { AccessPage, type RoleView } from './access.tsx'
import { feed } from './feed.ts'
import { Home, Notices } from './home.tsx'
import { JournalPage } from './journal.tsx'
import { grouped, LawPage } from './law.tsx'
import { LawIndex, LawTextPage } from './law-text.tsx'
import { Message, type Reader } from './layout.tsx'
import { NoticePage } from './notice.tsx'
import { OpenDataPage } from './opendata.tsx'
import { ProjectPage } from './project.tsx'
import { comingOf, latest, openedOn, spineOf } from './read.ts'
import { css, cssHash, cssName } from './style.ts'
import { VenuesPage } from './venues.tsx'
import { script, scriptName, VerifyPage } from './verify.tsx'

export type { RoleView } from './access.tsx'
export { phoneRoutes } from './phones.tsx'

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const safe = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
}
const HTML = 'text/html; charset=utf-8'
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const FILE = new RegExp(`^(${UUID})(\\.json)?$`)
const CURSOR = new RegExp(`^\\d{1,14},${UUID}$`)
const PER_PAGE = 20
/** The whole region. */
const TOP = '150000'

/** The public site: complete with scripts off. */
export function portal({
  db,
  world,
  complain,
  flows,
  sequencer,
  access,
}: Server & {
  flows: readonly AnyFlow[]
  sequencer: Sequencer
  access: readonly RoleView[]
}) {
  const app = new Hono()
  const readerOf = (c: Context): Reader => ({
    elder: getCookie(c, 'elder') === '1',
    here: c.req.path + new URL(c.req.url).search,
  })
  const read = <T,>(run: (tx: Tx) => Promise<T>) =>
    db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read').execute(run)

  /** One page: read in one snapshot, rendered, tagged, and answered with 304 when nothing changed. */
  async function page(c: Context, run: (tx: Tx, reader: Reader) => Promise<unknown>) {
    try {
      return tagged(c, HTML, `<!doctype html>${await read((tx) => run(tx, readerOf(c)))}`)
    } catch (e) {
      const lost = e instanceof NotFound
      if (!lost) complain(e)
      const text = lost ? '网址可能有误，或者这项内容没有公开。' : '已经记录下来，请稍后再试。'
      const body = (
        <Message
          reader={readerOf(c)}
          title={lost ? '没有找到这一页' : '系统出了故障'}
          text={text}
        />
      )
      return new Response(`<!doctype html>${body}`, {
        status: lost ? 404 : 500,
        headers: { ...safe, 'content-type': HTML, 'cache-control': 'no-store' },
      })
    }
  }
  function tagged(c: Context, type: string, text: string, more: Record<string, string> = {}) {
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
    const headers = {
      ...safe,
      'content-type': type,
      etag,
      'cache-control': 'no-cache',
      vary: 'Cookie',
      ...more,
    }
    const known = c.req
      .header('if-none-match')
      ?.split(',')
      .map((t) => t.trim().replace(/^W\//, ''))
    return known?.includes(etag)
      ? new Response(null, { status: 304, headers })
      : new Response(text, { headers })
  }

  const style = (c: Context, cache: string) =>
    tagged(c, 'text/css; charset=utf-8', css, {
      'cache-control': cache,
      etag: `"${cssHash}"`,
      vary: 'Accept-Encoding',
    })
  app.get(cssName, (c) => style(c, 'public, max-age=31536000, immutable'))
  app.get('/style.css', (c) => style(c, 'no-cache'))
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /desk/\nDisallow: /api/\n'))
  app.get('/elder', (c) => {
    setCookie(c, 'elder', c.req.query('on') === '1' ? '1' : '0', {
      path: '/',
      sameSite: 'Lax',
      maxAge: 31_536_000,
      httpOnly: true,
    })
    const back = c.req.query('back') ?? '/'
    // Only a path of this site: “//elsewhere” is another site.
    return c.redirect(/^\/(?![/\\])[\x21-\x7e]*$/.test(back) ? back : '/', 303)
  })

  app.get('/', (c) =>
    page(c, async (tx, reader) => {
      const now = world.now()
      return (
        <Home
          reader={reader}
          today={dayOf(now)}
          coming={await comingOf(tx, now, 8)}
          opened={await openedOn(tx, dayOf(now))}
          newest={await findNotices(tx, { limit: 8 })}
          results={await findNotices(tx, { kind: '中标结果公告', limit: 4 })}
          byKind={await countByKind(tx, TOP)}
          byRegion={leagues(await countByRegion(tx))}
        />
      )
    }),
  )
  const list = (c: Context) =>
    page(c, async (tx, reader) => {
      const wanted = wantedOf(c)
      const before = c.req.query('before') ?? ''
      const first = !CURSOR.test(before)
      const notices = await findNotices(tx, {
        limit: PER_PAGE + 1,
        q: wanted.q || undefined,
        kind: isKind(wanted.kind) ? wanted.kind : undefined,
        region: wanted.region || undefined,
        before: first ? undefined : before,
      })
      const shown = notices.slice(0, PER_PAGE)
      const last = notices.length > PER_PAGE ? shown.at(-1) : undefined
      return (
        <Notices
          reader={reader}
          wanted={wanted}
          first={first}
          notices={shown}
          next={last ? cursorOf(last) : null}
        />
      )
    })
  app.get('/notices', list)
  app.get('/search', list)
  app.get('/notices/:file', (c) => {
    const [, id, json] = FILE.exec(c.req.param('file')) ?? []
    return json
      ? data(c, id ?? '')
      : page(c, async (tx, reader) => {
          const n = await noticeOf(tx, id ?? missing())
          const proof = await proofOf(tx, n.id)
          return (
            <NoticePage
              reader={reader}
              n={n}
              proof={proof === null ? null : { index: proof.index, size: await sizeOf(tx) }}
              corrections={await correctionsOf(tx, n.id)}
              corrects={n.corrects === null ? null : await noticeOf(tx, n.corrects)}
            />
          )
        })
  })
  app.get('/notices/:id/verify', async (c) => {
    const res = await page(c, async (tx, reader) => {
      const id = c.req.param('id')
      const n = await noticeOf(tx, FILE.test(id) ? id : missing())
      return <VerifyPage reader={reader} n={n} vkey={sequencer.signers.std.vkey} />
    })
    // The one page with a script: ours, by name, and talking to this site only.
    res.headers.set('content-security-policy', `${CSP}; script-src 'self'; connect-src 'self'`)
    return res
  })
  app.get(scriptName, (c) =>
    tagged(c, 'text/javascript; charset=utf-8', script, {
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    }),
  )
  /** The same notice as data, with its place in the journal. */
  async function data(c: Context, id: string) {
    try {
      const n = await read(async (tx) => ({
        ...wire(await noticeOf(tx, id)),
        journal: await proofOf(tx, id),
      }))
      return tagged(c, 'application/json; charset=utf-8', JSON.stringify(n), {
        'access-control-allow-origin': '*',
        vary: 'Accept-Encoding',
      })
    } catch (e) {
      if (e instanceof NotFound) return problem(404, '没有这份公告')
      complain(e)
      return problem(500, '系统出了故障，已记录')
    }
  }
  app.get('/projects/:ocid', (c) =>
    page(c, async (tx, reader) => {
      const ocid = c.req.param('ocid')
      const project = await projectOf(tx, { ocid: /^[\w-]{1,80}$/.test(ocid) ? ocid : missing() })
      const spine = (await spineOf(tx, project.id)) ?? missing()
      return (
        <ProjectPage
          reader={reader}
          project={project}
          buyer={(await orgOf(tx, project.buyer)).name}
          stages={spine}
        />
      )
    }),
  )
  app.get('/law', (c) =>
    page(c, async (_, reader) => {
      const asked = c.req.query('on') ?? ''
      const on = isDay(asked) ? asked : dayOf(world.now())
      const place = c.req.query('region') ?? ''
      const region = regionOf(place) ? place : TOP
      const nounOf = (module: string) =>
        flows.find((f) => f.module === module)?.noun ?? '各环节通用'
      return (
        <LawPage
          reader={reader}
          on={on}
          region={region}
          groups={grouped(rulesInForce(on, region, flows), nounOf)}
          of={c.req.query('of')}
          page={Number(/^[1-9]\d{0,3}$/.exec(c.req.query('page') ?? '')?.[0] ?? 1)}
        />
      )
    }),
  )
  app.get('/access', (c) =>
    page(c, async (_, reader) => {
      const role = c.req.query('role') ?? ''
      const chosen = role === '' ? undefined : (access.find((r) => r.role === role) ?? missing())
      return <AccessPage reader={reader} roles={access} chosen={chosen} />
    }),
  )
  app.get('/law/texts', (c) =>
    page(c, async (_, reader) => (
      <LawIndex
        reader={reader}
        texts={lawTexts().map((t) => ({
          ...t,
          rules: [...citingOf(t.short, flows).values()].reduce((n, l) => n + l.length, 0),
        }))}
      />
    )),
  )
  app.get('/law/:short', (c) =>
    page(c, async (_, reader) => {
      const short = c.req.param('short')
      return (
        <LawTextPage
          reader={reader}
          short={short}
          text={catalogue[short] ?? missing()}
          lines={articlesOf(short)}
          citing={citingOf(short, flows)}
        />
      )
    }),
  )
  app.get('/journal', (c) =>
    page(c, async (tx, reader) => {
      const { note, size, recent } = await latest(tx, 20)
      const nameOf = (noun: string, action: string): string =>
        flows.find((f) => f.noun === noun)?.steps[action]?.name ?? '办理'
      return (
        <JournalPage
          reader={reader}
          note={note}
          vkey={sequencer.signers.std.vkey}
          size={size}
          recent={recent}
          nameOf={nameOf}
        />
      )
    }),
  )
  app.get('/venues', (c) =>
    page(c, async (tx, reader) => (
      <VenuesPage reader={reader} table={await seatTable(tx, dayOf(world.now()))} />
    )),
  )
  app.get('/ocds', (c) =>
    page(c, async (tx, reader) => (
      <OpenDataPage
        reader={reader}
        origin={new URL(c.req.url).origin}
        now={await openDataSummary(tx)}
      />
    )),
  )
  app.get('/feed.atom', async (c) => {
    const notices = await read((tx) => findNotices(tx, { limit: 50 }))
    return tagged(
      c,
      'application/atom+xml; charset=utf-8',
      feed(new URL(c.req.url).origin, notices),
      { vary: 'Accept-Encoding' },
    )
  })
  app.notFound((c) => page(c, async () => missing()))
  return app
}

function missing(): never {
  throw new NotFound('页面')
}
const isKind = (s: string): s is Kind => (kinds as readonly string[]).includes(s)
/** What the address asks for; what it asks wrongly is left out, so that an old link still shows something. */
function wantedOf(c: Context) {
  const kind = c.req.query('kind') ?? ''
  const region = c.req.query('region') ?? ''
  return {
    // PostgreSQL has no text with a NUL in it.
    q: (c.req.query('q') ?? '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, 100),
    kind: isKind(kind) ? kind : '',
    region: regionOf(region) ? region : '',
  }
}
/** Each league with everything under it. */
function leagues(counts: Readonly<Record<string, number>>): Record<string, number> {
  const out: Record<string, number> = {}
  for (const [code, n] of Object.entries(counts))
    for (let r = regionOf(code); r; r = r.parent === null ? undefined : regionOf(r.parent))
      out[r.code] = (out[r.code] ?? 0) + n
  return out
}
