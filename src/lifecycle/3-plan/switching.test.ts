import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flows } from '#flows'
import { articlesOf, citingOf, lawTexts, type OwnName } from '#law'
import type { Entry } from '#libraries/standards'
import { freshStage } from '#testing'
import { hospital } from '../../demo/hospital.ts'
import type { Stage } from '../../demo/run.ts'
import { type Filed, switchOf } from './switching.ts'

const filed = (amount: number, over: Partial<Filed> = {}): Filed => ({
  id: 'x',
  project: 'x',
  title: '',
  no: null,
  region: '150100',
  amount: amount as never,
  category: '货物',
  method: '公开招标',
  law_on: '2026-03-01',
  ...over,
})
const numbers = (name: OwnName, value: number, tier: '全部' | '旗县区' = '全部') => ({
  items: [{ name, tier, value }],
  entries: null,
})
const entry = (code: string, least: number, over: Partial<Entry> = {}): Entry => ({
  code,
  body: '集中采购机构',
  tiers: ['自治区', '盟市', '旗县区'],
  least,
  note: '',
  ...over,
})
describe('限额标准试算', () => {
  test.each([
    [4_000_000_00, 5_000_000_00, '须公开招标', '可选其他方式'],
    [3_999_999_99, 2_000_000_00, '可选其他方式', '须公开招标'],
    [3_000_000_00, 3_000_000_00, '可选其他方式', '须公开招标'],
    [4_000_000_00, 4_000_000_00, null, null],
    [1_000_000_00, 2_000_000_00, null, null],
  ])('计划%d分，公开招标数额改为%d分', (amount, threshold, before, after) => {
    const s = switchOf(filed(amount), [], numbers('公开招标数额货物服务', threshold), [])
    expect(s && [s.before.open, s.after.open]).toEqual(before ? [before, after] : null)
  })
  test('标准分级次：旗县区的改动不动盟市的计划', () => {
    const change = numbers('采购限额货物服务', 60_000_000, '旗县区')
    expect(switchOf(filed(80_000_000), [], change, [])).toBeNull()
    const banner = switchOf(filed(80_000_000, { region: '150122' }), [], change, [])
    expect([banner?.before.size, banner?.after.size]).toEqual(['限额以下', '限额以上'])
  })
  test.each([
    ['列入目录，达到起点', [entry('A02010100', 40_000_000)], 50_000_000, '集中采购'],
    ['没有达到起点', [entry('A02010100', 40_000_000)], 39_999_999, null],
    ['级次不适用', [entry('A02010100', 0, { tiers: ['自治区'] })], 50_000_000, null],
    ['部门集中', [entry('A02010105', 0, { body: '部门集中' })], 50_000_000, '部门集中采购'],
    ['别的品目', [entry('A05010000', 0)], 50_000_000, null],
  ] as const)('目录改动：%s', (_, entries, budget, by) => {
    const s = switchOf(
      filed(50_000_000),
      [{ code: 'A02010105', budget }],
      { items: [], entries },
      [],
    )
    expect(s?.after.by ?? null).toBe(by)
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
      .plan.findSwitching({ year: 2026, openGoods: '999999999.00' })
    expect(seen.plans).toBeGreaterThan(0)
    expect(seen.moves).toEqual([
      { move: '须公开招标 → 可选其他方式', plans: seen.switches.length, amount: seen.amount },
    ])
    const none = await p.as('chifeng').plan.findSwitching({ year: 2026, openGoods: '1.00' })
    expect(none.plans).toBe(0)
    await expect(
      p.as('wang').plan.findSwitching({ year: 2026, openGoods: '1.00' }),
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
