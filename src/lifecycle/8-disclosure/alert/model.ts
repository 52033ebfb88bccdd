import { addDays, at, dayOf, type Instant, instant } from '#kernel'

const MINUTE = 60_000
/** When to look again: in five minutes, or at eight tomorrow morning. */
export const nextLook = (now: Instant, daily: boolean): Instant => {
  if (!daily) return instant(now + 5 * MINUTE)
  const today = at(dayOf(now), 8)
  return now < today ? today : at(addDays(dayOf(now), 1), 8)
}
/** Ours (△): nobody is asked to prove that he is no machine, so what a place may begin in an hour is bounded. */
export const bounds = {
  perPlaceAnHour: 10,
  unconfirmedEach: 3,
  confirmedEach: 50,
  confirmWithinMs: 48 * 60 * MINUTE,
  perLetter: 50,
}
const MAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/
/** One address, in one form; null when it is none. Nothing that could be a second header or a second person. */
export const mailAddress = (typed: string): string | null => {
  const t = typed.trim()
  if (t.length > 254 || !MAIL.test(t) || t.includes('..')) return null
  const [name = '', host = ''] = t.split('@')
  return `${name}@${host.toLowerCase()}`
}
