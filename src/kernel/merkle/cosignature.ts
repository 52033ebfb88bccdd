import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { parseCheckpoint } from './checkpoint.ts'
import { encodeVkey, keyIdOf, NoteBroken, type NoteVerifier, parseVkey } from './note.ts'

/**
 * C2SP tlog-cosignature, cosignature/v1: a witness says that at this time this was the log's longest tree it had seen.
 * Ed25519 over "cosignature/v1\ntime T\n" and the checkpoint's text; the signature carries the time before it.
 */
const TYPE = 4
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const typed = (publicKey: Uint8Array) => new Uint8Array([TYPE, ...publicKey])
const message = (text: string, seconds: number) =>
  Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`)

export interface Cosigner {
  readonly name: string
  readonly vkey: string
  /** One signature line of the note, with its newline. `seconds` since 1970. Throws NoteBroken on no checkpoint. */
  cosign(text: string, seconds: number): string
}
/** From a raw 32-byte seed. Throws NoteBroken. */
export function cosigner(name: string, seed: Uint8Array): Cosigner {
  if (seed.length !== 32) throw new NoteBroken(`Ed25519 私钥须为32字节：${seed.length}`)
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = new Uint8Array(
    createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32),
  )
  return {
    name,
    vkey: encodeVkey(name, typed(publicKey)),
    cosign(text, seconds) {
      parseCheckpoint(text)
      const time = Buffer.alloc(8)
      time.writeBigUInt64BE(BigInt(seconds))
      const signed = sign(null, message(text, seconds), key)
      return `— ${name} ${Buffer.concat([keyIdOf(name, typed(publicKey)), time, signed]).toString('base64')}\n`
    },
  }
}
/** From name+id+key. Throws NoteBroken on another type of key. */
export function cosignatureVerifier(vkey: string): NoteVerifier {
  const { name, keyId, typed: bytes } = parseVkey(vkey)
  if (bytes[0] !== TYPE || bytes.length !== 33)
    throw new NoteBroken('见证公钥不是 cosignature/v1（类型4，32字节）')
  let key: KeyObject
  try {
    key = createPublicKey({
      key: Buffer.concat([SPKI, bytes.subarray(1)]),
      format: 'der',
      type: 'spki',
    })
  } catch {
    throw new NoteBroken('见证公钥不是曲线上的点')
  }
  return {
    name,
    keyId,
    verify(text, signature) {
      if (signature.length !== 72) return false
      const seconds = Buffer.from(signature.subarray(0, 8)).readBigUInt64BE()
      if (seconds > BigInt(Number.MAX_SAFE_INTEGER)) return false
      return verify(
        null,
        message(Buffer.from(text).toString('utf8'), Number(seconds)),
        key,
        signature.subarray(8),
      )
    },
  }
}
