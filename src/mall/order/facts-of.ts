import * as budget from '#budget'
import { type Ask, addDays, type Day, dayOf, type Fen, fen, type Subject, yearOf } from '#kernel'
import { mall } from '#law'
import { orgOf } from '#libraries'
import { guardPrice } from '#mall/shelf'
import type { Facts, Wanted } from './facts.ts'
import { type Item, type Order, strays } from './model.ts'
import * as store from './store.ts'

/** What an order is judged on besides its own lines. */
export async function factsOf(
  ask: Ask,
  o: Order,
  s: Pick<Subject, 'state' | 'due'> | null,
  more: Partial<Facts> = {},
): Promise<Facts> {
  const { tx, world, today } = ask
  const supplier = await orgOf(tx, o.supplier)
  const since = addDays(today, -mall('断货回看日数', world.settings))
  const placing = s === null
  const kinds = [...new Set(o.items.map((i) => i.item.slice(0, 5)))]
  const direct = o.way === '直购'
  return {
    amount: o.amount,
    available: (await budget.lineOf(ask, o.lineId)).available,
    items: o.items.map((i) => bare(i, mall('价格警戒比例', world.settings))),
    direct,
    singleLimit: fen(mall('直购单笔上限', world.settings)),
    yearTotal:
      placing && direct
        ? fen((await store.directOn(tx, o.lineId, kinds, yearOf(today))) + o.amount)
        : o.amount,
    supplierName: supplier.name,
    supplierState: supplier.state,
    stockOuts: await store.countLapses(tx, o.supplier, ['断货', '停产'], since),
    stockOutLimit: mall('断货暂停次数', world.settings),
    unaccepted: placing ? await store.unacceptedOf(tx, o.buyer) : [],
    opinion: null,
    today,
    shipDue: s?.state === '待发货' ? await shipDueOf(ask, o, s) : null,
    trouble: o.trouble && { kind: o.trouble.kind },
    swap: null,
    sent: [],
    strays: s?.state === '待确认验收' ? o.items.map((i) => strays(i, i.scanned)) : [],
    invoiceDay: null,
    ratedSupplier: o.ofSupplier !== null,
    ratedBuyer: o.ofBuyer !== null,
    troubleStale: s?.state === '退换货' && (await store.hasLapse(tx, o.id, '逾期未处理退换')),
    ...more,
  }
}
/** The day by which it had to be sent: the clock stands until it has struck, and then the lapse says so. */
async function shipDueOf(ask: Ask, o: Order, s: Pick<Subject, 'due'>): Promise<Day | null> {
  if (s.due !== null) return dayOf((s.due - 1) as Subject['since'])
  return (await store.hasLapse(ask.tx, o.id, '逾期未发货')) ? addDays(ask.today, -1) : null
}
/** A line as it stands in the order, without looking at the shelf again. */
function bare(i: Item, percent: number): Wanted {
  return {
    offer: i.offer,
    name: i.name,
    unitPrice: i.unitPrice,
    seenPrice: null,
    live: true,
    delivers: true,
    certificateEnded: null,
    basis: i.seen?.basis ?? null,
    median: (i.seen?.median ?? null) as Fen | null,
    guard: guardPrice(i.seen, percent),
    cheapest: null,
    suppliers: i.seen?.suppliers ?? 0,
    reason: i.reason,
    justification: i.justification,
  }
}
