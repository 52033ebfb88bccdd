import { type Citation, type Day, inForce, within } from '#kernel'
import { amounts } from './amounts.ts'
import { citeMarked } from './cite.ts'
import { clocks } from './clocks.ts'
import { type Own, ownOn } from './own.ts'
import type { Param } from './param.ts'
import type { Settings } from './settings.ts'
import { weights } from './weights.ts'

export type { Param, Unit } from './param.ts'

/** Every number of the law that this house uses, by name. What is marked ✎ or △ is a setting with a named default. */
export const params = { ...clocks, ...amounts, ...weights } as const
export type ParamName = keyof typeof params

const found = (day: Day, name: ParamName, region?: string) => {
  const p: Param = params[name]
  if (p.region !== undefined && region !== undefined && !within(region, p.region)) return undefined
  return p.periods.find((v) => inForce(v, day))
}
/** A decision of the region replaces our own default, never a number that was read in the law. */
const ownOf = (
  v: NonNullable<ReturnType<typeof found>>,
  name: ParamName,
  day: Day,
  region: string | undefined,
): Own | undefined => {
  const own = (params[name] as Param).setting
  return own === undefined || v.cite.mark === '✔' ? undefined : ownOn(own, day, region)
}
const readValue = (
  v: NonNullable<ReturnType<typeof found>>,
  name: ParamName,
  day: Day,
  settings: Settings,
  region?: string,
): number => {
  const own = (params[name] as Param).setting
  const given = own === undefined || v.cite.mark === '✔' ? undefined : settings[own]
  if (typeof given === 'number') return given
  const decided = ownOf(v, name, day, region)?.value
  return typeof decided === 'number' ? decided : v.value
}

/** The value in force on a day, in a place. Throws RangeError where the law does not yet, or no longer, speak. */
export function lawOn(day: Day, region?: string, settings: Settings = {}) {
  return (name: ParamName): number => {
    const v = found(day, name, region)
    if (!v) throw new RangeError(`${day}没有关于“${name}”的规定`)
    return readValue(v, name, day, settings, region)
  }
}
/** As lawOn, but undefined where the law is silent. */
export const lawIf = (day: Day, name: ParamName, settings: Settings = {}): number | undefined => {
  const v = found(day, name)
  return v && readValue(v, name, day, settings)
}
/** Where the number comes from: the text, or the document on whose ground the region decided otherwise. */
export const citesOf = (day: Day, ...names: ParamName[]): Citation[] =>
  citesIn(day, undefined, ...names)
export const citesIn = (day: Day, region: string | undefined, ...names: ParamName[]): Citation[] =>
  names.flatMap((n) =>
    (params[n] as Param).periods
      .filter((v) => inForce(v, day))
      .map((v) => {
        const own = ownOf(v, n, day, region)
        return own === undefined ? v.cite : citeMarked(own.law, own.article, '△')
      }),
  )
