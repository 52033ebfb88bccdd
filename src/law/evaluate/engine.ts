import { type Citation, checked, type Day } from '#kernel'
import { catalogue } from '../catalogue.ts'
import { cite, citeMarked } from '../cite.ts'
import { citesOf, lawIf } from '../params.ts'
import type { Settings } from '../settings.ts'
import { byBrand, cheapest, dropped } from './brand.ts'
import { evaluationPrices } from './deduct.ts'
import { bidRefusals, isTender, type Refused, wholeRefusals } from './lawful.ts'
import { lowPriceReview } from './low-price.ts'
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
import { scoreRefusals } from './scores.ts'

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
export function evaluate(raw: EvaluateInput, settings: Settings = {}): Answer {
  const x = checked(zEvaluate, raw)
  const perBid = x.bids.flatMap((b) => bidRefusals(x, b))
  const conforming = x.bids.filter((b) => !perBid.some((r) => r.bidder === b.bidder))
  const unscored = scoreRefusals(x, conforming)
  const brands = byBrand(x, conforming)
  const refused = [...wholeRefusals(x), ...unscored, ...tooFew(x, brands.length)]
  // 87号令第三十一条: by lowest price only the cheapest of a brand takes part; by scoring all are scored and one counts.
  const competing =
    x.method === 'lowestPrice'
      ? brands.flatMap((g) => cheapest(g, (b) => ratio(b.price)))
      : conforming
  const prices = evaluationPrices(x, competing)
  const price = (b: Bid): Ratio => prices.get(b.bidder) ?? ratio(b.price)
  const scores = x.method === 'scoring' ? scoresOf(x, competing, price) : new Map<string, Score>()
  const answer: Answer = {
    refused: [...refused, ...perBid],
    countedBidders: brands.length,
    lowPriceReview: lowPriceReview(x, conforming, settings),
    evaluationPrices: show(conforming, (b) => hundredths(over(price(b), ratio(100)))),
    priceScores: show(competing, (b) => scores.get(b.bidder)?.price),
    totals: unscored.length > 0 ? {} : show(competing, (b) => scores.get(b.bidder)?.total),
    ranking: [],
    cites: citesOfEvaluation(x),
  }
  // What can be computed is shown; what would be an unlawful ranking is not made.
  if (refused.length > 0) return answer
  const by = x.method === 'scoring' ? byScore(x, scores, price) : byPrice(price)
  const stand = brands.flatMap((group) =>
    leaders(
      group.filter((b) => competing.includes(b)),
      by,
    ),
  )
  answer.refused.push(
    ...dropped(
      conforming,
      stand,
      x.method === 'scoring'
        ? '同品牌投标人中得分不是最高，不取得中标人推荐资格'
        : '同品牌投标人中报价不是最低',
    ),
  )
  answer.ranking = tiesBy(stand, by)
  return answer
}

/** By name, in the order given; fromEntries, because a bidder may be called “__proto__”. */
const show = (bids: readonly Bid[], of: (b: Bid) => bigint | undefined): Record<string, string> =>
  Object.fromEntries(
    bids.flatMap((b) => {
      const h = of(b)
      return h === undefined ? [] : [[b.bidder, text(h)]]
    }),
  )

function tooFew(x: Evaluate, counted: number): Refused[] {
  const least = leastSuppliers(x)
  if (counted >= least) return []
  return [
    {
      rule: least === 3 ? '有效供应商不足三家' : `有效供应商不足${least === 2 ? '两' : '一'}家`,
      because: `有效供应商${counted}家${isTender(x) && x.category === 'goods' ? '（同品牌按一家计算）' : ''}，不足${least}家`,
      cites: fewCites(x),
    },
  ]
}
/** Three; two where the law says so and the case is proven; one in an emergency. A tender never goes on with fewer. */
function leastSuppliers(x: Evaluate): number {
  const on = x.on as Day
  if (x.procedure === 'single' || x.procedure === 'innovation') return 1
  if (x.emergency && on >= EMERGENCY && !isTender(x)) return 1
  const services = x.category === 'services' && on >= SERVICES
  if (x.procedure === 'consultation' && (x.twoSuppliers ?? services)) return 2
  if (x.procedure === 'negotiation' && x.twoSuppliers) return 2
  return lawIf(on, '招标最少供应商') ?? 3
}
const SERVICES = catalogue['财库〔2015〕124号']?.from ?? '2015-06-30'
const EMERGENCY = catalogue['财库〔2026〕12号']?.from ?? '2026-10-01'
function fewCites(x: Evaluate): Citation[] {
  if (x.procedure === 'single') return [cite('74号令', '第四十三条', '报价超过采购预算的')]
  if (x.procedure === 'innovation') return [citeMarked('财库〔2024〕13号', '第二十三条', '◐')]
  if (x.procedure === 'consultation')
    return [
      citeMarked('财库〔2014〕214号', '第三十四条', '✎'),
      ...(x.category === 'services'
        ? [citeMarked('财库〔2015〕124号', '政府购买服务项目', '◐')]
        : []),
    ]
  if (x.procedure === 'inquiry') return [cite('74号令', '第五十条', '不足3家的')]
  if (x.procedure === 'negotiation') return [cite('74号令', '第三十七条', '不足3家的')]
  if (x.category === 'works') return [cite('招标投标法', '第二十八条', '投标人少于三个的')]
  return [
    cite('87号令', '第四十四条', '合格投标人不足3家的，不得评标'),
    cite('政府采购法', '第三十六条', '不足三家的'),
  ]
}

/** In hundredths of a point. */
interface Score {
  readonly price: bigint
  readonly technical: bigint
  readonly total: bigint
}
function scoresOf(x: Evaluate, bids: readonly Bid[], price: (b: Bid) => Ratio): Map<string, Score> {
  const base = bids
    .map(price)
    .reduce<Ratio | null>((low, p) => (low === null || compare(p, low) < 0 ? p : low), null)
  return new Map(
    bids.map((b) => {
      const priced =
        base === null ? 0n : hundredths(times(over(base, price(b)), decimal(x.priceWeight ?? 0)))
      const score = { price: priced, technical: 0n, total: priced }
      for (const key of Object.keys(x.weights ?? {})) {
        const mean = average(b.scores?.[key] ?? [0])
        score.total += mean
        if (/^tech|技术/i.test(key)) score.technical += mean
      }
      return [b.bidder, score] as const
    }),
  )
}
/** Arithmetic mean of the members' marks, rounded to two places half up (△ 87号令 leaves sum or mean to the document). */
const average = (marks: readonly number[]): bigint =>
  hundredths(
    over(
      marks.reduce<Ratio>((a, m) => plus(a, decimal(m)), ratio(0)),
      ratio(marks.length),
    ),
  )

type Order = (a: Bid, b: Bid) => number
const byPrice =
  (price: (b: Bid) => Ratio): Order =>
  (a, b) =>
    compare(price(a), price(b))
/**
 * Score, then price. 磋商: the final quote itself, then technical merit (214号第二十五条 ✎); 招标: the adjusted price
 * (87号令第五十五条 makes it 投标报价, △), then the tie stays.
 */
const byScore =
  (x: Evaluate, scores: ReadonlyMap<string, Score>, price: (b: Bid) => Ratio): Order =>
  (a, b) => {
    const more = (of: (s: Score) => bigint) => {
      const d = of(scores.get(b.bidder) ?? none) - of(scores.get(a.bidder) ?? none)
      return d < 0n ? -1 : d > 0n ? 1 : 0
    }
    const first = more((s) => s.total)
    if (first !== 0) return first
    if (x.procedure !== 'consultation') return compare(price(a), price(b))
    return a.price - b.price || more((s) => s.technical)
  }
const none: Score = { price: 0n, technical: 0n, total: 0n }

/** The first of a group, with those that share its place. */
const leaders = (group: readonly Bid[], by: Order): Bid[] =>
  group.filter((b) => group.every((other) => by(b, other) <= 0))
/** Sorted, with those that compare equal sharing a place; within a tie by name, so that the answer does not depend on input order. */
function tiesBy(bids: readonly Bid[], by: Order): string[][] {
  const sorted = [...bids].sort((a, b) => by(a, b) || (a.bidder < b.bidder ? -1 : 1))
  const out: Bid[][] = []
  for (const b of sorted) {
    const last = out.at(-1)
    if (last?.[0] && by(last[0], b) === 0) last.push(b)
    else out.push([b])
  }
  return out.map((tie) => tie.map((b) => b.bidder))
}

function citesOfEvaluation(x: Evaluate): Citation[] {
  const on = x.on as Day
  const works = x.category === 'works'
  return [
    ...orderCites(x),
    ...(x.rates?.sme === undefined
      ? []
      : citesOf(on, works ? '小微扣除下限工程' : '小微扣除下限货物服务')),
    ...(x.rates?.smeShare === undefined
      ? []
      : citesOf(on, works ? '分包扣除下限工程' : '分包扣除下限货物服务')),
    ...citesOf(on, '低价均价触发', ...(works ? [] : (['本国产品扣除'] as const))),
  ]
}
function orderCites(x: Evaluate): Citation[] {
  if (x.procedure === 'single') return [cite('74号令', '第四十一条', '与供应商商定合理的成交价格')]
  if (x.procedure === 'innovation') return [citeMarked('财库〔2024〕13号', '第十八条', '◐')]
  if (x.procedure === 'inquiry') return [cite('74号令', '第四十八条', '按照报价由低到高的顺序')]
  if (x.procedure === 'negotiation')
    return [cite('74号令', '第三十五条', '按照最后报价由低到高的顺序')]
  if (x.procedure === 'consultation')
    return [
      citeMarked('财库〔2014〕214号', '第二十四条', '◐'),
      citeMarked('财库〔2014〕214号', '第二十五条', '✎'),
    ]
  if (x.category === 'works')
    return [
      cite(
        '招标投标法',
        '第四十一条',
        x.method === 'scoring'
          ? '能够最大限度地满足招标文件中规定的各项综合评价标准'
          : '经评审的投标价格最低',
      ),
    ]
  return x.method === 'scoring'
    ? [
        cite('87号令', '第五十五条', '价格分应当采用低价优先法计算'),
        cite('87号令', '第五十七条', '得分相同的，按投标报价由低到高顺序排列'),
      ]
    : [cite('87号令', '第五十六条', '评标结果按投标报价由低到高顺序排列')]
}
