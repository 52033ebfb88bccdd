import { type Ask, step, subjectOf, system } from '#kernel'
import { boxesOf, closeBox } from '#trade/box'
import { tenders } from './actions.ts'
import type { LotFacts } from './facts.ts'
import { lotFlow } from './model.ts'
import * as store from './store.ts'

/** 截标：时钟到点，从此不再收。 */
export async function close(ask: Ask, id: string): Promise<void> {
  const asSystem = { ...ask, actor: system }
  await tenders.take(asSystem, 'close', id)
  for (const lot of await store.lotsOf(ask.tx, { tender: id })) {
    const s = await subjectOf(ask.tx, lotFlow, lot.id, 'update')
    if (s.state === '招标中') await step(asSystem, lotFlow, 'close', s, {} as LotFacts)
    for (const box of await boxesOf(ask.tx, lot.id)) await closeBox(ask, box.id)
  }
}
