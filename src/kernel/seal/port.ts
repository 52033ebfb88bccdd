import type { Bytes } from './base64.ts'

export type SuiteName = 'GM-1' | 'STD-1'
export const SUITES: readonly SuiteName[] = ['GM-1', 'STD-1']
export const isSuite = (s: unknown): s is SuiteName => SUITES.some((x) => x === s)

/** Both base64. Public: the point 04 ‖ x ‖ y. Private: PKCS#8 for STD-1, the 32-byte scalar for GM-1. */
export interface SealKeyPair {
  readonly publicKey: string
  readonly privateKey: string
}
/** What a suite is made of (trust.md §3.3). One is fixed per lot; nothing is negotiated, so nothing can be downgraded. */
export interface SealSuite {
  readonly name: SuiteName
  /** Bytes of the AEAD's key. */
  readonly keyBytes: number
  /** Bytes that encryption adds at the end. */
  readonly tagBytes: number
  newKeyPair(): Promise<SealKeyPair>
  /** 32 bytes. */
  hash(bytes: Bytes): Promise<Bytes>
  /** A 32-byte seed to a public key. Throws on a key that is no point of the curve. */
  wrap(publicKey: Bytes, seed: Bytes): Promise<Bytes>
  /** The seed again. Throws on anything else. */
  unwrap(privateKey: Bytes, wrapped: Bytes): Promise<Bytes>
  /** RFC 5869 with the suite's hash. */
  hkdf(ikm: Bytes, salt: Bytes, info: Bytes, length: number): Promise<Bytes>
  encrypt(key: Bytes, nonce: Bytes, aad: Bytes, body: Bytes): Promise<Bytes>
  /** Throws when the tag does not fit. */
  decrypt(key: Bytes, nonce: Bytes, aad: Bytes, ciphertext: Bytes): Promise<Bytes>
}
