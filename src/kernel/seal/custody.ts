import { fromBase64, randomBytesOf, toBase64, utf8 } from './base64.ts'
import { canonical } from './canonical.ts'
import { isSuite, type SuiteName } from './port.ts'
import { std1 } from './std.ts'
import { newSealKeys } from './suite.ts'

/**
 * Who keeps a lot's private key until the bids are opened. Today one keeper, the platform, under a master key that is not
 * in the database. Callers hold a Custodian and never a KeptKey, so k-of-n keepers can stand behind the same two members.
 */
export interface Custodian {
  readonly suite: SuiteName
  /** Base64, for the notice and for `sealBid`. */
  readonly publicKey: string
  /** The private key (base64) for `openBid`. Throws CustodyBroken; when the release cannot be recorded, what `record` threw. */
  release(reason: string): Promise<string>
}
/** A private key at rest. Safe to store beside the lot: without the master key it opens nothing. */
export interface KeptKey {
  readonly v: 1
  readonly suite: SuiteName
  /** Whose key it is, such as a lot's id: a key moved to another row is refused. */
  readonly label: string
  readonly publicKey: string
  /** 12 bytes, base64. */
  readonly nonce: string
  /** AES-256-GCM of the private key, base64. */
  readonly wrapped: string
}
export interface Release {
  readonly label: string
  readonly publicKey: string
  readonly reason: string
}
/** A kept key that cannot be had: another master key, another label, or changed bytes. */
export class CustodyBroken extends Error {
  override name = 'CustodyBroken'
}

function masterOf(masterKey: Uint8Array) {
  if (masterKey.length !== 32) throw new RangeError(`主密钥须为32字节：${masterKey.length}`)
  return new Uint8Array(masterKey)
}
const bound = (k: Pick<KeptKey, 'v' | 'suite' | 'label' | 'publicKey'>) =>
  utf8(
    canonical({
      use: 'yiwang/custody',
      v: k.v,
      suite: k.suite,
      label: k.label,
      publicKey: k.publicKey,
    }),
  )

/** Make a key pair for a lot and keep its private half. AES-256-GCM at rest for both suites; SM4 has no 256-bit key. */
export async function keepNewKey(i: {
  suite: SuiteName
  label: string
  masterKey: Uint8Array
}): Promise<KeptKey> {
  const master = masterOf(i.masterKey)
  const { publicKey, privateKey } = await newSealKeys(i.suite)
  const head = { v: 1, suite: i.suite, label: i.label, publicKey } as const
  const nonce = randomBytesOf(12)
  const wrapped = await std1.encrypt(master, nonce, bound(head), fromBase64(privateKey))
  return { ...head, nonce: toBase64(nonce), wrapped: toBase64(wrapped) }
}

/**
 * The single keeper of a stored key. `label` is the caller's own knowledge of whose key it must be, not read from the row.
 * `record` is awaited before the key leaves: a release that left no trace has not happened. Throws CustodyBroken, RangeError.
 */
export function singleCustodian(i: {
  kept: KeptKey
  label: string
  masterKey: Uint8Array
  record: (release: Release) => Promise<void> | void
}): Custodian {
  const master = masterOf(i.masterKey)
  const { kept, label } = i
  if (kept.v !== 1 || !isSuite(kept.suite)) throw new CustodyBroken('不认识的保管格式')
  if (kept.label !== label) throw new CustodyBroken(`保管的不是 ${label} 的密钥`)
  return {
    suite: kept.suite,
    publicKey: kept.publicKey,
    async release(reason) {
      if (reason.trim() === '') throw new CustodyBroken('取用私钥须写明事由')
      let key: Uint8Array
      try {
        key = await std1.decrypt(
          master,
          fromBase64(kept.nonce),
          bound(kept),
          fromBase64(kept.wrapped),
        )
      } catch {
        throw new CustodyBroken('主密钥不符，或保管的密钥被改动')
      }
      await i.record({ label, publicKey: kept.publicKey, reason })
      return toBase64(key)
    },
  }
}
