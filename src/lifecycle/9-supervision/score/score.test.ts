import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Day } from '#kernel'
import { type Case, figureOf, measures, workdaysAfter } from './model.ts'

const measure = (id: string) => measures.find((m) => m.id === id) as (typeof measures)[number]
const one = (from: string | null, to: string, hit = false): Case => ({
  from: from as Day | null,
  to: to as Day,
  hit,
  title: `${from}—${to}`,
  ocid: null,
})
test.each([
  ['次日', '2026-11-23', '2026-11-24', 1],
  ['当天', '2026-11-24', '2026-11-24', 0],
  ['跨周末', '2026-11-27', '2026-12-01', 2],
  ['跨国庆（10月10日补班）', '2026-09-30', '2026-10-10', 3],
])('工作日：%s', (_, from, to, n) => expect(workdaysAfter(from as Day, to as Day)).toBe(n))
test('超出法定工作日的件数、中位数和依据的记录', () => {
  const f = figureOf(measure('agency.result'), [
    one('2026-11-23', '2026-11-24'),
    one('2026-11-23', '2026-11-25'),
    one('2026-11-20', '2026-11-30'),
  ])
  expect(f).toMatchObject({
    value: '中位数 2 工作日',
    cases: 3,
    outside: 1,
    limit: '不超过 2 工作日',
  })
  expect(f.records[0]).toMatchObject({ day: '2026-11-30', says: '6 工作日', outside: true })
})
test('没有一件时不编数字；日历没有公布的年份不计', () => {
  expect(figureOf(measure('agency.fail'), [])).toMatchObject({ value: null, cases: 0 })
  expect(figureOf(measure('agency.result'), [one('2031-01-02', '2031-01-05')]).cases).toBe(0)
})
test('比例总等于计入的件数除以全部，月份加起来就是全部', () => {
  const months = fc.integer({ min: 1, max: 12 }).map((m) => `2026-${String(m).padStart(2, '0')}-15`)
  fc.assert(
    fc.property(fc.array(fc.tuple(months, fc.boolean()), { minLength: 1, maxLength: 60 }), (xs) => {
      const f = figureOf(
        measure('agency.fail'),
        xs.map(([to, hit]) => one(null, to, hit)),
      )
      const hits = xs.filter(([, hit]) => hit).length
      expect(f.value?.startsWith(`${hits} / ${xs.length}（`)).toBe(true)
      expect(f.months.reduce((n, m) => n + m.cases, 0)).toBe(xs.length)
      expect(f.months.map((m) => m.month)).toEqual(
        [...new Set(f.months.map((m) => m.month))].sort(),
      )
    }),
  )
})
test('每个数字都写明算法和出处，给公众看的只用公开的事实', () => {
  for (const m of measures) {
    expect(m.formula.length).toBeGreaterThan(5)
    expect(m.cites.length).toBeGreaterThan(0)
    if (m.of === '评审专家') expect(m.open).toBe(false)
  }
})
