import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Db, instant, openDb, openPool } from '#kernel'
import { freshDatabase } from '#testing'
import { faultOf, treasurySandbox, type Voucher } from './treasury.ts'

const voucher: Voucher = {
  VtCode: '5201',
  VoucherNo: '5201-150100-2026-1',
  AdmDivCode: '150100',
  StYear: '2026',
  VouDate: '20260527',
  FundTypeCode: '111',
  PayTypeCode: '11',
  FileNoName: '呼财预指〔2026〕1号',
  AgencyName: '呼和浩特市青城医院',
  ExpFuncCode: '2100201',
  GovExpEcoCode: '50601',
  DepExpEcoCode: '31003',
  DepProCode: '150100049002000003196',
  PayeeAcctName: '甲公司',
  PayeeAcctNo: '6222020409000012345',
  PayeeAcctBankName: '甲行',
  PaySummaryName: '设备款',
  PayAmt: '100.00',
  GovProcurementID: 'X-01-01',
  TrackingID: 't',
}
test.each([
  [{}, ''],
  [{ PayAmt: '0.01' }, ''],
  [{ PayAmt: '0.00' }, '金额'],
  [{ PayAmt: '000.00' }, '金额'],
  [{ PayAmt: '-1.00' }, '金额'],
  [{ PayAmt: '1.0' }, '金额'],
  [{ AdmDivCode: '150100000' }, '区划'],
  [{ StYear: '2025' }, '年度'],
  [{ FundTypeCode: '411' }, '资金性质'],
  [{ PayTypeCode: '12' }, '支付方式'],
  [{ ExpFuncCode: '21002' }, '功能分类'],
  [{ DepProCode: '1' }, '预算项目'],
  [{ GovProcurementID: '' }, '交易识别码'],
  [{ PayeeAcctName: '' }, '收款人'],
  [{ PayeeAcctNo: '1' }, '账号'],
  [{ PayeeAcctNo: '622200000000' }, '销户'],
] as [Partial<Voucher>, string][])('%j → “%s”', (change, want) => {
  const fault = faultOf({ ...voucher, ...change })
  if (want === '') expect(fault).toBe('')
  else expect(fault).toContain(want)
})

describe('国库沙箱的账', () => {
  let db: Db
  let drop = async () => {}
  beforeAll(async () => {
    const fresh = await freshDatabase()
    db = openDb(openPool(fresh.url))
    drop = fresh.drop
  })
  afterAll(async () => {
    await db.destroy()
    await drop()
  })
  const pay = (v: Voucher, now = 1_780_000_000_000) =>
    db.transaction().execute((tx) => treasurySandbox({ tx, now: instant(now) }).pay(v))

  test('同一凭证无论送几次、什么时候送，回单都一样', async () => {
    const receipt = await pay(voucher)
    expect(receipt).toMatchObject({ outcome: '已支付', XPayAmt: '100.00', XAddWord: '' })
    expect(await pay(voucher, 1_790_000_000_000)).toEqual(receipt)
  })
  test('十个同时送，也只有一张回单', async () => {
    const v = { ...voucher, VoucherNo: '同时' }
    const all = await Promise.all(Array.from({ length: 10 }, () => pay(v)))
    expect(new Set(all.map((r) => r.XAgentBusinessNo)).size).toBe(1)
  })
  test('同一凭证号换了内容，不收', async () => {
    await expect(pay({ ...voucher, PayAmt: '200.00' })).rejects.toThrow('内容不同')
  })
  test('退回的也只答一次，没有付出一分', async () => {
    const v = { ...voucher, VoucherNo: '销户', PayeeAcctNo: '622200000000' }
    const receipt = await pay(v)
    expect(receipt).toMatchObject({
      outcome: '已退回',
      XPayAmt: '0.00',
      XAddWord: '收款账户已销户',
    })
    expect(await pay(v)).toEqual(receipt)
  })
})
