import { createHash } from 'node:crypto'

/** Numbers that follow from a word and from nothing else: for worlds that must come out the same again. Never for secrets. */
export interface Dice {
  /** Uniform in 0…n-1; throws RangeError unless 1 ≤ n ≤ 2³². */
  below(n: number): number
  pick<T>(from: readonly T[]): T
  /** True `share` times in a hundred. */
  percent(share: number): boolean
  /** Dice of their own for a part of the world: what is thrown there does not move what is thrown here. */
  of(part: string): Dice
}
/** sfc32 (Chris Doty-Humphrey, PractRand; public domain), its state the SHA-256 of the seed. */
export function dice(seed: string): Dice {
  const state = createHash('sha256').update(`yiwang/dice/v1\n${seed}`).digest()
  let a = state.readUInt32BE(0)
  let b = state.readUInt32BE(4)
  let c = state.readUInt32BE(8)
  let count = 1
  const next = () => {
    const t = (a + b + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) next()
  const below = (n: number) => {
    if (!Number.isSafeInteger(n) || n < 1 || n > 2 ** 32) throw new RangeError(`骰子没有${n}面`)
    // What lies past the last whole multiple of n is thrown away, so that every face is as likely.
    const limit = 2 ** 32 - (2 ** 32 % n)
    for (;;) {
      const x = next()
      if (x < limit) return x % n
    }
  }
  return {
    below,
    pick<T>(from: readonly T[]): T {
      return from[below(from.length)] as T
    },
    percent: (share) => below(100) < share,
    of: (part) => dice(`${seed}\n${part}`),
  }
}
