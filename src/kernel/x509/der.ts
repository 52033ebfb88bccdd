/**
 * DER (X.690) as certificates use it, read strictly: definite and shortest lengths, low tag numbers, nothing left over.
 * What is written in another way than the one way is refused, so that two readers cannot see two certificates in the same bytes.
 */
export class BadDer extends Error {
  override name = 'BadDer'
}
/** One value: its tag byte, its content, and the bytes it was read from, tag and length included. */
export interface Der {
  readonly tag: number
  readonly body: Uint8Array
  readonly whole: Uint8Array
}
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  none: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8: 0x0c,
  printable: 0x13,
  t61: 0x14,
  ia5: 0x16,
  utcTime: 0x17,
  time: 0x18,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** Every value in these bytes, one after the other. Throws BadDer. */
export function readAll(bytes: Uint8Array): Der[] {
  const out: Der[] = []
  let at = 0
  const byte = () => {
    const b = bytes[at++]
    if (b === undefined) throw new BadDer('内容不完整')
    return b
  }
  while (at < bytes.length) {
    const start = at
    const tag = byte()
    if ((tag & 0x1f) === 0x1f) throw new BadDer('标签过大')
    let length = byte()
    if (length === 0x80) throw new BadDer('长度不定')
    if (length > 0x80) {
      const count = length & 0x7f
      if (count > 3) throw new BadDer('长度过大')
      length = 0
      for (let i = 0; i < count; i++) length = length * 256 + byte()
      if (length < 0x80 || length < 2 ** (8 * (count - 1))) throw new BadDer('长度不是最短写法')
    }
    if (at + length > bytes.length) throw new BadDer('内容不完整')
    out.push({
      tag,
      body: bytes.subarray(at, at + length),
      whole: bytes.subarray(start, at + length),
    })
    at += length
  }
  return out
}
/** Exactly one value of this tag. */
export function readOne(bytes: Uint8Array, tag: number): Der {
  const [first, ...rest] = readAll(bytes)
  if (!first || rest.length > 0) throw new BadDer('内容之后还有别的')
  return expectTag(first, tag)
}
export function expectTag(d: Der | undefined, tag: number): Der {
  if (d?.tag !== tag)
    throw new BadDer(`应为${tag.toString(16)}，得到${d?.tag.toString(16) ?? '无'}`)
  return d
}
/** The members of a SEQUENCE or a SET. */
export const members = (d: Der | undefined, tag: number = TAG.sequence): Der[] =>
  readAll(expectTag(d, tag).body)

export const hexOf = (b: Uint8Array) =>
  Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('')
export const fromHex = (s: string) =>
  Uint8Array.from(s.match(/../g) ?? [], (x) => Number.parseInt(x, 16))
export const same = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((x, i) => x === b[i])

/** A non-negative INTEGER, as hex without leading zeros. */
export function unsigned(d: Der | undefined, longest = 20): string {
  const { body } = expectTag(d, TAG.integer)
  const [first = 0, second = 0] = body
  if (body.length === 0 || first >= 0x80) throw new BadDer('不是非负整数')
  if (first === 0 && body.length > 1 && second < 0x80) throw new BadDer('整数不是最短写法')
  if (body.length > longest + 1) throw new BadDer('整数过大')
  return hexOf(body).replace(/^(00)+(?=.)/, '')
}
export function oid(d: Der | undefined): string {
  const { body } = expectTag(d, TAG.oid)
  const out: number[] = []
  let n = 0
  let fresh = true
  for (const b of body) {
    if (fresh && b === 0x80) throw new BadDer('对象标识不是最短写法')
    n = n * 128 + (b & 0x7f)
    if (n > Number.MAX_SAFE_INTEGER / 256) throw new BadDer('对象标识过大')
    fresh = b < 0x80
    if (!fresh) continue
    if (out.length === 0) {
      const top = Math.min(Math.floor(n / 40), 2)
      out.push(top, n - 40 * top)
    } else out.push(n)
    n = 0
  }
  if (!fresh || out.length === 0) throw new BadDer('对象标识不完整')
  return out.join('.')
}
/** A BIT STRING of whole bytes. */
export function bitBytes(d: Der | undefined): Uint8Array {
  const { body } = expectTag(d, TAG.bits)
  if (body[0] !== 0) throw new BadDer('位串不是整字节')
  return body.subarray(1)
}
/** Milliseconds of a UTCTime or GeneralizedTime in the one form that X.509 allows: seconds, and Z. */
export function timeOf(d: Der | undefined): number {
  const text = String.fromCharCode(...(d?.body ?? []))
  const m =
    d?.tag === TAG.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
      : d?.tag === TAG.time
        ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
        : null
  if (!m) throw new BadDer('时间写法不对')
  const [year = 0, month = 0, day = 0, h = 0, min = 0, s = 0] = m.slice(1).map(Number)
  const full = d?.tag === TAG.time ? year : year < 50 ? 2000 + year : 1900 + year
  const t = new Date(Date.UTC(full, month - 1, day, h, min, s))
  if (t.getUTCMonth() !== month - 1 || t.getUTCDate() !== day || h > 23 || min > 59 || s > 59)
    throw new BadDer('没有这个时间')
  return t.getTime()
}
const utf8 = new TextDecoder('utf-8', { fatal: true })
export function textOf(d: Der | undefined): string {
  const body = d?.body ?? new Uint8Array()
  switch (d?.tag) {
    case TAG.utf8:
      try {
        return utf8.decode(body)
      } catch {
        throw new BadDer('文字不是 UTF-8')
      }
    case TAG.printable:
    case TAG.ia5:
      if (body.some((b) => b > 0x7e || b < 0x20)) throw new BadDer('文字不合写法')
      return String.fromCharCode(...body)
    case TAG.t61:
      return String.fromCharCode(...body)
    case TAG.bmp: {
      if (body.length % 2 !== 0) throw new BadDer('文字不合写法')
      let s = ''
      for (let i = 0; i < body.length; i += 2)
        s += String.fromCharCode((body[i] ?? 0) * 256 + (body[i + 1] ?? 0))
      return s
    }
    default:
      throw new BadDer('文字类型不认识')
  }
}

/** One value written: a body of bytes, or of values already written. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((n, p) => n + p.length, 0)
  const head = [tag]
  if (length < 0x80) head.push(length)
  else {
    const bytes: number[] = []
    for (let n = length; n > 0; n = Math.floor(n / 256)) bytes.unshift(n % 256)
    head.push(0x80 + bytes.length, ...bytes)
  }
  const out = new Uint8Array(head.length + length)
  out.set(head)
  let at = head.length
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}
export const sequence = (...parts: readonly Uint8Array[]) => der(TAG.sequence, ...parts)
export function derInteger(hex: string): Uint8Array {
  const even = hex.replace(/^0+(?=.)/, '')
  const bytes = fromHex(even.length % 2 === 0 ? even : `0${even}`)
  return (bytes[0] ?? 0) >= 0x80
    ? der(TAG.integer, Uint8Array.of(0), bytes)
    : der(TAG.integer, bytes)
}
export function derOid(dotted: string): Uint8Array {
  const [a = 0, b = 0, ...rest] = dotted.split('.').map(Number)
  const out: number[] = []
  for (const n of [40 * a + b, ...rest]) {
    const bytes = [n % 128]
    for (let m = Math.floor(n / 128); m > 0; m = Math.floor(m / 128))
      bytes.unshift(0x80 + (m % 128))
    out.push(...bytes)
  }
  return der(TAG.oid, Uint8Array.from(out))
}
export const derBits = (bytes: Uint8Array, unused = 0) =>
  der(TAG.bits, Uint8Array.of(unused), bytes)
export const derText = (s: string) => der(TAG.utf8, new TextEncoder().encode(s))
/** UTCTime until 2049, as X.509 has it. */
export function derTime(ms: number): Uint8Array {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')
  const old = Number(text.slice(0, 4)) < 2050
  return der(old ? TAG.utcTime : TAG.time, new TextEncoder().encode(old ? text.slice(2) : text))
}

/** The blocks of a PEM file, by label, in order. Throws BadDer when one is not base64. */
export function pemBlocks(text: string): { label: string; bytes: Uint8Array<ArrayBuffer> }[] {
  const blocks = text.matchAll(
    /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([A-Za-z0-9+/=\s]+?)-----END \1-----/g,
  )
  return [...blocks].map(([, label = '', body = '']) => {
    try {
      return {
        label,
        bytes: Uint8Array.from(atob(body.replace(/\s/g, '')), (c) => c.charCodeAt(0)),
      }
    } catch {
      throw new BadDer('文件里有不是 base64 的内容')
    }
  })
}
export const pem = (label: string, bytes: Uint8Array) =>
  `-----BEGIN ${label}-----\n${btoa(String.fromCharCode(...bytes)).replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----\n`
