import { offersById } from '#goods'
import {
  type Ask,
  begin,
  type Fen,
  fen,
  instant,
  NotFound,
  newId,
  type Subject,
  step,
  story,
  subjectOf,
  system,
} from '#kernel'
import { orgOf, orgsOf, relatedIn } from '#libraries'
import { auctions, rulesOf } from './actions.ts'
import { type Auction, auctionFlow, extension, lacks, nextMost, priceFlow } from './model.ts'
import type { BidFacts } from './rules.ts'
import * as store from './store.ts'

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
