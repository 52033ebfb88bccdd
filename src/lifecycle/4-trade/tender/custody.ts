import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { newKeyPair, openBytes, SealBroken, SUITE } from '#kernel'
import type { Custody, Lot } from './store.ts'

/**
 * One custodian: the platform keeps each lot's private key, sealed under the house's master key that is not in the
 * database. The k-of-n protocol takes this room: `keepKey` deals shares, `custodyOf` collects them.
 */
export async function keepKey(
  masterKey: Uint8Array,
  lot: string,
): Promise<{ suite: string; publicKey: string; custody: Custody }> {
  const { publicKey, privateKey } = await newKeyPair()
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', masterKey, iv).setAAD(Buffer.from(lot))
  const sealed = Buffer.concat([cipher.update(privateKey, 'utf8'), cipher.final()])
  return {
    suite: SUITE,
    publicKey,
    custody: {
      custodians: 1,
      iv: iv.toString('base64'),
      sealed: sealed.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
    },
  }
}
/** Only the opening asks for this. */
export async function custodyOf(
  masterKey: Uint8Array,
  lot: Pick<Lot, 'id' | 'custody'>,
): Promise<string> {
  const part = (name: string) => Buffer.from(String(lot.custody[name]), 'base64')
  const decipher = createDecipheriv('aes-256-gcm', masterKey, part('iv'))
    .setAAD(Buffer.from(lot.id))
    .setAuthTag(part('tag'))
  return Buffer.concat([decipher.update(part('sealed')), decipher.final()]).toString('utf8')
}
export async function unseal(i: {
  suite: string
  privateKey: string
  envelope: unknown
  ciphertext: Uint8Array
  context: string
}): Promise<{ plain: string } | { fault: string }> {
  try {
    return { plain: new TextDecoder('utf-8', { fatal: true }).decode(await openBytes(i)) }
  } catch (e) {
    if (e instanceof SealBroken) return { fault: e.why }
    if (e instanceof TypeError) return { fault: '解密成功，但内容不是 UTF-8 文字' }
    throw e
  }
}
