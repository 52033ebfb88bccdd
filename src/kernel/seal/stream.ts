import { type Bytes, joinBytes } from './base64.ts'
import type { Keys } from './envelope.ts'
import type { SealSuite } from './port.ts'

/**
 * A long body in chunks, each sealed by itself, after the STREAM construction that C2SP's chunked-encryption follows: the
 * nonce of a chunk carries its number and whether it is the last, so that none can be dropped, repeated, moved or cut off.
 */
export const CHUNK = 64 * 1024
/** Sixteen sealed chunks: what is uploaded, hashed and resumed as one. */
const CHUNKS_PER_PART = 16
export const partBytes = (s: Pick<SealSuite, 'tagBytes'>) => CHUNKS_PER_PART * (CHUNK + s.tagBytes)
export const sealedSize = (length: number, s: Pick<SealSuite, 'tagBytes'>) =>
  length + Math.ceil(length / CHUNK) * s.tagBytes

export function chunkNonce(nonce: Bytes, no: number, last: boolean): Bytes {
  const out = nonce.slice()
  const view = new DataView(out.buffer)
  view.setUint32(7, view.getUint32(7) ^ no)
  out[11] = (out[11] ?? 0) ^ (last ? 1 : 0)
  return out
}

/** The same bytes in pieces of one size; only the last may be shorter. Nothing of a whole body is held but one piece. */
export async function* inPieces(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<Bytes> {
  let held = new Uint8Array(size)
  let at = 0
  for await (const bytes of source)
    for (let from = 0; from < bytes.length; ) {
      const n = Math.min(size - at, bytes.length - from)
      held.set(bytes.subarray(from, from + n), at)
      at += n
      from += n
      if (at === size) {
        yield held
        held = new Uint8Array(size)
        at = 0
      }
    }
  if (at > 0) yield held.slice(0, at)
}

/** Ciphertext of a body of known length, chunk by chunk. */
export async function* encryptChunks(
  s: SealSuite,
  k: Keys,
  aad: Bytes,
  body: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Bytes> {
  let no = 0
  let done = 0
  for await (const chunk of inPieces(body, CHUNK)) {
    done += chunk.length
    yield await s.encrypt(k.key, chunkNonce(k.nonce, no++, done === length), aad, chunk)
  }
  if (done !== length) throw new RangeError(`内容应为${length}字节，得到${done}`)
}
/** One chunk again. Throws when the tag does not fit. */
export const decryptChunk = (
  s: SealSuite,
  k: Keys,
  aad: Bytes,
  no: number,
  last: boolean,
  sealed: Bytes,
): Promise<Bytes> => s.decrypt(k.key, chunkNonce(k.nonce, no, last), aad, sealed)

/** Hash of the hashes of the parts. */
export const bodyDigest = (s: SealSuite, parts: readonly Uint8Array[]): Promise<Bytes> =>
  s.hash(joinBytes(...parts))
