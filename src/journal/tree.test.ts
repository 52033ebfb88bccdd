import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkpointText, openCheckpoint, signerOf, signNote, vkey } from './note.ts'
import { parseTile } from './routes.ts'
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  readerOf,
  root,
  sha256,
  sm3,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts'

// The inputs and roots of the RFC 6962 reference implementations.
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
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
test('根与 RFC 6962 的参考值一致', async () => {
  const leaves = inputs.map((i) => leafHash(sha256, Buffer.from(i, 'hex')))
  for (const [i, want] of roots.entries())
    expect((await root(sha256, readerOf(sha256, leaves), i + 1)).toString('hex')).toBe(want)
})
test.each([sha256, sm3])('每条都证得出，每个前缀都相容，改一位就不成立（$name）', async (h) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 90 }), fc.nat(), fc.nat(), async (size, a, b) => {
      const leaves = Array.from({ length: size }, (_, i) => leafHash(h, Buffer.from(`条目${i}`)))
      const read = readerOf(h, leaves)
      const top = await root(h, read, size)
      const index = a % size
      const path = await inclusionProof(h, read, index, size)
      expect(verifyInclusion(h, leaves[index] as Buffer, index, size, path, top)).toBe(true)
      expect(verifyInclusion(h, leafHash(h, Buffer.from('别的')), index, size, path, top)).toBe(
        false,
      )
      const from = b % (size + 1)
      const old = await root(h, read, from)
      const between = await consistencyProof(h, read, from, size)
      expect(verifyConsistency(h, from, size, between, old, top)).toBe(true)
      if (from > 0 && from < size)
        expect(verifyConsistency(h, from, size, between, top, top)).toBe(false)
    }),
    { numRuns: 60 },
  )
})
test('检查点由认得的钥匙签，动一个字就不认', () => {
  const s = signerOf('测试/流水', Buffer.alloc(32, 7))
  const note = signNote(checkpointText('测试/流水', 3, Buffer.alloc(32, 1)), s)
  expect(openCheckpoint(note, vkey(s))).toMatchObject({ origin: '测试/流水', size: 3 })
  expect(() => openCheckpoint(note.replace('\n3\n', '\n4\n'), vkey(s))).toThrow('有效签名')
  expect(() => openCheckpoint(note, vkey(signerOf('测试/流水', Buffer.alloc(32, 8))))).toThrow(
    '有效签名',
  )
})
test.each([
  ['0/000', { level: 0, n: 0, width: 256 }],
  ['1/x001/x234/067.p/17', { level: 1, n: 1234067, width: 17 }],
  ['entries/005.p/9', { level: 'entries', n: 5, width: 9 }],
  ['0/5', null],
  ['0/x000/005', null],
  ['0/000.p/0', null],
  ['0/000.p/256', null],
  ['../000', null],
])('分片地址 %s', (path, want) => expect(parseTile(path)).toEqual(want))
