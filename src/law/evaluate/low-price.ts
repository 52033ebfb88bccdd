import type { Day } from '#kernel'
import { lawIf } from '../params.ts'
import type { Settings } from '../settings.ts'
import { compare, decimal, over, type Ratio, ratio, times } from './rational.ts'
import type { Bid, Evaluate } from './schema.ts'

/**
 * Triggers of 财库〔2026〕2号 (◐): strictly below a share of the average, of the second lowest and of the ceiling (without
 * one, the budget); on the raw quotes of conforming bidders, itself among them. A hit calls for an explanation, no more.
 */
export function lowPriceReview(
  x: Evaluate,
  bids: readonly Bid[],
  settings: Settings,
): { bidder: string; triggers: number[] }[] {
  const on = x.on as Day
  const share = (name: '低价均价触发' | '低价次低触发' | '低价限价触发'): Ratio | undefined => {
    const percent = lawIf(on, name, settings)
    return percent === undefined ? undefined : over(decimal(percent), ratio(100))
  }
  const cap = x.ceiling ?? x.budget
  const total = bids.reduce((a, b) => a + BigInt(b.price), 0n)
  const second = bids.map((b) => Number(b.price)).sort((a, b) => a - b)[1]
  const against: readonly (readonly [Ratio | undefined, Ratio | undefined])[] = [
    [bids.length > 0 ? ratio(total, bids.length) : undefined, share('低价均价触发')],
    [second === undefined ? undefined : ratio(second), share('低价次低触发')],
    [cap === undefined ? undefined : ratio(cap), share('低价限价触发')],
  ]
  return bids.flatMap((b) => {
    const triggers = against.flatMap(([base, part], i) =>
      base && part && compare(ratio(b.price), times(base, part)) < 0 ? [i + 1] : [],
    )
    return triggers.length > 0 ? [{ bidder: b.bidder, triggers }] : []
  })
}
