import { type Bytes, fromBase64, joinBytes, toBase64, utf8 } from './base64.ts'
import { canonical } from './canonical.ts'

/** What the bidder's own browser checks before it says 提交成功. Structurally the journal's Evidence. */
export interface ReceiptProof {
  readonly leaf: string
  readonly salt: string | null
  /** What the blinded leaf hides, without its data. */
  readonly body: Readonly<Record<string, unknown>>
  readonly data: Readonly<Record<string, unknown>>
  readonly index: number
  readonly size: number
  readonly proof: readonly string[]
  readonly checkpoint: string
}
const sha256 = async (b: Bytes): Promise<Bytes> =>
  new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', b))
const same = (a: Uint8Array, b: Uint8Array) => toBase64(a) === toBase64(b)

/** RFC 9162 §2.1.3.2 with WebCrypto; kernel/merkle has the same for Node. */
async function rootOf(leaf: Bytes, p: Pick<ReceiptProof, 'index' | 'size' | 'proof'>) {
  if (!(p.index >= 0 && p.index < p.size)) return null
  let at = p.index
  let last = p.size - 1
  let hash = await sha256(joinBytes(Uint8Array.of(0), leaf))
  const node = (l: Bytes, r: Bytes) => sha256(joinBytes(Uint8Array.of(1), l, r))
  for (const text of p.proof) {
    const sibling = fromBase64(text)
    if (last === 0 || sibling.length !== 32) return null
    if (at % 2 === 1 || at === last) {
      hash = await node(sibling, hash)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else hash = await node(hash, sibling)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hash : null
}
/** The root that this key signed for this size; null when it did not. */
async function signedRoot(
  note: string,
  vkey: string,
): Promise<{ size: number; root: Bytes } | null> {
  const split = note.lastIndexOf('\n\n')
  const [, name, id, encoded] = /^(\S+?)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey.trim()) ?? []
  if (split < 0 || !name || !id || !encoded) return null
  const raw = fromBase64(encoded)
  if (raw.length !== 33 || raw[0] !== 1) return null
  const text = note.slice(0, split + 1)
  const { subtle } = globalThis.crypto
  const key = await subtle.importKey('raw', raw.slice(1), 'Ed25519', false, ['verify'])
  for (const line of note.slice(split + 2).split('\n')) {
    const m = /^— (\S+) (\S+)$/.exec(line)
    if (m?.[1] !== name || !m[2]) continue
    const bytes = fromBase64(m[2])
    const hex = Array.from(bytes.slice(0, 4), (b) => b.toString(16).padStart(2, '0')).join('')
    if (hex === id && (await subtle.verify('Ed25519', key, bytes.slice(4), utf8(text)))) {
      const [, size, root] = text.split('\n')
      return { size: Number(size), root: fromBase64(root ?? '') }
    }
  }
  return null
}

/**
 * Is the envelope with this digest in the journal that signs with this key? Returns '' when it is, else what is wrong, for
 * people. Throws only where the browser has no Ed25519.
 */
export async function checkReceipt(r: ReceiptProof, digest: string, vkey: string): Promise<string> {
  if (r.data['sha256'] !== digest) return '回执里的摘要不是本机封存的这一份'
  const salted = async (x: unknown) =>
    toBase64(await sha256(utf8(`${r.salt ?? ''}${canonical(x)}`)))
  const inside = { ...r.body, data: await salted(r.data) }
  if (r.leaf !== canonical({ v: 1, blind: await salted(inside) })) return '流水的这一条与回执不符'
  const signed = await signedRoot(r.checkpoint, vkey)
  if (signed === null) return '检查点没有平台公布的签名'
  const root = await rootOf(utf8(r.leaf), r)
  if (signed.size !== r.size || root === null || !same(root, signed.root)) return '包含证明不成立'
  return ''
}
