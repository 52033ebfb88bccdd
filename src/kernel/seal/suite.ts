/**
 * Sealing a bid, in the browser and in Node alike (WebCrypto only). Suite STD-1: an ephemeral ECDH P-256 agreement with
 * the lot's public key, HKDF-SHA-256 for key, nonce and key commitment, AES-256-GCM with the context as associated data.
 * The suite is written in every envelope and fixed per lot; the national suite takes its place here as a second one.
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
export type Cause = '信封格式' | '套件不符' | '密钥承诺不符' | '密文被改动或密钥不符' | '填充不符'
/** Why a sealed bid cannot be opened. */
export class SealBroken extends Error {
  override name = 'SealBroken'
  readonly why: Cause
  constructor(why: Cause) {
    super(why)
    this.why = why
  }
}

// A type that both lib.dom and Node's own declarations accept.
type Bytes = Uint8Array<ArrayBuffer>
const subtle = () => globalThis.crypto.subtle
const encoder = new TextEncoder()
export const toBase64 = (b: Uint8Array): string => {
  let s = ''
  for (let i = 0; i < b.length; i += 0x8000) s += String.fromCharCode(...b.subarray(i, i + 0x8000))
  return btoa(s)
}
export const fromBase64 = (s: string): Bytes => Uint8Array.from(atob(s), (c) => c.charCodeAt(0))
const random = (n: number): Bytes => globalThis.crypto.getRandomValues(new Uint8Array(n))

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const importPublic = (raw: Bytes) => subtle().importKey('raw', raw, CURVE, false, [])

/** A fresh key pair for one lot: public raw point and private PKCS#8, both base64. */
export async function newKeyPair(): Promise<{ publicKey: string; privateKey: string }> {
  const pair = await subtle().generateKey(CURVE, true, ['deriveBits'])
  return {
    publicKey: toBase64(new Uint8Array(await subtle().exportKey('raw', pair.publicKey))),
    privateKey: toBase64(new Uint8Array(await subtle().exportKey('pkcs8', pair.privateKey))),
  }
}

/** Padmé: the length shows at most its order of magnitude; at least 1 KiB. */
export function padded(n: number): number {
  const least = Math.max(n, 1024)
  const e = Math.floor(Math.log2(least))
  const z = e - (Math.floor(Math.log2(e)) + 1)
  const step = 2 ** z
  return Math.ceil(least / step) * step
}

async function derive(shared: ArrayBuffer, salt: Bytes, context: string) {
  const ikm = await subtle().importKey('raw', shared, 'HKDF', false, ['deriveBits'])
  const bits = new Uint8Array(
    await subtle().deriveBits(
      {
        name: 'HKDF',
        hash: 'SHA-256',
        salt,
        info: encoder.encode(`yiwang/seal/v1/${SUITE}\n${context}`),
      },
      ikm,
      (32 + 12 + 32) * 8,
    ),
  )
  return {
    key: await subtle().importKey('raw', bits.slice(0, 32), 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ]),
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
  const shared = await subtle().deriveBits(
    { name: 'ECDH', public: await importPublic(fromBase64(i.publicKey)) },
    pair.privateKey,
    256,
  )
  const salt = random(32)
  const { key, nonce, commitment } = await derive(shared, salt, i.context)
  const body = new Uint8Array(padded(i.plaintext.length))
  body.set(i.plaintext)
  const ciphertext = new Uint8Array(
    await subtle().encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: encoder.encode(i.context) },
      key,
      body,
    ),
  )
  const epk = toBase64(new Uint8Array(await subtle().exportKey('raw', pair.publicKey)))
  return {
    envelope: {
      v: 1,
      suite: SUITE,
      epk,
      salt: toBase64(salt),
      commitment,
      length: i.plaintext.length,
    },
    ciphertext,
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
  if (e.suite !== SUITE) throw new SealBroken('套件不符')
  if (typeof e.epk !== 'string' || typeof e.salt !== 'string' || !Number.isSafeInteger(e.length))
    throw new SealBroken('信封格式')
  let derived: Awaited<ReturnType<typeof derive>>
  try {
    const mine = await subtle().importKey('pkcs8', fromBase64(i.privateKey), CURVE, false, [
      'deriveBits',
    ])
    const shared = await subtle().deriveBits(
      { name: 'ECDH', public: await importPublic(fromBase64(e.epk)) },
      mine,
      256,
    )
    derived = await derive(shared, fromBase64(e.salt), i.context)
  } catch {
    throw new SealBroken('信封格式')
  }
  if (derived.commitment !== e.commitment) throw new SealBroken('密钥承诺不符')
  let body: Uint8Array
  try {
    body = new Uint8Array(
      await subtle().decrypt(
        { name: 'AES-GCM', iv: derived.nonce, additionalData: encoder.encode(i.context) },
        derived.key,
        new Uint8Array(i.ciphertext),
      ),
    )
  } catch {
    throw new SealBroken('密文被改动或密钥不符')
  }
  const length = e.length as number
  if (length < 0 || length > body.length || body.subarray(length).some((b) => b !== 0))
    throw new SealBroken('填充不符')
  return body.slice(0, length)
}
