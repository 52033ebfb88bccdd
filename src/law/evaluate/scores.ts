import { cite } from '../cite.ts'
import type { Refused } from './lawful.ts'
import type { Bid, Evaluate } from './schema.ts'

/** Scores a lawful evaluation cannot be computed from: said as a refusal of the whole, since a member must correct them. */
export function scoreRefusals(x: Evaluate, bids: readonly Bid[]): Refused[] {
  if (x.method !== 'scoring') return []
  const weights = new Map(Object.entries(x.weights ?? {}))
  const missing = (because: string): Refused => ({
    rule: '评分缺项',
    because,
    cites: [cite('87号令', '第五十五条', '独立对每个投标人的投标文件进行评价')],
  })
  const outside = (rule: string, because: string): Refused => ({
    rule,
    because,
    cites: [cite('87号令', '第六十四条', '分项评分超出评分标准范围')],
  })
  const out: Refused[] = []
  for (const b of bids) {
    const given = new Map(Object.entries(b.scores ?? {}))
    for (const [key, max] of weights) {
      const marks = given.get(key)
      if (marks === undefined) {
        if (max > 0) out.push(missing(`${b.bidder}没有“${key}”的评分`))
      } else if (marks.some((m) => m > max))
        out.push(outside('评分超出范围', `${b.bidder}的“${key}”有评分超过${max}分`))
    }
    for (const key of given.keys())
      if (!weights.has(key))
        out.push(outside('评分无此因素', `${b.bidder}的“${key}”不是本项目的评审因素`))
    if (new Set([...given.values()].map((m) => m.length)).size > 1)
      out.push(missing(`${b.bidder}各因素的评委人数不一致`))
  }
  // Every member scores every bid: a mean of four beside a mean of five is not one committee's.
  const members = new Set(bids.flatMap((b) => Object.values(b.scores ?? {})[0]?.length ?? []))
  if (members.size > 1) out.push(missing('各投标人的评委人数不一致'))
  return out
}
