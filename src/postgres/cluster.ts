import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from './error.ts'
import { commandOf } from './lock.ts'
import type { Binaries, Who } from './place.ts'

/** Over a socket the port is only part of the file's name. */
export const PORT = 5432
const SOCKET_PATH_MAX = 100

export interface Cluster {
  readonly bin: Binaries
  readonly who: Who
  readonly home: string
  readonly data: string
  readonly password: string
}

export function passwordOf(home: string, { uid, gid }: Who): string {
  const path = join(home, 'password')
  if (!existsSync(path)) {
    writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 })
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
  }
  return readFileSync(path, 'utf8')
}

/** A private folder for the socket, inside the data folder unless the path would be longer than the system allows. */
export function socketFolder(home: string, { uid, gid }: Who): string {
  const fits = (dir: string) => Buffer.byteLength(`${dir}/.s.PGSQL.${PORT}`) < SOCKET_PATH_MAX
  let dir = join(home, 'run')
  if (fits(dir)) mkdirSync(dir, { recursive: true, mode: 0o700 })
  else dir = mkdtempSync(join(fits(`${tmpdir()}/yw-123456`) && !uid ? tmpdir() : '/tmp', 'yw-'))
  if (uid !== undefined && gid !== undefined) chownSync(dir, uid, gid)
  chmodSync(dir, 0o700)
  return dir
}

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

/** A server that outlived its Yiwang is stopped; a note of one that is no more is put away. */
export async function stopLeftOver(data: string, socket: string | null) {
  const note = join(data, 'postmaster.pid')
  const pid = existsSync(note) ? Number.parseInt(readFileSync(note, 'utf8'), 10) : 0
  const runs = () => commandOf(pid).includes(`postgres -D ${data} `)
  if (pid > 0 && runs()) {
    const patience = [
      ['SIGINT', 20_000],
      ['SIGQUIT', 5_000],
      ['SIGKILL', 5_000],
    ] as const
    for (const [signal, ms] of patience) {
      try {
        process.kill(pid, signal)
      } catch (e) {
        if ((e as NodeJS.ErrnoException).code === 'EPERM')
          throw new StartError(
            `旧的 PostgreSQL（进程 ${pid}）属于别的用户，请先停止它 / stop process ${pid} first`,
          )
      }
      for (let waited = 0; waited < ms && runs(); waited += 20) await sleep(20)
      if (!runs()) break
    }
    if (runs())
      throw new StartError(`旧的 PostgreSQL（进程 ${pid}）停不下来 / process ${pid} does not stop`)
  }
  if (socket && (await answers(join(socket, `.s.PGSQL.${PORT}`))))
    throw new StartError(
      `数据文件夹 ${data} 正由另一台机器或容器使用 / data folder in use from another container`,
    )
  // The number may by now be another program's, or a zombie's; PostgreSQL would believe it to be a server.
  const left = [
    note,
    ...(socket ? ['', '.lock'].map((s) => join(socket, `.s.PGSQL.${PORT}${s}`)) : []),
  ]
  for (const path of left) rmSync(path, { force: true })
}

const answers = (path: string) =>
  new Promise<boolean>((resolve) => {
    const peer = connect(path)
      .on('connect', () => {
        peer.destroy()
        resolve(true)
      })
      .on('error', () => resolve(false))
  })

// Nothing of the caller's environment (PGPORT, LC_ALL, LD_LIBRARY_PATH …) may change what the server is.
export const environment = { PATH: '/usr/bin:/bin', TZ: 'UTC' }

/** A new cluster, complete or not there at all: made beside its place and moved in when it is done. */
export async function initialise({ bin, who, home, data }: Cluster, durable: boolean) {
  const other = readdirSync(home).find((f) => /^\d+$/.test(f))
  if (other)
    throw new StartError(
      `数据是 PostgreSQL ${other} 的，程序带的是 ${bin.major}：请先用旧版本备份再恢复 / data of PostgreSQL ${other}, server is ${bin.major}`,
    )
  const draft = `${data}.draft`
  let said = ''
  // The comparison rules come with the server; the system's only say which characters are letters (for pg_trgm).
  for (const locale of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    rmSync(draft, { recursive: true, force: true })
    const child = spawn(
      bin.initdb,
      [
        ...['-D', draft, '-U', 'postgres', '-E', 'UTF8', `--locale=${locale}`, '--lc-messages=C'],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        ...[
          '--auth-local=trust',
          '--auth-host=scram-sha-256',
          `--pwfile=${join(home, 'password')}`,
        ],
        ...['--no-instructions', ...(durable ? [] : ['--no-sync'])],
      ],
      { ...who, cwd: '/', env: environment, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve)
    })
    if (code === 0) {
      renameSync(draft, data)
      if (durable) flushFolder(home)
      return
    }
    if (!said.includes('locale')) break
  }
  rmSync(draft, { recursive: true, force: true })
  const why = said.split('\n').find((l) => /error:|FATAL/.test(l)) ?? said.split('\n')[0]
  throw new StartError(`数据库初始化失败 / initdb: ${why}`)
}

function flushFolder(path: string) {
  const folder = openSync(path, 'r')
  fsyncSync(folder)
  closeSync(folder)
}
