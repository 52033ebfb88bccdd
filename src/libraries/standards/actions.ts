import {
  type Ask,
  begin,
  lawToday,
  newId,
  nextNumber,
  regionOf,
  type Subject,
  story,
  yearOf,
} from '#kernel'
import { itemOf } from '#libraries/catalogue'
import { type Change, changeFlow, type Facts } from './model.ts'
import * as store from './store.ts'

async function factsOf(ask: Ask, c: Change): Promise<Facts> {
  return {
    today: ask.today,
    tier: regionOf(ask.actor.region)?.tier,
    change: c,
    unknown: (c.entries ?? []).map((e) => e.code).filter((code) => itemOf(code) === undefined),
    taken: await store.takenOn(ask.tx, c.from, c.id),
  }
}
export const changes = story(changeFlow, async (ask, s) =>
  factsOf(ask, await store.changeOf(ask.tx, s.id)),
)
export type Draft = Omit<Change, 'id'> & { readonly title: string }
export async function propose(ask: Ask, { title, ...i }: Draft): Promise<Subject> {
  const id = newId<'change'>(ask.now)
  const change: Change = { id, ...i }
  const { region } = ask.actor
  const n = await nextNumber(ask.tx, `标准-${region}-${yearOf(ask.today)}`)
  const s = await begin(
    ask,
    changeFlow,
    'propose',
    { id, title, process: id, lawOn: lawToday(ask), region, parties: {} },
    await factsOf(ask, change),
    { no: `BZ-${region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}` },
  )
  await store.addChange(ask.tx, change)
  return s
}
export async function revise(
  ask: Ask,
  { id, title, ...i }: Draft & { id: string },
): Promise<Subject> {
  const change: Change = { id, ...i }
  const s = await changes.take(ask, 'revise', id, await factsOf(ask, change), { title })
  await store.setChange(ask.tx, change)
  return s
}
export async function publish(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const c = await store.changeOf(ask.tx, id)
  const s = await changes.take(ask, 'publish', id, undefined, {
    open: { law: c.law, from: c.from, items: c.items, entries: c.entries?.length ?? 0 },
  })
  await store.enact(ask.tx, c)
  return s
}
export async function revoke(
  ask: Ask,
  { id, reason }: { id: string; reason: string },
): Promise<Subject> {
  const s = await changes.take(ask, 'revoke', id, undefined, { open: { reason } })
  await store.repeal(ask.tx, id)
  return s
}
