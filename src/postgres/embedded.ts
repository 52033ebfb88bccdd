import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import {
  type Cluster,
  environment,
  freePort,
  initialise,
  PORT,
  passwordOf,
  socketFolder,
  stopLeftOver,
} from './cluster.ts'
import { StartError } from './error.ts'
import { takeLock } from './lock.ts'
import { placeBinaries, placeData } from './place.ts'

export interface Postgres {
  /** Role and database `yiwang`, which may make databases but is no superuser. */
  readonly url: string
  /** Another database of the same server. */
  urlOf(database: string): string
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>
}

export interface StartOptions {
  /** YIWANG_DATA; the database lives in its folder `postgres`. */
  readonly dataDir: string
  /** False only for tests: nothing is flushed, a power cut loses the database. */
  readonly durable: boolean
  /** Over 127.0.0.1 with a password instead of a private Unix socket. */
  readonly tcp?: boolean
}

const READY_MS = 300_000
const settings = {
  shared_buffers: '64MB',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // What the server itself does; errors of statements go to who asked.
  log_min_messages: 'log',
  log_checkpoints: 'off',
}
const careless = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  checkpoint_timeout: '1h',
}

interface Address {
  readonly socket: string | null
  readonly host: string
  readonly port: number
}

/** A real PostgreSQL on a folder of ours, alone on it; ends with this process, however that ends. */
export async function startPostgres({
  dataDir,
  durable,
  tcp = false,
}: StartOptions): Promise<Postgres> {
  if (process.platform === 'win32')
    throw new StartError(
      'Windows 请用 WSL 或设 DATABASE_URL / on Windows use WSL or set DATABASE_URL',
    )
  const { home, who } = placeData(dataDir, durable)
  const release = lock(home)
  try {
    const bin = placeBinaries(who)
    const data = join(home, bin.major)
    const password = passwordOf(home, who)
    const cluster = { bin, who, home, data, password }
    const socket = tcp ? null : socketFolder(home, who)
    await stopLeftOver(data, socket)
    if (!existsSync(data)) await initialise(cluster, durable)
    const at: Address = socket
      ? { socket, host: encodeURIComponent(socket), port: PORT }
      : { socket: null, host: '127.0.0.1', port: await freePort() }
    const server = await serve(cluster, at, durable, release)
    const url = (role: string, name: string) =>
      `postgresql://${role}:${password}@${at.host}:${at.port}/${name}?sslmode=disable`
    try {
      await ensureDatabase(url('postgres', 'postgres'), password)
    } catch (e) {
      await server.stop()
      throw e
    }
    const urlOf = (database: string) => url('yiwang', encodeURIComponent(database))
    return { url: urlOf('yiwang'), urlOf, stop: server.stop }
  } catch (e) {
    release()
    if (e instanceof StartError) throw e
    throw new StartError(`内置 PostgreSQL 启动失败 / could not start: ${(e as Error).message}`)
  }
}

function lock(home: string) {
  try {
    return takeLock(
      join(home, 'lock'),
      (pid) =>
        `数据文件夹 ${home} 正由另一个进程（${pid}）使用 / data folder in use by process ${pid}`,
    )
  } catch (e) {
    if (e instanceof StartError) throw e
    throw new StartError(`数据文件夹 ${home} 不能写 / not writable: ${(e as Error).message}`)
  }
}

/** Run the server and keep it running until stopped. */
async function serve(c: Cluster, at: Address, durable: boolean, release: () => void) {
  const log = join(c.home, 'server.log')
  if (existsSync(log)) renameSync(log, `${log}.1`)
  let stopping: Promise<void> | null = null
  let server = launch()
  const atExit = () => {
    server.child.kill('SIGINT')
    release()
  }
  process.on('exit', atExit)
  try {
    await ready()
  } catch (e) {
    await stop()
    throw e
  }
  void keep()
  return { stop }

  function launch() {
    const flags = {
      ...settings,
      ...(durable ? {} : careless),
      port: String(at.port),
      listen_addresses: at.socket ? '' : at.host,
      unix_socket_directories: at.socket ?? '',
      unix_socket_permissions: '0700',
    }
    const out = openSync(log, 'a', 0o600)
    const from = statSync(log).size
    const child = spawn(
      c.bin.postgres,
      ['-D', c.data, ...Object.entries(flags).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
      // Out of our process group: Ctrl-C is ours to answer, after the requests under way.
      { ...c.who, cwd: '/', env: environment, detached: true, stdio: ['ignore', out, out] },
    )
    closeSync(out)
    child.unref()
    let error = ''
    child.on('error', (e) => {
      error = e.message
    })
    const gone = new Promise<void>((resolve) => {
      child.on('exit', () => resolve()).on('error', () => resolve())
    })
    const guard = child.pid === undefined ? null : watch(child.pid)
    void gone.then(() => guard?.kill('SIGKILL'))
    const why = () =>
      error ||
      [
        ...readFileSync(log)
          .subarray(from)
          .toString()
          .matchAll(/(?:FATAL|PANIC): {2}(?!the database system)(.*)/g),
      ].at(-1)?.[1] ||
      `见 ${log}`
    return { child, gone, why }
  }

  /** A shell that waits for the end of our process, even by kill -9, and then stops the server. */
  function watch(pid: number) {
    const guard = spawn('/bin/sh', ['-c', 'read _; kill -INT "$0"', String(pid)], {
      ...c.who,
      cwd: '/',
      env: environment,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    guard.unref()
    guard.on('error', () => {})
    guard.stdin.on('error', () => {})
    ;(guard.stdin as unknown as { unref(): void }).unref()
    return guard
  }

  async function ready() {
    const end = performance.now() + READY_MS
    for (let pause = 5; performance.now() < end; pause = Math.min(pause * 1.5, 100)) {
      const { child, gone, why } = server
      if (await isReady(at, c.password)) return
      await Promise.race([gone, sleep(pause)])
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) continue
      await gone
      // The last backends of a killed server may take a moment to notice.
      if (!/shared memory block/.test(why())) throw new StartError(`PostgreSQL 没有启动：${why()}`)
      await sleep(200)
      server = launch()
    }
    throw new StartError(`PostgreSQL 未能在 ${READY_MS / 1000} 秒内就绪，见 ${log}`)
  }

  /** Killed from outside, the server is started again: the pool finds it at the same address. */
  async function keep() {
    for (let quick = 0; quick < 5; ) {
      const began = performance.now()
      await server.gone
      if (stopping) return
      quick = performance.now() - began < 10_000 ? quick + 1 : 0
      process.emitWarning(`PostgreSQL 意外停止，正在重新启动：${server.why()}`)
      server = launch()
      await ready().catch((e: Error) => {
        if (!stopping) process.emitWarning(e.message)
      })
    }
  }

  function stop(): Promise<void> {
    stopping ??= (async () => {
      const patience = [
        ['SIGINT', 30_000],
        ['SIGQUIT', 5_000],
        ['SIGKILL', 5_000],
      ] as const
      for (const [signal, ms] of patience) {
        if (ended(server.child)) break
        server.child.ref()
        server.child.kill(signal)
        const waiting = new AbortController()
        await Promise.race([
          server.gone,
          sleep(ms, undefined, { signal: waiting.signal }).catch(() => {}),
        ])
        waiting.abort()
      }
      process.off('exit', atExit)
      if (at.socket) rmSync(at.socket, { recursive: true, force: true })
      release()
    })()
    return stopping
  }
}

const ended = (child: ChildProcess) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

async function isReady(at: Address, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: at.socket ?? at.host,
    port: at.port,
    user: 'postgres',
    database: 'postgres',
    password,
    ssl: false,
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (e) {
    // 57P03: starting up or recovering. A refused password or a missing database will not get better.
    const code = (e as { code?: string }).code
    if (code && /^[0-9A-Z]{5}$/.test(code) && code !== '57P03' && code !== '53300') throw e
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function ensureDatabase(url: string, password: string) {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = 'yiwang') as role,
              exists (select from pg_database where datname = 'yiwang') as database`,
    )
    if (!rows[0]?.role)
      await client.query(`create role yiwang login createdb password '${password}'`)
    if (!rows[0]?.database) await client.query('create database yiwang owner yiwang')
    // The second wall's roles: the owner migrates, and as these two it serves.
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = 'yiwang_app') then
        create role yiwang_app noinherit nologin;
        create role yiwang_house nologin;
        grant yiwang_house to yiwang_app;
        grant yiwang_app, yiwang_house to yiwang;
      end if;
    end $$`)
  } finally {
    await client.end()
  }
}
