import { type Citation, type Day, inForce, within } from '#kernel'
import { amounts } from './amounts.ts'
import { clocks } from './clocks.ts'
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
/** A setting replaces our own default, never a number that was read in the law. */
const readValue = (
  v: NonNullable<ReturnType<typeof found>>,
  name: ParamName,
  settings: Settings,
): number => {
  const own = (params[name] as Param).setting
  const given = own === undefined || v.cite.mark === '✔' ? undefined : settings[own]
  return typeof given === 'number' ? given : v.value
}

/** The value in force on a day, in a place. Throws RangeError where the law does not yet, or no longer, speak. */
export function lawOn(day: Day, region?: string, settings: Settings = {}) {
  return (name: ParamName): number => {
    const v = found(day, name, region)
    if (!v) throw new RangeError(`${day}没有关于“${name}”的规定`)
    return readValue(v, name, settings)
  }
}
/** As lawOn, but undefined where the law is silent. */
export const lawIf = (day: Day, name: ParamName, settings: Settings = {}): number | undefined => {
  const v = found(day, name)
  return v && readValue(v, name, settings)
}
export const citesOf = (day: Day, ...names: ParamName[]): Citation[] =>
  names.flatMap((n) =>
    (params[n] as Param).periods.filter((v) => inForce(v, day)).map((v) => v.cite),
  )
