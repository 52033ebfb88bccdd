import { type Citation, type Day, type No, regionOf } from '#kernel'
import { citeMarked } from './cite.ts'
import { type Category, methods } from './methods.ts'

/** 财库〔2024〕13号, of which articles 1–4, 12–16, 18–20 and 23–25 were seen in copies (domain rules §0.2): no words of it are quoted. */
export const inn = (article: string, mark: '◐' | '✎' = '◐'): Citation =>
  citeMarked('财库〔2024〕13号', article, mark)
/** What the copies do not say is ours to set, and is said to be ours. */
export const innOwn = (what: string): Citation => citeMarked('系统设置', `合作创新：${what}`, '△')

/** Who may co-operate in innovation: main departments of provinces; of leagues with the province's consent; nobody below. */
export const innovates = (region: string) => regionOf(region)?.tier !== '旗县区'
const english = { 货物: 'goods', 服务: 'services', 工程: 'works' } as const

/**
 * May this purchase be a co-operative innovation, whatever its amount (the open-tender amount does not ask of it)?
 * null: it is another method. Whose department it is and who consented is asked of the scheme.
 */
export function mayInnovate(f: {
  readonly method: string
  readonly category: keyof typeof english
  readonly region: string
  readonly on: Day
}): true | No | null {
  if (f.method !== '合作创新采购') return null
  const row = methods.合作创新采购
  if (f.on < row.from)
    return {
      rule: '合作创新采购自2024年6月1日起施行',
      cites: [inn('施行日期')],
      because: `立项日${f.on}，当时还没有这一采购方式`,
      cure: '改用其他采购方式',
      field: 'method',
    }
  if (!innovates(f.region))
    return {
      rule: '合作创新采购由省级主管预算单位，或者经省级主管部门批准的设区的市级主管预算单位开展',
      cites: [inn('第四条')],
      because: '旗县级预算单位不能开展合作创新采购',
      facts: { 本级: regionOf(f.region)?.name ?? f.region },
      cure: '改用其他采购方式，或由上级主管预算单位开展',
      field: 'method',
    }
  return (
    (row.objects as readonly Category[]).includes(english[f.category]) || {
      rule: '合作创新采购购买研发服务和创新产品',
      cites: [inn('第二条')],
      because: `${f.category}项目不能采用合作创新采购`,
      cure: '改用其他采购方式',
      field: 'method',
    }
  )
}
