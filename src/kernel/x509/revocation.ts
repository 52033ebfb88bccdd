import {
  type Certificate,
  demandSm2,
  extensionsOf,
  issuedBy,
  mayBeUsedFor,
  type Name,
  nameOf,
  OID,
  signatureOf,
  USAGE,
} from './certificate.ts'
import {
  BadDer,
  type Der,
  expectTag,
  hexOf,
  members,
  pemBlocks,
  readAll,
  readOne,
  same,
  TAG,
  timeOf,
  unsigned,
} from './der.ts'

export interface RevocationList {
  readonly issuer: Name
  readonly signed: Uint8Array
  readonly signature: string
  /** cRLNumber, hex; null when the issuer does not count its lists. */
  readonly number: string | null
  readonly made: number
  readonly next: number | null
  readonly revoked: readonly { serial: string; at: number; reason: number }[]
}
const isTime = (d: Der | undefined) => d?.tag === TAG.utcTime || d?.tag === TAG.time

/**
 * A complete list of one issuer (X.509 v2 CRL), PEM or DER. A partial, indirect or delta list is marked by a critical extension, and
 * refused for it: taken for the whole it would bring the revoked back. Throws BadDer.
 */
export function revocationListOf(file: string | Uint8Array): RevocationList {
  const bytes =
    typeof file === 'string' ? pemBlocks(file).find((b) => b.label === 'X509 CRL')?.bytes : file
  if (!bytes) throw new BadDer('文件里没有吊销列表')
  const [body, algorithm, sign, ...rest] = members(readOne(bytes, TAG.sequence))
  if (rest.length > 0) throw new BadDer('吊销列表写法不对')
  demandSm2(algorithm)
  const fields = members(body)
  if (!same(expectTag(fields.shift(), TAG.integer).body, Uint8Array.of(1)))
    throw new BadDer('须为第二版吊销列表')
  const inner = fields.shift()
  if (!inner || !algorithm || !same(inner.whole, algorithm.whole))
    throw new BadDer('两处签名算法不一致')
  const issuer = nameOf(fields.shift())
  const made = timeOf(fields.shift())
  const next = isTime(fields[0]) ? timeOf(fields.shift()) : null
  const entries = fields[0]?.tag === TAG.sequence ? members(fields.shift()) : []
  const more = fields.shift()
  if (fields.length > 0) throw new BadDer('吊销列表写法不对')
  const extensions = more
    ? extensionsOf(readAll(expectTag(more, 0xa0).body)[0], new Set())
    : new Map<string, { value: Uint8Array }>()
  const number = extensions.get(OID.number)
  return {
    issuer,
    signed: body?.whole ?? new Uint8Array(),
    signature: signatureOf(sign),
    number: number ? unsigned(readOne(number.value, TAG.integer)) : null,
    made,
    next,
    revoked: entries.map((e) => {
      const [serial, at, ext, ...odd] = members(e)
      if (odd.length > 0) throw new BadDer('吊销列表写法不对')
      const reason = ext ? extensionsOf(ext, new Set()).get(OID.reason) : undefined
      return {
        serial: unsigned(serial),
        at: timeOf(at),
        reason: reason
          ? Number.parseInt(hexOf(readOne(reason.value, TAG.enumerated).body) || '0', 16)
          : 0,
      }
    }),
  }
}
/** Why this list may not be believed; null when it may. `last`: when the one in force was made. */
export function listFault(
  l: RevocationList,
  issuer: Certificate,
  now: number,
  last: number | null,
): string | null {
  if (!mayBeUsedFor(issuer, USAGE.lists)) return '这个颁发机构的密钥用途不含签发吊销列表'
  if (!issuedBy(l, issuer)) return '吊销列表的签名不是这个颁发机构的'
  if (l.made > now) return '吊销列表的签发时间在将来'
  if (l.next !== null && l.next <= now) return '这份吊销列表已过期，请取最新的一份'
  if (last !== null && l.made <= last) return '已有一份同样新或更新的吊销列表'
  return null
}
