import { sm2 } from 'sm-crypto-v2'
import {
  encodeVkey,
  keyIdOf,
  NoteBroken,
  type NoteSigner,
  type NoteVerifier,
  parseVkey,
} from './note.ts'

/**
 * A second signature line for readers bound to national algorithms: SM2 with SM3 (GB/T 32918.2, user id
 * 1234567812345678), r ‖ s. C2SP has no type byte for it, so it is 0xff and a name of our own, as signed-note §Signature
 * types advises; every other reader skips the line. Through sm-crypto-v2, because Node's own SM2 signatures fail the
 * GB/T vectors.
 */
const TYPE = Buffer.concat([Uint8Array.of(0xff), Buffer.from('yiwang.sm2-sm3.v1')])
const hex = (b: Uint8Array) => Buffer.from(b).toString('hex')
const typedKey = (publicKey: Uint8Array) => new Uint8Array(Buffer.concat([TYPE, publicKey]))
const OPTIONS = { hash: true, der: false } as const

/** From a raw 32-byte private key. The public key is the point 04 ‖ x ‖ y, 65 bytes. Throws NoteBroken. */
export function sm2Signer(
  name: string,
  privateKey: Uint8Array,
): NoteSigner & {
  readonly publicKey: Uint8Array
} {
  const secret = hex(privateKey)
  let publicHex: string
  try {
    if (privateKey.length !== 32) throw new RangeError('32')
    publicHex = sm2.getPublicKeyFromPrivateKey(secret)
  } catch {
    throw new NoteBroken('SM2 私钥须为32字节，且在阶以内')
  }
  const publicKey = new Uint8Array(Buffer.from(publicHex, 'hex'))
  return {
    name,
    keyId: keyIdOf(name, typedKey(publicKey)),
    vkey: encodeVkey(name, typedKey(publicKey)),
    publicKey,
    sign: (text) =>
      new Uint8Array(
        Buffer.from(sm2.doSignature(text, secret, { ...OPTIONS, publicKey: publicHex }), 'hex'),
      ),
  }
}
/** From name+id+key. Throws NoteBroken on another type of key or a point off the curve. */
export function sm2Verifier(vkey: string): NoteVerifier & { readonly publicKey: Uint8Array } {
  const { name, keyId, typed } = parseVkey(vkey)
  const publicKey = typed.slice(TYPE.length)
  if (!Buffer.from(typed.subarray(0, TYPE.length)).equals(TYPE) || publicKey.length !== 65)
    throw new NoteBroken('验证公钥不是 SM2')
  const publicHex = hex(publicKey)
  let good = false
  try {
    good = sm2.verifyPublicKey(publicHex)
  } catch {
    good = false
  }
  if (!good) throw new NoteBroken('验证公钥不是曲线上的点')
  return {
    name,
    keyId,
    publicKey,
    verify: (text, signature) => {
      if (signature.length !== 64) return false
      const [r, s] = [signature.subarray(0, 32), signature.subarray(32)]
      // The library does not look at the ranges that GB/T 32918.2 §7.1 B1–B2 demand, so two texts could pass for one signature.
      if (!inOrder(r) || !inOrder(s)) return false
      try {
        return sm2.doVerifySignature(text, hex(signature), publicHex, OPTIONS)
      } catch {
        return false
      }
    },
  }
}
const ORDER = BigInt('0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123')
const inOrder = (b: Uint8Array) => {
  const n = BigInt(`0x${hex(b)}`)
  return n > 0n && n < ORDER
}
