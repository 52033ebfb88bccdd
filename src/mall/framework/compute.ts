/** The arithmetic of 110号令: how many go, who comes first, whose turn it is. Pure, and written as tables in compute.test.ts. */

/**
 * How many of those that fit stay. At least the law's share goes, and always one; a rate or an upper number in the document may
 * be stricter, never milder. Null: fewer fit than the law needs, and nobody is admitted.
 */
export function admitted(
  fit: number,
  {
    percent,
    own,
    most,
    least,
  }: { percent: number; own: number; most: number | null; least: number },
): number | null {
  if (fit < least) return null
  const out = Math.max(1, share(fit, percent), share(fit, own), most === null ? 0 : fit - most)
  return fit - out
}
/** 不得低于: rounded up, so that the share that goes is never below what was asked. */
const share = (n: number, percent: number) => Math.ceil((n * percent) / 100)

export interface Ranked {
  readonly id: string
  readonly price: number
  /** Hundredths of a point; null where price decides. */
  readonly score: number | null
  /** When it was last handed in: of equals the earlier stands before (△, said in the document). */
  readonly at: number
}
/** 价格优先法: by price, lowest first. 质量优先法: by score, highest first, of equal scores the cheaper. */
export const rank = <R extends Ranked>(
  all: readonly R[],
  method: '价格优先法' | '质量优先法',
): R[] =>
  [...all].sort(
    (a, b) =>
      (method === '质量优先法' ? (b.score ?? 0) - (a.score ?? 0) : 0) ||
      a.price - b.price ||
      a.at - b.at ||
      (a.id < b.id ? -1 : 1),
  )
/** The mean of the members' points in hundredths, cut off and not rounded up. */
export const meanOf = (points: readonly number[]): number =>
  points.length === 0 ? 0 : Math.floor((points.reduce((a, b) => a + b, 0) * 100) / points.length)

/** 不足70%: the number itself is not below it (第五十条). */
export const tooFewLeft = (left: number, original: number, percent: number): boolean =>
  left * 100 < original * percent

/** 量价关系折扣: the best step that this quantity reaches; cut off to the fen, so never above what was agreed. */
export function agreedFor(
  price: number,
  discounts: readonly { from: number; percent: number }[],
  quantity: number,
): number {
  const off = Math.max(0, ...discounts.filter((d) => quantity >= d.from).map((d) => d.percent))
  return Math.floor((price * (100 - off)) / 100)
}
/** 修正响应报价: the device with what its consumables cost over the agreed years (第二十六条). A fitting's usage is none. */
export const corrected = (
  price: number,
  extras: readonly { name: string; price: number }[],
  consumables: readonly { name: string; usage: number }[],
): number =>
  price +
  consumables.reduce((n, c) => n + c.usage * (extras.find((x) => x.name === c.name)?.price ?? 0), 0)

export interface Waiting {
  readonly id: string
  readonly turn: number
}
export interface Turn {
  readonly cycle: number
  readonly member: string
}
/**
 * 顺序轮候: who is left in this cycle, in the fixed order; when nobody is, the next cycle begins with everybody. From the
 * recorded turns alone, so that anybody computes the same.
 */
export function waiting<M extends Waiting>(
  members: readonly M[],
  turns: readonly Turn[],
): { cycle: number; queue: M[] } {
  const order = [...members].sort((a, b) => a.turn - b.turn)
  const cycle = Math.max(1, ...turns.map((t) => t.cycle))
  const had = new Set(turns.filter((t) => t.cycle === cycle).map((t) => t.member))
  const left = order.filter((m) => !had.has(m.id))
  return left.length > 0 ? { cycle, queue: left } : { cycle: cycle + 1, queue: order }
}
/** The lowest quote; of equal ones the earlier (△). */
export const lowest = <Q extends { price: number; at: number; id: string }>(
  quotes: readonly Q[],
): Q | undefined =>
  [...quotes].sort((a, b) => a.price - b.price || a.at - b.at || (a.id < b.id ? -1 : 1))[0]

/** A term of so many months from a day: to the day before the same day of the last month. */
export function termEnd(from: string, months: number): string {
  const [y = 0, m = 1, d = 1] = from.split('-').map(Number)
  const last = (yy: number, mm: number) => new Date(Date.UTC(yy, mm, 0)).getUTCDate()
  const n = y * 12 + (m - 1) + months
  const [yy, mm] = [Math.floor(n / 12), (n % 12) + 1]
  const end = new Date(Date.UTC(yy, mm - 1, Math.min(d, last(yy, mm))))
  return new Date(end.getTime() - 86_400_000).toISOString().slice(0, 10)
}
