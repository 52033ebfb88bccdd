import * as budget from '#budget'
import {
  type Ask,
  begin,
  type Id,
  instant,
  mineOf,
  NotFound,
  newId,
  nextNumber,
  type Subject,
  story,
  subjectOf,
  system,
  yearOf,
} from '#kernel'
import { mall } from '#law'
import { orgOf, orgsOf, relatedIn } from '#libraries'
import { fittingCards } from './cards.ts'
import { type Contest, contestFlow, type Quote, ranked, sealFlow } from './contest-model.ts'
import type { ContestFacts, SealFacts } from './contest-rules.ts'
import * as store from './contest-store.ts'
import type { Facts } from './facts.ts'
import { factsOf } from './facts-of.ts'
import { kindRows, totalOf } from './lines.ts'
import type { Card, Order } from './model.ts'
import { type Asked, award, bareOrder, named, type Placing, yearWith } from './placing.ts'
import { cardOf } from './store.ts'

const HOUR = 3_600_000
/** The order that it would be with this card: what a quote is judged on is what an order is judged on. */
const orderWith = (c: Contest, card: Pick<Card, 'id' | 'supplier'>): Order =>
  bareOrder({ ...c, way: '比价', line: c.lineId }, card, c.buyer, c.placed)
const NONE: Omit<ContestFacts, 'leastHours' | 'mayChoose'> = {
  hours: Number.MAX_SAFE_INTEGER,
  fitting: 2,
  picked: null,
  reason: '',
}
const set = (ask: Ask) => ({
  leastHours: mall('定点比价最短小时', ask.world.settings),
  mayChoose: mall('定点比价可不选最低', ask.world.settings) === 1,
})
export const contests = story(contestFlow, async (ask, s): Promise<ContestFacts & Facts> => {
  const c = await store.contestOf(ask.tx, s.id)
  const [one] = await store.quotesOf(ask.tx, s.id)
  const card = await cardOf(ask.tx, one?.card ?? '')
  return { ...(await factsOf(ask, orderWith(c, card))), ...NONE, ...set(ask) }
})
export const seals = story(sealFlow, async (ask, s): Promise<SealFacts> => {
  const q = await store.quoteOf(ask.tx, s.id)
  return sealFacts(ask, q, {})
})
async function sealFacts(ask: Ask, q: Quote, more: Partial<Facts>): Promise<SealFacts> {
  const c = await store.contestOf(ask.tx, q.contest)
  const { state } = await subjectOf(ask.tx, contestFlow, c.id)
  const o = orderWith(c, { id: q.card, supplier: q.supplier })
  return {
    ...(await factsOf(ask, o, more)),
    contestState: state,
    before: ask.now < c.closes,
    related: await relatedTo(ask, q),
  }
}
/** With whom of those who have quoted this one is of the same hand. */
async function relatedTo(ask: Ask, q: Quote): Promise<string> {
  const others = ranked(await store.quotesOf(ask.tx, q.contest)).filter((x) => x.id !== q.id)
  if (others.length === 0) return ''
  const orgs = await orgsOf(ask.tx, [q.supplier, ...others.map((x) => x.supplier)])
  const pairs = await relatedIn(ask, [...orgs.values()])
  return pairs.find((p) => p.a === q.supplier || p.b === q.supplier)?.why ?? ''
}

/** 发起比价：限额冻结；价目服务本地的每一家都请到，一家也不挑。 */
export async function call(
  ask: Ask,
  i: Omit<Placing, 'way' | 'card' | 'photos'> & { hours: number },
): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('预算指标')
  const buyer = await orgOf(ask.tx, ask.actor.org)
  const line = await budget.lineForUpdate(ask, i.line as Id<'line'>)
  if (line.org !== buyer.id) throw new NotFound('预算指标')
  const cards = await fittingCards(ask, i.kind, buyer.region)
  const [first] = cards
  if (!first) throw new NotFound('服务价目')
  const vehicle = kindRows[i.kind].vehicle
  const { line: lineId, hours, secret, ...job } = i
  const c: Contest = {
    ...job,
    id: newId(ask.now),
    buyer: buyer.id,
    lineId,
    placed: ask.today,
    closes: instant(ask.now + hours * HOUR),
    plate: vehicle ? i.plate : '',
    odometer: vehicle ? i.odometer : 0,
    chosen: null,
    reason: '',
    order: null,
  }
  const o = orderWith(c, first)
  const n = await nextNumber(ask.tx, `比价-${buyer.region}-${yearOf(ask.today)}`)
  // A title is in every list: no plate in it.
  const title = `${c.kind}比价：${c.want.replaceAll(/\s+/g, ' ').slice(0, 30)}`
  const about = { title, process: c.id, lawOn: ask.today, region: buyer.region }
  const s = await begin(
    ask,
    contestFlow,
    'call',
    { id: c.id, ...about, parties: { 采购人: [buyer.id] } },
    {
      ...(await factsOf(ask, o, { secret, yearTotal: await yearWith(ask, o) })),
      ...NONE,
      ...set(ask),
      hours,
      fitting: cards.length,
    },
    {
      no: `BJ-${buyer.region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}`,
      open: { kind: c.kind, cap: c.cap, invited: cards.length, closes: c.closes },
      due: c.closes,
    },
  )
  await store.addContest(ask.tx, c)
  await budget.freeze(ask, c.lineId as Id<'line'>, c.cap, c.id)
  for (const card of cards) {
    const id = newId(ask.now)
    await begin(
      ask,
      sealFlow,
      'invite',
      { id, ...about, parties: { 供应商: [card.supplier] } },
      {} as SealFacts,
    )
    await store.addQuote(ask.tx, { id, contest: c.id, supplier: card.supplier, card: card.id })
  }
  return s
}
/** 密封报价：逐项守自己的价目，报一次；截止以前谁也看不到，连几家报了也看不到。 */
export async function seal(ask: Ask, i: { id: string; lines: readonly Asked[] }): Promise<Subject> {
  const { contest } = await store.quoteOf(ask.tx, i.id)
  await store.contestOf(ask.tx, contest, 'share')
  await mineOf(ask, sealFlow, i.id)
  const q = await store.quoteOf(ask.tx, i.id)
  const lines = named(await cardOf(ask.tx, q.card), i.lines)
  const total = totalOf(lines)
  const s = await seals.take(ask, 'seal', i.id, await sealFacts(ask, q, { lines }), {
    data: {
      contest: q.contest,
      total,
      lines: lines.map(({ code, quantity, price }) => ({ code, quantity, price })),
    },
  })
  await store.setQuote(ask.tx, { ...q, lines, total, at: ask.now })
  return s
}
export const decline = (ask: Ask, i: { id: string; reason: string }) =>
  seals.take(ask, 'decline', i.id, undefined, { data: { reason: i.reason } })

/** Nobody who was asked waits for what is over. */
async function dismiss(ask: Ask, contest: string): Promise<void> {
  for (const id of await store.silentOf(ask.tx, contest))
    await seals.take({ ...ask, actor: system }, 'lapse', id)
}
const free = (ask: Ask, c: Contest) => budget.release(ask, c.lineId as Id<'line'>, c.cap, c.id)
/** Those whose quote may be chosen: in the library in good standing at the end. */
async function standing(ask: Ask, contest: string) {
  const quotes = ranked(await store.quotesOf(ask.tx, contest))
  const orgs = await orgsOf(
    ask.tx,
    quotes.map((q) => q.supplier),
  )
  return quotes.flatMap((q) => {
    const org = orgs.get(q.supplier)
    return org?.state === '在库' ? [{ ...q, name: org.name }] : []
  })
}
/** 截止：有人报的开启，等采购人选定；没人报的了结，钱退回。 */
export async function close(ask: Ask, id: string): Promise<void> {
  const machine = { ...ask, actor: system }
  const c = await store.contestOf(ask.tx, id, 'update')
  await dismiss(ask, id)
  const quotes = await standing(ask, id)
  const [best] = quotes
  if (best) {
    await contests.take(machine, 'close', id, undefined, {
      open: { quotes: quotes.length, lowest: best.total },
    })
    return
  }
  await contests.take(machine, 'fail', id, undefined, { open: { reason: '没有供应商报价' } })
  await free(ask, c)
}
/** 选定：报价成为服务单，第二个人同意了才开工；多冻结的退回。 */
export async function choose(
  ask: Ask,
  i: { id: string; quote: string; reason: string },
): Promise<Subject> {
  await mineOf(ask, contestFlow, i.id)
  const c = await store.contestOf(ask.tx, i.id, 'update')
  const quotes = await standing(ask, c.id)
  const [best] = quotes
  const q = quotes.find((x) => x.id === i.quote)
  if (!q || !best) throw new NotFound('服务比价报价')
  const o = orderWith(c, { id: q.card, supplier: q.supplier })
  await budget.lineForUpdate(ask, c.lineId as Id<'line'>)
  const s = await contests.take(
    ask,
    'choose',
    c.id,
    {
      ...(await factsOf(ask, o)),
      picked: { total: q.total, lowest: best.total, name: q.name },
      reason: i.reason,
    },
    { open: { supplier: q.name, total: q.total, lowest: best.total, reason: i.reason } },
  )
  await free(ask, c)
  const order = await award(ask, { ...o, quote: q.lines, frozen: q.total }, c.id)
  await store.setContest(ask.tx, { ...c, chosen: q.id, reason: i.reason, order: order.id })
  return s
}
export async function cancel(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  await mineOf(ask, contestFlow, i.id)
  const c = await store.contestOf(ask.tx, i.id, 'update')
  const s = await contests.take(ask, 'cancel', i.id, undefined, { open: { reason: i.reason } })
  await dismiss(ask, i.id)
  await free(ask, c)
  return s
}
