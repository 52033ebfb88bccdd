import { addDays, type Citation, type Day, weekday, yearOf } from '#kernel'
import data from '../../data/holidays.json' with { type: 'json' }
import { cite } from './cite.ts'
import { isOn } from './own.ts'
import type { Settings } from './settings.ts'

/** No calendar for that year, published or kept here: refuse, never guess (K5). */
export class CalendarUnknown extends RangeError {
  override name = 'CalendarUnknown'
  readonly year: number
  constructor(year: number) {
    super(
      year < firstYear
        ? `本系统没有${year}年的工作日历，不能推算`
        : `${year}年的工作日历尚未公布，不能推算`,
    )
    this.year = year
  }
}
const years = data.years as Record<string, { offDays: string[]; makeUpWorkDays: string[] }>
const firstYear = Math.min(...Object.keys(years).map(Number))
/** The last day of which it is known whether it is a working day. */
export const calendarEnds = `${Math.max(...Object.keys(years).map(Number))}-12-31` as Day
const off = new Set(Object.values(years).flatMap((y) => y.offDays))
const worked = new Set(Object.values(years).flatMap((y) => y.makeUpWorkDays))

const known = (day: Day) => {
  if (!Object.hasOwn(years, String(yearOf(day)))) throw new CalendarUnknown(yearOf(day))
}
/** Monday to Friday less the published holidays, and the make-up days. Throws CalendarUnknown. */
export function isWorkday(day: Day): boolean {
  known(day)
  if (off.has(day)) return false
  return worked.has(day) || (weekday(day) !== 0 && weekday(day) !== 6)
}
/** May a period end on this day? By K3 any day off moves it; with 周末顺延 off, only a published holiday does. */
export function mayEnd(day: Day, settings: Settings = {}): boolean {
  if (isOn('周末顺延', settings, day)) return isWorkday(day)
  known(day)
  return !off.has(day)
}

export interface Counted {
  readonly day: Day
  /** 1, 2, 3 … for the days that count; null for those that do not. */
  readonly n: number | null
}
export interface Period {
  readonly end: Day
  /** The last day fell on a day off and moved to the next working day (K2, K3 △). */
  readonly rolled: boolean
  readonly days: readonly Counted[]
  readonly cites: readonly Citation[]
}
const MAX_DAYS = 3660
const counting = [
  cite('87号令', '第八十五条', '开始当天不计入'),
  cite('民法典-总则', '第二百零一条', '开始的当日不计入'),
]
const rolling = cite('民法典-总则', '第二百零三条', '以法定休假日结束的次日为期间的最后一日')

/**
 * A legal period: the day it starts on is never counted (K1). Calendar days that end on a day off roll on.
 * Throws CalendarUnknown for a year not published, RangeError for a length that is not 1 to 3660.
 */
export function period(
  { from, length, unit }: { from: Day; length: number; unit: 'day' | 'workday' },
  settings: Settings = {},
): Period {
  if (!Number.isInteger(length) || length < 1 || length > MAX_DAYS)
    throw new RangeError(`期间须为1至${MAX_DAYS}的整数`)
  const days: Counted[] = []
  let day = from
  let n = 0
  while (n < length) {
    day = addDays(day, 1)
    const counts = unit === 'day' || isWorkday(day)
    if (counts) n++
    days.push({ day, n: counts ? n : null })
  }
  let rolled = false
  while (!mayEnd(day, settings)) {
    day = addDays(day, 1)
    rolled = true
    days.push({ day, n: null })
  }
  return { end: day, rolled, days, cites: rolled ? [...counting, rolling] : counting }
}
