import { fromBase64, toBase64, utf8 } from './base64.ts'
import { SealBroken } from './broken.ts'
import { canonical } from './canonical.ts'
import { isSuite, type SealSuite, type SuiteName } from './port.ts'

/** What a seal is bound to: opened anywhere else, it does not open. Copying another's bid under one's own name fails here. */
export interface SealContext {
  /** Hash of the lot's parameters as published (trust.md §3.4, lph). */
  readonly lot: string
  /** The bidder's tag: a pseudonym, since contexts are shown to the platform before opening. */
  readonly bidder: string
  /** Which envelope, where technical and price bids open apart. */
  readonly part?: string
}
/** Goes with the ciphertext, in the clear; all bytes base64. */
export interface BidEnvelope {
  readonly v: 1
  readonly suite: SuiteName
  /** Suite hash of the context. */
  readonly context: string
  /** The seed, encrypted to the lot's public key. */
  readonly wrapped: string
  /** 12 bytes. */
  readonly nonce: string
  /** 32 bytes. */
  readonly salt: string
  /** 32 bytes derived with the key: GCM alone lets one ciphertext open under two keys to two prices. */
  readonly commitment: string
  /** Of the padded body, in bytes; the true length is inside. */
  readonly length: number
}
const FIELDS = ['commitment', 'context', 'length', 'nonce', 'salt', 'suite', 'v', 'wrapped']
const SIZES = { context: 32, nonce: 12, salt: 32, commitment: 32 } as const

/** Strict: no field missing, none extra, every length right, so that one envelope has one meaning. Throws SealBroken. */
export function parseEnvelope(x: unknown): BidEnvelope {
  const bad = () => new SealBroken('envelope')
  if (typeof x !== 'object' || x === null || Array.isArray(x)) throw bad()
  if (Object.keys(x).sort().join() !== FIELDS.join()) throw bad()
  const e = x as Record<string, unknown>
  const { length, suite } = e
  if (e['v'] !== 1 || !isSuite(suite)) throw bad()
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) throw bad()
  const text = (field: string, size?: number): string => {
    const s = e[field]
    if (typeof s !== 'string') throw bad()
    let actual: number
    try {
      actual = fromBase64(s).length
    } catch {
      throw bad()
    }
    if (size !== undefined && actual !== size) throw bad()
    return s
  }
  return {
    v: 1,
    suite,
    context: text('context', SIZES.context),
    wrapped: text('wrapped'),
    nonce: text('nonce', SIZES.nonce),
    salt: text('salt', SIZES.salt),
    commitment: text('commitment', SIZES.commitment),
    length,
  }
}

export const contextHash = async (s: SealSuite, context: SealContext | string): Promise<string> =>
  toBase64(await s.hash(utf8(`yiwang/context/v1\n${canonical(context)}`)))

/** Key and commitment from the seed. What decides how the body is read goes in, so none of it can change and still fit. */
export async function deriveKey(
  s: SealSuite,
  seed: Uint8Array<ArrayBuffer>,
  e: Pick<BidEnvelope, 'context' | 'nonce' | 'salt' | 'length'>,
) {
  const { context, nonce, length } = e
  const info = utf8(canonical({ use: 'yiwang/bid/v1', suite: s.name, context, nonce, length }))
  const out = await s.hkdf(seed, fromBase64(e.salt), info, s.keyBytes + SIZES.commitment)
  return { key: out.slice(0, s.keyBytes), commitment: toBase64(out.slice(s.keyBytes)) }
}
/** The whole envelope is associated data. */
export const associated = (e: BidEnvelope) => utf8(canonical(e))
