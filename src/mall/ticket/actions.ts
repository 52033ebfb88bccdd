import { delist, offersById } from '#goods'
import {
  type Ask,
  askAs,
  begin,
  type Db,
  fen,
  instant,
  lawToday,
  NotFound,
  newId,
  nextNumber,
  type Subject,
  startLoop,
  story,
  system,
  type World,
  yearOf,
} from '#kernel'
import { mall } from '#law'
import { orgOf } from '#libraries'
import { dueIn } from '#mall/order'
import { evidence } from '#mall/shelf'
import { type Facts, foundDear, type measures, type Ticket, ticketFlow } from './model.ts'
import * as store from './store.ts'

export const tickets = story(ticketFlow, async (): Promise<Facts> => ({ open: 0, own: false }))

async function born(
  ask: Ask,
  how: 'report' | 'patrol',
  t: Omit<Ticket, 'id' | 'answer' | 'measure' | 'ruling'>,
  title: string,
): Promise<Subject> {
  const supplier = await orgOf(ask.tx, t.supplier)
  const id = newId<'ticket'>(ask.now)
  const n = await nextNumber(ask.tx, `工单-${supplier.region}-${yearOf(ask.today)}`)
  const s = await begin(
    ask,
    ticketFlow,
    how,
    {
      id,
      title,
      process: id,
      lawOn: lawToday(ask),
      region: supplier.region,
      parties: {
        供应商: [t.supplier],
        ...(ask.actor.role.startsWith('采购人') && ask.actor.org
          ? { 采购人: [ask.actor.org] }
          : {}),
      },
    },
    { open: await store.countOpen(ask.tx, t.offer), own: ask.actor.org === t.supplier },
    {
      no: `GD-${supplier.region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}`,
      open: { kind: t.kind },
      due: dueIn(ask, '工单答复期限'),
    },
  )
  await store.addTicket(ask.tx, { ...t, id, answer: null, measure: null, ruling: null })
  return s
}
export async function report(
  ask: Ask,
  i: { offer: string; kind: string; said: string },
): Promise<Subject> {
  const o = (await offersById(ask.tx, [i.offer])).get(i.offer)
  if (!o) throw new NotFound('商品')
  const e = (await evidence(ask, [i.offer])).get(i.offer)
  return born(
    ask,
    'report',
    {
      offer: i.offer,
      product: o.product,
      supplier: o.supplier,
      origin: '举报',
      kind: i.kind,
      said: i.said,
      price: fen(o.price),
      median: e?.median == null ? null : fen(e.median),
    },
    `${o.name}：${i.kind}`,
  )
}
export async function answer(ask: Ask, i: { id: string; answer: string }): Promise<Subject> {
  const s = await tickets.take(ask, 'answer', i.id, undefined, { data: { answer: i.answer } })
  await store.setTicket(ask.tx, i.id, { answer: i.answer })
  return s
}
export async function uphold(
  ask: Ask,
  i: { id: string; measure: (typeof measures)[number]; ruling: string },
): Promise<Subject> {
  const s = await tickets.take(ask, 'uphold', i.id, undefined, {
    open: { measure: i.measure, ruling: i.ruling },
  })
  await store.setTicket(ask.tx, i.id, { measure: i.measure, ruling: i.ruling })
  if (i.measure === '下架') {
    const t = await store.ticketOf(ask.tx, i.id)
    const o = (await offersById(ask.tx, [t.offer])).get(t.offer)
    if (o?.live)
      await delist(ask, { id: o.listing, offer: t.offer, reason: `${t.kind}（${s.no}）` })
  }
  return s
}
export async function dismiss(ask: Ask, i: { id: string; ruling: string }): Promise<Subject> {
  const s = await tickets.take(ask, 'dismiss', i.id, undefined, { open: { ruling: i.ruling } })
  await store.setTicket(ask.tx, i.id, { ruling: i.ruling })
  return s
}
export const ticketOf = (ask: Ask, id: string) => store.ticketOf(ask.tx, id)
export const closedOf = (ask: Ask, offer: string) => store.closedOf(ask.tx, offer)

/**
 * 价格巡查：not twice a year but whenever a price moves or goods come in. Everything that changed since the last look is
 * compared with its product's median; what stands above the guard gets a ticket of its own. Answers whether anything was new.
 */
export const patrolOnce = (db: Db, world: World): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    const ask = askAs(world, tx, system)
    const since = await store.takeMark(tx)
    if (since === null) return false
    // A little behind the clock: a transaction that is still under way has an earlier moment than the mark would have.
    const until = instant(ask.now - LAG_MS)
    if (until <= since) return false
    const upto = await store.lookUpTo(tx, since, until, PRICES)
    const products = await store.movedProducts(tx, since, upto)
    await store.setMark(tx, upto)
    if (products.length === 0) return upto < until
    const percent = mall('价格警戒比例', world.settings)
    const found = await store.dearOffers(
      tx,
      products,
      percent,
      mall('比价最少家数', world.settings),
      ask.today,
    )
    for (const f of found)
      await born(
        ask,
        'patrol',
        {
          offer: f.offer,
          product: f.product,
          supplier: f.supplier,
          origin: '巡查',
          kind: '价格虚高',
          said: foundDear(f.price, f.median, percent),
          price: f.price,
          median: f.median,
        },
        `${f.name}：价格虚高`,
      )
    return true
  })
const LAG_MS = 2_000
const PRICES = 5_000
export const startPatrol = (
  db: Db,
  world: World,
  complain: (e: unknown, about: string) => void,
  everyMs: number,
) => startLoop(() => patrolOnce(db, world), { everyMs, about: '价格巡查', complain })
export const timers = {
  '卖场工单.silent': (ask: Ask, id: string) =>
    tickets.take({ ...ask, actor: system }, 'silent', id),
}
