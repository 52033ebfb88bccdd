import { type Bytes, randomBytesOf } from './base64.ts'

/**
 * Shamir's scheme over GF(2^8) with the polynomial of AES, byte by byte. Share number i (1…n) is the polynomial's value at i.
 * Of constant shape: no table and no branch looks at a secret byte. JavaScript promises no more than that about its time.
 */
function times(a: number, b: number): number {
  let product = 0
  let x = a
  for (let bit = 0; bit < 8; bit++) {
    product ^= x & -((b >> bit) & 1)
    x = ((x << 1) ^ (0x11b & -((x >> 7) & 1))) & 0xff
  }
  return product
}
/** a^254, which is 1/a. Only the numbers of shares are ever inverted, and they are public. */
function inverse(a: number): number {
  let out = 1
  let square = a
  for (let bit = 1; bit < 8; bit++) {
    square = times(square, square)
    out = times(out, square)
  }
  return out
}

/** A secret in n shares, any k of which give it back and any k − 1 of which say nothing. Throws RangeError on 1 ≤ k ≤ n ≤ 255 broken. */
export function splitSecret(secret: Uint8Array, k: number, n: number): Bytes[] {
  if (!(Number.isInteger(k) && Number.isInteger(n) && k >= 1 && k <= n && n <= 255))
    throw new RangeError(`份额须为1≤k≤n≤255：${k}/${n}`)
  const above = Array.from({ length: k - 1 }, () => randomBytesOf(secret.length))
  return Array.from({ length: n }, (_, i) =>
    Uint8Array.from(secret, (byte, at) => {
      // Horner, from the highest coefficient down to the secret itself.
      let y = 0
      for (let j = above.length - 1; j >= 0; j--) y = times(y ^ (above[j]?.[at] ?? 0), i + 1)
      return y ^ byte
    }),
  )
}

export interface Share {
  /** 1…n */
  readonly no: number
  readonly bytes: Uint8Array
}
/** The secret from k shares, or from more. From fewer, or from wrong ones, something else: whoever asks checks a commitment. */
export function joinSecret(shares: readonly Share[]): Bytes {
  const length = shares[0]?.bytes.length ?? 0
  const numbers = new Set(shares.map((s) => s.no))
  if (shares.length === 0 || numbers.size !== shares.length)
    throw new RangeError('份额编号须各不相同')
  if (shares.some((s) => s.bytes.length !== length || s.no < 1 || s.no > 255))
    throw new RangeError('份额长短须一致')
  const out = new Uint8Array(length)
  for (const s of shares) {
    let weight = 1
    for (const o of shares)
      if (o.no !== s.no) weight = times(weight, times(o.no, inverse(o.no ^ s.no)))
    for (let at = 0; at < length; at++) out[at] = (out[at] ?? 0) ^ times(s.bytes[at] ?? 0, weight)
  }
  return out
}
