import {
  type Ask,
  type Day,
  type Instant,
  NotFound,
  newId,
  rfc3339,
  type Subject,
  subjectOf,
} from '#kernel'
import {
  addTalk,
  addVariation,
  admitQuotes,
  openQuotes,
  openRound,
  settleVariation,
} from '#trade/round'
import * as tender from '#trade/tender'
import { lots } from './actions.ts'
import { type Dossier, dossierOf, qualifiedOf, standing } from './facts.ts'

/** 发出文件：两个信封的，每包另有报价信封的箱，与投标同时截止。 */
export async function publish(
  ask: Ask,
  i: { id: string; deadline: Instant; supplyEnds: Day; place: string },
): Promise<Subject> {
  const s = await tender.publish(ask, i)
  const { document } = await tender.tenderOf(ask.tx, i.id)
  if (document?.envelopes === 2)
    for (const lot of await tender.lotsOf(ask.tx, { tender: i.id }))
      await openRound(ask, {
        lot: await subjectOf(ask.tx, tender.lotFlow, lot.id),
        kind: '报价信封',
        deadline: i.deadline,
        bids: [],
        // Enough bidders is a matter of the bids; their price envelopes are part of them.
        least: 1,
      })
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

/** 要求最后报价：只有实质性响应的几家，同一时刻截止，一轮一箱。 */
export async function callFinal(ask: Ask, i: { id: string; deadline: Instant }): Promise<Subject> {
  const d = await dossierOf(ask, i.id)
  const s = await lots.take(ask, 'callFinal', i.id, undefined, {
    open: { deadline: rfc3339(i.deadline) },
  })
  const { plan } = await tender.tenderOf(ask.tx, d.lot.tender)
  await openRound(ask, {
    lot: s,
    kind: '最后报价',
    deadline: i.deadline,
    bids: standing(d).map((b) => b.id),
    least: await tender.leastOf(ask, d, plan),
  })
  return s
}
const lastRound = (d: Dossier) => {
  const round = d.rounds.at(-1)
  if (!round) throw new NotFound('报价轮次')
  return round
}
const stillIn = (d: Dossier) => new Set(standing(d).map((b) => b.id))
/** 技术评审签署之后：定下哪几家的报价信封可以启封，保管人只放这几家的份额。 */
export async function admitPrice(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const s = await lots.take(ask, 'admitPrice', id)
  const d = await dossierOf(ask, id)
  await admitQuotes(ask, lastRound(d), stillIn(d))
  return s
}
async function openLast(ask: Ask, id: string, action: 'openFinal' | 'openPrice'): Promise<Subject> {
  const s = await lots.take(ask, action, id)
  const d = await dossierOf(ask, id)
  await openQuotes(ask, lastRound(d), stillIn(d))
  return s
}
export const openFinal = (ask: Ask, { id }: { id: string }) => openLast(ask, id, 'openFinal')
/** 份额到齐后开报价信封；技术不合格的，信封不开。 */
export const openPrice = (ask: Ask, { id }: { id: string }) => openLast(ask, id, 'openPrice')
