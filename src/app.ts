import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serve as listen } from '@hono/node-server'
import { Hono } from 'hono'
import type pg from 'pg'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { followers } from '#disclosure'
import { flows } from '#flows'
import {
  type Db,
  type Instant,
  openapi,
  openDb,
  openPool,
  serve,
  startClock,
  sweepDrafts,
  type Timers,
  uploadRoutes,
  type World,
} from '#kernel'
import { timers as paymentTimers } from '#payment'
import { portal } from '#portal'
import { migrate } from '#postgres'
import { sweep, timers as tradeTimers } from '#tender'
import { api } from './api.ts'
import { sealedRoutes } from './desk/sealed.ts'
import { sessionRoutes } from './desk/session.ts'
import { startSequencer } from './journal/index.ts'
import { publicRoutes } from './public.ts'
import { migrations } from './schema.ts'

export const timers: Timers = { ...tradeTimers, ...paymentTimers }

export interface Options {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly now: () => Instant
  readonly demo: { password: string } | null
  readonly complain: (e: unknown, about?: string) => void
  /** How often the clock and the sequencer look; 0 leaves both to the caller. */
  readonly everyMs?: number
}
export interface App {
  readonly db: Db
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

/** Compose the floors. */
export async function build(o: Options): Promise<App> {
  const pool = openPool(o.databaseUrl)
  await migrate(pool, migrations())
  const db = openDb(pool)
  const world: World = {
    now: o.now,
    flows,
    followers,
    settings: {},
    masterKey: masterKey(o.dataDir),
    dataDir: o.dataDir,
  }
  const server = { db, world, complain: (e: unknown) => o.complain(e) }
  const sequencer = startSequencer(db, world, o.dataDir, o.complain, o.everyMs ?? 200)
  const clock = startClock(
    db,
    world,
    timers,
    o.complain,
    o.everyMs === 0 ? 3_600_000 : (o.everyMs ?? 250),
  )
  await sweepDrafts(o.dataDir, Date.now())
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
      await pool.query('select 1')
      return c.json({ ok: true })
    } catch {
      return c.json({ ok: false }, 503)
    }
  })
  http.get('/metrics', async (c) =>
    c.text(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  )
  http.route('/', sessionRoutes(server, o.demo))
  http.get('/openapi.json', (c) => c.json(openapi(api, publicPaths)))
  http.route('/', publicRoutes({ ...server, pool, sequencer }))
  http.route('/', uploadRoutes(server))
  http.route('/', sealedRoutes(server))
  http.route('/', serve(api, server))
  // Last: whatever is nothing else is a page of the portal, or its own 404.
  http.mount('/', portal({ ...server, flows, sequencer }).fetch)
  return {
    db,
    pool,
    world,
    http,
    async settle() {
      await clock.settle()
      await sequencer.settle()
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
      clearInterval(sweeper)
      await clock.stop()
      await sequencer.stop()
      await db.destroy()
    },
  }
}
const answer = (summary: string) => ({
  get: { summary, security: [], responses: { 200: { description: 'OK' } } },
})
const publicPaths = {
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
