import { type Bytes, fromBase64, randomBytesOf, toBase64, utf8 } from './base64.ts'
import { orBroken, SealBroken } from './broken.ts'
import { padded } from './padding.ts'
import { std1 } from './std.ts'

/**
 * The first form of the seal, as bids stored by 0.1.0 have it; `sealBid` is the present one. It differs in that the true
 * length stands outside, and the secret of the key agreement is used without a seed in between.
 */
export const SUITE = 'STD-1'
export interface Envelope {
  readonly v: 1
  readonly suite: string
  /** Ephemeral public key, raw point, base64. */
  readonly epk: string
  readonly salt: string
  /** Derived with the key: a ciphertext that opens under two keys cannot be made to show both. */
  readonly commitment: string
  /** Bytes of the plaintext before padding. */
  readonly length: number
}
const subtle = () => globalThis.crypto.subtle
const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const importPublic = (raw: Bytes) => subtle().importKey('raw', raw, CURVE, false, [])

/** A fresh STD-1 key pair for one lot: public raw point and private PKCS#8, both base64. */
export const newKeyPair = () => std1.newKeyPair()

async function derive(shared: ArrayBuffer, salt: Bytes, context: string) {
  const info = utf8(`yiwang/seal/v1/${SUITE}\n${context}`)
  const bits = await std1.hkdf(new Uint8Array(shared), salt, info, 32 + 12 + 32)
  return {
    key: bits.slice(0, 32),
    nonce: bits.slice(32, 44),
    commitment: toBase64(bits.slice(44)),
  }
}

/** Seal bytes to a public key under a context that names lot and bidder; nobody can move the seal to another. */
export async function sealBytes(i: {
  publicKey: string
  context: string
  plaintext: Uint8Array
}): Promise<{ envelope: Envelope; ciphertext: Bytes }> {
  const pair = await subtle().generateKey(CURVE, true, ['deriveBits'])
  const peer = { name: 'ECDH', public: await importPublic(fromBase64(i.publicKey)) }
  const shared = await subtle().deriveBits(peer, pair.privateKey, 256)
  const salt = randomBytesOf(32)
  const { key, nonce, commitment } = await derive(shared, salt, i.context)
  const body = new Uint8Array(padded(i.plaintext.length))
  body.set(i.plaintext)
  return {
    envelope: {
      v: 1,
      suite: SUITE,
      epk: toBase64(new Uint8Array(await subtle().exportKey('raw', pair.publicKey))),
      salt: toBase64(salt),
      commitment,
      length: i.plaintext.length,
    },
    ciphertext: await std1.encrypt(key, nonce, utf8(i.context), body),
  }
}

/** The plaintext again. Throws SealBroken with the cause. */
export async function openBytes(i: {
  privateKey: string
  context: string
  envelope: unknown
  ciphertext: Uint8Array
}): Promise<Bytes> {
  const e = i.envelope as Partial<Envelope>
  if (e.suite !== SUITE) throw new SealBroken('suite')
  const { epk, salt, length } = e
  if (typeof epk !== 'string' || typeof salt !== 'string') throw new SealBroken('envelope')
  if (length === undefined || !Number.isSafeInteger(length)) throw new SealBroken('envelope')
  const { key, nonce, commitment } = await orBroken('envelope', async () => {
    const usages = ['deriveBits' as const]
    const mine = await subtle().importKey('pkcs8', fromBase64(i.privateKey), CURVE, false, usages)
    const peer = { name: 'ECDH', public: await importPublic(fromBase64(epk)) }
    const shared = await subtle().deriveBits(peer, mine, 256)
    return derive(shared, fromBase64(salt), i.context)
  })
  if (commitment !== e.commitment) throw new SealBroken('commitment')
  const body = await orBroken('tag', () =>
    std1.decrypt(key, nonce, utf8(i.context), new Uint8Array(i.ciphertext)),
  )
  if (length < 0 || length > body.length || body.subarray(length).some((b) => b !== 0))
    throw new SealBroken('padding')
  return body.slice(0, length)
}
