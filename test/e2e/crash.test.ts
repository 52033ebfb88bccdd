import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import { PASSWORD } from '../../src/demo/cast.ts'
import { verifyUrl } from '../../src/verify/index.ts'

/** kill -9 之后：办成的一件不少，没办成的一点不留，服务接着走。 */
const dir = mkdtempSync(join(tmpdir(), 'yiwang-crash-'))
let child: ChildProcess | undefined
afterAll(async () => {
  if (child) await ended(child, 'SIGTERM')
  rmSync(dir, { recursive: true, force: true })
})
const ended = (c: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<number | null>((done) => {
    if (c.exitCode !== null || c.signalCode !== null) return done(c.exitCode)
    c.once('exit', (code) => done(code))
    c.kill(signal)
  })
function start(
  env: Record<string, string> = {},
): Promise<{ child: ChildProcess; url: string; out: () => string }> {
  const c = spawn(process.execPath, ['bin/yiwang.js', 'start'], {
    env: {
      ...process.env,
      PORT: '0',
      YIWANG_DEMO: '1',
      YIWANG_DATA: dir,
      LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  return new Promise((done, fail) => {
    const look = (d: Buffer) => {
      text += d.toString()
      const url = /Yiwang is ready: (\S+)/.exec(text)?.[1]
      if (url) done({ child: c, url, out: () => text })
    }
    c.stdout?.on('data', look)
    c.stderr?.on('data', look)
    c.once('exit', (code) => fail(Object.assign(new Error(text), { code })))
  })
}
async function worker(url: string) {
  const res = await fetch(`${url}/api/session/signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'caizheng', password: PASSWORD }),
  })
  const cookie = res.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ')
  const orgs = (await (
    await fetch(
      `${url}/api/library/findOrgs?kind=${encodeURIComponent('采购人')}&name=${encodeURIComponent('青城')}`,
      { headers: { cookie } },
    )
  ).json()) as { id: string }[]
  const org = orgs[0]?.id
  return {
    cookie,
    receive: (docNo: string) =>
      fetch(`${url}/api/budget/receive`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, 'idempotency-key': docNo },
        body: JSON.stringify({
          name: '断电演练',
          org,
          year: 2026,
          docNo,
          proCode: '3'.repeat(21),
          fundType: '111',
          expFunc: '2100201',
          depEco: '31003',
          govEco: '50601',
          amount: '1.00',
        }),
      }),
  }
}

test('写到一半 kill -9，重启后答复过的都在，余额分分不差，流水验证属实', async () => {
  const first = await start()
  child = first.child
  const { receive } = await worker(first.url)
  const acknowledged: string[] = []
  let last = ''
  const writing = (async () => {
    for (;;) {
      last = newId()
      const res = await receive(last).catch(() => null)
      if (!res?.ok) return
      acknowledged.push(((await res.json()) as { id: string }).id)
    }
  })()
  await new Promise((r) => setTimeout(r, 1500))
  await ended(first.child, 'SIGKILL')
  await writing
  expect(acknowledged.length).toBeGreaterThan(20)

  const second = await start()
  child = second.child
  const { cookie, receive: again } = await worker(second.url)
  for (const id of acknowledged) {
    const res = await fetch(`${second.url}/api/budget/get?id=${id}`, { headers: { cookie } })
    expect(res.status).toBe(200)
    const { data } = (await res.json()) as { data: { appropriated: string; available: string } }
    expect(data).toMatchObject({ appropriated: '1.00', available: '1.00' })
  }
  // The one that was under way: asked again with the same key, it is done exactly once.
  const [a, b] = [await (await again(last)).text(), await (await again(last)).text()]
  expect(a).toBe(b)
  const v = await verifyUrl(second.url)
  expect(v.faults).toEqual([])
}, 120_000)

test('启动时的坏环境：一行话，退出码 2', async () => {
  for (const [env, says] of [
    [{ PORT: 'abc' }, 'PORT'],
    [{ YIWANG_DEMO: 'yes' }, 'YIWANG_DEMO'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, '数据库连不上'],
    [{ YIWANG_DATA: '/proc/nowhere' }, '不可写'],
    [{}, '正由另一个进程'],
  ] as const) {
    const r = await start(env).then(
      () => ({ code: 0, message: '' }),
      (e: Error & { code: number }) => e,
    )
    expect(r.code, says).toBe(2)
    expect(r.message).toContain(says)
    expect(r.message.trim().split('\n')).toHaveLength(1)
  }
}, 120_000)

test('SIGTERM：办完手上的，退出码 0', async () => {
  if (!child) throw new Error('没有在跑的服务')
  expect(await ended(child, 'SIGTERM')).toBe(0)
}, 30_000)
