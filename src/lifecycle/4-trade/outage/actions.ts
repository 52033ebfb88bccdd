import { type Ask, begin, type Gap, type Instant, instant, newId, system } from '#kernel'
import { numberOf } from '#law'
import { boxOf, moveBox, ownClockBetween } from '#trade/box'
import { closingBetween, postpone, tenderOf } from '#trade/tender'
import {
  type Incident,
  incidentFlow,
  type Limits,
  movedDeadline,
  refusedStretches,
  titleOf,
} from './model.ts'
import * as store from './store.ts'

const limitsOf = (ask: Ask): Limits => ({
  least: numberOf('故障起算', ask.world.settings) * 60_000,
  window: numberOf('故障回看', ask.world.settings) * 3_600_000,
  grace: numberOf('故障顺延', ask.world.settings) * 3_600_000,
})
const near = (ask: Ask, deadline: Instant, { window }: Limits) =>
  store.incidentsSince(ask.tx, instant(deadline - window))
const because = (all: readonly Incident[]) =>
  `系统故障：${all.map(titleOf).join('；')}。截止时间依规顺延，其余不变。`

/** 服务中断：登记、公布，触及的截止时间一并顺延。 In the transaction of the heartbeat that ends it. */
export async function interrupted(ask: Ask, gap: Gap): Promise<void> {
  if (gap.until - gap.from < numberOf('故障登记', ask.world.settings) * 1000) return
  await record(ask, { began: gap.from, ended: gap.until, cause: '服务中断' })
}
async function record(given: Ask, i: Omit<Incident, 'id'>): Promise<void> {
  const ask = { ...given, actor: system }
  const id = newId(ask.now)
  await begin(
    ask,
    incidentFlow,
    'record',
    {
      id,
      title: titleOf(i),
      process: id,
      lawOn: ask.today,
      region: system.region,
      parties: {},
    },
    {},
    { open: { ...i } },
  )
  await store.addIncident(ask.tx, { id, ...i })
  const before = instant(i.ended + limitsOf(ask).window)
  for (const tender of await closingBetween(ask.tx, i.began, before))
    await postponeIfDown(ask, tender)
  for (const box of await ownClockBetween(ask.tx, i.began, before)) await moveIfDown(ask, box.id)
}
/** 截止以前照规矩看一遍：该顺延的顺延。 True when it moved. */
async function postponeIfDown(ask: Ask, tender: string): Promise<boolean> {
  const { deadline } = await tenderOf(ask.tx, tender)
  if (deadline === null) return false
  const limits = limitsOf(ask)
  const all = (await near(ask, deadline, limits)).filter((i) => i.began < deadline)
  const to = movedDeadline(deadline, all, limits)
  if (to === null) return false
  const done = await postpone(ask, {
    id: tender,
    deadline: to,
    reason: because(all),
    incidents: all.map((i) => i.id),
  })
  return done !== null
}
/** 最后报价：同一规则，箱自己改期。 */
async function moveIfDown(ask: Ask, id: string): Promise<boolean> {
  const { closes } = await boxOf(ask.tx, id)
  const limits = limitsOf(ask)
  const to = movedDeadline(closes, await near(ask, closes, limits), limits)
  if (to === null) return false
  await moveBox(ask, id, to)
  return true
}
/** Commits that a fault of ours refused, near a deadline: an incident like any other, once it is long enough to count. */
async function refusals(ask: Ask, deadline: Instant): Promise<void> {
  const { least, window } = limitsOf(ask)
  const since = instant(deadline - window)
  const { refused, accepted } = await store.commitsSince(ask.tx, since)
  const found = refusedStretches(refused, accepted).filter((s) => s.ended - s.began >= least)
  for (const s of found) await record(ask, { ...s, cause: '提交未被受理' })
  if (found.length > 0) await store.clearFaults(ask.tx, ask.now)
}
/** 到时先看有无故障：有，则顺延而不截止。 True when the deadline moved instead. */
export async function heldByOutage(ask: Ask, i: { tender: string } | { box: string }) {
  const at =
    'box' in i ? (await boxOf(ask.tx, i.box)).closes : (await tenderOf(ask.tx, i.tender)).deadline
  if (at === null) return false
  await refusals(ask, at)
  const now =
    'box' in i ? (await boxOf(ask.tx, i.box)).closes : (await tenderOf(ask.tx, i.tender)).deadline
  // What was recorded just now has moved it already.
  if (now !== null && now > at) return true
  return 'box' in i ? moveIfDown(ask, i.box) : postponeIfDown(ask, i.tender)
}
