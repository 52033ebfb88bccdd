import type { Ask, Day } from '#kernel'
import { lawOn } from '#law'
import { orgsOf } from '#libraries'
import { admitted, meanOf, rank } from './compute.ts'
import { lawShare } from './document-rules.ts'
import type { LotJudged } from './facts.ts'
import type { Framework, Group, Lot, Response } from './model.ts'
import * as store from './store.ts'

/** What the group said of one response; `points` are each member's, in the members' order, under 质量优先法. */
export interface Verdict {
  readonly response: string
  readonly conforms: boolean
  readonly reason: string
  readonly points: readonly number[]
}
/** The packages that this round asks for. */
export const askedLots = (f: Framework, lots: readonly Lot[]): Lot[] =>
  lots.filter((l) => (f.topLot === null ? !l.failed : l.id === f.topLot))

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
  now?: { group: Group; verdicts: readonly Verdict[]; write: boolean },
): Promise<LotJudged[]> {
  const all = await store.responsesOf(ask.tx, f.id, f.round)
  const names = await orgsOf(
    ask.tx,
    all.map((r) => r.supplier),
  )
  const nameOf = (r: Response) => names.get(r.supplier)?.name ?? ''
  const quality = f.document.method === '质量优先法'
  const out: LotJudged[] = []
  for (const lot of askedLots(f, lots)) {
    const missing: string[] = []
    let came = 0
    let fit = 0
    for (const r of all.filter((x) => x.lot === lot.id)) {
      came++
      const said = now?.verdicts.find((v) => v.response === r.id)
      const scored =
        !quality ||
        !said?.conforms ||
        (said.points.length === now?.group.members.length &&
          said.points.every((p) => Number.isInteger(p) && p >= 0 && p <= 100))
      if (now && (!said || (!said.conforms && said.reason === '') || !scored))
        missing.push(nameOf(r))
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
/** Each package ranked, those that fit before those that do not, and how many of them stay. */
export async function admittedOf(
  ask: Ask,
  f: Framework,
  lots: readonly Lot[],
  on: Day,
): Promise<{ lot: Lot; all: Response[]; stay: number }[]> {
  const all = await store.responsesOf(ask.tx, f.id, f.round)
  return askedLots(f, lots).map((lot) => {
    const here = all.filter((r) => r.lot === lot.id)
    const fit = rank(
      here
        .filter((r) => r.verdict?.conforms)
        .map((r) => ({ ...r, score: r.verdict?.score ?? null })),
      f.document.method,
    ).map(({ score: _, ...r }) => r)
    const rest = here.filter((r) => !r.verdict?.conforms)
    const stay = here.length < lawOn(on)('框架最少供应商') ? null : stayOf(f, fit.length, on)
    return { lot, all: [...fit, ...rest], stay: stay ?? 0 }
  })
}
