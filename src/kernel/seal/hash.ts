import { type Bytes, toHex, utf8 } from './base64.ts'

/** Digests that come out the same in the browser and in Node; a string is hashed as its UTF-8. */
const bytesOf = (x: Uint8Array | string): Bytes =>
  typeof x === 'string' ? utf8(x) : new Uint8Array(x)

/** FIPS 180-4, 64 lower-case hexadecimal digits. WebCrypto, so a secure context in the browser. */
export const sha256hex = async (x: Uint8Array | string): Promise<string> =>
  toHex(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytesOf(x))))

/** GB/T 32905, 64 lower-case hexadecimal digits. Loaded on first use: the browser pays for it only in a GM-1 lot. */
export const sm3hex = async (x: Uint8Array | string): Promise<string> => {
  const { sm3 } = await import('sm-crypto-v2')
  return sm3(bytesOf(x))
}
