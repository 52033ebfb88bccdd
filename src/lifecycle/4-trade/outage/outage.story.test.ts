import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { build } from '#app'
import { at, type Instant, instant, rfc3339, ts } from '#kernel'
import { freshStage, reasons } from '#testing'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'
import { type Spec, Trade } from '../../../demo/trade.ts'

/** 临近截止停了：截止时间由系统依规顺延，公告随之发出，故障公开可查。 */
let s: Stage
let p: Player
let faults = 0
beforeAll(async () => {
  s = await freshStage(() => faults++)
  p = s.player()
  await s.clock.to('2026-03-02')
}, 120_000)
afterAll(() => s.stop())
const MINUTE = 60_000
/** As it is after a kill and a late restart: the last beat lies `minutes` back by both clocks, and nobody looked since. */
async function downUntil(until: Instant, minutes: number) {
  s.clock.advance(until)
  await s.app.pool.query(
    `update kernel.pulse set at = $1, db_at = clock_timestamp() - $2 * interval '1 ms'`,
    [ts(instant(until - minutes * MINUTE)), minutes * MINUTE],
  )
}
const negotiation = async (title: string) =>
  new Trade(p, s.clock, s.cast, {
    title,
    method: '竞争性谈判',
    category: '货物',
    budget: '900000.00',
    item: {
      code: 'A02320500',
      name: '监护仪',
      quantity: 10,
      unit: '台',
      requirement: '满足临床使用。',
    },
  } satisfies Spec).prepared({ ground: '技术复杂或者性质特殊，不能确定详细规格或者具体要求' })
const deadlineOf = async (t: Trade) =>
  (await t.agent.tender.get({ id: t.tender })).data.deadline as string
const incidents = async () =>
  (await (await fetch(`${s.url}/incidents.json`)).json()) as {
    incidents: {
      began: string
      ended: string
      cause: string
      moved: { before: string; after: string }[]
    }[]
  }

let t: Trade
test('跨过截止停了四十分钟、过后才恢复：没有按旧时间截止，截止改到恢复后二十四小时', async () => {
  t = await negotiation('故障监护仪采购')
  await t.published('2026-03-06', 9, '2026-03-06')
  const bid = await t.respond('kangda', '880000.00')
  await s.clock.to('2026-03-06', 9, 0)
  expect((await incidents()).incidents).toEqual([])
  // The coming opening stands on the desks it concerns, and on no other.
  const seen: Record<string, number> = {}
  for (const who of [
    'wang',
    'guo',
    'caizheng',
    'kangda',
    'suya',
    'chifeng',
    'guoku',
    'expert1',
    'xitong',
  ])
    seen[who] = (await p.as(who).inbox.list()).openings.length
  expect(seen).toEqual({
    wang: 1,
    guo: 1,
    caizheng: 1,
    kangda: 1,
    suya: 0,
    chifeng: 0,
    guoku: 0,
    expert1: 0,
    xitong: 0,
  })
  await downUntil(at('2026-03-06', 9, 40), 40)
  // A second process comes up on what the killed one left: before its clock closes anything, it learns of the outage.
  const again = await build({
    databaseUrl: s.databaseUrl,
    dataDir: s.app.world.dataDir,
    now: s.clock.now,
    demo: null,
    complain: (e) => {
      throw e
    },
    everyMs: 0,
  })
  await again.settle()
  await again.stop()
  // 3月6日是周五：二十四小时后是周六，改到周一同一时刻。
  expect(await deadlineOf(t)).toBe('2026-03-09T09:40:00.000+08:00')
  const tender = await t.agent.tender.get({ id: t.tender })
  expect(tender.state).toBe('招标中')
  expect(tender.trail.at(-1)).toMatchObject({ name: '截止时间因故障顺延', who: '系统' })
  expect(await t.notices()).toEqual(['竞争性谈判公告', '更正公告'])
  const [one] = (await incidents()).incidents
  expect(one).toMatchObject({
    cause: '服务中断',
    began: rfc3339(at('2026-03-06', 9)),
    ended: rfc3339(at('2026-03-06', 9, 40)),
  })
  expect(one?.moved).toMatchObject([
    { before: '2026-03-06T09:30:00.000+08:00', after: '2026-03-09T09:40:00.000+08:00' },
  ])
  // 已投的不动，并看得到新的截止；没有投的照常可投。
  const mine = await p.as('kangda').bid.get({ id: bid.id })
  expect(mine.state).toBe('已提交')
  expect(JSON.stringify(mine.sections)).toMatch(/系统故障：.*截止时间依规顺延/)
  await t.respond('huarui', '860000.00')
  await t.respond('saihan', '870000.00')
})
test('临近新的截止又停一次：再顺延；窗口以前停的、停得不够久的，不动', async () => {
  await s.clock.to('2026-03-09', 6)
  await downUntil(at('2026-03-09', 7), 55)
  await s.app.settle()
  expect(await deadlineOf(t)).toBe('2026-03-09T09:40:00.000+08:00')
  await s.clock.to('2026-03-09', 8)
  await downUntil(at('2026-03-09', 9), 5)
  await s.app.settle()
  expect(await deadlineOf(t)).toBe('2026-03-09T09:40:00.000+08:00')
  await s.clock.to('2026-03-09', 9, 30)
  await downUntil(at('2026-03-09', 9, 36), 6)
  await s.app.settle()
  expect(await deadlineOf(t)).toBe('2026-03-10T09:36:00.000+08:00')
})
test('时钟拨快一天，不是故障：数据库的钟没有走', async () => {
  const before = (await incidents()).incidents.length
  await s.clock.to('2026-03-10', 9, 37)
  expect((await incidents()).incidents.length).toBe(before)
  expect((await t.agent.tender.get({ id: t.tender })).state).toBe('已截标')
})
test('评审中最后报价临近截止停了：报价截止同样顺延，箱不封', async () => {
  await t.open()
  await t.group(2)
  await t.agent.lot.convene({ id: t.lot })
  await t.judge(false)
  await t.talks()
  await t.callFinal(at('2026-03-10', 15))
  await downUntil(at('2026-03-10', 15, 10), 30)
  await s.app.settle()
  const { round } = (await p.as('kangda').lot.get({ id: t.lot })).data
  expect(round.deadline).toBe('2026-03-11T15:10:00.000+08:00')
  await t.quote('kangda', '790000.00')
})
test('服务活着而提交因系统故障办不成：满了时间，到时不截止；恢复以后照常', async () => {
  const u = await negotiation('提交故障采购')
  await s.clock.to('2026-03-11', 8)
  await u.published('2026-03-16', 9, '2026-03-16')
  await s.clock.to('2026-03-16', 9, 10)
  // The trigger stands for whatever may be wrong with us.
  faults = 0
  await s.app.pool.query(`create function trade.broken() returns trigger language plpgsql as $$ begin raise exception '磁盘故障'; end $$;
    create trigger broken before insert on trade.entry for each row execute function trade.broken()`)
  expect(await reasons(u.respond('kangda', '880000.00'))).toContain('500')
  await s.clock.to('2026-03-16', 9, 22)
  expect(await reasons(u.respond('huarui', '880000.00'))).toContain('500')
  await vi.waitFor(async () => {
    const { rows } = await s.app.pool.query('select count(*)::int as n from kernel.fault')
    expect(rows[0].n).toBe(2)
  })
  await s.app.pool.query('drop function trade.broken() cascade')
  await s.clock.to('2026-03-16', 9, 31)
  expect(faults).toBe(2)
  expect((await u.agent.tender.get({ id: u.tender })).state).toBe('招标中')
  expect(await deadlineOf(u)).toBe('2026-03-17T09:22:00.000+08:00')
  expect((await incidents()).incidents[0]).toMatchObject({ cause: '提交未被受理' })
  await u.respond('kangda', '880000.00')
  await s.clock.to('2026-03-17', 9, 23)
  expect((await u.agent.tender.get({ id: u.tender })).state).toBe('已截标')
})
test('公众看得到：页面不用脚本，写明何时停、何时好、哪些截止改到何时', async () => {
  const html = await (await fetch(`${s.url}/incidents`)).text()
  expect(html).toContain('服务故障')
  expect(html).toContain('2026年3月9日 09:40')
  expect(html).toContain('监护仪')
})
