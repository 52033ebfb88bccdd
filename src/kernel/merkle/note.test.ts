import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { sm2 } from 'sm-crypto-v2'
import { describe, expect, test } from 'vitest'
import {
  checkpointText,
  ed25519Signer,
  ed25519Verifier,
  encodeVkey,
  NoteBroken,
  openCheckpoint,
  openNote,
  parseCheckpoint,
  parseVkey,
  renamedVkey,
  signCheckpoint,
  signNote,
  sm2Signer,
  sm2Verifier,
  sm3Origin,
} from './index.ts'

// The key, the note and the refusals of Go's golang.org/x/mod/sumdb/note tests.
const VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const SEED = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1)
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
const peter = ed25519Signer('PeterNeumann', SEED)
const known = ed25519Verifier(VKEY)

test('与 Go 的实现逐字节相同', () => {
  expect(peter.vkey).toBe(VKEY)
  expect(signNote(TEXT, [peter])).toBe(`${TEXT}\n${LINE}`)
  expect(openNote(`${TEXT}\n${LINE}`, [known])).toEqual({
    text: TEXT,
    verified: ['PeterNeumann'],
    unknown: 0,
  })
})
test('公钥的任何截段、任何改动都不认', () => {
  for (let i = 0; i <= VKEY.length; i++)
    for (let j = i; j <= VKEY.length; j++)
      if (i !== 0 || j !== VKEY.length)
        expect(() => ed25519Verifier(VKEY.slice(i, j))).toThrow(NoteBroken)
  for (let i = 0; i < VKEY.length; i++) {
    const bent = `${VKEY.slice(0, i)}${String.fromCharCode(VKEY.charCodeAt(i) + 1)}${VKEY.slice(i + 1)}`
    expect(() => ed25519Verifier(bent)).toThrow(NoteBroken)
  }
  const typed = parseVkey(VKEY).typed
  expect(() => ed25519Verifier(encodeVkey('PeterNeumann', typed.slice(0, -1)))).toThrow('Ed25519')
  const other = Uint8Array.from(typed)
  other[0] = 2
  expect(() => ed25519Verifier(encodeVkey('PeterNeumann', other))).toThrow('Ed25519')
  expect(() => ed25519Signer('有 空格', SEED)).toThrow(NoteBroken)
  expect(() => ed25519Signer('a', SEED.subarray(1))).toThrow('32字节')
})
describe('不合格式的签名文本', () => {
  test.each([
    ['没有签名', TEXT],
    ['空签名部分', `${TEXT}\n`],
    ['没有结尾的换行', `${TEXT}\n${LINE.slice(0, -1)}`],
    ['正文没有结尾的换行', `${TEXT.slice(0, -1)}${LINE}`],
    ['签名后还有空行', `${TEXT}\n${LINE}\n`],
    ['签名间有空行', `${TEXT}\n${LINE}\n${LINE.slice(2)}`],
    ['连字符不是破折号', `${TEXT}\n${LINE.replace('—', '-')}`],
    ['两个空格', `${TEXT}\n${LINE.replace('PeterNeumann ', 'PeterNeumann  ')}`],
    ['没有名字', `${TEXT}\n${LINE.replace('PeterNeumann ', '')}`],
    ['名字带加号', `${TEXT}\n${LINE.replace('Peter', 'Peter+')}`],
    ['没有填充', `${TEXT}\n${LINE.replace('=', '')}`],
    ['末位有余', `${TEXT}\n${LINE.replace('nAM=', 'nAN=')}`],
    ['签名只有编号', `${TEXT}\n— PeterNeumann x08gow==\n`],
    ['回车', `${TEXT}\n${LINE}`.replaceAll('\n', '\r\n')],
    ['制表符', `a\tb\n\n${LINE}`],
    ['半个字', `\ud800\n\n${LINE}`],
    ['过长', `${'a'.repeat(1_000_000)}\n\n${LINE}`],
    ['一百零一个签名', `${TEXT}\n${LINE.repeat(101)}`],
    ['改了正文', `${TEXT.replace('answer', 'Answer')}\n${LINE}`],
    ['只有别人的签名', `${TEXT}\n${LINE.replace('PeterNeumann', 'Alice')}`],
  ])('%s', (_, note) => expect(() => openNote(note, [known])).toThrow(NoteBroken))
  test('不能签的正文', () => {
    expect(() => signNote('没有换行', [peter])).toThrow(NoteBroken)
    expect(() => signNote('空\0字\n', [peter])).toThrow(NoteBroken)
    expect(() => signNote(TEXT, [])).toThrow(NoteBroken)
  })
})
test('别人的签名不算，重复的只算一次，认得的钥匙签错就整篇不认', () => {
  const eve = ed25519Signer('Eve', Buffer.alloc(32, 1))
  const fake = ed25519Signer('PeterNeumann', Buffer.alloc(32, 2))
  const note = signNote(TEXT, [eve, peter, fake, peter])
  expect(openNote(note, [known])).toEqual({ text: TEXT, verified: ['PeterNeumann'], unknown: 2 })
  expect(openNote(note, [known, ed25519Verifier(eve.vkey)]).verified).toEqual([
    'Eve',
    'PeterNeumann',
  ])
  expect(() => openNote(note, [])).toThrow('任何已知公钥')
  expect(() => openNote(note, [known, known])).toThrow('分不清')
  const wrong = signNote(TEXT, [eve, { ...peter, sign: () => new Uint8Array(64) }])
  expect(() => openNote(wrong, [known, ed25519Verifier(eve.vkey)])).toThrow('签名无效')
})
test('正文里可以有空行，任何一个字节改了就不认', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('甲', 'b', '', '— x y'), { minLength: 1 }),
      fc.nat(),
      (lines, n) => {
        const text = `${lines.join('\n')}\n`
        const note = Buffer.from(signNote(text, [peter]))
        expect(openNote(note.toString(), [known]).text).toBe(text)
        const i = n % note.length
        note[i] = (note[i] ?? 0) ^ 1
        expect(() => openNote(note.toString(), [known])).toThrow(NoteBroken)
      },
    ),
    { numRuns: 200 },
  )
})

const root = createHash('sha256').digest()
describe('检查点', () => {
  const origin = 'yiwang.example/journal'
  const signer = ed25519Signer(origin, Buffer.alloc(32, 3))
  test('签出再读回', () => {
    const note = signCheckpoint({ origin, size: 12, root }, [signer])
    expect(note.split('\n').slice(0, 3)).toEqual([origin, '12', root.toString('base64')])
    const opened = openCheckpoint(note, origin, [ed25519Verifier(signer.vkey)])
    expect(opened).toMatchObject({ origin, size: 12, verified: [origin], unknown: 0 })
    expect(Buffer.from(opened.root).equals(root)).toBe(true)
    expect(() => openCheckpoint(note, 'other', [ed25519Verifier(signer.vkey)])).toThrow(
      '不是 other',
    )
  })
  test('国密树用同一把钥匙、另一个名字', () => {
    const name = sm3Origin(origin)
    expect(name).toBe('yiwang.example/journal/sm3')
    const gm = ed25519Signer(name, Buffer.alloc(32, 3))
    const note = signCheckpoint({ origin: name, size: 12, root }, [gm])
    expect(renamedVkey(signer.vkey, name)).toBe(gm.vkey)
    const verifier = ed25519Verifier(renamedVkey(signer.vkey, name))
    expect(openCheckpoint(note, name, [verifier]).size).toBe(12)
    expect(() => openCheckpoint(note, name, [ed25519Verifier(signer.vkey)])).toThrow(NoteBroken)
  })
  test('C2SP 文中的例子', () => {
    const text =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
    expect(parseCheckpoint(text)).toMatchObject({ size: 20_852_163 })
    expect(checkpointText(parseCheckpoint(text))).toBe(text)
    expect(parseCheckpoint(`${text}扩展\n`).extensions).toEqual(['扩展'])
    expect(checkpointText(parseCheckpoint(`${text}扩展\n`))).toBe(`${text}扩展\n`)
  })
  const b64 = root.toString('base64')
  test.each([
    ['没有结尾的换行', `o\n1\n${b64}`],
    ['空来源', `\n1\n${b64}\n`],
    ['前导零', `o\n01\n${b64}\n`],
    ['负数', `o\n-1\n${b64}\n`],
    ['过大', `o\n9007199254740992\n${b64}\n`],
    ['小数', `o\n1.0\n${b64}\n`],
    ['没有树根', 'o\n1\n'],
    ['树根太短', 'o\n1\nAAAA\n'],
    ['树根不规范', `o\n1\n${b64.slice(0, -1)}\n`],
    ['空的扩展行', `o\n1\n${b64}\n\n`],
  ])('%s', (_, text) => expect(() => parseCheckpoint(text)).toThrow(NoteBroken))
  test('写不出读不回的', () => {
    expect(() => checkpointText({ origin: 'o', size: -1, root })).toThrow(NoteBroken)
    expect(() => checkpointText({ origin: 'o', size: 1, root: new Uint8Array(31) })).toThrow(
      '32字节',
    )
  })
})

describe('SM2 签名行', () => {
  const signer = sm2Signer('yiwang.example/journal', Buffer.alloc(32, 5))
  const verifier = sm2Verifier(signer.vkey)
  test('与 Ed25519 并排，各认各的', () => {
    const note = signNote(TEXT, [peter, signer])
    expect(openNote(note, [known])).toMatchObject({ verified: ['PeterNeumann'], unknown: 1 })
    expect(openNote(note, [verifier])).toMatchObject({ verified: [signer.name], unknown: 1 })
    expect(() => openNote(note.replace('answer', 'Answer'), [verifier])).toThrow('签名无效')
  })
  test('GB/T 32918.5 附录的签名', () => {
    const publicKey =
      '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
    const key = sm2Signer(
      'gb',
      Buffer.from('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8', 'hex'),
    )
    expect(Buffer.from(key.publicKey).toString('hex')).toBe(publicKey)
    const message = new TextEncoder().encode('message digest')
    const signature = Buffer.from(
      'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
      'hex',
    )
    expect(sm2Verifier(key.vkey).verify(message, signature)).toBe(true)
    const order = Buffer.from(
      'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123',
      'hex',
    )
    const outside = Buffer.concat([order, signature.subarray(32)])
    expect(sm2Verifier(key.vkey).verify(message, outside)).toBe(false)
    expect(sm2Verifier(key.vkey).verify(message, signature.subarray(1))).toBe(false)
    expect(sm2Verifier(key.vkey).verify(Buffer.from('message'), signature)).toBe(false)
  })
  test('不合格的钥匙', () => {
    expect(() => sm2Signer('a', new Uint8Array(32))).toThrow(NoteBroken)
    expect(() => sm2Signer('a', new Uint8Array(31).fill(1))).toThrow(NoteBroken)
    expect(() => sm2Verifier(VKEY)).toThrow('不是 SM2')
    expect(() => ed25519Verifier(signer.vkey)).toThrow('Ed25519')
    const off = Uint8Array.from(parseVkey(signer.vkey).typed)
    off[off.length - 1] = (off.at(-1) ?? 0) ^ 1
    expect(() => sm2Verifier(encodeVkey('a', off))).toThrow('曲线')
    expect(sm2.verifyPublicKey(Buffer.from(signer.publicKey).toString('hex'))).toBe(true)
  })
})
