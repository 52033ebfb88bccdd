import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StartError, startPostgres } from './index.ts'
import { commandOf } from './lock.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yw-test-'))
  chmodSync(dir, 0o755)
})
afterEach(() => {
  rmSync(dir, { recursive: true, force: true })
})

async function ask(url: string, sql: string) {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
const postmaster = (data: string) =>
  Number.parseInt(readFileSync(join(data, 'postgres/18/postmaster.pid'), 'utf8'), 10)
const gone = async (pid: number) => {
  while (commandOf(pid) !== '') await new Promise((r) => setTimeout(r, 20))
}

/** Another Yiwang in a process of its own, which may be killed. */
async function neighbour(data: string) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script, data],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  child.stderr.on('data', (d) => {
    said += d
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (d) => resolve(String(d).trim()))
    child.on('exit', () => reject(new Error(said)))
  })
  const exit = new Promise((resolve) => child.on('exit', resolve))
  return {
    url,
    kill: (signal: NodeJS.Signals) => {
      child.kill(signal)
      return exit
    },
  }
}
const script = `
  const { startPostgres } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
  const { url } = await startPostgres({ dataDir: process.argv[1], durable: true })
  console.log(url)
  setInterval(() => {}, 1000)`
const guardOf = (pid: number) => {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
  const line = stdout
    .split('\n')
    .find((l) => l.includes('kill -INT') && l.trim().endsWith(` ${pid}`))
  return Number.parseInt(line ?? '', 10)
}

describe('内置 PostgreSQL', () => {
  test('起、用、停、再起，数据还在', async () => {
    const first = await startPostgres({ dataDir: dir, durable: true })
    await ask(first.url, "create table t (x text); insert into t values ('政府采购')")
    expect(
      await ask(
        first.url,
        `select current_setting('fsync') as fsync, current_setting('server_encoding') as enc,
      (select rolsuper from pg_roles where rolname = current_user) as super`,
      ),
    ).toEqual([{ fsync: 'on', enc: 'UTF8', super: false }])
    await first.stop()
    await first.stop()
    expect(existsSync(join(dir, 'postgres/lock'))).toBe(false)
    const second = await startPostgres({ dataDir: dir, durable: true })
    expect(await ask(second.url, 'select x from t')).toEqual([{ x: '政府采购' }])
    await second.stop()
  })

  test('汉字可作三元组检索', async () => {
    const server = await startPostgres({ dataDir: dir, durable: false })
    const rows = await ask(server.url, `create extension pg_trgm`).then(() =>
      ask(
        server.url,
        `select array_length(show_trgm('政府采购网'), 1) as n, '甲' < '乙' as ordered`,
      ),
    )
    expect(rows).toEqual([{ n: 6, ordered: false }])
    await server.stop()
  })

  test('不用套接字时走 127.0.0.1，没有口令进不去', async () => {
    const server = await startPostgres({ dataDir: dir, durable: false, tcp: true })
    const url = new URL(server.url)
    expect(url.hostname).toBe('127.0.0.1')
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    url.password = 'guess'
    await expect(ask(url.href, 'select 1')).rejects.toThrow(/password/)
    await server.stop()
  })

  test('路径太长时套接字放在别处', async () => {
    const deep = join(dir, '很长的文件夹名'.repeat(3), '很长的文件夹名'.repeat(3))
    mkdirSync(deep, { recursive: true })
    const server = await startPostgres({ dataDir: deep, durable: false })
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
  })

  test.skipIf(process.getuid?.() !== 0)(
    '以 root 在别人进不来的文件夹里：数据另放，原处留链接',
    async () => {
      chmodSync(dir, 0o700)
      const below = join(dir, 'below')
      const first = await startPostgres({ dataDir: below, durable: false })
      await ask(first.url, 'create table t (x int); insert into t values (6)')
      await first.stop()
      const elsewhere = realpathSync(join(below, 'postgres'))
      expect(elsewhere.startsWith(dir)).toBe(false)
      const second = await startPostgres({ dataDir: below, durable: false })
      expect(await ask(second.url, 'select x from t')).toEqual([{ x: 6 }])
      await second.stop()
      rmSync(elsewhere, { recursive: true })
    },
  )

  test('同一数据文件夹不能起两次', async () => {
    const server = await startPostgres({ dataDir: dir, durable: false })
    const again = startPostgres({ dataDir: dir, durable: false })
    await expect(again).rejects.toThrow(StartError)
    await expect(again).rejects.toThrow(`进程（${process.pid}）`)
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
  })

  test('我们被 kill -9：数据库自己收尾，再起无恙', async () => {
    const other = await neighbour(dir)
    await ask(other.url, 'create table t (x int); insert into t values (7)')
    await expect(startPostgres({ dataDir: dir, durable: true })).rejects.toThrow('另一个进程')
    const pid = postmaster(dir)
    await other.kill('SIGKILL')
    await gone(pid)
    const server = await startPostgres({ dataDir: dir, durable: true })
    expect(await ask(server.url, 'select x from t')).toEqual([{ x: 7 }])
    await server.stop()
  })

  test('我们被 kill -9 而数据库仍活着：接管后重起', async () => {
    const other = await neighbour(dir)
    await ask(other.url, 'create table t (x int); insert into t values (8)')
    const pid = postmaster(dir)
    const guard = guardOf(pid)
    expect(guard).toBeGreaterThan(0)
    process.kill(guard, 'SIGKILL')
    await other.kill('SIGKILL')
    expect(commandOf(pid)).toContain('postgres')
    const server = await startPostgres({ dataDir: dir, durable: true })
    expect(commandOf(pid)).toBe('')
    expect(await ask(server.url, 'select x from t')).toEqual([{ x: 8 }])
    await server.stop()
  })

  test('我们和数据库都被 kill -9：照常恢复', async () => {
    const other = await neighbour(dir)
    await ask(other.url, 'create table t (x int); insert into t values (9)')
    const pid = postmaster(dir)
    process.kill(guardOf(pid), 'SIGKILL')
    await other.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    const server = await startPostgres({ dataDir: dir, durable: true })
    expect(await ask(server.url, 'select x from t')).toEqual([{ x: 9 }])
    await server.stop()
  })

  test('留下的进程号已是别人的：不误认，也不误伤', async () => {
    const server = await startPostgres({ dataDir: dir, durable: false })
    await server.stop()
    const bystander = spawn('sleep', ['60'])
    writeFileSync(join(dir, 'postgres/18/postmaster.pid'), `${bystander.pid}\n/nowhere\n`)
    const again = await startPostgres({ dataDir: dir, durable: false })
    expect(await ask(again.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(bystander.exitCode).toBe(null)
    await again.stop()
    bystander.kill()
  })

  test('数据库被 kill -9 而我们还在：自己重新起来', async () => {
    const server = await startPostgres({ dataDir: dir, durable: true })
    await ask(server.url, 'create table t (x int); insert into t values (10)')
    process.kill(postmaster(dir), 'SIGKILL')
    let rows: unknown
    for (let i = 0; i < 100 && !rows; i++) {
      rows = await ask(server.url, 'select x from t').catch(() => undefined)
      if (!rows) await new Promise((r) => setTimeout(r, 50))
    }
    expect(rows).toEqual([{ x: 10 }])
    await server.stop()
  })

  test('不能写的数据文件夹：一行说清', async () => {
    writeFileSync(join(dir, 'file'), '')
    const started = startPostgres({ dataDir: join(dir, 'file', 'data'), durable: true })
    await expect(started).rejects.toThrow(StartError)
    await expect(started).rejects.toThrow('不能写')
  })
})
