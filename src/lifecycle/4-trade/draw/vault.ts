import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** 名单库: who is in a pool lies under a key of its own, made from the house's master key and kept nowhere. */
const keyOf = (masterKey: Uint8Array) =>
  Buffer.from(hkdfSync('sha256', masterKey, 'yiwang/vault', 'experts/v1', 32))

export interface Pooled {
  readonly leaf: string
  readonly salt: string
  readonly expert: string
}
export interface Vault {
  /** In the order of the committed tree. */
  readonly pool: readonly Pooled[]
  /** Left out, and why: for the auditor. */
  readonly excluded: readonly { expert: string; reason: string }[]
}
/** iv ‖ tag ‖ AES-256-GCM; bound to the draw it belongs to. */
export function lock(masterKey: Uint8Array, draw: string, v: Vault): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(masterKey), iv).setAAD(Buffer.from(draw))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(v), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}
export function unlock(masterKey: Uint8Array, draw: string, bytes: Buffer): Vault {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(masterKey), bytes.subarray(0, 12))
    .setAAD(Buffer.from(draw))
    .setAuthTag(bytes.subarray(12, 28))
  const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  return JSON.parse(plain.toString('utf8')) as Vault
}
