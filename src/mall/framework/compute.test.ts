import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  admitted,
  agreedFor,
  corrected,
  lowest,
  meanOf,
  rank,
  termEnd,
  tooFewLeft,
  waiting,
} from './compute.ts'

const of = (percent: number, most: number | null = null, own = percent) => ({
  percent,
  own,
  most,
  least: 2,
})
test.each([
  [1, null, null],
  [2, 1, 1],
  [3, 2, 1],
  [4, 3, 2],
  [5, 4, 3],
  [6, 4, 3],
  [10, 8, 6],
  [11, 8, 6],
])('合格%i家：一般入围%s家，检测实验仪器设备质量优先入围%s家', (n, usual, quality) => {
  expect(admitted(n, of(20))).toBe(usual)
  expect(admitted(n, of(40))).toBe(quality)
})
test('数量上限只能更严，不能松过法定比例', () => {
  expect(admitted(10, of(20, 3))).toBe(3)
  expect(admitted(10, of(20, 9))).toBe(8)
  expect(admitted(10, of(20, null, 50))).toBe(5)
})
test('任何家数：至少淘汰一家，淘汰的不低于比例，也不多一家', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 500 }), fc.constantFrom(20, 40), (n, percent) => {
      const out = n - (admitted(n, of(percent)) ?? n)
      expect(out).toBeGreaterThanOrEqual(1)
      expect(out * 100).toBeGreaterThanOrEqual(n * percent)
      if (out > 1) expect((out - 1) * 100).toBeLessThan(n * percent)
    }),
  )
})
const r = (id: string, price: number, score: number | null, at: number) => ({
  id,
  price,
  score,
  at,
})
test('价格优先：低价在前，同价先提交的在前；质量优先：高分在前，同分低价在前', () => {
  const all = [r('甲', 300, 9000, 1), r('乙', 200, 8000, 3), r('丙', 200, 9000, 2)]
  expect(rank(all, '价格优先法').map((x) => x.id)).toEqual(['丙', '乙', '甲'])
  expect(rank(all, '质量优先法').map((x) => x.id)).toEqual(['丙', '甲', '乙'])
  expect(meanOf([90, 91, 91])).toBe(9066)
})
test.each([
  [3, 2, true],
  [10, 7, false],
  [10, 6, true],
  [4, 3, false],
  [1, 0, true],
])('初次入围%i家，剩%i家，不足70%%：%s', (original, left, thin) => {
  expect(tooFewLeft(left, original, 70)).toBe(thin)
})
const members = ['甲', '乙', '丙'].map((id, n) => ({ id, turn: n + 1 }))
test('轮候：一轮里每家一次，轮完才有第二轮；离开的不再轮到，后来的排在最后', () => {
  const turn = (cycle: number, ...ids: string[]) => ids.map((member) => ({ cycle, member }))
  const ids = (m: typeof members, t: ReturnType<typeof turn>) => {
    const w = waiting(m, t)
    return [w.cycle, w.queue.map((x) => x.id).join('')]
  }
  expect(ids(members, [])).toEqual([1, '甲乙丙'])
  expect(ids(members, turn(1, '甲'))).toEqual([1, '乙丙'])
  expect(ids(members, turn(1, '甲', '乙', '丙'))).toEqual([2, '甲乙丙'])
  expect(ids(members.slice(1), turn(1, '甲'))).toEqual([1, '乙丙'])
  expect(ids(members.slice(0, 2), turn(1, '甲', '乙'))).toEqual([2, '甲乙'])
  expect(ids([...members, { id: '丁', turn: 4 }], turn(1, '甲', '乙'))).toEqual([1, '丙丁'])
})
test('任何一串授予：一轮之内没有一家得第二次，而且谁也不会多出一次以上', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 40 }), (n, calls) => {
      const all = Array.from({ length: n }, (_, i) => ({ id: `${i}`, turn: i + 1 }))
      const turns: { cycle: number; member: string }[] = []
      for (let i = 0; i < calls; i++) {
        const { cycle, queue } = waiting(all, turns)
        turns.push({ cycle, member: queue[0]?.id ?? '' })
      }
      expect(new Set(turns.map((t) => `${t.cycle}-${t.member}`)).size).toBe(calls)
      const had = all.map((m) => turns.filter((t) => t.member === m.id).length)
      expect(Math.max(...had) - Math.min(...had)).toBeLessThanOrEqual(1)
    }),
  )
})
test('竞价：最低的成交，同价先报的成交，没有人报就没有', () => {
  expect(lowest([])).toBeUndefined()
  expect(lowest([r('甲', 5, null, 1), r('乙', 4, null, 3), r('丙', 4, null, 2)])?.id).toBe('丙')
})
test.each([
  ['2026-03-01', 12, '2027-02-28'],
  ['2026-08-31', 6, '2027-02-27'],
  ['2027-01-31', 1, '2027-02-27'],
  ['2026-06-15', 24, '2028-06-14'],
])('自%s起%i个月，至%s', (from, months, end) => {
  expect(termEnd(from, months)).toBe(end)
})
test.each([
  [1, 450000],
  [9, 450000],
  [10, 441000],
  [49, 441000],
  [50, 427500],
])('量价关系折扣：一单%i台，至多%i分', (quantity, most) => {
  const steps = [
    { from: 10, percent: 2 },
    { from: 50, percent: 5 },
  ]
  expect(agreedFor(450000, steps, quantity)).toBe(most)
})
test('折扣舍去分以下，从不高于应降的价', () => {
  expect(agreedFor(101, [{ from: 2, percent: 33 }], 2)).toBe(67)
  expect(agreedFor(450000, [], 1000)).toBe(450000)
})
test('修正报价：设备价加约定期限内的耗材；选配件不算，没有报的算零', () => {
  const uses = [
    { name: '硒鼓', usage: 12 },
    { name: '纸盒', usage: 0 },
  ]
  const quoted = (drum: number) => [
    { name: '硒鼓', price: drum },
    { name: '纸盒', price: 99900 },
  ]
  expect(corrected(200000, quoted(30000), uses)).toBe(560000)
  // The cheaper device with the dearer drum comes second.
  expect(corrected(180000, quoted(40000), uses)).toBeGreaterThan(
    corrected(200000, quoted(30000), uses),
  )
  expect(corrected(200000, [], uses)).toBe(200000)
})
