import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto'
import { sameBytes } from './hasher.ts'

/**
 * C2SP signed-note: a text, a blank line, and one line per signature. Go's golang.org/x/mod/sumdb/note reads what is
 * written here, and its rules decide what is refused: a note is only as good as its strictest reader.
 */

/** A note, key or checkpoint that may not be believed, and why. */
export class NoteBroken extends Error {
  override name = 'NoteBroken'
}
export interface NoteSigner {
  readonly name: string
  /** 4 bytes. Name and id together say which key and which algorithm. */
  readonly keyId: Uint8Array
  /** What verifiers are configured with. */
  readonly vkey: string
  sign(text: Uint8Array): Uint8Array
}
export interface NoteVerifier {
  readonly name: string
  readonly keyId: Uint8Array
  verify(text: Uint8Array, signature: Uint8Array): boolean
}

const MAX_NOTE = 1_000_000
const MAX_SIGNATURES = 100
const ED25519 = 1
// DER around the raw 32 bytes (RFC 8410 §4, §7): node:crypto takes no raw Ed25519 keys.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** Names stand between spaces and pluses, so they may hold neither. U+0085 is a space to Go and not to JavaScript. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const NAME = /^[^\s\u0085+\u0000-\u001f]+$/u
/** Below U+0020 only the newline; and no half of a surrogate pair, which UTF-8 cannot write. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u

/** Base64 of RFC 4648 §4, padded, with no stray bits: one text per byte string. Throws NoteBroken. */
export function strictBase64(text: string, what: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new NoteBroken(`${what}不是规范的 base64`)
  return new Uint8Array(bytes)
}
const concat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

/** SHA-256(name ‖ \n ‖ type ‖ key)[:4]; `typed` is the type byte (and its name, for type 0xff) with the key behind it. */
export function keyIdOf(name: string, typed: Uint8Array): Uint8Array {
  if (!NAME.test(name)) throw new NoteBroken(`签名者的名字不能为空，也不能有空格和加号：${name}`)
  const digest = createHash('sha256').update(`${name}\n`).update(typed).digest()
  return new Uint8Array(digest.subarray(0, 4))
}
/** name+hex(key id)+base64(type ‖ key). */
export const encodeVkey = (name: string, typed: Uint8Array): string =>
  `${name}+${Buffer.from(keyIdOf(name, typed)).toString('hex')}+${Buffer.from(typed).toString('base64')}`
/** The parts of a verifier key of any type. Throws NoteBroken when the id does not belong to name and key. */
export function parseVkey(vkey: string): { name: string; keyId: Uint8Array; typed: Uint8Array } {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(vkey) ?? []
  if (!name || !id || !key) throw new NoteBroken('验证公钥须写作 名字+8位十六进制+base64')
  const typed = strictBase64(key, '验证公钥')
  const keyId = keyIdOf(name, typed)
  if (Buffer.from(keyId).toString('hex') !== id) throw new NoteBroken('验证公钥的编号与内容不符')
  return { name, keyId, typed }
}

const typedKey = (publicKey: Uint8Array) => concat(Uint8Array.of(ED25519), publicKey)
/** Ed25519 from a raw 32-byte seed. Throws NoteBroken on another length or an unfit name. */
export function ed25519Signer(
  name: string,
  seed: Uint8Array,
): NoteSigner & {
  readonly publicKey: Uint8Array
} {
  if (seed.length !== 32) throw new NoteBroken(`Ed25519 私钥须为32字节：${seed.length}`)
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicKey = new Uint8Array(spki.subarray(-32))
  return {
    name,
    keyId: keyIdOf(name, typedKey(publicKey)),
    vkey: ed25519Vkey(name, publicKey),
    publicKey,
    sign: (text) => new Uint8Array(signBytes(null, text, key)),
  }
}
/** The verifier key of a raw 32-byte Ed25519 public key. */
export const ed25519Vkey = (name: string, publicKey: Uint8Array): string =>
  encodeVkey(name, typedKey(publicKey))
/** From name+id+key. Throws NoteBroken on another type of key. */
export function ed25519Verifier(vkey: string): NoteVerifier & { readonly publicKey: Uint8Array } {
  const { name, keyId, typed } = parseVkey(vkey)
  if (typed[0] !== ED25519 || typed.length !== 33)
    throw new NoteBroken('验证公钥不是 Ed25519（类型1，32字节）')
  const publicKey = typed.slice(1)
  let key: KeyObject
  try {
    key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })
  } catch {
    throw new NoteBroken('验证公钥不是曲线上的点')
  }
  return {
    name,
    keyId,
    publicKey,
    verify: (text, signature) => signature.length === 64 && verifyBytes(null, text, key, signature),
  }
}
/** The same key under another name: the SM3 tree is signed by its log's key as `origin/sm3`. */
export const renamedVkey = (vkey: string, name: string): string =>
  encodeVkey(name, parseVkey(vkey).typed)

function checkText(text: string) {
  if (!text.endsWith('\n')) throw new NoteBroken('正文须以换行结束')
  if (UNPRINTABLE.test(text)) throw new NoteBroken('正文里有控制字符，或不是合法的 Unicode')
}
/** The note with one line per signer, in this order. Throws NoteBroken when the text cannot be signed. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  checkText(text)
  if (signers.length === 0) throw new NoteBroken('至少要有一个签名')
  const bytes = Buffer.from(text)
  const lines = signers.map((s) => {
    const encoded = Buffer.from(concat(s.keyId, s.sign(bytes))).toString('base64')
    return `— ${s.name} ${encoded}\n`
  })
  return `${text}\n${lines.join('')}`
}

export interface SignatureLine {
  readonly name: string
  readonly keyId: Uint8Array
  readonly signature: Uint8Array
}
/** A note taken apart; nothing in it is believed yet. Throws NoteBroken. */
export function parseNote(note: string): { text: string; signatures: SignatureLine[] } {
  if (note.length > MAX_NOTE) throw new NoteBroken('签名文本过长')
  checkText(note)
  // The last blank line divides, for the text may hold blank lines of its own.
  const split = note.lastIndexOf('\n\n')
  if (split < 0) throw new NoteBroken('没有签名部分')
  const lines = note.slice(split + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) throw new NoteBroken(`签名多于${MAX_SIGNATURES}个`)
  const signatures = lines.map((line) => {
    const [, name, encoded] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? []
    if (!name || !encoded || !NAME.test(name)) throw new NoteBroken(`签名行的格式不对：${line}`)
    const bytes = strictBase64(encoded, '签名')
    if (bytes.length < 5) throw new NoteBroken('签名过短')
    return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }
  })
  return { text: note.slice(0, split + 1), signatures }
}

export interface OpenedNote {
  readonly text: string
  /** Names of the known keys that signed, in the order of the lines. Witness quorums count these. */
  readonly verified: readonly string[]
  /** How many lines were by keys nobody here knows; they say nothing, either way. */
  readonly unknown: number
}
/**
 * The text that at least one known key signed. A known key with a wrong signature spoils the whole note, as in Go's
 * reader. Throws NoteBroken.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  const { text, signatures } = parseNote(note)
  const bytes = Buffer.from(text)
  const verified = new Map<NoteVerifier, string>()
  let unknown = 0
  for (const s of signatures) {
    const known = verifiers.filter((v) => v.name === s.name && sameBytes(v.keyId, s.keyId))
    const [verifier] = known
    if (known.length > 1) throw new NoteBroken(`${s.name} 的两把公钥编号相同，分不清是谁签的`)
    if (!verifier) unknown++
    else if (!verifier.verify(bytes, s.signature)) throw new NoteBroken(`${s.name} 的签名无效`)
    else verified.set(verifier, s.name)
  }
  if (verified.size === 0) {
    const names = verifiers.map((v) => v.name).join('、')
    throw new NoteBroken(`没有 ${names || '任何已知公钥'} 的有效签名`)
  }
  return { text, verified: [...verified.values()], unknown }
}
