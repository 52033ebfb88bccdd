import { expect, test } from 'vitest'
import { jsonSchema } from '#kernel'
import { ecmo } from '../../../demo/hospital-facts.ts'
import { type Offer, plainBid } from '../../../demo/papers.ts'
import { check, prune } from '../../../web/ui/check.ts'
import { zPlainBid } from './model.ts'

/** 封存以前，本机先按同一个表检查：开标时会打不开的，这时就说出来。 */
const schema = jsonSchema(zPlainBid) as Parameters<typeof check>[0]
const good = plainBid(ecmo['kangda'] as Offer)
const found = (change: object) => {
  const content = prune({ ...good, ...change })
  return { issues: check(schema, content), opens: zPlainBid.safeParse(content).success }
}
test('填好的没有可说的，空着的可不填项也不带进去', () => {
  expect(found({})).toEqual({ issues: {}, opens: true })
  expect(found({ smeAmount: '', qualifications: { q1: '', q2: '有' } })).toEqual({
    issues: {},
    opens: true,
  })
})
test.each([
  [{ price: '' }, 'price'],
  [{ price: '3780000' }, 'price'],
  [{ items: [] }, 'items'],
  [{ items: [{ ...good.items[0], quantity: 0 }] }, 'items.0.quantity'],
  [{ items: [{ ...good.items[0], unitPrice: '一元' }] }, 'items.0.unitPrice'],
  [{ items: [{ ...good.items[0], brand: '' }] }, 'items.0.brand'],
  [{ sme: '小微' }, 'sme'],
  [{ domesticCostPercent: 101 }, 'domesticCostPercent'],
  [{ delivery: '长'.repeat(501) }, 'delivery'],
  [{ contact: '  ' }, 'contact'],
])('%j：封存前指出 %s', (change, at) => {
  const { issues, opens } = found(change)
  expect(opens).toBe(false)
  expect(Object.keys(issues)).toContain(at)
})
