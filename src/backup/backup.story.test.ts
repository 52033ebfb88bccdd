import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '#app'
import { at, openPool } from '#kernel'
import { cookieOf, freshDatabase, freshStage } from '#testing'
import { PASSWORD } from '../demo/cast.ts'
import type { Stage } from '../demo/run.ts'
import { migrations } from '../schema.ts'
import { verifyUrl } from '../verify/index.ts'
import { makeBackup, restoreBackup } from './index.ts'
import { tablesOf } from './tables.ts'

const passphrase = '草原上的一匹白马 2026'
const dir = mkdtempSync(join(tmpdir(), 'yiwang-backup-'))
const kept = join(dir, 'kept')
let s: Stage
beforeAll(async () => {
  s = await freshStage()
  await s.app.settle()
  await makeBackup({ ...source(), to: kept })
}, 60_000)
afterAll(async () => {
  await s.stop()
  rmSync(dir, { recursive: true, force: true })
})
const source = () => ({
  databaseUrl: s.databaseUrl,
  dataDir: s.app.world.dataDir,
  passphrase,
  now: () => '2026-03-01T08:00:00+08:00',
  say: () => {},
})
let n = 0
/** Restores into a database and a folder of its own; answers what to look at, and how to put it away. */
async function target() {
  const database = await freshDatabase()
  const dataDir = join(dir, `target${++n}`)
  return {
    database,
    dataDir,
    restore: (o: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
      restoreBackup({
        from: kept,
        databaseUrl: database.url,
        dataDir,
        passphrase,
        migrations: migrations(),
        checkpoint: null,
        allowRollback: false,
        say: () => {},
        ...o,
      }),
  }
}
/** Every table's rows as one digest. */
async function digests(url: string) {
  const pool = openPool(url, 1)
  const client = await pool.connect()
  try {
    const out: Record<string, unknown> = {}
    for (const t of await tablesOf(client)) {
      const { rows } = await client.query(
        `select count(*)::int as n, md5(coalesce(string_agg(r::text, '|' order by r::text), '')) as digest from ${t.name} r`,
      )
      out[t.name] = rows[0]
    }
    return out
  } finally {
    client.release()
    await pool.end()
  }
}

test('恢复到空处：每张表逐行相同，流水接着往下走，网站经得起重算', async () => {
  const before = await digests(s.databaseUrl)
  const t = await target()
  await t.restore()
  expect(await digests(t.database.url)).toEqual(before)
  expect(readFileSync(join(t.dataDir, 'master.key'), 'utf8')).toBe(
    readFileSync(join(s.app.world.dataDir, 'master.key'), 'utf8'),
  )
  const app = await build({
    databaseUrl: t.database.url,
    dataDir: t.dataDir,
    now: () => at('2026-03-02', 9),
    demo: { password: PASSWORD },
    complain: console.error,
    everyMs: 0,
  })
  const served = await app.listen(0, '127.0.0.1')
  try {
    const cookie = await cookieOf(served.url, 'huarui')
    const res = await fetch(`${served.url}/api/listing/register`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ title: '恢复以后的第一件' }),
    })
    expect(res.status, await res.clone().text()).toBe(200)
    await app.settle()
    const v = await verifyUrl(served.url)
    expect(v.faults).toEqual([])
    expect(v.size).toBeGreaterThan(1)
  } finally {
    await served.close()
    await app.stop()
    await t.database.drop()
  }
}, 60_000)

test('备份里看不到一个单位、一个账号：没有口令打不开', async () => {
  for (const f of ['manifest.json', 'tables/010', 'tables/020'])
    expect(readFileSync(join(kept, f)).includes('青城医院')).toBe(false)
  const t = await target()
  await expect(t.restore({ passphrase: '不是这一个口令呀呀呀' })).rejects.toThrow('口令不对')
  await t.database.drop()
})
test.each(['tables/003', 'tables/040', 'files/000000', 'manifest.json'])(
  '%s 翻了一位：指出来，一行也不写',
  async (name) => {
    const path = join(kept, name)
    const whole = readFileSync(path)
    const t = await target()
    try {
      const bad = Buffer.from(whole)
      bad[Math.floor(bad.length / 2)] = (bad[Math.floor(bad.length / 2)] ?? 0) ^ 1
      writeFileSync(path, bad)
      await expect(t.restore()).rejects.toThrow(/与清单上的摘要不符|清单/)
      const pool = openPool(t.database.url, 1)
      expect((await pool.query('select from library.org')).rowCount).toBe(0)
      await pool.end()
      expect(existsSync(join(t.dataDir, 'master.key'))).toBe(false)
    } finally {
      writeFileSync(path, whole)
      await t.database.drop()
    }
  },
)
test('有数据的库、有密钥的目录、更新的结构，都不恢复', async () => {
  const t = await target()
  await expect(t.restore({ databaseUrl: s.databaseUrl })).rejects.toThrow('目标库里已有数据')
  await expect(t.restore({ dataDir: s.app.world.dataDir })).rejects.toThrow('已有密钥')
  await expect(t.restore({ migrations: migrations().slice(0, -1) })).rejects.toThrow('结构更新')
  await t.database.drop()
})
test('比别处见证过的检查点旧：不恢复；确要恢复的须明说', async () => {
  const cookie = await cookieOf(s.url, 'huarui')
  const later = await fetch(`${s.url}/api/listing/register`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ title: '备份以后的事' }),
  })
  expect(later.status).toBe(200)
  await s.app.settle()
  const checkpoint = join(dir, 'checkpoint')
  writeFileSync(checkpoint, await (await fetch(`${s.url}/journal/checkpoint`)).text())
  const t = await target()
  await expect(t.restore({ checkpoint })).rejects.toThrow('已经公开的事')
  await t.restore({ checkpoint, allowRollback: true })
  await t.database.drop()
})
test('做到一半被 kill -9：留不下像备份的东西，再做一次就好', async () => {
  const to = join(dir, 'killed')
  const child = spawn(process.execPath, ['bin/yiwang.js', 'backup', to], {
    env: {
      ...process.env,
      DATABASE_URL: s.databaseUrl,
      YIWANG_DATA: s.app.world.dataDir,
      YIWANG_BACKUP_PASSPHRASE: passphrase,
    },
    stdio: 'ignore',
  })
  const gone = new Promise((done) => child.once('exit', done))
  for (let i = 0; i < 20_000 && !existsSync(join(`${to}.part`, 'tables', '005')); i++)
    await sleep(2)
  child.kill('SIGKILL')
  await gone
  expect(existsSync(`${to}.part`)).toBe(true)
  expect(existsSync(to)).toBe(false)
  const t = await target()
  await expect(t.restore({ from: `${to}.part` })).rejects.toThrow('备份没有做完')
  await makeBackup({ ...source(), to })
  await t.restore({ from: to })
  await t.database.drop()
}, 90_000)
