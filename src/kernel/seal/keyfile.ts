import { fromBase64, randomBytesOf, toBase64, utf8 } from './base64.ts'
import { canonical } from './canonical.ts'
import { isSuite, type SealKeyPair, type SuiteName } from './port.ts'
import { std1 } from './std.ts'

/** A custodian's private key as a file of its own, under a passphrase: made in the browser and never sent. */
export interface KeyFile {
  readonly v: 1
  readonly kind: '开标密钥'
  readonly suite: SuiteName
  /** Whose key, for the person who finds the file. */
  readonly owner: string
  readonly publicKey: string
  readonly salt: string
  readonly nonce: string
  readonly iterations: number
  /** AES-256-GCM of the private key, base64. */
  readonly sealed: string
}
/** OWASP's figure of 2023 for PBKDF2 with HMAC-SHA-256. */
const ITERATIONS = 600_000
export class WrongPassphrase extends Error {
  override name = 'WrongPassphrase'
}

async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number) {
  const { subtle } = globalThis.crypto
  // The same word typed on two keyboards may come in two forms of Unicode.
  const typed = utf8(passphrase.normalize('NFKC'))
  const key = await subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits'])
  const params = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return new Uint8Array(await subtle.deriveBits(params, key, 256))
}
const bound = (f: Pick<KeyFile, 'suite' | 'publicKey' | 'owner'>) =>
  utf8(canonical({ use: 'yiwang/keyfile/v1', suite: f.suite, publicKey: f.publicKey }))

export async function lockKey(
  pair: SealKeyPair,
  about: { suite: SuiteName; owner: string; passphrase: string },
): Promise<KeyFile> {
  const salt = randomBytesOf(16)
  const nonce = randomBytesOf(12)
  const head = {
    v: 1,
    kind: '开标密钥',
    suite: about.suite,
    owner: about.owner,
    publicKey: pair.publicKey,
  } as const
  const key = await keyOf(about.passphrase, salt, ITERATIONS)
  return {
    ...head,
    salt: toBase64(salt),
    nonce: toBase64(nonce),
    iterations: ITERATIONS,
    sealed: toBase64(await std1.encrypt(key, nonce, bound(head), fromBase64(pair.privateKey))),
  }
}
/** The private key, base64. Throws WrongPassphrase, or RangeError on a file that is none. */
export async function unlockKey(file: unknown, passphrase: string): Promise<SealKeyPair> {
  const f = (file ?? {}) as Partial<KeyFile>
  const none = () => new RangeError('这不是开标密钥文件')
  if (f.v !== 1 || f.kind !== '开标密钥' || !isSuite(f.suite)) throw none()
  const { publicKey, salt, nonce, sealed, iterations, owner } = f
  if (![publicKey, salt, nonce, sealed, owner].every((x) => typeof x === 'string')) throw none()
  if (!Number.isSafeInteger(iterations) || Number(iterations) > 10_000_000) throw none()
  const key = await keyOf(passphrase, fromBase64(salt ?? ''), Number(iterations))
  try {
    const head = { suite: f.suite, publicKey: publicKey ?? '', owner: owner ?? '' }
    const secret = fromBase64(sealed ?? '')
    const privateKey = await std1.decrypt(key, fromBase64(nonce ?? ''), bound(head), secret)
    return { publicKey: head.publicKey, privateKey: toBase64(privateKey) }
  } catch {
    throw new WrongPassphrase('口令不对，或密钥文件已损坏')
  }
}
