/**
 * What a bid says of itself, against what its lot reserves for small and medium enterprises. Pure and without imports: the
 * bidder's own page asks this before it seals, and whoever looks at qualifications is told the same afterwards.
 */
export interface Reserved {
  readonly form: '项目整体' | '采购包' | '联合体' | '分包'
  readonly percent: number
  readonly microPercent: number
}
export const sizes = ['大型', '中型', '小型', '微型'] as const
export type Size = (typeof sizes)[number]
export interface Partner {
  readonly name: string
  readonly percent: number
  readonly sme: boolean
  readonly size?: Size | undefined
}
export interface Says {
  /** Yuan as text; null while the price lies in another envelope. */
  readonly price: string | null
  readonly sme: 'none' | 'all' | 'medium' | 'share'
  readonly smeAmount?: string | undefined
  readonly mediumAmount?: string | undefined
  readonly makers?: readonly { readonly size: Size }[] | undefined
  readonly consortium?: readonly Partner[] | undefined
}
export interface Fault {
  readonly because: string
  readonly cure: string
  readonly field: string
}
const fenOf = (yuan: string | null | undefined) => Math.round(Number(yuan ?? 0) * 100)
const isMicro = (p: Partner) => p.size === '小型' || p.size === '微型'
const isSme = (p: Partner) => (p.size === undefined ? p.sme : p.size !== '大型')
/** An older bid named no size; then a declaration that all is made by small ones is believed of its members too. */
const bearsOut = (p: Partner, sme: Says['sme']) =>
  sme === 'all' ? (p.size === undefined ? p.sme : isMicro(p)) : isSme(p)

const share = (all: readonly Partner[], price: number, is: (p: Partner) => boolean) =>
  Math.floor((all.filter(is).reduce((n, p) => n + p.percent, 0) * price) / 100)

/** Whether the declaration holds for the whole offer (第四条: one large maker, or one member that is none, and it does not). */
function holds(b: Says): boolean {
  return (
    (b.sme === 'all' || b.sme === 'medium') &&
    !(b.makers ?? []).some((m) => m.size === '大型') &&
    (b.consortium ?? []).every((p) => bearsOut(p, b.sme))
  )
}
/** What of the price goes to small and medium enterprises, and to the small and micro ones of them, in fen. */
export function partsOf(b: Says): { sme: number; micro: number } {
  const price = fenOf(b.price)
  const partners = b.consortium ?? []
  const micro = Math.max(fenOf(b.smeAmount), share(partners, price, isMicro))
  if (holds(b)) return { sme: price, micro: b.sme === 'all' ? price : micro }
  return {
    sme: Math.max(fenOf(b.smeAmount) + fenOf(b.mediumAmount), share(partners, price, isSme)),
    micro,
  }
}
const whole = (r: Reserved) => r.form === '项目整体' || r.form === '采购包'

/** Why this bid may not take part in a lot that is reserved; null when it may, or when its price is not known yet. */
export function reserveFault(r: Reserved | null, b: Says): Fault | null {
  if (r === null || holds(b)) return null
  if (whole(r)) {
    if (b.sme === 'none' || b.sme === 'share')
      return {
        because:
          b.sme === 'none'
            ? '这一包专门面向中小企业，投标没有《中小企业声明函》'
            : '这一包专门面向中小企业，投标声明只有一部分由中小企业制造或者承接',
        cure: '全部由中小企业制造或者承接的，在“中小企业声明”中如实声明；不是的，不能参加这一包',
        field: 'sme',
      }
    const large = (b.makers ?? []).some((m) => m.size === '大型')
    return {
      because: large
        ? '声明函列有大型企业：既有中小企业制造、也有大型企业制造的货物，不享受扶持政策'
        : `联合体成员${(b.consortium ?? [])
            .filter((p) => !bearsOut(p, b.sme))
            .map((p) => p.name)
            .join('、')}与声明不符`,
      cure: '这一包只接受全部由中小企业制造或者承接的投标',
      field: large ? 'makers' : 'consortium',
    }
  }
  // A supplier that is small or medium itself needs no other beside it: caught by `holds` above.
  if (r.form === '联合体' && (b.consortium ?? []).length === 0)
    return {
      because: '这一包要求与中小企业组成联合体，投标没有联合体成员',
      cure: `填写联合体成员和份额，中小企业合计不少于${r.percent}%`,
      field: 'consortium',
    }
  if (b.price === null) return null
  const price = fenOf(b.price)
  const parts = partsOf(b)
  const short = (part: number, percent: number) => part * 100 < price * percent
  const said = (n: number) => `${price === 0 ? 0 : Math.floor((n * 10_000) / price) / 100}%`
  const field = r.form === '联合体' ? 'consortium' : 'smeAmount'
  if (short(parts.sme, r.percent))
    return {
      because: `${r.form}中由中小企业承担的份额${said(parts.sme)}，采购文件要求不少于${r.percent}%`,
      cure:
        r.form === '联合体'
          ? '按联合协议填写成员、规模和份额'
          : '声明选“联合体或分包含小微企业”，并按分包意向协议填写小微、中型企业承担的金额',
      field,
    }
  const micro = (r.percent * r.microPercent) / 100
  if (short(parts.micro, micro))
    return {
      because: `${r.form}中由小微企业承担的份额${said(parts.micro)}，采购文件要求不少于${micro}%`,
      cure: '提高小微企业承担的份额',
      field,
    }
  return null
}

/** The declaration that deductions are computed from. Half a consortium's declaration counts as its share, and no more. */
export function claimOf(b: Says): { sme: 'none' | 'all' | 'share'; smeAmount?: string } {
  if (b.sme === 'none' || (b.makers ?? []).some((m) => m.size === '大型')) return { sme: 'none' }
  const amount = (n: number) => `${Math.trunc(n / 100)}.${String(n % 100).padStart(2, '0')}`
  if (b.sme === 'all' && holds(b))
    return { sme: 'all', ...(b.smeAmount === undefined ? {} : { smeAmount: b.smeAmount }) }
  // Medium enterprises are let in where a lot is reserved; the deduction is for small and micro ones.
  if (b.sme === 'medium') return { sme: 'none' }
  const { micro } = partsOf(b)
  return micro === 0 ? { sme: 'none' } : { sme: 'share', smeAmount: amount(micro) }
}
