import * as budget from '#budget'
import { delist, offersById } from '#goods'
import {
  type Ask,
  type Day,
  mineOf,
  NotFound,
  type Subject,
  story,
  subjectOf,
  system,
} from '#kernel'
import { orgOf } from '#libraries'
import { forget, remember } from '#mall/shelf'
import type { Facts } from './facts.ts'
import { factsOf } from './facts-of.ts'
import {
  type Account,
  type Item,
  type Order,
  orderFlow,
  type Rating,
  type refusalGrounds,
  type State,
  strays,
  type Trouble,
  type troubleKinds,
} from './model.ts'
import { dueIn } from './placing.ts'
import * as store from './store.ts'

export const orders = story(orderFlow, async (ask, s) =>
  factsOf(ask, await store.orderOf(ask.tx, s.id), s),
)
type Action = keyof typeof orderFlow.steps
/** Lock, read, judge, step and write: `change` says what the order is afterwards. */
async function moved(
  ask: Ask,
  action: Action,
  id: string,
  change: (o: Order) => Partial<Order> = () => ({}),
  more: {
    facts?: (o: Order) => Partial<Facts> | Promise<Partial<Facts>>
    open?: Record<string, unknown>
    data?: Record<string, unknown>
    /** 'keep': the clock that runs goes on. */
    due?: Subject['due'] | 'keep'
    parties?: (o: Order) => Subject['parties']
  } = {},
): Promise<{ s: Subject<State>; o: Order }> {
  await mineOf(ask, orderFlow, id)
  const before = await store.orderOf(ask.tx, id)
  const o = { ...before, ...change(before) }
  const s = await orders.take(ask, action, id, await more.facts?.(before), (now) => ({
    ...(more.open ? { open: more.open } : {}),
    ...(more.data ? { data: more.data } : {}),
    due: more.due === 'keep' ? now.due : (more.due ?? null),
    parties: more.parties?.(o) ?? now.parties,
  }))
  await store.setOrder(ask.tx, o)
  return { s, o }
}
const free = (ask: Ask, o: Order) => budget.release(ask, o.lineId, o.amount, o.id)
const lapsed = (ask: Ask, o: Order, kind: store.LapseKind, org = o.supplier) =>
  store.addLapse(ask.tx, { order: o.id, org, kind, day: ask.today })

export async function approve(ask: Ask, i: { id: string; opinion: string }): Promise<Subject> {
  const { s } = await moved(ask, 'approve', i.id, undefined, {
    facts: () => ({ opinion: i.opinion }),
    ...(i.opinion === '' ? {} : { data: { opinion: i.opinion } }),
    due: dueIn(ask, '接单期限'),
    parties: (o) => ({ 采购人: [o.buyer], 供应商: [o.supplier] }),
  })
  return s
}
export async function decline(ask: Ask, i: { id: string; opinion: string }): Promise<Subject> {
  const { s, o } = await moved(ask, 'decline', i.id, undefined, { data: { opinion: i.opinion } })
  await free(ask, o)
  return s
}
export async function cancel(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  const { s, o } = await moved(ask, 'cancel', i.id, undefined, { open: { reason: i.reason } })
  await free(ask, o)
  return s
}
/** 接单：订单成立，即为合同；占用指标、公告和备案随这一步在同一笔事务里办成（合同一间的跟随）。 */
export async function accept(
  ask: Ask,
  i: { id: string } & Omit<Account, 'name'>,
): Promise<Subject> {
  const supplier = await orgOf(ask.tx, ask.actor.org ?? '')
  const { o: before } = await held(ask, i.id)
  // Written first: whoever follows the step in its transaction finds the account there.
  await store.setOrder(ask.tx, {
    ...before,
    accepted: ask.today,
    payee: { name: supplier.name, bank: i.bank, account: i.account },
  })
  const { s, o } = await moved(ask, 'accept', i.id, undefined, {
    open: { amount: before.amount },
    due: dueIn(ask, '发货期限'),
  })
  await remember(
    ask,
    { id: o.id, region: s.region, way: o.way, day: ask.today },
    o.items
      .filter((x) => x.product !== '')
      .map(({ offer, product, item, quantity, unitPrice }) => ({
        offer,
        product,
        item,
        quantity,
        unitPrice,
      })),
  )
  return s
}
export async function refuse(
  ask: Ask,
  i: { id: string; ground: (typeof refusalGrounds)[number]; reason: string },
): Promise<Subject> {
  const { s, o } = await moved(ask, 'refuse', i.id, undefined, {
    open: { ground: i.ground, reason: i.reason },
  })
  await free(ask, o)
  await lapsed(ask, o, i.ground === '其他' ? '拒单' : i.ground)
  // What is not to be had must not stay on the shelf.
  if (i.ground !== '其他') {
    const offers = await offersById(
      ask.tx,
      o.items.map((x) => x.offer),
    )
    for (const [offer, { listing, live }] of offers)
      if (live) await delist(ask, { id: listing, offer, reason: `${i.ground}（${s.no}）` })
  }
  return s
}
export async function lapse(ask: Ask, id: string): Promise<void> {
  const { o } = await moved({ ...ask, actor: system }, 'lapse', id)
  await free(ask, o)
  await lapsed(ask, o, '逾期未接单')
}
export async function late(ask: Ask, id: string): Promise<void> {
  const { o } = await moved({ ...ask, actor: system }, 'late', id)
  await lapsed(ask, o, '逾期未发货')
}
export async function remind(ask: Ask, id: string): Promise<void> {
  const { o } = await moved({ ...ask, actor: system }, 'remind', id)
  await lapsed(ask, o, '逾期未验收', o.buyer)
}
export async function stale(ask: Ask, id: string): Promise<void> {
  const { o } = await moved({ ...ask, actor: system }, 'stale', id)
  await lapsed(ask, o, '逾期未处理退换')
}

export interface Shipping {
  readonly id: string
  readonly carrier: string
  readonly waybill: string
  readonly items: readonly { readonly offer: string; readonly serials: readonly string[] }[]
}
async function sending(ask: Ask, action: 'ship' | 'reship', i: Shipping): Promise<Subject> {
  const of = (o: Order) =>
    o.items.map((x) => ({ ...x, serials: i.items.find((y) => y.offer === x.offer)?.serials ?? [] }))
  const { s, o } = await moved(
    ask,
    action,
    i.id,
    (before) => ({
      items: of(before).map((x) => ({ ...x, scanned: [] })),
      shipment: { carrier: i.carrier, waybill: i.waybill, day: ask.today },
      trouble: null,
    }),
    {
      facts: async (before) => ({
        sent: await Promise.all(
          of(before).map(async (x) => ({
            name: x.name,
            quantity: x.quantity,
            serials: x.serials,
            used: await store.usedSerials(ask.tx, x.product, x.serials, i.id),
          })),
        ),
      }),
      open: { carrier: i.carrier, waybill: i.waybill },
      due: dueIn(ask, '验收期限'),
    },
  )
  await store.setSerials(ask.tx, o.id, o.items)
  return s
}
export const ship = (ask: Ask, i: Shipping) => sending(ask, 'ship', i)
export const reship = (ask: Ask, i: Shipping) => sending(ask, 'reship', i)

/** 换型号：equal or better, never dearer; the price stays what was agreed. */
export async function askSwap(
  ask: Ask,
  i: { id: string; of: string; by: string; reason: string },
): Promise<Subject> {
  const offer = (await offersById(ask.tx, [i.by])).get(i.by)
  const before = await store.orderOf(ask.tx, i.id)
  const old = before.items.find((x) => x.offer === i.of)
  const was = (await offersById(ask.tx, [i.of])).get(i.of)
  if (!offer || !old || !was || offer.supplier !== before.supplier || !offer.live)
    throw new NotFound('商品')
  const swap: Trouble = {
    kind: '换型',
    reason: i.reason,
    swap: {
      of: i.of,
      by: {
        ...old,
        offer: i.by,
        product: offer.product,
        name: offer.name,
        brand: offer.brand,
        model: offer.model,
        seen: null,
      },
    },
  }
  const { s } = await moved(ask, 'askSwap', i.id, () => ({ trouble: swap }), {
    facts: () => ({ swap: { dearer: offer.price > old.unitPrice, less: lessOf(was, offer) } }),
    data: { reason: i.reason },
    due: 'keep',
  })
  return s
}
/** Attributes in which the new one is less: numbers that are smaller, words that differ. */
function lessOf(
  was: { item: string; unit: string; attributes: Record<string, unknown> },
  by: { item: string; unit: string; attributes: Record<string, unknown> },
): string[] {
  if (was.item !== by.item || was.unit !== by.unit) return ['品目或计量单位']
  return Object.entries(was.attributes).flatMap(([k, v]) => {
    const now = by.attributes[k]
    return (typeof v === 'number' ? typeof now === 'number' && now >= v : now === v) ? [] : [k]
  })
}

export async function agreeSwap(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { s } = await moved(
    ask,
    'agreeSwap',
    id,
    (o) => {
      const swap = o.trouble?.swap
      return {
        items: o.items.map((x): Item => (swap && x.offer === swap.of ? swap.by : x)),
        trouble: null,
      }
    },
    { due: dueIn(ask, '发货期限') },
  )
  return s
}
export async function askOut(
  ask: Ask,
  i: { id: string; ground: '断货' | '停产'; reason: string },
): Promise<Subject> {
  const { s, o } = await moved(
    ask,
    'askOut',
    i.id,
    () => ({ trouble: { kind: '请求解除', reason: `${i.ground}：${i.reason}` } }),
    { open: { ground: i.ground }, due: 'keep' },
  )
  await lapsed(ask, o, i.ground)
  return s
}
export async function keep(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  const { s } = await moved(ask, 'keep', i.id, () => ({ trouble: null }), {
    data: { reason: i.reason },
    due: 'keep',
  })
  return s
}
/** 解除：合同随之解除，占用的指标退回（支付一间的跟随）。 */
export async function out(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  const { s } = await moved(ask, 'out', i.id, undefined, { open: { reason: i.reason } })
  await undone(ask, i.id)
  return s
}
/** What came to nothing is no price that was paid, and its serials may be sent under another order. */
async function undone(ask: Ask, id: string): Promise<void> {
  await store.setSerials(ask.tx, id, [])
  await forget(ask, id)
}
/** The contract was rescinded by law: told by the stage that knows what was paid, and gives back the rest. What was paid for stays the buyer's, serials and all. */
export async function rescinded(ask: Ask, id: string, ground: string): Promise<void> {
  const { s: before } = await held(ask, id)
  await moved(ask, 'rescinded', id, undefined, { open: { ground } })
  if (before.state !== '已支付') await undone(ask, id)
}
export async function takeBack(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { s } = await moved(ask, 'takeBack', id, undefined, { open: { reason: '退货' } })
  await undone(ask, id)
  return s
}
export async function trouble(
  ask: Ask,
  i: { id: string; kind: (typeof troubleKinds)[number]; reason: string },
): Promise<Subject> {
  const { s } = await moved(
    ask,
    'trouble',
    i.id,
    () => ({ trouble: { kind: i.kind, reason: i.reason } }),
    { open: { kind: i.kind }, data: { reason: i.reason }, due: dueIn(ask, '退换处理期限') },
  )
  return s
}

export interface Checking {
  readonly id: string
  readonly items: readonly { readonly offer: string; readonly serials: readonly string[] }[]
}
/** 清点：扫到的逐件与发货的核对；没有序列号的商品按数量清点。 */
export async function check(ask: Ask, i: Checking): Promise<Subject> {
  const scannedOf = (offer: string) => i.items.find((x) => x.offer === offer)?.serials ?? []
  const { s } = await moved(
    ask,
    'check',
    i.id,
    (o) => ({
      items: o.items.map((x) => ({ ...x, scanned: scannedOf(x.offer) })),
      checkers: [ask.actor.name],
    }),
    { facts: (o) => ({ strays: o.items.map((x) => strays(x, scannedOf(x.offer))) }) },
  )
  return s
}
export async function confirm(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { o: before } = await held(ask, id)
  await store.setOrder(ask.tx, { ...before, checkers: [...before.checkers, ask.actor.name] })
  const { s } = await moved(ask, 'confirm', id, undefined, { open: { amount: before.amount } })
  return s
}
export async function recheck(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  const { s } = await moved(ask, 'recheck', i.id, undefined, {
    data: { reason: i.reason },
    due: dueIn(ask, '验收期限'),
  })
  return s
}
/** One's own order, held: what is written before the step is judged there, and undone with it. */
async function held(ask: Ask, id: string) {
  const s = await mineOf(ask, orderFlow, id)
  return { s, o: await store.orderOf(ask.tx, id) }
}
export async function bill(ask: Ask, i: { id: string; no: string; day: Day }): Promise<Subject> {
  const { s } = await moved(ask, 'bill', i.id, () => ({ invoice: { no: i.no, day: i.day } }), {
    facts: () => ({ invoiceDay: i.day }),
    open: { day: i.day },
  })
  return s
}
export const pay = async (ask: Ask, { id }: { id: string }): Promise<Subject> =>
  (await moved(ask, 'pay', id)).s
export const settle = async (ask: Ask, { id }: { id: string }): Promise<Subject> =>
  (await moved(ask, 'settle', id)).s
/** The treasury has paid: told by the stage that knows. */
export async function paid(ask: Ask, id: string): Promise<void> {
  await moved({ ...ask, actor: system }, 'paid', id)
}
export async function finish(ask: Ask, id: string): Promise<void> {
  await moved(ask, 'finish', id)
}
export const rateSupplier = async (ask: Ask, { id, ...r }: Rating & { id: string }) =>
  (await moved(ask, 'rateSupplier', id, () => ({ ofSupplier: r }), { open: { stars: r.stars } })).s
export const rateBuyer = async (ask: Ask, { id, ...r }: Rating & { id: string }) =>
  (await moved(ask, 'rateBuyer', id, () => ({ ofBuyer: r }), { open: { stars: r.stars } })).s

export async function orderOf(ask: Ask, id: string): Promise<{ s: Subject<State>; order: Order }> {
  const s = await subjectOf(ask.tx, orderFlow, id)
  return { s, order: await store.orderOf(ask.tx, id) }
}
export const starsOf = (ask: Ask, supplier: string) => store.starsOf(ask.tx, supplier)
export const timers = {
  '订单.lapse': lapse,
  '订单.late': late,
  '订单.remind': remind,
  '订单.stale': stale,
}
