import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  append,
  completedTiles,
  consistencyProof,
  decodeBundle,
  decodeTile,
  emptyEdge,
  encodeBundle,
  encodeTile,
  inclusionProof,
  leafHash,
  memoryReader,
  parseTilePath,
  partialTiles,
  sha256,
  type Tile,
  tiledReader,
  tileIn,
  tilePath,
} from './index.ts'

const hex = (b: Uint8Array) => Buffer.from(b).toString('hex')

test.each<[string, Tile]>([
  ['tile/0/000', { level: 0, index: 0, width: 256 }],
  ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
  ['tile/1/005.p/17', { level: 1, index: 5, width: 17 }],
  ['tile/63/999', { level: 63, index: 999, width: 256 }],
  ['tile/entries/x001/000.p/1', { level: 'entries', index: 1000, width: 1 }],
])('%s', (path, tile) => {
  expect(tilePath(tile)).toBe(path)
  expect(parseTilePath(path)).toEqual(tile)
})
test.each([
  '0/000',
  'tile/0/0',
  'tile/00/000',
  'tile/64/000',
  'tile/0/x000/005',
  'tile/0/001/002',
  'tile/0/x001',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/07',
  'tile/0/000/',
  'tile/data/000',
  'tile/0/x999/x999/x999/x999/x999/999',
])('不是分片地址：%s', (path) => expect(parseTilePath(path)).toBeNull())
test('写不出的分片', () => {
  for (const bad of [
    { level: 64, index: 0, width: 1 },
    { level: 0, index: -1, width: 1 },
    { level: 0, index: 0, width: 0 },
    { level: 0, index: 0, width: 257 },
  ])
    expect(() => tilePath(bad)).toThrow(RangeError)
})

test('七万条的树，C2SP 文中的例子', () => {
  const full = completedTiles(0, 70_000)
  expect(full.filter((t) => t.level === 0).length).toBe(273)
  expect(full.filter((t) => t.level === 1)).toEqual([{ level: 1, index: 0, width: 256 }])
  expect(full.length).toBe(274)
  expect(partialTiles(70_000)).toEqual([
    { level: 0, index: 273, width: 112 },
    { level: 1, index: 1, width: 17 },
    { level: 2, index: 0, width: 1 },
  ])
  expect(partialTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }])
  expect(partialTiles(0)).toEqual([])
  expect(tileIn(2, 0, 70_000)).toEqual({ level: 2, index: 0, width: 1 })
  expect(tileIn(3, 0, 70_000)).toBeNull()
  expect(() => completedTiles(2, 1)).toThrow(RangeError)
})
test('分段完成的分片合起来就是全部', () => {
  fc.assert(
    fc.property(fc.nat(200_000), fc.nat(200_000), (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a]
      const paths = (x: number, y: number) => completedTiles(x, y).map(tilePath)
      expect([...paths(0, from), ...paths(from, to)].sort()).toEqual(paths(0, to).sort())
    }),
  )
})

test('条目束：两字节长度加内容', () => {
  expect([...encodeBundle([new Uint8Array(0), Uint8Array.of(7)])]).toEqual([0, 0, 0, 1, 7])
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 256 }), (entries) => {
      // Inside a larger buffer, as network reads are.
      const encoded = encodeBundle(entries)
      const outer = new Uint8Array(encoded.length + 5)
      outer.set(encoded, 3)
      const inner = outer.subarray(3, 3 + encoded.length)
      expect(decodeBundle(inner, entries.length).map((e) => [...e])).toEqual(
        entries.map((e) => [...e]),
      )
    }),
    { numRuns: 30 },
  )
  const one = encodeBundle([Uint8Array.of(1, 2, 3)])
  expect(() => decodeBundle(one, 2)).toThrow('应有2条')
  expect(() => decodeBundle(one, 0)).toThrow('多出')
  expect(() => decodeBundle(one.subarray(0, 4), 1)).toThrow('不完整')
  expect(encodeBundle([new Uint8Array(65_535)]).length).toBe(65_537)
  expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(RangeError)
  expect(() => encodeBundle(Array(257).fill(new Uint8Array(0)))).toThrow(RangeError)
})

test('只凭分片就能出证明，每片只取一次', async () => {
  const size = 70_000
  const leaves = Array.from({ length: size }, (_, i) => leafHash(sha256, Buffer.from(`${i}`)))
  const { nodes } = append(sha256, emptyEdge, leaves)
  const rows = (level: number) =>
    level === 0 ? leaves : nodes.filter((n) => n.level === level * 8).map((n) => n.hash)
  const stored = [rows(0), rows(1), rows(2)]
  const memory = memoryReader(sha256, leaves)
  let fetched: string[] = []
  const read = tiledReader(sha256, size, async (tiles) => {
    fetched = tiles.map(tilePath)
    return tiles.map((t) => {
      const all = stored[Number(t.level)] ?? []
      return encodeTile(all.slice(t.index * 256, t.index * 256 + t.width))
    })
  })
  for (const index of [0, 255, 256, 65_535, 65_536, size - 1]) {
    expect((await inclusionProof(sha256, read, index, size)).map(hex)).toEqual(
      (await inclusionProof(sha256, memory, index, size)).map(hex),
    )
    expect(new Set(fetched).size).toBe(fetched.length)
    expect(fetched.length).toBeLessThanOrEqual(5)
  }
  expect((await consistencyProof(sha256, read, 12_345, size)).map(hex)).toEqual(
    (await consistencyProof(sha256, memory, 12_345, size)).map(hex),
  )
  await expect(inclusionProof(sha256, read, 0, size * 2)).rejects.toThrow('没有第')
  const short = tiledReader(sha256, size, async (tiles) => tiles.map(() => new Uint8Array(32)))
  await expect(inclusionProof(sha256, short, 0, size)).rejects.toThrow('字节')
  expect(() => decodeTile(sha256, new Uint8Array(33), 1)).toThrow(RangeError)
})
