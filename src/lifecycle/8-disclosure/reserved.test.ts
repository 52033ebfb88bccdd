// biome-ignore-all format: a table of examples reads as a table
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fen, yuan } from '#kernel'
import { broughtBy, executed, optionOf, percentOf, type ReservedDeal, reservedShare } from './reserved.ts'

/** 财库〔2020〕46号附2，一行一例。 */
const deal = (d: Partial<ReservedDeal>): ReservedDeal => ({
  category: '货物',
  amount: yuan(1_000_000),
  reserve: { form: '项目整体', percent: 100, microPercent: 60 },
  declared: 'none',
  scale: null,
  ...d,
})
const lot = { form: '采购包', percent: 100, microPercent: 60 } as const
const union = { form: '联合体', percent: 40, microPercent: 60 } as const
const subcontract = { form: '分包', percent: 30, microPercent: 100 } as const
describe('面向中小企业采购金额', () => {
  test.each<[string, Partial<ReservedDeal>, number, number, string]>([
    ['整体预留的货物，声明全部由小微企业制造', { declared: 'all', scale: '大型' }, 1_000_000, 1_000_000, '采购项目整体预留'],
    ['整体预留的货物，没有声明：经销商自己是微型不算', { scale: '微型' }, 1_000_000, 0, '采购项目整体预留'],
    ['专门采购包的服务，小型企业承接', { category: '服务', reserve: lot, scale: '小型' }, 1_000_000, 1_000_000, '设置专门采购包，预留给中小企业100%'],
    ['微型企业计入小微', { category: '工程', reserve: lot, scale: '微型' }, 1_000_000, 1_000_000, '设置专门采购包，预留给中小企业100%'],
    ['中型企业承接，是中小企业，不是小微', { category: '服务', reserve: lot, scale: '中型' }, 1_000_000, 0, '设置专门采购包，预留给中小企业100%'],
    ['联合体40%，其中小微60%', { reserve: union, scale: '大型' }, 400_000, 240_000, '要求以联合体形式参加，预留给中小企业40%'],
    ['分包30%，全部给小微', { reserve: subcontract, declared: 'share' }, 300_000, 300_000, '要求合同分包，预留给中小企业30%'],
  ])('%s', (_, d, sme, micro, option) => {
    const got = broughtBy(deal(d))
    expect([got.sme, got.micro]).toEqual([yuan(sme), yuan(micro)])
    expect(optionOf(deal(d).reserve)).toBe(option)
  })
  test('合计与占比；什么都没有预留，占比是没有，不是零', () => {
    const r = executed([deal({ reserve: union }), deal({ declared: 'all' })])
    expect([r.sme, r.micro, r.percent]).toEqual([yuan(1_400_000), yuan(1_240_000), '88.57'])
    expect(executed([])).toEqual({ sme: 0, micro: 0, percent: null, rows: [] })
  })
  test('小微不多于中小，中小不多于合同，占比不过百', () => {
    fc.assert(
      fc.property(
        fc.record({
          category: fc.constantFrom('货物', '服务', '工程'),
          amount: fc.integer({ min: 1, max: 10 ** 14 }).map(fen),
          reserve: fc.oneof(
            fc.constantFrom(lot, union, subcontract),
            fc.record({
              form: fc.constantFrom('联合体' as const, '分包' as const),
              percent: fc.integer({ min: 1, max: 100 }),
              microPercent: fc.integer({ min: 0, max: 100 }),
            }),
          ),
          declared: fc.constantFrom('none', 'all', 'share'),
          scale: fc.constantFrom('大型', '中型', '小型', '微型', null),
        }),
        (d) => {
          const b = broughtBy(d as ReservedDeal)
          expect(b.micro).toBeLessThanOrEqual(b.sme)
          expect(b.sme).toBeLessThanOrEqual(d.amount)
          const p = percentOf(b.micro, b.sme)
          if (p !== null) expect(Number(p)).toBeLessThanOrEqual(100)
        },
      ),
    )
  })
})
describe('预留份额', () => {
  const big = { budget: yuan(3_000_000), reserve: null }
  test.each([
    ['200万元以下的货物整体预留', '货物', '2026-05-01', [{ budget: yuan(2_000_000), reserve: lot }], 2_000_000, 2_000_000, 0, false],
    ['200万元以下没有预留', '货物', '2026-05-01', [{ budget: yuan(2_000_000), reserve: null }], 2_000_000, 0, 0, true],
    ['400万元预留一个100万元的包：30%是120万元，不够', '服务', '2026-05-01', [big, { budget: yuan(1_000_000), reserve: lot }], 1_200_000, 1_000_000, 720_000, true],
    ['分包30%，其中小微全部：正好', '服务', '2026-05-01', [{ budget: yuan(4_000_000), reserve: subcontract }], 1_200_000, 1_200_000, 720_000, false],
    ['够30%而小微不够60%', '货物', '2026-05-01', [{ budget: yuan(4_000_000), reserve: { ...subcontract, microPercent: 50 } }], 1_200_000, 1_200_000, 720_000, true],
    ['工程2022年7月前30%', '工程', '2022-06-30', [{ budget: yuan(10_000_000), reserve: subcontract }], 3_000_000, 3_000_000, 1_800_000, false],
    ['此后40%', '工程', '2022-07-01', [{ budget: yuan(10_000_000), reserve: subcontract }], 4_000_000, 3_000_000, 2_400_000, true],
  ] as const)('%s', (_, category, began, lots, need, has, microNeed, short) => {
    const r = reservedShare([{ category, began, lots }])
    expect([r.need, r.has, r.microNeed, r.short]).toEqual([
      yuan(need),
      yuan(has),
      yuan(microNeed),
      short,
    ])
  })
  test('没有适宜的项目，就没有不足', () => {
    expect(reservedShare([])).toMatchObject({ budget: 0, need: 0, short: false })
  })
})
