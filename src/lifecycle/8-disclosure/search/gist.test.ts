import { expect, test } from 'vitest'
import type { Content } from '#disclosure'
import { yuan } from '#kernel'
import { gistOf } from './model.ts'

const intention = (label: string, budget: string): Content => ({
  kind: '采购意向公告',
  title: '意向',
  opening: '',
  tail: '',
  publisher: '某单位',
  date: '2026-10-16',
  sections: [
    { no: '', heading: '采购意向', columns: [{ key: 'budget', label }], rows: [{ budget }] },
  ],
})
test.each([
  ['预算金额（万元）', '800.00', 8_000_000],
  ['预算金额（万元）', '0.123456', 1234.56],
  ['预算金额（万元）', '12345.6789', 123_456_789],
  // Published before the form's unit was taken up; a notice is never rewritten.
  ['预算金额（元）', '8000000.00', 8_000_000],
])('意向的预算，%s %s', (label, budget, amount) => {
  expect(gistOf(intention(label, budget))?.amount).toBe(yuan(amount))
})
test('不是数的，没有金额', () => {
  expect(gistOf(intention('预算金额（万元）', '另定'))).toBe(null)
})
