import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import { hospital } from '../demo/hospital.ts'
import { Player } from '../demo/player.ts'
import type { Stage } from '../demo/run.ts'
import { snapshotOf } from './site.tsx'

/** 首页和列表是留着的：留着的那一份，任何时候都和刚做的一样。 */
let s: Stage
beforeAll(async () => {
  s = await freshStage()
}, 60_000)
afterAll(() => s.stop())

let asked = 0
/** As it is kept, and as it is made now for an address nobody asked for before. */
async function both(path: string) {
  const own = `x=${++asked}`
  const read = async (p: string) => (await fetch(s.url + p)).text()
  const kept = await read(path)
  const made = await read(`${path}?${own}`)
  return [kept, made.replaceAll(`%3F${encodeURIComponent(own)}`, '')]
}
test('一宗采购从指标到招标，每办一步、每过一段时间，首页和列表都立刻是新的', async () => {
  const seen = new Set<string>()
  let looked = 0
  const look = async () => {
    for (const path of ['/', '/notices']) {
      const [kept, made] = await both(path)
      expect(kept, path).toBe(made)
      seen.add(kept ?? '')
    }
    looked++
  }
  const player = new Player(async (path, init) => {
    const answer = await fetch(s.url + path, init)
    if (init.method === 'POST' && !path.startsWith('/api/session')) await look()
    return answer
  }, s.clock)
  await hospital(player, s.clock, s.cast, '招标')
  await look()
  // Otherwise this proves nothing: much happened, and it was seen.
  expect(looked).toBeGreaterThan(15)
  expect(seen.size).toBeGreaterThan(10)
}, 120_000)
test('什么也没办，只是时间到了：快截止的少一天，截止的不再列', async () => {
  const deadline = new Date('2026-12-01T09:00:00+08:00')
  const { rows } = await s.app.pool.query<{ id: string }>(
    `select id from kernel.subject where noun = '招标项目' limit 1`,
  )
  await s.app.pool.query(`update kernel.subject set state = '招标中', due = $1 where id = $2`, [
    deadline.toISOString(),
    rows[0]?.id,
  ])
  const before = new Set<string>()
  for (const at of [
    '2026-11-28T10:00',
    '2026-11-29T10:00',
    '2026-12-01T08:59',
    '2026-12-01T09:00',
  ]) {
    s.clock.advance(new Date(`${at}:00+08:00`).getTime() as never)
    const [kept, made] = await both('/')
    expect(kept, at).toBe(made)
    before.add(kept ?? '')
  }
  expect(before.size).toBe(4)
})
test('迟提交的，号再小也让记号变：两份快照写法相同，看见的就相同', async () => {
  const [slow, quick] = [await s.app.pool.connect(), await s.app.pool.connect()]
  const marks = new Set<string>()
  const mark = async () => marks.add(await snapshotOf(s.app.db))
  try {
    await mark()
    await mark()
    expect(marks.size).toBe(1)
    await slow.query('begin')
    await slow.query('select pg_current_xact_id()')
    await quick.query('begin')
    await quick.query('select pg_current_xact_id()')
    await quick.query('commit')
    await mark()
    await slow.query('commit')
    await mark()
    expect(marks.size).toBe(3)
  } finally {
    slow.release()
    quick.release()
  }
})
