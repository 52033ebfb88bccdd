import { sm2, sm3 } from 'sm-crypto-v2'
import {
  BadDer,
  bitBytes,
  type Der,
  expectTag,
  hexOf,
  members,
  oid,
  pemBlocks,
  readAll,
  readOne,
  same,
  TAG,
  textOf,
  timeOf,
  unsigned,
} from './der.ts'

/** Object identifiers: RFC 5280, GM/T 0006 (SM2 curve, SM2 signature with SM3). */
export const OID = {
  ecKey: '1.2.840.10045.2.1',
  sm2: '1.2.156.10197.1.301',
  sm2sm3: '1.2.156.10197.1.501',
  keyUsage: '2.5.29.15',
  basic: '2.5.29.19',
  purposes: '2.5.29.37',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  anyPurpose: '2.5.29.37.0',
  number: '2.5.29.20',
  reason: '2.5.29.21',
} as const
/** Extensions that may be critical, because this reader understands them. */
const understood = new Set<string>([OID.keyUsage, OID.basic, OID.purposes])
const names: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
}
/** GB/T 35276: the default identity that goes into every SM2 signature. */
export const SM2_ID = '1234567812345678'
const ORDER = BigInt('0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123')

export interface Name {
  /** 'C=CN, O=某机构, CN=张三', in the order written. */
  readonly text: string
  readonly commonName: string
  readonly der: Uint8Array
}
export interface Certificate {
  /** SM3 of the whole certificate, hex. */
  readonly fingerprint: string
  readonly bytes: Uint8Array
  readonly signed: Uint8Array
  readonly signature: string
  /** Hex, without leading zeros. */
  readonly serial: string
  readonly issuer: Name
  readonly subject: Name
  readonly begins: number
  readonly ends: number
  /** 04 ‖ x ‖ y, hex. */
  readonly publicKey: string
  readonly authority: boolean
  /** Bits of keyUsage, digitalSignature first; null when the certificate does not say. */
  readonly usage: readonly boolean[] | null
  readonly purposes: readonly string[] | null
}
export const USAGE = { sign: 0, certificates: 5, lists: 6 } as const

export function nameOf(d: Der | undefined): Name {
  const parts = members(d).flatMap((rdn) =>
    members(rdn, TAG.set).map((pair) => {
      const [type, value, ...rest] = members(pair)
      if (rest.length > 0) throw new BadDer('名称写法不对')
      const id = oid(type)
      return { id, name: names[id] ?? id, text: textOf(value) }
    }),
  )
  const common = parts.filter((p) => p.name === 'CN')
  return {
    text: parts.map((p) => `${p.name}=${p.text}`).join(', '),
    commonName: common.length === 1 ? (common[0]?.text ?? '') : '',
    der: d?.whole ?? new Uint8Array(),
  }
}
/** SM2 with SM3 and nothing else, with or without the NULL that some issuers write. */
export function demandSm2(d: Der | undefined) {
  const [id, none, ...rest] = members(d)
  if (oid(id) !== OID.sm2sm3) throw new BadDer('签名算法须为 SM2（SM3 杂凑）')
  if (rest.length > 0 || (none && (none.tag !== TAG.none || none.body.length > 0)))
    throw new BadDer('签名算法写法不对')
}
/** r ‖ s as 128 hex digits, both within the order. */
export function signatureOf(d: Der | undefined): string {
  const [r, s, ...rest] = members(readOne(bitBytes(d), TAG.sequence))
  if (rest.length > 0) throw new BadDer('签名写法不对')
  return [r, s].map((x) => unsigned(x, 32).padStart(64, '0')).join('')
}
export interface Extension {
  readonly critical: boolean
  readonly value: Uint8Array
}
/** By identifier; one that is written twice is refused, as is a critical one that this reader does not know. */
export function extensionsOf(d: Der | undefined, known: ReadonlySet<string> = understood) {
  const out = new Map<string, Extension>()
  for (const e of members(d)) {
    const [id, ...rest] = members(e)
    const name = oid(id)
    const flag = rest[0]?.tag === TAG.boolean ? rest.shift() : undefined
    if (flag && !same(flag.body, Uint8Array.of(0xff))) throw new BadDer('扩展项写法不对')
    if (out.has(name)) throw new BadDer('扩展项重复')
    if (flag && !known.has(name)) throw new BadDer(`含有不认识而又关键的扩展项 ${name}`)
    if (rest.length !== 1) throw new BadDer('扩展项写法不对')
    out.set(name, { critical: flag !== undefined, value: expectTag(rest[0], TAG.octets).body })
  }
  return out
}
function usageOf(e: Extension | undefined): boolean[] | null {
  if (!e) return null
  const { body } = readOne(e.value, TAG.bits)
  const [unused = 0, ...bytes] = body
  if (bytes.length === 0 || bytes.length > 2 || unused > 7) throw new BadDer('密钥用途写法不对')
  return bytes.flatMap((b) => Array.from({ length: 8 }, (_, i) => (b & (0x80 >> i)) !== 0))
}
function authorityOf(e: Extension | undefined): boolean {
  if (!e) return false
  const [ca] = members(readOne(e.value, TAG.sequence))
  return ca?.tag === TAG.boolean && same(ca.body, Uint8Array.of(0xff))
}
/** Is this 04 ‖ x ‖ y on the SM2 curve? */
function onCurve(publicKey: string): boolean {
  try {
    return /^04[0-9a-f]{128}$/.test(publicKey) && sm2.verifyPublicKey(publicKey)
  } catch {
    return false
  }
}

/** An X.509 v3 certificate for an SM2 key, signed with SM2 and SM3. Throws BadDer saying what it is not. */
export function readCertificate(bytes: Uint8Array): Certificate {
  if (bytes.length > 16_384) throw new BadDer('证书过大')
  const [body, algorithm, sign, ...rest] = members(readOne(bytes, TAG.sequence))
  if (rest.length > 0) throw new BadDer('证书写法不对')
  demandSm2(algorithm)
  const [version, serial, inner, issuer, validity, subject, key, ...more] = members(body)
  if (!same(expectTag(version, 0xa0).body, Uint8Array.of(2, 1, 2)))
    throw new BadDer('须为第三版证书')
  if (!inner || !algorithm || !same(inner.whole, algorithm.whole))
    throw new BadDer('两处签名算法不一致')
  const [begins, ends, ...late] = members(validity)
  const [keyKind, point, ...extra] = members(key)
  const [ec, curve, ...odd] = members(keyKind)
  if (late.length + extra.length + odd.length > 0) throw new BadDer('证书写法不对')
  if (oid(ec) !== OID.ecKey || oid(curve) !== OID.sm2) throw new BadDer('公钥须为 SM2')
  const publicKey = hexOf(bitBytes(point))
  if (!onCurve(publicKey)) throw new BadDer('公钥不在 SM2 曲线上')
  if (more.length !== 1) throw new BadDer('证书写法不对')
  const extensions = extensionsOf(readAll(expectTag(more[0], 0xa3).body)[0])
  const purposes = extensions.get(OID.purposes)
  const number = unsigned(serial)
  if (number === '00') throw new BadDer('序列号须为正整数')
  return {
    fingerprint: sm3(bytes),
    bytes,
    signed: body?.whole ?? new Uint8Array(),
    signature: signatureOf(sign),
    serial: number,
    issuer: nameOf(issuer),
    subject: nameOf(subject),
    begins: timeOf(begins),
    ends: timeOf(ends),
    publicKey,
    authority: authorityOf(extensions.get(OID.basic)),
    usage: usageOf(extensions.get(OID.keyUsage)),
    purposes: purposes ? members(readOne(purposes.value, TAG.sequence)).map((p) => oid(p)) : null,
  }
}
/** The first certificate of a PEM file, or the bytes of a DER one. Throws BadDer. */
export function certificateOf(file: string | Uint8Array): Certificate {
  if (typeof file !== 'string') return readCertificate(file)
  const block = pemBlocks(file).find((b) => b.label === 'CERTIFICATE')
  if (!block) throw new BadDer('文件里没有证书')
  return readCertificate(block.bytes)
}

/** Did the holder of this key sign these bytes? `signature`: r ‖ s, 128 hex digits. Never throws. */
export function sm2Signed(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  if (!/^[0-9a-f]{128}$/.test(signature) || !onCurve(publicKey)) return false
  const r = BigInt(`0x${signature.slice(0, 64)}`)
  const s = BigInt(`0x${signature.slice(64)}`)
  if (r === 0n || s === 0n || r >= ORDER || s >= ORDER) return false
  try {
    return sm2.doVerifySignature(bytes, signature, publicKey, { hash: true, userId: SM2_ID })
  } catch {
    return false
  }
}
export const sm2Sign = (privateKey: string, bytes: Uint8Array): string =>
  sm2.doSignature(bytes, privateKey, { hash: true, userId: SM2_ID })
/** Signed by this issuer, under its very name. */
export const issuedBy = (
  c: { signed: Uint8Array; signature: string; issuer: Name },
  issuer: Pick<Certificate, 'subject' | 'publicKey'>,
) => same(c.issuer.der, issuer.subject.der) && sm2Signed(issuer.publicKey, c.signed, c.signature)
export const mayBeUsedFor = (c: Certificate, bit: number) => c.usage?.[bit] === true

/** Why this may not be trusted as an issuer; null when it may. */
export function issuerFault(c: Certificate, now: number): string | null {
  if (!c.authority) return '这不是颁发机构的证书（没有 CA 标记）'
  if (!mayBeUsedFor(c, USAGE.certificates)) return '这张证书的密钥用途不含签发证书'
  if (now >= c.ends) return '颁发机构的证书已过期'
  if (now < c.begins) return '颁发机构的证书尚未生效'
  return null
}
/** Why this may not sign a person in; null when it may. Revocation is asked elsewhere. */
export function holderFault(c: Certificate, now: number): string | null {
  if (c.authority) return '这是颁发机构的证书，不是个人或单位的证书'
  if (!mayBeUsedFor(c, USAGE.sign))
    return '这张证书不是签名证书：双证书里请选签名证书，不要选加密证书'
  if (c.purposes && !c.purposes.some((p) => p === OID.clientAuth || p === OID.anyPurpose))
    return '这张证书不能用来证明身份（增强型密钥用法不含客户端身份验证）'
  if (now < c.begins) return '证书尚未生效'
  if (now >= c.ends) return '证书已过期'
  return null
}
