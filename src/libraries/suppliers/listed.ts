import type { Day, Rule } from '#kernel'
import { cite } from '#law'

/** What a rule about a supplier's standing looks at. */
export interface Standing {
  readonly supplierName: string
  readonly supplierState: string
}
/** 政府采购法第二十二条: who is suspended or struck off takes no part. `cure` says what whoever is refused can do. */
export const listedSupplier = <F extends Standing>(
  id: string,
  cure: string,
  { title = '供应商须在库', from = '2003-01-01' }: { title?: string; from?: Day } = {},
): Rule<F> => ({
  id,
  title,
  cites: [cite('政府采购法', '第二十二条', '具有良好的商业信誉')],
  from,
  check: ({ supplierName, supplierState }) =>
    supplierState === '在库' || {
      because: `${supplierName}在供应商库中处于“${supplierState}”`,
      facts: { 供应商状态: supplierState },
      cure,
    },
})
/** 有关联的不得参加同一采购 (条例第十八条): of bidders in an auction and of quotes in a contest alike. */
export const unrelatedBidder = <F extends { readonly related: string }>(id: string): Rule<F> => ({
  id,
  title: '有关联的供应商不得参加同一采购',
  cites: [
    cite(
      '政府采购法实施条例',
      '第十八条',
      '单位负责人为同一人或者存在直接控股、管理关系的不同供应商',
    ),
  ],
  from: '2015-03-01',
  check: ({ related }) =>
    related === '' || { because: `与另一家报价的供应商${related}`, cure: '有关联的只能由一家报价' },
})
