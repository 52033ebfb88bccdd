import {
  type Ask,
  begin,
  type Fen,
  mineOf,
  NotFound,
  newId,
  type Subject,
  step,
  story,
  subjectOf,
} from '#kernel'
import { orgOf } from '#libraries'
import type { ResponseFacts } from './facts.ts'
import { type Agent, frameworkFlow, type Response, responseFlow, type Thing } from './model.ts'
import { askedLots } from './reviewing.ts'
import * as store from './store.ts'

async function factsOf(
  ask: Ask,
  i: Pick<Response, 'lot' | 'supplier' | 'price' | 'thing' | 'agents'>,
  own: string | null,
): Promise<ResponseFacts> {
  const lot = await store.lotOf(ask.tx, i.lot)
  const f = await store.frameworkOf(ask.tx, lot.framework)
  const s = await subjectOf(ask.tx, frameworkFlow, f.id)
  const me = await orgOf(ask.tx, i.supplier)
  const members = (await store.membersOf(ask.tx, { framework: f.id })).filter(
    (m) => m.supplier === me.id,
  )
  const mine = await store.ownResponses(ask.tx, f.id, me.id)
  return {
    state: s.state,
    before: f.deadline !== null && ask.now < f.deadline,
    supplierName: me.name,
    supplierState: me.state,
    category: f.category,
    price: i.price,
    ceiling: lot.ceiling,
    standing: i.thing.standing,
    agents: i.agents.length,
    agentsAllowed: f.document.agents,
    already:
      mine.some((r) => r.lot === lot.id && r.round === f.round && !r.withdrawn && r.id !== own) ||
      members.some((m) => m.lot === lot.id && m.state === '协议有效'),
    removed: members.some((m) => m.state === '已清退'),
    lotAsked: askedLots(f, await store.lotsOf(ask.tx, f.id)).some((l) => l.id === lot.id),
  }
}
export const responses = story(responseFlow, async (ask, s) => {
  const r = await store.responseOf(ask.tx, s.id)
  return factsOf(ask, r, r.id)
})
export interface Responding {
  readonly price: Fen
  readonly thing: Thing
  readonly agents: readonly Agent[]
}
/** 提交：价格在开启以前只在墙后，流水里只有加盐的摘要。 */
export async function submit(ask: Ask, i: Responding & { lot: string }): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('采购包')
  const lot = await store.lotOf(ask.tx, i.lot)
  // Held against the clock: a response is in before the framework is closed, or it is refused.
  const fs = await subjectOf(ask.tx, frameworkFlow, lot.framework, 'share')
  if (!frameworkFlow.open.includes(fs.state)) throw new NotFound('采购包')
  const f = await store.frameworkOf(ask.tx, lot.framework)
  const r: Response = {
    id: newId<'response'>(ask.now),
    framework: f.id,
    lot: lot.id,
    round: f.round,
    supplier: ask.actor.org,
    price: i.price,
    thing: i.thing,
    agents: i.agents,
    at: ask.now,
    withdrawn: false,
    verdict: null,
    place: null,
  }
  const s = await begin(
    ask,
    responseFlow,
    'submit',
    {
      id: r.id,
      title: `${fs.title}（第${lot.no}包）`,
      process: fs.process,
      lawOn: fs.lawOn,
      region: fs.region,
      parties: { 供应商: [r.supplier] },
    },
    await factsOf(ask, r, null),
    { data: { lot: lot.id, price: i.price, thing: { ...i.thing } } },
  )
  await store.addResponse(ask.tx, r)
  return s
}
export async function replace(ask: Ask, i: Responding & { id: string }): Promise<Subject> {
  const s = await mineOf(ask, responseFlow, i.id)
  const before = await store.responseOf(ask.tx, i.id)
  await subjectOf(ask.tx, frameworkFlow, before.framework, 'share')
  const r: Response = { ...before, price: i.price, thing: i.thing, agents: i.agents, at: ask.now }
  const done = await step(ask, responseFlow, 'replace', s, await factsOf(ask, r, r.id), {
    data: { lot: r.lot, price: i.price, thing: { ...i.thing } },
  })
  await store.setResponse(ask.tx, r)
  return done
}
export async function withdraw(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const before = await store.responseOf(ask.tx, id)
  await subjectOf(ask.tx, frameworkFlow, before.framework, 'share')
  const s = await responses.take(ask, 'withdraw', id)
  await store.setResponse(ask.tx, { ...before, withdrawn: true })
  return s
}
