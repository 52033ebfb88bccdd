import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, isDay, parseYuan, shareOf, yuan } from '#kernel'
import { type EvaluateInput, evaluate, isWorkday, period } from '#law'

describe('工作日与法定期间', () => {
  test.each([
    ['2026-09-20', true],
    ['2026-10-10', true],
    ['2026-09-25', false],
    ['2026-09-28', true],
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-28', true],
    ['2026-05-09', true],
    ['2026-05-01', false],
    ['2026-10-07', false],
  ] as const)('%s 是工作日吗：%s', (day, want) => expect(isWorkday(day)).toBe(want))

  test.each([
    ['A5 三个工作日', '2026-02-10', 3, 'workday', '2026-02-13', false],
    ['A5 五个工作日，周六上班算第四日', '2026-02-10', 5, 'workday', '2026-02-24', false],
    ['A7 十五日，末日周六顺延', '2026-10-09', 15, 'day', '2026-10-26', true],
    ['A9 谈判三个工作日', '2026-04-29', 3, 'workday', '2026-05-07', false],
    ['A11 评审报告二个工作日', '2026-09-23', 2, 'workday', '2026-09-28', false],
    ['A11 确认五个工作日，周六上班', '2026-09-28', 5, 'workday', '2026-10-10', false],
    ['A13 结果公告一个工作日', '2026-09-30', 1, 'workday', '2026-10-08', false],
    ['A13 质疑七个工作日', '2026-10-08', 7, 'workday', '2026-10-16', false],
    ['A13 退保证金五个工作日', '2026-09-30', 5, 'workday', '2026-10-13', false],
    ['A13 签约三十日', '2026-09-30', 30, 'day', '2026-10-30', false],
    ['A15 合同公告二个工作日', '2026-09-24', 2, 'workday', '2026-09-29', false],
    ['A15 合同备案七个工作日', '2026-09-24', 7, 'workday', '2026-10-12', false],
    ['A17 答复质疑七个工作日', '2026-09-17', 7, 'workday', '2026-09-28', false],
    ['A19 暂停三十日', '2026-09-23', 30, 'day', '2026-10-23', false],
    ['A21 意向三十日，遇国庆顺延', '2026-09-02', 30, 'day', '2026-10-08', true],
    ['A23 一个工作日发布', '2026-09-30', 1, 'workday', '2026-10-08', false],
    ['A25 2020年周日上班', '2020-04-21', 5, 'workday', '2020-04-27', false],
  ] as const)('%s：%s 起 %d %s → %s', (_, from, length, unit, end, rolled) => {
    expect(period({ from, length, unit })).toMatchObject({ end, rolled })
  })
  test('没有公布日历的年份不猜', () => {
    expect(() => isWorkday('2027-01-04')).toThrow('2027年的工作日历尚未公布')
    expect(() => period({ from: '2026-12-31', length: 1, unit: 'workday' })).toThrow('2027')
  })
  test('末日总是工作日；期间越长，末日不会更早', () => {
    const start = fc.integer({ min: 0, max: 2000 }).map((n) => addDays('2019-06-01', n))
    fc.assert(
      fc.property(
        start,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('day' as const, 'workday' as const),
        (from, length, unit) => {
          const a = period({ from, length, unit })
          expect(isWorkday(a.end)).toBe(true)
          expect(a.end > from).toBe(true)
          expect(period({ from, length: length + 1, unit }).end >= a.end).toBe(true)
          expect(a.days.filter((d) => d.n !== null)).toHaveLength(length)
        },
      ),
    )
  })
  test.each(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', ''])('“%s”不是日期', (s) =>
    expect(isDay(s)).toBe(false),
  )
})

describe('金额', () => {
  test('D1 保证金上限舍到分', () => expect(shareOf(yuan(1_234_567.89), 200)).toBe(2_469_135))
  test.each(['1,000.00', '1000', '1000.0', '-1.00', '1e3', '１.00', 'NaN', '1000.001', ''])(
    '“%s”不是金额',
    (s) => expect(() => parseYuan(s)).toThrow(RangeError),
  )
})

const bid = (bidder: string, price: string, more: object = {}) => ({ bidder, price, ...more })
const scoring = (more: Partial<EvaluateInput>): EvaluateInput => ({
  procedure: 'open',
  category: 'goods',
  on: '2026-11-24',
  budget: '2000000.00',
  method: 'scoring',
  priceWeight: 30,
  weights: { technical: 50, commercial: 20 },
  bids: [],
  ...more,
})
const s = (t: number, c: number) => ({ scores: { technical: [t], commercial: [c] } })

describe('价格分、政策扣除与排序', () => {
  test('B1 货物价格分', () => {
    const a = evaluate(
      scoring({
        bids: [
          bid('A', '950000.00', s(0, 0)),
          bid('B', '1000000.00', s(0, 0)),
          bid('C', '1187500.00', s(0, 0)),
        ],
      }),
    )
    expect(a.priceScores).toEqual({ A: '30.00', B: '28.50', C: '24.00' })
  })
  test('B3 服务价格分四舍五入到两位', () => {
    const a = evaluate(
      scoring({
        category: 'services',
        priceWeight: 10,
        weights: { technical: 90 },
        bids: [
          bid('A', '880000.00', { scores: { technical: [1] } }),
          bid('B', '910000.00', { scores: { technical: [1] } }),
          bid('C', '999999.00', { scores: { technical: [1] } }),
        ],
      }),
    )
    expect(a.priceScores).toEqual({ A: '10.00', B: '9.67', C: '8.80' })
  })
  test('B5 小微15%', () => {
    const one = { scores: { technical: [1] } }
    const a = evaluate(
      scoring({
        priceWeight: 40,
        weights: { technical: 60 },
        rates: { sme: 0.15 },
        bids: [
          bid('A', '1000000.00', one),
          bid('B', '1060000.00', { ...one, sme: 'all' }),
          bid('C', '1120000.00', one),
        ],
      }),
    )
    expect(a.evaluationPrices['B']).toBe('901000.00')
    expect(a.priceScores).toEqual({ A: '36.04', B: '40.00', C: '32.18' })
  })
  test.each([
    ['300000.00', '960000.00'],
    ['299999.00', '1000000.00'],
  ])('B7 小微份额%s元，评审价%s', (smeAmount, want) => {
    const a = evaluate(
      scoring({
        rates: { smeShare: 0.04 },
        bids: [
          bid('A', '1000000.00', { ...s(1, 1), sme: 'share', smeAmount }),
          bid('B', '1100000.00', s(1, 1)),
          bid('C', '1200000.00', s(1, 1)),
        ],
      }),
    )
    expect(a.evaluationPrices['A']).toBe(want)
  })
  test('B9 都是本国产品，不扣；有非本国产品竞争，扣20%，与小微相加', () => {
    const all = evaluate(
      scoring({
        bids: ['A', 'B', 'C'].map((b) => bid(b, '1000000.00', { ...s(1, 1), domestic: 'all' })),
      }),
    )
    expect(Object.values(all.evaluationPrices)).toEqual(['1000000.00', '1000000.00', '1000000.00'])
    const some = evaluate(
      scoring({
        rates: { sme: 0.1 },
        bids: [
          bid('A', '1000000.00', { ...s(1, 1), domestic: 'all', sme: 'all' }),
          bid('B', '1000000.00', { ...s(1, 1), domestic: 'share', domesticCostShare: 0.8 }),
          bid('C', '1000000.00', s(1, 1)),
        ],
      }),
    )
    expect(some.evaluationPrices).toEqual({ A: '700000.00', B: '800000.00', C: '1000000.00' })
    const before = evaluate(
      scoring({
        on: '2025-12-31',
        bids: [
          bid('A', '1000000.00', { ...s(1, 1), domestic: 'all' }),
          bid('B', '1000000.00', s(1, 1)),
          bid('C', '1000000.00', s(1, 1)),
        ],
      }),
    )
    expect(before.evaluationPrices['A']).toBe('1000000.00')
  })
  test('B11 五名评委取平均，B、C、A', () => {
    const marks = (t: number, c: number) => ({
      scores: { technical: [t - 1, t, t, t, t + 1], commercial: [c, c, c, c, c] },
    })
    const a = evaluate(
      scoring({
        bids: [
          bid('A', '950000.00', marks(40, 17)),
          bid('B', '1000000.00', marks(43, 18)),
          bid('C', '1187500.00', marks(46, 19)),
        ],
      }),
    )
    expect(a.totals).toEqual({ A: '87.00', B: '89.50', C: '89.00' })
    expect(a.ranking).toEqual([['B'], ['C'], ['A']])
  })
  test('B13 招标同分同价并列；磋商比技术', () => {
    const bids = [
      bid('A', '900000.00', s(40, 10)),
      bid('B', '900000.00', s(35, 15)),
      bid('C', '1000000.00', s(10, 10)),
    ]
    expect(evaluate(scoring({ bids })).ranking).toEqual([['A', 'B'], ['C']])
    expect(evaluate(scoring({ procedure: 'consultation', bids })).ranking).toEqual([
      ['A'],
      ['B'],
      ['C'],
    ])
  })
  test.each([
    ['open', 'goods', 29, true],
    ['open', 'services', 9, true],
    ['open', 'goods', 70, false],
    ['open', 'goods', 30, false],
    ['open', 'services', 10, false],
    ['consultation', 'goods', 70, true],
    ['consultation', 'goods', 60, false],
    ['consultation', 'services', 35, true],
    ['consultation', 'services', 30, false],
  ] as const)('B15 %s %s 价格分%d → 拒绝：%s', (procedure, category, priceWeight, no) => {
    const one = { scores: { technical: [1] } }
    const a = evaluate(
      scoring({
        procedure,
        category,
        priceWeight,
        weights: { technical: 100 - priceWeight },
        bids: ['A', 'B', 'C'].map((b) => bid(b, '1000000.00', one)),
      }),
    )
    expect(a.refused.some((r) => r.rule === '价格分权重')).toBe(no)
    expect(a.ranking.length > 0).toBe(!no)
  })
  test.each([
    ['B17', ['440000.00', '700000.00', '900000.00'], [3]],
    ['B19', ['300000.00', '650000.00', '850000.00'], [2, 3]],
  ] as const)('%s 异常低价', (_, prices, triggers) => {
    const a = evaluate(
      scoring({
        budget: '1200000.00',
        ceiling: '1000000.00',
        bids: prices.map((p, i) => bid('ABC'[i] ?? '', p, s(1, 1))),
      }),
    )
    expect(a.lowPriceReview).toEqual([{ bidder: 'A', triggers }])
    expect(
      evaluate(
        scoring({
          on: '2026-01-31',
          budget: '1200000.00',
          ceiling: '1000000.00',
          bids: prices.map((p, i) => bid('ABC'[i] ?? '', p, s(1, 1))),
        }),
      ).lowPriceReview,
    ).toEqual([])
  })
  test('C1 三家两家同品牌按两家计，不足三家；四家两家同品牌按三家计，得分高者取得推荐资格', () => {
    const b = (n: string, brand: string, t: number) => bid(n, '1000000.00', { ...s(t, 10), brand })
    const two = evaluate(scoring({ bids: [b('A', '甲', 40), b('B', '甲', 41), b('C', '乙', 30)] }))
    expect(two.countedBidders).toBe(2)
    expect(two.ranking).toEqual([])
    const three = evaluate(
      scoring({ bids: [b('A', '甲', 40), b('B', '甲', 41), b('C', '乙', 30), b('D', '丙', 20)] }),
    )
    expect(three.countedBidders).toBe(3)
    expect(three.ranking).toEqual([['B'], ['C'], ['D']])
    expect(three.refused).toMatchObject([{ bidder: 'A' }])
  })
  test('超过限价的一家无效，其余照评；剩两家则整体不评', () => {
    const a = evaluate(
      scoring({
        ceiling: '1000000.00',
        bids: [
          bid('A', '1000000.01', s(50, 20)),
          ...['B', 'C', 'D'].map((x) => bid(x, '900000.00', s(40, 10))),
        ],
      }),
    )
    expect(a.refused).toMatchObject([{ bidder: 'A', rule: '报价超过最高限价' }])
    expect(a.ranking).toEqual([['B', 'C', 'D']])
    const two = evaluate(
      scoring({
        ceiling: '1000000.00',
        bids: [
          bid('A', '1000000.01', s(50, 20)),
          ...['B', 'C'].map((x) => bid(x, '900000.00', s(40, 10))),
        ],
      }),
    )
    expect(two.refused.some((r) => r.bidder === undefined)).toBe(true)
    expect(two.ranking).toEqual([])
  })
  test('金额可以不写分；没有给预算的，不与预算比', () => {
    const loose = evaluate(
      scoring({
        budget: undefined,
        ceiling: undefined,
        bids: [
          bid('A', '950000', s(40, 17)),
          bid('B', '1000000.5', s(40, 17)),
          bid('C', '99999999', s(40, 17)),
        ],
      }),
    )
    expect(loose.refused).toEqual([])
    expect(loose.evaluationPrices).toEqual({ A: '950000.00', B: '1000000.50', C: '99999999.00' })
    expect(loose.lowPriceReview.flatMap((r) => r.triggers)).not.toContain(3)
    expect(() => evaluate(scoring({ bids: [bid('A', '950,000', s(40, 17))] }))).toThrow(
      'bids第1项的price',
    )
  })
  test('最低评标价法：同品牌只留最低；按评审价排序', () => {
    const a = evaluate({
      procedure: 'open',
      category: 'goods',
      on: '2026-11-24',
      budget: '2000000.00',
      method: 'lowestPrice',
      rates: { sme: 0.1 },
      bids: [
        bid('A', '1000000.00', { brand: '甲' }),
        bid('B', '990000.00', { brand: '甲' }),
        bid('C', '1050000.00', { sme: 'all' }),
        bid('D', '1100000.00'),
      ],
    })
    expect(a.ranking).toEqual([['C'], ['B'], ['D']])
    expect(a.refused).toMatchObject([{ bidder: 'A', rule: '同品牌只计一家' }])
  })
  test('排序与投标的先后无关；涨价不会涨价格分', () => {
    const gen = fc.array(
      fc.record({
        price: fc.integer({ min: 50_000, max: 99_999_999 }),
        t: fc.integer({ min: 0, max: 50 }),
        c: fc.integer({ min: 0, max: 20 }),
        sme: fc.constantFrom('none' as const, 'all' as const),
      }),
      { minLength: 3, maxLength: 8 },
    )
    const text = (n: number) => `${Math.trunc(n / 100)}.${String(n % 100).padStart(2, '0')}`
    fc.assert(
      fc.property(gen, fc.nat(), (raw, k) => {
        const bids = raw.map((r, i) =>
          bid(`供应商${i}`, text(r.price), { ...s(r.t, r.c), sme: r.sme }),
        )
        const ask = (list: typeof bids) =>
          evaluate(scoring({ rates: { sme: 0.1 }, bids: list as never }))
        const a = ask(bids)
        expect(ask([...bids].reverse())).toMatchObject({ ranking: a.ranking, totals: a.totals })
        const i = k % bids.length
        const dearer = bids.map((b, j) =>
          j === i ? { ...b, price: text((raw[i]?.price ?? 0) + 1000) } : b,
        )
        const name = bids[i]?.bidder ?? ''
        expect(Number(ask(dearer).priceScores[name])).toBeLessThanOrEqual(
          Number(a.priceScores[name]),
        )
      }),
      { numRuns: 60 },
    )
  })
})
