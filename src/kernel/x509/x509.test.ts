import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  certificateOf,
  holderFault,
  issuedBy,
  issuerFault,
  readCertificate,
  sm2Signed,
} from './certificate.ts'
import { BadDer, pem, pemBlocks, readAll } from './der.ts'
import { makeKeyFile, openKeyFile, proofText, WrongKeyPassphrase } from './holder.ts'
import { makeCertificate, makeRevocationList, newKeys, type Wish } from './make.ts'
import { listFault, revocationListOf } from './revocation.ts'

/** Made once with OpenSSL 3.0: an issuer, a person's certificate, the person's key under 'openssl-made', a list that revokes it. */
const made = readFileSync(new URL('openssl.test.pem', import.meta.url), 'utf8')
const [issuer, person] = pemBlocks(made)
  .filter((b) => b.label === 'CERTIFICATE')
  .map((b) => readCertificate(b.bytes))
if (!issuer || !person) throw new Error('openssl.test.pem')
const NOW = Date.parse('2026-11-26T00:00:00Z')
const YEAR = 365 * 86_400_000

const ca = newKeys()
const its = { C: 'CN', O: '试验机构', CN: '试验根' }
const wish = (over: Partial<Wish> = {}): Wish => ({
  serial: '0b1e',
  subject: { C: 'CN', O: '某单位', CN: '张帆' },
  issuer: its,
  begins: NOW - 1000,
  ends: NOW + YEAR,
  publicKey: newKeys().publicKey,
  use: 'sign',
  ...over,
})
const root = readCertificate(
  makeCertificate(wish({ subject: its, publicKey: ca.publicKey, use: 'issue' }), ca.privateKey),
)

describe('OpenSSL 签的，我们认得', () => {
  test('名称、序列号、期限、用途', () => {
    expect(person.subject).toMatchObject({ text: 'C=CN, O=某单位, CN=张帆', commonName: '张帆' })
    expect(person.serial).toBe('f1e2d3c4b5a69788')
    expect(new Date(person.ends).getUTCFullYear()).toBe(2046)
    expect(holderFault(person, NOW)).toBeNull()
    expect(issuerFault(issuer, NOW)).toBeNull()
    expect(holderFault(issuer, NOW)).toContain('颁发机构')
    expect(issuerFault(person, NOW)).toContain('CA')
  })
  test('签名、吊销列表、加密私钥', async () => {
    expect(issuedBy(person, issuer)).toBe(true)
    expect(issuedBy(person, root)).toBe(false)
    const list = revocationListOf(made)
    expect(listFault(list, issuer, NOW, null)).toBeNull()
    expect(list.revoked).toEqual([
      { serial: person.serial, at: Date.parse('2026-11-01T00:00:00Z'), reason: 1 },
    ])
    const signer = await openKeyFile(made, 'openssl-made')
    expect(signer.certificate.fingerprint).toBe(person.fingerprint)
    const text = proofText({ purpose: '登录', origin: 'https://a.example', challenge: 'x' })
    expect(sm2Signed(person.publicKey, text, await signer.sign(text))).toBe(true)
    await expect(openKeyFile(made, 'openssl-maid')).rejects.toThrow(WrongKeyPassphrase)
  })
})
const openssl = (() => {
  try {
    return /^OpenSSL 3/.test(execFileSync('openssl', ['version'], { encoding: 'utf8' }))
  } catch {
    return false
  }
})()
test.skipIf(!openssl)('我们签的，OpenSSL 认得', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-x509-'))
  const keys = newKeys()
  const bytes = makeCertificate(wish({ publicKey: keys.publicKey }), ca.privateKey)
  const list = makeRevocationList(
    {
      issuer: its,
      number: '05',
      made: NOW,
      next: NOW + YEAR,
      revoked: [{ serial: '0b1e', at: NOW, reason: 1 }],
    },
    ca.privateKey,
  )
  const put = (name: string, text: string) => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
  const run = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8' })
  try {
    const rootFile = put('ca.pem', pem('CERTIFICATE', root.bytes))
    const leaf = put('p.pem', pem('CERTIFICATE', bytes))
    const at = ['-attime', String(NOW / 1000 + 60), '-vfyopt', 'distid:1234567812345678']
    expect(run('verify', ...at, '-CAfile', rootFile, leaf)).toContain('OK')
    const crl = put('l.pem', pem('X509 CRL', list))
    expect(run('crl', '-in', crl, '-noout', '-text')).toContain('Serial Number: 0B1E')
    const key = put('k.pem', await makeKeyFile(bytes, keys, 'kou ling', 1000))
    expect(run('pkey', '-in', key, '-passin', 'pass:kou ling', '-noout', '-text')).toContain('SM2')
  } finally {
    rmSync(dir, { recursive: true })
  }
})

describe('不是那回事的', () => {
  test.each<[string, Partial<Wish>, string]>([
    ['已过期', { ends: NOW }, '证书已过期'],
    ['尚未生效', { begins: NOW + 1000 }, '证书尚未生效'],
    ['加密证书', { use: 'encrypt' }, '这张证书不是签名证书'],
    ['颁发机构自己的', { use: 'issue' }, '这是颁发机构的证书'],
  ])('%s', (_, over, fault) => {
    const c = readCertificate(makeCertificate(wish(over), ca.privateKey))
    expect(issuedBy(c, root)).toBe(true)
    expect(holderFault(c, NOW)).toContain(fault)
  })
  test('别的机构用同一个名称签的', () => {
    const forged = readCertificate(makeCertificate(wish(), newKeys().privateKey))
    expect(forged.issuer.text).toBe(root.subject.text)
    expect(issuedBy(forged, root)).toBe(false)
  })
  test('吊销列表：旧的、过期的、别人的', () => {
    const at = (date: number, key = ca.privateKey) =>
      revocationListOf(
        makeRevocationList(
          { issuer: its, number: '01', made: date, next: date + 1000, revoked: [] },
          key,
        ),
      )
    expect(listFault(at(NOW), root, NOW, NOW - 1)).toBeNull()
    expect(listFault(at(NOW), root, NOW, NOW)).toContain('更新')
    expect(listFault(at(NOW - 1000), root, NOW, null)).toContain('过期')
    expect(listFault(at(NOW + 1000), root, NOW, null)).toContain('将来')
    expect(listFault(at(NOW, newKeys().privateKey), root, NOW, null)).toContain('签名')
  })
  test('改动任何一个字节，或者读不懂，或者验不过', () => {
    const { bytes } = person
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (i, flip) => {
        const other = Uint8Array.from(bytes)
        other[i] = (other[i] ?? 0) ^ flip
        try {
          return !issuedBy(readCertificate(other), issuer)
        } catch (e) {
          return e instanceof BadDer
        }
      }),
      { numRuns: 300 },
    )
  })
  test.each([
    ['长度不是最短', [0x04, 0x81, 0x01, 0x00]],
    ['长度不定', [0x30, 0x80, 0x00, 0x00]],
    ['长度超出', [0x04, 0x05, 0x00]],
    ['长度过大', [0x04, 0x84, 0, 0, 0, 1, 0]],
    ['标签过大', [0x1f, 0x81, 0x01, 0x00]],
  ])('DER：%s', (_, bytes) => {
    expect(() => readAll(Uint8Array.from(bytes))).toThrow(BadDer)
  })
  test('证书后面带尾巴的不认', () => {
    expect(() => certificateOf(Uint8Array.from([...person.bytes, 0]))).toThrow(BadDer)
  })
})
test.each([
  ['r 为零', (s: string) => '0'.repeat(64) + s.slice(64)],
  ['s 为零', (s: string) => s.slice(0, 64) + '0'.repeat(64)],
  ['超出阶', (s: string) => 'f'.repeat(64) + s.slice(64)],
  ['大写', (s: string) => s.toUpperCase().replace(/\d/g, 'A')],
  ['太短', (s: string) => s.slice(2)],
])('签名%s，不认', async (_, change) => {
  const signer = await openKeyFile(made, 'openssl-made')
  const text = new TextEncoder().encode('x')
  const good = await signer.sign(text)
  expect(sm2Signed(person.publicKey, text, good)).toBe(true)
  expect(sm2Signed(person.publicKey, text, change(good))).toBe(false)
})
