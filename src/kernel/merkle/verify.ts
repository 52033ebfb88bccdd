import { emptyRoot, type Hasher, nodeHash, sameBytes } from './hasher.ts'

/**
 * Checking proofs that strangers hand over. Everything here answers false to what is malformed, and throws nothing:
 * a proof with a bad index is a bad proof. After RFC 9162 §2.1.3.2 and §2.1.4.2, whose trees are those of RFC 6962.
 */
const isSize = (n: number) => Number.isSafeInteger(n) && n >= 0
const half = (n: number) => Math.floor(n / 2)
const odd = (n: number) => n % 2 === 1

export interface Inclusion {
  /** Hash of the leaf, not the entry: leafHash(h, entry). */
  readonly leaf: Uint8Array
  readonly index: number
  readonly size: number
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}
/** Is this leaf the index-th of the tree that has this size and root? */
export function verifyInclusion(h: Hasher, i: Inclusion): boolean {
  if (!isSize(i.index) || !isSize(i.size) || i.index >= i.size) return false
  if (![i.leaf, i.root, ...i.proof].every((x) => x.length === h.size)) return false
  // `at` is where we are on this level, `last` the level's last node.
  let at = i.index
  let last = i.size - 1
  let hash = i.leaf
  for (const sibling of i.proof) {
    if (last === 0) return false
    if (odd(at) || at === last) {
      hash = nodeHash(h, sibling, hash)
      // A last node without a sibling rises unchanged.
      while (!odd(at) && at !== 0) {
        at = half(at)
        last = half(last)
      }
    } else hash = nodeHash(h, hash, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 && sameBytes(hash, i.root)
}

export interface Consistency {
  readonly from: number
  readonly to: number
  readonly oldRoot: Uint8Array
  readonly newRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}
/** Are the first `from` leaves of the new tree exactly the old tree? */
export function verifyConsistency(h: Hasher, c: Consistency): boolean {
  if (!isSize(c.from) || !isSize(c.to) || c.from > c.to) return false
  if (![c.oldRoot, c.newRoot, ...c.proof].every((x) => x.length === h.size)) return false
  if (c.from === c.to) return c.proof.length === 0 && sameBytes(c.oldRoot, c.newRoot)
  // Every tree continues the empty one; only the claimed old root can be wrong.
  if (c.from === 0) return c.proof.length === 0 && sameBytes(c.oldRoot, emptyRoot(h))
  let at = c.from - 1
  let last = c.to - 1
  while (odd(at)) {
    at = half(at)
    last = half(last)
  }
  // An old tree that is one complete subtree is its own first node, and the proof leaves it out.
  const [start, ...rest] = at === 0 ? [c.oldRoot, ...c.proof] : c.proof
  if (!start) return false
  let old = start
  let now = start
  for (const sibling of rest) {
    if (last === 0) return false
    if (odd(at) || at === last) {
      old = nodeHash(h, sibling, old)
      now = nodeHash(h, sibling, now)
      while (!odd(at) && at !== 0) {
        at = half(at)
        last = half(last)
      }
    } else now = nodeHash(h, now, sibling)
    at = half(at)
    last = half(last)
  }
  return last === 0 && sameBytes(old, c.oldRoot) && sameBytes(now, c.newRoot)
}
