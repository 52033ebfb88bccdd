import * as budget from '#budget'
import { offersById } from '#goods'
import {
  type Ask,
  at,
  begin,
  type Fen,
  fen,
  type Id,
  type Instant,
  instant,
  mineOf,
  NotFound,
  newId,
  type Subject,
  story,
  subjectOf,
  system,
} from '#kernel'
import { mall, period } from '#law'
import { bear, orgOf, orgsOf, projectOf } from '#libraries'
import { bornAs, dueIn } from '#mall/order'
import {
  type Auction,
  auctionFlow,
  type Bid,
  type Kind,
  type LeftOut,
  lacks,
  type Manner,
  type Need,
  type Rules,
  type State,
  standingWithout,
  turnOrder,
} from './model.ts'
import type { AuctionFacts } from './rules.ts'
import * as store from './store.ts'

const MINUTE = 60_000
export const rulesOf = (ask: Pick<Ask, 'world'>): Rules => ({
  windowMinutes: mall('竞价延时窗口', ask.world.settings),
  byMinutes: mall('竞价延时分钟', ask.world.settings),
  times: mall('竞价延时次数', ask.world.settings),
})
/** How long it must at least be open: by the minute, or to the end of so many working days. */
function least(ask: Ask, kind: Kind): { least: number; leastSaid: string } {
  if (kind !== '网上询价') {
    const n = mall('竞价最短分钟', ask.world.settings)
    return { least: n, leastSaid: `至少${n}分钟` }
  }
  const days = mall('询价最短工作日', ask.world.settings)
  const { end } = period({ from: ask.today, length: days, unit: 'workday' })
  return {
    least: Math.ceil((at(end, 24) - ask.now) / MINUTE),
    leastSaid: `网上询价至少开放${days}个工作日`,
  }
}
const NONE: Omit<AuctionFacts, 'bidders' | 'minimum' | 'today'> = {
  ceiling: fen(0),
  available: fen(0),
  minutes: 0,
  least: 0,
  leastSaid: '',
  brands: 0,
  reason: '',
  named: [],
  fallen: null,
}
/** Who bid and is not in the library in good standing now (政府采购法第二十二条): the same that a price is refused for. */
async function leftOut(ask: Ask, bids: readonly Bid[]): Promise<LeftOut[]> {
  const orgs = await orgsOf(ask.tx, [...new Set(bids.map((b) => b.supplier))])
  return [...orgs.values()]
    .filter((o) => o.state !== '在库')
    .map((o) => ({ supplier: o.id, name: o.name, state: o.state }))
    .sort((x, y) => (x.supplier < y.supplier ? -1 : 1))
}
/** The winner that waits to be confirmed, if it has been suspended or struck off meanwhile: who and how it stands. */
async function fallen(ask: Ask, a: Auction): Promise<string | null> {
  const best = (await store.bidsOf(ask.tx, a.id)).find((b) => b.id === a.winner)
  const [out] = best ? await leftOut(ask, [best]) : []
  return out ? `${out.name}在供应商库中处于“${out.state}”` : null
}
export const auctions = story(auctionFlow, async (ask, s): Promise<AuctionFacts> => {
  const a = await store.auctionOf(ask.tx, s.id)
  const { bidders } = await store.boardOf(ask.tx, s.id, 0)
  return {
    ...NONE,
    bidders: bidders - a.barred.length,
    minimum: a.minimum,
    fallen: s.state === '待确认' ? await fallen(ask, a) : null,
    today: ask.today,
  }
})
const total = (a: Pick<Auction, 'ceiling' | 'quantity'>) => fen(a.ceiling * a.quantity)

export interface Draft {
  readonly title: string
  readonly line: string
  readonly kind: Kind
  readonly manner: '密封' | '降价'
  readonly item: string
  readonly needs: string
  readonly attributes: readonly Need[]
  readonly quantity: number
  readonly unit: string
  readonly ceiling: Fen
  readonly minutes: number
  readonly place: string
  readonly contact: string
  readonly phone: string
  readonly days: number
  readonly reason: string
}
const MANNER: Readonly<Record<Kind, Manner | null>> = {
  网上竞价: null,
  网上询价: '密封',
  电子反拍: '轮次',
}
export async function draft(ask: Ask, i: Draft): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('预算指标')
  const buyer = await orgOf(ask.tx, ask.actor.org)
  const line = await budget.lineForUpdate(ask, i.line as Id<'line'>)
  if (line.org !== buyer.id) throw new NotFound('预算指标')
  const sold = await store.productsUnder(ask.tx, i.item)
  const project = await bear(ask, {
    title: i.title,
    buyer: buyer.id,
    region: buyer.region,
    category: i.item.startsWith('C') ? '服务' : '货物',
    again: null,
  })
  const { title, line: lineId, ...rest } = i
  const a: Auction = {
    ...rest,
    id: newId<'auction'>(ask.now),
    project: project.id,
    buyer: buyer.id,
    lineId: lineId as Id<'line'>,
    manner: MANNER[i.kind] ?? i.manner,
    step: mall('竞价降幅万分', ask.world.settings),
    minimum: mall('竞价最少家数', ask.world.settings),
    opened: null,
    closes: null,
    prolonged: false,
    extended: 0,
    turn: null,
    winner: null,
    failure: null,
    barred: [],
  }
  const s = await begin(
    ask,
    auctionFlow,
    'draft',
    {
      id: a.id,
      title,
      process: project.id,
      lawOn: ask.today,
      region: buyer.region,
      parties: { 采购人: [buyer.id] },
    },
    {
      ...NONE,
      ...least(ask, i.kind),
      ceiling: total(a),
      available: line.available,
      minutes: i.minutes,
      brands: new Set(
        sold.filter((p) => lacks(i.attributes, p.attributes).length === 0).map((p) => p.brand),
      ).size,
      reason: i.reason,
      named: [...new Set(sold.map((p) => p.brand))].filter((b) =>
        `${i.title}${i.needs}`.includes(b),
      ),
      bidders: 0,
      minimum: a.minimum,
      today: ask.today,
    },
    { no: `JJ-${project.no}`, open: { kind: i.kind, ceiling: a.ceiling } },
  )
  await store.addAuction(ask.tx, a)
  await budget.freeze(ask, a.lineId, total(a), a.id)
  return s
}
async function held(ask: Ask, id: string) {
  const s = await mineOf(ask, auctionFlow, id)
  return { s, a: await store.auctionOf(ask.tx, id, true) }
}
export async function approve(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { a } = await held(ask, id)
  const closes = instant(ask.now + a.minutes * MINUTE)
  const s = await auctions.take(ask, 'approve', id, undefined, { due: closes, open: { closes } })
  await store.setAuction(ask.tx, { ...a, opened: ask.now, closes })
  return s
}
async function ended(
  ask: Ask,
  action: 'decline' | 'cancel' | 'fail' | 'refuse',
  id: string,
  reason: string,
): Promise<Subject> {
  const { a } = await held(ask, id)
  const s = await auctions.take(ask, action, id, undefined, { open: { reason } })
  await store.setAuction(ask.tx, { ...a, failure: reason })
  await budget.lineForUpdate(ask, a.lineId)
  await budget.release(ask, a.lineId, total(a), id)
  return s
}
export const decline = (ask: Ask, i: { id: string; reason: string }) =>
  ended(ask, 'decline', i.id, i.reason)
export const cancel = (ask: Ask, i: { id: string; reason: string }) =>
  ended(ask, 'cancel', i.id, i.reason)
export const refuse = (ask: Ask, i: { id: string; reason: string }) =>
  ended(ask, 'refuse', i.id, i.reason)

/** The clock struck: the next turn, one more time because too few came, or the end. Every new time counts from the old one. */
export async function strike(ask: Ask, id: string): Promise<void> {
  const machine = { ...ask, actor: system }
  const { s, a } = await held(ask, id)
  const bids = await store.bidsOf(ask.tx, id)
  const barred = await leftOut(ask, bids)
  const stands = standingWithout(bids, barred)
  const due = s.due ?? ask.now
  const take = (
    action: 'prolong' | 'turn' | 'close',
    open: Record<string, unknown>,
    next: Instant | null,
  ) => auctions.take(machine, action, id, undefined, { open, due: next })
  if (a.turn === null && stands.length < a.minimum) {
    if (!a.prolonged) {
      const closes = instant((a.closes ?? due) + a.minutes * MINUTE)
      await take('prolong', { closes }, closes)
      return void (await store.setAuction(ask.tx, { ...a, closes, prolonged: true }))
    }
  }
  if (stands.length === 0) {
    await store.setAuction(ask.tx, { ...a, barred })
    const why = barred.length === 0 ? '没有供应商报价' : '报价的供应商截止时均已被暂停或者停用'
    return void (await ended(machine, 'fail', id, why))
  }
  if (a.manner === '轮次' && stands.length > 1) {
    const last = a.turn
    const inRound = last !== null && last.at + 1 < last.order.length
    const rounds = mall('反拍轮数', ask.world.settings)
    if (inRound || (last?.round ?? 0) < rounds) {
      const turn = inRound
        ? { ...last, at: last.at + 1 }
        : { round: (last?.round ?? 0) + 1, order: turnOrder(bids, barred), at: 0 }
      const closes = instant(due + mall('反拍每轮分钟', ask.world.settings) * MINUTE)
      await take('turn', { round: turn.round, turn: turn.at + 1, closes }, closes)
      return void (await store.setAuction(ask.tx, { ...a, turn, closes }))
    }
  }
  const best = stands[0]
  await take(
    'close',
    { bids: bids.length, price: best?.price ?? 0, barred },
    dueIn(ask, '成交确认期'),
  )
  await store.setAuction(ask.tx, { ...a, winner: best?.id ?? null, barred })
}

/** 成交：一份已审批的订单，交供应商接单；多冻结的退回。 */
async function awarded(ask: Ask, action: 'confirm' | 'deem', id: string): Promise<Subject> {
  const { a } = await held(ask, id)
  const best = (await store.bidsOf(ask.tx, id)).find((b) => b.id === a.winner)
  if (!best) {
    // Not yet decided: the step itself says so to whoever may hear it.
    await auctions.take(ask, action, id, undefined, { open: { price: 0 } })
    throw new Error('待确认的竞价没有最低价')
  }
  const offer = (await offersById(ask.tx, [best.offer])).get(best.offer)
  if (!offer) throw new NotFound('商品')
  await budget.lineForUpdate(ask, a.lineId)
  const s = await auctions.take(ask, action, id, undefined, { open: { price: best.price } })
  await budget.release(ask, a.lineId, total(a), id)
  await bornAs(ask, 'award', {
    buyer: a.buyer,
    supplier: best.supplier,
    lineId: a.lineId,
    way: a.kind,
    source: id,
    project: await projectOf(ask.tx, { id: a.project }),
    items: [
      {
        offer: best.offer,
        product: offer.product,
        item: offer.item,
        name: offer.name,
        brand: offer.brand,
        model: offer.model,
        unit: a.unit,
        quantity: a.quantity,
        unitPrice: best.price,
        reason: `${a.kind}最低价`,
        justification: '',
        seen: null,
        serials: [],
        scanned: [],
      },
    ],
    delivery: a,
    facts: {},
  })
  return s
}
export const confirm = (ask: Ask, { id }: { id: string }) => awarded(ask, 'confirm', id)
/** Silence confirms; but not a winner that may no longer be ordered from. */
export async function deem(ask: Ask, id: string): Promise<Subject> {
  const machine = { ...ask, actor: system }
  const why = await fallen(ask, (await held(ask, id)).a)
  return why === null
    ? awarded(machine, 'deem', id)
    : ended(machine, 'fail', id, `确认前，最低价的${why}`)
}

export async function auctionOf(ask: Ask, id: string): Promise<{ s: Subject<State>; a: Auction }> {
  return { s: await subjectOf(ask.tx, auctionFlow, id), a: await store.auctionOf(ask.tx, id) }
}
export const timers = { '竞价项目.close': strike, '竞价项目.deem': deem }
