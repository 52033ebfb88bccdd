import { type Bytes, fromBase64, joinBytes, randomBytesOf, toBase64 } from './base64.ts'
import { orBroken, SealBroken } from './broken.ts'
import { type Content, ContentReader, contentOf, type FileBytes, type Source } from './content.ts'
import {
  type BidEnvelope,
  contextHash,
  deriveKeys,
  headHash,
  type Keys,
  MAX_CONTENT,
  parseEnvelope,
  type SealContext,
  shareCheck,
  type WrappedShare,
} from './envelope.ts'
import type { SealKeyPair, SealSuite, SuiteName } from './port.ts'
import { joinSecret, type Share, splitSecret } from './shamir.ts'
import { std1 } from './std.ts'
import {
  bodyDigest,
  CHUNK,
  decryptChunk,
  encryptChunks,
  inPieces,
  partBytes,
  sealedSize,
} from './stream.ts'

/**
 * Sealing a bid, in the browser and in Node alike. A fresh seed is shared k of n among the box's custodians, each share
 * encrypted to one of them; key, nonce and key commitment come from the seed; the padded content is encrypted in chunks
 * under the hash of the envelope. Design: trust.md §3.3–3.4, in its simpler form without a joint key.
 */
// Scripts in the browser enter by this file, so what they use of the neighbours is handed on here.
export { fromBase64, toBase64 } from './base64.ts'
export { type Cause, SealBroken, type SealCause, sealersFault } from './broken.ts'
export { canonical } from './canonical.ts'
export type { Content, FileBytes, FileHead, Source } from './content.ts'
export {
  type BidEnvelope,
  contextHash,
  envelopeDigest,
  parseEnvelope,
  type SealContext,
  shareCheck,
} from './envelope.ts'
export { padded } from './padding.ts'
export { isSuite, type SealKeyPair, type SealSuite, SUITES, type SuiteName } from './port.ts'
export type { Share } from './shamir.ts'
export { bodyDigest, CHUNK, partBytes, sealedSize } from './stream.ts'

/** The parts of a suite. GM-1 comes with 60 kB of arithmetic, so a browser loads it only for a lot that uses it. */
export async function suiteOf(name: SuiteName): Promise<SealSuite> {
  return name === 'GM-1' ? (await import('./gm.ts')).gm1 : std1
}
/** A fresh key pair for one custodian. */
export const newSealKeys = async (suite: SuiteName): Promise<SealKeyPair> =>
  (await suiteOf(suite)).newKeyPair()

export interface Sealing {
  suite: SuiteName
  /** Public keys of the custodians in their order, base64. */
  custodians: readonly string[]
  k: number
  context: SealContext
  data: unknown
  files?: readonly Source[]
}
/** The last thing a sealing gives: the envelope, and the seed (base64) for the bidder's own recovery file. */
export interface SealedHead {
  readonly envelope: BidEnvelope
  readonly seed: string
}

/** What a sealing was begun with; it opens the bid, so it never leaves the bidder's own machine. */
export interface Begun {
  readonly seed: string
  readonly salt: string
  readonly shares: readonly WrappedShare[]
  readonly length: number
}
export async function beginSeal(i: Sealing): Promise<Begun> {
  const s = await suiteOf(i.suite)
  const { length } = contentOf(i.data, i.files ?? [])
  if (length > MAX_CONTENT) throw new RangeError('投标文件超过2GB')
  const seed = randomBytesOf(32)
  const context = await contextHash(s, i.context)
  const shares = await Promise.all(
    splitSecret(seed, i.k, i.custodians.length).map(async (share, at) => {
      let wrapped: Bytes
      try {
        wrapped = await s.wrap(fromBase64(i.custodians[at] ?? ''), share)
      } catch {
        throw new RangeError(`第${at + 1}名保管人的公钥不是 ${i.suite} 的公钥`)
      }
      return { wrapped: toBase64(wrapped), check: await shareCheck(s, context, at + 1, share) }
    }),
  )
  return { seed: toBase64(seed), salt: toBase64(randomBytesOf(32)), shares, length }
}
/** The content is no longer what the sealing was begun with: it must not go on under the same key. */
export class ContentChanged extends Error {
  override readonly name = 'ContentChanged'
}
/** A sealing broken off, and the digests (base64) of the parts that may have left the machine by then. */
export interface Resumed {
  readonly begun: Begun
  readonly sent: readonly string[]
}

/**
 * Seal to a box: yields the ciphertext part by part with each part's digest, and returns envelope and seed. Holds one part
 * at a time. Throws RangeError on a key that is none, on a bad k, or on more than 2 GiB. With `resumed` the same ciphertext
 * again from the first part: one key and nonce must never seal two contents, so a part that went out before and would now be
 * another throws ContentChanged before it is yielded. Whoever keeps `sent` writes a digest down before the part goes.
 */
export async function* sealParts(
  i: Sealing,
  resumed?: Resumed,
): AsyncGenerator<{ bytes: Bytes; digest: Bytes }, SealedHead> {
  const s = await suiteOf(i.suite)
  const { length, body } = contentOf(i.data, i.files ?? [])
  const begun = resumed?.begun ?? (await beginSeal(i))
  const { seed, salt, shares } = begun
  if (begun.length !== length) throw new ContentChanged('内容与上次封存的不同')
  const context = await contextHash(s, i.context)
  const keys = await deriveKeys(s, fromBase64(seed), { context, salt, length, k: i.k })
  const head: Omit<BidEnvelope, 'body'> = {
    v: 2,
    suite: i.suite,
    context,
    k: i.k,
    shares,
    salt,
    commitment: keys.commitment,
    length,
  }
  const aad = await headHash(s, { ...head, body: '' })
  const digests: Bytes[] = []
  for await (const bytes of inPieces(encryptChunks(s, keys, aad, body(), length), partBytes(s))) {
    const digest = await s.hash(bytes)
    const before = resumed?.sent[digests.length]
    if (before !== undefined && before !== toBase64(digest))
      throw new ContentChanged('内容与上次封存的不同')
    digests.push(digest)
    yield { bytes, digest }
  }
  return { envelope: { ...head, body: toBase64(await bodyDigest(s, digests)) }, seed }
}
/** How many bytes of ciphertext a sealing will give. */
export const sealedBytes = async (i: Pick<Sealing, 'suite' | 'data' | 'files'>): Promise<number> =>
  sealedSize(contentOf(i.data, i.files ?? []).length, await suiteOf(i.suite))
export interface SealedBid extends SealedHead {
  readonly ciphertext: Bytes
}
/** A small bid in one piece. */
export async function sealBid(i: Sealing): Promise<SealedBid> {
  const parts: Bytes[] = []
  const run = sealParts(i)
  for (;;) {
    const next = await run.next()
    if (next.done) return { ...next.value, ciphertext: joinBytes(...parts) }
    parts.push(next.value.bytes)
  }
}

/** A custodian's own share. Throws RangeError when the wrapping was not made for this key. */
export async function unwrapShare(
  suite: SuiteName,
  privateKey: string,
  wrapped: string,
): Promise<Bytes> {
  const s = await suiteOf(suite)
  try {
    return await s.unwrap(fromBase64(privateKey), fromBase64(wrapped))
  } catch {
    throw new RangeError('这一份不是封给这把钥匙的，或已损坏')
  }
}
/** Is this the share that the bidder made for this custodian? */
export async function isShareOf(e: BidEnvelope, no: number, share: Uint8Array): Promise<boolean> {
  const check = e.shares[no - 1]?.check
  return check === (await shareCheck(await suiteOf(e.suite), e.context, no, share))
}

/** The seed from shares that were checked one by one. Throws SealBroken: shares, or commitment when the bidder shared badly. */
export async function seedOf(e: BidEnvelope, shares: readonly Share[]): Promise<Bytes> {
  if (shares.length < e.k) throw new SealBroken('shares')
  const seed = joinSecret(shares.slice(0, e.k))
  await keysOf(e, seed)
  return seed
}
/** Keys from a seed by whatever way it came: shares, or the bidder's recovery file. Throws SealBroken on the wrong seed. */
export async function keysOf(e: BidEnvelope, seed: Bytes): Promise<Keys> {
  const keys = await deriveKeys(await suiteOf(e.suite), seed, e)
  if (keys.commitment !== e.commitment) throw new SealBroken('commitment')
  return keys
}

export interface BidOpening {
  suite: SuiteName
  context: SealContext
  /** As it came over the wire. */
  envelope: unknown
  seed: Bytes
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Hears the files as they go by; believed only when openBid() has returned. */
  told?: FileBytes
}
/** The content again; every byte checked, and only the data held. Throws SealBroken with the first cause found. */
export async function openBid(i: BidOpening): Promise<Content & { filesAt: number }> {
  const e = parseEnvelope(i.envelope)
  if (e.suite !== i.suite) throw new SealBroken('suite')
  const s = await suiteOf(i.suite)
  if (e.context !== (await contextHash(s, i.context))) throw new SealBroken('context')
  const keys = await keysOf(e, i.seed)
  const aad = await headHash(s, e)
  const reader = new ContentReader(e.length, i.told)
  const digests: Bytes[] = []
  let broken: SealBroken | null = null
  let no = 0
  const lastNo = Math.ceil(e.length / CHUNK) - 1
  for await (const part of inPieces(i.body, partBytes(s))) {
    digests.push(await s.hash(part))
    for (let at = 0; at < part.length && broken === null; at += CHUNK + s.tagBytes) {
      const sealed = part.slice(at, at + CHUNK + s.tagBytes)
      const number = no++
      try {
        reader.take(
          await orBroken('tag', () =>
            decryptChunk(s, keys, aad, number, number === lastNo, sealed),
          ),
        )
      } catch (e) {
        // The rest is still hashed: bytes that changed after the receipt are nobody's wrong sealing.
        if (!(e instanceof SealBroken)) throw e
        broken = e
      }
    }
  }
  if (e.body !== toBase64(await bodyDigest(s, digests))) throw new SealBroken('body')
  if (broken) throw broken
  return { ...reader.end(), filesAt: reader.filesAt }
}

/** A stretch of the content, from a body that was opened whole before: for one attachment at a time. */
export async function* readContent(i: {
  envelope: BidEnvelope
  seed: Bytes
  from: number
  length: number
  /** `length` bytes of the ciphertext from an offset. */
  read: (offset: number, length: number) => Promise<Uint8Array>
}): AsyncGenerator<Bytes> {
  const e = i.envelope
  const s = await suiteOf(e.suite)
  const keys = await keysOf(e, i.seed)
  const aad = await headHash(s, e)
  const chunks = Math.ceil(e.length / CHUNK)
  const end = i.from + i.length
  for (let no = Math.floor(i.from / CHUNK); no * CHUNK < end && no < chunks; no++) {
    const size = Math.min(CHUNK, e.length - no * CHUNK) + s.tagBytes
    const sealed = new Uint8Array(await i.read(no * (CHUNK + s.tagBytes), size))
    const plain = await orBroken('tag', () =>
      decryptChunk(s, keys, aad, no, no === chunks - 1, sealed),
    )
    yield plain.slice(Math.max(0, i.from - no * CHUNK), Math.min(plain.length, end - no * CHUNK))
  }
}
