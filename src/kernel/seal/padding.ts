import { type Bytes, joinBytes } from './base64.ts'

/** A short bid is padded to this, so that price-only envelopes all look the same. */
const LEAST = 1024
const LENGTH_BYTES = 4
/** One AEAD call holds a whole bid in memory; larger files belong in chunks (trust.md §3.3). */
export const MAX_PLAINTEXT = 512 * 1024 * 1024

/** Padmé (Nikitin et al. 2019): the length shows at most its order of magnitude and grows by at most 12 %; at least 1 KiB. */
export function padded(n: number): number {
  const least = Math.max(n, LEAST)
  const e = Math.floor(Math.log2(least))
  const z = e - (Math.floor(Math.log2(e)) + 1)
  const step = 2 ** z
  return Math.ceil(least / step) * step
}

/** Length in four bytes, plaintext, zeros. The true length is inside, since outside it would undo the padding. */
export function pad(plaintext: Uint8Array): Bytes {
  if (plaintext.length > MAX_PLAINTEXT)
    throw new RangeError(`一次最多封存${MAX_PLAINTEXT / 1024 / 1024}MB：${plaintext.length}字节`)
  const length = new Uint8Array(LENGTH_BYTES)
  new DataView(length.buffer).setUint32(0, plaintext.length)
  const used = LENGTH_BYTES + plaintext.length
  return joinBytes(length, plaintext, new Uint8Array(padded(used) - used))
}
/**
 * The plaintext again, or null when the body is not exactly what `pad` writes: one plaintext, one body, and no room for
 * a hidden message after the end.
 */
export function unpad(body: Uint8Array): Bytes | null {
  if (body.length < LENGTH_BYTES) return null
  const length = new DataView(body.buffer, body.byteOffset).getUint32(0)
  const end = LENGTH_BYTES + length
  if (end > body.length || padded(end) !== body.length) return null
  if (body.subarray(end).some((b) => b !== 0)) return null
  return new Uint8Array(body.subarray(LENGTH_BYTES, end))
}
