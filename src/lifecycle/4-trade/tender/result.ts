import { type Ask, mineOf, newId, type Subject } from '#kernel'
import { tenders } from './actions.ts'
import { tenderFlow } from './model.ts'
import type { rewordings } from './result-rules.ts'
import * as store from './store.ts'

export interface Rewording {
  readonly id: string
  readonly kind: (typeof rewordings)[number]
  readonly reason: string
  readonly changes: readonly { item: string; before: string; after: string }[]
  /** Keys that the notice does not have; items that are the result itself. */
  readonly unknown: readonly string[]
  readonly fixed: readonly string[]
}
/** A correction of a result, kept beside the corrections of the call: what stood there and what is to be read instead. */
export async function keepResultCorrection(
  ask: Ask,
  tender: store.Tender,
  reason: string,
  changes: Rewording['changes'],
): Promise<void> {
  await store.addCorrection(ask.tx, {
    id: newId(ask.now),
    tender: tender.id,
    at: ask.now,
    subjectOf: '采购结果',
    reason,
    affects: false,
    before: {
      deadline: tender.deadline,
      changes: changes.map(({ item, before }) => ({ item, text: before })),
    },
    after: {
      deadline: tender.deadline,
      changes: changes.map(({ item, after }) => ({ item, text: after })),
    },
  })
}
/** 更正结果公告：原公告不动，另发更正公告，逐项写明更正前后。 */
export async function recordCorrection(ask: Ask, i: Rewording): Promise<Subject> {
  // Whose tender it is comes before what may be corrected: a stranger learns neither.
  await mineOf(ask, tenderFlow, i.id)
  // Written first: the notice that follows the step reads it.
  await keepResultCorrection(
    ask,
    await store.tenderOf(ask.tx, i.id),
    `${i.kind}：${i.reason}`,
    i.changes,
  )
  return tenders.take(
    ask,
    'correctResult',
    i.id,
    {
      input: {
        rewording: {
          unknown: i.unknown,
          fixed: i.fixed,
          same: i.changes.filter((c) => c.before === c.after).map((c) => c.item),
          count: i.changes.length,
        },
      },
    },
    { open: { kind: i.kind, reason: i.reason } },
  )
}
