import { hkdfSync } from 'node:crypto'

/** Names the arithmetic below; another arithmetic gets another name. */
export const DRAW = 'yiwang/draw/v2'
/** Bytes taken from HKDF at a time: four HMACs. */
const CHUNK = 128

/** 32-bit numbers, big-endian, from HKDF-SHA-256(seed, salt DRAW, info `permutation/0`, `permutation/1`, …). */
function stream(seed: Uint8Array): () => number {
  let chunk = 0
  let at = CHUNK
  let block = Buffer.alloc(0)
  return () => {
    if (at === CHUNK) {
      block = Buffer.from(hkdfSync('sha256', seed, DRAW, `permutation/${chunk++}`, CHUNK))
      at = 0
    }
    const n = block.readUInt32BE(at)
    at += 4
    return n
  }
}
/** Uniform below n: what lies past the last whole multiple of n is thrown away. */
function below(n: number, next: () => number): number {
  const limit = 2 ** 32 - (2 ** 32 % n)
  for (;;) {
    const x = next()
    if (x < limit) return x % n
  }
}
/**
 * Fisher–Yates over positions 0…size-1: the order in which experts are called, or suppliers invited. Pure: same seed, same order.
 * `seed` is 32 bytes; throws RangeError on a size that is no whole number or on another length.
 */
export function permutation(seed: Uint8Array, size: number): number[] {
  if (seed.length !== 32) throw new RangeError('种子须为32字节')
  if (!Number.isSafeInteger(size) || size < 0 || size > 1_000_000)
    throw new RangeError('名单人数须为0至1000000')
  const out = Array.from({ length: size }, (_, i) => i)
  const next = stream(seed)
  for (let i = size - 1; i > 0; i--) {
    const j = below(i + 1, next)
    ;[out[i], out[j]] = [out[j] as number, out[i] as number]
  }
  return out
}
