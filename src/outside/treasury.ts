import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Ask, rfc3339, ts } from '#kernel'

/** 国库集中支付凭证 (5201), the fields this platform fills; names as the voucher library has them. */
export interface Voucher {
  readonly VoucherNo: string
  readonly AdmDivCode: string
  readonly StYear: string
  readonly AgencyName: string
  /** 21-digit budget project. */
  readonly ProCode: string
  readonly PayeeAcctName: string
  readonly PayeeAcctNo: string
  readonly PayeeAcctBankName: string
  /** 元，两位小数 */
  readonly PayAmt: string
  /** 政府采购交易识别码: our contract number. */
  readonly GovProcurementID: string
  readonly PaySummaryName: string
}
export interface Receipt {
  readonly outcome: '已支付' | '已退回'
  readonly reason: string
  readonly receipt: string
  readonly at: string
}

/**
 * The sandbox of the treasury: checks a voucher as the bank of the treasury would, keeps its own book, and answers
 * the same voucher with the same receipt however often it comes. Deterministic.
 */
export async function payThroughTreasury(ask: Ask, v: Voucher): Promise<Receipt> {
  const before = await sql<{
    outcome: Receipt['outcome']
    reason: string
    receipt: string
    at: number
  }>`
    select outcome, reason, receipt, at from outside.voucher where no = ${v.VoucherNo}`.execute(
    ask.tx,
  )
  const known = before.rows[0]
  if (known) return { ...known, at: rfc3339(known.at as never) }
  const reason = fault(v)
  const receipt = createHash('sha256')
    .update(`treasury/${v.VoucherNo}`)
    .digest('hex')
    .slice(0, 16)
    .toUpperCase()
  const outcome = reason === '' ? '已支付' : '已退回'
  await sql`insert into outside.voucher (no, body, outcome, reason, receipt, at)
    values (${v.VoucherNo}, ${JSON.stringify(v)}, ${outcome}, ${reason}, ${receipt}, ${ts(ask.now)})`.execute(
    ask.tx,
  )
  return { outcome, reason, receipt, at: rfc3339(ask.now) }
}
function fault(v: Voucher): string {
  if (!/^\d{9}$/.test(v.AdmDivCode)) return '财政区划代码须为9位'
  if (!/^\d{21}$/.test(v.ProCode)) return '预算项目代码须为21位'
  if (!/^\d{1,13}\.\d{2}$/.test(v.PayAmt) || v.PayAmt === '0.00')
    return '支付金额须大于零、两位小数'
  if (v.GovProcurementID === '') return '缺少政府采购交易识别码'
  // 沙箱的约定：尾号 0000 的账户视为已销户，用来演练退回。
  if (v.PayeeAcctNo.endsWith('0000')) return '收款账户已销户'
  return ''
}
