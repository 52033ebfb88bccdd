import type { Bid } from '#trade/bid'
import { computed, type Document } from '#trade/tender'
import type { Review, Score } from './model.ts'

export interface Objection {
  readonly review: string
  readonly bid: string
  readonly item: string
  readonly value: number
  readonly reason: string
}
/**
 * The figure that an item is computed from: what the bid states, unless more than half of the members wrote one and the same
 * other figure (87号令第六十一条 少数服从多数).
 */
export function figureOf(
  b: Pick<Bid, 'id' | 'opened'>,
  item: string,
  objections: readonly Objection[],
  members: number,
): number | undefined {
  const said = objections.filter((o) => o.bid === b.id && o.item === item)
  for (const { value } of said)
    if (said.filter((o) => o.value === value).length * 2 > members) return value
  return b.opened?.counts?.[item]
}
/** The members' own marks, and for every item with a formula the mark that is computed: one and the same for all of them. */
export function withComputed(
  given: readonly Score[],
  d: {
    document: Pick<Document, 'criteria'>
    bids: readonly Pick<Bid, 'id' | 'opened'>[]
    reviews: readonly Pick<Review, 'id'>[]
    objections: readonly Objection[]
  },
): Score[] {
  const items = d.document.criteria.flatMap((c) =>
    c.formula === undefined ? [] : [{ key: c.key, max: c.max, formula: c.formula }],
  )
  if (items.length === 0) return [...given]
  const computable = new Set(items.map((c) => c.key))
  return [
    ...given.filter((s) => !computable.has(s.item)),
    ...d.reviews.flatMap((r) =>
      d.bids.flatMap((b) =>
        b.opened === null
          ? []
          : items.map((c) => ({
              review: r.id,
              bid: b.id,
              item: c.key,
              points: computed(
                c.formula,
                c.max,
                figureOf(b, c.key, d.objections, d.reviews.length),
              ),
              note: '系统计算',
            })),
      ),
    ),
  ]
}
