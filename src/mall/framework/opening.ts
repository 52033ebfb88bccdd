import {
  type Ask,
  at,
  type Day,
  type Instant,
  NotFound,
  type Subject,
  step,
  subjectOf,
} from '#kernel'
import { closesAt } from '#trade/box'
import { type Drawing, drawFor, type Occasion } from '#trade/draw'
import { dismissMembers } from '#trade/tender'
import { factsOf, frameworks, held, MACHINE } from './actions.ts'
import { frameworkFlow } from './model.ts'
import { groupOf, judgedOf, type Said } from './reviewing.ts'
import { closeBoxes, openResponses, placeBoxes } from './sealing.ts'
import * as store from './store.ts'

const endOf = (ends: Day | null): Instant | null => (ends === null ? null : at(ends, 24))
/** 发布：征集公告随这一步生成；每包一个标箱，开启以前谁也读不到一份响应，也不知道谁响应了。 */
export async function publish(ask: Ask, i: { id: string; deadline: Instant }): Promise<Subject> {
  const { s, f, lots } = await held(ask, i.id)
  const facts = await factsOf(ask, f, lots, s, { deadline: i.deadline })
  const next = { ...f, deadline: i.deadline }
  await store.setFramework(ask.tx, next)
  const done = await step(ask, frameworkFlow, 'publish', s, facts, {
    due: closesAt(ask, i.deadline),
    open: { deadline: i.deadline },
  })
  await placeBoxes(ask, done, next, lots)
  return done
}
/** The bell: nothing comes in and nothing goes out any more; what is inside is still sealed. */
export async function close(ask: Ask, id: string): Promise<void> {
  const s = await subjectOf(ask.tx, frameworkFlow, id, 'update')
  const f = await store.frameworkOf(ask.tx, id)
  await closeBoxes(ask, f, await store.lotsOf(ask.tx, id))
  await frameworks.take(MACHINE(ask), s.state === '征集中' ? 'close' : 'closeMore', id, undefined, {
    due: endOf(f.ends),
  })
}
async function openAs(ask: Ask, action: 'open' | 'openMore', id: string): Promise<Subject> {
  const { s, f, lots } = await held(ask, id)
  const facts = await factsOf(ask, f, lots, s)
  const done = await step(ask, frameworkFlow, action, s, facts, { due: endOf(f.ends) })
  await openResponses(ask, f, lots, s.lawOn)
  return done
}
export const open = (ask: Ask, { id }: { id: string }) => openAs(ask, 'open', id)
export const openMore = (ask: Ask, { id }: { id: string }) => openAs(ask, 'openMore', id)

export interface DrawAsked extends Drawing {
  readonly id: string
  readonly reviewDay: Day
  readonly place: string
}
/** 抽取：名单按第一个包的品目，对全部响应供应商回避；一轮征集一次评审，一次抽取。 */
async function drawAs(ask: Ask, action: 'draw' | 'drawMore', i: DrawAsked): Promise<Subject> {
  const { s, f, lots } = await held(ask, i.id)
  const facts = await factsOf(ask, f, lots, s, { reviewDay: i.reviewDay })
  const came = await store.responsesOf(ask.tx, f.id, f.round)
  const asked = lots.find((l) => l.id === f.topLot) ?? lots[0]
  const occasion: Occasion = {
    code: asked?.item ?? '',
    place: i.place,
    reviewDay: i.reviewDay,
    bidders: [...new Set(came.map((r) => r.supplier))],
  }
  return drawFor(ask, s, occasion, i, (open) =>
    step(ask, frameworkFlow, action, s, facts, { due: s.due, open }),
  )
}
export const draw = (ask: Ask, i: DrawAsked) => drawAs(ask, 'draw', i)
export const drawMore = (ask: Ask, i: DrawAsked) => drawAs(ask, 'drawMore', i)

export interface Review {
  readonly id: string
  /** 采购人代表；专家是抽取并签到的。 */
  readonly representatives: readonly { readonly name: string }[]
  readonly verdicts: readonly Said[]
}
async function reviewAs(ask: Ask, action: 'review' | 'reviewMore', i: Review): Promise<Subject> {
  const { s, f, lots } = await held(ask, i.id)
  const { group, twice } = await groupOf(ask, f.id, i.representatives)
  const judged = await judgedOf(ask, f, lots, s.lawOn, { group, verdicts: i.verdicts, write: true })
  await store.setFramework(ask.tx, { ...f, review: group })
  const facts = await factsOf(ask, f, lots, s, {
    judged,
    group: {
      members: group.members.length,
      experts: group.members.filter((m) => m.expert).length,
      twice,
    },
  })
  return step(ask, frameworkFlow, action, s, facts, {
    due: s.due,
    data: { members: group.members.map((m) => m.name) },
    open: { lots: judged.map(({ no, came, fit, admitted }) => ({ no, came, fit, admitted })) },
  })
}
export const review = (ask: Ask, i: Review) => reviewAs(ask, 'review', i)
export const reviewMore = (ask: Ask, i: Review) => reviewAs(ask, 'reviewMore', i)

/** 补充征集：条件、程序、评审方法和淘汰比例与初次相同，评审专家也重新抽取（第三十一条）。 */
export async function topUp(
  ask: Ask,
  i: { id: string; lot: string; affected: string; deadline: Instant },
): Promise<Subject> {
  const { s, f, lots } = await held(ask, i.id)
  const lot = lots.find((l) => l.id === i.lot)
  if (!lot) throw new NotFound('采购包')
  const left = (await store.membersOf(ask.tx, { lot: lot.id })).filter(
    (m) => m.state === '协议有效',
  ).length
  const facts = await factsOf(ask, f, lots, s, {
    deadline: i.deadline,
    topUp: { left, original: lot.original, affected: i.affected },
  })
  const next = {
    ...f,
    round: f.round + 1,
    topLot: lot.id,
    deadline: i.deadline,
    review: null,
  }
  await store.setFramework(ask.tx, next)
  const done = await step(ask, frameworkFlow, 'topUp', s, facts, {
    due: closesAt(ask, i.deadline),
    open: { lot: lot.no, left, original: lot.original, affected: i.affected, deadline: i.deadline },
  })
  await dismissMembers(ask.tx, f.id, ask.now, '初次评审结束')
  await placeBoxes(ask, done, next, lots)
  return done
}
