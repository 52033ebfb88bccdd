/** A short bid is padded to this, so that price-only envelopes all look the same. */
const LEAST = 4096

/** Padmé (Nikitin et al. 2019): the length shows at most its order of magnitude and grows by at most 12 %; at least 4 KiB. */
export function padded(n: number): number {
  const least = Math.max(n, LEAST)
  const e = Math.floor(Math.log2(least))
  const z = e - (Math.floor(Math.log2(e)) + 1)
  const step = 2 ** z
  return Math.ceil(least / step) * step
}
