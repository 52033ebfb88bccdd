/** Exact arithmetic: a price share of 1/3 is 1/3 until it is written down. Denominators are positive. */
export interface Ratio {
  readonly n: bigint
  readonly d: bigint
}
export const ratio = (n: bigint | number, d: bigint | number = 1n): Ratio => {
  const a = BigInt(n)
  const b = BigInt(d)
  if (b === 0n) throw new RangeError('除数为零')
  return b < 0n ? { n: -a, d: -b } : { n: a, d: b }
}
export const plus = (a: Ratio, b: Ratio) => ratio(a.n * b.d + b.n * a.d, a.d * b.d)
export const times = (a: Ratio, b: Ratio) => ratio(a.n * b.n, a.d * b.d)
export const over = (a: Ratio, b: Ratio) => ratio(a.n * b.d, a.d * b.n)
export const compare = (a: Ratio, b: Ratio): number => {
  const x = a.n * b.d - b.n * a.d
  return x < 0n ? -1 : x > 0n ? 1 : 0
}
/** A finite JSON number (0.1, 41.5) as the decimal it was written as, not as the float it became. */
export function decimal(x: number | string): Ratio {
  const m = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(String(x))
  if (!m) throw new RangeError(`不是十进制数：${x}`)
  const frac = m[3] ?? ''
  let n = BigInt((m[2] ?? '0') + frac)
  if (m[1]) n = -n
  const exp = Number(m[4] ?? 0) - frac.length
  return exp >= 0 ? ratio(n * 10n ** BigInt(exp)) : ratio(n, 10n ** BigInt(-exp))
}
/** Hundredths, half up (△ the law is silent; the default is two places, half up). Values here are never negative. */
export const hundredths = (r: Ratio): bigint => (r.n * 200n + r.d) / (2n * r.d)
export const text = (h: bigint): string => `${h / 100n}.${String(h % 100n).padStart(2, '0')}`
