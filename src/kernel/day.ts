import { z } from 'zod'

/** A civil day in Beijing, 'YYYY-MM-DD'. It compares with < because ISO dates sort. */
export type Day = `${number}-${number}-${number}`
/** A moment, in whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly __unit: 'ms' }

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000
const ms = (d: Day) => Date.parse(`${d}T00:00:00Z`)

export const addDays = (d: Day, n: number) =>
  new Date(ms(d) + n * DAY_MS).toISOString().slice(0, 10) as Day
export const daysBetween = (a: Day, b: Day) => Math.round((ms(b) - ms(a)) / DAY_MS)
/** 0 is Sunday. */
export const weekday = (d: Day) => new Date(ms(d)).getUTCDay()
export const yearOf = (d: Day) => Number(d.slice(0, 4))

/** The same day n years on (or back); 29 February becomes 1 March where there is none. */
export const addYears = (d: Day, n: number): Day => {
  const same = `${yearOf(d) + n}${d.slice(4)}`
  return isDay(same) ? same : (`${yearOf(d) + n}-03-01` as Day)
}

/** True for a day that exists: 2026-02-29 does not. */
export const isDay = (s: string): s is Day =>
  /^\d{4}-\d\d-\d\d$/.test(s) &&
  !Number.isNaN(Date.parse(`${s}T00:00:00Z`)) &&
  new Date(Date.parse(`${s}T00:00:00Z`)).toISOString().startsWith(s)

export const instant = (n: number) => n as Instant
export const dayOf = (at: Instant) => new Date(at + BEIJING_MS).toISOString().slice(0, 10) as Day
/** The moment a Beijing day reaches h:m; the day's end is at(day, 24). */
export const at = (d: Day, hour = 0, minute = 0) =>
  (ms(d) - BEIJING_MS + hour * 3_600_000 + minute * 60_000) as Instant
/** RFC 3339 with Beijing's offset, to the millisecond. */
export const rfc3339 = (t: Instant) => new Date(t + BEIJING_MS).toISOString().replace('Z', '+08:00')

const WEEK = '日一二三四五六'
/** 2026年10月16日（周五） */
export const showDay = (d: Day) =>
  `${d.slice(0, 4)}年${Number(d.slice(5, 7))}月${Number(d.slice(8))}日（周${WEEK[weekday(d)]}）`
/** 2026年10月16日 09:30 */
export const showInstant = (t: Instant) => {
  const s = rfc3339(t)
  return `${s.slice(0, 4)}年${Number(s.slice(5, 7))}月${Number(s.slice(8, 10))}日 ${s.slice(11, 16)}`
}

export const zDay = z
  .string()
  .refine(isDay, { message: '日期须为真实存在的 YYYY-MM-DD' })
  .meta({ format: 'date' }) as unknown as z.ZodType<Day, string>

/** In JSON an RFC 3339 text with an offset; inside whole milliseconds. */
export const zInstant = z.codec(
  z.iso.datetime({
    offset: true,
    message: '时间须为带时区的 RFC 3339，如 2026-10-16T09:30:00+08:00',
  }),
  z.custom<Instant>((n) => Number.isSafeInteger(n)),
  {
    decode: (s) => Date.parse(s) as Instant,
    encode: (n) => rfc3339(n),
  },
)
