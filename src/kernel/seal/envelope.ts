import { type Bytes, fromBase64, joinBytes, toBase64, toHex, utf8 } from './base64.ts'
import { SealBroken } from './broken.ts'
import { canonical } from './canonical.ts'
import { padded } from './padding.ts'
import { isSuite, type SealSuite, type SuiteName } from './port.ts'

/** What a seal is bound to: opened anywhere else, it does not open. Copying another's bid under one's own name fails here. */
export interface SealContext {
  /** SHA-256 of the box's parameters as published, hexadecimal: suite, custodians, their keys and how many must agree. */
  readonly box: string
  /** Whose bid it is. */
  readonly bidder: string
  /** Which envelope or round of the lot, where there are several. */
  readonly part: string
}
/** One custodian's part of the seed. */
export interface WrappedShare {
  /** The share, encrypted to the custodian's public key; base64. */
  readonly wrapped: string
  /** Hash of the share under the context, base64, 32 bytes: a custodian who hands out another share is named by it. */
  readonly check: string
}
/** Goes with the ciphertext, in the clear; all bytes base64. */
export interface BidEnvelope {
  readonly v: 2
  readonly suite: SuiteName
  /** Suite hash of the context, 32 bytes. */
  readonly context: string
  /** How many shares open it. */
  readonly k: number
  /** In the order of the box's custodians: share number i + 1 is for custodian i. */
  readonly shares: readonly WrappedShare[]
  /** 32 bytes. */
  readonly salt: string
  /** 32 bytes derived with the key: GCM alone lets one ciphertext open under two keys to two prices. */
  readonly commitment: string
  /** Of the padded content, in bytes; the true length is inside. */
  readonly length: number
  /** Hash of the hashes of the ciphertext's parts, 32 bytes. */
  readonly body: string
}
const FIELDS = 'body,commitment,context,k,length,salt,shares,suite,v'
const MAX_SHARES = 15
/** 2 GiB: nobody asked for more, and every number stays a safe one. */
export const MAX_CONTENT = 2 ** 31

/** Strict: no field missing, none extra, every length right, so that one envelope has one meaning. Throws SealBroken. */
export function parseEnvelope(x: unknown): BidEnvelope {
  const e = fieldsOf(x, FIELDS)
  const { length, suite, k, shares } = e
  if (e['v'] !== 2 || !isSuite(suite) || !Array.isArray(shares)) throw bad()
  if (!whole(k, shares.length) || shares.length > MAX_SHARES) throw bad()
  if (!whole(length, MAX_CONTENT) || padded(length) !== length) throw bad()
  return {
    v: 2,
    suite,
    k,
    length,
    context: bytesText(e['context'], 32),
    salt: bytesText(e['salt'], 32),
    commitment: bytesText(e['commitment'], 32),
    body: bytesText(e['body'], 32),
    shares: shares.map((s: unknown) => {
      const f = fieldsOf(s, 'check,wrapped')
      return { wrapped: bytesText(f['wrapped']), check: bytesText(f['check'], 32) }
    }),
  }
}
const bad = () => new SealBroken('envelope')
const whole = (n: unknown, most: number): n is number =>
  typeof n === 'number' && Number.isSafeInteger(n) && n >= 1 && n <= most
function fieldsOf(x: unknown, names: string): Record<string, unknown> {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) throw bad()
  if (Object.keys(x).sort().join() !== names) throw bad()
  return x as Record<string, unknown>
}
function bytesText(s: unknown, size?: number): string {
  if (typeof s !== 'string' || s.length > 1000) throw bad()
  let actual: number
  try {
    actual = fromBase64(s).length
  } catch {
    throw bad()
  }
  if (size !== undefined && actual !== size) throw bad()
  return s
}

export const contextHash = async (s: SealSuite, context: SealContext): Promise<string> =>
  toBase64(await s.hash(utf8(`yiwang/context/v2\n${canonical(context)}`)))
/** What a receipt names and the journal holds: SHA-256 of the envelope, which names the body by its hash. Hexadecimal. */
export const envelopeDigest = async (e: BidEnvelope): Promise<string> =>
  toHex(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', utf8(canonical(e)))))

export const shareCheck = async (
  s: SealSuite,
  context: string,
  no: number,
  share: Uint8Array,
): Promise<string> =>
  toBase64(
    await s.hash(
      joinBytes(utf8(`yiwang/share/v2\n${canonical({ suite: s.name, context, no })}\n`), share),
    ),
  )

export interface Keys {
  readonly key: Bytes
  /** 12 bytes, to which each chunk adds its number. */
  readonly nonce: Bytes
  readonly commitment: string
}
/** Key, nonce and commitment from the seed. What decides how the body is read goes in, so none of it can change and still fit. */
export async function deriveKeys(
  s: SealSuite,
  seed: Bytes,
  e: Pick<BidEnvelope, 'context' | 'salt' | 'length' | 'k'>,
): Promise<Keys> {
  const { context, length, k } = e
  const info = utf8(canonical({ use: 'yiwang/bid/v2', suite: s.name, context, length, k }))
  const out = await s.hkdf(seed, fromBase64(e.salt), info, s.keyBytes + 12 + 32)
  return {
    key: out.slice(0, s.keyBytes),
    nonce: out.slice(s.keyBytes, s.keyBytes + 12),
    commitment: toBase64(out.slice(s.keyBytes + 12)),
  }
}
/** Hash of everything in the envelope but the body's own hash: associated data of every chunk. */
export const headHash = (s: SealSuite, { body: _, ...head }: BidEnvelope): Promise<Bytes> =>
  s.hash(utf8(canonical(head)))
