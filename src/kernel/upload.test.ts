import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAs, readKept, uploadOf } from '#kernel'
import { freshStage } from '#testing'
import { PASSWORD } from '../demo/cast.ts'
import type { Stage } from '../demo/run.ts'

let s: Stage
let cookie: string
const signIn = async (account: string) => {
  const res = await fetch(`${s.url}/api/session/signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password: PASSWORD }),
  })
  return res.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ')
}
beforeAll(async () => {
  s = await freshStage()
  cookie = await signIn('kangda')
})
afterAll(() => s.stop())
const send = (
  body: string | Uint8Array<ArrayBuffer>,
  name = '价格表.xlsx',
  headers: Record<string, string> = { cookie },
) =>
  fetch(`${s.url}/api/upload?name=${encodeURIComponent(name)}`, { method: 'POST', body, headers })

test('传上去的字节按摘要存着，只有本人能用', async () => {
  const bytes = randomBytes(3_000_000)
  const res = await send(bytes)
  expect(res.status).toBe(200)
  const up = (await res.json()) as { id: string; sha256: string; size: number; name: string }
  expect(up).toMatchObject({ size: bytes.length, name: '价格表.xlsx' })
  expect(up.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  expect((await readKept(s.app.world.dataDir, up.sha256)).equals(bytes)).toBe(true)
  const as = (person: string) =>
    s.app.db.transaction().execute((tx) =>
      uploadOf(
        askAs(s.app.world, tx, {
          person,
          name: '',
          role: '',
          org: null,
          orgName: '',
          region: '',
        }),
        up.id,
      ),
    )
  expect((await as(s.cast.people['kangda'] ?? '')).sha256).toBe(up.sha256)
  await expect(as(s.cast.people['huarui'] ?? '')).rejects.toThrow()
})
test('没登录、没文件名、空文件、别的网站：各有各的话，不留半个文件', async () => {
  expect((await send('x', 'a.csv', {})).status).toBe(401)
  expect((await send('x', '')).status).toBe(400)
  expect((await send('x', '../a')).status).toBe(400)
  expect((await send('', 'a.csv')).status).toBe(400)
  expect((await send('x', 'a.csv', { cookie, origin: 'https://evil.example' })).status).toBe(403)
  expect((await send('x', 'a.csv', { cookie, 'content-length': '1' })).status).toBe(200)
  expect(readdirSync(join(s.app.world.dataDir, 'files', 'drafts'))).toEqual([])
})
test('传到一半断了，什么也没有留下', async () => {
  await new Promise<void>((done) => {
    const r = request(`${s.url}/api/upload?name=a.csv`, {
      method: 'POST',
      headers: { cookie, 'content-length': 1_000_000 },
    })
    r.on('error', () => done())
    r.write(Buffer.alloc(100_000))
    setTimeout(() => r.destroy(), 100)
  })
  const drafts = () => readdirSync(join(s.app.world.dataDir, 'files', 'drafts'))
  for (let i = 0; i < 50 && drafts().length > 0; i++) await new Promise((r) => setTimeout(r, 50))
  expect(drafts()).toEqual([])
})
