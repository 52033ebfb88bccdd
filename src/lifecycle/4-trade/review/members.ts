import { type Ask, begin, newId, step, subjectOf } from '#kernel'
import { numberUnder } from '#law'
import { drawOf } from '#trade/draw'
import { goneFrom, lotFlow, lotsOf, membersOf } from '#trade/tender'
import { type ReviewFacts, reviewFlow } from './model.ts'
import * as store from './store.ts'

const NO_FACTS = {} as ReviewFacts
async function underReview(ask: Ask, draw: string) {
  const { tender } = await drawOf(ask.tx, draw)
  const out = []
  for (const l of await lotsOf(ask.tx, { tender })) {
    const s = await subjectOf(ask.tx, lotFlow, l.id)
    if (s.state === '评审中') out.push({ lot: l.id, s })
  }
  return { tender, lots: out }
}
/** 一名评委的一份: dealt at the start, and to whoever takes a seat later. */
export async function deal(ask: Ask, lot: string, person: string): Promise<void> {
  const s = await subjectOf(ask.tx, lotFlow, lot)
  const id = newId<'review'>(ask.now)
  await begin(
    ask,
    reviewFlow,
    'open',
    {
      id,
      title: s.title,
      process: s.process,
      lawOn: s.lawOn,
      region: s.region,
      parties: { 评审专家: [person] },
    },
    NO_FACTS,
    { no: numberUnder(s.no, id) },
  )
  await store.addReview(ask.tx, { id, lot, person })
}
/** Whoever sits down while a lot is under review gets a sheet of its own, empty. */
export async function newMembers(ask: Ask, draw: string): Promise<void> {
  const { tender, lots } = await underReview(ask, draw)
  for (const { lot } of lots) {
    const has = new Set((await store.reviewsOf(ask.tx, lot)).map((r) => r.person))
    for (const m of await membersOf(ask.tx, tender))
      if (!has.has(m.person)) await deal(ask, lot, m.person)
  }
}
/** 被更换的评标委员会成员所作出的评标意见无效（87号令第四十九条）: kept, and counted no more. */
export async function voidGone(ask: Ask, draw: string): Promise<void> {
  const { tender, lots } = await underReview(ask, draw)
  const gone = new Set(await goneFrom(ask.tx, tender))
  for (const { lot } of lots)
    for (const r of await store.reviewsOf(ask.tx, lot)) {
      if (!gone.has(r.person)) continue
      const s = await subjectOf(ask.tx, reviewFlow, r.id, 'update')
      await step(ask, reviewFlow, 'annul', s, NO_FACTS)
      await store.setVoid(ask.tx, r.id)
    }
}
