import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import type { Stage } from '../demo/run.ts'
import { OVER_BUDGET, tellAudit } from './price-alarm.ts'

let s: Stage
beforeAll(async () => {
  s = await freshStage()
})
afterAll(() => s.stop())

test('查价超额进安全日志：每个账号、每个地址一天一条，审计看得到', async () => {
  const { rows } = await s.app.pool.query<{ id: string }>(
    `select id from library.person where account in ('wang', 'huarui') order by account`,
  )
  const [a, b] = rows.map((r) => r.id) as [string, string]
  const tell = (person: string | null, address = '203.0.113.5') =>
    tellAudit(s.app as never, { person, address }, 601)
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
})
