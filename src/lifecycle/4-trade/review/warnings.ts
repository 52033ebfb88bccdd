import { type Dossier, qualifiedOf } from './facts.ts'

/**
 * 签署前的提示: made of this member's own marks and nobody else's (trust I-14). They stop nothing; what the law lets
 * correct afterwards (87号令第六十四条) is cheaper to see now.
 */
export function warningsOf(d: Dossier, review: string): string[] {
  const bids = qualifiedOf(d)
  const mine = d.scores.filter((s) => s.review === review)
  const of = (bid: string, item: string) =>
    mine.find((s) => s.bid === bid && s.item === item)?.points
  const out: string[] = []
  const missing = bids.reduce(
    (n, b) => n + d.document.criteria.filter((c) => of(b.id, c.key) === undefined).length,
    0,
  )
  if (missing > 0) out.push(`还有${missing}项没有评分`)
  for (const c of d.document.criteria) {
    const given = bids.flatMap((b) => {
      const points = of(b.id, c.key)
      return points === undefined ? [] : [{ name: d.names[b.id] ?? '', points }]
    })
    if (given.length < 3) continue
    if (!c.objective && given.every((g) => g.points === given[0]?.points) && c.max >= 5)
      out.push(`“${c.name}”各家都是${(given[0]?.points ?? 0) / 100}分`)
    for (const g of given) {
      const others = given.filter((x) => x !== g)
      const mean = others.reduce((sum, x) => sum + x.points, 0) / others.length
      if (Math.abs(g.points - mean) > (c.max * 100 * 6) / 10)
        out.push(
          `${g.name}的“${c.name}”${g.points / 100}分，与您给其他各家的平均${Math.round(mean) / 100}分相差悬殊`,
        )
    }
  }
  return out
}
