import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Ask, canonical, type Instant, rfc3339, ts } from '#kernel'

/** 财政直接支付凭证 (5201): the fields this platform fills, under the names that the voucher library gives them. */
export interface Voucher {
  readonly VtCode: '5201'
  readonly VoucherNo: string
  /** Six digits, as the voucher library addresses a treasury. */
  readonly AdmDivCode: string
  readonly StYear: string
  /** YYYYMMDD */
  readonly VouDate: string
  readonly FundTypeCode: string
  /** 11 直接支付 */
  readonly PayTypeCode: string
  /** 指标文号 */
  readonly FileNoName: string
  readonly AgencyName: string
  /** 支出功能分类, to the item: seven digits. */
  readonly ExpFuncCode: string
  readonly GovExpEcoCode: string
  readonly DepExpEcoCode: string
  /** 21-digit budget project. */
  readonly DepProCode: string
  readonly PayeeAcctName: string
  readonly PayeeAcctNo: string
  readonly PayeeAcctBankName: string
  readonly PaySummaryName: string
  /** 元，两位小数 */
  readonly PayAmt: string
  /** 政府采购交易识别码: our contract number. */
  readonly GovProcurementID: string
  /** 业务追溯识别码: our payment request. */
  readonly TrackingID: string
}
/** 回单. A refusal carries no payment: `XPayAmt` is 0.00 and `XAddWord` says why. */
export interface Receipt {
  readonly outcome: '已支付' | '已退回'
  readonly VoucherNo: string
  /** 银行交易流水号 */
  readonly XAgentBusinessNo: string
  readonly XPayAmt: string
  /** RFC 3339 */
  readonly XPayDate: string
  readonly XAddWord: string
}
/** What we need of the treasury: the same voucher gets the same receipt, however often it is sent. */
export interface Treasury {
  pay(voucher: Voucher): Promise<Receipt>
}

/**
 * The sandbox of the treasury: checks a voucher as the bank of the treasury would and keeps its own book.
 * Deterministic. Throws when a number that it has answered comes again with another content.
 */
export const treasurySandbox = (ask: Pick<Ask, 'tx' | 'now'>): Treasury => ({
  async pay(v) {
    const reason = faultOf(v)
    const outcome = reason === '' ? '已支付' : '已退回'
    // Written first and read after: two senders of one voucher get the one answer that was kept.
    await sql`insert into outside.voucher (no, body, outcome, reason, receipt, at)
      values (${v.VoucherNo}, ${JSON.stringify(v)}, ${outcome}, ${reason}, ${transactionOf(v)}, ${ts(ask.now)})
      on conflict (no) do nothing`.execute(ask.tx)
    const { rows } = await sql<{
      body: Voucher
      outcome: Receipt['outcome']
      reason: string
      receipt: string
      at: Instant
    }>`select body, outcome, reason, receipt, at from outside.voucher where no = ${v.VoucherNo}`.execute(
      ask.tx,
    )
    const kept = rows[0]
    if (!kept) throw new Error(`国库没有收下凭证${v.VoucherNo}`)
    if (canonical(kept.body) !== canonical(v))
      throw new Error(`凭证号${v.VoucherNo}已用于内容不同的凭证`)
    return {
      outcome: kept.outcome,
      VoucherNo: v.VoucherNo,
      XAgentBusinessNo: kept.receipt,
      XPayAmt: kept.outcome === '已支付' ? v.PayAmt : '0.00',
      XPayDate: rfc3339(kept.at),
      XAddWord: kept.reason,
    }
  },
})
const transactionOf = (v: Voucher) =>
  createHash('sha256').update(`treasury/${v.VoucherNo}`).digest('hex').slice(0, 16).toUpperCase()

/** What the treasury has against a voucher; empty when nothing. The first fault is the one it answers with. */
export function faultOf(v: Voucher): string {
  if (v.VoucherNo === '') return '缺少凭证号'
  if (!/^\d{6}$/.test(v.AdmDivCode)) return '财政区划代码须为6位'
  if (!v.VouDate.startsWith(v.StYear)) return '凭证日期不在业务年度内'
  if (!/^[12389]\d{0,2}$/.test(v.FundTypeCode)) return '资金性质编码不存在'
  if (v.PayTypeCode !== '11') return '5201凭证的支付方式须为直接支付'
  if (!/^\d{7}$/.test(v.ExpFuncCode)) return '支出功能分类科目须为7位'
  if (!/^\d{5}$/.test(v.GovExpEcoCode)) return '政府预算支出经济分类科目须为5位'
  if (!/^\d{21}$/.test(v.DepProCode)) return '预算项目代码须为21位'
  if (!/^\d{1,13}\.\d{2}$/.test(v.PayAmt) || /^0+\.00$/.test(v.PayAmt))
    return '支付金额须大于零、两位小数'
  if (v.GovProcurementID === '') return '缺少政府采购交易识别码'
  if (v.PayeeAcctName === '' || v.PayeeAcctBankName === '') return '收款人信息不全'
  if (!/^\d{8,32}$/.test(v.PayeeAcctNo)) return '收款账号须为8至32位数字'
  // 沙箱的约定：尾号 0000 的账户视为已销户，用来演练退回。
  if (v.PayeeAcctNo.endsWith('0000')) return '收款账户已销户'
  return ''
}
