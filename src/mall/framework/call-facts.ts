import { wishOf } from '#intention'
import { type Ask, type Fen, fen, subjectOf } from '#kernel'
import { mall } from '#law'
import { orgOf } from '#libraries'
import { planFlow, planOf } from '#plan'
import { covers } from './actions.ts'
import { turnsOf } from './call-store.ts'
import { agreedFor, waiting } from './compute.ts'
import type { CallFacts } from './facts.ts'
import { type Call, frameworkFlow, type Lot, type Member } from './model.ts'
import * as store from './store.ts'

/** Whose turn it is once those named were skipped, in order; `wrong` says where the skipping left the order. */
export async function queueOf(
  ask: Ask,
  lot: string,
  skips: Call['skips'],
): Promise<{ cycle: number; next: store.MemberRow | null; wrong: string }> {
  const members = (await store.membersOf(ask.tx, { lot })).filter((m) => m.state === '协议有效')
  const { cycle, queue } = waiting(members, await turnsOf(ask.tx, lot))
  for (const [n, skip] of skips.entries()) {
    const first = queue.shift()
    if (!first) return { cycle, next: null, wrong: '本轮候期内没有可以跳过的供应商了' }
    if (first.id !== skip.member)
      return { cycle, next: null, wrong: `第${n + 1}个跳过的应是${first.name}：轮到的是它` }
  }
  const next = queue[0]
  return next
    ? { cycle, next, wrong: '' }
    : { cycle, next: null, wrong: '本轮候期内的供应商都跳过了，至少须授予一家' }
}
/** The highest price this call can come to. */
export const mostOf = (c: Pick<Call, 'way' | 'price' | 'quantity'>, agreed: Fen): Fen =>
  fen((c.way === '直接选定' || c.way === '非入围授予' ? (c.price ?? agreed) : agreed) * c.quantity)

/** The most this member may ask in this call: the agreed price at this quantity, or its quote for that consumable. */
export const agreedOf = (
  m: Pick<Member, 'price' | 'extras'>,
  lot: Pick<Lot, 'discounts'>,
  c: Pick<Call, 'accessory' | 'quantity'>,
): Fen =>
  c.accessory === ''
    ? fen(agreedFor(m.price, lot.discounts, c.quantity))
    : (m.extras.find((x) => x.name === c.accessory)?.price ?? fen(0))

export async function factsOf(ask: Ask, c: Call): Promise<CallFacts> {
  const lot = await store.lotOf(ask.tx, c.lot)
  const f = await store.frameworkOf(ask.tx, c.framework)
  const s = await subjectOf(ask.tx, frameworkFlow, f.id)
  const buyer = await orgOf(ask.tx, c.buyer)
  const plan = await planOf(ask, { id: c.plan })
  const ps = await subjectOf(ask.tx, planFlow, c.plan)
  const { requirement } = await wishOf(ask, plan.project)
  const members = await store.membersOf(ask.tx, { lot: lot.id })
  const active = members.filter((m) => m.state === '协议有效')
  const chosen = members.find((m) => m.id === c.member) ?? null
  const agreed = (m: Member) => agreedOf(m, lot, c)
  // A consumable is the device's own: whose device stands there sells it, and no other is compared.
  const cheapest =
    c.accessory === ''
      ? [...active].sort((a, b) => agreed(a) - agreed(b) || a.turn - b.turn)[0]
      : undefined
  const dearest = Math.max(0, ...active.map(agreed))
  const consumable = lot.consumables.find((x) => x.name === c.accessory)
  const item = consumable?.item ?? lot.item
  const queue = c.way === '顺序轮候' ? await queueOf(ask, lot.id, c.skips) : null
  const outsider = c.outsider === null ? null : await orgOf(ask.tx, c.outsider)
  return {
    way: c.way,
    frameworkState: s.state,
    inScope: covers(f.document, buyer),
    lotName: c.accessory === '' ? lot.name : `${lot.name}的${c.accessory}`,
    accessory: c.accessory,
    accessoryListed: c.accessory === '' || consumable !== undefined,
    modes: f.document.modes,
    category: f.category,
    outsideAllowed: f.document.outside,
    planMethod: plan.method,
    planState: ps.state,
    itemPlanned: requirement.items.some((i) => i.code === item),
    planLeft: plan.frozen,
    amount: mostOf(c, fen(chosen ? agreed(chosen) : dearest)),
    members: active.length,
    chosen: chosen && { name: chosen.name, state: chosen.state, agreed: agreed(chosen) },
    price: c.price,
    cheapest: cheapest ? { name: cheapest.name, price: agreed(cheapest) } : null,
    reason: c.reason,
    hours: c.hours,
    leastHours: mall('框架竞价最短小时', ask.world.settings),
    turn:
      queue === null || (queue.next === null && queue.wrong === '')
        ? null
        : {
            expected: queue.next?.name ?? '',
            chosen: chosen?.name ?? '',
            wrong: queue.wrong,
          },
    outsider:
      outsider === null || c.price === null
        ? null
        : {
            name: outsider.name,
            state: outsider.kind === '供应商' ? outsider.state : '不是供应商',
            member: active.some((m) => m.supplier === outsider.id),
            price: c.price,
          },
  }
}
