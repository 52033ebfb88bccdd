import { type Bytes, fromBase64, randomBytesOf, toBase64 } from './base64.ts'
import { orBroken, SealBroken } from './broken.ts'
import {
  associated,
  type BidEnvelope,
  contextHash,
  deriveKey,
  parseEnvelope,
  type SealContext,
} from './envelope.ts'
import { pad, unpad } from './padding.ts'
import type { SealKeyPair, SealSuite, SuiteName } from './port.ts'
import { std1 } from './std.ts'

/**
 * Sealing a bid, in the browser and in Node alike. A random seed is wrapped to the lot's public key; key and key commitment
 * come from the seed; the padded bid is encrypted with the whole envelope as associated data. Design: trust.md §3.3–3.4.
 */
// Scripts in the browser enter by this file, so what they use of the neighbours is handed on here.
export { fromBase64, toBase64 } from './base64.ts'
export { type Cause, SealBroken, type SealCause } from './broken.ts'
export { type Envelope, newKeyPair, openBytes, SUITE, sealBytes } from './bytes.ts'
export type { BidEnvelope, SealContext } from './envelope.ts'
export { MAX_PLAINTEXT, padded } from './padding.ts'
export { isSuite, type SealKeyPair, type SealSuite, SUITES, type SuiteName } from './port.ts'

export interface SealedBid {
  readonly envelope: BidEnvelope
  readonly ciphertext: Bytes
}

/** The parts of a suite. GM-1 comes with 60 kB of arithmetic, so a browser loads it only for a lot that uses it. */
export async function suiteOf(name: SuiteName): Promise<SealSuite> {
  return name === 'GM-1' ? (await import('./gm.ts')).gm1 : std1
}
/** A fresh key pair for one lot. */
export const newSealKeys = async (suite: SuiteName): Promise<SealKeyPair> =>
  (await suiteOf(suite)).newKeyPair()

/**
 * Seal a bid to a lot's public key (base64) under its context. The same bid sealed twice gives nothing in common but the
 * padded size. Throws RangeError on a public key that is none, or on more than MAX_PLAINTEXT.
 */
export async function sealBid(i: {
  suite: SuiteName
  publicKey: string
  context: SealContext | string
  plaintext: Uint8Array
}): Promise<SealedBid> {
  return sealBody({ ...i, body: pad(i.plaintext) })
}

/** `sealBid` after the padding; apart, so that tests can seal what no honest sealer would. */
export async function sealBody(i: {
  suite: SuiteName
  publicKey: string
  context: SealContext | string
  body: Bytes
}): Promise<SealedBid> {
  const s = await suiteOf(i.suite)
  const seed = randomBytesOf(32)
  const nonce = randomBytesOf(12)
  let wrapped: Bytes
  try {
    wrapped = await s.wrap(fromBase64(i.publicKey), seed)
  } catch {
    throw new RangeError(`不是 ${i.suite} 的公钥`)
  }
  const head = {
    v: 1,
    suite: i.suite,
    context: await contextHash(s, i.context),
    wrapped: toBase64(wrapped),
    nonce: toBase64(nonce),
    salt: toBase64(randomBytesOf(32)),
    length: i.body.length,
  } as const
  const { key, commitment } = await deriveKey(s, seed, head)
  const envelope: BidEnvelope = { ...head, commitment }
  return { envelope, ciphertext: await s.encrypt(key, nonce, associated(envelope), i.body) }
}

interface Opening {
  /** The lot's, not the envelope's: a bid in another suite is refused, not obliged. */
  suite: SuiteName
  context: SealContext | string
  /** As it came over the wire. */
  envelope: unknown
  ciphertext: Uint8Array
}
/** The bid again, with the lot's private key (base64). Throws SealBroken with the first cause found. */
export const openBid = async (i: Opening & { privateKey: string }): Promise<Bytes> =>
  openBidWith(i, async (wrapped, s) => s.unwrap(fromBase64(i.privateKey), wrapped))

/**
 * The bid again, where the seed comes by another way: custodians who each do their part of the decryption, or the bidder
 * who reveals the seed when they cannot. The commitment checks whatever is given. Throws SealBroken.
 */
export async function openBidWith(
  i: Opening,
  seedOf: (wrapped: Bytes, suite: SealSuite) => Promise<Bytes>,
): Promise<Bytes> {
  const e = parseEnvelope(i.envelope)
  if (e.suite !== i.suite) throw new SealBroken('suite')
  const s = await suiteOf(i.suite)
  if (e.context !== (await contextHash(s, i.context))) throw new SealBroken('context')
  const seed = await orBroken('wrapped', () => seedOf(fromBase64(e.wrapped), s))
  const { key, commitment } = await deriveKey(s, seed, e)
  if (commitment !== e.commitment) throw new SealBroken('commitment')
  const body = await orBroken('tag', () =>
    s.decrypt(key, fromBase64(e.nonce), associated(e), new Uint8Array(i.ciphertext)),
  )
  const plaintext = body.length === e.length ? unpad(body) : null
  if (!plaintext) throw new SealBroken('padding')
  return plaintext
}
