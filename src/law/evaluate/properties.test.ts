import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EvaluateInput, evaluate } from './index.ts'

const yuan = (fen: number) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
const bid = (n: number) =>
  fc.record({
    price: fc.integer({ min: 40_000_000, max: 95_000_000 }),
    technical: fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 5, maxLength: 5 }),
    sme: fc.constantFrom('none' as const, 'all' as const),
    domestic: fc.constantFrom('none' as const, 'all' as const),
    name: fc.constant(`投标人${n}`),
  })
const field = fc
  .integer({ min: 3, max: 7 })
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => bid(i))))
type Field = {
  price: number
  technical: number[]
  sme: 'none' | 'all'
  domestic: 'none' | 'all'
  name: string
}[]
const input = (bids: Field): EvaluateInput => ({
  procedure: 'open',
  category: 'services',
  on: '2026-11-24',
  budget: '1000000.00',
  method: 'scoring',
  priceWeight: 50,
  weights: { technical: 50 },
  rates: { sme: 0.1 },
  bids: bids.map((b) => ({
    bidder: b.name,
    price: yuan(b.price),
    scores: { technical: b.technical.map((p) => p / 100) },
    sme: b.sme,
    domestic: b.domestic,
  })),
})

test('换一个次序递交，得分与排序都不变', () => {
  fc.assert(
    fc.property(field, fc.integer(), (bids, seed) => {
      const moved = [...bids].sort(
        (a, b) => ((a.price * 31 + seed) % 97) - ((b.price * 31 + seed) % 97),
      )
      const [a, b] = [evaluate(input(bids as Field)), evaluate(input(moved as Field))]
      expect(b.totals).toEqual(a.totals)
      expect(b.ranking).toEqual(a.ranking)
    }),
    { numRuns: 300 },
  )
})
test('自己的报价变差，价格分不升，名次不进', () => {
  const place = (r: string[][], who: string) => r.findIndex((tie) => tie.includes(who))
  fc.assert(
    fc.property(field, fc.integer({ min: 1, max: 4_000_000 }), (bids, more) => {
      const [first, ...rest] = bids as Field
      if (!first) return
      const before = evaluate(input([first, ...rest]))
      const after = evaluate(input([{ ...first, price: first.price + more }, ...rest]))
      const score = (a: typeof before) => Number(a.priceScores[first.name])
      expect(score(after)).toBeLessThanOrEqual(score(before))
      // Another's price score may rise when the base rises; one's own place never improves.
      expect(place(after.ranking, first.name)).toBeGreaterThanOrEqual(
        place(before.ranking, first.name),
      )
    }),
    { numRuns: 300 },
  )
})
test('评委给谁加分，谁的总分不降', () => {
  fc.assert(
    fc.property(field, (bids) => {
      const [first, ...rest] = bids as Field
      if (!first) return
      const better = { ...first, technical: first.technical.map((p) => Math.min(5000, p + 100)) }
      const [a, b] = [evaluate(input([first, ...rest])), evaluate(input([better, ...rest]))]
      expect(Number(b.totals[first.name])).toBeGreaterThanOrEqual(Number(a.totals[first.name]))
    }),
    { numRuns: 200 },
  )
})
