import { createHash } from 'node:crypto'

/** RFC 6962 over a hash function: leaves and nodes are hashed apart, so that one cannot be passed off as the other. */
export interface Hasher {
  readonly name: 'sha256' | 'sm3'
  hash(bytes: Uint8Array): Buffer
}
const hasher = (name: Hasher['name']): Hasher => ({
  name,
  hash: (b) => createHash(name).update(b).digest(),
})
export const sha256 = hasher('sha256')
export const sm3 = hasher('sm3')

const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])
export const leafHash = (h: Hasher, entry: Uint8Array) => h.hash(Buffer.concat([LEAF, entry]))
export const nodeHash = (h: Hasher, l: Uint8Array, r: Uint8Array) =>
  h.hash(Buffer.concat([NODE, l, r]))
export const emptyRoot = (h: Hasher) => h.hash(Buffer.alloc(0))

/** The hash of a complete subtree: 2^level leaves from index·2^level on. */
export type Reader = (level: number, index: number) => Promise<Buffer>

const below = (n: number) => 2 ** Math.floor(Math.log2(n - 1 || 1)) // largest power of two < n, for n > 1
/** Hash of the leaves [lo, hi), where lo is a multiple of the power of two that covers the range. */
async function range(h: Hasher, read: Reader, lo: number, hi: number): Promise<Buffer> {
  const n = hi - lo
  if (n <= 0) throw new RangeError('空的区间')
  const level = Math.log2(n)
  if (Number.isInteger(level) && lo % n === 0) return read(level, lo / n)
  const k = below(n)
  return nodeHash(h, await range(h, read, lo, lo + k), await range(h, read, lo + k, hi))
}
export const root = (h: Hasher, read: Reader, size: number): Promise<Buffer> =>
  size === 0 ? Promise.resolve(emptyRoot(h)) : range(h, read, 0, size)

/** Throws RangeError unless 0 ≤ index < size. */
export async function inclusionProof(
  h: Hasher,
  read: Reader,
  index: number,
  size: number,
): Promise<Buffer[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`没有第${index}条，共${size}条`)
  const path = async (m: number, lo: number, hi: number): Promise<Buffer[]> => {
    if (hi - lo <= 1) return []
    const k = lo + below(hi - lo)
    return m < k
      ? [...(await path(m, lo, k)), await range(h, read, k, hi)]
      : [...(await path(m, k, hi)), await range(h, read, lo, k)]
  }
  return path(index, 0, size)
}
/** Throws RangeError unless 0 ≤ from ≤ to. */
export async function consistencyProof(
  h: Hasher,
  read: Reader,
  from: number,
  to: number,
): Promise<Buffer[]> {
  if (!(from >= 0 && from <= to)) throw new RangeError(`不能证明由${from}到${to}`)
  if (from === 0 || from === to) return []
  const sub = async (m: number, lo: number, hi: number, whole: boolean): Promise<Buffer[]> => {
    if (m === hi) return whole ? [] : [await range(h, read, lo, hi)]
    const k = lo + below(hi - lo)
    return m <= k
      ? [...(await sub(m, lo, k, whole)), await range(h, read, k, hi)]
      : [...(await sub(m, k, hi, false)), await range(h, read, lo, k)]
  }
  return sub(from, 0, to, true)
}

/** RFC 9162 §2.1.3.2. */
export function verifyInclusion(
  h: Hasher,
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
  expected: Buffer,
): boolean {
  if (index < 0 || index >= size) return false
  let fn = index
  let sn = size - 1
  let r = leaf
  for (const p of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(h, p, r)
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2)
        sn = Math.floor(sn / 2)
      }
    } else r = nodeHash(h, r, p)
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && r.equals(expected)
}
/** RFC 9162 §2.1.4.2. */
export function verifyConsistency(
  h: Hasher,
  from: number,
  to: number,
  proof: readonly Buffer[],
  first: Buffer,
  second: Buffer,
): boolean {
  if (from > to) return false
  if (from === to) return proof.length === 0 && first.equals(second)
  if (from === 0) return proof.length === 0 && first.equals(emptyRoot(h))
  const path = Number.isInteger(Math.log2(from)) ? [first, ...proof] : [...proof]
  let fn = from - 1
  let sn = to - 1
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  let fr = path[0]
  let sr = path[0]
  if (!fr || !sr) return false
  for (const c of path.slice(1)) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(h, c, fr)
      sr = nodeHash(h, c, sr)
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2)
        sn = Math.floor(sn / 2)
      }
    } else sr = nodeHash(h, sr, c)
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && fr.equals(first) && sr.equals(second)
}
/** A reader over leaf hashes held in memory: for the verifier and for tests. */
export const readerOf = (h: Hasher, leaves: readonly Buffer[]): Reader => {
  const known = new Map<string, Buffer>()
  const read: Reader = async (level, index) => {
    if (level === 0) {
      const leaf = leaves[index]
      if (!leaf) throw new RangeError(`没有第${index}片叶子`)
      return leaf
    }
    const key = `${level}/${index}`
    const found = known.get(key)
    if (found) return found
    const made = nodeHash(h, await read(level - 1, index * 2), await read(level - 1, index * 2 + 1))
    known.set(key, made)
    return made
  }
  return read
}
