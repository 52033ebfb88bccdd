import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import pino from 'pino'
import { build } from '#app'
import { flows } from '#flows'
import { initialCodes, type Provider } from '#identity/entry'
import { type Witness, witnessesOf } from '#journal'
import { type Db, dayOf, instant, openDb, openPool, proxiesOf, rfc3339, type World } from '#kernel'
import { migrate, type Postgres, StartError, startPostgres } from '#postgres'
import { migrations } from './schema.ts'

interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | undefined
  demo: boolean
  level: string
  witnesses: readonly Witness[]
  unified: Provider | null
  proxies: string
}
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
/** The environment, judged before anything is touched. Throws StartError with one line. */
export function configOf(env: NodeJS.ProcessEnv): Config {
  const port = env['PORT'] ?? '8080'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new StartError(`PORT 须为0至65535的整数，得到“${port}”`)
  const demo = env['YIWANG_DEMO'] ?? '0'
  if (demo !== '0' && demo !== '1') throw new StartError(`YIWANG_DEMO 须为0或1，得到“${demo}”`)
  const level = env['LOG_LEVEL'] ?? 'info'
  if (!LEVELS.includes(level))
    throw new StartError(`LOG_LEVEL 须为${LEVELS.join('、')}之一，得到“${level}”`)
  const databaseUrl = env['DATABASE_URL']
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new StartError('DATABASE_URL 须以 postgres:// 开头')
  let witnesses: readonly Witness[]
  try {
    witnesses = witnessesOf(env['YIWANG_WITNESSES'] ?? '')
  } catch (e) {
    throw new StartError(`YIWANG_WITNESSES 须写作“公钥 网址，公钥 网址”：${(e as Error).message}`)
  }
  const proxies = env['YIWANG_PROXIES'] ?? ''
  try {
    proxiesOf(proxies)
  } catch (e) {
    throw new StartError(`YIWANG_PROXIES 须为地址或网段，用逗号分开，得到“${(e as Error).message}”`)
  }
  return {
    unified: providerOf(env),
    proxies,
    port: Number(port),
    host: env['HOST'] ?? '127.0.0.1',
    dataDir: resolve(env['YIWANG_DATA'] ?? './.yiwang'),
    databaseUrl,
    demo: demo === '1',
    level,
    witnesses,
  }
}
/** The unified identity is named by three or four variables together, or not at all. */
function providerOf(env: NodeJS.ProcessEnv): Provider | null {
  const issuer = env['YIWANG_OIDC_ISSUER']
  if (issuer === undefined || issuer === '') return null
  const https = /^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/
  const [clientId, origin, file] = [
    env['YIWANG_OIDC_CLIENT'],
    env['YIWANG_ORIGIN'],
    env['YIWANG_OIDC_SECRET_FILE'],
  ]
  if (!https.test(issuer) || !URL.canParse(issuer))
    throw new StartError('YIWANG_OIDC_ISSUER 须为 https 网址')
  if (!clientId) throw new StartError('有 YIWANG_OIDC_ISSUER，还须有 YIWANG_OIDC_CLIENT')
  if (!origin || !URL.canParse(origin) || new URL(origin).origin !== origin)
    throw new StartError('有 YIWANG_OIDC_ISSUER，还须有 YIWANG_ORIGIN，写作 https://域名')
  if (!file) return { issuer, clientId, origin, secret: null }
  try {
    return { issuer, clientId, origin, secret: readFileSync(file, 'utf8').trim() }
  } catch (e) {
    throw new StartError(`YIWANG_OIDC_SECRET_FILE 读不到：${(e as Error).message}`)
  }
}
/** Step by step: Node's recursive form never returns where the kernel answers ENOENT to mkdir itself, as under /proc. */
function makeDir(dir: string) {
  if (existsSync(dir)) return
  makeDir(dirname(dir))
  mkdirSync(dir)
}
function writable(dir: string) {
  try {
    makeDir(dir)
    accessSync(dir, constants.W_OK)
  } catch {
    throw new StartError(`数据目录 ${dir} 不可写`)
  }
}
async function database(c: Config): Promise<{ url: string; postgres: Postgres | null }> {
  writable(c.dataDir)
  const postgres = c.databaseUrl ? null : await startPostgres({ dataDir: c.dataDir, durable: true })
  const url = c.databaseUrl ?? postgres?.url ?? ''
  const pool = openPool(url, 1)
  try {
    await pool.query('select 1')
  } catch (e) {
    await postgres?.stop()
    throw new StartError(`数据库连不上：${(e as Error).message}`)
  } finally {
    await pool.end()
  }
  return { url, postgres }
}

/** Serve until told to stop. */
export async function start(): Promise<void> {
  const c = configOf(process.env)
  const log = pino({ level: c.level }, pino.destination(2))
  const { url, postgres } = await database(c)
  const complain = (e: unknown, about?: string) => log.error({ err: e, about }, '系统故障')
  const { PASSWORD, seedDemo } = await import('./demo/seed.ts')
  if (c.demo)
    await seedDemo({
      databaseUrl: url,
      dataDir: c.dataDir,
      complain,
      say: (s) => process.stdout.write(`${s}\n`),
    })
  const app = await build({
    databaseUrl: url,
    dataDir: c.dataDir,
    now: () => instant(Date.now()),
    demo: c.demo ? { password: PASSWORD } : null,
    complain,
    witnesses: c.witnesses,
    unified: c.unified,
    proxies: c.proxies,
  })
  const served = await app.listen(c.port, c.host).catch(async (e: NodeJS.ErrnoException) => {
    await app.stop()
    await postgres?.stop()
    throw new StartError(
      e.code === 'EADDRINUSE'
        ? `端口 ${c.port} 已被占用`
        : e.code === 'EACCES'
          ? `没有权限使用端口 ${c.port}`
          : `不能监听 ${c.host}:${c.port}：${e.message}`,
    )
  })
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, '正在停止')
    // Whoever is being answered is answered; nobody new is let in.
    const drained = served.close()
    await Promise.race([drained, new Promise((r) => setTimeout(r, 10_000).unref())])
    await app.stop()
    await postgres?.stop()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  process.stdout.write(`Yiwang is ready: ${served.url}\n`)
  if (!c.demo) await tellCodes(app.db, app.world, false, served.url)
  if (c.demo) {
    const { accounts } = await import('./demo/cast.ts')
    process.stdout.write(`演示账号（口令都是 ${PASSWORD}），工作台 ${served.url}/desk/\n`)
    for (const a of accounts.slice(0, 23))
      process.stdout.write(`  ${a.account.padEnd(10)} ${a.role}　${a.name}　${a.unit}\n`)
  }
  log.info(
    {
      at: rfc3339(instant(Date.now())),
      day: dayOf(instant(Date.now())),
      web: existsSync('dist/web'),
    },
    '已就绪',
  )
}
/** One code for each administrator nobody is yet: whoever holds a code makes that account one's own. */
async function tellCodes(db: Db, world: World, again: boolean, url: string) {
  const codes = await db.transaction().execute((tx) => initialCodes(world, tx, again))
  if (codes.length === 0) return
  process.stdout.write(
    `初始码（七天内有效，各用一次，请分别交给不同的人，在 ${url}/desk/ 点“我有启用码”）：\n`,
  )
  for (const x of codes) process.stdout.write(`  ${x.role}　${x.code}\n`)
}
/** For the operator at the machine, when nobody can sign in any more: nothing secret is typed, the codes are only printed. */
export async function setup(): Promise<void> {
  const c = configOf(process.env)
  const { url, postgres } = await database(c)
  const pool = openPool(url, 1)
  const db = openDb(pool)
  try {
    await migrate(pool, migrations())
    const world = { now: () => instant(Date.now()), flows, followers: {}, settings: {} }
    await tellCodes(
      db,
      { ...world, masterKey: new Uint8Array(), dataDir: c.dataDir },
      true,
      `http://${c.host}:${c.port}`,
    )
  } finally {
    await db.destroy()
    await postgres?.stop()
  }
}
export async function migrateOnly(): Promise<void> {
  const c = configOf(process.env)
  const { url, postgres } = await database(c)
  const pool = openPool(url, 1)
  try {
    const applied = await migrate(pool, migrations())
    process.stdout.write(
      applied.length > 0 ? `已应用：${applied.join('、')}\n` : '数据库结构已是最新\n',
    )
  } finally {
    await pool.end()
    await postgres?.stop()
  }
}
export async function check(): Promise<void> {
  const { postgres } = await database(configOf(process.env))
  await postgres?.stop()
}
