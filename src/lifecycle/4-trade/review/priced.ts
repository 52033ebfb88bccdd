import type { Bid } from '#trade/bid'
import type { Quote } from '#trade/round'

/** A bid with the price that counts: its own, or the one it gave in the last round that was opened. */
export function priced<B extends Pick<Bid, 'id' | 'opened' | 'price'>>(
  b: B,
  prices: ReadonlyMap<string, Quote> | null,
): B {
  const q = prices?.get(b.id)
  if (!q?.opened || !b.opened) return b
  const unit = new Map(q.opened.items.map((i) => [i.name, i.unitPrice]))
  return {
    ...b,
    price: q.price,
    opened: {
      ...b.opened,
      price: q.opened.price,
      items: b.opened.items.map((i, n) => ({
        ...i,
        unitPrice: unit.get(i.name) ?? q.opened?.items[n]?.unitPrice ?? i.unitPrice,
      })),
    },
  }
}
