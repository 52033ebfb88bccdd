import { createDecipheriv, createECDH, createPrivateKey, hkdfSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from './canonical.ts'
import {
  type BidEnvelope,
  fromBase64,
  newSealKeys,
  openBid,
  openBidWith,
  padded,
  type SealCause,
  type SealedBid,
  SUITES,
  sealBid,
  suiteOf,
  toBase64,
} from './index.ts'
import { pad, unpad } from './padding.ts'
import { sealBody } from './suite.ts'

const context = { lot: 'c0ffee', bidder: 'tag-甲', part: 'price' }
const text = (s: string) => new TextEncoder().encode(s)
const flip = (s: string, bit = 0) => {
  const b = fromBase64(s)
  b[bit >> 3] = (b[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return toBase64(b)
}
const bits = (s: string) => fromBase64(s).length * 8

describe.each(SUITES)('%s', (suite) => {
  const setup = async (plaintext: Uint8Array = text('报价 998000.00')) => {
    const keys = await newSealKeys(suite)
    const bid = await sealBid({ suite, publicKey: keys.publicKey, context, plaintext })
    const open = (change: Partial<Parameters<typeof openBid>[0]> = {}) =>
      openBid({ suite, privateKey: keys.privateKey, context, ...bid, ...change })
    const because = (code: SealCause, change: Partial<Parameters<typeof openBid>[0]>) =>
      expect(open(change)).rejects.toMatchObject({ name: 'SealBroken', code })
    return { keys, bid, open, because }
  }

  test('封存再开启，一字不差；长短只透露数量级', async () => {
    const keys = await newSealKeys(suite)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.string(), async (plaintext, c) => {
        const bid = await sealBid({
          suite,
          publicKey: keys.publicKey,
          context: c,
          plaintext,
        })
        expect(bid.envelope.length).toBe(padded(plaintext.length + 4))
        expect(bid.ciphertext.length).toBe(bid.envelope.length + 16)
        // As it goes through JSON and a database.
        const envelope: unknown = JSON.parse(JSON.stringify(bid.envelope))
        const ciphertext = Buffer.from(bid.ciphertext)
        const opened = await openBid({
          suite,
          privateKey: keys.privateKey,
          context: c,
          envelope,
          ciphertext,
        })
        expect(Buffer.from(opened).equals(plaintext)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })
  test('信封上没有真实长度，同一份标书两次封存毫无相同', async () => {
    const { bid, keys } = await setup(text('短'))
    const again = await sealBid({
      suite,
      publicKey: keys.publicKey,
      context,
      plaintext: text('短'),
    })
    const long = await sealBid({
      suite,
      publicKey: keys.publicKey,
      context,
      plaintext: text('长'.repeat(300)),
    })
    expect(long.envelope.length).toBe(bid.envelope.length)
    for (const field of ['wrapped', 'nonce', 'salt', 'commitment'] as const)
      expect(again.envelope[field]).not.toBe(bid.envelope[field])
    expect(again.ciphertext).not.toEqual(bid.ciphertext)
    expect(again.envelope.context).toBe(bid.envelope.context)
  })
  test('换一包、换一家、换一部分，都不是', async () => {
    const { because, bid, keys } = await setup()
    await because('context', { context: { ...context, lot: 'c0ffef' } })
    await because('context', { context: { ...context, bidder: 'tag-乙' } })
    await because('context', { context: { lot: context.lot, bidder: context.bidder } })
    await because('context', { context: '' })
    // A thief who also rewrites the context's hash still lacks the seed behind the commitment.
    const mine = { ...context, bidder: 'tag-乙' }
    const own = await sealBid({
      suite,
      publicKey: keys.publicKey,
      context: mine,
      plaintext: text(''),
    })
    const stolen = { ...bid.envelope, context: own.envelope.context }
    await because('commitment', { context: mine, envelope: stolen })
  })
  test('别人的私钥、坏的私钥', async () => {
    const { because } = await setup()
    await because('wrapped', { privateKey: (await newSealKeys(suite)).privateKey })
    await because('wrapped', { privateKey: '' })
    await because('wrapped', { privateKey: '不是 base64' })
  })
  test('每个字段改一位，说得出是哪一处', async () => {
    const { bid, because } = await setup()
    const e = bid.envelope
    const change = (c: object) => ({ envelope: { ...e, ...c } })
    for (const bit of [0, 7, 100, 95]) {
      await because('wrapped', change({ wrapped: flip(e.wrapped, bit) }))
      await because('commitment', change({ salt: flip(e.salt, bit) }))
      await because('commitment', change({ nonce: flip(e.nonce, bit % 96) }))
      await because('commitment', change({ commitment: flip(e.commitment, bit) }))
      await because('context', change({ context: flip(e.context, bit) }))
      await because('tag', { ciphertext: fromBase64(flip(toBase64(bid.ciphertext), bit)) })
    }
    const last = bits(toBase64(bid.ciphertext)) - 1
    await because('wrapped', change({ wrapped: flip(e.wrapped, bits(e.wrapped) - 1) }))
    await because('tag', { ciphertext: fromBase64(flip(toBase64(bid.ciphertext), last)) })
    await because('commitment', change({ length: e.length + 1 }))
    await because('tag', { ciphertext: bid.ciphertext.slice(0, -1) })
    await because('tag', { ciphertext: new Uint8Array(0) })
    await because('wrapped', change({ wrapped: '' }))
    await because('suite', change({ suite: suite === 'GM-1' ? 'STD-1' : 'GM-1' }))
  })
  test('不合格式的信封', async () => {
    const { bid, because } = await setup()
    const { salt, ...without } = bid.envelope
    for (const envelope of [
      null,
      [],
      '信封',
      {},
      without,
      { ...bid.envelope, extra: 1 },
      { ...bid.envelope, v: 2 },
      { ...bid.envelope, suite: 'X' },
      { ...bid.envelope, length: '1024' },
      { ...bid.envelope, length: -1 },
      { ...bid.envelope, length: 0.5 },
      { ...bid.envelope, nonce: salt },
      { ...bid.envelope, wrapped: 1 },
      { ...bid.envelope, wrapped: `${bid.envelope.wrapped}\n` },
      { ...bid.envelope, commitment: bid.envelope.commitment.replace('=', '') },
    ])
      await because('envelope', { envelope })
  })
  test('换上另一个种子，承诺不认', async () => {
    const { bid, keys, because } = await setup()
    const s = await suiteOf(suite)
    const other = await s.wrap(fromBase64(keys.publicKey), new Uint8Array(32).fill(9))
    await because('commitment', { envelope: { ...bid.envelope, wrapped: toBase64(other) } })
    const given = { suite, context, ...bid }
    await expect(openBidWith(given, async () => new Uint8Array(32))).rejects.toMatchObject({
      code: 'commitment',
    })
  })
  test('投标人自己交出种子也能开', async () => {
    const { bid, keys } = await setup(text('甲'))
    const s = await suiteOf(suite)
    const seed = await s.unwrap(fromBase64(keys.privateKey), fromBase64(bid.envelope.wrapped))
    const opened = await openBidWith({ suite, context, ...bid }, async () => seed)
    expect(new TextDecoder().decode(opened)).toBe('甲')
  })
  test('填充里藏了东西', async () => {
    const { keys } = await setup()
    const honest = pad(text('甲'))
    const hidden = Uint8Array.from(honest)
    hidden[1000] = 1
    const overlong = Uint8Array.from(honest)
    overlong[0] = 255
    for (const body of [
      hidden,
      overlong,
      new Uint8Array(2048),
      new Uint8Array(3),
      new Uint8Array(0),
    ]) {
      const bid: SealedBid = await sealBody({ suite, publicKey: keys.publicKey, context, body })
      await expect(
        openBid({ suite, privateKey: keys.privateKey, context, ...bid }),
      ).rejects.toMatchObject({ code: 'padding' })
    }
  })
  test('不是公钥就不封', async () => {
    const keys = await newSealKeys(suite)
    for (const publicKey of ['', 'AAAA', keys.privateKey, flip(keys.publicKey, 500)])
      await expect(sealBid({ suite, publicKey, context, plaintext: text('甲') })).rejects.toThrow(
        RangeError,
      )
  })
})

test('另一套套件的信封不开，即使钥匙在手', async () => {
  const keys = await newSealKeys('STD-1')
  const bid = await sealBid({ suite: 'STD-1', ...keys, context, plaintext: text('甲') })
  await expect(openBid({ suite: 'GM-1', ...keys, context, ...bid })).rejects.toMatchObject({
    code: 'suite',
    why: '套件不符',
  })
})

test('STD-1 照说明用 node:crypto 也能开', async () => {
  const keys = await newSealKeys('STD-1')
  const { envelope: e, ciphertext } = await sealBid({
    suite: 'STD-1',
    ...keys,
    context,
    plaintext: text('甲'),
  })
  const b = (k: keyof BidEnvelope) => Buffer.from(String(e[k]), 'base64')
  const aead = (key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array) => {
    const d = createDecipheriv('aes-256-gcm', key, nonce).setAAD(aad)
    d.setAuthTag(sealed.subarray(-16))
    return Buffer.concat([d.update(sealed.subarray(0, -16)), d.final()])
  }
  const jwk = createPrivateKey({
    key: Buffer.from(keys.privateKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  }).export({ format: 'jwk' })
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(Buffer.from(jwk.d ?? '', 'base64url'))
  const epk = b('wrapped').subarray(0, 65)
  const wrapInfo = Buffer.concat([Buffer.from('yiwang/wrap/v1/STD-1\n'), epk])
  const wrapKey = hkdfSync('sha256', ecdh.computeSecret(epk), Buffer.alloc(0), wrapInfo, 32)
  const seed = aead(
    Buffer.from(wrapKey),
    Buffer.alloc(12),
    Buffer.alloc(0),
    b('wrapped').subarray(65),
  )
  const info = canonical({
    use: 'yiwang/bid/v1',
    suite: 'STD-1',
    context: e.context,
    nonce: e.nonce,
    length: e.length,
  })
  const out = Buffer.from(hkdfSync('sha256', seed, b('salt'), info, 64))
  expect(out.subarray(32).toString('base64')).toBe(e.commitment)
  const body = aead(out.subarray(0, 32), b('nonce'), Buffer.from(canonical(e)), ciphertext)
  expect(body.subarray(4, 4 + body.readUInt32BE()).toString()).toBe('甲')
})

test('填充：至多多出12%，再除回来一字不差，长度没有几种', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1024, max: 2 ** 31 }), (n) => {
      expect(padded(n)).toBeGreaterThanOrEqual(n)
      expect(padded(n)).toBeLessThanOrEqual(n * 1.12)
      expect(padded(padded(n))).toBe(padded(n))
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (b) => {
      expect([...(unpad(pad(b)) ?? [])]).toEqual([...b])
    }),
  )
  expect(padded(0)).toBe(1024)
  const sizes = new Set(Array.from({ length: 64 * 1024 }, (_, n) => padded(n)))
  expect(sizes.size).toBeLessThan(120)
})

test('浏览器用的文件不碰 node:', () => {
  const folder = new URL('.', import.meta.url)
  for (const f of readdirSync(folder).filter((f) => !/\.(test|node)\.ts$/.test(f)))
    expect(readFileSync(new URL(f, folder), 'utf8'), f).not.toMatch(/['"]node:|\bBuffer\b/)
})
