import {
  type Ask,
  dayOf,
  type Instant,
  newId,
  type Subject,
  step,
  subjectOf,
  system,
  type Tx,
  ts,
} from '#kernel'
import { closesAt } from '#trade/box'
import { factsOf, moveBoxes } from './actions.ts'
import { tenderFlow } from './model.ts'
import * as store from './store.ts'

/** Tenders that still take bids and whose deadline lies after `after` and before `before`. */
export async function closingBetween(tx: Tx, after: Instant, before: Instant): Promise<string[]> {
  const rows = await store
    .t(tx)
    .withTables<{ 'kernel.subject': { id: string; state: string } }>()
    .selectFrom('trade.tender as t')
    .innerJoin('kernel.subject as s', 's.id', 't.id')
    .select('t.id')
    .where('s.state', '=', '招标中')
    .where('t.deadline', '>', ts(after) as never)
    .where('t.deadline', '<', ts(before) as never)
    .orderBy('t.id')
    .execute()
  return rows.map((r) => r.id)
}
/** 因故障顺延：系统依规定的日期，更正公告随之发出；箱与报价信封一并改期。 Null when it takes no bids any more. */
export async function postpone(
  ask: Ask,
  i: { id: string; deadline: Instant; reason: string; incidents: readonly string[] },
): Promise<Subject | null> {
  const asSystem = { ...ask, actor: system }
  const s = await subjectOf(ask.tx, tenderFlow, i.id, 'update')
  const { deadline: before } = await store.tenderOf(ask.tx, i.id)
  if (s.state !== '招标中' || before === null) return null
  const facts = await factsOf(ask, s)
  await store.addCorrection(ask.tx, {
    id: newId(ask.now),
    tender: i.id,
    at: ask.now,
    subjectOf: '采购公告',
    reason: i.reason,
    affects: false,
    before: { deadline: before, changes: [] },
    after: { deadline: i.deadline, changes: [] },
  })
  await store.setDeadline(ask.tx, i.id, i.deadline, dayOf(i.deadline))
  await moveBoxes(asSystem, i.id, i.deadline)
  return step(
    asSystem,
    tenderFlow,
    'postpone',
    s,
    { ...facts, input: { newDeadline: i.deadline } },
    {
      due: closesAt(ask, i.deadline),
      open: { deadline: i.deadline, before, reason: i.reason, incidents: i.incidents },
    },
  )
}
