import { createHash } from 'node:crypto'

/** What a tree needs of a hash function, and all it needs: 32 bytes out, whatever goes in. */
export interface Hasher {
  readonly name: 'sha256' | 'sm3'
  readonly size: 32
  hash(bytes: Uint8Array): Uint8Array
}
const hasher = (name: Hasher['name']): Hasher => ({
  name,
  size: 32,
  hash: (bytes) => createHash(name).update(bytes).digest(),
})
/** The tree the world can check (C2SP). */
export const sha256 = hasher('sha256')
/** The tree over the same entries for readers bound to national algorithms (GB/T 32905). */
export const sm3 = hasher('sm3')

/** Without the two prefixes a node could be passed off as an entry, and one root would fit two trees (RFC 6962 §2.1). */
const LEAF = 0
const NODE = 1

/** SHA-256(0x00 ‖ entry), or SM3 of the same. */
export function leafHash(h: Hasher, entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + entry.length)
  input[0] = LEAF
  input.set(entry, 1)
  return h.hash(input)
}
/** SHA-256(0x01 ‖ left ‖ right), or SM3 of the same. */
export function nodeHash(h: Hasher, left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + left.length + right.length)
  input[0] = NODE
  input.set(left, 1)
  input.set(right, 1 + left.length)
  return h.hash(input)
}
/** The root of a tree without leaves: the hash of nothing. */
export const emptyRoot = (h: Hasher): Uint8Array => h.hash(new Uint8Array(0))

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i])
