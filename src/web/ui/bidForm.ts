import { type Reserved, reserveFault, type Says } from '../../lifecycle/4-trade/bid/declared.ts'
import type { Schema } from '../api.ts'
import { check } from './check.ts'

/** What a bid's form is drawn from: the same for the workbench and for the page that works offline. */
export interface BidForm {
  bidSchema: Schema
  paper: string
  items: { name: string; quantity: number }[]
  qualifications: { key: string; text: string }[]
  criteria: { key: string; name: string; formula?: { what: string } | undefined }[]
  substantial: { key: string; text: string }[]
  /** What the lot keeps for small and medium enterprises, and whether consortia are let in. */
  reserve?: Reserved | null
  consortium?: boolean
}
export const blankBid = (items: { name: string; quantity: number }[]): Record<string, unknown> => ({
  items: items.map((i) => ({
    name: i.name,
    quantity: i.quantity,
    brand: '',
    model: '',
    unitPrice: '',
  })),
  sme: 'none',
  domestic: 'none',
  qualifications: {},
  responses: {},
  substantial: {},
})
/** 响应索引: where in the attachments an item is answered; `responses.technical` → page 12 of a file. */
export type BidIndex = Record<string, { file?: string; page?: number; to?: number }>
export interface Attached {
  readonly name: string
  /** Counted in this browser; null where it is no PDF or cannot be counted. */
  readonly pages: number | null
}
export const indexItems = (data: BidForm): { key: string; group: string; title: string }[] => [
  ...data.qualifications.map((q) => ({
    key: `qualifications.${q.key}`,
    group: '资格',
    title: q.text,
  })),
  ...data.substantial.map((q) => ({ key: `substantial.${q.key}`, group: '★', title: q.text })),
  ...data.criteria.map((c) => ({ key: `responses.${c.key}`, group: '评审', title: c.name })),
]
/** Path → what is wrong with the index, before it is sealed with the attachments it names. */
export function wrongIndex(index: BidIndex, files: readonly Attached[]): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const [key, at] of Object.entries(index)) {
    const file = files.find((f) => f.name === at.file)
    const last = at.to ?? at.page ?? 0
    if (at.file === undefined && at.page === undefined) continue
    if (at.file === undefined) wrong[`index.${key}`] = '选择在哪份附件里'
    else if (!file) wrong[`index.${key}`] = `附件里没有“${at.file}”`
    else if (at.page === undefined) wrong[`index.${key}`] = '写明第几页'
    else if (last < at.page) wrong[`index.${key}`] = '止页在起页之前'
    else if (file.pages !== null && last > file.pages)
      wrong[`index.${key}`] = `“${file.name}”共${file.pages}页，没有第${last}页`
  }
  return wrong
}
export function schemaOf(data: BidForm): Schema {
  const keyed = (title: string, rows: { key: string; title: string }[]): Schema => ({
    type: 'object',
    title,
    properties: Object.fromEntries(
      rows.map((r) => [r.key, { type: 'string', title: r.title, 'x-kind': 'long' }]),
    ),
  })
  const texts = (rows: { key: string; text: string }[]) =>
    rows.map((q) => ({ key: q.key, title: q.text }))
  // The index is filled in beside the attachments, when they are chosen.
  const { index: _, ...asked } = data.bidSchema.properties ?? {}
  return {
    ...data.bidSchema,
    properties: {
      ...asked,
      qualifications: keyed('资格条件响应', texts(data.qualifications)),
      responses: keyed(
        '评审因素响应',
        data.criteria.map((c) => ({ key: c.key, title: c.name })),
      ),
      substantial: keyed('实质性要求响应', texts(data.substantial)),
      counts: {
        type: 'object',
        title: '由系统计算的评审因素：如实填报的数',
        properties: Object.fromEntries(
          data.criteria.flatMap((c) =>
            c.formula
              ? [[c.key, { type: 'integer', minimum: 0, title: `${c.name}：${c.formula.what}` }]]
              : [],
          ),
        ),
      },
    },
  }
}

/** Path → what is wrong with a bid before it is sealed; afterwards it can no longer be put right. */
export function wrongIn(
  data: BidForm,
  content: Record<string, unknown>,
  files: readonly Attached[] = [],
): Record<string, string> {
  const wrong = {
    ...check(schemaOf(data), content),
    ...wrongIndex((content['index'] ?? {}) as BidIndex, files),
  }
  if (content['price'] === '0.00') wrong['price'] = '报价须大于零'
  // Only of a bid that is otherwise well formed: what it declares can be read then.
  if (Object.keys(wrong).length > 0) return wrong
  const says = content as unknown as Says
  const fault = reserveFault(data.reserve ?? null, { ...says, price: says.price ?? null })
  if (fault) wrong[fault.field] = `${fault.because}。${fault.cure}`
  if (data.consortium === false && (says.consortium ?? []).length > 0)
    wrong['consortium'] = '采购文件不接受联合体'
  for (const [n, p] of ((content['consortium'] ?? []) as { uscc?: string }[]).entries())
    if ((p.uscc ?? '') === '') wrong[`consortium.${n}.uscc`] = '联合体成员须填写统一社会信用代码'
  return wrong
}
export const unfilled = (count: number) =>
  `还有${count}处没有填好；封存以后无法再改，开标时按无法开启处理`
export const megabytes = (n: number) => `${(n / 1024 / 1024).toFixed(1)}MB`
