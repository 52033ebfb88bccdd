import { type Bytes, joinBytes, toBase64, utf8 } from './base64.ts'
import type { SealSuite } from './port.ts'

/** STD-1: ECDH P-256, HKDF-SHA-256, AES-256-GCM, all WebCrypto; in the browser it needs a secure context. */
const subtle = () => globalThis.crypto.subtle
const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const POINT_BYTES = 65
/** The key that wraps is used once, for one seed, so its nonce need not vary. */
const ONCE = new Uint8Array(12)

const importPublic = (raw: Bytes) => subtle().importKey('raw', raw, CURVE, false, [])
const importAes = (key: Bytes) =>
  subtle().importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])
async function hkdf(ikm: Bytes, salt: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const key = await subtle().importKey('raw', ikm, 'HKDF', false, ['deriveBits'])
  const params = { name: 'HKDF', hash: 'SHA-256', salt, info }
  return new Uint8Array(await subtle().deriveBits(params, key, length * 8))
}
const encrypt = async (key: Bytes, nonce: Bytes, aad: Bytes, body: Bytes): Promise<Bytes> =>
  new Uint8Array(
    await subtle().encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: aad },
      await importAes(key),
      body,
    ),
  )
const decrypt = async (key: Bytes, nonce: Bytes, aad: Bytes, ciphertext: Bytes): Promise<Bytes> =>
  new Uint8Array(
    await subtle().decrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: aad },
      await importAes(key),
      ciphertext,
    ),
  )
/** The ephemeral point goes in because it and its mirror image agree on the same secret. */
const wrapKey = (shared: ArrayBuffer, ephemeral: Bytes) =>
  hkdf(
    new Uint8Array(shared),
    new Uint8Array(0),
    joinBytes(utf8('yiwang/wrap/v1/STD-1\n'), ephemeral),
    32,
  )

export const std1: SealSuite = {
  name: 'STD-1',
  keyBytes: 32,
  tagBytes: 16,
  async newKeyPair() {
    const pair = await subtle().generateKey(CURVE, true, ['deriveBits'])
    return {
      publicKey: toBase64(new Uint8Array(await subtle().exportKey('raw', pair.publicKey))),
      privateKey: toBase64(new Uint8Array(await subtle().exportKey('pkcs8', pair.privateKey))),
    }
  },
  hash: async (bytes) => new Uint8Array(await subtle().digest('SHA-256', bytes)),
  /** Ephemeral point (65) ‖ AES-256-GCM of the seed (48). */
  async wrap(publicKey, seed) {
    if (publicKey.length !== POINT_BYTES) throw new RangeError('公钥须为65字节的点')
    const pair = await subtle().generateKey(CURVE, true, ['deriveBits'])
    const peer = { name: 'ECDH', public: await importPublic(publicKey) }
    const shared = await subtle().deriveBits(peer, pair.privateKey, 256)
    const ephemeral = new Uint8Array(await subtle().exportKey('raw', pair.publicKey))
    const key = await wrapKey(shared, ephemeral)
    return joinBytes(ephemeral, await encrypt(key, ONCE, new Uint8Array(0), seed))
  },
  async unwrap(privateKey, wrapped) {
    if (wrapped.length !== POINT_BYTES + 48) throw new RangeError('封装须为113字节')
    const ephemeral = wrapped.slice(0, POINT_BYTES)
    const mine = await subtle().importKey('pkcs8', privateKey, CURVE, false, ['deriveBits'])
    const peer = { name: 'ECDH', public: await importPublic(ephemeral) }
    const key = await wrapKey(await subtle().deriveBits(peer, mine, 256), ephemeral)
    return decrypt(key, ONCE, new Uint8Array(0), wrapped.slice(POINT_BYTES))
  },
  hkdf,
  encrypt,
  decrypt,
}
