import { type Fen, type Id, type Instant, instant, type StateOf } from '#kernel'
import { flow } from '#law'
import * as r from './rules.ts'

export const kinds = ['网上竞价', '网上询价', '电子反拍'] as const
export type Kind = (typeof kinds)[number]
export type Manner = '密封' | '降价' | '轮次'
export interface Need {
  readonly name: string
  readonly is: '=' | '>=' | '<='
  readonly value: string
}
export interface Turn {
  readonly round: number
  /** Suppliers in the order of their turns: the worst price first. */
  readonly order: readonly string[]
  readonly at: number
}
/** A bidder who at the end was no longer in the library in good standing, and how it stood there. */
export interface LeftOut {
  readonly supplier: string
  readonly name: string
  readonly state: string
}
export interface Auction {
  readonly id: Id<'auction'>
  readonly project: string
  readonly buyer: string
  readonly lineId: Id<'line'>
  readonly kind: Kind
  readonly manner: Manner
  readonly item: string
  readonly needs: string
  readonly attributes: readonly Need[]
  readonly quantity: number
  readonly unit: string
  readonly ceiling: Fen
  readonly step: number
  readonly minimum: number
  readonly minutes: number
  readonly place: string
  readonly contact: string
  readonly phone: string
  readonly days: number
  readonly reason: string
  readonly opened: Instant | null
  readonly closes: Instant | null
  readonly prolonged: boolean
  readonly extended: number
  readonly turn: Turn | null
  readonly winner: number | null
  readonly failure: string | null
  /** Who bid and was suspended or struck off before the end: neither counted nor awarded. */
  readonly barred: readonly LeftOut[]
}
/** One accepted price; `id` is the order in which it was accepted. */
export interface Bid {
  readonly id: number
  readonly supplier: string
  readonly offer: string
  readonly quote: string
  readonly price: Fen
  readonly at: Instant
}

// biome-ignore format: a table reads as a table
export const auctionFlow = flow<r.AuctionFacts>()(
  {
    noun: '竞价项目', module: 'auction',
    states: ['待审批', '报价中', '待确认', '已成交', '已流标', '已撤销'],
    open: ['报价中', '待确认', '已成交', '已流标'],
    onDue: { 报价中: 'close', 待确认: 'deem' },
  },
  {
    draft:   { name: '发起竞价或询价', from: [],         to: '待审批', by: ['采购人经办'], rules: r.draftRules },
    approve: { name: '审批并公开',     from: ['待审批'], to: '报价中', by: ['采购人审核'], apartFrom: ['draft'], nature: '审批' },
    decline: { name: '不同意发起',     from: ['待审批'], to: '已撤销', by: ['采购人审核'] },
    cancel:  { name: '取消采购任务',   from: ['报价中'], to: '已流标', by: ['采购人审核'], may: true },
    prolong: { name: '家数不足，顺延', from: ['报价中'], to: '报价中', by: ['系统'] },
    extend:  { name: '末段新低价，顺延', from: ['报价中'], to: '报价中', by: ['系统'] },
    turn:    { name: '轮到下一家',     from: ['报价中'], to: '报价中', by: ['系统'] },
    close:   { name: '截止',           from: ['报价中'], to: '待确认', by: ['系统'] },
    fail:    { name: '流标',           from: ['报价中', '待确认'], to: '已流标', by: ['系统'] },
    confirm: { name: '确认成交',       stepUp: true, from: ['待确认'], to: '已成交', by: ['采购人审核'] },
    deem:    { name: '逾期视同确认',   from: ['待确认'], to: '已成交', by: ['系统'] },
    refuse:  { name: '不予成交',       from: ['待确认'], to: '已流标', by: ['采购人审核'], rules: [r.tooFewToRefuse], may: true },
  },
)
export type State = StateOf<typeof auctionFlow>

/** One supplier's prices in one auction. Every step is blind in the journal: who asked what is opened by the replay, after the end. Nobody else reads them, before the result or after: the auction tells what may be told. */
// biome-ignore format: a table reads as a table
export const priceFlow = flow<r.BidFacts>()(
  { noun: '竞价报价', module: 'price', states: ['有效'], closed: ['有效'] },
  {
    seal:  { name: '密封报价', stepUp: true, from: [],       to: '有效', by: ['供应商经办'], rules: r.bidRules, sealed: true },
    offer: { name: '报价',     from: [],       to: '有效', by: ['供应商经办'], rules: r.bidRules, sealed: true },
    lower: { name: '再报低价', from: ['有效'], to: '有效', by: ['供应商经办'], rules: r.bidRules, sealed: true, may: true },
  },
)

/** Does a product have what is asked? Numbers compare as numbers; what it does not say it does not have. */
export const lacks = (
  needs: readonly Need[],
  has: Readonly<Record<string, string | number | boolean>>,
): string[] =>
  needs.flatMap((n) => {
    const v = has[n.name]
    const ok =
      v === undefined
        ? false
        : n.is === '='
          ? String(v === true ? '是' : v === false ? '否' : v) === n.value
          : typeof v === 'number' && (n.is === '>=' ? v >= Number(n.value) : v <= Number(n.value))
    return ok ? [] : [`${n.name}${n.is}${n.value}`]
  })

/** The last price of each supplier, lowest first; of equal prices the earlier. */
export function standing(bids: readonly Bid[]): Bid[] {
  const last = new Map<string, Bid>()
  for (const b of bids) last.set(b.supplier, b)
  return [...last.values()].sort((a, b) => a.price - b.price || a.id - b.id)
}
/** Those that stand and may be awarded. */
export const standingWithout = (
  bids: readonly Bid[],
  barred: readonly Pick<LeftOut, 'supplier'>[],
) => standing(bids).filter((b) => barred.every((x) => x.supplier !== b.supplier))
/** The most the next price may be: a step under the lowest, floored to the fen; the ceiling while there is none. */
export function nextMost(
  a: Pick<Auction, 'manner' | 'ceiling' | 'step'>,
  bids: readonly Bid[],
  supplier: string,
): number {
  const less = (p: number) => Number((BigInt(p) * BigInt(10_000 - a.step)) / 10_000n)
  if (a.manner === '密封') return a.ceiling
  const stands = standing(bids)
  if (a.manner === '降价') return stands[0] ? less(stands[0].price) : a.ceiling
  const own = stands.find((b) => b.supplier === supplier)
  return own ? less(own.price) : a.ceiling
}
/** Turns of a round: the worst price first; of equal prices the later first, so that the earlier keeps the last word. */
export const turnOrder = (
  bids: readonly Bid[],
  barred: readonly Pick<LeftOut, 'supplier'>[] = [],
): string[] =>
  standingWithout(bids, barred)
    .reverse()
    .map((b) => b.supplier)

export interface Rules {
  readonly windowMinutes: number
  readonly byMinutes: number
  readonly times: number
}
/** Does this price, accepted now, move the end? The new end counts from the old one: the clock owes nothing to how fast we were. */
export function extension(
  a: Pick<Auction, 'manner' | 'closes' | 'extended'>,
  at: Instant,
  rules: Rules,
): Instant | null {
  if (a.manner !== '降价' || a.closes === null || a.extended >= rules.times) return null
  return a.closes - at < rules.windowMinutes * 60_000
    ? instant(a.closes + rules.byMinutes * 60_000)
    : null
}

/** What an auction claims, for anybody to compute again. */
export interface Replay {
  readonly v: 'yiwang/auction/v1'
  readonly kind: string
  readonly manner: Manner
  readonly ceiling: number
  readonly step: number
  readonly opened: number
  readonly firstCloses: number
  readonly closes: number
  readonly rules: Rules
  readonly bids: readonly (Omit<Bid, 'quote'> & { readonly name: string })[]
  readonly winner: number | null
  /** Left out at the end; a replay from before this was said has none. */
  readonly barred?: readonly LeftOut[]
}
/** Runs it again from the prices alone: every step lawful, every extension due, and the winner the same. Returns what is false. */
export function replay(x: Replay): string[] {
  const faults: string[] = []
  let closes = instant(x.firstCloses)
  let extended = 0
  const seen: Bid[] = []
  for (const b of x.bids) {
    const bid = { ...b, quote: '' }
    if (b.at < x.opened) faults.push(`第${b.id}次报价早于开始`)
    if (x.manner !== '轮次' && b.at >= closes) faults.push(`第${b.id}次报价迟于截止`)
    const most = nextMost(
      { manner: x.manner, ceiling: x.ceiling as Fen, step: x.step },
      seen,
      b.supplier,
    )
    if (b.price > most) faults.push(`第${b.id}次报价${b.price}分高于当时的上限${most}分`)
    const moved = extension({ manner: x.manner, closes, extended }, b.at, x.rules)
    if (moved !== null) {
      closes = moved
      extended++
    }
    const before = seen.at(-1)
    if (before && before.id >= b.id) faults.push(`第${b.id}次报价的次序不对`)
    seen.push(bid)
  }
  if (x.manner === '降价' && extended > 0 && closes !== x.closes)
    faults.push('截止时间与重算的不同')
  const best = standingWithout(seen, x.barred ?? [])[0]
  if (x.winner !== null && best?.id !== x.winner)
    faults.push(`成交的应是第${best?.id ?? '无'}次报价`)
  return faults
}
