import { randomBytes } from 'node:crypto'
import {
  type Ask,
  addDays,
  at,
  type Instant,
  NotFound,
  newId,
  Refused,
  refusal,
  type Subject,
  step,
  story,
  subjectOf,
  system,
} from '#kernel'
import { lawOn, methodRow, period } from '#law'
import * as plan from '#plan'
import { bidOf, openAll, reject } from '#trade/bid'
import { boxesOf, keepShut } from '#trade/box'
import { pricedOf } from '#trade/round'
import {
  leastOf,
  lotFlow,
  lotOf,
  lotsOf,
  membersOf,
  setAnnounced,
  setFailure,
  setOpened,
  setRanking,
  tenderFlow,
  tenderOf,
  tenders,
} from '#trade/tender'
import { heldBack } from '#trade/venue'
import { beyond, concludeAgain } from './again.ts'
import { resultDigest } from './digest.ts'
import { barring } from './eligible.ts'
import {
  disagreements,
  dossierOf,
  failedConformity,
  isPriced,
  judgedItems,
  lotFacts,
  qualifiedOf,
  resultOf,
} from './facts.ts'
import { deal } from './members.ts'
import { type ReviewFacts, reviewFlow, type Verdict } from './model.ts'
import { priced } from './priced.ts'
import * as store from './store.ts'

export const lots = story(lotFlow, lotFacts)
const NO_FACTS = {} as ReviewFacts

/** 开标：到时之后，一包的投标同时开启，或一份也不开启。 */
export async function open(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const lot = await lotOf(ask.tx, id)
  await subjectOf(ask.tx, tenderFlow, lot.tender, 'update')
  const before = await dossierOf(ask, id)
  const s = await lots.take(ask, 'open', id, undefined, {
    open: { bids: before.bids.map((b) => b.sha256) },
  })
  await openAll(ask, id)
  await setOpened(ask.tx, id, ask.now)
  return s
}

/** 资格审查：采购人逐家逐项。 */
export async function qualify(ask: Ask, i: { id: string; verdicts: Verdict[] }): Promise<Subject> {
  const d = await dossierOf(ask, i.id)
  const opened = d.bids.filter((b) => b.state === '已开启')
  const known = new Set(
    opened.flatMap((b) => d.document.qualifications.map((q) => `${b.id} ${q.key}`)),
  )
  const given = new Map(i.verdicts.map((v) => [`${v.bid} ${v.item}`, v]))
  for (const key of given.keys()) if (!known.has(key)) throw new NotFound('投标或资格条件')
  const missing = opened.flatMap((b) =>
    d.document.qualifications.flatMap((q) => {
      const v = given.get(`${b.id} ${q.key}`)
      return v === undefined || (!v.passed && v.reason === '')
        ? [`${d.names[b.id]}的“${q.text.slice(0, 20)}”`]
        : []
    }),
  )
  const passed = new Set(
    opened.flatMap((b) => (i.verdicts.some((v) => v.bid === b.id && !v.passed) ? [] : [b.id])),
  )
  const s = await lots.take(
    ask,
    'qualify',
    i.id,
    { input: { missingVerdicts: missing, barred: barring(d.findings, passed) } },
    {
      data: { verdicts: i.verdicts.map((v) => ({ ...v })) },
    },
  )
  if (i.verdicts.length > 0) await store.addVerdicts(ask.tx, i.verdicts)
  for (const b of opened) {
    const no = i.verdicts.filter((v) => v.bid === b.id && !v.passed)
    if (no.length > 0)
      await reject(ask, b.id, `资格审查不通过：${no.map((v) => v.reason).join('；')}`)
  }
  return s
}

/** 开始评审：每名评委每包一份，只有本人看得见。 */
export async function convene(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const lot = await lotOf(ask.tx, id)
  const s = await lots.take(ask, 'convene', id)
  for (const m of await membersOf(ask.tx, lot.tender)) await deal(ask, id, m.person)
  return s
}

export const reviews = story(reviewFlow, async (ask, s): Promise<ReviewFacts> => {
  const review = await store.reviewOf(ask.tx, s.id)
  const d = await dossierOf(ask, review.lot)
  const mine = d.scores.filter((x) => x.review === s.id)
  const said = d.conformity.filter((x) => x.review === s.id)
  const group = methodRow(d.method).qualifier === '小组'
  const passed = new Set(
    group
      ? qualifiedOf(d).flatMap((b) => (said.some((v) => v.bid === b.id && !v.passed) ? [] : [b.id]))
      : [],
  )
  return {
    barred: barring(d.findings, passed),
    lotState: (await subjectOf(ask.tx, lotFlow, review.lot)).state,
    heldBack: await heldBack(ask, d.lot.tender, review.person),
    unpriced: methodRow(d.method).varies && d.prices === null ? d.method : null,
    missing: qualifiedOf(d).flatMap((b) => [
      ...judgedItems(d)
        .filter((q) => !said.some((v) => v.bid === b.id && v.item === q.key))
        .map((q) => `${d.names[b.id]}的符合性“${q.text.slice(0, 12)}”`),
      ...d.document.criteria
        .filter((c) => !mine.some((x) => x.bid === b.id && x.item === c.key))
        .map((c) => `${d.names[b.id]}的“${c.name}”`),
    ]),
  }
})
export interface Scoring {
  id: string
  bid: string
  scores: Record<string, number>
  conformity: Record<string, { passed: boolean; reason: string }>
}
/** 评审一份投标：分值在范围之内，符合性逐条。可反复修改，签署为止。 */
export async function score(ask: Ask, i: Scoring): Promise<Subject> {
  const review = await store.reviewOf(ask.tx, i.id)
  const d = await dossierOf(ask, review.lot)
  if (!qualifiedOf(d).some((b) => b.id === i.bid)) throw new NotFound('投标')
  const outOfRange = Object.entries(i.scores).flatMap(([key, points]) => {
    const c = d.document.criteria.find((x) => x.key === key)
    return c === undefined
      ? [`没有“${key}”这一评审因素`]
      : c.formula !== undefined
        ? [`“${c.name}”由系统按投标填报的数计算，不打分；数有误的，提出异议`]
        : points < 0 || points > c.max * 100
          ? [`“${c.name}”${points / 100}分，分值范围0至${c.max}分`]
          : []
  })
  for (const key of Object.keys(i.conformity))
    if (!judgedItems(d).some((x) => x.key === key)) outOfRange.push(`没有“${key}”这一实质性要求`)
  for (const [key, v] of Object.entries(i.conformity))
    if (!v.passed && v.reason === '') outOfRange.push(`“${key}”不通过须写明理由`)
  const s = await reviews.take(
    ask,
    'score',
    i.id,
    { input: { outOfRange, beyond: await beyond(ask, d, { ...i, review: i.id }) } },
    { data: { bid: i.bid, scores: i.scores } },
  )
  await store.saveScores(
    ask.tx,
    i.id,
    i.bid,
    Object.entries(i.scores).map(([item, points]) => ({
      review: i.id,
      bid: i.bid,
      item,
      points,
      note: '',
    })),
    Object.entries(i.conformity).map(([item, v]) => ({ bid: i.bid, item, ...v })),
  )
  return s
}
/** 异议：由系统计算的，评委不改分，只写明哪个数才对。 */
export async function object(
  ask: Ask,
  i: { id: string; bid: string; item: string; value: number; reason: string },
): Promise<Subject> {
  const review = await store.reviewOf(ask.tx, i.id)
  const d = await dossierOf(ask, review.lot)
  const c = d.document.criteria.find((x) => x.key === i.item)
  if (c?.formula === undefined || !qualifiedOf(d).some((b) => b.id === i.bid))
    throw new NotFound('由系统计算的评审因素')
  const { id, ...said } = i
  const s = await reviews.take(
    ask,
    'object',
    id,
    {
      input: {
        beyond: await beyond(ask, d, {
          ...i,
          review: id,
          scores: { [i.item]: -1 },
          conformity: {},
        }),
      },
    },
    { data: said },
  )
  await store.saveObjection(ask.tx, { review: id, ...said })
  return s
}
export async function sign(ask: Ask, i: { id: string; opinion: string }): Promise<Subject> {
  const review = await store.reviewOf(ask.tx, i.id)
  const d = await dossierOf(ask, review.lot)
  const rows = d.scores.flatMap(({ review: of, bid, item, points }) =>
    of === i.id ? [{ bid, item, points }] : [],
  )
  const s = await reviews.take(ask, 'sign', i.id, undefined, {
    data: { lot: review.lot, scores: rows, opinion: i.opinion },
  })
  await store.setSigned(ask.tx, i.id, ask.now, i.opinion)
  return s
}
/** 签署报告: with dissent and its reason, or without; silence is agreement (87号令第六十一条). */
export async function signReport(ask: Ask, i: { id: string; dissent: string }): Promise<Subject> {
  const s = await reviews.take(ask, 'signReport', i.id, undefined, {
    data: { dissent: i.dissent },
  })
  await store.setReportSigned(ask.tx, i.id, ask.now, i.dissent)
  return s
}
/** 客观分不一致的，退回有关评委复核（87号令第六十四条）。 */
export async function recheck(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  // Taken first: whether the scores differ is nobody's to learn who may not send them back.
  const s = await lots.take(ask, 'recheck', i.id, undefined, { data: { reason: i.reason } })
  const d = await dossierOf(ask, i.id)
  const ids = new Set(disagreements(d).flatMap((x) => x.reviews))
  if (ids.size === 0)
    throw new Refused([
      refusal('复核须有法定情形', '客观分没有不一致，不得要求评委改分', {
        cure: '评委各自维持原分；对评审过程或者结果有疑问的，由供应商依法质疑',
      }),
    ])
  for (const id of ids) {
    const r = await subjectOf(ask.tx, reviewFlow, id, 'update')
    if (r.state !== '已签署') continue
    await step(ask, reviewFlow, 'reopen', r, NO_FACTS, { data: { reason: i.reason } })
    const before = await store.reviewOf(ask.tx, id)
    await store.setSigned(ask.tx, id, null, before.opinion)
  }
  return s
}

/** 评审报告：重算即得；报告送采购人，五个工作日不确定，视同确认第一名。 */
export async function report(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const ls = await subjectOf(ask.tx, lotFlow, id, 'update')
  const d = await dossierOf(ask, id)
  const { confirm } = methodRow(d.method)
  const { end } = period({ from: ask.today, length: lawOn(ls.lawOn)(confirm), unit: 'workday' })
  const least = await leastOf(ask, d, (await tenderOf(ask.tx, d.lot.tender)).plan)
  const ready = isPriced(d) && d.reviews.length > 0 && d.reviews.every((r) => r.signed !== null)
  const result = ready ? resultOf(d, ls.lawOn, least).result : null
  const digest = result === null ? '' : resultDigest(result)
  const s = await lots.take(ask, 'report', id, undefined, {
    // No article deems a single source agreed (74号令第三十六、四十九条 and 214号 do for the others), nor researchers chosen.
    due:
      d.method === '单一来源' || d.method === '合作创新采购'
        ? null
        : (at(addDays(end, 1)) as Instant),
    open: { result: digest },
  })
  if (result === null) throw new Error('评审报告没有结果')
  await concludeAgain(ask, id, result)
  await setRanking(ask.tx, id, result)
  for (const f of failedConformity(d)) await reject(ask, f.bid, f.reasons.join('；'))
  return s
}

/** 定标：按排序。 */
export async function award(
  ask: Ask,
  i: { id: string; bid: string; reason: string },
): Promise<Subject> {
  const d = await dossierOf(ask, i.id)
  if (!d.lot.ranking?.ranked.some((r) => r.bid === i.bid)) throw new NotFound('投标')
  const s = await lots.take(
    ask,
    'award',
    i.id,
    { input: { bid: i.bid } },
    { open: { deemed: false }, data: { supplier: d.names[i.bid] ?? '' } },
  )
  await write(ask, i.id, i.bid, false, i.reason)
  return s
}
/** 逾期未定：视同确认第一名；并列的以随机种子定（87号令第六十八条）。 */
export async function deem(ask: Ask, id: string): Promise<void> {
  const lot = await lotOf(ask.tx, id)
  const first = lot.ranking?.order[0] ?? []
  const seed = randomBytes(32)
  const bid = first[seed.readUInt32BE(0) % first.length]
  if (bid === undefined) throw new Error('没有中标候选人')
  const d = await dossierOf(ask, id)
  await lots.take({ ...ask, actor: system }, 'deem', id, undefined, {
    open: { deemed: true },
    data: { supplier: d.names[bid] ?? '' },
  })
  await write(ask, id, bid, true, '采购人逾期未确定，视同确认第一名')
}
async function write(ask: Ask, lot: string, bidId: string, deemed: boolean, reason: string) {
  const { prices } = await pricedOf(ask, lot)
  const bid = priced(await bidOf(ask.tx, bidId), prices)
  if (bid.price === null) throw new Error('中标的投标没有报价')
  await store.addAward(ask.tx, {
    id: newId<'award'>(ask.now),
    lot,
    bid: bidId,
    supplier: bid.supplier,
    // The contract is always made at the quoted price; deductions only rank.
    amount: bid.price,
    decided: ask.today,
    deemed,
    reason,
    letter: null,
    superseded: null,
  })
}

/** 废标：一包不成，其余照走；这一包的钱随即释放。 */
export async function fail(
  ask: Ask,
  i: { id: string; grounds: string; explanation: string },
): Promise<Subject> {
  const lot = await lotOf(ask.tx, i.id)
  const tender = await tenderOf(ask.tx, lot.tender)
  const s = await lots.take(
    ask,
    'fail',
    i.id,
    { input: { grounds: i.grounds } },
    { open: { grounds: i.grounds, explanation: i.explanation } },
  )
  await setFailure(ask.tx, i.id, `${i.grounds}：${i.explanation}`)
  for (const box of await boxesOf(ask.tx, i.id)) await keepShut(ask, box.id, i.grounds)
  await plan.releaseLot(ask, tender.plan, lot.budget)
  return s
}

/** 结果公告与中标通知书同时发出。 */
export async function announce(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const all = await lotsOf(ask.tx, { tender: id })
  for (const lot of all) {
    for (const a of await store.awardsBy(ask.tx, lot.id))
      if (a.letter === null) await store.setLetter(ask.tx, a.id, ask.today)
  }
  await setAnnounced(ask.tx, id, ask.today)
  return tenders.take(ask, 'announce', id)
}
