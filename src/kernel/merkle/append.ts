import { emptyRoot, type Hasher, nodeHash } from './hasher.ts'
import { fold, hashRanges, type NodeReader, type TreeNode, whole } from './node.ts'
import { rootNodes } from './tree.ts'

/** Stored rows stand at every eighth level: what tiles hold. The levels between are cheap to hash again. */
export const STORED_EVERY = 8

/** The right edge of a tree: the complete subtrees that cover all its leaves, largest first. One per 1 in the size's binary. */
export interface Edge {
  readonly size: number
  readonly hashes: readonly Uint8Array[]
}
export const emptyEdge: Edge = { size: 0, hashes: [] }

/** The edge of a stored tree, with one read. */
export async function readEdge(h: Hasher, read: NodeReader, size: number): Promise<Edge> {
  return {
    size,
    hashes: await hashRanges(
      h,
      read,
      rootNodes(size).map((n) => [n]),
    ),
  }
}
export const edgeRoot = (h: Hasher, edge: Edge): Uint8Array =>
  edge.size === 0 ? emptyRoot(h) : fold(h, edge.hashes)

export interface StoredNode extends TreeNode {
  readonly hash: Uint8Array
}
export interface Appended {
  readonly edge: Edge
  readonly root: Uint8Array
  /** Subtrees of 256, 65536, … leaves that became complete: rows for levels 8, 16, 24 … in the order of completion. */
  readonly nodes: readonly StoredNode[]
}

/**
 * Grow a tree by leaf hashes; leaf i gets the index edge.size + i. Work and reads grow with the new leaves only.
 * A pure function of the edge: whoever crashed before storing the result may run it again.
 * Throws RangeError when the edge does not fit its size, or a hash has the wrong length.
 */
export function append(h: Hasher, edge: Edge, leaves: readonly Uint8Array[]): Appended {
  whole(edge.size, '大小')
  if (edge.hashes.length !== rootNodes(edge.size).length)
    throw new RangeError(`大小${edge.size}的树，右缘不会是${edge.hashes.length}个哈希`)
  if (![...edge.hashes, ...leaves].every((x) => x.length === h.size))
    throw new RangeError(`哈希须为${h.size}字节`)
  whole(edge.size + leaves.length, '新大小')
  const hashes = [...edge.hashes]
  const nodes: StoredNode[] = []
  let size = edge.size
  for (const leaf of leaves) {
    let hash = leaf
    let index = size
    let level = 0
    // Like adding one to a binary number: each 1 at the end is a subtree of the same size waiting for its sibling.
    while (index % 2 === 1) {
      const left = hashes.pop()
      if (!left) throw new RangeError('右缘不完整')
      hash = nodeHash(h, left, hash)
      index = Math.floor(index / 2)
      level++
      if (level % STORED_EVERY === 0) nodes.push({ level, index, hash })
    }
    hashes.push(hash)
    size++
  }
  const grown = { size, hashes }
  return { edge: grown, root: edgeRoot(h, grown), nodes }
}
