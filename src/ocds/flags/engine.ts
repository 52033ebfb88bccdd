import {
  detailsAllowed,
  finalAwards,
  idOf,
  idsOf,
  instantOf,
  list,
  methodAllowed,
  priceOf,
  pricesCompared,
  soleWinner,
  submittedBids,
  type Thing,
  tenderOf,
  text,
  thing,
} from './read.ts'
import type { Settings } from './settings.ts'
import { add, type Fraction, fences, quantile, ratioOf } from './stats.ts'

/**
 * The red flags of the Open Contracting Partnership's Cardinal, compatible in codes, formulas and settings
 * (https://cardinal.readthedocs.io/en/latest/cli/indicators/). One pass over compiled releases; what is kept is per
 * process a price ratio and per organisation a few counts. A flag is a reason to look, never a finding.
 */
export const groups = ['OCID', 'Buyer', 'ProcuringEntity', 'Tenderer'] as const
export type Group = (typeof groups)[number]
export type Indicator =
  | 'R003'
  | 'R018'
  | 'R024'
  | 'R025'
  | 'R028'
  | 'R030'
  | 'R035'
  | 'R036'
  | 'R038'
  | 'R048'
  | 'R058'
export type Results = Record<Group, Record<string, Partial<Record<Indicator, number>>>>

const DAY = 86_400_000
interface Gap {
  readonly ratio: number
  readonly winner: string
  readonly runnerUp: string
}

export class Flags {
  readonly #s: Settings
  readonly #results = new Map<Group, Map<string, Partial<Record<Indicator, number>>>>(
    groups.map((g) => [g, new Map()]),
  )
  #currency: string | null
  readonly #gaps = new Map<string, Gap>()
  readonly #wins = new Map<string, Fraction>()
  readonly #disqualified: Record<Exclude<Group, 'OCID'>, Map<string, Fraction>> = {
    Buyer: new Map(),
    ProcuringEntity: new Map(),
    Tenderer: new Map(),
  }
  readonly #kinds = new Map<string, { processes: number; codes: Set<string> }>()

  constructor(settings: Settings) {
    this.#s = settings
    this.#currency = settings.currency
  }

  /** Take in one compiled release; anything else is passed over. */
  add(value: unknown) {
    const r = thing(value)
    const ocid = text(r?.['ocid'])
    if (!r || ocid === null || text(tenderOf(r)?.['status']) === 'cancelled') return
    if (!detailsAllowed(r, new Set(), this.#s.excluded)) return
    this.#periods(r, ocid)
    if (this.#s.R024 || this.#s.R058) this.#gap(r, ocid)
    if (this.#s.R025) this.#successes(r)
    if (this.#s.R028) this.#samePrices(r, ocid)
    if (this.#s.R030) this.#lateWinner(r, ocid)
    if (this.#s.R035) this.#onlyOneLeft(r, ocid)
    if (this.#s.R036) this.#lowestOut(r, ocid)
    if (this.#s.R038) this.#disqualifications(r)
    if (this.#s.R048) this.#variety(r)
  }
  /** What only the whole shows, and everything found. */
  results(): Results {
    this.#outlyingGaps()
    this.#outlyingSuccesses()
    this.#outlyingDisqualifications()
    this.#outlyingVariety()
    return Object.fromEntries(
      groups.map((g) => [g, Object.fromEntries(this.#results.get(g) ?? [])]),
    ) as Results
  }

  #set(group: Group, id: string, indicator: Indicator, value: number) {
    const all = this.#results.get(group) as Map<string, Partial<Record<Indicator, number>>>
    const mine = all.get(id)
    if (mine) mine[indicator] = value
    else all.set(id, { [indicator]: value })
  }
  /** One currency: the one asked for, else the first seen. */
  #mine(currency: string) {
    this.#currency ??= currency
    return this.#currency === currency
  }

  /** R003 a short time to bid; R018 one bid where many were invited. */
  #periods(r: Thing, ocid: string) {
    const tender = tenderOf(r)
    if (!tender) return
    const s = this.#s.R003
    if (s && methodAllowed(tender, s.methods)) {
      const period = thing(tender['tenderPeriod'])
      const days = Math.trunc(
        (instantOf(period?.['endDate']) - instantOf(period?.['startDate'])) / DAY,
      )
      const limit =
        s.byDetails.get((text(tender['procurementMethodDetails']) ?? '').toLowerCase()) ??
        s.threshold
      if (days < limit) this.#set('OCID', ocid, 'R003', 1)
    }
    if (
      this.#s.R018 &&
      methodAllowed(tender, this.#s.R018.methods) &&
      tender['numberOfTenderers'] === 1
    )
      this.#set('OCID', ocid, 'R018', 1)
  }

  /** The distance from the winner's lowest valid bid to the lowest of the others, as a part of the winner's. */
  #gap(r: Thing, ocid: string) {
    if (!pricesCompared(r, this.#s)) return
    const f = finalAwards(r)
    const winner = soleWinner(f)
    if (!f || winner === null) return
    let won: number | null = null
    let other: { amount: number; id: string } | null = null
    for (const bid of f.bids) {
      const price = priceOf(bid)
      const tenderers = list(bid['tenderers'])
      const id = tenderers?.length === 1 ? idOf(tenderers[0]) : null
      if (
        text(bid['status']) !== 'valid' ||
        price === null ||
        id === null ||
        !this.#mine(price.currency)
      )
        continue
      if (id === winner) won = won === null || price.amount < won ? price.amount : won
      else if (other === null || price.amount < other.amount) other = { amount: price.amount, id }
    }
    // When the lowest did not win, price was not the criterion.
    if (won !== null && other !== null && other.amount >= won)
      this.#gaps.set(ocid, { ratio: (other.amount - won) / won, winner, runnerUp: other.id })
  }
  /** R024 suspiciously close, R058 suspiciously far. */
  #outlyingGaps() {
    const { q1, lower, upper } = fences([...this.#gaps.values()].map((g) => g.ratio))
    const near = this.#s.R024
    const low = near?.threshold ?? lower
    if (near && low > 0 && (near.threshold !== null || q1 > 0))
      for (const [ocid, g] of this.#gaps)
        if (g.ratio <= low) {
          this.#set('OCID', ocid, 'R024', g.ratio)
          for (const id of [g.winner, g.runnerUp]) this.#set('Tenderer', id, 'R024', 0)
        }
    const far = this.#s.R058
    const high = far?.threshold ?? upper
    if (far && high > 0)
      for (const [ocid, g] of this.#gaps)
        if (g.ratio >= high) {
          this.#set('OCID', ocid, 'R058', g.ratio)
          this.#set('Tenderer', g.winner, 'R058', 0)
        }
  }

  /** R025 bids often, wins hardly ever. */
  #successes(r: Thing) {
    const f = finalAwards(r)
    const winner = soleWinner(f)
    if (!f || winner === null) return
    const bidders = new Set<string>()
    for (const bid of f.bids) {
      const tenderers = list(bid['tenderers'])
      const id = tenderers?.length === 1 ? idOf(tenderers[0]) : null
      if (text(bid['status']) === 'valid' && id !== null) bidders.add(id)
    }
    for (const id of bidders) add(this.#wins, id, id === winner ? 1 : 0, 1)
  }
  #outlyingSuccesses() {
    const s = this.#s.R025
    if (!s) return
    const all = [...this.#wins.values()]
    const often = quantile(
      all.map((f) => f.whole),
      s.percentile / 100,
    )
    const { q1, lower } = fences(all.map(ratioOf))
    const low = s.threshold ?? lower
    if (!(low > 0 && (s.threshold !== null || q1 > 0))) return
    for (const [id, f] of this.#wins)
      if (f.whole >= often && ratioOf(f) <= low) this.#set('Tenderer', id, 'R025', ratioOf(f))
  }

  /** R028 different bidders, the same price. */
  #samePrices(r: Thing, ocid: string) {
    if (!pricesCompared(r, this.#s)) return
    const seen = new Map<string, ReadonlySet<string>>()
    for (const bid of submittedBids(r)) {
      const price = priceOf(bid)
      const ids = new Set(idsOf(bid['tenderers']))
      if (price === null || ids.size === 0) continue
      const key = `${price.amount} ${price.currency}`
      const other = seen.get(key)
      if (other && !(other.size === ids.size && [...ids].every((id) => other.has(id)))) {
        this.#set('OCID', ocid, 'R028', 1)
        for (const id of [...ids, ...other]) this.#set('Tenderer', id, 'R028', 1)
      }
      seen.set(key, ids)
    }
  }

  /** R030 a bid after the deadline won. Instants, so that offsets do not matter; texts when they are no instants. */
  #lateWinner(r: Thing, ocid: string) {
    const end = text(thing(tenderOf(r)?.['tenderPeriod'])?.['endDate'])
    const awards = list(r['awards'])
    const bids = list(thing(r['bids'])?.['details'])
    if (end === null || !awards || !bids) return
    const winners = new Set(
      awards.flatMap((a) =>
        text(thing(a)?.['status']) === 'active' ? idsOf(thing(a)?.['suppliers']) : [],
      ),
    )
    for (const b of bids) {
      const bid = thing(b)
      const date = text(bid?.['date'])
      if (!bid || date === null || text(bid['status']) !== 'valid') continue
      const [at, by] = [instantOf(date), instantOf(end)]
      if (Number.isNaN(at - by) ? date <= end : at <= by) continue
      for (const id of idsOf(bid['tenderers']))
        if (winners.has(id)) {
          this.#set('OCID', ocid, 'R030', 1)
          this.#set('Tenderer', id, 'R030', 1)
        }
    }
  }

  /** R035 everyone but the winner was disqualified. */
  #onlyOneLeft(r: Thing, ocid: string) {
    const f = finalAwards(r)
    if (!f || !this.#s.R035) return
    const winners = new Set(f.active.flatMap((a) => idsOf(a['suppliers'])))
    const of = (status: string) =>
      new Set(f.bids.flatMap((b) => (text(b['status']) === status ? idsOf(b['tenderers']) : [])))
    const valid = of('valid')
    const [winner] = valid
    if (valid.size !== 1 || winner === undefined || winners.size !== 1 || !winners.has(winner))
      return
    const out = [...of('disqualified')].filter((id) => id !== winner).length
    if (out < this.#s.R035.threshold) return
    this.#set('OCID', ocid, 'R035', out)
    this.#set('Tenderer', winner, 'R035', 0)
  }

  /** R036 the lowest bid was disqualified. */
  #lowestOut(r: Thing, ocid: string) {
    if (!pricesCompared(r, this.#s)) return
    if (!(list(r['awards']) ?? []).some((a) => text(thing(a)?.['status']) === 'active')) return
    let lowest = Number.POSITIVE_INFINITY
    let out = false
    let anyValid = false
    for (const bid of submittedBids(r)) {
      const price = priceOf(bid)
      if (price === null || !this.#mine(price.currency)) continue
      const status = text(bid['status'])
      if (price.amount < lowest) {
        lowest = price.amount
        out = status === 'disqualified'
      }
      anyValid ||= status === 'valid'
    }
    if (anyValid && out) this.#set('OCID', ocid, 'R036', 1)
  }

  /** R038 too many disqualifications, of a buyer's, a procuring entity's or a bidder's bids. */
  #disqualifications(r: Thing) {
    const bids = submittedBids(r)
    if (bids.length === 0) return
    let out = 0
    for (const bid of bids) {
      const one = text(bid['status']) === 'disqualified' ? 1 : 0
      out += one
      for (const id of idsOf(bid['tenderers'])) add(this.#disqualified.Tenderer, id, one, 1)
    }
    const buyer = idOf(r['buyer'])
    if (buyer !== null) add(this.#disqualified.Buyer, buyer, out, bids.length)
    const entity = idOf(tenderOf(r)?.['procuringEntity'])
    if (entity !== null) add(this.#disqualified.ProcuringEntity, entity, out, bids.length)
  }
  #outlyingDisqualifications() {
    const s = this.#s.R038
    if (!s) return
    for (const group of ['Buyer', 'ProcuringEntity', 'Tenderer'] as const) {
      // Cardinal compares its "minimum contracting processes" with the number of bids; so do we, to agree with it.
      const least = group === 'Tenderer' ? s.minimumBids : s.minimumProcesses
      const ratios = [...this.#disqualified[group]].filter(([, f]) => f.whole >= least)
      const high = s.threshold ?? fences(ratios.map(([, f]) => ratioOf(f))).upper
      if (high > 0)
        for (const [id, f] of ratios)
          if (ratioOf(f) >= high) this.#set(group, id, 'R038', ratioOf(f))
    }
  }

  /** R048 a supplier of everything. */
  #variety(r: Thing) {
    const digits = this.#s.R048?.digits ?? 2
    const seen = new Set<string>()
    for (const a of list(r['awards']) ?? []) {
      const award = thing(a)
      const suppliers = list(award?.['suppliers'])
      const id = suppliers?.length === 1 ? idOf(suppliers[0]) : null
      if (!award || text(award['status']) !== 'active' || id === null) continue
      for (const item of list(award['items']) ?? []) {
        const code = idOf(thing(item)?.['classification'])
        if (code === null) continue
        const mine = this.#kinds.get(id) ?? { processes: 0, codes: new Set<string>() }
        if (!seen.has(id)) mine.processes++
        seen.add(id)
        mine.codes.add([...code].slice(0, digits).join(''))
        this.#kinds.set(id, mine)
      }
    }
  }
  #outlyingVariety() {
    const s = this.#s.R048
    if (!s) return
    const many = [...this.#kinds].filter(([, k]) => k.processes >= s.minimumProcesses)
    const high = s.threshold ?? fences(many.map(([, k]) => k.codes.size)).upper
    for (const [id, k] of many)
      if (k.codes.size >= high) this.#set('Tenderer', id, 'R048', k.codes.size)
  }
}
