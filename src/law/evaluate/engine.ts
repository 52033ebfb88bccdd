import { type Citation, type Day, Malformed } from '#kernel'
import { cite } from '../cite.ts'
import { citesOf, lawIf } from '../params.ts'
import { evaluationPrices } from './deduct.ts'
import { bidRefusals, isTender, type Refused, scoreRefusals, wholeRefusals } from './lawful.ts'
import {
  compare,
  decimal,
  hundredths,
  over,
  plus,
  type Ratio,
  ratio,
  text,
  times,
} from './rational.ts'
import { type Bid, type Evaluate, type EvaluateInput, zEvaluate } from './schema.ts'

export interface Answer {
  refused: Refused[]
  countedBidders: number
  lowPriceReview: { bidder: string; triggers: number[] }[]
  evaluationPrices: Record<string, string>
  priceScores: Record<string, string>
  totals: Record<string, string>
  ranking: string[][]
  cites: Citation[]
}

/**
 * The engine behind every ranking here and behind `POST /api/law/evaluate`: pure, exact, replayable.
 * Order (△): validity on the raw price → brands → abnormally low price on the raw price → deductions → scores → ranking.
 * Throws Malformed (400) for input that is not of the contract's shape.
 */
export function evaluate(raw: EvaluateInput): Answer {
  const parsed = zEvaluate.safeParse(raw)
  if (!parsed.success)
    throw new Malformed(
      400,
      parsed.error.issues.map((i) => `${i.path.join('.')}：${i.message}`).join('；'),
      parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message })),
    )
  const x = parsed.data
  const refused = wholeRefusals(x)
  const perBid = x.bids.flatMap((b) => bidRefusals(x, b))
  const conforming = x.bids.filter((b) => !perBid.some((r) => r.bidder === b.bidder))
  const unscored = scoreRefusals(x, conforming)
  refused.push(...unscored)
  const brands = byBrand(x, conforming)
  const counted = brands.length
  const least = lawIf(x.on as Day, '招标最少供应商') ?? 3
  if (counted < least)
    refused.push({
      rule: '有效供应商不足三家',
      because: `有效投标人${counted}家（同品牌按一家计算），不足${least}家`,
      cites: isTender(x)
        ? [
            cite('87号令', '第四十四条', '合格投标人不足3家的，不得评标'),
            cite('政府采购法', '第三十六条', '不足三家的'),
          ]
        : [cite('74号令', x.procedure === 'inquiry' ? '第五十条' : '第三十七条', '不足3家的')],
    })
  const answer: Answer = {
    refused: [...refused, ...perBid],
    countedBidders: counted,
    lowPriceReview: lowPrice(x, conforming),
    evaluationPrices: {},
    priceScores: {},
    totals: {},
    ranking: [],
    cites: citesOfEvaluation(x),
  }
  const unlawful = refused.length > 0

  // 87号令第三十一条: by lowest price only the cheapest of a brand takes part; by scoring all are scored and one counts.
  const prices = evaluationPrices(x, conforming)
  const price = (b: Bid) => prices.get(b.bidder) ?? ratio(b.price)
  const fenText = (b: Bid) => text(hundredths(over(price(b), ratio(100))))
  for (const b of conforming) answer.evaluationPrices[b.bidder] = fenText(b)
  if (x.method === 'lowestPrice') {
    if (unlawful) return answer
    const stay = brands.flatMap((group) => cheapest(group, (b) => ratio(b.price)))
    drop(answer, conforming, stay, '同品牌投标人中报价不是最低')
    answer.ranking = tiesBy(stay, (a, b) => compare(price(a), price(b)))
    return answer
  }
  const base = conforming.reduce<Ratio | null>(
    (low, b) => (low === null || compare(price(b), low) < 0 ? price(b) : low),
    null,
  )
  const totals = new Map<string, bigint>()
  const technical = new Map<string, bigint>()
  for (const b of conforming) {
    const p =
      base === null ? 0n : hundredths(times(over(base, price(b)), decimal(x.priceWeight ?? 0)))
    answer.priceScores[b.bidder] = text(p)
    let total = p
    for (const key of Object.keys(x.weights ?? {})) {
      const mean = average(b.scores?.[key] ?? [0])
      total += mean
      if (/^tech|技术/i.test(key)) technical.set(b.bidder, (technical.get(b.bidder) ?? 0n) + mean)
    }
    totals.set(b.bidder, total)
    if (unscored.length === 0) answer.totals[b.bidder] = text(total)
  }
  // What can be computed is shown; what would be an unlawful ranking is not made.
  if (unlawful) return answer
  const total = (b: Bid) => totals.get(b.bidder) ?? 0n
  const better = (a: Bid, b: Bid): number => {
    if (total(a) !== total(b)) return total(a) > total(b) ? -1 : 1
    // 磋商 by the final quote itself, then by technical merit (214号第二十五条 ✎); 招标 by the adjusted price (87号令第五十五条 redefines 投标报价 △).
    if (x.procedure !== 'consultation') return compare(price(a), price(b))
    const byQuote = a.price - b.price
    if (byQuote !== 0) return byQuote
    const d = (technical.get(b.bidder) ?? 0n) - (technical.get(a.bidder) ?? 0n)
    return d < 0n ? -1 : d > 0n ? 1 : 0
  }
  const stand = brands.flatMap((group) => {
    const sorted = [...group].sort(better)
    const first = sorted[0]
    return first ? sorted.filter((b) => better(first, b) === 0) : []
  })
  drop(answer, conforming, stand, '同品牌投标人中得分不是最高，不取得中标人推荐资格')
  answer.ranking = tiesBy(stand, better)
  return answer
}

/** Arithmetic mean of the members' marks, rounded to two places half up (△ 87号令 leaves sum or mean to the document). */
const average = (marks: readonly number[]): bigint =>
  hundredths(
    over(
      marks.reduce<Ratio>((a, m) => plus(a, decimal(m)), ratio(0)),
      ratio(marks.length),
    ),
  )

/** Goods of one brand (of the core product) count as one bidder; no brand stated, everyone counts alone. */
function byBrand(x: Evaluate, bids: readonly Bid[]): Bid[][] {
  const groups = new Map<string, Bid[]>()
  for (const b of bids) {
    const brand = x.category === 'goods' && isTender(x) ? b.brand?.trim().toLowerCase() : undefined
    const key = brand ? `品牌 ${brand}` : `单独 ${b.bidder}`
    groups.set(key, [...(groups.get(key) ?? []), b])
  }
  return [...groups.values()]
}
const cheapest = (group: readonly Bid[], price: (b: Bid) => Ratio) => {
  const low = group.reduce((a, b) => (compare(price(b), price(a)) < 0 ? b : a))
  return group.filter((b) => compare(price(b), price(low)) === 0)
}
function drop(answer: Answer, all: readonly Bid[], stay: readonly Bid[], because: string) {
  for (const b of all)
    if (!stay.includes(b))
      answer.refused.push({
        rule: '同品牌只计一家',
        because: `${b.bidder}：${because}`,
        cites: [cite('87号令', '第三十一条', '提供相同品牌产品')],
        bidder: b.bidder,
      })
}
/** Sorted, with those that compare equal sharing a place; within a tie by name, so that the answer does not depend on input order. */
function tiesBy(bids: readonly Bid[], by: (a: Bid, b: Bid) => number): string[][] {
  const sorted = [...bids].sort((a, b) => by(a, b) || (a.bidder < b.bidder ? -1 : 1))
  const out: Bid[][] = []
  for (const b of sorted) {
    const last = out.at(-1)
    if (last?.[0] && by(last[0], b) === 0) last.push(b)
    else out.push([b])
  }
  return out.map((tie) => tie.map((b) => b.bidder))
}

/** Triggers of 财库〔2026〕2号 (◐), strict, on raw quotes of conforming bidders, itself among them. */
function lowPrice(x: Evaluate, bids: readonly Bid[]): Answer['lowPriceReview'] {
  const on = x.on as Day
  const [byMean, bySecond, byCeiling] = (
    ['低价均价触发', '低价次低触发', '低价限价触发'] as const
  ).map((n) => lawIf(on, n))
  if (
    byMean === undefined ||
    bySecond === undefined ||
    byCeiling === undefined ||
    bids.length === 0
  )
    return []
  const total = bids.reduce((a, b) => a + BigInt(b.price), 0n)
  const sorted = bids.map((b) => b.price as number).sort((a, b) => a - b)
  const second = sorted[1]
  const top = BigInt(x.ceiling ?? x.budget)
  return bids.flatMap((b) => {
    const p = BigInt(b.price)
    const triggers = [
      ...(p * BigInt(bids.length) * 100n < total * BigInt(byMean) ? [1] : []),
      ...(second !== undefined && p * 100n < BigInt(second) * BigInt(bySecond) ? [2] : []),
      ...(p * 100n < top * BigInt(byCeiling) ? [3] : []),
    ]
    return triggers.length > 0 ? [{ bidder: b.bidder, triggers }] : []
  })
}
function citesOfEvaluation(x: Evaluate): Citation[] {
  const on = x.on as Day
  return [
    ...(x.method === 'scoring'
      ? [
          cite('87号令', '第五十五条', '价格分应当采用低价优先法计算'),
          cite('87号令', '第五十七条', '得分相同的，按投标报价由低到高顺序排列'),
        ]
      : [
          isTender(x)
            ? cite('87号令', '第五十六条', '评标结果按投标报价由低到高顺序排列')
            : cite('74号令', '第三十五条', '按照最后报价由低到高的顺序'),
        ]),
    ...(x.rates ? citesOf(on, '小微扣除下限货物服务') : []),
    ...citesOf(on, '低价均价触发', '本国产品扣除'),
  ]
}
