import * as budget from '#budget'
import { offersById, serves } from '#goods'
import {
  type Ask,
  at,
  begin,
  type Fen,
  fen,
  type Id,
  type Instant,
  NotFound,
  newId,
  Refused,
  refusal,
  type Subject,
  sum,
} from '#kernel'
import { CalendarUnknown, citeMarked, type MallSetting, mall, period } from '#law'
import { bear, categoryOf, orgOf, type Project } from '#libraries'
import { evidence, guardPrice, splitOrders, takeOut } from '#mall/shelf'
import type { Facts, Wanted } from './facts.ts'
import { factsOf } from './facts-of.ts'
import { type Item, type Order, orderFlow, type Way } from './model.ts'
import * as store from './store.ts'

export interface Line {
  readonly offer: string
  readonly quantity: number
  /** What the buyer saw, so that a price which moved meanwhile is told and not paid. */
  readonly price: Fen
  readonly line: string
  readonly reason: string
  readonly justification: string
}
export interface Delivery {
  readonly place: string
  readonly contact: string
  readonly phone: string
  readonly days: number
}
/** The end of the working day so many working days on; null where the year's calendar is not out: then no clock stands. */
export function dueIn(ask: Ask, name: MallSetting): Instant | null {
  try {
    const { end } = period({
      from: ask.today,
      length: mall(name, ask.world.settings),
      unit: 'workday',
    })
    return at(end, 24)
  } catch (e) {
    if (e instanceof CalendarUnknown) return null
    throw e
  }
}

/** 下单：一次提交，按供应商和指标分单；一单不成，全部不成。 */
export async function place(
  ask: Ask,
  i: Delivery & { lines: readonly Line[] },
): Promise<Subject[]> {
  if (ask.actor.org === null) throw new NotFound('预算指标')
  const buyer = await orgOf(ask.tx, ask.actor.org)
  const ids = i.lines.map((l) => l.offer)
  const offers = await offersById(ask.tx, ids)
  const found = await evidence(ask, ids)
  const lines = i.lines.map((l) => {
    const offer = offers.get(l.offer)
    if (!offer) throw new NotFound('商品')
    return { ...l, ...offer, offer: l.offer, seenPrice: l.price, unitPrice: fen(offer.price) }
  })
  // Lines are held in one order whatever the cart's, so that two carts at once wait for each other and not for ever.
  for (const line of [...new Set(lines.map((l) => l.line))].sort()) {
    const l = await budget.lineForUpdate(ask, line as Id<'line'>)
    if (l.org !== buyer.id) throw new NotFound('预算指标')
  }
  const out: Subject[] = []
  for (const group of splitOrders(lines)) {
    const items = group.map((l): Item & { wanted: Wanted } => {
      const e = found.get(l.offer)
      const guard = guardPrice(e, mall('价格警戒比例', ask.world.settings))
      const cheapest = e?.cheapest
      return {
        offer: l.offer,
        product: l.product,
        item: l.item,
        name: l.name,
        brand: l.brand,
        model: l.model,
        unit: l.unit,
        quantity: l.quantity,
        unitPrice: l.unitPrice,
        reason: l.reason,
        justification: l.justification,
        seen: e
          ? { basis: e.basis, suppliers: e.suppliers, median: e.median, least: e.least }
          : null,
        serials: [],
        scanned: [],
        wanted: {
          offer: l.offer,
          name: l.name,
          unitPrice: l.unitPrice,
          seenPrice: l.seenPrice,
          live: l.live,
          delivers: serves(l.regions, buyer.region),
          certificateEnded: l.expires,
          basis: e?.basis ?? null,
          median: (e?.median ?? null) as Fen | null,
          guard,
          cheapest: cheapest ? { supplier: cheapest.supplier, price: fen(e?.least ?? 0) } : null,
          suppliers: e?.suppliers ?? 0,
          reason: l.reason,
          justification: l.justification,
        },
      }
    })
    const first = group[0]
    if (!first) continue
    out.push(
      await bornAs(ask, 'place', {
        supplier: first.supplier,
        lineId: first.line as Id<'line'>,
        way: '直购',
        source: null,
        items: items.map(({ wanted: _, ...x }) => x),
        delivery: i,
        facts: { items: items.map((x) => x.wanted) },
      }),
    )
  }
  await takeOut(ask, ids)
  return out
}

export interface Birth {
  readonly supplier: string
  readonly lineId: Id<'line'>
  readonly way: Way
  readonly source: string | null
  readonly items: readonly Item[]
  readonly delivery: Delivery
  readonly facts: Partial<Facts>
  readonly buyer?: string
  /** The purchase that an auction began; an order from the shelf begins its own. */
  readonly project?: Project
}
const titleOf = (items: readonly Item[]) => {
  const [one] = items
  return `${one?.name ?? ''}${items.length > 1 ? `等${items.length}种` : ''}`
}
/** An order begins as a purchase of its own (OCDS: a process), with its money frozen in the same transaction. */
export async function bornAs(ask: Ask, how: 'place' | 'award', b: Birth): Promise<Subject> {
  const buyer = await orgOf(ask.tx, b.buyer ?? ask.actor.org ?? '')
  const amount = sum(b.items.map((i) => fen(i.unitPrice * i.quantity)))
  const kind = categoryOf(b.items[0]?.item ?? '')
  if (kind !== '货物' && kind !== '服务')
    throw new Refused([
      refusal('卖场只买货物和服务', '品目不是货物或服务', {
        cites: [citeMarked('系统设置', '卖场品目', '△')],
        cure: '选择货物或者服务类品目；工程另按采购项目办理',
      }),
    ])
  const project =
    b.project ??
    (await bear(ask, {
      title: titleOf(b.items),
      buyer: buyer.id,
      region: buyer.region,
      category: kind,
      again: null,
    }))
  const o: Order = {
    id: newId<'order'>(ask.now),
    project: project.id,
    buyer: buyer.id,
    supplier: b.supplier,
    lineId: b.lineId,
    way: b.way,
    source: b.source,
    category: kind,
    amount,
    placed: ask.today,
    place: b.delivery.place,
    contact: b.delivery.contact,
    phone: b.delivery.phone,
    days: b.delivery.days,
    items: b.items,
    accepted: null,
    payee: null,
    shipment: null,
    trouble: null,
    invoice: null,
    checkers: [],
    ofSupplier: null,
    ofBuyer: null,
  }
  const s = await begin(
    ask,
    orderFlow,
    how,
    {
      id: o.id,
      title: project.title,
      process: project.id,
      lawOn: ask.today,
      region: buyer.region,
      // Until somebody has approved it, it is nobody's business but the buyer's.
      parties: { 采购人: [buyer.id], ...(how === 'award' ? { 供应商: [b.supplier] } : {}) },
    },
    await factsOf(ask, o, null, b.facts),
    {
      no: `DD-${project.no}`,
      open: { amount, way: b.way },
      ...(how === 'award' ? { due: dueIn(ask, '接单期限') } : {}),
    },
  )
  await store.addOrder(ask.tx, o)
  await budget.freeze(ask, o.lineId, amount, o.id)
  return s
}
