import { z } from 'zod'
import {
  type Ask,
  begin,
  Conflict,
  mineOf,
  newId,
  Refused,
  refusal,
  refusals,
  rfc3339,
  type Subject,
  step,
  story,
  subjectOf,
} from '#kernel'
import { methodOfNumber, methodRow, numberUnder } from '#law'
import { orgOf } from '#libraries'
import {
  boxFor,
  envelopeDigestOf,
  type Fault,
  faultOf,
  type Handed,
  holdBox,
  openBox,
  put,
  takeOut,
} from '#trade/box'
import { lotFlow, lotOf, shortlistOf, tenderFlow, tenderOf } from '#trade/tender'
import { type Bid, type BidFacts, bidFlow, zPlainBid, zTechnicalBid } from './model.ts'
import { type Named, placeIn } from './place.ts'
import * as store from './store.ts'

/**
 * The tender and the box, held until this bid is committed: a pause and the close wait for it, and it waits for one that was
 * quicker. The tender first, as whoever closes does: two orders would be a deadlock at the deadline.
 */
async function factsFor(ask: Ask, lotId: string, boxId: string, supplier: string) {
  const lot = await lotOf(ask.tx, lotId)
  const held = await subjectOf(ask.tx, tenderFlow, lot.tender, 'share')
  const { box, state: boxState } = await holdBox(ask, boxId)
  const tender = await tenderOf(ask.tx, lot.tender)
  const list = await shortlistOf(ask.tx, lot.tender)
  const facts: BidFacts = {
    paused: held.state === '招标已暂停',
    invited: list === null || list.invited.includes(supplier),
    now: ask.now,
    deadline: tender.deadline,
    boxState,
    supplierState: (await orgOf(ask.tx, supplier)).state,
  }
  return { facts, box }
}
export const bids = story(bidFlow, async (ask, s) => {
  const b = await store.bidOf(ask.tx, s.id)
  return (await factsFor(ask, b.lot, b.box, b.supplier)).facts
})

export interface Receipt {
  id: string
  state: string
  sha256: string
  receivedAt: string
  size: number
}
const receipt = (s: Subject, sha256: string, size: number): Receipt => ({
  id: s.id,
  state: s.state,
  sha256,
  size,
  receivedAt: rfc3339(s.since),
})

/** 提交：收到的是密文；回执写明收到的时间与信封的摘要。 */
export async function submit(ask: Ask, i: Handed & { lot: string }): Promise<Receipt> {
  const supplier = ask.actor.org
  if (supplier === null)
    throw new Refused([
      refusal('职责', '请以供应商身份投标', { cure: '用供应商经办的账号登录后再投' }),
    ])
  const { id: boxId } = await boxFor(ask, i.lot, '投标')
  const { facts, box } = await factsFor(ask, i.lot, boxId, supplier)
  const ls = await subjectOf(ask.tx, lotFlow, i.lot)
  if (await store.findBid(ask.tx, i.lot, supplier))
    throw new Conflict('本单位对这一包已提交投标文件，请用“更换投标文件”')
  const id = newId<'bid'>(ask.now)
  const rules = refusals(bidFlow, 'submit', {
    state: null,
    role: ask.actor.role,
    on: ls.lawOn,
    facts,
  })
  if (rules.length > 0) throw new Refused(rules)
  const { digest, size } = await put(ask, box, { ...i, id, owner: supplier })
  const s = await begin(
    ask,
    bidFlow,
    'submit',
    {
      id,
      title: ls.title,
      process: ls.process,
      lawOn: ls.lawOn,
      region: ls.region,
      parties: { 供应商: [supplier] },
    },
    facts,
    { no: numberUnder(ls.no, id), data: { sha256: digest, lot: i.lot, supplier } },
  )
  await store.addBid(ask.tx, {
    id,
    lot: i.lot,
    box: box.id,
    supplier,
    sha256: digest,
    size,
    submitted: ask.now,
  })
  return receipt(s, digest, size)
}
export async function replace(ask: Ask, i: Handed & { id: string }): Promise<Receipt> {
  // Whose bid it is comes before what is wrong with the new envelope: a stranger learns neither.
  await mineOf(ask, bidFlow, i.id)
  const b = await store.bidOf(ask.tx, i.id)
  const digest = await envelopeDigestOf(i.envelope)
  const s = await bids.take(ask, 'replace', i.id, undefined, {
    data: { sha256: digest, lot: b.lot, supplier: b.supplier },
  })
  const { box } = await holdBox(ask, b.box)
  await takeOut(ask, i.id)
  const { size } = await put(ask, box, { ...i, owner: b.supplier })
  await store.setSealed(ask.tx, i.id, { sha256: digest, size, submitted: ask.now })
  return receipt(s, digest, size)
}
export async function withdraw(ask: Ask, id: string): Promise<Subject> {
  const s = await bids.take(ask, 'withdraw', id)
  await takeOut(ask, id)
  return s
}
/** Inner steps have no rules of their own. */
const NO_FACTS = {} as BidFacts

/**
 * 开启一包的全部投标：要么全部写入，要么全不写入（同一事务）。
 * A bid that cannot be read fails alone, with its cause and whose it was; it never stops the others.
 */
export async function openAll(ask: Ask, lotId: string): Promise<void> {
  const lot = await lotOf(ask.tx, lotId)
  const tender = await tenderOf(ask.tx, lot.tender)
  const technical = tender.document?.envelopes === 2
  const { no } = await subjectOf(ask.tx, lotFlow, lotId)
  // 政府采购法第三十八条: what one supplier offers in a negotiation is nobody else's to know.
  const secret = methodRow(methodOfNumber(no) ?? '公开招标').form !== '招标'
  for (const o of await openBox(ask, await boxFor(ask, lotId, '投标'))) {
    const s = await subjectOf(ask.tx, bidFlow, o.id, 'update')
    const read = 'fault' in o ? o : parsed(o.content.data, technical, tender.document)
    if ('fault' in read) {
      const { why, whose, consequence } = read.fault
      await step(ask, bidFlow, 'spoil', s, NO_FACTS, { open: { why, whose, consequence } })
      await store.setFault(ask.tx, o.id, read.fault)
    } else {
      const { opened, price } = read
      const words = secret ? { data: { price } } : { open: { price } }
      await step(ask, bidFlow, 'open', s, NO_FACTS, words)
      await store.setOpened(ask.tx, o.id, opened as NonNullable<Bid['opened']>, price)
    }
  }
}
/** In wire form; a technical envelope carries no price. */
function parsed(data: unknown, technical: boolean, document: Named | null) {
  const bid = (technical ? zTechnicalBid : zPlainBid).safeParse(data)
  if (!bid.success) {
    const first = bid.error.issues[0]
    const fault: Fault = faultOf(
      'content',
      `内容不完整：${placeIn(first?.path ?? [], document)} ${first?.message}`,
    )
    return { fault }
  }
  return technical
    ? { opened: z.encode(zTechnicalBid, bid.data as z.output<typeof zTechnicalBid>), price: null }
    : {
        opened: z.encode(zPlainBid, bid.data as z.output<typeof zPlainBid>),
        price: (bid.data as z.output<typeof zPlainBid>).price,
      }
}
export async function reject(ask: Ask, id: string, reason: string) {
  const s = await subjectOf(ask.tx, bidFlow, id, 'update')
  return step(ask, bidFlow, 'reject', s, NO_FACTS, { open: { reason } })
}
export const bidsOf = store.bidsOf
export const bidOf = store.bidOf
