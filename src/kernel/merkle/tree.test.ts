import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  append,
  consistencyNodes,
  consistencyProof,
  edgeRoot,
  emptyEdge,
  emptyRoot,
  type Hasher,
  inclusionNodes,
  inclusionProof,
  leafHash,
  memoryReader,
  nodeHash,
  oneByOne,
  perfect,
  readEdge,
  root,
  rootNodes,
  sha256,
  sm3,
  verifyConsistency,
  verifyInclusion,
} from './index.ts'

const hex = (b: Uint8Array) => Buffer.from(b).toString('hex')
const bytes = (s: string) => new Uint8Array(Buffer.from(s, 'hex'))
const at = <T>(xs: readonly T[], i: number): T => {
  const x = xs[i]
  if (x === undefined) throw new RangeError(`${i}`)
  return x
}
const leavesOf = (h: Hasher, n: number) =>
  Array.from({ length: n }, (_, i) => leafHash(h, new TextEncoder().encode(`条目${i}`)))

/** RFC 6962 §2.1 word for word, to be compared with. */
function plainRoot(h: Hasher, leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot(h)
  if (leaves.length === 1) return at(leaves, 0)
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(h, plainRoot(h, leaves.slice(0, k)), plainRoot(h, leaves.slice(k)))
}

// Inputs, roots and proofs of the certificate-transparency reference implementations (C++ and Go).
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
describe('RFC 6962 参考值', () => {
  const leaves = inputs.map((i) => leafHash(sha256, bytes(i)))
  const read = memoryReader(sha256, leaves)
  test.each(roots.map((r, n) => [n, r] as const))('前%i条的根', async (n, want) => {
    expect(hex(await root(sha256, read, n))).toBe(want)
    expect(hex(append(sha256, emptyEdge, leaves.slice(0, n)).root)).toBe(want)
  })
  test.each([
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('第%i条在大小%i的树里', async (index, size, want) => {
    const proof = await inclusionProof(sha256, read, index, size)
    expect(proof.map(hex)).toEqual(want)
  })
  test.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('由%i长到%i', async (from, to, want) => {
    const proof = await consistencyProof(sha256, read, from, to)
    expect(proof.map(hex)).toEqual(want)
    expect(
      verifyConsistency(sha256, {
        from,
        to,
        oldRoot: bytes(at(roots, from)),
        newRoot: bytes(at(roots, to)),
        proof,
      }),
    ).toBe(true)
  })
})

test('SM3 是 GB/T 32905 的 SM3', () => {
  expect(hex(sm3.hash(new TextEncoder().encode('abc')))).toBe(
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  )
})

describe.each([sha256, sm3])('$name', (h) => {
  const MAX = 150
  const leaves = leavesOf(h, MAX)
  const read = memoryReader(h, leaves)

  test('每个大小、每个序号、每一对大小都证得出', async () => {
    const n = 40
    const all = await Promise.all(Array.from({ length: n + 1 }, (_, size) => root(h, read, size)))
    for (let size = 0; size <= n; size++) {
      expect(hex(at(all, size))).toBe(hex(plainRoot(h, leaves.slice(0, size))))
      for (let index = 0; index < size; index++) {
        const proof = await inclusionProof(h, read, index, size)
        const leaf = at(leaves, index)
        expect(verifyInclusion(h, { leaf, index, size, proof, root: at(all, size) })).toBe(true)
      }
      for (let from = 0; from <= size; from++) {
        const proof = await consistencyProof(h, read, from, size)
        const claim = { from, to: size, oldRoot: at(all, from), newRoot: at(all, size), proof }
        expect(verifyConsistency(h, claim)).toBe(true)
      }
    }
  })

  test('任何一位改了，归属证明就不成立', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: MAX }),
        fc.nat(),
        fc.nat(),
        fc.nat(255),
        async (size, a, b, bit) => {
          const index = a % size
          const proof = await inclusionProof(h, read, index, size)
          const good = {
            leaf: at(leaves, index),
            index,
            size,
            proof,
            root: await root(h, read, size),
          }
          expect(verifyInclusion(h, good)).toBe(true)
          const which = b % (proof.length + 2)
          const bent =
            which === 0
              ? { ...good, leaf: flip(good.leaf, bit) }
              : which === 1
                ? { ...good, root: flip(good.root, bit) }
                : { ...good, proof: proof.map((p, i) => (i === which - 2 ? flip(p, bit) : p)) }
          expect(verifyInclusion(h, bent)).toBe(false)
          expect(verifyInclusion(h, { ...good, proof: [...proof, good.leaf] })).toBe(false)
          expect(verifyInclusion(h, { ...good, proof: proof.slice(0, -1) })).toBe(
            proof.length === 0,
          )
          if (size > 1)
            expect(verifyInclusion(h, { ...good, index: (index + 1) % size })).toBe(false)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('任何一位改了，一致证明就不成立', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: MAX }),
        fc.nat(),
        fc.nat(),
        fc.nat(255),
        async (to, a, b, bit) => {
          const from = 1 + (a % (to - 1))
          const proof = await consistencyProof(h, read, from, to)
          const [oldRoot, newRoot] = [await root(h, read, from), await root(h, read, to)]
          const good = { from, to, oldRoot, newRoot, proof }
          expect(verifyConsistency(h, good)).toBe(true)
          const which = b % (proof.length + 2)
          const bent =
            which === 0
              ? { ...good, oldRoot: flip(oldRoot, bit) }
              : which === 1
                ? { ...good, newRoot: flip(newRoot, bit) }
                : { ...good, proof: proof.map((p, i) => (i === which - 2 ? flip(p, bit) : p)) }
          expect(verifyConsistency(h, bent)).toBe(false)
          expect(verifyConsistency(h, { ...good, proof: [...proof, newRoot] })).toBe(false)
          expect(verifyConsistency(h, { ...good, proof: proof.slice(0, -1) })).toBe(false)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('怎样分批追加都是同一棵树，存下的节点都是真的', async () => {
    const many = leavesOf(h, 1400)
    const readMany = memoryReader(h, many)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 5 }),
        async (batches) => {
          let edge = emptyEdge
          const rows = new Map<string, string>()
          for (const n of batches) {
            const from = edge.size
            const step = append(h, edge, many.slice(from, from + n))
            for (const x of step.nodes) {
              expect(rows.has(`${x.level}/${x.index}`)).toBe(false)
              rows.set(`${x.level}/${x.index}`, hex(x.hash))
              expect([hex(x.hash)]).toEqual((await readMany([x])).map(hex))
            }
            edge = step.edge
            expect(hex(step.root)).toBe(hex(await root(h, readMany, edge.size)))
            expect(await readEdge(h, readMany, edge.size)).toEqual(edge)
            expect(hex(edgeRoot(h, edge))).toBe(hex(step.root))
          }
          expect(rows.size).toBe(Math.floor(edge.size / 256))
        },
      ),
      { numRuns: 25 },
    )
  })
})
function flip(b: Uint8Array, bit: number): Uint8Array {
  const out = Uint8Array.from(b)
  out[bit >> 3] = at([...out], bit >> 3) ^ (1 << (bit & 7))
  return out
}

test('六万多条以后存第16层的节点', () => {
  const leaf = leafHash(sha256, new Uint8Array(0))
  const { nodes, edge, root: top } = append(sha256, emptyEdge, Array(65_536).fill(leaf))
  expect(nodes.length).toBe(257)
  expect(nodes.at(-1)).toMatchObject({ level: 16, index: 0 })
  expect(hex(at(edge.hashes, 0))).toBe(hex(top))
})

describe('边界', () => {
  const leaves = leavesOf(sha256, 3)
  const read = memoryReader(sha256, leaves)
  test('零条、一条、相等', async () => {
    expect(hex(await root(sha256, read, 0))).toBe(hex(emptyRoot(sha256)))
    expect(rootNodes(0)).toEqual([])
    expect(await inclusionProof(sha256, read, 0, 1)).toEqual([])
    expect(await consistencyProof(sha256, read, 0, 3)).toEqual([])
    expect(await consistencyProof(sha256, read, 3, 3)).toEqual([])
    const newRoot = await root(sha256, read, 3)
    const claim = { from: 0, to: 3, oldRoot: emptyRoot(sha256), newRoot, proof: [] }
    expect(verifyConsistency(sha256, claim)).toBe(true)
    expect(verifyConsistency(sha256, { ...claim, oldRoot: newRoot })).toBe(false)
    expect(verifyConsistency(sha256, { ...claim, from: 3, oldRoot: newRoot })).toBe(true)
    expect(verifyConsistency(sha256, { ...claim, from: 3 })).toBe(false)
    expect(verifyConsistency(sha256, { ...claim, from: 4 })).toBe(false)
  })
  test.each([
    [0, 0],
    [3, 3],
    [4, 3],
    [-1, 3],
    [0.5, 3],
    [Number.NaN, 3],
    [0, 2 ** 53],
  ])('没有第%d条，共%d条', async (index, size) => {
    await expect(inclusionProof(sha256, read, index, size)).rejects.toThrow(RangeError)
    expect(
      verifyInclusion(sha256, { leaf: at(leaves, 0), index, size, proof: [], root: at(leaves, 0) }),
    ).toBe(false)
  })
  test.each([
    [4, 3],
    [-1, 3],
    [1, Number.POSITIVE_INFINITY],
  ])('不能由%d长到%d', async (from, to) => {
    await expect(consistencyProof(sha256, read, from, to)).rejects.toThrow(RangeError)
  })
  test('节点只问一次，一起问；答错了就说', async () => {
    const asked: number[] = []
    const counting = (nodes: Parameters<typeof read>[0]) => {
      asked.push(nodes.length)
      return read(nodes)
    }
    await inclusionProof(sha256, counting, 0, 3)
    expect(asked).toEqual([2])
    await expect(root(sha256, () => [], 3)).rejects.toThrow('取到0个')
    await expect(root(sha256, () => [new Uint8Array(3), new Uint8Array(32)], 3)).rejects.toThrow()
    const single = oneByOne(async (level, index) => at(await read([{ level, index }]), 0))
    expect(await root(sha256, single, 3)).toEqual(await root(sha256, read, 3))
    expect(() => perfect(sha256, leaves)).toThrow(RangeError)
  })
  test('很大的树只数节点，不溢出', () => {
    const size = 2 ** 52 + 3
    expect(rootNodes(size).map((n) => n.level)).toEqual([52, 1, 0])
    expect(inclusionNodes(size - 1, size).length).toBe(2)
    expect(consistencyNodes(2 ** 40, size).flat().length).toBeLessThan(60)
  })
  test('右缘与大小不合就不接', () => {
    expect(() => append(sha256, { size: 3, hashes: leaves.slice(0, 1) }, [])).toThrow(RangeError)
    expect(() => append(sha256, emptyEdge, [new Uint8Array(31)])).toThrow(RangeError)
    expect(append(sha256, emptyEdge, []).root).toEqual(emptyRoot(sha256))
  })
})
