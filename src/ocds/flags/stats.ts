/** Figures that must come out as Cardinal's do, to the last bit: doubles, quartiles of type R-8, fences with one rounding. */

/** a·b + c rounded once: the product's and the sum's errors are carried along (Dekker, Knuth). */
function mulAdd(a: number, b: number, c: number): number {
  const split = (x: number) => {
    const t = 134217729 * x
    const high = t - (t - x)
    return [high, x - high] as const
  }
  const p = a * b
  if (!Number.isFinite(p)) return p + c
  const [ah, al] = split(a)
  const [bh, bl] = split(b)
  const pe = al * bl - (p - ah * bh - al * bh - ah * bl)
  const s = p + c
  const t = s - p
  const se = p - (s - t) + (c - t)
  return s + (pe + se)
}
/** Median-unbiased quantile, 0 ≤ tau ≤ 1. NaN of nothing. */
export function quantile(values: readonly number[], tau: number): number {
  const x = [...values].sort((a, b) => a - b)
  const n = x.length
  if (n === 0 || !(tau >= 0 && tau <= 1)) return Number.NaN
  const h = (n + 1 / 3) * tau + 1 / 3
  const k = Math.trunc(h)
  if (k <= 0 || tau === 0) return x[0] as number
  if (k >= n || tau === 1) return x[n - 1] as number
  const [a, b] = [x[k - 1] as number, x[k] as number]
  return a + (h - k) * (b - a)
}
export interface Fences {
  readonly q1: number
  readonly q3: number
  /** Q1 − 1.5·IQR and Q3 + 1.5·IQR */
  readonly lower: number
  readonly upper: number
}
export function fences(values: readonly number[]): Fences {
  const q1 = quantile(values, 0.25)
  const q3 = quantile(values, 0.75)
  return { q1, q3, lower: mulAdd(q3 - q1, -1.5, q1), upper: mulAdd(q3 - q1, 1.5, q3) }
}
export interface Fraction {
  part: number
  whole: number
}
export const ratioOf = (f: Fraction) => f.part / f.whole
export function add(map: Map<string, Fraction>, key: string, part: number, whole: number) {
  const f = map.get(key)
  if (f) {
    f.part += part
    f.whole += whole
  } else map.set(key, { part, whole })
}
