import type { Document, LotContent } from './model.ts'

/**
 * 财库〔2020〕46号第九条 gives the deduction to what is not reserved: a project without a reservation, and the lots of a
 * reserved project that are not. 第八条 reserves in three ways (as a whole, by a consortium's share, by a subcontract's);
 * a lot reserved by any of them is reserved, and its bidders compete at the prices they wrote (decision 0054).
 */
export const deducts = (l: Pick<LotContent, 'reserve'>): boolean => l.reserve === null

/** What a document says of the deduction, with the lots it is for where they are not all. */
export function deductionWords(d: Document, percent: number): string {
  if (percent === 0) return '不扣除'
  const given = d.lots.filter(deducts)
  if (given.length === 0) return '不扣除（各包都已预留份额）'
  return given.length === d.lots.length
    ? `${percent}%`
    : `${percent}%，只用于没有预留份额的${given.map((l) => `第${l.no}包`).join('、')}`
}
