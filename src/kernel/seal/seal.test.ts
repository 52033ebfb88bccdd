import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'
import { newKeyPair, openBytes, padded, sealBytes } from './suite.ts'

const text = (s: string) => new TextEncoder().encode(s)

test('封存再开启，一字不差；密文长度只透露数量级', async () => {
  const { publicKey, privateKey } = await newKeyPair()
  for (const n of [0, 1, 1023, 1024, 5000, 100_000]) {
    const plaintext = crypto.getRandomValues(new Uint8Array(Math.min(n, 65_536)))
    const { envelope, ciphertext } = await sealBytes({ publicKey, context: '包一 甲', plaintext })
    expect(ciphertext.length).toBe(padded(plaintext.length) + 16)
    expect(await openBytes({ privateKey, context: '包一 甲', envelope, ciphertext })).toEqual(
      plaintext,
    )
  }
})
test('换一包、换一家、动一个字节，都打不开，并说出原因', async () => {
  const { publicKey, privateKey } = await newKeyPair()
  const other = await newKeyPair()
  const { envelope, ciphertext } = await sealBytes({
    publicKey,
    context: '包一 甲',
    plaintext: text('报价'),
  })
  const open = (change: object) =>
    openBytes({ privateKey, context: '包一 甲', envelope, ciphertext, ...change })
  await expect(open({ context: '包一 乙' })).rejects.toMatchObject({ why: '密钥承诺不符' })
  await expect(open({ privateKey: other.privateKey })).rejects.toMatchObject({
    why: '密钥承诺不符',
  })
  const bent = ciphertext.slice()
  bent[3] = (bent[3] as number) ^ 1
  await expect(open({ ciphertext: bent })).rejects.toMatchObject({ why: '密文被改动或密钥不符' })
  await expect(open({ envelope: { ...envelope, suite: 'X' } })).rejects.toMatchObject({
    why: '套件不符',
  })
  await expect(open({ envelope: { ...envelope, epk: 'AAAA' } })).rejects.toMatchObject({
    why: '信封格式',
  })
  await expect(open({ envelope: { ...envelope, length: 3 } })).rejects.toMatchObject({
    why: '填充不符',
  })
})
test('同样的事实写成同样的字节，与键的先后无关；分数不写', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string(),
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      ),
      (o) => {
        const shuffled = Object.fromEntries(Object.entries(o).reverse())
        expect(canonical(shuffled)).toBe(canonical(o))
        expect(JSON.parse(canonical(o))).toEqual(JSON.parse(JSON.stringify(o)))
      },
    ),
  )
  expect(() => canonical({ a: 0.1 })).toThrow(TypeError)
})
