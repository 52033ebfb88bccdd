import { type Ask, fen, type Refusal, Refused, type Subject, subjectOf, yuanText } from '#kernel'
import { evaluate, type MethodName, methodRow } from '#law'
import { expertsOf, orgsOf } from '#libraries'
import * as plan from '#plan'
import { type Bid, bidsOf, claimOf } from '#trade/bid'
import { boxOf } from '#trade/box'
import { type Letter, lettersOf } from '#trade/letter'
import {
  pricedOf,
  type Quote,
  quotesOf,
  type Round,
  type Talk,
  talksOf,
  type Variation,
  variationsOf,
} from '#trade/round'
import {
  biddersOf,
  conflictsOf,
  type Document,
  deducts,
  innovationSeen,
  type Lot,
  type LotFacts,
  leastOf,
  lotOf,
  membersOf,
  type Result,
  tenderFlow,
  tenderOf,
} from '#trade/tender'
import { remoteStateOf } from '#trade/venue'
import { againsOf } from './again-store.ts'
import { type Objection, withComputed } from './computed.ts'
import { barring, type Finding, findingsOf, losesDeduction } from './eligible.ts'
import type { Review, Score, Verdict } from './model.ts'
import { priced } from './priced.ts'
import * as store from './store.ts'

/** Everything about one lot after its deadline, read once. */
export interface Dossier {
  readonly lot: Lot
  readonly document: Document
  readonly bids: readonly (Bid & { state: string })[]
  readonly verdicts: readonly Verdict[]
  readonly reviews: readonly Review[]
  /** Members' own, and what is computed. */
  readonly scores: readonly Score[]
  readonly objections: readonly Objection[]
  readonly conformity: readonly (Verdict & { review: string })[]
  readonly names: Readonly<Record<string, string>>
  readonly method: MethodName
  readonly rounds: readonly Round[]
  /** Of the last opened round, by bid; null while none is open. */
  readonly prices: ReadonlyMap<string, Quote> | null
  readonly talks: readonly Talk[]
  readonly variations: readonly Variation[]
  /** 预留、联合体、关联单位: what the opened bids and the supplier library show. */
  readonly findings: readonly Finding[]
}
export async function dossierOf(ask: Ask, lotId: string): Promise<Dossier> {
  const lot = await lotOf(ask.tx, lotId)
  const { document, plan: planId } = await tenderOf(ask.tx, lot.tender)
  if (document === null) throw new Error('采购包没有采购文件')
  const { method } = await plan.planOf(ask, { id: planId })
  const { rounds, prices } = await pricedOf(ask, lotId)
  const bids = (await bidsOf(ask.tx, lotId)).map((b) => priced(b, prices))
  const orgs = await orgsOf(
    ask.tx,
    bids.map((b) => b.supplier),
  )
  const reviews = await store.reviewsOf(ask.tx, lotId)
  const ids = reviews.map((r) => r.id)
  const objections = await store.objectionsOf(ask.tx, ids)
  return {
    lot,
    document,
    bids,
    verdicts: await store.verdictsOf(
      ask.tx,
      bids.map((b) => b.id),
    ),
    reviews,
    scores: withComputed(await store.scoresOf(ask.tx, ids), {
      document,
      bids,
      reviews,
      objections,
    }),
    objections,
    conformity: await store.conformityOf(ask.tx, ids),
    names: Object.fromEntries(bids.map((b) => [b.id, orgs.get(b.supplier)?.name ?? ''])),
    method,
    rounds,
    prices,
    talks: await talksOf(ask.tx, lotId),
    variations: await variationsOf(ask.tx, lotId),
    findings: lot.opened === null ? [] : await findingsOf(ask, { lot, document, bids }),
  }
}
/** Prices come with the bid, or with a round that must be open first. */
export const isPriced = (d: Pick<Dossier, 'document' | 'method' | 'prices'>) =>
  d.prices !== null || (d.document.envelopes === 1 && !methodRow(d.method).varies)
/** What members judge yes or no: qualifications too, where the group looks at them (74号令第八条). */
export const judgedItems = (d: Pick<Dossier, 'document' | 'method'>) =>
  methodRow(d.method).qualifier === '小组'
    ? [...d.document.qualifications, ...d.document.substantial]
    : d.document.substantial
/** Conforming by what the members have said so far, and still in: a final round counts only those that quoted. */
export function standing(d: Dossier) {
  const out = new Set(failedConformity(d).map((f) => f.bid))
  return qualifiedOf(d).filter((b) => !out.has(b.id) && (d.prices === null || d.prices.has(b.id)))
}

/** Opened, and every qualification passed. */
export const qualifiedOf = (d: Dossier) =>
  d.bids.filter((b) => b.state === '已开启' && !d.verdicts.some((v) => v.bid === b.id && !v.passed))

/** 符合性审查: a bid fails an item when more than half of the members say so (87号令第六十一条 少数服从多数). */
export function failedConformity(d: Dossier): { bid: string; reasons: string[] }[] {
  return qualifiedOf(d).flatMap((b) => {
    const reasons = judgedItems(d).flatMap((s) => {
      const no = d.conformity.filter((c) => c.bid === b.id && c.item === s.key && !c.passed)
      return no.length * 2 > d.reviews.length
        ? [
            `${d.document.substantial.some((x) => x.key === s.key) ? '未响应实质性要求' : '不符合资格条件'}“${s.text}”：${[...new Set(no.map((n) => n.reason))].join('；')}`,
          ]
        : []
    })
    return reasons.length > 0 ? [{ bid: b.id, reasons }] : []
  })
}

/** Objective items on which members differ. */
export function disagreements(d: Dossier): { text: string; reviews: string[] }[] {
  return d.document.criteria
    .filter((c) => c.objective)
    .flatMap((c) =>
      qualifiedOf(d).flatMap((b) => {
        const given = d.scores.filter((s) => s.item === c.key && s.bid === b.id)
        const kinds = new Set(given.map((s) => s.points))
        return kinds.size > 1
          ? [
              {
                text: `${d.names[b.id]}的“${c.name}”：${[...kinds].map((k) => k / 100).join('、')}分`,
                reviews: given.map((s) => s.review),
              },
            ]
          : []
      }),
    )
}

const procedures = {
  公开招标: 'open',
  邀请招标: 'invited',
  竞争性谈判: 'negotiation',
  竞争性磋商: 'consultation',
  询价: 'inquiry',
  单一来源: 'single',
  框架协议: 'open',
  合作创新采购: 'innovation',
} as const satisfies Record<MethodName, string>
/** Reserved as a whole: who finds fewer than three small ones runs it again without the reservation (第十条). */
export const wholeReserved = (l: Pick<Lot, 'content'>) =>
  l.content.reserve?.form === '项目整体' || l.content.reserve?.form === '采购包'

const english = { A: 'goods', B: 'works', C: 'services' } as const
/** What the public calculator is asked: the same engine, the same input, the same ranking. */
export function evaluationInput(d: Dossier, on: string, least = 3, planBudget = d.lot.budget) {
  const code = (d.lot.content.items[0]?.code[0] ?? 'A') as keyof typeof english
  const category = english[code] ?? 'goods'
  const scoring = d.document.method === '综合评分法'
  return {
    procedure: procedures[d.method],
    ...(least === 3 ? {} : { twoSuppliers: true, ...(least === 1 ? { emergency: true } : {}) }),
    category,
    on,
    budget: yuanText(planBudget),
    ...(d.lot.ceiling === null ? {} : { ceiling: yuanText(d.lot.ceiling) }),
    method: scoring ? ('scoring' as const) : ('lowestPrice' as const),
    ...(scoring
      ? {
          priceWeight: d.document.priceWeight,
          weights: Object.fromEntries(d.document.criteria.map((c) => [c.key, c.max])),
        }
      : {}),
    ...(d.document.smePercent > 0 && deducts(d.lot.content)
      ? {
          rates: {
            sme: d.document.smePercent / 100,
            ...(d.document.smeSharePercent > 0
              ? { smeShare: d.document.smeSharePercent / 100 }
              : {}),
          },
        }
      : {}),
    bids: standing(d).map((b) => {
      const plain = b.opened
      if (!plain) throw new Error('合格投标没有开启的内容')
      const core = plain.items.find((i) => i.name === d.lot.content.coreProduct) ?? plain.items[0]
      return {
        bidder: b.id,
        price: plain.price,
        ...(scoring
          ? {
              scores: Object.fromEntries(
                d.document.criteria.map((c) => [
                  c.key,
                  d.reviews.map(
                    (r) =>
                      (d.scores.find((s) => s.review === r.id && s.bid === b.id && s.item === c.key)
                        ?.points ?? 0) / 100,
                  ),
                ]),
              ),
            }
          : {}),
        ...(category === 'goods' && core ? { brand: core.brand } : {}),
        ...(d.document.smePercent > 0 && deducts(d.lot.content) && !losesDeduction(d.findings, b.id)
          ? claimOf(plain)
          : { sme: 'none' as const }),
        domestic: plain.domestic,
        ...(plain.domesticCostPercent === undefined
          ? {}
          : { domesticCostShare: plain.domesticCostPercent / 100 }),
      }
    }),
  }
}

/** Compute the ranking. What makes the whole evaluation unlawful comes back as refusals, with no result. */
export function resultOf(
  d: Dossier,
  on: string,
  least: number,
): { result: Result | null; refusals: Refusal[] } {
  const input = evaluationInput(d, on, least)
  try {
    const a = evaluate(input)
    const whole = a.refused.filter((r) => r.bidder === undefined)
    const invalid = [
      ...failedConformity(d),
      ...a.refused.flatMap((r) =>
        r.bidder === undefined ? [] : [{ bid: r.bidder, reasons: [r.because] }],
      ),
    ]
    if (whole.length > 0)
      return {
        result: null,
        refusals: whole.map((r) => ({
          rule: r.rule,
          because: r.because,
          cites: r.cites,
          facts: {},
          cure: '请核对评审所依据的报价、分值和参数，改正后重新汇总',
        })),
      }
    const placeOf = (bid: string) => {
      let place = 1
      for (const tie of a.ranking) {
        if (tie.includes(bid)) return place
        place += tie.length
      }
      return 0
    }
    return {
      refusals: [],
      result: {
        ranked: a.ranking.flat().map((bid) => ({
          bid,
          supplier: d.bids.find((b) => b.id === bid)?.supplier ?? '',
          place: placeOf(bid),
          total: a.totals[bid] ?? '',
          priceScore: a.priceScores[bid] ?? '',
          evaluationPrice: a.evaluationPrices[bid] ?? '',
          counted: true,
        })),
        order: a.ranking,
        invalid,
        lowPrice: a.lowPriceReview.map((l) => ({ bid: l.bidder, triggers: l.triggers })),
        input,
      },
    }
  } catch (e) {
    if (e instanceof Refused) return { result: null, refusals: [...e.refusals] }
    throw e
  }
}

const unjudged = (d: Dossier) =>
  d.reviews.length * qualifiedOf(d).length * judgedItems(d).length -
  d.conformity.filter((c) => qualifiedOf(d).some((b) => b.id === c.bid)).length

export async function lotFacts(ask: Ask, s: Subject): Promise<LotFacts> {
  const d = await dossierOf(ask, s.id)
  const tender = await tenderOf(ask.tx, d.lot.tender)
  const ts = await subjectOf(ask.tx, tenderFlow, tender.id)
  const p = await plan.planOf(ask, { id: tender.plan })
  const least = await leastOf(ask, d, tender.plan)
  const last = d.rounds.at(-1)
  const talked = new Set(d.talks.map((x) => x.bid))
  const members = await membersOf(ask.tx, tender.id)
  const people = await expertsOf(
    ask.tx,
    members.map((m) => m.person),
  )
  const bidders = await orgsOf(ask.tx, await biddersOf(ask.tx, tender.id))
  const buyers = await orgsOf(ask.tx, s.parties['采购人'] ?? [])
  const rep = new Set(members.filter((m) => m.kind === '采购人代表').map((m) => m.person))
  const conflicts = [
    ...conflictsOf(people, bidders, ask.today, s.lawOn),
    // The purchaser's own representative is tied to the purchaser by definition; nobody else may be.
    ...conflictsOf(
      people.filter((p) => !rep.has(p.person)),
      buyers,
      ask.today,
      s.lawOn,
    ),
  ]
  const letters = await lettersOf(ask.tx, s.id)
  const unsigned = d.reviews.filter((r) => r.signed === null).length
  const judged = d.reviews.length > 0 && unsigned === 0
  const differ = judged ? disagreements(d) : []
  return {
    method: d.method,
    category: p.category,
    region: s.region,
    least,
    reached: s.state !== '已开标' && s.state !== '待开标' && s.state !== '招标中',
    prequalified:
      tender.way === '资格预审' &&
      barring(d.findings, new Set(d.bids.map((b) => b.id))).length === 0,
    remote: await remoteStateOf(ask.tx, tender.id),
    paused: ts.state === '招标已暂停' || ts.state === '评审已暂停',
    reserved: wholeReserved(d.lot),
    envelopes: d.document.envelopes,
    negotiable: d.document.negotiable.map((n) => n.key),
    researchers:
      d.method === '合作创新采购'
        ? ((await innovationSeen(ask.tx, p.project))?.suppliers ?? null)
        : null,
    conforming: standing(d).length,
    untalked: standing(d)
      .filter((b) => !talked.has(b.id))
      .map((b) => d.names[b.id] ?? ''),
    unjudged: d.reviews.length === 0 ? 1 : unjudged(d),
    finalDeadline: last?.deadline ?? null,
    finalOpened: (last?.opened ?? null) !== null,
    admitted: last?.box != null && (await boxOf(ask.tx, last.box)).permittedAt !== null,
    quotes: last ? (await quotesOf(ask.tx, last.id)).length : 0,
    now: ask.now,
    deadline: tender.deadline,
    bidders: d.bids.length,
    qualified: qualifiedOf(d).length,
    members: members.length,
    experts: members.length - rep.size,
    budget: fen(d.lot.budget),
    unsigned: d.reviews.length === 0 ? 1 : unsigned,
    disagreements: differ.map((x) => x.text),
    conflicts,
    evaluationRefusals:
      judged && differ.length === 0 && d.lot.ranking === null && isPriced(d)
        ? resultOf(d, s.lawOn, least).refusals
        : [],
    ranking: d.lot.ranking?.order ?? [],
    names: d.names,
    unexplained: s.state === '评审中' ? unexplained(d, letters, s.lawOn) : [],
    untold: (await againsOf(ask.tx, s.id)).some((a) => a.changed && a.told === null),
    openLetters: letters.filter((l) => l.outcome === null).length,
  }
}
/** 财库〔2026〕2号 ◐: triggers on raw quotes of the bids that still stand, of which no letter has asked an explanation. */
export function lowPrices(d: Dossier, on: string): { bid: string; triggers: number[] }[] {
  if (d.bids.some((b) => b.opened === null && b.state === '已提交') || !isPriced(d)) return []
  try {
    return evaluate(evaluationInput(d, on)).lowPriceReview.map((l) => ({
      bid: l.bidder,
      triggers: l.triggers,
    }))
  } catch (e) {
    if (e instanceof Refused) return []
    throw e
  }
}
const unexplained = (d: Dossier, letters: readonly Letter[], on: string) =>
  lowPrices(d, on).flatMap(({ bid }) =>
    letters.some((l) => l.bid === bid && l.kind === '低价说明') ? [] : [d.names[bid] ?? ''],
  )
