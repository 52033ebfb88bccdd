import type { Evidence } from '#goods'
import { type Fen, fen, showYuan } from '#kernel'

/** What a unit price is compared with, said in one line. */
export function comparedWith(
  e: (Pick<Evidence, 'basis' | 'suppliers' | 'median'> & { leftOut?: number }) | null | undefined,
): string {
  const out = e?.leftOut ? `（另有${e.leftOut}家证书过期，不计入）` : ''
  if (!e || e.suppliers === 0) return `没有可比的在售报价${out}`
  if (e.basis === null || e.median === null)
    return `可比的在售报价只有${e.suppliers}家，不足以取中位数${out}`
  return `${e.basis}在售报价${e.suppliers}家，中位数${showYuan(e.median)}元${out}`
}
/** The most a unit may cost without a justification: `percent` above the median, floored to the fen; null where nothing can be compared. */
export const guardPrice = (
  e: Pick<Evidence, 'basis' | 'median'> | null | undefined,
  percent: number,
): Fen | null =>
  e?.basis && e.median !== null
    ? fen(Number((BigInt(e.median) * BigInt(100 + percent)) / 100n))
    : null

export interface CartLine {
  readonly offer: string
  readonly quantity: number
  readonly line: string | null
}
/** One order per supplier and budget line, in the order in which they were put in. */
export function splitOrders<L extends { readonly supplier: string; readonly line: string }>(
  lines: readonly L[],
): L[][] {
  const groups = new Map<string, L[]>()
  for (const l of lines) {
    const key = `${l.supplier} ${l.line}`
    groups.set(key, [...(groups.get(key) ?? []), l])
  }
  return [...groups.values()]
}
