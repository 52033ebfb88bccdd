import { z } from 'zod'
import { cursorOf, findNotices, noticesByIds, wire, zFind, zNotice } from '#disclosure'
import { type Instant, isDay, op, parseYuan, type Tx, zText } from '#kernel'
import { findIds, type Wanted } from './store.ts'

const MOST = 200
const money = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,2})?$/, { message: '金额以元计，最多两位小数' })
  .transform((s) => parseYuan(s.includes('.') ? s.padEnd(s.indexOf('.') + 3, '0') : `${s}.00`))
const day = z
  .string()
  .refine(isDay, { message: '日期须为真实存在的 YYYY-MM-DD' })
  .transform((d) => d as Wanted['from'] & string)
/** What may be asked of notices: words, and what they are about. */
export const zSearch = z.strictObject({
  ...zFind.shape,
  q: zText(MOST).optional(),
  method: zText(20).optional(),
  category: z.enum(['货物', '服务', '工程']).optional(),
  item: z
    .string()
    .regex(/^[A-C]\d{0,8}$/, { message: '品目代码如 A02320500，也可以只写开头' })
    .optional(),
  least: money.optional(),
  most: money.optional(),
  from: day.optional(),
  to: day.optional(),
  order: z.enum(['相关', '最新']).default('最新'),
})
export type Search = z.output<typeof zSearch>
/** The whole index is not asked where the list of notices answers: newest first, by kind and place. */
export const isPlain = (w: Wanted) =>
  !w.q &&
  !w.method &&
  !w.category &&
  !w.item &&
  w.least === undefined &&
  w.most === undefined &&
  !w.from &&
  !w.to
export const cursorIn = (before: string | undefined) => {
  const [published, id] = before?.split(',') ?? []
  return published && id ? { published: Number(published) as Instant, id } : undefined
}
/** One page of notices; null when the words hold nothing to look for. */
export async function searchNotices(tx: Tx, w: Search, offset = 0) {
  if (isPlain(w))
    return findNotices(tx, { region: w.region, kind: w.kind, before: w.before, limit: w.limit })
  const ids = await findIds(tx, { ...w, before: cursorIn(w.before), offset })
  return ids && noticesByIds(tx, ids)
}
export const searchApi = {
  list: op({
    title: '公告一览与检索',
    public: true,
    input: zSearch,
    output: z.strictObject({ notices: z.array(zNotice), next: z.string().nullable() }),
    run: async (ask, w) => {
      const found = (await searchNotices(ask.tx, { ...w, limit: w.limit + 1 })) ?? []
      const page = found.slice(0, w.limit)
      const last = w.order === '最新' && found.length > w.limit ? page.at(-1) : undefined
      return { notices: page.map(wire), next: last ? cursorOf(last) : null }
    },
  }),
}
