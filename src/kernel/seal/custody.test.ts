import { describe, expect, test } from 'vitest'
import { CustodyBroken, keepNewKey, openBid, SUITES, sealBid, singleCustodian } from './index.ts'

const masterKey = new Uint8Array(32).fill(7)
const context = { lot: 'lot-1', bidder: '甲' }
const plaintext = new TextEncoder().encode('报价')

describe.each(SUITES)('%s', (suite) => {
  test('保管的私钥在主密钥之下，取出来开得了标', async () => {
    const kept = await keepNewKey({ suite, label: 'lot-1', masterKey })
    const released: string[] = []
    const custodian = singleCustodian({
      kept: JSON.parse(JSON.stringify(kept)),
      label: 'lot-1',
      masterKey,
      record: (r) => void released.push(`${r.label} ${r.reason}`),
    })
    const bid = await sealBid({ suite, publicKey: custodian.publicKey, context, plaintext })
    const privateKey = await custodian.release('开标')
    expect(released).toEqual(['lot-1 开标'])
    expect(JSON.stringify(kept)).not.toContain(privateKey)
    expect(await openBid({ suite, privateKey, context, ...bid })).toEqual(plaintext)
  })
  test('主密钥不对、换了包、动了字节，都取不出', async () => {
    const kept = await keepNewKey({ suite, label: 'lot-1', masterKey })
    const other = await keepNewKey({ suite, label: 'lot-1', masterKey })
    const record = () => {
      throw new Error('不应走到这里')
    }
    const release = (change: object, key = masterKey) =>
      singleCustodian({
        kept: { ...kept, ...change },
        label: 'lot-1',
        masterKey: key,
        record,
      }).release('开标')
    await expect(release({}, new Uint8Array(32))).rejects.toThrow(CustodyBroken)
    for (const field of ['publicKey', 'nonce', 'wrapped'] as const)
      await expect(release({ [field]: other[field] })).rejects.toThrow('被改动')
    await expect(release({ wrapped: '坏' })).rejects.toThrow(CustodyBroken)
    const moved = { kept, label: 'lot-2', masterKey, record }
    expect(() => singleCustodian(moved)).toThrow('不是 lot-2')
    await expect(
      singleCustodian({ ...moved, kept: { ...kept, label: 'lot-2' } }).release('开标'),
    ).rejects.toThrow('被改动')
  })
  test('没有事由不取，记不下来不取', async () => {
    const kept = await keepNewKey({ suite, label: 'lot-1', masterKey })
    const i = { kept, label: 'lot-1', masterKey }
    await expect(singleCustodian({ ...i, record: () => {} }).release(' ')).rejects.toThrow('事由')
    const record = async () => {
      throw new Error('流水写不进')
    }
    await expect(singleCustodian({ ...i, record }).release('开标')).rejects.toThrow('流水写不进')
  })
})
test('主密钥须为32字节', async () => {
  const short = new Uint8Array(16)
  await expect(keepNewKey({ suite: 'STD-1', label: 'a', masterKey: short })).rejects.toThrow(
    '32字节',
  )
})
