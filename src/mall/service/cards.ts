import {
  type Ask,
  addDays,
  at,
  begin,
  type Day,
  mineOf,
  NotFound,
  newId,
  nextNumber,
  type Subject,
  story,
  subjectOf,
  system,
  within,
  yearOf,
} from '#kernel'
import { orgOf } from '#libraries'
import type { CardFacts } from './facts.ts'
import type { Kind } from './lines.ts'
import { type Card, cardFlow } from './model.ts'
import * as store from './store.ts'

async function factsOf(ask: Ask, c: Card): Promise<CardFacts> {
  const supplier = await orgOf(ask.tx, c.supplier)
  return {
    kind: c.kind,
    from: c.from,
    to: c.to,
    items: c.items,
    regions: c.regions,
    supplierName: supplier.name,
    supplierState: supplier.state,
    another: await store.overlapping(ask.tx, c),
  }
}
export const cards = story(cardFlow, async (ask, s) =>
  factsOf(ask, await store.cardOf(ask.tx, s.id)),
)
export type Filing = Omit<Card, 'id' | 'supplier'>

export async function submit(ask: Ask, i: Filing): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('供应商')
  const supplier = await orgOf(ask.tx, ask.actor.org)
  const c: Card = { ...i, id: newId(ask.now), supplier: supplier.id }
  const n = await nextNumber(ask.tx, `价目-${supplier.region}-${yearOf(ask.today)}`)
  const s = await begin(
    ask,
    cardFlow,
    'submit',
    {
      id: c.id,
      title: `${supplier.name}　${c.kind}价目`,
      process: c.id,
      lawOn: ask.today,
      region: supplier.region,
      parties: { 供应商: [supplier.id] },
    },
    await factsOf(ask, c),
    {
      no: `JM-${supplier.region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}`,
      open: { kind: c.kind, items: c.items.length },
    },
  )
  await store.addCard(ask.tx, c)
  return s
}
export async function revise(ask: Ask, { id, ...i }: Filing & { id: string }): Promise<Subject> {
  await mineOf(ask, cardFlow, id)
  const c: Card = { ...(await store.cardOf(ask.tx, id)), ...i }
  const s = await cards.take(ask, 'revise', id, await factsOf(ask, c), {
    open: { kind: c.kind, items: c.items.length },
  })
  await store.setCard(ask.tx, c)
  return s
}
export async function approve(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const c = await store.cardOf(ask.tx, id)
  return cards.take(ask, 'approve', id, undefined, {
    open: { items: c.items.map((x) => ({ code: x.code, price: x.price })) },
    due: at(addDays(c.to, 1)),
  })
}
export const giveBack = (ask: Ask, i: { id: string; opinion: string }) =>
  cards.take(ask, 'giveBack', i.id, undefined, { data: { opinion: i.opinion } })
export const stop = (ask: Ask, i: { id: string; reason: string }) =>
  cards.take(ask, 'stop', i.id, undefined, { open: { reason: i.reason } })
export const expire = (ask: Ask, id: string) => cards.take({ ...ask, actor: system }, 'expire', id)

export async function cardOf(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, cardFlow, id)
  return { s, card: await store.cardOf(ask.tx, id) }
}
export const servesAt = (c: Pick<Card, 'regions'>, region: string) =>
  c.regions.some((r) => within(region, r))
/** How near a supplier is: the same banner, the same league, elsewhere. Codes say it; no map is asked. */
export const nearness = (a: string, b: string) =>
  a === b ? 0 : a.slice(0, 4) === b.slice(0, 4) ? 1 : 2
export const nearWords = ['本地', '同一盟市', '外地'] as const

export interface Offered {
  readonly no: string
  readonly card: Card
  readonly supplierName: string
  readonly near: number
  readonly stars: number | null
  readonly rated: number
  readonly busy: number
}
/** 就近在前：同一旗县、同一盟市、其他；同样近的，评价高的在前。 */
export async function offered(ask: Ask, kind: Kind, region: string, day: Day): Promise<Offered[]> {
  const all = (await store.liveCards(ask.tx, kind, day)).filter(
    (c) => region === '' || servesAt(c, region),
  )
  const rated = await store.ratedOf(
    ask.tx,
    all.map((c) => c.supplier),
    kind,
  )
  const out: Offered[] = []
  for (const card of all) {
    const supplier = await orgOf(ask.tx, card.supplier)
    if (supplier.state !== '在库') continue
    const r = rated.get(card.supplier)
    const { no } = await subjectOf(ask.tx, cardFlow, card.id)
    out.push({
      no: no ?? '',
      card,
      supplierName: supplier.name,
      near: region === '' ? 2 : nearness(supplier.region, region),
      stars: r?.stars ?? null,
      rated: r?.orders ?? 0,
      busy: r?.busy ?? 0,
    })
  }
  return out.sort((a, b) => a.near - b.near || (b.stars ?? 0) - (a.stars ?? 0) || a.busy - b.busy)
}
/** Cards in force that serve a place, of suppliers in good standing; the older first. */
export async function fittingCards(ask: Ask, kind: Kind, region: string): Promise<Card[]> {
  const out: Card[] = []
  for (const c of await store.liveCards(ask.tx, kind, ask.today))
    if (servesAt(c, region) && (await orgOf(ask.tx, c.supplier)).state === '在库') out.push(c)
  return out
}
/** 顺序轮候：轮到的次数最少的一家；一样的，价目先有的一家。谁也挑不了，谁也跳不过。 */
export async function nextInTurn(
  ask: Ask,
  kind: Kind,
  region: string,
  passed: readonly string[],
): Promise<Card | null> {
  await store.holdTurns(ask.tx, kind)
  const turns = await store.turnsOf(ask.tx, kind)
  const fitting = (await fittingCards(ask, kind, region)).filter(
    (c) => !passed.includes(c.supplier),
  )
  return (
    fitting.sort(
      (a, b) =>
        (turns.get(a.supplier) ?? 0) - (turns.get(b.supplier) ?? 0) || (a.id < b.id ? -1 : 1),
    )[0] ?? null
  )
}
export const takeTurn = (ask: Ask, order: string, c: Pick<Card, 'supplier' | 'kind'>) =>
  store.addTurn(ask.tx, { order_id: order, supplier: c.supplier, kind: c.kind, day: ask.today })
