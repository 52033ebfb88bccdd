import { addDays, type Day } from '#kernel'
import { mayEnd, period } from './calendar.ts'
import { isOn } from './own.ts'
import { lawOn, type Param, type ParamName, params } from './params.ts'
import type { Settings } from './settings.ts'

const calendarUnit = (name: ParamName): 'day' | 'workday' => {
  const { unit } = params[name] as Param
  if (unit === '日') return 'day'
  if (unit === '工作日') return 'workday'
  throw new RangeError(`“${name}”以${unit}计，不是期间`)
}
/** When a period of the law that begins on `from` ends: 签约期限, 质疑期 …, judged by the law of day `on`. */
export const ends = (name: ParamName, from: Day, on: Day = from, settings: Settings = {}): Day =>
  period({ from, length: lawOn(on)(name), unit: calendarUnit(name) }, settings).end

/**
 * The earliest deadline after a period that must be “at least N”: issue + N, the day of issue not counted (K10 △); with
 * 最短期间须满日 on, the day after, so that N whole days lie between.
 */
export function earliestDeadline(
  name: ParamName,
  issued: Day,
  on: Day = issued,
  settings: Settings = {},
): Day {
  let day = ends(name, issued, on, settings)
  if (isOn('最短期间须满日', settings, on))
    do day = addDays(day, 1)
    while (!mayEnd(day, settings))
  return day
}

/** A correction must be out N days before the deadline, else the deadline moves (K11): the deadline that is lawful. */
export function correctedDeadline(
  name: ParamName,
  { sent, deadline }: { sent: Day; deadline: Day },
  on: Day = sent,
  settings: Settings = {},
): Day {
  const length = lawOn(on)(name)
  const unit = calendarUnit(name)
  // Whether it was in time is a matter of days alone; only a new deadline must fall on a working day.
  if (unit === 'day' && addDays(sent, length) <= deadline) return deadline
  const { end } = period({ from: sent, length, unit }, settings)
  return end <= deadline ? deadline : end
}
