import * as budget from '#budget'
import {
  type Ask,
  addDays,
  type Fen,
  fen,
  type Id,
  mineOf,
  type Subject,
  story,
  subjectOf,
  system,
} from '#kernel'
import { orgOf } from '#libraries'
import { dueIn } from '#mall/order'
import { nextInTurn, takeTurn } from './cards.ts'
import type { Facts } from './facts.ts'
import { factsOf } from './facts-of.ts'
import { totalOf } from './lines.ts'
import { type Order, type Rating, type State, serviceFlow } from './model.ts'
import { keep, looked, type Photo } from './photos.ts'
import { type Asked, lineId, named, partiesOf } from './placing.ts'
import * as store from './store.ts'
import { watch } from './watch.ts'

export const services = story(serviceFlow, async (ask, s) => {
  const o = await store.orderOf(ask.tx, s.id)
  return factsOf(ask, o, s.state === '待审批' ? { lines: o.quote } : {})
})
type Action = keyof typeof serviceFlow.steps
/** Lock, read, judge, step and write: `change` says what the order is afterwards. */
async function moved(
  ask: Ask,
  action: Action,
  id: string,
  change: (o: Order) => Partial<Order> = () => ({}),
  more: {
    facts?: (o: Order) => Partial<Facts>
    open?: Record<string, unknown>
    data?: Record<string, unknown>
    due?: Subject['due']
    parties?: (o: Order) => Subject['parties']
    photos?: { stage: Photo['stage']; files: readonly string[] }
  } = {},
): Promise<{ s: Subject<State>; o: Order; before: Order }> {
  const held = await mineOf(ask, serviceFlow, id)
  const photos = await looked(ask, more.photos?.files ?? [])
  const data = {
    ...more.data,
    ...(photos.length > 0 ? { photos: photos.map((x) => x.sha256) } : {}),
  }
  const before = await store.orderOf(ask.tx, id)
  const o = { ...before, ...change(before) }
  const s = await services.take(ask, action, id, more.facts?.(before), {
    ...(more.open ? { open: more.open } : {}),
    ...(Object.keys(data).length > 0 ? { data } : {}),
    due: more.due ?? null,
    parties: more.parties?.(o) ?? held.parties,
  })
  await store.setOrder(ask.tx, o)
  if (more.photos) await keep(ask, id, more.photos.stage, photos)
  return { s, o, before }
}
const free = (ask: Ask, o: Order, amount: Fen = o.frozen) =>
  budget.release(ask, lineId(o), amount, o.id)
const cardLines = async (ask: Ask, id: string, ls: readonly Asked[]) => {
  await mineOf(ask, serviceFlow, id)
  const o = await store.orderOf(ask.tx, id)
  return named(await store.cardOf(ask.tx, o.card), ls)
}
export async function quote(
  ask: Ask,
  i: { id: string; lines: readonly Asked[] },
): Promise<Subject> {
  const lines = await cardLines(ask, i.id, i.lines)
  const { s } = await moved(ask, 'quote', i.id, () => ({ quote: lines }), {
    facts: () => ({ lines }),
    open: { amount: totalOf(lines), lines: lines.length },
  })
  return s
}
/** 拒单或不作声：直接选定的就此了结，轮候的轮到下一家；没有下一家才了结。 */
async function turnAway(
  ask: Ask,
  how: 'refuse' | 'lapse',
  id: string,
  open: Record<string, unknown>,
): Promise<Subject> {
  const before = await store.orderOf(ask.tx, id)
  const buyer = await orgOf(ask.tx, before.buyer)
  const next =
    before.way === '顺序轮候'
      ? await nextInTurn(ask, before.kind, buyer.region, await store.turnedOf(ask.tx, id))
      : null
  if (next) {
    const { s } = await moved(
      ask,
      'pass',
      id,
      () => ({ card: next.id, supplier: next.supplier, quote: [] }),
      { open, due: dueIn(ask, '定点报价期限'), parties: partiesOf },
    )
    await takeTurn(ask, id, next)
    return s
  }
  const { s, o } = await moved(ask, how, id, () => ({ frozen: fen(0) }), { open })
  await free(ask, o, before.frozen)
  return s
}
export async function refuse(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  await mineOf(ask, serviceFlow, i.id)
  return turnAway(ask, 'refuse', i.id, { reason: i.reason })
}
export const lapse = (ask: Ask, id: string) =>
  turnAway({ ...ask, actor: system }, 'lapse', id, { reason: '逾期未报价' })
export const giveBack = async (ask: Ask, i: { id: string; opinion: string }): Promise<Subject> =>
  (
    await moved(ask, 'giveBack', i.id, () => ({ quote: [] }), {
      data: { opinion: i.opinion },
      due: dueIn(ask, '定点报价期限'),
    })
  ).s
/** 同意报价：冻结的降到报价之数，其余退回指标。 */
export async function approve(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { s, o, before } = await moved(
    ask,
    'approve',
    id,
    (x) => ({ frozen: totalOf(x.quote), dueDay: addDays(ask.today, x.days) }),
    { facts: (x) => ({ lines: x.quote }) },
  )
  await free(ask, o, fen(before.frozen - o.frozen))
  return s
}
const ended = async (
  ask: Ask,
  how: 'cancel' | 'giveUp' | 'out',
  i: { id: string; reason: string },
): Promise<Subject> => {
  const { s, o, before } = await moved(ask, how, i.id, () => ({ frozen: fen(0) }), {
    open: { reason: i.reason },
  })
  await free(ask, o, before.frozen)
  return s
}
export const cancel = (ask: Ask, i: { id: string; reason: string }) => ended(ask, 'cancel', i)
export const giveUp = (ask: Ask, i: { id: string; reason: string }) => ended(ask, 'giveUp', i)
export const out = (ask: Ask, i: { id: string; reason: string }) => ended(ask, 'out', i)

export async function askExtra(
  ask: Ask,
  i: { id: string; reason: string; lines: readonly Asked[]; photos: readonly string[] },
): Promise<Subject> {
  const lines = await cardLines(ask, i.id, i.lines)
  const { s } = await moved(
    ask,
    'askExtra',
    i.id,
    () => ({ asked: { reason: i.reason, lines, day: ask.today } }),
    {
      facts: () => ({ lines }),
      open: { amount: totalOf(lines) },
      data: { reason: i.reason },
      photos: { stage: '增项', files: i.photos },
    },
  )
  return s
}
/** 同意增项：同一指标再冻结增项之数；不够就不能同意。 */
export async function approveExtra(ask: Ask, { id }: { id: string }): Promise<Subject> {
  await mineOf(ask, serviceFlow, id)
  const { lineId: line } = await store.orderOf(ask.tx, id)
  await budget.lineForUpdate(ask, line as Id<'line'>)
  const { s, o, before } = await moved(ask, 'approveExtra', id, (x) => ({
    frozen: fen(x.frozen + totalOf(x.asked?.lines ?? [])),
    extras: x.asked ? [...x.extras, x.asked] : x.extras,
    asked: null,
  }))
  await budget.freeze(ask, lineId(o), fen(o.frozen - before.frozen), o.id)
  return s
}
export const declineExtra = async (
  ask: Ask,
  i: { id: string; opinion: string },
): Promise<Subject> =>
  (
    await moved(ask, 'declineExtra', i.id, () => ({ asked: null }), {
      data: { opinion: i.opinion },
    })
  ).s

/** 完工：逐项的明细；没有批准过的一分也结不了。 */
export async function finish(
  ask: Ask,
  i: {
    id: string
    lines: readonly Asked[]
    words: string
    oldParts: boolean
    odometer: number | null
    photos: readonly string[]
  },
): Promise<Subject> {
  const billed = await cardLines(ask, i.id, i.lines)
  const { s } = await moved(
    ask,
    'finish',
    i.id,
    () => ({
      billed,
      amount: totalOf(billed),
      work: { words: i.words, oldParts: i.oldParts, odometer: i.odometer },
    }),
    {
      facts: () => ({ billed, odometerNow: i.odometer }),
      open: { amount: totalOf(billed) },
      photos: { stage: '完工', files: i.photos },
    },
  )
  return s
}
export const rework = async (ask: Ask, i: { id: string; reason: string }): Promise<Subject> =>
  (
    await moved(ask, 'rework', i.id, () => ({ billed: [], amount: null, work: null }), {
      data: { reason: i.reason },
    })
  ).s
/** 验收：用车的人当面核对明细和里程；交车里程以他读的为准。 */
export async function check(
  ask: Ask,
  i: { id: string; odometer: number | null; stars: number | null; photos: readonly string[] },
): Promise<Subject> {
  const { s } = await moved(
    ask,
    'check',
    i.id,
    (o) => ({
      checkers: [ask.actor.name],
      stars: i.stars,
      work: o.work && { ...o.work, odometer: i.odometer ?? o.work.odometer },
    }),
    {
      facts: (o) => ({ odometerNow: i.odometer ?? o.work?.odometer ?? null }),
      open: i.stars === null ? {} : { stars: i.stars },
      photos: { stage: '验收', files: i.photos },
    },
  )
  return s
}
export const recheck = async (ask: Ask, i: { id: string; reason: string }): Promise<Subject> =>
  (
    await moved(ask, 'recheck', i.id, () => ({ checkers: [], stars: null }), {
      data: { reason: i.reason },
    })
  ).s
/** 确认验收：批准而没有用到的退回指标；从此等月末结算。 */
export async function confirm(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { amount } = await store.orderOf(ask.tx, id)
  const { s, o, before } = await moved(
    ask,
    'confirm',
    id,
    (x) => ({
      frozen: x.amount ?? x.frozen,
      accepted: ask.today,
      checkers: [...x.checkers, ask.actor.name],
    }),
    { open: { amount } },
  )
  await free(ask, o, fen(before.frozen - o.frozen))
  await watch(ask, o)
  return s
}
/** 互评：办结的单上各一次，不动它的状态。 */
export const rateSupplier = async (ask: Ask, { id, ...r }: Rating & { id: string }) =>
  (await moved(ask, 'rateSupplier', id, () => ({ ofSupplier: r }), { open: { stars: r.stars } })).s
export const rateBuyer = async (ask: Ask, { id, ...r }: Rating & { id: string }) =>
  (await moved(ask, 'rateBuyer', id, () => ({ ofBuyer: r }), { open: { stars: r.stars } })).s
export const settled = async (ask: Ask, id: string): Promise<void> => {
  await moved(ask, 'settle', id)
}
/** The contract that its month became was rescinded. */
export const rescinded = async (ask: Ask, id: string, ground: string): Promise<void> => {
  await moved(ask, 'rescinded', id, undefined, { open: { ground } })
}
export async function orderOf(ask: Ask, id: string): Promise<{ s: Subject<State>; order: Order }> {
  const s = await subjectOf(ask.tx, serviceFlow, id)
  return { s, order: await store.orderOf(ask.tx, id) }
}
