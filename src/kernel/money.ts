import { z } from 'zod'

/** Money is whole 分. Yuan exist only on screens, in documents and in JSON, as '1234.50'. */
export type Fen = number & { readonly __unit: '分' }

export const fen = (n: number): Fen => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`金额须为整数分：${n}`)
  return n as Fen
}

const YUAN = /^(\d{1,13})\.(\d{2})$/
/** '1234.50' → 123450 fen. Throws RangeError on anything else: no sign, comma, exponent or third place. */
export const parseYuan = (s: string): Fen => {
  const m = YUAN.exec(s)
  if (!m) throw new RangeError(`金额须写作元、两位小数，如 1234.50：${s.slice(0, 40)}`)
  return fen(Number(m[1]) * 100 + Number(m[2]))
}
/** 123450 fen → '1234.50', with a sign when negative. */
export const yuanText = (n: number): string => {
  const a = Math.abs(n)
  return `${n < 0 ? '-' : ''}${Math.trunc(a / 100)}.${String(a % 100).padStart(2, '0')}`
}
/** For constants in tests and data: yuan(0.1) is 10 fen. */
export const yuan = (n: number): Fen => fen(Math.round(n * 100))
export const sum = (xs: readonly Fen[]): Fen => fen(xs.reduce((a, b) => a + b, 0))

/** 1,234.50 */
export const showYuan = (n: number) => yuanText(n).replace(/\B(?=(\d{3})+(?=\.))/g, ',')

/** a fraction of an amount, given in ten-thousandths (2% = 200), floored to the fen: caps never round up (K12 △). */
export const shareOf = (n: Fen, perTenThousand: number): Fen =>
  fen(Number((BigInt(n) * BigInt(perTenThousand)) / 10_000n))

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']
/** 大写：1025826.73 元 → 壹佰零贰万伍仟捌佰贰拾陆元柒角叁分 (《支付结算办法》附件一). */
export function capital(n: Fen): string {
  const yuanPart = Math.trunc(n / 100)
  const jiao = Math.trunc((n % 100) / 10)
  const cent = n % 10
  let text = ''
  let zero = false
  const digits = String(yuanPart)
  for (let i = 0; i < digits.length; i++) {
    const d = Number(digits[i])
    const place = digits.length - 1 - i
    if (d === 0) zero = true
    else {
      if (zero && text) text += '零'
      zero = false
      text += DIGITS[d] + (PLACES[place % 4] as string)
    }
    if (place % 4 === 0 && place > 0) {
      const group = digits.slice(Math.max(0, i - 3), i + 1)
      if (Number(group) > 0) text += GROUPS[place / 4]
    }
  }
  if (text) text += '元'
  if (jiao === 0 && cent === 0) return `${text || '零元'}整`
  if (jiao > 0) text += `${text && zero ? '零' : ''}${DIGITS[jiao]}角`
  else if (text) text += '零'
  return text + (cent > 0 ? `${DIGITS[cent]}分` : '整')
}

/** In JSON a decimal string of yuan; inside whole fen. Zero is allowed, a sign is not. */
export const zFen = z
  .codec(
    z.string().regex(YUAN, { message: '金额须写作元、两位小数，不带逗号和正负号，如 1234.50' }),
    z.custom<Fen>((n) => Number.isSafeInteger(n)),
    { decode: (s) => parseYuan(s), encode: (n) => yuanText(n) },
  )
  .meta({ 'x-kind': 'money' })
/** For the public calculator: whoever asks by hand may leave the 分 out. '1000000', '0.5', '1234.50'. */
export const zFenGiven = z
  .codec(
    z.string().regex(/^\d{1,13}(\.\d{1,2})?$/, {
      message: '金额须写作元，至多两位小数，不带逗号和正负号，如 1234.50',
    }),
    z.custom<Fen>((n) => Number.isSafeInteger(n)),
    {
      decode: (s) => {
        const [whole = '', cents = ''] = s.split('.')
        return parseYuan(`${whole}.${cents.padEnd(2, '0')}`)
      },
      encode: (n) => yuanText(n),
    },
  )
  .meta({ 'x-kind': 'money' })
