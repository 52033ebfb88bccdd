import type { Citation, Day } from '#kernel'
import { citeMarked } from './cite.ts'
import { type NumberSetting, type SettingName, settings } from './settings.ts'

export type Unit =
  | '日'
  | '工作日'
  | '百分比'
  | '分'
  | '家'
  | '人'
  | '年'
  | '分值'
  | '份'
  | '万分之一/日'
interface Value {
  readonly from: Day
  readonly until?: Day
  readonly value: number
  readonly cite: Citation
}
export interface Param {
  readonly unit: Unit
  readonly title: string
  readonly periods: readonly Value[]
  /** Local law: only here and in the places under it. */
  readonly region?: string
  /** A default of ours, which settings may replace. */
  readonly setting?: SettingName
}
export const WAN = 10_000 * 100
export const one = (
  unit: Unit,
  title: string,
  from: Day,
  value: number,
  cite: Citation,
  more: Pick<Param, 'region' | 'setting'> = {},
): Param => ({ unit, title, periods: [{ from, value, cite }], ...more })
/** A number whose text was not seen, or is left to us: its default stands in settings.ts. */
export const assumed = (
  name: NumberSetting,
  unit: Unit,
  title: string,
  from: Day,
  cite: Citation = citeMarked('系统设置', name, settings[name].mark),
  region?: string,
): Param =>
  one(unit, title, from, settings[name].default, cite, {
    setting: name,
    ...(region === undefined ? {} : { region }),
  })
