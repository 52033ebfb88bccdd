import {
  type Ask,
  type Instant,
  instant,
  mineOf,
  NotFound,
  newId,
  permutation,
  Refused,
  refusal,
  type Subject,
  showDay,
  step,
  subjectOf,
} from '#kernel'
import { session } from '#law'
import { expertsOf, itemOf } from '#libraries'
import { type Channel, telephoneSandbox } from '#outside'
import { addMember, membersOf } from '#trade/tender'
import { siteOf } from '#trade/venue'
import { asSystem, drawFacts, draws } from './facts.ts'
import { type DrawFacts, type DrawState, drawFlow, type Outcome } from './model.ts'
import { occasionOf } from './occasion.ts'
import { seedOf } from './permute.ts'
import { concernedIn, groundsAgainst } from './recusal.ts'
import * as store from './store.ts'
import { unlock } from './vault.ts'

/** What the telephone says: the day, the hour, the place and the kind of thing; never the project. */
async function invitation(ask: Ask, d: store.Draw): Promise<string> {
  const { place, reviewDay } = await occasionOf(ask, d)
  const { code } = d.spec.pool
  const kind = (itemOf(`${code.slice(0, 5)}0000`) ?? itemOf(code))?.name ?? ''
  const where = d.site === null ? place : (await siteOf(ask.tx, d.tender, d.site)).place
  const when = reviewDay === null ? '近日' : showDay(reviewDay)
  return `政府采购一张网邀请您参加评审。时间：${when}；地点：${where}；类别：${kind}。参加请按1，不能参加请按2，重听请按3。`
}
interface Attempt {
  channel: Channel
  ms: number
  cost: number
}
function attempts(settings: Readonly<Record<string, unknown>>): Attempt[] {
  const voice: Attempt = {
    channel: '语音',
    ms: session('语音接听秒', settings) * 1000,
    cost: session('语音费分', settings),
  }
  return [
    ...Array.from({ length: session('语音次数', settings) }, () => voice),
    {
      channel: '短信',
      ms: session('短信等待分钟', settings) * 60_000,
      cost: session('短信费分', settings),
    },
  ]
}
const HELD: readonly Outcome[] = ['参加', '已签到']

/** One draw under way: what its calls need to know, read once. */
async function opened(ask: Ask, s: Subject<DrawState>) {
  const d = await store.drawOf(ask.tx, s.id)
  if (d.seed === null) throw new Error('次序未定，不能通知')
  const { pool } = unlock(ask.world.masterKey, d.id, d.vault)
  return { d, pool, order: permutation(seedOf(d.seed), pool.length) }
}

/**
 * 通知: as many telephones ring as seats are open, in the order of the permutation and no other. Runs whenever something
 * was answered and whenever a ringing ends; what it does is written by turn, without a name.
 */
export async function advance(ask: Ask, before: Subject<DrawState>): Promise<Subject<DrawState>> {
  const as = asSystem(ask)
  const phone = telephoneSandbox(ask)
  const { d, pool, order } = await opened(ask, before)
  const concerned = await concernedIn(ask, (await occasionOf(ask, d)).bidders, before)
  const tries = attempts(ask.world.settings)
  const text = await invitation(ask, d)
  const facts = {} as DrawFacts
  let s = before
  /** Call → when its ringing ends; the earliest wakes the clock. */
  const alarms = new Map<string, Instant>()
  const write = async (action: 'call' | 'answer', open: Record<string, unknown>) => {
    s = await step(as, drawFlow, action, s, facts, { due: earliest([...alarms.values()]), open })
  }
  const ring = async (id: string, turn: number, expert: string, n: number) => {
    const a = tries[n - 1] as Attempt
    const ends = instant(ask.now + a.ms)
    await phone.hangUp(id)
    await phone.dial({
      about: id,
      person: expert,
      channel: a.channel,
      text,
      region: s.region,
      cost: a.cost,
      ends,
    })
    alarms.set(id, ends)
    await write('call', { turn, channel: a.channel, attempt: n })
    return ends
  }
  const end = async (c: store.Placed, outcome: Outcome, reason: string) => {
    await phone.hangUp(c.id)
    await store.setOutcome(ask.tx, c.id, outcome, reason, ask.now)
    await write('answer', { turn: c.turn, outcome, reason })
  }
  let calls = await store.callsOf(ask.tx, d.id)
  for (const c of calls)
    if (c.outcome === '待接听' && c.ends !== null && c.ends > ask.now) alarms.set(c.id, c.ends)
  // Whose ringing has ended: again, by message, or no answer.
  for (const c of calls) {
    if (c.outcome !== '待接听' || c.ends === null || c.ends > ask.now) continue
    if (c.attempt < tries.length)
      await store.setAttempt(
        ask.tx,
        c.id,
        c.attempt + 1,
        ask.now,
        await ring(c.id, c.turn, pool[c.place]?.expert ?? '', c.attempt + 1),
      )
    else await end(c, '无人接听', '')
  }
  calls = await store.callsOf(ask.tx, d.id)
  const standing = () =>
    calls.filter((c) => HELD.includes(c.outcome) || c.outcome === '待接听').length
  while (standing() < d.need && calls.length < order.length) {
    const turn = calls.length
    const place = order[turn] as number
    const expert = pool[place]?.expert ?? ''
    const [who] = await expertsOf(ask.tx, [expert])
    // The pool was fixed before the beacon; what has changed since then is judged when the turn comes.
    const against = who === undefined ? [] : groundsAgainst(who, concerned)
    const unfit: [Outcome, string] | null =
      who?.state !== '在库'
        ? ['暂停', '']
        : against.length > 0
          ? ['回避', against.join('、')]
          : null
    const call = {
      id: newId<'call'>(ask.now),
      draw: d.id,
      turn,
      place,
      attempt: 1,
      placed: ask.now,
    }
    if (unfit) {
      await store.addCall(ask.tx, {
        ...call,
        outcome: unfit[0],
        reason: unfit[1],
        ends: null,
        answered: ask.now,
      })
      await write('answer', { turn, outcome: unfit[0], reason: unfit[1] })
    } else {
      const ends = await ring(call.id, turn, expert, 1)
      await store.addCall(ask.tx, { ...call, outcome: '待接听', reason: '', ends, answered: null })
    }
    calls = await store.callsOf(ask.tx, d.id)
  }
  const held = calls.filter((c) => HELD.includes(c.outcome)).length
  const ringing = calls.filter((c) => c.outcome === '待接听')
  if (held >= d.need) return step(as, drawFlow, 'fill', s, facts, { open: { confirmed: held } })
  if (ringing.length === 0)
    return step(as, drawFlow, 'exhaust', s, facts, { open: { confirmed: held, need: d.need } })
  return s
}
const earliest = (ends: readonly Instant[]): Instant | null =>
  ends.length === 0 ? null : instant(Math.min(...ends))
export const ringDue = async (ask: Ask, id: string): Promise<void> => {
  await advance(ask, await subjectOf(ask.tx, drawFlow, id, 'update'))
}

/** A key on the telephone, or a button on the expert's own page: 1 参加, 2 不能, 3 重听. */
export async function answerCall(
  ask: Ask,
  i: { call: string; key: '1' | '2' | '3'; reason: string },
): Promise<{ outcome: Outcome; text: string }> {
  const { draw } = await store.callOf(ask.tx, i.call)
  const s = await subjectOf(ask.tx, drawFlow, draw, 'update')
  const c = await store.callOf(ask.tx, i.call)
  const d = await store.drawOf(ask.tx, draw)
  const text = await invitation(ask, d)
  if (!(await telephoneSandbox(ask).press(i.call, i.key)) || c.outcome !== '待接听')
    throw new Refused([
      refusal('通知须在响铃期间答复', '这次通知已经结束', {
        facts: { 结果: c.outcome },
        cure:
          c.outcome === '待接听'
            ? '等下一次来电'
            : '答复已经记下，不能更改；有误的请与代理机构联系',
      }),
    ])
  if (i.key === '3') return { outcome: c.outcome, text }
  const outcome: Outcome = i.key === '1' ? '参加' : '不能'
  await telephoneSandbox(ask).hangUp(c.id)
  await store.setOutcome(ask.tx, c.id, outcome, i.key === '2' ? i.reason : '', ask.now)
  const others = (await store.callsOf(ask.tx, draw)).flatMap((x) =>
    x.ends === null ? [] : [x.ends],
  )
  const next = await step(asSystem(ask), drawFlow, 'answer', s, {} as DrawFacts, {
    due: earliest(others),
    open: { turn: c.turn, outcome, reason: i.key === '2' ? i.reason : '' },
  })
  await advance(ask, next)
  return { outcome, text }
}
async function own(ask: Ask, call: string) {
  const c = await store.callOf(ask.tx, call)
  const s = await subjectOf(ask.tx, drawFlow, c.draw, 'update')
  const { d, pool } = await opened(ask, s)
  const expert = pool[c.place]?.expert
  // Another's call is no call of mine.
  if (expert === undefined || expert !== ask.actor.person) throw new NotFound('抽取通知')
  return { c: await store.callOf(ask.tx, call), s, d, expert }
}
export async function answerOwn(
  ask: Ask,
  i: { call: string; key: '1' | '2' | '3'; reason: string },
) {
  await own(ask, i.call)
  return answerCall(ask, i)
}

/** 签到: only now is the seal of one name broken; the expert declares once more that nothing ties it. */
export async function signIn(ask: Ask, i: { call: string; noConflict: boolean }): Promise<Subject> {
  const { c, s, d, expert } = await own(ask, i.call)
  if (c.outcome !== '参加')
    throw new Refused([
      refusal('确认参加后方可签到', `这次通知的结果是“${c.outcome}”`, {
        facts: { 结果: c.outcome },
        cure: '接到通知时确认参加的才签到；有误的请与代理机构联系',
      }),
    ])
  const members = await membersOf(ask.tx, d.tender)
  const as = asSystem(ask)
  const facts = { ...(await drawFacts(ask, s)), input: { noConflict: i.noConflict } }
  // Before the step: who follows it finds the member there.
  await addMember(ask.tx, {
    tender: d.tender,
    person: expert,
    kind: '抽取专家',
    order: members.length + 1,
  })
  let next = await step(as, drawFlow, 'seat', s, facts, { open: { turn: c.turn } })
  await store.setOutcome(ask.tx, c.id, '已签到', '', ask.now)
  const calls = await store.callsOf(ask.tx, d.id)
  if (calls.filter((x) => x.outcome === '已签到').length >= d.need)
    next = await step(as, drawFlow, 'complete', next, facts, { open: { seated: d.need } })
  return next
}
/** 回避: the expert says so itself, at the door; the next in the order is called. */
export async function recuse(ask: Ask, i: { call: string; reason: string }): Promise<Subject> {
  const { c, s } = await own(ask, i.call)
  if (c.outcome !== '参加')
    throw new Refused([
      refusal('状态', `这次通知的结果是“${c.outcome}”`, {
        cure: '确认参加、尚在席的评委才须回避；已经不在席的不必再办',
      }),
    ])
  await store.setOutcome(ask.tx, c.id, '回避', i.reason, ask.now)
  const next = await step(asSystem(ask), drawFlow, 'vacate', s, {} as DrawFacts, {
    open: { turn: c.turn, outcome: '回避' },
  })
  return advance(ask, next)
}
/** 更换（87号令第四十九条）: who is gone no longer counts, and the next in the same order takes the seat. */
export async function replace(
  ask: Ask,
  i: { id: string; turn: number; cause: '未到' | '回避'; reason: string },
): Promise<Subject> {
  const call = (await store.callsOf(ask.tx, i.id)).find((c) => c.turn === i.turn)
  const known = call !== undefined && HELD.includes(call.outcome)
  const s0 = await mineOf(ask, drawFlow, i.id)
  if (known && call) {
    const { d, pool } = await opened(ask, s0)
    const expert = pool[call.place]?.expert ?? ''
    await store.setOutcome(ask.tx, call.id, i.cause, i.reason, ask.now)
    await store.setGone(ask.tx, d.tender, expert, ask.now, `${i.cause}：${i.reason}`)
  }
  const s = await draws.take(
    ask,
    'replace',
    i.id,
    { input: { known, turn: i.turn } },
    { open: { turn: i.turn, cause: i.cause, reason: i.reason } },
  )
  return advance(ask, s)
}

const ON_THE_DAY: readonly Outcome[] = ['参加', '已签到']
/**
 * The calls to one person: found through the telephone, for the pools are under lock. An expert learns who bids when it
 * has agreed to come and the day is there, because only then must it declare against them.
 */
export async function callsOfPerson(ask: Ask) {
  const out = []
  for (const call of await telephoneSandbox(ask).toPerson(ask.actor.person ?? '')) {
    const c = await store.callOf(ask.tx, call)
    const d = await store.drawOf(ask.tx, c.draw)
    const s = await subjectOf(ask.tx, drawFlow, d.id)
    const { reviewDay, bidders } = await occasionOf(ask, d)
    const may = ON_THE_DAY.includes(c.outcome) && (reviewDay === null || ask.today >= reviewDay)
    const known = may ? await concernedIn(ask, bidders, s) : null
    out.push({
      ...c,
      reviewDay,
      title: s.title.replace('　专家抽取', ''),
      text: await invitation(ask, d),
      bidders: known ? [...known.bidders.values()] : [],
    })
  }
  return out
}
