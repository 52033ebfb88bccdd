import { createHash, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { sm2 } from 'sm-crypto-v2'
import { expect, test } from 'vitest'
import { fromHex, toHex, utf8 } from './base64.ts'
import { gm1 } from './gm.ts'
import { sha256hex, sm3hex } from './hash.ts'
import { std1 } from './std.ts'

test('SM3：GB/T 32905 附录的两个例子，Node 自带的也这样算', async () => {
  expect(await sm3hex('abc')).toBe(
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  )
  expect(await sm3hex('abcd'.repeat(16))).toBe(
    'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
  )
  expect(await sha256hex('abc')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (b) => {
      expect(await sm3hex(b)).toBe(createHash('sm3').update(b).digest('hex'))
      expect(await sha256hex(b)).toBe(createHash('sha256').update(b).digest('hex'))
    }),
  )
  expect(await sm3hex('政府采购')).toBe(createHash('sm3').update('政府采购').digest('hex'))
})
test('SM2 解密：GB/T 32918.5 附录', () => {
  const ciphertext =
    '04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73' +
    'e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0' +
    '59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766' +
    '21886ca989ca9c7d58087307ca93092d651efa'
  const key = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8'
  const opened = sm2.doDecrypt(ciphertext, key, 1, { output: 'array' })
  expect(new TextDecoder().decode(opened)).toBe('encryption standard')
})
test('SM4-GCM：RFC 8998 附录 A.1', async () => {
  const key = fromHex('0123456789abcdeffedcba9876543210')
  const nonce = fromHex('00001234567800000000abcd')
  const aad = fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2')
  const body = fromHex(
    'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa',
  )
  const sealed = await gm1.encrypt(key, nonce, aad, body)
  expect(toHex(sealed)).toBe(
    '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735' +
      'd82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d' +
      '83de3541e4c2b58177e065a9bf7b62ec',
  )
  expect(toHex(await gm1.decrypt(key, nonce, aad, sealed))).toBe(toHex(body))
  await expect(gm1.decrypt(key, nonce, aad.slice(1), sealed)).rejects.toThrow()
  await expect(gm1.decrypt(key, nonce, aad, sealed.slice(0, 15))).rejects.toThrow(RangeError)
})
test('HKDF 与 OpenSSL 一致；SHA-256 是 RFC 5869 的例子', async () => {
  const ikm = new Uint8Array(22).fill(0x0b)
  const salt = fromHex('000102030405060708090a0b0c')
  const info = fromHex('f0f1f2f3f4f5f6f7f8f9')
  expect(toHex(await std1.hkdf(ikm, salt, info, 42))).toBe(
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 100 }),
      fc.uint8Array({ maxLength: 100 }),
      fc.uint8Array({ maxLength: 100 }),
      fc.integer({ min: 1, max: 100 }),
      async (a, b, c, n) => {
        const mine = await gm1.hkdf(new Uint8Array(a), new Uint8Array(b), new Uint8Array(c), n)
        expect(toHex(mine)).toBe(Buffer.from(hkdfSync('sm3', a, b, c, n)).toString('hex'))
      },
    ),
    { numRuns: 50 },
  )
})
test('十六进制只认成对的', () => {
  expect([...fromHex('00fF')]).toEqual([0, 255])
  for (const bad of ['0', 'zz', '0x', ' 00']) expect(() => fromHex(bad)).toThrow(RangeError)
  expect(toHex(utf8('甲'))).toBe('e794b2')
})
