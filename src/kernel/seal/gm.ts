import { hkdf, sm2, sm3, sm4 } from 'sm-crypto-v2'
import { fromHex, joinBytes, toBase64, toHex } from './base64.ts'
import type { SealSuite } from './port.ts'

/**
 * GM-1: SM2 public-key encryption (GB/T 32918.4), HKDF over HMAC-SM3, SM4-GCM (RFC 8998), all from sm-crypto-v2, since
 * WebCrypto has none of them. The library reads strings as UTF-8 and does not check lengths, so it is given bytes only, of
 * lengths checked here.
 */
const C1_C3_C2 = 1
const SEED_BYTES = 32
const WRAPPED_BYTES = 64 + 32 + SEED_BYTES
const TAG_BYTES = 16

export const gm1: SealSuite = {
  name: 'GM-1',
  keyBytes: 16,
  tagBytes: TAG_BYTES,
  async newKeyPair() {
    const pair = sm2.generateKeyPairHex()
    return {
      publicKey: toBase64(fromHex(pair.publicKey)),
      privateKey: toBase64(fromHex(pair.privateKey)),
    }
  },
  hash: async (bytes) => fromHex(sm3(bytes)),
  /** x1 ‖ y1 (64) ‖ C3 (32) ‖ C2 (32): the ciphertext of GB/T 32918.4 without its leading 04. */
  async wrap(publicKey, seed) {
    const key = toHex(publicKey)
    if (publicKey.length !== 65 || !sm2.verifyPublicKey(key))
      throw new RangeError('公钥须为65字节的点')
    return fromHex(sm2.doEncrypt(seed, key, C1_C3_C2))
  },
  async unwrap(privateKey, wrapped) {
    if (privateKey.length !== 32) throw new RangeError('私钥须为32字节')
    if (wrapped.length !== WRAPPED_BYTES) throw new RangeError(`封装须为${WRAPPED_BYTES}字节`)
    const seed = sm2.doDecrypt(toHex(wrapped), toHex(privateKey), C1_C3_C2, { output: 'array' })
    // Where C3 does not fit, the library answers an empty list and throws nothing.
    if (seed.length !== SEED_BYTES) throw new RangeError('C3 不符')
    return new Uint8Array(seed)
  },
  hkdf: async (ikm, salt, info, length) => new Uint8Array(hkdf(ikm, salt, info, length)),
  async encrypt(key, nonce, aad, body) {
    const { output, tag } = sm4.encrypt(body, key, {
      mode: 'gcm',
      output: 'array',
      outputTag: true,
      iv: nonce,
      associatedData: aad,
    })
    if (tag?.length !== TAG_BYTES) throw new Error('SM4-GCM 没有给出标签')
    return joinBytes(output, tag)
  },
  async decrypt(key, nonce, aad, ciphertext) {
    // Without a tag the library decrypts and checks nothing.
    if (ciphertext.length < TAG_BYTES) throw new RangeError('密文短于标签')
    const end = ciphertext.length - TAG_BYTES
    const options = { iv: nonce, associatedData: aad, tag: ciphertext.slice(end) }
    const body = sm4.decrypt(ciphertext.slice(0, end), key, {
      mode: 'gcm',
      output: 'array',
      ...options,
    })
    return new Uint8Array(body)
  },
}
