import { randomBytes } from 'node:crypto'
import { permutation } from '#kernel'

/** A million draws of five from twenty: χ² of who is called first and of who sits, beside the same by node's own shuffle of random bytes. */
export async function bench() {
  const size = 20
  const seats = 5
  const rounds = 1_000_000
  const first = new Array<number>(size).fill(0)
  const seated = new Array<number>(size).fill(0)
  const seed = Buffer.alloc(32)
  const began = performance.now()
  for (let i = 0; i < rounds; i++) {
    seed.writeUInt32BE(i, 28)
    const order = permutation(seed, size)
    ;(first[order[0] as number] as number)++
    for (let k = 0; k < seats; k++) (seated[order[k] as number] as number)++
  }
  const ms = performance.now() - began
  const floorBegan = performance.now()
  for (let i = 0; i < rounds / 100; i++) {
    const out = Array.from({ length: size }, (_, k) => k)
    const bytes = randomBytes(size * 4)
    for (let k = size - 1; k > 0; k--) {
      const j = bytes.readUInt32BE(k * 4) % (k + 1)
      ;[out[k], out[j]] = [out[j] as number, out[k] as number]
    }
  }
  const floor = (performance.now() - floorBegan) * 100
  const chi = (counts: number[], expected: number, variance: number) =>
    counts.reduce((sum, c) => sum + (c - expected) ** 2 / variance, 0)
  const p = seats / size
  return {
    rounds,
    microsecondsPerDraw: Math.round((ms * 1e5) / rounds) / 100,
    floorMicrosecondsPerDraw: Math.round((floor * 1e5) / rounds) / 100,
    degreesOfFreedom: size - 1,
    // 43.82 is exceeded by chance once in a thousand at 19 degrees of freedom.
    chiSquareFirst: Math.round(chi(first, rounds / size, rounds / size) * 100) / 100,
    // Seats are drawn without replacement: the counts' variance is n·p·(1−p), scaled to 19 degrees.
    chiSquareSeated:
      Math.round(((chi(seated, rounds * p, rounds * p * (1 - p)) * (size - 1)) / size) * 100) / 100,
    limitAtOnePerMille: 43.82,
  }
}
