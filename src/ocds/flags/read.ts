import type { Settings } from './settings.ts'

/** Looking into other people's releases: nothing is trusted to be there or to be what it should be. */
export type Thing = Readonly<Record<string, unknown>>
export const thing = (v: unknown): Thing | null =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Thing) : null
export const list = (v: unknown): readonly unknown[] | null => (Array.isArray(v) ? v : null)
export const text = (v: unknown): string | null => (typeof v === 'string' ? v : null)
export const idOf = (v: unknown): string | null => text(thing(v)?.['id'])

export const tenderOf = (r: Thing) => thing(r['tender'])
const detailsOf = (r: Thing) => list(thing(r['bids'])?.['details'])
/** The organisations of a list that carry an id. */
export const idsOf = (v: unknown): string[] => (list(v) ?? []).flatMap((o) => idOf(o) ?? [])

/** Submitted is what is neither invited nor withdrawn. */
export const submittedBids = (r: Thing): Thing[] =>
  (detailsOf(r) ?? []).flatMap((b) => {
    const bid = thing(b)
    const status = text(bid?.['status'])
    return bid && status !== null && status !== 'invited' && status !== 'withdrawn' ? [bid] : []
  })
export interface Final {
  readonly active: readonly Thing[]
  readonly bids: readonly Thing[]
}
/** Active awards and all bids, when every award that has a status is final; else null: results must not move later. */
export function finalAwards(r: Thing): Final | null {
  const awards = list(r['awards'])
  const bids = detailsOf(r)
  if (!awards || !bids) return null
  const active: Thing[] = []
  for (const a of awards) {
    const award = thing(a)
    const status = text(award?.['status'])
    if (award && status === 'active') active.push(award)
    else if (status !== null && status !== 'cancelled' && status !== 'unsuccessful') return null
  }
  return { active, bids: bids.map(thing).filter((b) => b !== null) }
}
/** The one supplier of the one active award: only then do all bids compete for all that is bought. */
export function soleWinner(f: Final | null): string | null {
  const suppliers = f?.active.length === 1 ? list(f.active[0]?.['suppliers']) : null
  return suppliers?.length === 1 ? idOf(suppliers[0]) : null
}
export interface Price {
  readonly amount: number
  readonly currency: string
}
export function priceOf(bid: Thing): Price | null {
  const value = thing(bid['value'])
  const amount = value?.['amount']
  const currency = text(value?.['currency'])
  return typeof amount === 'number' && currency !== null ? { amount, currency } : null
}
export const methodAllowed = (tender: Thing, methods: ReadonlySet<string>) =>
  methods.size === 0 || methods.has(text(tender['procurementMethod']) ?? '')
/** By procurementMethodDetails: an allow list, when there is one, decides; else a deny list. */
export function detailsAllowed(
  r: Thing,
  allow: ReadonlySet<string>,
  deny: ReadonlySet<string>,
): boolean {
  const details = text(tenderOf(r)?.['procurementMethodDetails'])
  return allow.size === 0
    ? details === null || !deny.has(details)
    : details !== null && allow.has(details)
}
export const pricesCompared = (r: Thing, s: Settings) =>
  detailsAllowed(r, s.priceComparison, s.noPriceComparison)

/** RFC 3339 only; NaN otherwise. */
export const instantOf = (v: unknown): number =>
  typeof v === 'string' &&
  /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(v)
    ? Date.parse(v)
    : Number.NaN
