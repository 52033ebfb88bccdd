import { expect, test } from 'vitest'
import { since } from './actions.ts'

type Picture = Parameters<typeof since>[0]
/** Found by the simulator: a unit price with cents stopped the projector for good. */
test('单价带分的成交，有变化才发布，没有变化不再发布', () => {
  const picture = (amount: number) =>
    ({
      buyer: { id: 'b', name: '采购人' },
      awards: [{ id: 'a1', items: [{ id: 'i1', unit: { value: { amount, currency: 'CNY' } } }] }],
    }) as unknown as Picture
  expect(since(picture(25846.15), picture(25846.15))['awards']).toBeUndefined()
  expect(since(picture(25846.15), picture(25846.16))['awards']).toHaveLength(1)
})
