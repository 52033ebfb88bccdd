import { emptyRoot, type Hasher } from './hasher.ts'
import { cover, hashRanges, type NodeReader, splitOf, type TreeNode, whole } from './node.ts'

/** The Merkle tree of RFC 6962 §2.1: first which nodes are needed (pure, exact), then one read, then the hashing. */

/** What the root of a tree of this size is made of; empty for size 0. */
export const rootNodes = (size: number): TreeNode[] => cover(0, whole(size, '大小'))

/** Root of the first `size` leaves; the hash of nothing for 0. */
export async function root(h: Hasher, read: NodeReader, size: number): Promise<Uint8Array> {
  const [only] = await hashRanges(h, read, size === 0 ? [] : [rootNodes(size)])
  return only ?? emptyRoot(h)
}

/**
 * PATH(index, D[size]) of RFC 6962 §2.1.1: one range per element of the proof, nearest sibling first.
 * Throws RangeError unless 0 ≤ index < size.
 */
export function inclusionNodes(index: number, size: number): TreeNode[][] {
  whole(index, '序号')
  whole(size, '大小')
  if (index >= size) throw new RangeError(`没有第${index}条，共${size}条`)
  const path: TreeNode[][] = []
  let lo = 0
  let hi = size
  while (hi - lo > 1) {
    const middle = lo + splitOf(hi - lo)
    if (index < middle) {
      path.push(cover(middle, hi))
      hi = middle
    } else {
      path.push(cover(lo, middle))
      lo = middle
    }
  }
  return path.reverse()
}
/** Throws RangeError unless 0 ≤ index < size. */
export const inclusionProof = async (
  h: Hasher,
  read: NodeReader,
  index: number,
  size: number,
): Promise<Uint8Array[]> => hashRanges(h, read, inclusionNodes(index, size))

/**
 * PROOF(from, D[to]) of RFC 6962 §2.1.2. Empty when nothing needs proof: from 0, or from = to.
 * Throws RangeError unless 0 ≤ from ≤ to.
 */
export function consistencyNodes(from: number, to: number): TreeNode[][] {
  whole(from, '起点')
  whole(to, '终点')
  if (from > to) throw new RangeError(`不能证明由${from}到${to}：树只会长大`)
  if (from === 0 || from === to) return []
  const path: TreeNode[][] = []
  let lo = 0
  let hi = to
  // While the old tree ends inside, descend towards its end; what is passed on the way goes into the proof.
  while (from < hi) {
    const middle = lo + splitOf(hi - lo)
    if (from <= middle) {
      path.push(cover(middle, hi))
      hi = middle
    } else {
      path.push(cover(lo, middle))
      lo = middle
    }
  }
  // The old root itself, when the old tree is the whole left subtree, is known to whoever asks.
  if (lo > 0) path.push(cover(lo, hi))
  return path.reverse()
}
/** Throws RangeError unless 0 ≤ from ≤ to. */
export const consistencyProof = async (
  h: Hasher,
  read: NodeReader,
  from: number,
  to: number,
): Promise<Uint8Array[]> => hashRanges(h, read, consistencyNodes(from, to))
