import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { permutation } from '#kernel'
import { commitmentOf, seedOf } from './permute.ts'

const seed = (i: number) => Buffer.from(i.toString(16).padStart(64, '0'), 'hex')

/** The same arithmetic written again from its description, with nothing shared: RFC 5869 by hand, and selection by splice. */
function again(ikm: Buffer, size: number): number[] {
  const prk = createHmac('sha256', 'yiwang/draw/v2').update(ikm).digest()
  const numbers: number[] = []
  for (let chunk = 0; numbers.length < size * 4 + 64; chunk++) {
    let t = Buffer.alloc(0)
    let okm = Buffer.alloc(0)
    for (let i = 1; okm.length < 128; i++) {
      t = createHmac('sha256', prk)
        .update(Buffer.concat([t, Buffer.from(`permutation/${chunk}`), Buffer.from([i])]))
        .digest()
      okm = Buffer.concat([okm, t])
    }
    for (let i = 0; i < 128; i += 4)
      numbers.push(Number(BigInt(`0x${okm.toString('hex', i, i + 4)}`)))
  }
  const out = Array.from({ length: size }, (_, i) => i)
  for (let i = size - 1; i > 0; i--) {
    let x = numbers.shift() as number
    while (x >= Math.floor(4294967296 / (i + 1)) * (i + 1)) x = numbers.shift() as number
    const j = x - Math.floor(x / (i + 1)) * (i + 1)
    const [a, b] = [out[i] as number, out[j] as number]
    out[i] = b
    out[j] = a
  }
  return out
}
test('另写一遍的算法逐位相同', () => {
  for (let i = 0; i < 2000; i++)
    expect(permutation(seed(i), 1 + (i % 60))).toEqual(again(seed(i), 1 + (i % 60)))
})
test('排列是排列：每人恰好一次', () => {
  for (const n of [0, 1, 2, 5, 500])
    expect([...permutation(randomBytes(32), n)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: n }, (_, i) => i),
    )
})
test('两万次抽取，第一位落在每个人身上的机会均等（卡方，p>0.001）', () => {
  const n = 12
  const counts = new Array<number>(n).fill(0)
  const rounds = 20_000
  for (let i = 0; i < rounds; i++) (counts[permutation(seed(i), n)[0] as number] as number)++
  const expected = rounds / n
  const chi = counts.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0)
  // 11 degrees of freedom: 31.26 is exceeded by chance once in a thousand.
  expect(chi).toBeLessThan(31.26)
})
test('种子换一位，次序就不同；承诺不能抄别人的', () => {
  const parts = { spec: 'a', beacon: { size: 3, root: 'x' }, reveals: [{ by: '平台', nonce: '0' }] }
  expect(seedOf(parts)).not.toEqual(seedOf({ ...parts, beacon: { size: 4, root: 'x' } }))
  expect(commitmentOf('平台', '0')).not.toBe(commitmentOf('采购人', '0'))
  const both = [
    { by: '采购人', nonce: '1' },
    { by: '平台', nonce: '0' },
  ]
  expect(seedOf({ ...parts, reveals: both })).toEqual(
    seedOf({ ...parts, reveals: [...both].reverse() }),
  )
})
test('种子长度不对、人数不是整数，都不算', () => {
  expect(() => permutation(Buffer.alloc(31), 3)).toThrow('32字节')
  expect(() => permutation(seed(1), 2.5)).toThrow('人数')
})
