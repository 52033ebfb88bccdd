import {
  type Ask,
  begin,
  type Fen,
  type Follower,
  instant,
  mineOf,
  NotFound,
  newId,
  type Subject,
  step,
  story,
  subjectOf,
} from '#kernel'
import { orgOf, projectOf } from '#libraries'
import { bornAs, type Way } from '#mall/order'
import { fail, finish, handOver, planOf, start } from '#plan'
import { MACHINE } from './actions.ts'
import { agreedOf, factsOf, queueOf } from './call-facts.ts'
import * as calls from './call-store.ts'
import { lowest } from './compute.ts'
import type { QuoteFacts } from './facts.ts'
import { type Call, callFlow, frameworkFlow, type Lot, type Quote, quoteFlow } from './model.ts'
import * as store from './store.ts'

export const orders = story(callFlow, async (ask, s) =>
  factsOf(ask, await calls.callOf(ask.tx, s.id)),
)
export interface Wanted {
  readonly lot: string
  readonly plan: string
  readonly quantity: number
  readonly accessory?: string
  readonly need: string
  readonly place: string
  readonly contact: string
  readonly phone: string
  readonly days: number
}
type Kept = Partial<Pick<Call, 'member' | 'outsider' | 'price' | 'reason' | 'skips' | 'hours'>>
type Birth = 'choose' | 'compete' | 'rotate' | 'outside'
const WAY: Readonly<Record<Birth, Call['way']>> = {
  choose: '直接选定',
  compete: '二次竞价',
  rotate: '顺序轮候',
  outside: '非入围授予',
}
/** 第二阶段的一单：从备案的采购计划出发，钱还冻结在计划上，第二个人审核以后才转到订单。 */
async function born(ask: Ask, how: Birth, i: Wanted, kept: (lot: Lot) => Promise<Kept>) {
  if (ask.actor.org === null) throw new NotFound('采购计划')
  const plan = await planOf(ask, { id: i.plan })
  const project = await projectOf(ask.tx, { id: plan.project })
  if (project.buyer !== ask.actor.org) throw new NotFound('采购计划')
  const lot = await store.lotOf(ask.tx, i.lot)
  const fs = await subjectOf(ask.tx, frameworkFlow, lot.framework)
  if (!frameworkFlow.open.includes(fs.state)) throw new NotFound('采购包')
  const { lot: _, plan: __, ...rest } = i
  const c: Call = {
    ...rest,
    accessory: i.accessory ?? '',
    id: newId<'call'>(ask.now),
    framework: lot.framework,
    lot: lot.id,
    plan: i.plan,
    buyer: project.buyer,
    way: WAY[how],
    member: null,
    outsider: null,
    price: null,
    reason: '',
    skips: [],
    hours: null,
    ...(await kept(lot)),
    closes: null,
    settled: null,
    winner: null,
    order: null,
    failure: null,
  }
  const s = await begin(
    ask,
    callFlow,
    how,
    {
      id: c.id,
      title: `${project.title}　按${fs.title}`,
      process: project.id,
      lawOn: project.began,
      region: project.region,
      parties: { 采购人: [project.buyer] },
    },
    await factsOf(ask, c),
    { no: `KJD-${project.no}`, open: { framework: lot.framework, way: c.way } },
  )
  await calls.addCall(ask.tx, c)
  return s
}
/** 直接选定：单价不填就是协议价格；供应商愿意更低的，写更低的。 */
export async function choose(
  ask: Ask,
  i: Wanted & { member: string; price: Fen | null; reason: string },
): Promise<Subject> {
  const { member, price, reason, ...wanted } = i
  const m = await store.memberOf(ask.tx, member)
  return born(ask, 'choose', wanted, async (lot) => {
    if (m.lot !== lot.id) throw new NotFound('入围供应商')
    return {
      member,
      price: price ?? agreedOf(m, lot, { accessory: i.accessory ?? '', quantity: i.quantity }),
      reason,
    }
  })
}
export async function compete(ask: Ask, i: Wanted & { hours: number }): Promise<Subject> {
  const { hours, ...wanted } = i
  return born(ask, 'compete', wanted, async () => ({ hours }))
}
/** 顺序轮候：轮到谁是算出来的；跳过的逐家写理由，也用掉一次机会。 */
export async function rotate(ask: Ask, i: Wanted & { skips: Call['skips'] }): Promise<Subject> {
  const { skips, ...wanted } = i
  return born(ask, 'rotate', wanted, async (lot) => {
    const { next } = await queueOf(ask, lot.id, skips)
    const price = next && agreedOf(next, lot, { accessory: '', quantity: i.quantity })
    return { skips, member: next?.id ?? null, price }
  })
}
/** 第三十七条：非入围供应商的价更低，就请入围的都来报“低于它”的价；谁也不报，才授予它。 */
export async function outside(
  ask: Ask,
  i: Wanted & { outsider: string; price: Fen; reason: string; hours: number },
): Promise<Subject> {
  const { outsider, price, reason, hours, ...wanted } = i
  return born(ask, 'outside', wanted, async () => ({ outsider, price, reason, hours }))
}

/** What was agreed becomes an order of the mall, and so a contract once the supplier takes it (decisions 0035, 0046). */
async function toOrder(
  ask: Ask,
  c: Call,
  to: { supplier: string; price: Fen; thing: { name: string; brand: string; model: string } },
): Promise<string> {
  const lot = await store.lotOf(ask.tx, c.lot)
  const plan = await planOf(ask, { id: c.plan })
  const consumable = lot.consumables.find((x) => x.name === c.accessory)
  const { lineId } = await handOver(ask, c.plan)
  const way: Way = c.way === '非入围授予' ? '框架协议外授予' : `框架协议${c.way}`
  const s = await bornAs(ask, 'award', {
    supplier: to.supplier,
    lineId,
    way,
    source: c.id,
    buyer: c.buyer,
    project: await projectOf(ask.tx, { id: plan.project }),
    delivery: { place: c.place, contact: c.contact, phone: c.phone, days: c.days },
    facts: {},
    items: [
      {
        offer: c.id,
        product: '',
        item: consumable?.item ?? lot.item,
        name: consumable?.name ?? to.thing.name,
        brand: to.thing.brand,
        model: to.thing.model,
        unit: consumable?.unit ?? lot.unit,
        quantity: c.quantity,
        unitPrice: to.price,
        reason: c.reason,
        justification: '',
        seen: null,
        serials: [],
        scanned: [],
      },
    ],
  })
  return s.id
}
async function held(ask: Ask, id: string) {
  const s = await mineOf(ask, callFlow, id)
  return { s, c: await calls.callOf(ask.tx, id) }
}
export async function approve(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { s, c } = await held(ask, id)
  // One turn at a time: two calls of one package wait for each other here.
  await store.lotOf(ask.tx, c.lot, true)
  const facts = await factsOf(ask, c)
  const m = c.member === null ? null : await store.memberOf(ask.tx, c.member)
  const winner = m?.supplier ?? null
  await calls.setCall(ask.tx, { ...c, settled: ask.today, winner })
  // Judged before anything is set going.
  const done = await step(ask, callFlow, 'approve', s, facts, {
    parties: { ...s.parties, ...(winner === null ? {} : { 供应商: [winner] }) },
    open: { way: c.way, supplier: winner, price: c.price, quantity: c.quantity },
  })
  if (m === null || c.price === null) throw new Error('审核通过而没有选定供应商')
  if (c.way === '顺序轮候') {
    const { cycle } = await queueOf(ask, c.lot, [])
    await calls.addTurns(ask.tx, [
      ...c.skips.map((x) => ({
        lot: c.lot,
        cycle,
        member: x.member,
        call: c.id as string,
        skipped: x.reason,
      })),
      { lot: c.lot, cycle, member: m.id, call: c.id, skipped: null },
    ])
  }
  await start(ask, c.plan)
  const order = await toOrder(ask, c, { supplier: m.supplier, price: c.price, thing: m.thing })
  await calls.setCall(ask.tx, { ...c, settled: ask.today, winner, order })
  return done
}
const HOUR = 3_600_000
/** 邀请：这一包协议有效的都在被邀请之列，一家不落。 */
export async function invite(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { s, c } = await held(ask, id)
  const facts = await factsOf(ask, c)
  const closes = instant(ask.now + (c.hours ?? 0) * HOUR)
  const asked = (await store.membersOf(ask.tx, { lot: c.lot })).filter(
    (m) => m.state === '协议有效',
  )
  await calls.setCall(ask.tx, { ...c, closes })
  const done = await step(ask, callFlow, 'invite', s, facts, {
    due: closes,
    parties: { ...s.parties, 供应商: [...new Set(asked.map((m) => m.supplier))] },
    open: { way: c.way, invited: asked.length, closes },
  })
  await start(ask, c.plan)
  return done
}
export const decline = (ask: Ask, i: { id: string; opinion: string }) =>
  orders.take(ask, 'decline', i.id, undefined, { data: { opinion: i.opinion } })

/** The bell: the lowest quote wins; where nobody goes below an outsider's price, the outsider does; else nothing comes of it. */
export async function award(ask: Ask, id: string): Promise<void> {
  const machine = MACHINE(ask)
  const s = await subjectOf(ask.tx, callFlow, id, 'update')
  const c = await calls.callOf(ask.tx, id)
  const facts = await factsOf(ask, c)
  const standing = new Map(
    (await store.membersOf(ask.tx, { lot: c.lot })).map((m) => [m.id, m] as const),
  )
  const quotes = (await calls.quotesOf(ask.tx, id)).filter(
    (q) => standing.get(q.member)?.state === '协议有效',
  )
  const best = lowest(quotes)
  const m = best && standing.get(best.member)
  const outsider = best || c.outsider === null ? null : await orgOf(ask.tx, c.outsider)
  const to =
    best && m
      ? { supplier: m.supplier, price: best.price, thing: m.thing }
      : outsider && c.price !== null
        ? {
            supplier: outsider.id,
            price: c.price,
            thing: { name: facts.lotName, brand: '', model: c.need },
          }
        : null
  if (to === null || (outsider && outsider.state !== '在库')) {
    const failure = '没有供应商报价'
    await calls.setCall(ask.tx, { ...c, settled: ask.today, failure })
    await step(machine, callFlow, 'fail', s, facts, { open: { reason: failure } })
    await fail(machine, c.plan)
    return
  }
  // A member that went below the outsider's price sells as a member: by competition.
  const way = c.way === '非入围授予' && outsider === null ? '二次竞价' : c.way
  const next: Call = {
    ...c,
    way,
    member: m?.id ?? null,
    price: to.price,
    settled: ask.today,
    winner: to.supplier,
  }
  await calls.setCall(ask.tx, next)
  await step(machine, callFlow, 'award', s, facts, {
    open: {
      way,
      supplier: to.supplier,
      price: to.price,
      quantity: c.quantity,
      quotes: quotes.length,
    },
    parties: {
      ...s.parties,
      供应商: [...new Set([...(s.parties['供应商'] ?? []), to.supplier])],
    },
  })
  const order = await toOrder(machine, next, to)
  await calls.setCall(ask.tx, { ...next, order })
}

export const quotes = story(quoteFlow, async (ask, s) => {
  const q = await calls.quoteOf(ask.tx, s.id)
  return quoteFacts(ask, await calls.callOf(ask.tx, q.call), q.supplier, q.price)
})
async function quoteFacts(ask: Ask, c: Call, supplier: string, price: Fen): Promise<QuoteFacts> {
  const s = await subjectOf(ask.tx, callFlow, c.id)
  const m = (await store.membersOf(ask.tx, { lot: c.lot })).find(
    (x) => x.supplier === supplier && x.state === '协议有效',
  )
  const agreed = m ? agreedOf(m, await store.lotOf(ask.tx, c.lot), c) : (0 as Fen)
  const below = c.way === '非入围授予' && c.price !== null ? c.price - 1 : agreed
  const most = Math.min(agreed, below) as Fen
  return {
    state: s.state,
    before: c.closes !== null && ask.now < c.closes,
    memberState: m?.state ?? '没有入围这一包',
    price,
    most,
    mostSaid: below < agreed ? '须低于非入围供应商的价格' : '高于本单位的协议价格',
    taken: (await calls.quotesOf(ask.tx, c.id)).some((q) => q.supplier === supplier),
  }
}
export async function offer(ask: Ask, i: { call: string; price: Fen }): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('框架采购单')
  // Held against the clock, as a response is; whoever was not invited does not learn that there is one.
  const cs = await subjectOf(ask.tx, callFlow, i.call, 'share')
  if (!cs.parties['供应商']?.includes(ask.actor.org)) throw new NotFound('框架采购单')
  const c = await calls.callOf(ask.tx, i.call)
  const facts = await quoteFacts(ask, c, ask.actor.org, i.price)
  const m = (await store.membersOf(ask.tx, { lot: c.lot })).find(
    (x) => x.supplier === ask.actor.org && x.state === '协议有效',
  )
  const q: Quote = {
    id: newId<'quote'>(ask.now),
    call: c.id,
    member: m?.id ?? '',
    supplier: ask.actor.org,
    price: i.price,
    at: ask.now,
  }
  const s = await begin(
    ask,
    quoteFlow,
    'offer',
    {
      id: q.id,
      title: cs.title,
      process: cs.process,
      lawOn: cs.lawOn,
      region: cs.region,
      parties: { 供应商: [q.supplier] },
    },
    facts,
    { data: { call: c.id, price: i.price } },
  )
  await calls.addQuote(ask.tx, q)
  return s
}

/** The supplier took the order: the plan is done. It did not: the plan comes to nothing, and another try is another purchase. */
const taken: Follower = async (ask, e) => {
  const c = await calls.callOfOrder(ask.tx, e.subject)
  if (c) await finish(ask, c.plan)
}
const notTaken: Follower = async (ask, e) => {
  const c = await calls.callOfOrder(ask.tx, e.subject)
  if (c) await fail(MACHINE(ask), c.plan)
}
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '订单.accept': [taken],
  '订单.refuse': [notTaken],
  '订单.lapse': [notTaken],
  '订单.cancel': [notTaken],
}
