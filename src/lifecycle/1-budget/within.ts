import { type Fen, type Rule, showYuan, yuanText } from '#kernel'
import { cite } from '#law'

/** 无预算不采购: what is to be frozen or spent now must be there on its line; of an order, a service, an auction, extra work alike. */
export const withinLine = <F extends { readonly available: Fen }>(
  id: string,
  of: {
    /** What the sum is called where it is refused. */
    readonly word: string
    readonly sum: (f: F) => Fen
    readonly cure: (available: string) => string
    readonly title?: string
    readonly field?: string
    /** Where the field is a sum of money: the most it may be. */
    readonly suggests?: boolean
  },
): Rule<F> => ({
  id,
  title: of.title ?? '无预算不采购',
  cites: [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
  from: '2003-01-01',
  check: (f) => {
    const sum = of.sum(f)
    const available = showYuan(f.available)
    return (
      sum <= f.available || {
        because: `${of.word}${showYuan(sum)}元，指标可用${available}元`,
        facts: { [of.word]: showYuan(sum), 指标可用: available },
        cure: of.cure(available),
        ...(of.field === undefined ? {} : { field: of.field }),
        ...(of.suggests ? { suggest: yuanText(f.available) } : {}),
      }
    )
  },
})
