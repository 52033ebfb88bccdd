import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'

/** C2SP signed-note and tlog-checkpoint, with Ed25519. */
export interface Signer {
  readonly name: string
  readonly key: KeyObject
  /** 32 bytes. */
  readonly publicKey: Buffer
}
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** From a 32-byte seed. */
export function signerOf(name: string, seed: Uint8Array): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { name, key, publicKey: Buffer.from(publicKey) }
}
const keyId = (name: string, publicKey: Uint8Array) =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([1]))
    .update(publicKey)
    .digest()
    .subarray(0, 4)
/** name+hex(id)+base64(01 ‖ key): what a verifier is configured with. */
export const vkey = (s: Pick<Signer, 'name' | 'publicKey'>) =>
  `${s.name}+${keyId(s.name, s.publicKey).toString('hex')}+${Buffer.concat([Buffer.from([1]), s.publicKey]).toString('base64')}`

export const checkpointText = (origin: string, size: number, rootHash: Buffer) =>
  `${origin}\n${size}\n${rootHash.toString('base64')}\n`
export function signNote(text: string, s: Signer): string {
  const signature = sign(null, Buffer.from(text), s.key)
  return `${text}\n— ${s.name} ${Buffer.concat([keyId(s.name, s.publicKey), signature]).toString('base64')}\n`
}
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
}
/** The checkpoint that a known key signed. Throws Error saying what is wrong. */
export function openCheckpoint(note: string, key: string): Checkpoint {
  const split = note.lastIndexOf('\n\n')
  if (split < 0) throw new Error('检查点没有签名部分')
  const text = note.slice(0, split + 1)
  const [, name, , encoded] = /^(\S+?)\+([0-9a-f]{8})\+(\S+)$/.exec(key.trim()) ?? []
  const raw = Buffer.from(encoded ?? '', 'base64')
  if (!name || raw.length !== 33 || raw[0] !== 1) throw new Error('验证公钥的格式不对')
  const publicKey = raw.subarray(1)
  const spki = createPublicKey({
    key: Buffer.concat([SPKI, publicKey]),
    format: 'der',
    type: 'spki',
  })
  const id = keyId(name, publicKey)
  const good = note
    .slice(split + 2)
    .split('\n')
    .some((line) => {
      const m = /^— (\S+) (\S+)$/.exec(line)
      const bytes = Buffer.from(m?.[2] ?? '', 'base64')
      return (
        m?.[1] === name &&
        bytes.subarray(0, 4).equals(id) &&
        verify(null, Buffer.from(text), spki, bytes.subarray(4))
      )
    })
  if (!good) throw new Error(`检查点没有 ${name} 的有效签名`)
  const [origin, size, root] = text.split('\n')
  if (!origin || !size || !/^(0|[1-9]\d*)$/.test(size) || !root) throw new Error('检查点的格式不对')
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') }
}
