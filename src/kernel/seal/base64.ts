/** What both lib.dom and Node's own declarations of WebCrypto accept as bytes. */
export type Bytes = Uint8Array<ArrayBuffer>

/** RFC 4648 §4, padded. In slices, because a function takes only so many arguments. */
export function toBase64(b: Uint8Array): string {
  let s = ''
  for (let i = 0; i < b.length; i += 0x8000) s += String.fromCharCode(...b.subarray(i, i + 0x8000))
  return btoa(s)
}
/** One text per byte string: anything `toBase64` would not write throws RangeError. */
export function fromBase64(s: string): Bytes {
  let bytes: Bytes
  try {
    bytes = Uint8Array.from(atob(s), (c) => c.charCodeAt(0))
  } catch {
    throw new RangeError('不是 base64')
  }
  if (toBase64(bytes) !== s) throw new RangeError('不是规范的 base64')
  return bytes
}
export const toHex = (b: Uint8Array): string =>
  Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('')
/** Throws RangeError on anything but pairs of hexadecimal digits. */
export function fromHex(s: string): Bytes {
  if (!/^([0-9a-f]{2})*$/i.test(s)) throw new RangeError('不是十六进制')
  return Uint8Array.from(s.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
export const utf8 = (s: string): Bytes => new TextEncoder().encode(s)
export function joinBytes(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}
export const randomBytesOf = (n: number): Bytes =>
  globalThis.crypto.getRandomValues(new Uint8Array(n))
