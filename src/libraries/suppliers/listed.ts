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
