import type { Day } from '#kernel'
import { lawIf } from '../params.ts'
import { compare, decimal, hundredths, over, plus, type Ratio, ratio, times } from './rational.ts'
import type { Bid, Evaluate } from './schema.ts'

/** 小微份额: at or above 30% of the quote (财库〔2020〕46号第九条). Exactly 30% counts (以上 includes the number). */
const shareEnough = (b: Bid, on: Day): boolean => {
  const least = lawIf(on, '小微份额起点')
  return (
    b.smeAmount !== undefined &&
    least !== undefined &&
    compare(ratio(b.smeAmount, b.price), ratio(least, 100)) >= 0
  )
}
/** The rate of the SME deduction this bid has a right to. */
function smeRate(x: Evaluate, b: Bid): Ratio {
  if (b.sme === 'all') return decimal(x.rates?.sme ?? 0)
  if (b.sme === 'share' && shareEnough(b, x.on as Day)) return decimal(x.rates?.smeShare ?? 0)
  return ratio(0)
}
/** 本国产品: all of it, or products whose cost is at least 80% of all (财库〔2025〕30号 ◐). */
function isDomestic(b: Bid, on: Day): boolean {
  if (b.domestic === 'all') return true
  const least = lawIf(on, '本国产品成本起点')
  return (
    b.domestic === 'share' &&
    least !== undefined &&
    b.domesticCostShare !== undefined &&
    compare(decimal(b.domesticCostShare), ratio(least, 100)) >= 0
  )
}
/**
 * Evaluation prices in whole fen, rounded half up like every published figure (△), so that scores and ranking can be
 * recomputed from what is published. Both deductions are taken from the original quote and added (△ order, ◐ 34号):
 * quote × (1 − domestic − sme). The domestic one only when domestic and other products compete among `bids`; never for
 * works, which are outside the standard for products.
 */
export function evaluationPrices(x: Evaluate, bids: readonly Bid[]): Map<string, Ratio> {
  const on = x.on as Day
  const rate = lawIf(on, '本国产品扣除')
  const domestic = bids.filter((b) => isDomestic(b, on))
  const both =
    rate !== undefined &&
    x.category !== 'works' &&
    domestic.length > 0 &&
    domestic.length < bids.length
  return new Map(
    bids.map((b) => {
      const off = plus(smeRate(x, b), both && domestic.includes(b) ? ratio(rate, 100) : ratio(0))
      const exact = times(ratio(b.price), plus(ratio(1), times(ratio(-1), off)))
      return [b.bidder, ratio(hundredths(over(exact, ratio(100))))]
    }),
  )
}
