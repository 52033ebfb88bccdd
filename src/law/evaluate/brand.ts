import { cite } from '../cite.ts'
import { isTender, type Refused } from './lawful.ts'
import { compare, type Ratio } from './rational.ts'
import type { Bid, Evaluate } from './schema.ts'

/** Goods of one brand (of the core product) count as one bidder by tender; no brand stated, everyone counts alone. */
export function byBrand(x: Evaluate, bids: readonly Bid[]): Bid[][] {
  const groups = new Map<string, Bid[]>()
  for (const b of bids) {
    const brand =
      x.category === 'goods' && isTender(x)
        ? b.brand?.normalize('NFKC').trim().toLowerCase()
        : undefined
    const key = brand ? `品牌 ${brand}` : `单独 ${b.bidder}`
    groups.set(key, [...(groups.get(key) ?? []), b])
  }
  return [...groups.values()]
}
/** The cheapest by the price named; several when they are equal, and then a draw decides (87号令第三十一条). */
export const cheapest = (group: readonly Bid[], price: (b: Bid) => Ratio): Bid[] =>
  group.filter((b) => group.every((other) => compare(price(b), price(other)) <= 0))

export const dropped = (all: readonly Bid[], stay: readonly Bid[], because: string): Refused[] =>
  all
    .filter((b) => !stay.includes(b))
    .map((b) => ({
      rule: '同品牌只计一家',
      because: `${b.bidder}：${because}`,
      cites: [cite('87号令', '第三十一条', '提供相同品牌产品')],
      bidder: b.bidder,
    }))
