import { type Citation, type Day, type Fen, fen, shareOf, sum } from '#kernel'
import { cite, lawOn } from '#law'
import type { Category } from './model.ts'

/** How a lot was reserved, as its document says (财库〔2020〕46号第八条). Both figures are per cent. */
export interface Reservation {
  readonly form: '项目整体' | '采购包' | '联合体' | '分包'
  readonly percent: number
  /** Of that, for small and micro enterprises. */
  readonly microPercent: number
}
/** A contract of a reserved lot, announced; `scale` is what the supplier registered as. */
export interface ReservedDeal {
  readonly category: Category
  readonly amount: Fen
  readonly reserve: Reservation
  /** 中小企业声明函: `all` says that everything is made or done by small and micro enterprises. */
  readonly declared: 'none' | 'all' | 'medium' | 'share'
  readonly scale: '大型' | '中型' | '小型' | '微型' | null
}
export const reportCites: readonly Citation[] = [
  cite('财库〔2020〕46号', '第十八条', '公开预留项目执行情况'),
]
const options = {
  项目整体: '采购项目整体预留',
  采购包: '设置专门采购包',
  联合体: '要求以联合体形式参加',
  分包: '要求合同分包',
} as const
const whole = (r: Reservation) => r.form === '项目整体' || r.form === '采购包'
/** 预留选项, in the words of the form (附2): the share is said unless the whole project is reserved. */
export const optionOf = (r: Reservation): string =>
  r.form === '项目整体' ? options[r.form] : `${options[r.form]}，预留给中小企业${r.percent}%`

/**
 * What a contract brought to small and medium enterprises, and to the small and micro ones of them.
 * A consortium's or subcontractors' part is the share the document demands: it is a condition of taking part (第十二条),
 * so it is the least that went to them. Of a lot reserved as a whole it is the whole contract; who made or did it is
 * what the declaration says, and of works and services also what the supplier is (第四条: whoever builds, whoever serves).
 */
export function broughtBy(d: ReservedDeal): { sme: Fen; micro: Fen; because: string } {
  const sme = shareOf(d.amount, d.reserve.percent * 100)
  if (!whole(d.reserve))
    return {
      sme,
      micro: shareOf(sme, d.reserve.microPercent * 100),
      because: `采购文件要求中小企业份额${d.reserve.percent}%，其中小微企业${d.reserve.microPercent}%`,
    }
  if (d.declared === 'all') return { sme, micro: sme, because: '声明函：全部由小微企业制造或承接' }
  if (d.category !== '货物' && (d.scale === '小型' || d.scale === '微型'))
    return { sme, micro: sme, because: `${d.scale}企业承接` }
  return {
    sme,
    micro: fen(0),
    because:
      d.category === '货物'
        ? '没有声明由小微企业制造，不计入小微企业'
        : `${d.scale ?? '没有登记规模的'}企业承接，不计入小微企业`,
  }
}
/** 占比, per cent with two places, rounded down; null of nothing. */
export const percentOf = (part: Fen, all: Fen): string | null => {
  if (all === 0) return null
  const n = Number((BigInt(part) * 10_000n) / BigInt(all))
  return `${Math.trunc(n / 100)}.${String(n % 100).padStart(2, '0')}`
}
export interface Brought {
  readonly option: string
  readonly sme: Fen
  readonly micro: Fen
  readonly because: string
}
/** 附2: the sum, the part of small and micro enterprises, and a line for each contract. */
export function executed<D extends ReservedDeal>(deals: readonly D[]) {
  const rows = deals.map((d): D & Brought => ({
    ...d,
    option: optionOf(d.reserve),
    ...broughtBy(d),
  }))
  const sme = sum(rows.map((r) => r.sme))
  const micro = sum(rows.map((r) => r.micro))
  return { sme, micro, percent: percentOf(micro, sme), rows }
}

/** A purchase announced in the year whose requirement was found fit for small and medium enterprises; what failed is left out. */
export interface FitPurchase {
  readonly category: Category
  readonly began: Day
  readonly lots: readonly { readonly budget: Fen; readonly reserve: Reservation | null }[]
}
/** 第七条 and 第八条, purchase by purchase under the figures in force when it began, then added up; budgets, not contracts. */
export function reservedShare<P extends FitPurchase>(purchases: readonly P[]) {
  const rows = purchases.map((p) => {
    const law = lawOn(p.began)
    const works = p.category === '工程'
    const budget = sum(p.lots.map((l) => l.budget))
    const all = budget <= law(works ? '整体预留上限工程' : '整体预留上限货物服务')
    const percent = all ? 100 : law(works ? '中小企业预留比例工程' : '中小企业预留比例货物服务')
    const need = fen(Math.ceil((budget * percent) / 100))
    const parts = p.lots.map((l) => {
      const has = l.reserve === null ? fen(0) : shareOf(l.budget, l.reserve.percent * 100)
      return {
        has,
        micro: l.reserve === null ? fen(0) : shareOf(has, l.reserve.microPercent * 100),
      }
    })
    const has = sum(parts.map((x) => x.has))
    const micro = sum(parts.map((x) => x.micro))
    // The 60% is of what 第八条 reserves; a project that is reserved as a whole knows no such share.
    const microNeed = all ? fen(0) : fen(Math.ceil((need * law('小微企业预留比例')) / 100))
    return { ...p, budget, percent, need, has, micro, microNeed }
  })
  const total = (key: 'budget' | 'need' | 'has' | 'micro' | 'microNeed') =>
    sum(rows.map((r) => r[key]))
  const [budget, need, has, micro, microNeed] = [
    total('budget'),
    total('need'),
    total('has'),
    total('micro'),
    total('microNeed'),
  ]
  return {
    rows,
    budget,
    need,
    has,
    micro,
    microNeed,
    // 未达到本办法规定的预留份额比例的，应当作出说明（第十八条）
    short: has < need || micro < microNeed,
  }
}
