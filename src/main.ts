import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import pino from 'pino'
import { build } from '#app'
import { flows } from '#flows'
import { initialCodes, type Provider } from '#identity/entry'
import { type Witness, witnessesOf } from '#journal'
import {
  type Db,
  dayOf,
  instant,
  openDb,
  openPool,
  proxiesOf,
  rfc3339,
  showInstant,
  type World,
} from '#kernel'
import { adopt } from '#libraries'
import {
  migrate,
  type Postgres,
  pending,
  runningPostgres,
  StartError,
  startPostgres,
} from '#postgres'
import { instanceOf, startTrainingClock } from '#training'
import { hearable, unheard } from './port.ts'
import { migrations } from './schema.ts'

interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | undefined
  demo: boolean
  level: string
  witnesses: readonly Witness[]
  smtp: { url: string; from: string } | undefined
  origin: string | undefined
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
  const smtp = env['YIWANG_SMTP']
  if (smtp !== undefined && (!/^smtps?:\/\//.test(smtp) || !URL.canParse(smtp)))
    throw new StartError('YIWANG_SMTP 须写作 smtp://用户:密码@主机:端口 或 smtps://…')
  const from = env['YIWANG_MAIL_FROM'] ?? ''
  if (smtp !== undefined && !from.includes('@'))
    throw new StartError('配置了 YIWANG_SMTP，还须配置 YIWANG_MAIL_FROM（发信的邮箱）')
  const origin = env['YIWANG_ORIGIN']
  if (origin !== undefined && !/^https?:\/\/[^/?#\s]+$/.test(origin))
    throw new StartError(
      `YIWANG_ORIGIN 须为本站的网址，如 https://zfcg.example.cn，得到“${origin}”`,
    )
  const proxies = env['YIWANG_PROXIES'] ?? ''
  try {
    proxiesOf(proxies)
  } catch (e) {
    throw new StartError(`YIWANG_PROXIES 须为地址或网段，用逗号分开，得到“${(e as Error).message}”`)
  }
  return {
    unified: providerOf(env),
    proxies,
    smtp: smtp === undefined ? undefined : { url: smtp, from },
    origin,
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
  await hearable(c)
  const { url, postgres } = await database(c)
  const complain = (e: unknown, about?: string) => log.error({ err: e, about }, '系统故障')
  const { PASSWORD, seedDemo } = await import('./demo/seed.ts')
  const training = await trainingAt(url, complain)
  if (c.demo && !training)
    await seedDemo({
      databaseUrl: url,
      dataDir: c.dataDir,
      complain,
      say: (s) => process.stdout.write(`${s}\n`),
    })
  const app = await build({
    databaseUrl: url,
    dataDir: c.dataDir,
    now: training?.clock.now ?? (() => instant(Date.now())),
    demo: c.demo || training ? { password: PASSWORD } : null,
    ...(training ? { training } : {}),
    complain,
    witnesses: c.witnesses,
    // What is practised stays in the house: letters of a training region go to the sandbox.
    smtp: training ? undefined : c.smtp,
    origin: c.origin,
    unified: c.unified,
    proxies: c.proxies,
  })
  const served = await app.listen(c.port, c.host).catch(async (e: NodeJS.ErrnoException) => {
    await app.stop()
    await training?.stop()
    await postgres?.stop()
    throw unheard(c, e)
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
    await training?.stop()
    await postgres?.stop()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  process.stdout.write(`Yiwang is ready: ${served.url}\n`)
  if (training) {
    process.stdout.write(
      `培训区：时钟快${training.pace}倍，现在是${showInstant(training.clock.now())}。账号由岗位加区划组成，口令都是 ${PASSWORD}：\n`,
    )
    process.stdout.write(
      '  cz150122 财政监管　gk 国库支付　jb 采购人经办　sh 采购人审核　dw 单位管理员　gys 供应商经办　dl150100 代理经办\n  zj00001… 评审专家（每地三名可登录）　xitong 系统管理员（推进时钟）　anquan　shenji\n',
    )
  } else if (!c.demo) await tellCodes(app.db, app.world, false, served.url)
  else {
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
/** The clock of a training region, when this database is one: nothing that is typed at the start makes it one, or unmakes it. */
async function trainingAt(url: string, complain: (e: unknown, about?: string) => void) {
  const pool = openPool(url, 2)
  const found = await instanceOf(pool)
  if (found === null || found.kind === '演示') {
    await pool.end()
    return null
  }
  if (!found.loaded) throw new StartError('培训区没有装完；请再运行 yiwang seed')
  const { pace, ends } = found
  const clock = await startTrainingClock(pool, { pace, ends }, complain)
  return {
    pace,
    ends,
    clock,
    async stop() {
      await clock.stop()
      await pool.end()
    },
  }
}
/** A training region on an empty database. */
export async function seedRegion(args: readonly string[]): Promise<void> {
  const { seed, seedArguments } = await import('./seed/command.ts')
  const asked = seedArguments(args)
  const c = configOf(process.env)
  const { url, postgres } = await database(c)
  try {
    const done = await seed({
      ...asked,
      databaseUrl: url,
      dataDir: c.dataDir,
      complain: (e) => process.stderr.write(`${e instanceof Error ? e.stack : String(e)}\n`),
      say: (s) => process.stderr.write(`${s}\n`),
    })
    process.stdout.write(
      args.includes('--json')
        ? `${JSON.stringify(done, null, 2)}\n`
        : `培训区建好了，用时${done.seconds}秒：${Object.entries(done.counts)
            .map(([k, n]) => `${k}${n}`)
            .join('，')}；流水${done.journal}条。\n种子“${done.seed}”，摘要 ${done.digest}\n`,
    )
  } finally {
    await postgres?.stop()
  }
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
/** The world of a command that serves nobody: it follows nothing and seals nothing. */
const atRest = (c: Config): World => ({
  now: () => instant(Date.now()),
  flows,
  followers: {},
  settings: {},
  masterKey: new Uint8Array(),
  dataDir: c.dataDir,
})
/** For the operator at the machine, when nobody can sign in any more: nothing secret is typed, the codes are only printed. */
export async function setup(): Promise<void> {
  const c = configOf(process.env)
  const { url, postgres } = await database(c)
  const pool = openPool(url, 1)
  const db = openDb(pool)
  try {
    await migrate(pool, migrations())
    await tellCodes(db, atRest(c), true, `http://${c.host}:${c.port}`)
  } finally {
    await db.destroy()
    await postgres?.stop()
  }
}
/** Beside a running service, or on its own. */
export async function backup(args: string[]): Promise<void> {
  const { backupArguments, makeBackup } = await import('./backup/index.ts')
  const asked = backupArguments(args)
  const c = configOf(process.env)
  const running = c.databaseUrl ? null : runningPostgres(c.dataDir)
  const { url, postgres } = running ? { url: running, postgres: null } : await database(c)
  try {
    const m = await makeBackup({
      ...asked,
      databaseUrl: url,
      dataDir: c.dataDir,
      now: () => rfc3339(instant(Date.now())),
      say: (s) => process.stderr.write(`${s}\n`),
    })
    process.stdout.write(`备份好了：${asked.to}，流水${m.journal.size}条，树根 ${m.journal.root}\n`)
  } finally {
    await postgres?.stop()
  }
}
export async function restore(args: string[]): Promise<void> {
  const { restoreArguments, restoreBackup } = await import('./backup/index.ts')
  const asked = restoreArguments(args)
  const c = configOf(process.env)
  const { url, postgres } = await database(c)
  try {
    const m = await restoreBackup({
      ...asked,
      databaseUrl: url,
      dataDir: c.dataDir,
      migrations: migrations(),
      say: (s) => process.stderr.write(`${s}\n`),
    })
    process.stdout.write(
      `恢复好了：${m.at} 的备份，流水${m.journal.size}条，树根 ${m.journal.root}\n`,
    )
  } finally {
    await postgres?.stop()
  }
}
export async function migrateOnly(): Promise<void> {
  const c = configOf(process.env)
  const { url, postgres } = await database(c)
  const pool = openPool(url, 1)
  try {
    const applied = await migrate(pool, migrations())
    const db = openDb(pool)
    const adopted = await adopt(db, atRest(c))
    if (adopted > 0) process.stdout.write(`旧库里没有登记的单位和专家，已接续${adopted}个\n`)
    process.stdout.write(
      applied.length > 0 ? `已应用：${applied.join('、')}\n` : '数据库结构已是最新\n',
    )
  } finally {
    await pool.end()
    await postgres?.stop()
  }
}
/** The environment, and whatever the database holds against what it is made of. Answers false at a difference. */
export async function check(say: (line: string) => void): Promise<boolean> {
  const c = configOf(process.env)
  const running = c.databaseUrl ? null : runningPostgres(c.dataDir)
  const { url, postgres } = running ? { url: running, postgres: null } : await database(c)
  const pool = openPool(url, 2)
  const db = openDb(pool)
  try {
    say('数据库可用')
    const waiting = await pending(pool, migrations())
    if (waiting.length > 0) {
      say(`数据库结构未应用${waiting.length}项，先运行 yiwang migrate，再核对数据`)
      return true
    }
    const { examine, told } = await import('./doctor/index.ts')
    const kept = join(c.dataDir, 'master.key')
    const masterKey = existsSync(kept)
      ? new Uint8Array(Buffer.from(readFileSync(kept, 'utf8'), 'base64'))
      : new Uint8Array()
    const all = await examine(db, { ...atRest(c), masterKey })
    for (const x of all) say(told(x))
    return all.every((x) => x.first === null)
  } finally {
    await db.destroy()
    await postgres?.stop()
  }
}
