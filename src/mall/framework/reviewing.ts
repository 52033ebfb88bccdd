import type { Ask, Day } from '#kernel'
import { lawOn } from '#law'
import { expertsOf, orgsOf } from '#libraries'
import { membersOf } from '#trade/tender'
import { admitted, corrected, meanOf, rank } from './compute.ts'
import { lawShare } from './document-rules.ts'
import type { LotJudged } from './facts.ts'
import { type Framework, type Group, isOpened, type Lot, type Opened } from './model.ts'
import * as store from './store.ts'

/** What the group said of one response; `points` are each member's, in the members' order, under 质量优先法. */
export interface Said {
  readonly response: string
  readonly conforms: boolean
  readonly reason: string
  readonly points: readonly number[]
}
/** The packages that this round asks for. */
export const askedLots = (f: Framework, lots: readonly Lot[]): Lot[] =>
  lots.filter((l) => (f.topLot === null ? !l.failed : l.id === f.topLot))

/** Experts who were drawn and have signed in, then the purchaser's representatives; `twice` are those named as both. */
export async function groupOf(
  ask: Ask,
  framework: string,
  representatives: readonly { readonly name: string }[],
): Promise<{ group: Group; twice: string[] }> {
  const seats = await membersOf(ask.tx, framework)
  const known = new Map(
    (
      await expertsOf(
        ask.tx,
        seats.map((m) => m.person),
      )
    ).map((e) => [e.person, e.name]),
  )
  const experts = seats.map((m) => ({ name: known.get(m.person) ?? '', expert: true }))
  return {
    group: {
      members: [...experts, ...representatives.map(({ name }) => ({ name, expert: false }))],
    },
    twice: representatives.map((r) => r.name).filter((n) => experts.some((e) => e.name === n)),
  }
}
const stayOf = (f: Framework, fit: number, on: Day): number | null =>
  admitted(fit, {
    percent: lawShare({ method: f.document.method, qualityGround: f.document.qualityGround }, on),
    own: f.document.percent,
    most: f.document.most,
    least: lawOn(on)('框架最少供应商'),
  })

/** The packages as they stand at the review: of what was said before, or of what is said now (and then written down). */
export async function judgedOf(
  ask: Ask,
  f: Framework,
  lots: readonly Lot[],
  on: Day,
  now?: { group: Group; verdicts: readonly Said[]; write: boolean },
): Promise<LotJudged[]> {
  const all = await store.responsesOf(ask.tx, f.id, f.round)
  const names = await orgsOf(
    ask.tx,
    all.map((r) => r.supplier),
  )
  const quality = f.document.method === '质量优先法'
  const out: LotJudged[] = []
  for (const lot of askedLots(f, lots)) {
    const missing: string[] = []
    let came = 0
    let fit = 0
    for (const r of all.filter((x) => x.lot === lot.id)) {
      came++
      // What could not be read, or broke the document on its face, was settled at the opening.
      if (r.state === '无效') continue
      const said = now?.verdicts.find((v) => v.response === r.id)
      const scored =
        !quality ||
        !said?.conforms ||
        (said.points.length === now?.group.members.length &&
          said.points.every((p) => Number.isInteger(p) && p >= 0 && p <= 100))
      if (now && (!said || (!said.conforms && said.reason === '') || !scored))
        missing.push(names.get(r.supplier)?.name ?? '')
      const verdict = now
        ? said && {
            conforms: said.conforms,
            reason: said.reason,
            score: quality && said.conforms ? meanOf(said.points) : null,
          }
        : r.verdict
      if (verdict?.conforms) fit++
      if (now?.write && verdict) await store.setResponse(ask.tx, { ...r, verdict })
    }
    // A package may not be short of answers for the others' sake: it fails alone.
    const stay = came < lawOn(on)('框架最少供应商') ? null : stayOf(f, fit, on)
    out.push({ no: lot.no, came, fit, missing, admitted: stay })
  }
  return out
}
/** What a response is ranked by: its price with the consumables of the agreed years (第二十六条). */
export const rankedPrice = (r: Opened, lot: Lot): number =>
  corrected(r.price, r.extras, lot.consumables)

export interface Standing {
  readonly lot: Lot
  /** Those that fit in their order, then those that do not; `spoiled` fell at the opening. */
  readonly all: Opened[]
  readonly spoiled: store.ResponseRow[]
  readonly stay: number
}
/** Each package ranked, those that fit before those that do not, and how many of them stay. */
export async function admittedOf(
  ask: Ask,
  f: Framework,
  lots: readonly Lot[],
  on: Day,
): Promise<Standing[]> {
  const all = await store.responsesOf(ask.tx, f.id, f.round)
  return askedLots(f, lots).map((lot) => {
    const came = all.filter((r) => r.lot === lot.id)
    const spoiled = came.filter((r) => r.state === '无效' && r.place === null)
    const here = came.filter((r) => r.state !== '无效').filter(isOpened)
    const byId = new Map(here.map((r) => [r.id, r]))
    const order = rank(
      here
        .filter((r) => r.verdict?.conforms)
        .map((r) => ({
          id: r.id,
          at: r.at,
          price: rankedPrice(r, lot),
          score: r.verdict?.score ?? null,
        })),
      f.document.method,
    )
    const fit = order.flatMap((x) => byId.get(x.id) ?? [])
    const rest = here.filter((r) => !r.verdict?.conforms)
    const stay = came.length < lawOn(on)('框架最少供应商') ? null : stayOf(f, fit.length, on)
    return { lot, all: [...fit, ...rest], spoiled, stay: stay ?? 0 }
  })
}
