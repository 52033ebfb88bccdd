import type { MiddlewareHandler } from 'hono'
import { addressOf, answerError, type Instant, Malformed, sessionToken } from '#kernel'

export interface Asker {
  readonly person: string | null
  readonly address: string
}
export interface Budget {
  /** Questions about goods and prices that one account may ask in a window; without an account, one address. */
  readonly account: number
  readonly address: number
  readonly windowMs: number
  readonly now: () => Instant
  /** Whose session this is; null when it is nobody's. */
  readonly whose: (token: string) => Promise<string | null>
  /** Told once per window and asker. */
  readonly alarm: (who: Asker, asked: number) => void
}
const MOST_ASKERS = 50_000

/**
 * Prices are everybody's to see and nobody's to strip: each account has a budget of questions about the shelves, and running
 * over it is told to the operator. Counted per process and kept in memory: a budget that a restart forgives is still one.
 */
export function priceBudget(b: Budget): MiddlewareHandler {
  const asked = new Map<string, { from: number; n: number }>()
  // One look-up per session and window, not per question.
  const people = new Map<string, { from: number; person: string | null }>()
  const personOf = async (token: string, now: number) => {
    const known = people.get(token)
    if (known && now - known.from < b.windowMs) return known.person
    const person = await b.whose(token)
    if (people.size > MOST_ASKERS) people.clear()
    people.set(token, { from: now, person })
    return person
  }
  return async (c, next) => {
    const token = sessionToken(c)
    const now = b.now()
    const person = token === null ? null : await personOf(token, now)
    const address = addressOf(c)
    const who = person === null ? `地址 ${address}` : `账号 ${person}`
    const most = person === null ? b.address : b.account
    if (asked.size > MOST_ASKERS)
      for (const [k, v] of asked) if (now - v.from >= b.windowMs) asked.delete(k)
    const before = asked.get(who)
    const mine = before && now - before.from < b.windowMs ? before : { from: now, n: 0 }
    mine.n++
    asked.set(who, mine)
    if (mine.n === most + 1) b.alarm({ person, address }, mine.n)
    if (mine.n > most) {
      return answerError(
        new Malformed(
          429,
          '查价过于频繁，已超出每小时的额度；成批的价格数据请用开放数据',
          [],
          Math.ceil((mine.from + b.windowMs - now) / 1000),
        ),
        () => {},
      )
    }
    await next()
    return undefined
  }
}
