import { createHash } from 'node:crypto'
import {
  type Ask,
  begin,
  canonical,
  instant,
  NotFound,
  newId,
  Refused,
  refusal,
  rfc3339,
  type Subject,
  story,
  subjectOf,
  system,
  yuanText,
} from '#kernel'
import { session } from '#law'
import { orgsOf } from '#libraries'
import { bidsOf } from '#trade/bid'
import { lotFlow, lotOf, tenderFlow, tenderOf } from '#trade/tender'
import { type HallFacts, hallFlow, type OpeningRecord } from './model.ts'
import * as store from './store.ts'

export const halls = story(hallFlow, async (ask, s): Promise<HallFacts> => {
  const h = await store.hallOf(ask.tx, s.id)
  const words = await store.wordsOf(ask.tx, s.id)
  return {
    now: ask.now,
    ends: h.ends,
    unanswered: words.filter((w) => w.kind === '异议' && w.answer === null).length,
  }
})

/** 到场: before the opening and during it; who has come is told to those who host, and to all once it is open. */
export async function attend(ask: Ask, { tender }: { tender: string }): Promise<void> {
  const s = await subjectOf(ask.tx, tenderFlow, tender)
  if (s.state !== '招标中' && s.state !== '已截标')
    throw new Refused([
      refusal('状态', `招标项目处于“${s.state}”，没有开标会`, {
        cure: '招标公告发布以后、评审开始以前参加开标',
      }),
    ])
  const { org } = ask.actor
  if (org === null) throw new NotFound('招标项目')
  await store.addAttendance(ask.tx, { tender, org, name: ask.actor.name, at: ask.now })
}
/** 开标之后: follows the lot's opening, in the same transaction. */
export async function beginHall(ask: Ask, lotId: string): Promise<void> {
  const ls = await subjectOf(ask.tx, lotFlow, lotId)
  const ends = instant(ask.now + session('开标确认分钟', ask.world.settings) * 60_000)
  const id = newId<'hall'>(ask.now)
  const suppliers = (await bidsOf(ask.tx, lotId)).map((b) => b.supplier)
  await begin(
    ask,
    hallFlow,
    'begin',
    {
      id,
      title: `${ls.title}　开标记录`,
      process: ls.process,
      lawOn: ls.lawOn,
      region: ls.region,
      parties: { ...ls.parties, 供应商: suppliers },
    },
    {} as HallFacts,
    { due: ends, open: { lot: lotId } },
  )
  await store.addHall(ask.tx, { id, lot: lotId, ends })
}
async function say(
  ask: Ask,
  i: { id: string; text: string },
  action: 'confirm' | 'object',
): Promise<Subject> {
  const h = await store.hallOf(ask.tx, i.id)
  const org = ask.actor.org ?? ''
  const bidder = (await bidsOf(ask.tx, h.lot)).some((b) => b.supplier === org)
  const words = await store.wordsOf(ask.tx, i.id)
  const confirmed = action === 'confirm' && words.some((w) => w.org === org && w.kind === '确认')
  const s = await halls.take(ask, action, i.id, { input: { bidder, confirmed } }, (at) => ({
    due: at.due,
    data: { text: i.text },
  }))
  await store.addWord(ask.tx, {
    id: newId(ask.now),
    hall: i.id,
    org,
    kind: action === 'confirm' ? '确认' : '异议',
    text: i.text,
    answer: null,
    at: ask.now,
  })
  return s
}
export const confirm = (ask: Ask, { id }: { id: string }) => say(ask, { id, text: '' }, 'confirm')
export const object = (ask: Ask, i: { id: string; text: string }) => say(ask, i, 'object')
export async function answer(
  ask: Ask,
  i: { id: string; word: string; text: string },
): Promise<Subject> {
  const w = (await store.wordsOf(ask.tx, i.id)).find((x) => x.id === i.word && x.kind === '异议')
  if (!w || w.answer !== null) throw new NotFound('异议')
  const s = await halls.take(ask, 'answer', i.id, undefined, (at) => ({
    due: at.due,
    data: { text: i.text },
  }))
  await store.setAnswer(ask.tx, i.word, i.text)
  return s
}
export async function recordOf(ask: Ask, id: string): Promise<OpeningRecord> {
  const h = await store.hallOf(ask.tx, id)
  if (h.record) return h.record
  const lot = await lotOf(ask.tx, h.lot)
  const tender = await tenderOf(ask.tx, lot.tender)
  const bids = await bidsOf(ask.tx, h.lot)
  const attended = await store.attendanceOf(ask.tx, lot.tender)
  const words = await store.wordsOf(ask.tx, id)
  const orgs = await orgsOf(ask.tx, [
    ...new Set([...bids.map((b) => b.supplier), ...attended.map((a) => a.org)]),
  ])
  const name = (org: string) => orgs.get(org)?.name ?? ''
  return {
    v: 1,
    lot: h.lot,
    title: lot.title,
    place: tender.place,
    deadline: tender.deadline === null ? '' : rfc3339(tender.deadline),
    opened: lot.opened === null ? '' : rfc3339(lot.opened),
    attended: attended.map((a) => ({ org: name(a.org), name: a.name, at: rfc3339(a.at) })),
    bids: bids.map((b) => ({
      supplier: name(b.supplier),
      price: b.price === null ? null : yuanText(b.price),
      sha256: b.sha256,
      fault: b.fault === null ? '' : `${b.fault.why}（${b.fault.whose}）`,
    })),
    words: words.map((w) => ({
      org: name(w.org),
      kind: w.kind,
      text: w.text,
      answer: w.answer ?? '',
    })),
    deemed: bids
      .filter((b) => !words.some((w) => w.org === b.supplier && w.kind === '确认'))
      .map((b) => name(b.supplier)),
  }
}
/** The record as one supplier of a negotiation may read it: what is his own, and nothing of the others. */
export const ownOf = (r: OpeningRecord, name: string): OpeningRecord => ({
  ...r,
  attended: r.attended.filter((a) => a.org === name),
  bids: r.bids.filter((b) => b.supplier === name),
  words: r.words.filter((w) => w.org === name),
  deemed: r.deemed.filter((d) => d === name),
})
/** 到时: what was said is the record; who said nothing agreed. Its hash is public from now on. */
export async function form(ask: Ask, id: string): Promise<void> {
  const record = await recordOf(ask, id)
  const sha256 = createHash('sha256').update(canonical(record)).digest('hex')
  await halls.take({ ...ask, actor: system }, 'form', id, undefined, {
    open: { record: sha256, deemed: record.deemed.length },
  })
  await store.setRecord(ask.tx, id, record, sha256)
}
export async function sign(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const h = await store.hallOf(ask.tx, id)
  return halls.take(ask, 'sign', id, undefined, { open: { record: h.sha256 } })
}
