import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage, reasons } from '#testing'
import type { Stage } from '../demo/run.ts'
import { OVER_BUDGET, tellOver } from './price-alarm.ts'

let s: Stage
beforeAll(async () => {
  s = await freshStage()
})
afterAll(() => s.stop())

test('查价超额：每个账号、每个地址一天一条，审计在日志里看得到，当地财政部门在待办里处置并写明', async () => {
  const { rows } = await s.app.pool.query<{ id: string }>(
    `select id from library.person where account in ('wang', 'huarui') order by account`,
  )
  const [a, b] = rows.map((r) => r.id) as [string, string]
  const tell = (person: string | null, address = '203.0.113.5') =>
    tellOver(s.app as never, { person, address }, 601)
  await Promise.all([tell(a), tell(a), tell(a, '203.0.113.6')])
  await tell(b)
  await tell(null)
  await tell(null)
  const told = async () =>
    (await s.player().as('shenji').audit.list({ kind: '异常' })).events.filter(
      (e: { kind: string }) => e.kind === OVER_BUDGET,
    )
  expect(await told()).toHaveLength(3)
  expect((await told())[0]).toMatchObject({ name: '（未登录）', address: '203.0.113.5' })
  await s.clock.to('2026-03-20', 9)
  await tell(a)
  expect(await told()).toHaveLength(4)

  const finance = s.player().as('caizheng')
  const waiting = (await finance.inbox.list()).items.filter(
    (x: { module: string }) => x.module === 'alarm',
  )
  expect(waiting).toHaveLength(3)
  expect(waiting[0]).toMatchObject({ actions: ['处置预警'] })
  const got = await finance.alarm.get({ id: waiting[0].id })
  const shown = JSON.stringify(got.sections)
  expect(shown).toContain('一小时内查价601次')
  expect(shown).toContain('203.0.113.5')
  const handling = { id: waiting[0].id, decision: '核实为正常业务', note: '' }
  expect(await reasons(finance.alarm.handle(handling))).not.toBe('')
  expect(
    await reasons(
      s
        .player()
        .as('wang')
        .alarm.handle({ ...handling, note: '没有的事' }),
    ),
  ).not.toBe('')
  await finance.alarm.handle({ ...handling, note: '该单位在做年度价格调查，已电话核实。' })
  const after = await finance.alarm.get({ id: waiting[0].id })
  expect(after.state).toBe('已处置')
  expect(JSON.stringify(after)).toMatch(/年度价格调查/)
  expect(await reasons(finance.alarm.handle({ ...handling, note: '再来一次' }))).toContain('已处置')
  // Without an account it is of no place: the autonomous region's own desk, and not the city's.
  expect(await s.player().as('quting').alarm.list()).toHaveLength(4)
  expect(await reasons(s.player().as('huarui').alarm.get({ id: waiting[0].id }))).toContain('404')
})
