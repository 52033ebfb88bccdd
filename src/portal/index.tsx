import { type Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { countByKind, countByRegion, findNotices, newestOf } from '#disclosure'
import type { Sequencer } from '#journal'
import {
  type AnyFlow,
  dayOf,
  NotFound,
  problem,
  type Register,
  regionOf,
  type Server,
} from '#kernel'
import { numberOf } from '#law'
import { orgOf, projectOf } from '#libraries'
import { mapOf } from '#libraries/rollout'
import { publicFrameworks } from '#mall/framework'
import { openDataSummary } from '#opendata'
import type { Printer } from '#papers'
import { owedIn } from '#statement'
import { sealerPages, seatTable } from '#tender'
import { AccessPage, type RoleView } from './access.tsx'
import { alertRoutes } from './alert-routes.tsx'
import { DutiesPage } from './duties.tsx'
import { figureRoutes } from './figure-routes.tsx'
import { FrameworksPage } from './frameworks.tsx'
import { Home } from './home.tsx'
import { IncidentsPage, incidentsJson, toldIncidents } from './incidents.tsx'
import { JournalPage } from './journal.tsx'
import { lawPages } from './law-routes.tsx'
import { noticeRoutes } from './notice-routes.tsx'
import { OpenDataPage } from './opendata.tsx'
import { openingRoutes } from './opening-routes.tsx'
import { partyRoutes } from './party-routes.tsx'
import { PrivacyPage } from './privacy.tsx'
import { ProjectPage } from './project.tsx'
import { comingOf, latest, openedOn, owedOf, spineOf } from './read.ts'
import { RolloutPage } from './rollout.tsx'
import { isLanguage } from './say/index.ts'
import { SealPage } from './seal.tsx'
import { keep, missing, siteOf, snapshotOf } from './site.tsx'
import { face, sheets } from './style.ts'
import { VenuesPage } from './venues.tsx'

export type { RoleView } from './access.tsx'
export { phoneRoutes } from './phones.tsx'
export { sandboxRoutes } from './sandbox.tsx'

/** The whole region. */
const TOP = '150000'

/** The public site, complete with scripts off; and its answer to whoever asks for what is not there. */
export function portal(
  server: Server & {
    flows: readonly AnyFlow[]
    sequencer: Sequencer
    printer: Printer
    /** What the world calls this site; null: whatever a request calls it. */
    origin: string | null
    access: readonly RoleView[]
    register: Register
  },
) {
  const { world, flows, sequencer, printer, access, register } = server
  const app = new Hono()
  const site = siteOf(server)
  const { page, keptPage, tagged, read } = site
  const byKind = lazily<Awaited<ReturnType<typeof countByKind>>>()
  const byRegion = lazily<Awaited<ReturnType<typeof countByRegion>>>()
  for (const sheet of Object.values(sheets))
    app.get(sheet.path, (c) =>
      tagged(c, 'text/css; charset=utf-8', sheet.text, {
        'cache-control': 'public, max-age=31536000, immutable',
        etag: `"${sheet.hash}"`,
        vary: 'Accept-Encoding',
      }),
    )
  app.get(face.path, (c) =>
    c.body(new Uint8Array(face.bytes), 200, {
      'content-type': 'font/woff2',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
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
    return c.redirect(ownPath(back), 303)
  })
  app.get('/language', (c) => {
    const to = c.req.query('to')
    setCookie(c, 'lang', isLanguage(to) ? to : 'zh', {
      path: '/',
      sameSite: 'Lax',
      maxAge: 31_536_000,
      httpOnly: true,
    })
    return c.redirect(ownPath(c.req.query('back') ?? '/'), 303)
  })

  const homes = keep(20)
  app.get('/', (c) =>
    keptPage(c, { store: homes, subject: '', mark: snapshotOf }, async (tx, reader, until) => {
      const now = world.now()
      const coming = await comingOf(tx, now, 8)
      // Days left and what is opened today are of this day; what is coming is coming until its hour.
      const first = coming[0]?.deadline
      until(() => {
        const then = world.now()
        return then >= now && dayOf(then) === dayOf(now) && (first === undefined || then < first)
      })
      const kinds = await byKind(() => countByKind(tx, TOP))
      const places = await byRegion(() => countByRegion(tx))
      until(kinds.good)
      until(places.good)
      return (
        <Home
          reader={reader}
          today={dayOf(now)}
          coming={coming}
          opened={await openedOn(tx, dayOf(now))}
          newest={await findNotices(tx, { limit: 8 })}
          results={await newestOf(tx, ['中标结果公告', '成交结果公告'], 4)}
          byKind={kinds.value}
          byRegion={leagues(places.value)}
        />
      )
    }),
  )
  app.route('/', noticeRoutes(server, site, sequencer, printer))
  app.route('/', openingRoutes(server, site))
  app.get('/projects/:ocid', (c) =>
    page(c, async (tx, reader) => {
      const ocid = c.req.param('ocid')
      const project = await projectOf(tx, { ocid: /^[\w-]{1,80}$/.test(ocid) ? ocid : missing() })
      const spine = (await spineOf(tx, project.id)) ?? missing()
      return (
        <ProjectPage
          reader={reader}
          project={project}
          buyer={await orgOf(tx, project.buyer)}
          stages={spine}
          owed={await owedOf(tx, project, dayOf(world.now()))}
        />
      )
    }),
  )
  app.route('/', figureRoutes(server, site))
  app.route('/', alertRoutes(server, site, server.origin))
  app.get('/obligations', (c) =>
    page(c, async (tx, reader) => {
      const asked = c.req.query('region') ?? ''
      const region = regionOf(asked) ? asked : ''
      const today = dayOf(world.now())
      return (
        <DutiesPage
          reader={reader}
          region={region}
          today={today}
          missing={await owedIn(tx, region || TOP, today, world.settings)}
        />
      )
    }),
  )
  partyRoutes(app, { page, read, tagged, world, complain: server.complain })
  app.get('/seal', (c) =>
    page(c, async (tx, reader) => <SealPage reader={reader} pages={await sealerPages(tx)} />),
  )
  app.get('/incidents', (c) =>
    page(c, async (tx, reader) => (
      <IncidentsPage
        reader={reader}
        all={await toldIncidents(tx)}
        rule={{
          least: numberOf('故障起算', world.settings),
          window: numberOf('故障回看', world.settings),
          grace: numberOf('故障顺延', world.settings),
        }}
      />
    )),
  )
  app.get('/incidents.json', async (c) =>
    tagged(
      c,
      'application/json; charset=utf-8',
      JSON.stringify(incidentsJson(await read(toldIncidents))),
      { 'access-control-allow-origin': '*', vary: 'Accept-Encoding' },
    ),
  )
  app.get('/access', (c) =>
    page(c, async (_, reader) => {
      const role = c.req.query('role') ?? ''
      const chosen = role === '' ? undefined : (access.find((r) => r.role === role) ?? missing())
      return <AccessPage reader={reader} roles={access} chosen={chosen} />
    }),
  )
  lawPages(app, {
    world,
    flows,
    missing,
    page,
    file: async (c, type, run) => {
      try {
        return tagged(c, type, await read(run), { vary: 'Accept-Encoding' })
      } catch (e) {
        if (!(e instanceof NotFound)) server.complain(e)
        return e instanceof NotFound
          ? problem(404, '没有这份文件')
          : problem(500, '系统出了故障，已记录')
      }
    },
  })
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
  app.get('/privacy', (c) =>
    page(c, async (_, reader) => <PrivacyPage reader={reader} register={register} />),
  )
  app.get('/rollout', (c) =>
    page(c, async (tx, reader) => (
      <RolloutPage reader={reader} places={(await mapOf({ tx })).rows} />
    )),
  )
  app.get('/frameworks', (c) =>
    page(c, async (tx, reader) => (
      <FrameworksPage reader={reader} all={await publicFrameworks(tx)} />
    )),
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
  return { routes: app, lost: (c: Context) => page(c, async () => missing()) }
}

/** Counting a million notices takes a while: what took long is kept for a minute, what did not is counted anew. */
function lazily<T>() {
  type Counted = { value: T; good: () => boolean }
  let kept: Counted | null = null
  return async (count: () => Promise<T>): Promise<Counted> => {
    const began = performance.now()
    if (kept?.good()) return kept
    const value = await count()
    const now = performance.now()
    if (now - began <= 50) {
      kept = null
      return { value, good: () => true }
    }
    kept = { value, good: () => performance.now() < now + 60_000 }
    return kept
  }
}
/** Only a path of this site: “//elsewhere” is another site. */
const ownPath = (back: string) => (/^\/(?![/\\])[\x21-\x7e]*$/.test(back) ? back : '/')
/** Each league with everything under it. */
function leagues(counts: Readonly<Record<string, number>>): Record<string, number> {
  const out: Record<string, number> = {}
  for (const [code, n] of Object.entries(counts))
    for (let r = regionOf(code); r; r = r.parent === null ? undefined : regionOf(r.parent))
      out[r.code] = (out[r.code] ?? 0) + n
  return out
}
