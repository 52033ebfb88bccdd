import {
  type Ask,
  begin,
  instant,
  NotFound,
  newId,
  type Subject,
  step,
  story,
  subjectOf,
  system,
} from '#kernel'
import { session } from '#law'
import { bidOf, reject } from '#trade/bid'
import { lotFlow, lotOf, membersOf } from '#trade/tender'
import { type LetterFacts, type LetterKind, letterFlow } from './model.ts'
import * as store from './store.ts'

export const letters = story(letterFlow, async (ask, s): Promise<LetterFacts> => {
  const l = await store.letterOf(ask.tx, s.id)
  return { lotState: (await subjectOf(ask.tx, lotFlow, l.lot)).state }
})
export interface Sending {
  lot: string
  bid: string
  kind: LetterKind
  triggers: readonly number[]
  text: string
  minutes: number
}
/** 发函: by the host, for the committee; the members and this one bidder see it, and nobody else. */
export async function send(ask: Ask, i: Sending): Promise<Subject> {
  const ls = await subjectOf(ask.tx, lotFlow, i.lot, 'share')
  const lot = await lotOf(ask.tx, i.lot)
  const bid = await bidOf(ask.tx, i.bid)
  if (bid.lot !== i.lot || bid.opened === null) throw new NotFound('投标')
  const before = await store.lettersOf(ask.tx, i.lot)
  const members = await membersOf(ask.tx, lot.tender)
  const id = newId<'letter'>(ask.now)
  const s = await begin(
    ask,
    letterFlow,
    'send',
    {
      id,
      title: `${ls.title}　${i.kind === '澄清' ? '澄清函' : '低价说明函'}`,
      process: ls.process,
      lawOn: ls.lawOn,
      region: ls.region,
      parties: {
        代理机构: ls.parties['代理机构'] ?? [],
        供应商: [bid.supplier],
        评审专家: members.map((m) => m.person),
      },
    },
    {
      lotState: ls.state,
      input: {
        kind: i.kind,
        minutes: i.minutes,
        least: session('低价说明分钟', ask.world.settings),
        pending: before.some((l) => l.bid === i.bid && l.outcome === null),
      },
    },
    {
      due: instant(ask.now + i.minutes * 60_000),
      data: { bid: i.bid, kind: i.kind, triggers: i.triggers, text: i.text, minutes: i.minutes },
    },
  )
  await store.addLetter(ask.tx, {
    id,
    lot: i.lot,
    bid: i.bid,
    kind: i.kind,
    triggers: i.triggers,
    text: i.text,
    minutes: i.minutes,
    reply: null,
    outcome: null,
  })
  return s
}
export async function reply(ask: Ask, i: { id: string; text: string }): Promise<Subject> {
  const s = await letters.take(ask, 'reply', i.id, undefined, { data: { text: i.text } })
  await store.setReply(ask.tx, i.id, i.text)
  return s
}
export const expire = (ask: Ask, id: string) =>
  letters.take({ ...ask, actor: system }, 'expire', id)

/** 表决: each member alone, with a reason; when all have spoken the majority stands (87号令第六十一条). */
export async function vote(
  ask: Ask,
  i: { id: string; accept: boolean; reason: string },
): Promise<Subject> {
  const l = await store.letterOf(ask.tx, i.id)
  const person = ask.actor.person ?? ''
  const before = await store.votesOf(ask.tx, i.id)
  const s = await letters.take(
    ask,
    'vote',
    i.id,
    {
      lotState: (await subjectOf(ask.tx, lotFlow, l.lot)).state,
      input: { voted: before.some((v) => v.person === person), reason: i.reason },
    },
    { data: { accept: i.accept, reason: i.reason } },
  )
  await store.addVote(ask.tx, { letter: i.id, person, accept: i.accept, reason: i.reason })
  const votes = await store.votesOf(ask.tx, i.id)
  const lot = await lotOf(ask.tx, l.lot)
  const sitting = new Set((await membersOf(ask.tx, lot.tender)).map((m) => m.person))
  const counted = votes.filter((v) => sitting.has(v.person))
  if (counted.length < sitting.size) return s
  const yes = counted.filter((v) => v.accept).length
  const outcome = yes * 2 > counted.length ? '采信' : '不予采信'
  const done = await step({ ...ask, actor: system }, letterFlow, 'conclude', s, {} as LetterFacts, {
    data: { outcome, yes, no: counted.length - yes },
  })
  await store.setOutcome(ask.tx, i.id, outcome)
  // 第六十条: a price that could not be explained makes the bid invalid. A clarification refused is only not taken up.
  if (outcome === '不予采信' && l.kind === '低价说明')
    await reject({ ...ask, actor: system }, l.bid, '不能证明其报价合理性，评标委员会作无效投标处理')
  return done
}
