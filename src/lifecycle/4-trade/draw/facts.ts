import { type Ask, dayOf, type Subject, story, system } from '#kernel'
import { membersOf } from '#trade/tender'
import { type DrawFacts, drawFlow } from './model.ts'
import { occasionOf } from './occasion.ts'
import * as store from './store.ts'

/** Answers come without a name: the machine writes them, by turn. */
export const asSystem = (ask: Ask): Ask => ({ ...ask, actor: system })

export async function drawFacts(ask: Ask, s: Pick<Subject, 'id'>): Promise<DrawFacts> {
  const d = await store.drawOf(ask.tx, s.id)
  const { reviewDay } = await occasionOf(ask, d)
  return {
    poolSize: d.spec.pool.size,
    need: d.need,
    seated: (await membersOf(ask.tx, d.tender)).length,
    today: dayOf(ask.now),
    reviewDay,
    unopened: [],
    underWay: 0,
    before: 0,
    reason: d.reason,
    outstanding: (await store.commitsOf(ask.tx, s.id))
      .filter((c) => c.nonce === null)
      .map((c) => c.by),
  }
}
export const draws = story(drawFlow, drawFacts)
