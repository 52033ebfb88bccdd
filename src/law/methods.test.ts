import { describe, expect, test } from 'vitest'
import { type Day, fen } from '#kernel'
import { advise, type EvaluateInput, evaluate, lawOn } from '#law'

const bid = (bidder: string, price: string, more: object = {}) => ({ bidder, price, ...more })

describe('采购方式与数额', () => {
  test.each([
    ['goods', 399_999_999, 'optional'],
    ['goods', 400_000_000, 'required'],
    ['services', 400_000_000, 'required'],
    ['works', 400_000_000, 'required'],
    ['works', 399_999_999, 'optional'],
  ] as const)('%s %d 分 → %s', (category, amount, want) => {
    expect(
      advise({ region: '150204', on: '2026-11-24', category, amount: fen(amount) }).openTender,
    ).toBe(want)
  })
  test.each([
    ['150100', 'goods', '2026-11-24', true],
    ['150122', 'goods', '2026-11-24', false],
    ['150781', 'services', '2026-11-24', true],
    ['150100', 'goods', '2024-05-31', false],
    ['150100', 'works', '2026-11-24', false],
  ] as const)('合作创新采购：%s %s %s → %s', (region, category, on, want) => {
    const { methods } = advise({ region, on, category, amount: fen(100_000_000) })
    expect(methods.includes('合作创新采购')).toBe(want)
  })
  test('达到公开招标数额：其他方式须经批准，框架协议与合作创新不以数额批准', () => {
    const a = advise({
      region: '150122',
      on: '2026-11-24',
      category: 'goods',
      amount: fen(400_000_000),
    })
    expect(a.methods).toEqual(['公开招标'])
    expect(a.withApproval).toEqual(['邀请招标', '竞争性谈判', '竞争性磋商', '询价', '单一来源'])
    const s = advise({
      region: '150122',
      on: '2026-11-24',
      category: 'services',
      amount: fen(400_000_000),
    })
    expect(s.withApproval).not.toContain('询价')
  })
  test.each([
    ['consultation', 'services', 2, undefined, true],
    ['consultation', 'services', 1, undefined, false],
    ['consultation', 'services', 2, false, false],
    ['consultation', 'goods', 2, undefined, false],
    ['consultation', 'goods', 2, true, true],
    ['negotiation', 'goods', 2, undefined, false],
    ['negotiation', 'goods', 2, true, true],
    ['negotiation', 'services', 2, undefined, false],
    ['inquiry', 'goods', 2, true, false],
    ['open', 'services', 2, true, false],
  ] as const)(
    'C11 %s %s %d家（两家情形：%s）→ 可以继续：%s',
    (procedure, category, n, twoSuppliers, ok) => {
      const scoringToo = procedure === 'consultation' || procedure === 'open'
      const a = evaluate({
        procedure,
        category,
        on: '2026-11-24',
        budget: '2000000.00',
        method: scoringToo ? 'scoring' : 'lowestPrice',
        ...(scoringToo ? { priceWeight: 30, weights: { technical: 70 } } : {}),
        ...(twoSuppliers === undefined ? {} : { twoSuppliers }),
        bids: ['A', 'B', 'C']
          .slice(0, n)
          .map((b, i) =>
            bid(b, `${900 + i}000.00`, scoringToo ? { scores: { technical: [50] } } : {}),
          ),
      })
      expect(a.refused.length === 0).toBe(ok)
      expect(a.ranking.length > 0).toBe(ok)
    },
  )
  test('谈判、询价按报价由低到高，政策扣除后比；超过预算的无效', () => {
    const base = {
      category: 'goods' as const,
      on: '2026-11-24',
      budget: '1000000.00',
      method: 'lowestPrice' as const,
      rates: { sme: 0.1 },
    }
    const bids = [
      bid('A', '900000.00'),
      bid('B', '950000.00', { sme: 'all' }),
      bid('C', '980000.00'),
      bid('D', '1000000.01'),
    ] as EvaluateInput['bids']
    for (const procedure of ['negotiation', 'inquiry'] as const) {
      const a = evaluate({ ...base, procedure, bids })
      expect(a.ranking).toEqual([['B'], ['A'], ['C']])
      expect(a.refused).toMatchObject([{ bidder: 'D', rule: '报价超过预算' }])
    }
  })
  test('法律没有说话的日子，不猜', () =>
    expect(() => lawOn('2002-12-31' as Day)('等标期')).toThrow('没有关于'))
})
