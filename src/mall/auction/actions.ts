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
  NotFound,
  newId,
  type Subject,
  step,
  story,
  subjectOf,
  system,
} from '#kernel'
import { mall, period } from '#law'
import { bear, orgOf, orgsOf, projectOf, relatedIn } from '#libraries'
import { bornAs, dueIn } from '#mall/order'
import {
  type Auction,
  auctionFlow,
  extension,
  type Kind,
  lacks,
  type Manner,
  type Need,
  nextMost,
  priceFlow,
  type Rules,
  type State,
  standing,
  turnOrder,
} from './model.ts'
import type { AuctionFacts, BidFacts } from './rules.ts'
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
}
export const auctions = story(auctionFlow, async (ask, s): Promise<AuctionFacts> => {
  const a = await store.auctionOf(ask.tx, s.id)
  const { bidders } = await store.boardOf(ask.tx, s.id, 0)
  return { ...NONE, bidders, minimum: a.minimum, today: ask.today }
})
export const prices = story(priceFlow, async (ask, s): Promise<BidFacts> => {
  const q = await store.quoteOf(ask.tx, s.id)
  const a = await store.auctionOf(ask.tx, q.auction)
  const { state } = await subjectOf(ask.tx, auctionFlow, q.auction)
  const { lowest, own } = await store.pricesFor(ask.tx, a.id, q.supplier)
  const { name, state: standing } = await orgOf(ask.tx, q.supplier)
  // What may be done next, before a price is typed: the most that would be taken stands for it.
  const price = fen(most(a, lowest, own))
  return {
    state,
    before: a.closes !== null && ask.now < a.closes,
    supplierState: standing,
    supplierName: name,
    related: '',
    live: true,
    lacking: [],
    price,
    ceiling: a.ceiling,
    most: price,
    sure: true,
    lowest,
    myTurn: a.turn === null ? null : a.turn.order[a.turn.at] === q.supplier,
    taken: a.manner === '密封' || (a.manner === '轮次' && a.turn === null),
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
  const s = await subjectOf(ask.tx, auctionFlow, id, 'update')
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
  const stands = standing(bids)
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
    if (stands.length === 0) return void (await ended(machine, 'fail', id, '没有供应商报价'))
  }
  if (a.manner === '轮次' && stands.length > 1) {
    const last = a.turn
    const inRound = last !== null && last.at + 1 < last.order.length
    const rounds = mall('反拍轮数', ask.world.settings)
    if (inRound || (last?.round ?? 0) < rounds) {
      const turn = inRound
        ? { ...last, at: last.at + 1 }
        : { round: (last?.round ?? 0) + 1, order: turnOrder(bids), at: 0 }
      const closes = instant(due + mall('反拍每轮分钟', ask.world.settings) * MINUTE)
      await take('turn', { round: turn.round, turn: turn.at + 1, closes }, closes)
      return void (await store.setAuction(ask.tx, { ...a, turn, closes }))
    }
  }
  const best = stands[0]
  await take('close', { bids: bids.length, price: best?.price ?? 0 }, dueIn(ask, '成交确认期'))
  await store.setAuction(ask.tx, { ...a, winner: best?.id ?? null })
}

/** 成交：一份已审批的订单，交供应商接单；多冻结的退回。 */
async function awarded(ask: Ask, action: 'confirm' | 'deem', id: string): Promise<Subject> {
  const { a } = await held(ask, id)
  const best = (await store.bidsOf(ask.tx, id)).find((b) => b.id === a.winner)
  if (!best) throw new Error('待确认的竞价没有最低价')
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
export const deem = (ask: Ask, id: string) => awarded({ ...ask, actor: system }, 'deem', id)

export interface Bidding {
  readonly auction: string
  readonly offer: string
  readonly price: Fen
  readonly sure: boolean
}
/** 报价：受理以前先锁住竞价，先后、流水和时钟因此是同一个次序。 */
export async function bid(ask: Ask, i: Bidding): Promise<{ s: Subject; seq: number }> {
  if (ask.actor.org === null) throw new NotFound('竞价项目')
  const me = await orgOf(ask.tx, ask.actor.org)
  const a = await store.auctionOf(ask.tx, i.auction, true)
  const as = await subjectOf(ask.tx, auctionFlow, i.auction)
  const own = await store.quoteBy(ask.tx, { auction: a.id, supplier: me.id })
  const offer = (await offersById(ask.tx, [i.offer])).get(i.offer)
  if (offer && offer.supplier !== me.id) throw new NotFound('商品')
  const { lowest, own: mine } = await store.pricesFor(ask.tx, a.id, me.id)
  const facts: BidFacts = {
    state: as.state,
    before: a.closes !== null && ask.now < a.closes,
    supplierState: me.state,
    supplierName: me.name,
    related: own ? '' : await relatedTo(ask, a.id, me.id),
    live: offer?.live === true,
    lacking: offer
      ? [...(offer.item === a.item ? [] : ['品目']), ...lacks(a.attributes, offer.attributes)]
      : [],
    price: i.price,
    ceiling: a.ceiling,
    most: fen(most(a, lowest, mine)),
    sure: i.sure,
    lowest: a.manner === '降价' ? lowest : null,
    myTurn: a.turn === null ? null : a.turn.order[a.turn.at] === me.id,
    taken: own !== undefined && (a.manner === '密封' || (a.manner === '轮次' && a.turn === null)),
  }
  const open = a.manner === '降价' || a.turn !== null
  const data = { auction: a.id, price: i.price, offer: i.offer, at: ask.now }
  const s = own
    ? await step(
        ask,
        priceFlow,
        'lower',
        await subjectOf(ask.tx, priceFlow, own.id, 'update'),
        facts,
        { data },
      )
    : await begin(
        ask,
        priceFlow,
        open ? 'offer' : 'seal',
        {
          id: newId<'price'>(ask.now),
          title: as.title,
          process: as.process,
          lawOn: as.lawOn,
          region: as.region,
          parties: { 供应商: [me.id] },
        },
        facts,
        { data },
      )
  if (!own) await store.addQuote(ask.tx, { id: s.id, auction: a.id, supplier: me.id })
  const seq = await store.addBid(ask.tx, {
    auction: a.id,
    quote: s.id,
    supplier: me.id,
    offer: i.offer,
    price: i.price,
    at: ask.now,
  })
  const closes = extension(a, ask.now, rulesOf(ask))
  if (closes !== null) {
    // The machine's step: the journal must not say whose price it was.
    await auctions.take({ ...ask, actor: system }, 'extend', a.id, undefined, {
      due: closes,
      open: { closes },
    })
    await store.setAuction(ask.tx, { ...a, closes, extended: a.extended + 1 })
  }
  return { s, seq }
}
/** As `nextMost`, from the two prices it needs. */
const most = (a: Auction, lowest: Fen | null, mine: Fen | null) => {
  const as = (price: Fen | null) =>
    price === null ? [] : [{ id: 1, supplier: '', offer: '', quote: '', price, at: instant(0) }]
  return nextMost(a, as(a.manner === '降价' ? lowest : mine), '')
}
async function relatedTo(ask: Ask, auction: string, supplier: string): Promise<string> {
  const others = await store.suspects(ask.tx, auction, supplier)
  if (others.length === 0) return ''
  const orgs = await orgsOf(ask.tx, [supplier, ...others])
  const pairs = await relatedIn(ask, [...orgs.values()])
  return pairs.find((p) => p.a === supplier || p.b === supplier)?.why ?? ''
}
export const lower = async (ask: Ask, i: { id: string; price: Fen; sure: boolean }) => {
  const q = await store.quoteOf(ask.tx, i.id)
  if (q.supplier !== ask.actor.org) throw new NotFound('竞价报价')
  const { offer } = await store.pricesFor(ask.tx, q.auction, q.supplier)
  return bid(ask, { auction: q.auction, offer: offer ?? '', price: i.price, sure: i.sure })
}
export async function auctionOf(ask: Ask, id: string): Promise<{ s: Subject<State>; a: Auction }> {
  return { s: await subjectOf(ask.tx, auctionFlow, id), a: await store.auctionOf(ask.tx, id) }
}
export const timers = { '竞价项目.close': strike, '竞价项目.deem': deem }
