import { createHash } from 'node:crypto'

/**
 * Fisher–Yates over a stream of SHA-256(seed ‖ counter), rejection-sampled so that every order is equally likely.
 * Same list and same seed, same order: anyone who holds both may recompute it.
 */
export function shuffled<T>(items: readonly T[], seed: string): T[] {
  const out = [...items]
  const next = stream(seed)
  for (let i = out.length - 1; i > 0; i--) {
    const j = below(i + 1, next)
    ;[out[i], out[j]] = [out[j] as T, out[i] as T]
  }
  return out
}
function stream(seed: string): () => number {
  let counter = 0
  let block = Buffer.alloc(0)
  return () => {
    if (block.length < 4)
      block = createHash('sha256').update(`yiwang/draw/v1\n${seed}\n${counter++}`).digest()
    const n = block.readUInt32BE(0)
    block = block.subarray(4)
    return n
  }
}
function below(n: number, next: () => number): number {
  const limit = 2 ** 32 - (2 ** 32 % n)
  for (;;) {
    const x = next()
    if (x < limit) return x % n
  }
}
