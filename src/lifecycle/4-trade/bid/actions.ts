import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  type Ask,
  begin,
  Conflict,
  newId,
  Refused,
  refusal,
  rfc3339,
  type Subject,
  step,
  story,
  subjectOf,
} from '#kernel'
import { methodOfNumber, methodRow, numberUnder } from '#law'
import { orgOf } from '#libraries'
import { custodyOf, lotFlow, lotOf, shortlistOf, tenderFlow, tenderOf, unseal } from '#trade/tender'
import { type Bid, type BidFacts, bidFlow, zPlainBid, zTechnicalBid } from './model.ts'
import * as store from './store.ts'

async function factsFor(ask: Ask, lotId: string, supplier: string): Promise<BidFacts> {
  const lot = await lotOf(ask.tx, lotId)
  // Held until this bid is committed: the close waits for it, and it waits for a close that was quicker.
  const held = await subjectOf(ask.tx, tenderFlow, lot.tender, 'share')
  const tender = await tenderOf(ask.tx, lot.tender)
  const list = await shortlistOf(ask.tx, lot.tender)
  return {
    paused: held.state === '招标已暂停',
    invited: list === null || list.invited.includes(supplier),
    now: ask.now,
    deadline: tender.deadline,
    lotState: (await subjectOf(ask.tx, lotFlow, lot.id)).state,
    supplierState: (await orgOf(ask.tx, supplier)).state,
  }
}
export const bids = story(bidFlow, async (ask, s) => {
  const b = await store.bidOf(ask.tx, s.id)
  return factsFor(ask, b.lot, b.supplier)
})

export interface Sealed {
  envelope: Record<string, unknown>
  /** base64 */
  ciphertext: string
}
function bytesOf({ ciphertext }: Sealed) {
  const bytes = Buffer.from(ciphertext, 'base64')
  return { ciphertext: bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}
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

/** 提交：收到的是密文；回执写明收到的时间与密文摘要。 */
export async function submit(ask: Ask, i: Sealed & { lot: string }): Promise<Receipt> {
  const supplier = ask.actor.org
  if (supplier === null) throw new Refused([refusal('职责', '请以供应商身份投标')])
  const lot = await lotOf(ask.tx, i.lot)
  const ls = await subjectOf(ask.tx, lotFlow, lot.id)
  const mine = (await store.bidsOf(ask.tx, lot.id)).find((b) => b.supplier === supplier)
  if (mine) throw new Conflict('本单位对这一包已提交投标文件，请用“更换投标文件”')
  const id = newId<'bid'>(ask.now)
  const sealed = bytesOf(i)
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
    await factsFor(ask, lot.id, supplier),
    { no: numberUnder(ls.no, id), data: { sha256: sealed.sha256, lot: lot.id, supplier } },
  )
  await store.addBid(ask.tx, {
    id,
    lot: lot.id,
    supplier,
    envelope: i.envelope,
    submitted: ask.now,
    ...sealed,
  })
  return receipt(s, sealed.sha256, sealed.ciphertext.length)
}
export async function replace(ask: Ask, i: Sealed & { id: string }): Promise<Receipt> {
  const sealed = bytesOf(i)
  const s = await bids.take(ask, 'replace', i.id, undefined, { data: { sha256: sealed.sha256 } })
  await store.setSealed(ask.tx, i.id, { envelope: i.envelope, submitted: ask.now, ...sealed })
  return receipt(s, sealed.sha256, sealed.ciphertext.length)
}

/** Inner steps have no rules of their own. */
const NO_FACTS = {} as BidFacts

export const contextOf = (lot: string, supplier: string) => `yiwang/bid/v1\n${lot}\n${supplier}`

/**
 * 开启一包的全部投标：由托管人放出私钥，逐份解密、校验。要么全部写入，要么全不写入（同一事务）。
 * A bid that cannot be read fails alone, with its cause; it never stops the others.
 */
export async function openAll(
  ask: Ask,
  lotId: string,
): Promise<{ opened: number; faults: string[] }> {
  const lot = await lotOf(ask.tx, lotId)
  const tender = await tenderOf(ask.tx, lot.tender)
  const technical = tender.document?.envelopes === 2
  const { no } = await subjectOf(ask.tx, lotFlow, lotId)
  // 政府采购法第三十八条: what one supplier offers in a negotiation is nobody else's to know.
  const secret = methodRow(methodOfNumber(no) ?? '公开招标').form !== '招标'
  const key = await custodyOf(ask.world.masterKey, lot)
  const faults: string[] = []
  let opened = 0
  for (const b of await store.bidsOf(ask.tx, lotId)) {
    const s = await subjectOf(ask.tx, bidFlow, b.id, 'update')
    const plain = await read(key, lot.suite, b, technical)
    if ('fault' in plain) {
      faults.push(plain.fault)
      await step(ask, bidFlow, 'spoil', s, NO_FACTS, { open: { reason: plain.fault } })
      await store.setFault(ask.tx, b.id, plain.fault)
    } else {
      opened++
      const price = 'price' in plain.bid ? plain.bid.price : null
      await step(
        ask,
        bidFlow,
        'open',
        s,
        NO_FACTS,
        secret ? { data: { price } } : { open: { price } },
      )
      const wire = technical
        ? z.encode(zTechnicalBid, plain.bid as z.output<typeof zTechnicalBid>)
        : z.encode(zPlainBid, plain.bid as z.output<typeof zPlainBid>)
      await store.setOpened(ask.tx, b.id, wire as NonNullable<Bid['opened']>, price)
    }
  }
  return { opened, faults }
}
async function read(
  key: string,
  suite: string,
  b: Bid,
  technical: boolean,
): Promise<
  { bid: z.output<typeof zPlainBid> | z.output<typeof zTechnicalBid> } | { fault: string }
> {
  const text = await unseal({
    suite,
    privateKey: key,
    envelope: b.envelope,
    ciphertext: b.ciphertext,
    context: contextOf(b.lot, b.supplier),
  })
  if ('fault' in text) return text
  let raw: unknown
  try {
    raw = JSON.parse(text.plain)
  } catch {
    return { fault: '解密成功，但内容不是投标文件的格式' }
  }
  const bid = (technical ? zTechnicalBid : zPlainBid).safeParse(raw)
  return bid.success
    ? { bid: bid.data }
    : {
        fault: `解密成功，但内容不完整：${bid.error.issues[0]?.path.join('.')} ${bid.error.issues[0]?.message}`,
      }
}
export async function reject(ask: Ask, id: string, reason: string) {
  const s = await subjectOf(ask.tx, bidFlow, id, 'update')
  return step(ask, bidFlow, 'reject', s, NO_FACTS, { open: { reason } })
}
export const bidsOf = store.bidsOf
export const bidOf = store.bidOf
