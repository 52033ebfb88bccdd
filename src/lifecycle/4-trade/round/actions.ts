import { createHash } from 'node:crypto'
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
import { isOn, numberUnder } from '#law'
import { bidsOf, type Receipt } from '#trade/bid'
import { lotFlow, lotOf, tenderFlow } from '#trade/tender'
import { custodyOf, keepKey, unseal } from './custody.ts'
import { type Quote, type QuoteFacts, quoteFlow, type Round, zPlainQuote } from './model.ts'
import * as store from './store.ts'

export interface Sealed {
  readonly envelope: Record<string, unknown>
  /** base64 */
  readonly ciphertext: string
}
const NO_FACTS = {} as QuoteFacts

/** A round has a key of its own: what was opened before opens nothing of it. */
export async function openRound(
  ask: Ask,
  i: { lot: string; kind: Round['kind']; deadline: Instant; bids: readonly string[] },
): Promise<Round> {
  const before = await store.roundsOf(ask.tx, i.lot)
  const id = newId(ask.now)
  const suite = isOn('国密套件', ask.world.settings) ? 'GM-1' : 'STD-1'
  const key = await keepKey(ask.world.masterKey, id, suite)
  const round: Round = {
    ...i,
    id,
    no: before.length + 1,
    ...key,
    opened: null,
  }
  await store.addRound(ask.tx, round)
  return round
}
async function factsFor(ask: Ask, round: Round, supplier: string): Promise<QuoteFacts> {
  const lot = await lotOf(ask.tx, round.lot)
  const tender = await subjectOf(ask.tx, tenderFlow, lot.tender, 'share')
  const mine = (await bidsOf(ask.tx, round.lot)).find((b) => b.supplier === supplier)
  return {
    now: ask.now,
    deadline: round.deadline,
    opened: round.opened !== null,
    invited: mine !== undefined && (round.bids.length === 0 || round.bids.includes(mine.id)),
    paused: tender.state === '招标已暂停' || tender.state === '评审已暂停',
  }
}
export const quotes = story(quoteFlow, async (ask, s) => {
  const q = await store.quoteOf(ask.tx, s.id)
  return factsFor(ask, await store.roundOf(ask.tx, q.round), q.supplier)
})
const bytesOf = ({ ciphertext }: Sealed) => {
  const bytes = Buffer.from(ciphertext, 'base64')
  return { ciphertext: bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}
const receipt = (s: Subject, x: ReturnType<typeof bytesOf>): Receipt => ({
  id: s.id,
  state: s.state,
  sha256: x.sha256,
  size: x.ciphertext.length,
  receivedAt: rfc3339(s.since),
})
export async function submit(ask: Ask, i: Sealed & { round: string }): Promise<Receipt> {
  const supplier = ask.actor.org ?? ''
  const round = await store.roundOf(ask.tx, i.round)
  const ls = await subjectOf(ask.tx, lotFlow, round.lot, 'share')
  const facts = await factsFor(ask, round, supplier)
  const before = (await store.quotesOf(ask.tx, round.id)).some((q) => q.supplier === supplier)
  if (before) throw new Conflict('本单位已提交这一轮报价，请用“更换报价”')
  const bid = (await bidsOf(ask.tx, round.lot)).find((b) => b.supplier === supplier)
  const sealed = bytesOf(i)
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
    { no: numberUnder(ls.no, id), data: { sha256: sealed.sha256, round: round.id, supplier } },
  )
  await store.addQuote(ask.tx, {
    id,
    round: round.id,
    bid: bid?.id ?? '',
    supplier,
    envelope: i.envelope,
    submitted: ask.now,
    ...sealed,
  })
  return receipt(s, sealed)
}
export async function replace(ask: Ask, i: Sealed & { id: string }): Promise<Receipt> {
  await mineOf(ask, quoteFlow, i.id)
  const sealed = bytesOf(i)
  const s = await quotes.take(ask, 'replace', i.id, undefined, { data: { sha256: sealed.sha256 } })
  await store.setSealed(ask.tx, i.id, { envelope: i.envelope, submitted: ask.now, ...sealed })
  return receipt(s, sealed)
}

/** 一轮报价同时开启；读不出的一份自己无效，不拦别人。 Returns the bids that gave a price. */
export async function openQuotes(ask: Ask, round: Round, bids: ReadonlySet<string>): Promise<void> {
  const key = custodyOf(ask.world.masterKey, round)
  for (const q of await store.quotesOf(ask.tx, round.id)) {
    const s = await subjectOf(ask.tx, quoteFlow, q.id, 'update')
    const plain = bids.has(q.bid)
      ? await read(key, round, q)
      : { fault: '投标文件未能开启或者无效，报价信封不予开启' }
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
async function read(
  key: string,
  round: Round,
  q: Quote,
): Promise<{ quote: z.output<typeof zPlainQuote> } | { fault: string }> {
  const { supplier, envelope, ciphertext } = q
  const text = await unseal({ round, privateKey: key, supplier, envelope, ciphertext })
  if ('fault' in text) return text
  const quote = zPlainQuote.safeParse(text.data)
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
  if (!q) throw new NotFound('报价')
  return { ...q, of: await store.roundOf(ask.tx, q.round) }
}
