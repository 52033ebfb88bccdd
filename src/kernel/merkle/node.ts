import { type Hasher, nodeHash } from './hasher.ts'

/** A complete subtree: the 2^level leaves from index·2^level on. Level 0 is the leaf hashes. */
export interface TreeNode {
  readonly level: number
  readonly index: number
}
/**
 * Gives the hashes of complete subtrees, in the order asked. It is called once per proof with every node that the proof
 * needs, so a database answers with one query and a client fetches its tiles together.
 * May throw; this module never catches.
 */
export type NodeReader = (
  nodes: readonly TreeNode[],
) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>

/** A reader from a function that knows one node at a time. */
export const oneByOne =
  (read: (level: number, index: number) => Uint8Array | Promise<Uint8Array>): NodeReader =>
  (nodes) =>
    Promise.all(nodes.map((n) => read(n.level, n.index)))

/** Sizes are counted in doubles, so nothing here shifts bits: `>>` would break at 2^31. */
export function whole(n: number, what: string): number {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${what}须为不小于零的整数：${n}`)
  return n
}
/** Largest power of two below n, for n > 1 (the k of RFC 6962 §2.1). */
export function splitOf(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/**
 * The complete subtrees that cover the leaves [lo, hi), left to right, largest first.
 * `lo` must be a multiple of the power of two that covers hi - lo, as it is wherever RFC 6962 recurses.
 */
export function cover(lo: number, hi: number): TreeNode[] {
  const nodes: TreeNode[] = []
  let from = lo
  while (from < hi) {
    let level = 0
    let width = 1
    while (width * 2 <= hi - from) {
      width *= 2
      level++
    }
    nodes.push({ level, index: from / width })
    from += width
  }
  return nodes
}

/** The subtrees of `cover`, hashed into the one hash of their range: the right side is always the smaller one. */
export function fold(h: Hasher, hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1)
  if (!last) throw new RangeError('空的区间没有哈希')
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(h, left, right), last)
}

/** The one hash of 2^n hashes side by side. Throws RangeError when their number is no power of two. */
export function perfect(h: Hasher, hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let i = 0; i < row.length; i += 2) {
      const left = row[i]
      const right = row[i + 1]
      if (!left || !right) throw new RangeError(`${hashes.length}个哈希不成完整子树`)
      above.push(nodeHash(h, left, right))
    }
    row = above
  }
  const only = row[0]
  if (!only) throw new RangeError('空的区间没有哈希')
  return only
}

/** Ranges, each given by its cover, to one hash per range, with a single read for all of them. */
export async function hashRanges(
  h: Hasher,
  read: NodeReader,
  ranges: readonly (readonly TreeNode[])[],
): Promise<Uint8Array[]> {
  const wanted = ranges.flat()
  if (wanted.length === 0) return []
  const found = await read(wanted)
  if (found.length !== wanted.length || found.some((x) => x.length !== h.size))
    throw new RangeError(`要${wanted.length}个节点，取到${found.length}个，或长度不是${h.size}字节`)
  let at = 0
  return ranges.map((range) => {
    const hashes = found.slice(at, at + range.length)
    at += range.length
    return fold(h, hashes)
  })
}

/** A reader over leaf hashes in memory: for an offline verifier that holds every entry, and for tests. */
export function memoryReader(h: Hasher, leaves: readonly Uint8Array[]): NodeReader {
  const known = new Map<string, Uint8Array>()
  const read = ({ level, index }: TreeNode): Uint8Array => {
    if (level === 0) {
      const leaf = leaves[index]
      if (!leaf) throw new RangeError(`没有第${index}片叶子，共${leaves.length}片`)
      return leaf
    }
    const key = `${level}/${index}`
    const before = known.get(key)
    if (before) return before
    const made = nodeHash(
      h,
      read({ level: level - 1, index: index * 2 }),
      read({ level: level - 1, index: index * 2 + 1 }),
    )
    known.set(key, made)
    return made
  }
  return (nodes) => nodes.map(read)
}
