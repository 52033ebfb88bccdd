import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serve as listen } from '@hono/node-server'
import { Hono } from 'hono'
import type pg from 'pg'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { acceptanceFollowers } from '#acceptance'
import { HOOK, hookSender, MAIL, mailSender, startAlerts } from '#alert'
import { expire } from '#approval'
import { contractFollowers } from '#contract'
import { followers } from '#disclosure'
import { flows } from '#flows'
import { importJob } from '#goods'
import { timers as delegationTimers } from '#identity/delegation'
import type { Provider } from '#identity/entry'
import { timers as holdTimers, retain } from '#identity/privacy'
import {
  type AnyFlow,
  APP_ROLE,
  type Db,
  dayOf,
  type Follower,
  frontDoor,
  type Instant,
  noteFault,
  openapi,
  openDb,
  openPool,
  proxiesOf,
  serve,
  startClock,
  startJobs,
  startPulse,
  sweepDrafts,
  type Timers,
  uploadRoutes,
  type World,
  wall,
} from '#kernel'
import { decide, settingsOn } from '#law'
import { adopt, intakeJobs, timers as libraryTimers, wordProjects } from '#libraries'
import { keepTexts, regulationTimers } from '#libraries/regulations'
import { ownValues } from '#libraries/standards'
import { frameworkFollowers, timers as mallTimers, startPatrol, themeFollowers } from '#mall'
import { startProjector } from '#opendata'
import { mailSandbox, type Outbound, outbound, smtpMail, startOutbox } from '#outside'
import { startPrinter } from '#papers'
import { paymentFollowers, timers as paymentTimers } from '#payment'
import { phoneRoutes, portal, sandboxRoutes } from '#portal'
import { migrate, raiseWalls } from '#postgres'
import { startIndexer } from '#search'
import { statementFollowers } from '#statement'
import { interrupted, publishSealer, sweep, tradeFollowers, timers as tradeTimers } from '#tender'
import { queue, upwardSender } from '#upward'
import { accessByRole } from './access.ts'
import { api } from './api.ts'
import { auctionLive } from './desk/auction-live.ts'
import { offlinePage, offlineRoutes } from './desk/offline.ts'
import { photoRoutes } from './desk/photos.ts'
import { overBudgetError, tellOver } from './desk/price-alarm.ts'
import type { Asker } from './desk/price-budget.ts'
import { quotaRoutes } from './desk/quota.ts'
import { sealedRoutes } from './desk/sealed.ts'
import { sessionRoutes } from './desk/session.ts'
import { sheetRoutes } from './desk/sheets.ts'
import { tableRoutes } from './desk/tables.ts'
import { startSequencer, startWitnessing, type Witness } from './journal/index.ts'
import { register, sweeps } from './privacy.ts'
import { publicRoutes } from './public.ts'
import { publicPaths } from './public-paths.ts'
import { migrations, walls } from './schema.ts'
import { upgrade } from './upgrade.ts'

export const timers: Timers = {
  ...delegationTimers,
  ...holdTimers,
  ...libraryTimers,
  ...regulationTimers,
  ...tradeTimers,
  ...mallTimers,
  ...paymentTimers,
  '报批事项.expire': async (ask, id) => {
    await expire(ask, id)
  },
}

export interface Options {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly now: () => Instant
  readonly demo: { password: string } | null
  readonly complain: (e: unknown, about?: string) => void
  /** How often the clock and the sequencer look; 0 leaves both to the caller. */
  readonly everyMs?: number
  /** The first filling: nobody is answered yet, so nothing is published before the database says what it is, and no commit waits for the disk until `stop`, which does. */
  readonly filling?: true
  /** A training region: what it says of itself; `now` is its clock. */
  readonly training?: World['training']
  /** Who countersigns the journal's checkpoints. */
  readonly witnesses?: readonly Witness[]
  /** Where letters go by; none: they stay in the sandbox. */
  readonly smtp?: { readonly url: string; readonly from: string } | undefined
  /** What the world calls this site, for addresses in letters. */
  readonly origin?: string | undefined
  /** How webhooks find and judge an address; replaced in tests. */
  readonly outbound?: Outbound
  /** The unified identity, where the operator named one. */
  readonly unified?: Provider | null
  /** Whose forwarded headers are believed: addresses and networks, separated by commas. */
  readonly proxies?: string
}
export interface App {
  readonly db: Db
  /** The owner's connections: for migrations, operators and tests. */
  readonly pool: pg.Pool
  readonly world: World
  readonly http: Hono
  /** Run the clock until nothing is due, and the journal until nothing waits. */
  settle(): Promise<void>
  /** Read the text of every attachment that nobody has read yet. */
  settleFiles(): Promise<void>
  /** Look for what subscribers are to be told, and send what is to be sent. */
  settleOutbox(): Promise<void>
  listen(port: number, host: string): Promise<{ url: string; close: () => Promise<void> }>
  stop(): Promise<void>
}

/** The house's secret: made once, kept beside the data and never in the database. */
function masterKey(dataDir: string): Uint8Array {
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'master.key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
  return new Uint8Array(Buffer.from(readFileSync(file, 'utf8'), 'base64'))
}

const statesOf = (all: readonly AnyFlow[]) =>
  all.flatMap((f) =>
    f.states.map((state: string) => ({
      noun: f.noun,
      state,
      open: f.open.includes(state),
      closed: f.closed.includes(state),
    })),
  )
const merged = (...all: World['followers'][]): World['followers'] => {
  const out: Record<string, readonly Follower[]> = {}
  for (const one of all)
    for (const [k, v] of Object.entries(one)) out[k] = [...(out[k] ?? []), ...v]
  return out
}
/** Compose the floors. */
export async function build(o: Options): Promise<App> {
  // The owner migrates; whatever answers a request or runs on the clock is another role, which the policies bind.
  const pool = openPool(o.databaseUrl, 10, undefined, o.filling)
  await migrate(pool, migrations())
  const walled = await raiseWalls(pool, walls(), statesOf(flows))
  const served = walled ? openPool(o.databaseUrl, 10, APP_ROLE, o.filling) : pool
  if (walled) wall(served)
  else
    o.complain(
      new Error(
        '第二道墙没有立起来：数据库里没有 yiwang_app、yiwang_house 两个角色，也无权创建；见 docs/operations.md',
      ),
      '数据库',
    )
  const db = openDb(served)
  await keepTexts(db)
  await wordProjects(db)
  const learn = async () => decide(await db.transaction().execute(ownValues))
  await learn()
  const world: World = {
    now: o.now,
    flows,
    followers: merged(
      themeFollowers,
      tradeFollowers,
      frameworkFollowers,
      contractFollowers,
      acceptanceFollowers,
      paymentFollowers,
      followers,
      statementFollowers,
      { '公告.publish': [queue] },
    ),
    get settings() {
      return settingsOn(dayOf(o.now()))
    },
    masterKey: masterKey(o.dataDir),
    dataDir: o.dataDir,
    ...(o.training ? { training: o.training } : {}),
  }
  await adopt(db, world)
  await upgrade(db, world, o.complain)
  const server = {
    db,
    world,
    complain: (e: unknown) => o.complain(e),
    failed: (address: string) => {
      if (/^(bid|quote|box|frameworkResponse)\./.test(address))
        noteFault(db, world.now(), address).catch((e) => o.complain(e, '登记故障'))
    },
  }
  const sequencer = startSequencer(db, world, o.dataDir, o.complain, o.everyMs ?? 200)
  const witnessing = startWitnessing(db, world, o.witnesses ?? [], o.complain, o.everyMs ?? 1000)
  const projector = startProjector(db, world, o.complain, o.everyMs ?? 500)
  // Before the clock decides anything: how long nobody served, and which deadlines that moves.
  const pulse = startPulse(
    db,
    world,
    interrupted,
    o.complain,
    o.everyMs === 0 ? 3_600_000 : undefined,
  )
  await pulse.now(true).catch((e) => o.complain(e, '心跳'))
  const printer = startPrinter()
  const mail = o.smtp ? smtpMail(o.smtp.url, o.smtp.from) : mailSandbox(db, world.now)
  const alerts = startAlerts(db, world, o.complain, (o.everyMs ?? 500) * 4)
  const outbox = startOutbox(
    db,
    world,
    {
      报送: upwardSender(db, world),
      [MAIL]: mailSender(db, world, mail),
      [HOOK]: hookSender(db, world, o.outbound ?? outbound),
    },
    o.complain,
    (o.everyMs ?? 500) * 2,
  )
  const indexer = startIndexer(db, world, o.complain, o.everyMs ?? 500)
  const patrol = startPatrol(db, world, o.complain, o.everyMs === 0 ? 0 : 10_000)
  const clock = startClock(
    db,
    world,
    timers,
    o.complain,
    o.everyMs === 0 ? 3_600_000 : (o.everyMs ?? 250),
    pulse.now,
  )
  await sweepDrafts(o.dataDir, Date.now())
  const jobs = startJobs(
    pool,
    db,
    world,
    { 商品导入: importJob, ...intakeJobs },
    o.complain,
    o.everyMs === 0 ? 3_600_000 : 500,
  )
  const retained = () => retain(db, world, sweeps, o.complain)
  const chores = [
    // What was uploaded and never handed in, and the files of what was withdrawn.
    setInterval(() => sweep(db, world).catch((e) => o.complain(e, '清理上传')), 3_600_000),
    // What is past its time, each day once. The first look is soon, so that a server which restarts nightly erases too.
    setInterval(retained, 3_600_000),
    setTimeout(retained, o.everyMs === 0 ? 3_600_000 : 60_000),
    // What the region decides is announced a day before it is in force (docs/decisions/0028): in time for every process.
    setInterval(() => learn().catch((e) => o.complain(e, '参数')), 10_000),
  ]
  for (const c of chores) c.unref()
  const http = new Hono()
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'yiwang_http_seconds',
    help: '每个请求的用时（秒），按方法、模块和状态码',
    labelNames: ['method', 'module', 'status'],
    registers: [registry],
  })
  http.use('*', frontDoor(proxiesOf(o.proxies ?? '')))
  const scraping = new Counter({
    name: 'yiwang_price_budget_exceeded_total',
    help: '查价超出额度的账号和地址数',
    registers: [registry],
  })
  http.use('*', async (c, next) => {
    const end = seconds.startTimer({ method: c.req.method })
    await next()
    const [, first = '', second = ''] = c.req.path.split('/')
    // Known modules only: a stranger's addresses must not become labels without end.
    end({
      module:
        first === 'api' ? (second in api ? second : 'other') : first === 'desk' ? 'desk' : 'portal',
      status: c.res.status,
    })
    c.res.headers.set('x-content-type-options', 'nosniff')
    c.res.headers.set('referrer-policy', 'same-origin')
    c.res.headers.set('x-frame-options', 'DENY')
  })
  http.get('/healthz', (c) => c.json({ ok: true }))
  http.get('/readyz', async (c) => {
    try {
      await served.query('select 1')
      return c.json({ ok: true })
    } catch {
      return c.json({ ok: false }, 503)
    }
  })
  http.get('/metrics', async (c) =>
    c.text(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  )
  http.route('/', sessionRoutes(server, o.demo, o.unified ?? null))
  http.route('/', phoneRoutes(server, o.demo))
  http.route('/', sandboxRoutes(server, o.demo))
  let described: object | undefined
  http.get('/openapi.json', (c) => {
    described ??= openapi(api, publicPaths)
    return c.json(described)
  })
  http.route('/', publicRoutes({ ...server, sequencer }))
  http.route('/', uploadRoutes(server))
  http.route('/', sheetRoutes(server, api))
  const overBudget = (who: Asker, asked: number) => {
    scraping.inc()
    tellOver(server, who, asked).catch((e) => o.complain(e, '查价报警'))
    o.complain(overBudgetError(who, asked), '查价报警')
  }
  http.route('/', quotaRoutes(server, overBudget))
  for (const routes of [tableRoutes(server), photoRoutes(server)]) http.route('/', routes)
  const offline = offlinePage()
  if (offline && !o.filling)
    await publishSealer(db, world, offline).catch((e) => o.complain(e, '公布离线封存页的摘要'))
  http.route('/', offlineRoutes(offline))
  http.route('/', sealedRoutes(server, printer))
  http.route('/', auctionLive(server))
  http.route('/', serve(api, server))
  // Last: whatever is nothing else is a page of the portal, or its own 404.
  const site = portal({
    ...server,
    flows,
    sequencer,
    printer,
    origin: o.origin ?? null,
    access: accessByRole(),
    register,
  })
  http.route('/', site.routes)
  http.notFound(site.lost)
  return {
    db,
    pool,
    world,
    http,
    async settle() {
      await learn()
      await jobs.settle()
      await clock.settle()
      await patrol.settle()
      await sequencer.settle()
      await projector.settle()
      await indexer.settle()
    },
    settleFiles: indexer.settleFiles,
    async settleOutbox() {
      await alerts.settle()
      await outbox.settle()
    },
    listen: (port, host) =>
      new Promise((done, fail) => {
        // A question of ten thousand characters gets an answer, not a closed line.
        const serverOptions = { maxHeaderSize: 128 * 1024 }
        const s = listen({ fetch: http.fetch, port, hostname: host, serverOptions }, (info) => {
          const shown = info.family === 'IPv6' ? `[${info.address}]` : info.address
          done({
            url: `http://${shown}:${info.port}`,
            close: () =>
              new Promise<void>((ok) => {
                s.close(() => ok())
                if ('closeIdleConnections' in s) s.closeIdleConnections()
              }),
          })
        })
        s.on('error', fail)
      }),
    async stop() {
      await jobs.stop()
      for (const c of chores) clearInterval(c)
      await clock.stop()
      await pulse.stop()
      await patrol.stop()
      await sequencer.stop()
      await projector.stop()
      await indexer.stop()
      await printer.stop()
      await alerts.stop()
      await outbox.stop()
      mail.close()
      await witnessing.stop()
      await db.destroy()
      if (walled) await pool.end()
    },
  }
}
