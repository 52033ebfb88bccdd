/** Numbers and dates as spreadsheets keep them. Pure. */

/** Fifteen significant digits, as the person saw it: 0.30000000000000004 was typed as 0.3. Never in scientific notation. */
export function numberText(n: number): string {
  const t = String(Number(n.toPrecision(15)))
  if (!t.includes('e')) return t
  return Math.abs(n) < 1
    ? n.toFixed(20).replace(/0+$/, '').replace(/\.$/, '')
    : BigInt(Math.round(n)).toString()
}
const BUILT_IN = (id: number) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58)
/** Does this number format show a day or a time? Literals and colours in it do not count. */
export function isDateFormat(id: number, code?: string): boolean {
  if (code === undefined) return BUILT_IN(id)
  const bare = code.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]/gi, '')
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare)
}
const DAY_MS = 86_400_000
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)
/** A serial number as YYYY-MM-DD, with HH:MM behind it when it has a time; null where there was no such day. */
export function serialText(n: number, from1904: boolean): string | null {
  // 1900 was no leap year, though the format says so: day 60 never was, and those before it are off by one.
  // The year 10000 is 1,462 days nearer when days are counted from 1904.
  if (n < 0 || n >= 2_958_466 - (from1904 ? 1462 : 0) || (!from1904 && n >= 60 && n < 61))
    return null
  if (n < 1) return time(n)
  const shift = !from1904 && n < 60 ? 1 : 0
  const whole = Math.floor(n)
  const day = new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + (whole + shift) * DAY_MS)
  const text = day.toISOString().slice(0, 10)
  return n === whole ? text : `${text} ${time(n - whole)}`
}
function time(part: number): string {
  const minutes = Math.round(part * 1440)
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
