import { randomBytes } from 'node:crypto'
import { approvedOf } from '#approval'
import {
  type Ask,
  addDays,
  at,
  dayOf,
  daysBetween,
  type Instant,
  instant,
  mineOf,
  newId,
  permutation,
  Refused,
  refusal,
  type Subject,
} from '#kernel'
import { isWorkday, type Way } from '#law'
import { orgsOf } from '#libraries'
import * as plan from '#plan'
import { boxesOf, closesAt, moveBox, suspendBox } from '#trade/box'
import { moveBoxes, tenders } from './actions.ts'
import type { Candidate } from './facts.ts'
import * as invites from './invite-store.ts'
import { tenderFlow } from './model.ts'
import * as store from './store.ts'

export interface Shortlisted {
  id: string
  way: Way
  need: number
  watchers: string[]
  candidates: Candidate[]
  from?: '资格预审' | '概念交流'
}
/** 确定邀请名单：备选之中随机抽取，种子留存可以重算；备选不多于拟邀请数的，全部邀请。 */
export async function shortlist(ask: Ask, i: Shortlisted): Promise<Subject> {
  const tender = await store.tenderOf(ask.tx, i.id)
  const p = await plan.planOf(ask, { id: tender.plan })
  const ids = i.candidates.map((c) => c.supplier)
  const known = await orgsOf(ask.tx, ids)
  const bad = i.candidates.filter((c) => {
    const org = known.get(c.supplier)
    return org?.kind !== '供应商' || org.state !== '在库'
  })
  if (bad.length > 0 || new Set(ids).size < ids.length)
    throw new Refused([
      refusal(
        '备选供应商须在库且不重复',
        bad.length > 0 ? '名单上有不在供应商库中的单位' : '名单上有重复的供应商',
        {
          cure: '从供应商库中选择，每家一次',
          field: 'candidates',
        },
      ),
    ])
  const { supplier: onlySupplier } = await approvedOf(ask, p.project)
  const prequalified = await invites.prequalifiedOf(ask.tx, i.id)
  const seed = randomBytes(32)
  const inOrder = [...ids].sort()
  const invited = permutation(seed, ids.length)
    .slice(0, i.need)
    .map((n) => inOrder[n] as string)
  const { id, from, ...list } = i
  const s = await tenders.take(
    ask,
    'shortlist',
    id,
    {
      input: {
        shortlist: { ...list, onlySupplier, prequalified, ...(from === undefined ? {} : { from }) },
      },
    },
    {
      data: {
        way: i.way,
        need: i.need,
        candidates: ids,
        watchers: i.watchers,
        seed: seed.toString('hex'),
        invited,
      },
    },
  )
  await invites.setShortlist(ask.tx, {
    ...list,
    tender: id,
    at: ask.now,
    seed: seed.toString('hex'),
    invited,
  })
  return s
}

export async function pause(
  ask: Ask,
  action: 'pause' | 'hold',
  i: { id: string; reason: string },
): Promise<Subject> {
  const s = await tenders.take(ask, action, i.id, undefined, { open: { reason: i.reason } })
  const tender = await store.tenderOf(ask.tx, i.id)
  await invites.addPause(ask.tx, {
    id: newId(ask.now),
    tender: i.id,
    at: ask.now,
    reason: i.reason,
    deadline_before: action === 'pause' ? tender.deadline : null,
  })
  await suspendBoxes(ask, i.id, '暂停')
  return s
}
/** 恢复招标：截止时间补足暂停的日数，遇休息日顺延；只可更晚。 */
export async function resume(
  ask: Ask,
  i: { id: string; newDeadline: Instant | null },
): Promise<Subject> {
  await mineOf(ask, tenderFlow, i.id)
  const open = (await invites.pausesOf(ask.tx, i.id)).find((x) => x.resumed === null)
  // What is not paused is refused by its state, like any step out of turn.
  if (!open || open.deadline_before === null) return tenders.take(ask, 'resume', i.id)
  const least = shifted(open.deadline_before, open.at, ask.now)
  const deadline = i.newDeadline ?? least
  await store.setDeadline(ask.tx, i.id, deadline, dayOf(deadline))
  await invites.endPause(ask.tx, open.id, ask.now, deadline)
  await suspendBoxes(ask, i.id, null)
  await moveBoxes(ask, i.id, deadline)
  return tenders.take(
    ask,
    'resume',
    i.id,
    { deadline: least, input: { newDeadline: deadline } },
    { due: closesAt(ask, deadline), open: { deadline } },
  )
}
/** 恢复评审：最后报价的截止时间补足暂停的时间。 */
export async function release(ask: Ask, id: string): Promise<Subject> {
  const s = await tenders.take(ask, 'release', id)
  const open = (await invites.pausesOf(ask.tx, id)).find((x) => x.resumed === null)
  if (!open) throw new Error('暂停评审没有记录')
  await invites.endPause(ask.tx, open.id, ask.now, null)
  await suspendBoxes(ask, id, null)
  for (const lot of await store.lotsOf(ask.tx, { tender: id }))
    for (const box of await boxesOf(ask.tx, lot.id))
      if (box.ownClock) await moveBox(ask, box.id, instant(box.closes + (ask.now - open.at)))
  return s
}
/** No custodian lets go of a share while the tender rests. */
async function suspendBoxes(ask: Ask, id: string, why: string | null) {
  for (const lot of await store.lotsOf(ask.tx, { tender: id }))
    for (const box of await boxesOf(ask.tx, lot.id)) await suspendBox(ask, box.id, why)
}
const DAY = 86_400_000
function shifted(deadline: Instant, from: Instant, to: Instant): Instant {
  const days = Math.max(1, daysBetween(dayOf(from), dayOf(to)))
  let day = addDays(dayOf(deadline), days)
  while (!isWorkday(day)) day = addDays(day, 1)
  const midnight = at(dayOf(deadline))
  return (at(day) + ((deadline - midnight) % DAY)) as Instant
}
