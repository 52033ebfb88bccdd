import { z } from 'zod'
import {
  type Ask,
  begin,
  Conflict,
  type Instant,
  mineOf,
  NotFound,
  newId,
  rfc3339,
  type Subject,
  step,
  story,
  subjectOf,
} from '#kernel'
import { numberUnder } from '#law'
import { bidsOf, type Receipt } from '#trade/bid'
import {
  envelopeDigestOf,
  type Handed,
  holdBox,
  openBox,
  permitBox,
  placeBox,
  put,
  takeOut,
} from '#trade/box'
import { lotFlow, lotOf, tenderFlow } from '#trade/tender'
import { type Quote, type QuoteFacts, quoteFlow, type Round, zPlainQuote } from './model.ts'
import * as store from './store.ts'

const NO_FACTS = {} as QuoteFacts

export interface RoundSpec {
  readonly lot: Subject
  readonly kind: Round['kind']
  readonly deadline: Instant
  readonly bids: readonly string[]
  /** Fewer quotes than this stay sealed. */
  readonly least: number
}
/** What a price envelope waits for; a final quote waits for its hour alone. */
const boxFor = (ask: Ask, i: RoundSpec, before: readonly Round[]) => {
  const again = before.filter((r) => r.kind === i.kind).length
  return placeBox(ask, {
    lot: i.lot,
    part: again === 0 ? i.kind : `${i.kind}（${again + 1}）`,
    closes: i.deadline,
    least: i.least,
    ...(i.kind === '报价信封' ? { gate: '技术评审签署' } : { ownClock: true }),
  })
}
/** A round has a box of its own, with the same custodians as the bids: what was opened before opens nothing of it. */
export async function openRound(ask: Ask, i: RoundSpec): Promise<Round> {
  const before = await store.roundsOf(ask.tx, i.lot.id)
  const box = await boxFor(ask, i, before)
  const round: Round = {
    id: newId(ask.now),
    lot: i.lot.id,
    no: before.length + 1,
    kind: i.kind,
    deadline: i.deadline,
    bids: i.bids,
    box: box.id,
    opened: null,
  }
  await store.addRound(ask.tx, round)
  return round
}
/** For a round of the time before there were boxes. */
export async function giveBox(ask: Ask, round: Round, lot: Subject, least: number) {
  const box = await boxFor(ask, { ...round, lot, least }, [])
  await store.setRoundBox(ask.tx, round.id, box.id)
  for (const q of await store.quotesOf(ask.tx, round.id)) {
    const s = await subjectOf(ask.tx, quoteFlow, q.id, 'update')
    const reason = '报价改由五名保管人共同保管，原来的密文不再使用，请在截止前重新封存提交'
    await step(ask, quoteFlow, 'giveBack', s, NO_FACTS, { data: { reason } })
    await store.setFault(ask.tx, q.id, reason)
  }
}
const boxOfRound = (round: Round): string => {
  if (round.box === null) throw new NotFound('标箱')
  return round.box
}
/** Held until this quote is committed, the tender before the box, as whoever closes a box does. */
async function factsFor(ask: Ask, round: Round, supplier: string): Promise<QuoteFacts> {
  const lot = await lotOf(ask.tx, round.lot)
  const tender = await subjectOf(ask.tx, tenderFlow, lot.tender, 'share')
  const { box, state } = await holdBox(ask, boxOfRound(round))
  const mine = (await bidsOf(ask.tx, round.lot)).find((b) => b.supplier === supplier)
  return {
    now: ask.now,
    deadline: box.closes,
    boxState: state,
    invited: mine !== undefined && (round.bids.length === 0 || round.bids.includes(mine.id)),
    paused: tender.state === '招标已暂停' || tender.state === '评审已暂停',
  }
}
export const quotes = story(quoteFlow, async (ask, s) => {
  const q = await store.quoteOf(ask.tx, s.id)
  return factsFor(ask, await store.roundOf(ask.tx, q.round), q.supplier)
})
const receipt = (s: Subject, sha256: string, size: number): Receipt => ({
  id: s.id,
  state: s.state,
  sha256,
  size,
  receivedAt: rfc3339(s.since),
})
export async function submit(ask: Ask, i: Handed & { round: string }): Promise<Receipt> {
  const supplier = ask.actor.org ?? ''
  const round = await store.roundOf(ask.tx, i.round)
  const facts = await factsFor(ask, round, supplier)
  const ls = await subjectOf(ask.tx, lotFlow, round.lot)
  const before = (await store.quotesOf(ask.tx, round.id)).some((q) => q.supplier === supplier)
  if (before) throw new Conflict('本单位已提交这一轮报价，请用“更换报价”')
  const bid = (await bidsOf(ask.tx, round.lot)).find((b) => b.supplier === supplier)
  const digest = await envelopeDigestOf(i.envelope)
  const id = newId(ask.now)
  const s = await begin(
    ask,
    quoteFlow,
    'submit',
    {
      id,
      title: `${ls.title}　${round.kind}`,
      process: ls.process,
      lawOn: ls.lawOn,
      region: ls.region,
      parties: { 供应商: [supplier] },
    },
    facts,
    { no: numberUnder(ls.no, id), data: { sha256: digest, round: round.id, supplier } },
  )
  const { box } = await holdBox(ask, boxOfRound(round))
  const { size } = await put(ask, box, { ...i, id, owner: supplier })
  await store.addQuote(ask.tx, {
    id,
    round: round.id,
    bid: bid?.id ?? '',
    supplier,
    submitted: ask.now,
    sha256: digest,
    size,
  })
  return receipt(s, digest, size)
}
export async function replace(ask: Ask, i: Handed & { id: string }): Promise<Receipt> {
  await mineOf(ask, quoteFlow, i.id)
  const q = await store.quoteOf(ask.tx, i.id)
  const digest = await envelopeDigestOf(i.envelope)
  const s = await quotes.take(ask, 'replace', i.id, undefined, { data: { sha256: digest } })
  const { box } = await holdBox(ask, boxOfRound(await store.roundOf(ask.tx, q.round)))
  await takeOut(ask, i.id)
  const { size } = await put(ask, box, { ...i, owner: q.supplier })
  await store.setSealed(ask.tx, i.id, { sha256: digest, size, submitted: ask.now })
  return receipt(s, digest, size)
}
export async function withdraw(ask: Ask, id: string): Promise<Subject> {
  const s = await quotes.take(ask, 'withdraw', id)
  await takeOut(ask, id)
  return s
}

/** 准予启封：只有这几家的报价信封；其余的，保管人一份也不放。 */
export async function admitQuotes(ask: Ask, round: Round, bids: ReadonlySet<string>) {
  const all = await store.quotesOf(ask.tx, round.id)
  await permitBox(
    ask,
    boxOfRound(round),
    all.filter((q) => bids.has(q.bid)).map((q) => q.id),
  )
}
/** 一轮报价同时开启；读不出的一份自己无效，不拦别人。 A quote whose bid is out is not opened. */
export async function openQuotes(ask: Ask, round: Round, bids: ReadonlySet<string>): Promise<void> {
  const { box } = await holdBox(ask, boxOfRound(round))
  const all = await store.quotesOf(ask.tx, round.id)
  const opened = await openBox(
    ask,
    box,
    new Set(all.filter((q) => bids.has(q.bid)).map((q) => q.id)),
  )
  for (const q of all) {
    const s = await subjectOf(ask.tx, quoteFlow, q.id, 'update')
    const found = opened.find((o) => o.id === q.id)
    const plain =
      found === undefined
        ? { fault: '投标文件未能开启或者无效，报价信封不予开启' }
        : 'fault' in found
          ? { fault: `${found.fault.why}（${found.fault.whose}）` }
          : parsed(found.content.data)
    if ('fault' in plain) {
      await step(ask, quoteFlow, 'spoil', s, NO_FACTS, { data: { reason: plain.fault } })
      await store.setFault(ask.tx, q.id, plain.fault)
    } else {
      await step(ask, quoteFlow, 'open', s, NO_FACTS, { data: { price: plain.quote.price } })
      await store.setOpened(
        ask.tx,
        q.id,
        z.encode(zPlainQuote, plain.quote) as NonNullable<Quote['opened']>,
        plain.quote.price,
      )
    }
  }
  await store.setRoundOpened(ask.tx, round.id, ask.now)
}
function parsed(data: unknown): { quote: z.output<typeof zPlainQuote> } | { fault: string } {
  const quote = zPlainQuote.safeParse(data)
  return quote.success
    ? { quote: quote.data }
    : { fault: `解密成功，但内容不完整：${quote.error.issues[0]?.message}` }
}
/** The price that counts: the one of the last opened round; null while there is a round and none was given. */
export async function pricedOf(
  ask: Ask,
  lot: string,
): Promise<{ rounds: Round[]; prices: Map<string, Quote> | null }> {
  const rounds = await store.roundsOf(ask.tx, lot)
  const last = rounds.filter((r) => r.opened !== null).at(-1)
  if (!last) return { rounds, prices: null }
  const given = (await store.quotesOf(ask.tx, last.id)).filter((q) => q.state === '已开启')
  return { rounds, prices: new Map(given.map((q) => [q.bid, q])) }
}
export async function quoteFor(ask: Ask, id: string): Promise<Quote & { of: Round }> {
  const q = await store.quoteOf(ask.tx, id)
  return { ...q, of: await store.roundOf(ask.tx, q.round) }
}
