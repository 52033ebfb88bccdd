import { logEvent } from '#identity/people'
import {
  type Ask,
  addDays,
  at,
  dayOf,
  demand,
  type Instant,
  instant,
  NotFound,
  refusal,
  showInstant,
} from '#kernel'
import * as store from './store.ts'

export const leaps = ['下一个期限', '当日结束', '一周以后'] as const
export type Leap = (typeof leaps)[number]

/** 日终: the clock of a training region goes forward to where something happens; whoever is signed in stays signed in. */
export async function advance(ask: Ask, to: Leap): Promise<{ at: Instant; about: string }> {
  const { training } = ask.world
  if (!training) throw new NotFound('培训时钟')
  const next = await store.nextDue(ask.tx, ask.now)
  if (to === '下一个期限' && next === null)
    demand([refusal('没有等着的期限', '现在没有事项在等期限', { cure: '先办一笔，再推进时钟' })])
  const wanted =
    to === '下一个期限' && next
      ? instant(next.at + 1000)
      : at(addDays(dayOf(ask.now), to === '一周以后' ? 7 : 1), 8, 30)
  if (training.ends !== null && wanted > training.ends)
    demand([
      refusal('时钟走到日历公布的年份为止', `${showInstant(wanted)}超出已公布的工作日历`, {
        facts: { 时钟: showInstant(ask.now), 止于: showInstant(training.ends) },
        cure: '用 yiwang seed 另建一个培训区',
      }),
    ])
  await store.leapTo(ask.tx, wanted)
  await store.carrySessions(ask.tx, wanted - ask.now)
  await logEvent(ask.tx, ask.now, {
    person: ask.actor.person,
    name: ask.actor.name,
    kind: '培训时钟',
    said: `推进到${showInstant(wanted)}（${to}）`,
  })
  return { at: wanted, about: to === '下一个期限' ? (next?.title ?? '') : '' }
}
