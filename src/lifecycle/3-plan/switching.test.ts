import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flows } from '#flows'
import { articlesOf, citingOf, lawTexts } from '#law'
import { freshStage } from '#testing'
import { hospital } from '../../demo/hospital.ts'
import type { Stage } from '../../demo/run.ts'
import { switchOf } from './switching.ts'

const filed = (amount: number, category: '货物' | '工程' = '货物') => ({
  id: 'x',
  title: '',
  no: null,
  region: '150100',
  amount: amount as never,
  category,
  method: '公开招标',
  law_on: '2026-03-01' as const,
})
describe('限额标准试算', () => {
  test.each([
    [4_000_000_00, 5_000_000_00, '须公开招标', '可选其他方式'],
    [3_999_999_99, 2_000_000_00, '可选其他方式', '须公开招标'],
    [3_000_000_00, 3_000_000_00, '可选其他方式', '须公开招标'],
    [4_000_000_00, 4_000_000_00, null, null],
    [1_000_000_00, 2_000_000_00, null, null],
  ])('计划%d分，标准改为%d分', (amount, threshold, before, after) => {
    const s = switchOf(filed(amount), threshold as never, {})
    expect(s && [s.before, s.after]).toEqual(before ? [before, after] : null)
  })
  let s: Stage
  beforeAll(async () => {
    s = await freshStage()
  })
  afterAll(() => s.stop())
  test('盟市财政部门看到本地区去年的计划，采购人不能看', async () => {
    await hospital(s.player(), s.clock, s.cast, '计划')
    const p = s.player()
    const seen = await p
      .as('caizheng')
      .plan.findSwitching({ kind: '货物和服务', year: 2026, threshold: '999999999.00' })
    expect(seen.plans).toBeGreaterThan(0)
    expect(seen.inForce).toBe('4000000.00')
    const none = await p
      .as('chifeng')
      .plan.findSwitching({ kind: '货物和服务', year: 2026, threshold: '1.00' })
    expect(none.plans).toBe(0)
    await expect(
      p.as('wang').plan.findSwitching({ kind: '货物和服务', year: 2026, threshold: '1.00' }),
    ).rejects.toMatchObject({ status: 403 })
    expect((await fetch(`${s.url}/law/texts`)).status).toBe(200)
    const page = await (await fetch(`${s.url}/law/${encodeURIComponent('政府采购法')}`)).text()
    expect(page).toContain('id="第三十五条"')
    expect(page).toContain('系统据此执行')
    expect((await fetch(`${s.url}/law/${encodeURIComponent('没有这部法')}`)).status).toBe(404)
  })
})
test('凡是读过全文的，条文里确有所引的条', () => {
  for (const { short, carried } of lawTexts())
    if (carried)
      for (const article of citingOf(short, flows).keys())
        expect(
          articlesOf(short).some((l) => 'article' in l && l.article === article),
          `${short} ${article}`,
        ).toBe(true)
  expect(lawTexts().filter((t) => t.carried)).toHaveLength(12)
})
