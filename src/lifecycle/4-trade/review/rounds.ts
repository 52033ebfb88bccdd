import { type Ask, type Day, type Instant, NotFound, newId, rfc3339, type Subject } from '#kernel'
import {
  addTalk,
  addVariation,
  openQuotes,
  openRound,
  setRoundDeadline,
  settleVariation,
} from '#trade/round'
import * as tender from '#trade/tender'
import { lots } from './actions.ts'
import { dossierOf, qualifiedOf, standing } from './facts.ts'

/** 发出文件：两个信封的，每包另有报价信封的钥匙，与投标同时截止。 */
export async function publish(
  ask: Ask,
  i: { id: string; deadline: Instant; supplyEnds: Day; place: string },
): Promise<Subject> {
  const s = await tender.publish(ask, i)
  const { document } = await tender.tenderOf(ask.tx, i.id)
  if (document?.envelopes === 2)
    for (const lot of await tender.lotsOf(ask.tx, { tender: i.id }))
      await openRound(ask, { lot: lot.id, kind: '报价信封', deadline: i.deadline, bids: [] })
  return s
}
const move = async (ask: Ask, id: string) => {
  const { deadline } = await tender.tenderOf(ask.tx, id)
  if (deadline === null) return
  const all = await tender.lotsOf(ask.tx, { tender: id })
  await setRoundDeadline(
    ask.tx,
    all.map((l) => l.id),
    deadline,
  )
}
export async function correct(ask: Ask, i: tender.Correcting): Promise<Subject> {
  const s = await tender.correct(ask, i)
  await move(ask, i.id)
  return s
}
export async function resume(
  ask: Ask,
  i: { id: string; newDeadline: Instant | null },
): Promise<Subject> {
  const s = await tender.resume(ask, i)
  await move(ask, i.id)
  return s
}

/** 记录谈判：一次一家，内容只有参加的人知道。 */
export async function talk(
  ask: Ask,
  i: { id: string; bid: string; record: Record<string, string> },
): Promise<Subject> {
  const d = await dossierOf(ask, i.id)
  if (!qualifiedOf(d).some((b) => b.id === i.bid)) throw new NotFound('响应')
  const s = await lots.take(
    ask,
    'talk',
    i.id,
    { input: { record: i.record } },
    { data: { bid: i.bid, record: i.record } },
  )
  await addTalk(ask.tx, {
    id: newId(ask.now),
    lot: i.id,
    bid: i.bid,
    at: ask.now,
    record: i.record,
  })
  return s
}
/** 实质性变动：文件列明的内容，经采购人代表确认才生效。 */
export async function vary(
  ask: Ask,
  i: { id: string; key: string; after: string },
): Promise<Subject> {
  const d = await dossierOf(ask, i.id)
  const s = await lots.take(
    ask,
    'vary',
    i.id,
    { input: { variation: { key: i.key } } },
    {
      data: { key: i.key, after: i.after },
    },
  )
  const before = d.variations.filter((v) => v.key === i.key && v.agreed === true).at(-1)?.after
  await addVariation(ask.tx, {
    id: newId(ask.now),
    lot: i.id,
    at: ask.now,
    key: i.key,
    before: before ?? d.document.negotiable.find((n) => n.key === i.key)?.text ?? '',
    after: i.after,
    agreed: null,
  })
  return s
}
export async function settle(ask: Ask, id: string, agreed: boolean): Promise<Subject> {
  const s = await lots.take(ask, agreed ? 'agree' : 'decline', id)
  await settleVariation(ask.tx, id, agreed)
  return s
}

/** 要求最后报价：只有实质性响应的几家，同一时刻截止，一轮一把钥匙。 */
export async function callFinal(ask: Ask, i: { id: string; deadline: Instant }): Promise<Subject> {
  const d = await dossierOf(ask, i.id)
  const s = await lots.take(ask, 'callFinal', i.id, undefined, {
    open: { deadline: rfc3339(i.deadline) },
  })
  await openRound(ask, {
    lot: i.id,
    kind: '最后报价',
    deadline: i.deadline,
    bids: standing(d).map((b) => b.id),
  })
  return s
}
async function openLast(ask: Ask, id: string, action: 'openFinal' | 'openPrice'): Promise<Subject> {
  const s = await lots.take(ask, action, id)
  const d = await dossierOf(ask, id)
  const round = d.rounds.at(-1)
  if (!round) throw new NotFound('报价轮次')
  await openQuotes(ask, round, new Set(standing(d).map((b) => b.id)))
  return s
}
export const openFinal = (ask: Ask, { id }: { id: string }) => openLast(ask, id, 'openFinal')
/** 技术评审签署之后才开报价信封；技术不合格的，信封不开。 */
export const openPrice = (ask: Ask, { id }: { id: string }) => openLast(ask, id, 'openPrice')
