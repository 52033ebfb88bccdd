import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serve as listen } from '@hono/node-server'
import { Hono } from 'hono'
import type pg from 'pg'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { acceptanceFollowers } from '#acceptance'
import { expire } from '#approval'
import { contractFollowers } from '#contract'
import { followers } from '#disclosure'
import { flows } from '#flows'
import { importJob } from '#goods'
import { timers as delegationTimers } from '#identity/delegation'
import {
  type AnyFlow,
  APP_ROLE,
  actorOf,
  type Db,
  type Follower,
  type Instant,
  openapi,
  openDb,
  openPool,
  serve,
  startClock,
  startJobs,
  sweepDrafts,
  type Timers,
  uploadRoutes,
  type World,
  wall,
} from '#kernel'
import { mall } from '#law'
import { timers as libraryTimers } from '#libraries'
import { timers as mallTimers, startPatrol } from '#mall'
import { startProjector } from '#opendata'
import { paymentFollowers, timers as paymentTimers } from '#payment'
import { phoneRoutes, portal } from '#portal'
import { migrate, raiseWalls } from '#postgres'
import { sweep, tradeFollowers, timers as tradeTimers } from '#tender'
import { api } from './api.ts'
import { auctionLive } from './desk/auction-live.ts'
import { goodsFiles } from './desk/goods-files.ts'
import { priceBudget } from './desk/price-budget.ts'
import { sealedRoutes } from './desk/sealed.ts'
import { sessionRoutes } from './desk/session.ts'
import { sheetRoutes } from './desk/sheets.ts'
import { startSequencer, startWitnessing, type Witness } from './journal/index.ts'
import { publicRoutes } from './public.ts'
import { migrations, walls } from './schema.ts'

export const timers: Timers = {
  ...delegationTimers,
  ...libraryTimers,
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
  /** The first filling: nobody is answered yet, so no commit waits for the disk until `stop`, which does. */
  readonly filling?: true
  /** A training region: what it says of itself; `now` is its clock. */
  readonly training?: World['training']
  /** Who countersigns the journal's checkpoints. */
  readonly witnesses?: readonly Witness[]
}
export interface App {
  readonly db: Db
  /** The owner's connections: for migrations, operators and tests. */
  readonly pool: pg.Pool
  readonly world: World
  readonly http: Hono
  /** Run the clock until nothing is due, and the journal until nothing waits. */
  settle(): Promise<void>
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
  const world: World = {
    now: o.now,
    flows,
    followers: merged(
      tradeFollowers,
      contractFollowers,
      acceptanceFollowers,
      paymentFollowers,
      followers,
    ),
    settings: {},
    masterKey: masterKey(o.dataDir),
    dataDir: o.dataDir,
    ...(o.training ? { training: o.training } : {}),
  }
  const server = { db, world, complain: (e: unknown) => o.complain(e) }
  const sequencer = startSequencer(db, world, o.dataDir, o.complain, o.everyMs ?? 200)
  const witnessing = startWitnessing(db, world, o.witnesses ?? [], o.complain, o.everyMs ?? 1000)
  const projector = startProjector(db, world, o.complain, o.everyMs ?? 500)
  const patrol = startPatrol(db, world, o.complain, o.everyMs === 0 ? 0 : 10_000)
  const clock = startClock(
    db,
    world,
    timers,
    o.complain,
    o.everyMs === 0 ? 3_600_000 : (o.everyMs ?? 250),
  )
  await sweepDrafts(o.dataDir, Date.now())
  const jobs = startJobs(
    pool,
    db,
    world,
    { 商品导入: importJob },
    o.complain,
    o.everyMs === 0 ? 3_600_000 : 500,
  )
  // What was uploaded and never handed in, and the files of what was withdrawn.
  const sweeper = setInterval(
    () => sweep(db, world).catch((e) => o.complain(e, '清理上传')),
    3_600_000,
  ).unref()
  const http = new Hono()
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'yiwang_http_seconds',
    help: '每个请求的用时（秒），按方法、模块和状态码',
    labelNames: ['method', 'module', 'status'],
    registers: [registry],
  })
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
  http.route('/', sessionRoutes(server, o.demo))
  http.route('/', phoneRoutes(server, o.demo))
  let described: object | undefined
  http.get('/openapi.json', (c) => {
    described ??= openapi(api, publicPaths)
    return c.json(described)
  })
  http.route('/', publicRoutes({ ...server, sequencer }))
  http.route('/', uploadRoutes(server))
  http.route('/', sheetRoutes(server))
  const budget = priceBudget({
    account: mall('查价额度账号', world.settings),
    address: mall('查价额度地址', world.settings),
    windowMs: 3_600_000,
    now: o.now,
    whose: async (token) => (await actorOf(db, token, o))?.person ?? null,
    alarm: (who, asked) => {
      scraping.inc()
      o.complain(new Error(`${who}一小时内查价${asked}次，超出额度`), '查价报警')
    },
  })
  for (const path of ['/api/goods/*', '/api/shelf/*']) http.use(path, budget)
  http.route('/', goodsFiles(server))
  http.route('/', sealedRoutes(server))
  http.route('/', auctionLive(server))
  http.route('/', serve(api, server))
  // Last: whatever is nothing else is a page of the portal, or its own 404.
  http.mount('/', portal({ ...server, flows, sequencer }).fetch)
  return {
    db,
    pool,
    world,
    http,
    async settle() {
      await jobs.settle()
      await clock.settle()
      await patrol.settle()
      await sequencer.settle()
      await projector.settle()
    },
    listen: (port, host) =>
      new Promise((done, fail) => {
        const s = listen({ fetch: http.fetch, port, hostname: host }, (info) => {
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
      clearInterval(sweeper)
      await clock.stop()
      await patrol.stop()
      await sequencer.stop()
      await projector.stop()
      await witnessing.stop()
      await db.destroy()
      if (walled) await pool.end()
    },
  }
}
const answer = (summary: string) => ({
  get: { summary, security: [], responses: { 200: { description: 'OK' } } },
})
const publicPaths = {
  '/ocds/releases': answer('开放数据：按提交次序的 OCDS 发布'),
  '/ocds/records/{ocid}': answer('开放数据：一个项目的 OCDS 记录'),
  '/ocds/bulk/{year}/{file}': answer('开放数据：按年份和地区的成批文件'),
  '/api/upload': {
    post: {
      summary: '上传一个文件：正文即文件内容，答 {id, sha256, name, size}；办理时填 id',
      security: [{ session: [] }],
      parameters: [
        { name: 'name', in: 'query', required: true, schema: { type: 'string', maxLength: 200 } },
      ],
      requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } },
      responses: { 200: { description: '已存好' }, 413: { description: '文件过大' } },
    },
  },
  '/journal/checkpoint': answer('流水的签名检查点 (C2SP tlog-checkpoint)'),
  '/journal/entries/{index}': answer('一条流水'),
  '/journal/proof/inclusion': answer('包含证明'),
  '/journal/proof/consistency': answer('一致证明'),
  '/api/law/rules': answer('某日有效的规则'),
  '/api/law/workday/{date}': answer('是否工作日'),
  '/notices/{id}.json': answer('公告数据'),
}
