import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BidEnvelope,
  CHUNK,
  fromBase64,
  isShareOf,
  joinSecret,
  keysOf,
  lockKey,
  newSealKeys,
  openBid,
  padded,
  partBytes,
  readContent,
  type SealCause,
  SUITES,
  type SuiteName,
  sealBid,
  seedOf,
  splitSecret,
  suiteOf,
  toBase64,
  unlockKey,
  unwrapShare,
} from './index.ts'
import { chunkNonce } from './stream.ts'

const context = { box: 'c0ffee', bidder: '甲', part: '投标' }
const data = { price: '998000.00' }
const subsets = (n: number) =>
  Array.from({ length: 2 ** n - 1 }, (_, i) =>
    Array.from({ length: n }, (_, b) => b).filter((b) => ((i + 1) >> b) & 1),
  )
async function* of(...parts: Uint8Array[]) {
  yield* parts
}
const keysFor = (suite: SuiteName, n: number) =>
  Promise.all(Array.from({ length: n }, () => newSealKeys(suite)))

test('份额：五人中任何一伙，够三人的都合得出，不够的合出来的都不是', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (secret) => {
      const shares = splitSecret(secret, 3, 5)
      for (const who of subsets(5)) {
        const joined = joinSecret(who.map((i) => ({ no: i + 1, bytes: shares[i] as Uint8Array })))
        expect(toBase64(joined) === toBase64(secret)).toBe(who.length >= 3)
      }
    }),
    { numRuns: 200 },
  )
})
test('少一份时，每个可能的秘密都同样说得通', () => {
  // One byte, two of three: whatever the secret was, one share shows every value equally often.
  const seen = [0, 255].map((secret) => {
    const count = new Map<number, number>()
    for (let i = 0; i < 20_000; i++) {
      const [first] = splitSecret(Uint8Array.of(secret), 2, 3)
      count.set(first?.[0] ?? 0, (count.get(first?.[0] ?? 0) ?? 0) + 1)
    }
    return count
  })
  for (const count of seen) {
    expect(count.size).toBe(256)
    expect(Math.max(...count.values())).toBeLessThan(160)
  }
})
test.each([
  [0, 3],
  [4, 3],
  [1.5, 3],
  [2, 256],
])('份额的数目不对：%s/%s', (k, n) => {
  expect(() => splitSecret(new Uint8Array(32), k, n)).toThrow(RangeError)
})

describe.each(SUITES)('%s', (suite) => {
  const sealed = async (files: Uint8Array[] = []) => {
    const keys = await keysFor(suite, 5)
    const bid = await sealBid({
      suite,
      k: 3,
      context,
      data,
      custodians: keys.map((x) => x.publicKey),
      files: files.map((f, i) => ({
        name: `附件${i}.pdf`,
        type: 'application/pdf',
        size: f.length,
        bytes: () => [f],
      })),
    })
    const shareOf = async (i: number) => ({
      no: i + 1,
      bytes: await unwrapShare(
        suite,
        keys[i]?.privateKey ?? '',
        bid.envelope.shares[i]?.wrapped ?? '',
      ),
    })
    return { keys, bid, shareOf }
  }
  const open = (
    bid: { envelope: unknown; ciphertext: Uint8Array; seed: string },
    change: object = {},
  ) =>
    openBid({
      suite,
      context,
      envelope: bid.envelope,
      seed: fromBase64(bid.seed),
      body: of(bid.ciphertext),
      ...change,
    })
  const because = (code: SealCause, run: Promise<unknown>) =>
    expect(run).rejects.toMatchObject({ name: 'SealBroken', code })

  test('三十一伙保管人：恰好够三份的十六伙打得开，其余十五伙打不开', async () => {
    const { bid, shareOf } = await sealed()
    const all = await Promise.all([0, 1, 2, 3, 4].map(shareOf))
    let opened = 0
    for (const who of subsets(5)) {
      const run = seedOf(
        bid.envelope,
        who.map((i) => all[i] as { no: number; bytes: Uint8Array }),
      )
      if (who.length < 3) await because('shares', run)
      else {
        expect(toBase64(await run)).toBe(bid.seed)
        opened++
      }
    }
    expect(opened).toBe(16)
    expect((await open(bid)).data).toEqual(data)
    // Fewer who lie about the threshold still have nothing: the key comes from the whole seed.
    await because('commitment', seedOf({ ...bid.envelope, k: 2 }, all.slice(0, 2)))
  })
  test('给出假份额的保管人被认出；别人的钥匙解不开这一份', async () => {
    const { keys, bid, shareOf } = await sealed()
    const good = await shareOf(1)
    expect(await isShareOf(bid.envelope, 2, good.bytes)).toBe(true)
    expect(await isShareOf(bid.envelope, 1, good.bytes)).toBe(false)
    const bad = good.bytes.slice()
    bad[0] = (bad[0] ?? 0) ^ 1
    expect(await isShareOf(bid.envelope, 2, bad)).toBe(false)
    await expect(
      unwrapShare(suite, keys[0]?.privateKey ?? '', bid.envelope.shares[1]?.wrapped ?? ''),
    ).rejects.toThrow(RangeError)
  })
  test('附件随投标一起封存，可以单取一段；长短只透露数量级', async () => {
    const big = globalThis.crypto.getRandomValues(new Uint8Array(60_000))
    const files = [new Uint8Array(0), big, Uint8Array.from([...big, ...big])]
    const { bid } = await sealed(files)
    expect(bid.envelope.length).toBe(padded(bid.envelope.length))
    const content = await open(bid)
    expect(content.files.map((f) => f.size)).toEqual([0, 60_000, 120_000])
    let at = content.filesAt
    for (const f of files) {
      const got: number[] = []
      for await (const piece of readContent({
        envelope: bid.envelope,
        seed: fromBase64(bid.seed),
        from: at,
        length: f.length,
        read: async (o, n) => bid.ciphertext.subarray(o, o + n),
      }))
        got.push(...piece)
      expect(Uint8Array.from(got)).toEqual(f)
      at += f.length
    }
  })
  test('换一家、换一包、换套件、翻一位、截一段、接一段、换两块：都打不开，并说出原因', async () => {
    const { bid } = await sealed([new Uint8Array(200_000)])
    await because('context', open(bid, { context: { ...context, bidder: '乙' } }))
    await because('context', open(bid, { context: { ...context, part: '报价' } }))
    await because('suite', open(bid, { suite: suite === 'GM-1' ? 'STD-1' : 'GM-1' }))
    const c = bid.ciphertext
    const step = CHUNK + 16
    const swapped = c.slice()
    swapped.set(c.subarray(step, 2 * step), 0)
    swapped.set(c.subarray(0, step), step)
    const flipped = c.slice()
    flipped[c.length - 20] = (flipped[c.length - 20] ?? 0) ^ 4
    for (const body of [
      swapped,
      flipped,
      c.slice(0, -1),
      c.slice(step),
      Uint8Array.from([...c, 0]),
    ])
      await because('body', open(bid, { body: of(body) }))
    await because('commitment', open(bid, { seed: new Uint8Array(32) }))
    for (const field of ['salt', 'commitment'] as const) {
      const bytes = fromBase64(bid.envelope[field])
      bytes[0] = (bytes[0] ?? 0) ^ 1
      await because(
        'commitment',
        open(bid, { envelope: { ...bid.envelope, [field]: toBase64(bytes) } }),
      )
    }
    for (const envelope of [
      null,
      { ...bid.envelope, extra: 1 },
      { ...bid.envelope, v: 1 },
      { ...bid.envelope, k: 6 },
      { ...bid.envelope, length: bid.envelope.length + 1 },
      { ...bid.envelope, shares: [] },
      { ...bid.envelope, salt: 'AAAA' },
    ])
      await because('envelope', open(bid, { envelope }))
  })
  test('一份密文两个价：没有密钥承诺时两把钥匙都读得通，有了就不行', async () => {
    const { bid } = await sealed()
    // Whatever other seed the bidder claims later, in its recovery file or in shares, is not the one it committed to.
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (other) => {
        await because('commitment', keysOf(bid.envelope, new Uint8Array(other)))
      }),
      { numRuns: 300 },
    )
  })
  test('每块的随机数各不相同，最后一块与其余有别', async () => {
    const nonce = globalThis.crypto.getRandomValues(new Uint8Array(12))
    const all = Array.from({ length: 300 }, (_, i) =>
      [false, true].map((l) => chunkNonce(nonce, i, l)),
    )
    expect(new Set(all.flat().map(toBase64)).size).toBe(600)
    expect(partBytes(await suiteOf(suite))).toBe(16 * (CHUNK + 16))
  })
  test('密钥文件：口令对才打得开，改一个字节就打不开', async () => {
    const pair = await newSealKeys(suite)
    const file = await lockKey(pair, { suite, owner: '财政局', passphrase: '口令 2026' })
    expect(JSON.stringify(file)).not.toContain(pair.privateKey)
    expect(await unlockKey(JSON.parse(JSON.stringify(file)), '口令 2026')).toEqual(pair)
    await expect(unlockKey(file, '口令 2027')).rejects.toThrow('口令不对')
    const other = await newSealKeys(suite)
    await expect(unlockKey({ ...file, publicKey: other.publicKey }, '口令 2026')).rejects.toThrow(
      '口令不对',
    )
    await expect(unlockKey({ ...file, v: 2 }, '口令 2026')).rejects.toThrow('不是')
  })
})
test('信封在两千五百字节上下，与投标大小无关', async () => {
  for (const suite of SUITES) {
    const keys = await keysFor(suite, 5)
    const size = async (n: number) => {
      const e: BidEnvelope = (
        await sealBid({
          suite,
          k: 3,
          context,
          data: { text: 'x'.repeat(n) },
          custodians: keys.map((x) => x.publicKey),
        })
      ).envelope
      return JSON.stringify(e).length
    }
    expect(await size(10)).toBeLessThan(2600)
    expect(Math.abs((await size(10)) - (await size(500_000)))).toBeLessThan(4)
  }
})
