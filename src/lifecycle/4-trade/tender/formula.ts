import { z } from 'zod'

/**
 * 客观分的算法: a fact that the bid states, and the points it is worth. What can be computed is not judged; a member who finds
 * the stated fact wrong says which one is right, and the majority decides (decision 0051).
 */
export type Formula =
  | { readonly kind: '计数'; readonly what: string; readonly each: number }
  | { readonly kind: '有无'; readonly what: string }
  | {
      readonly kind: '分档'
      readonly what: string
      readonly rows: readonly { readonly least: number; readonly points: number }[]
    }
const what = z.string().trim().min(1).max(60).meta({ title: '投标填报的数（如：同类合同份数）' })
/** Points of a formula are hundredths: 2.5 is 250. */
const hundredths = z.int().min(0).max(10_000)
export const zFormula = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('计数').meta({ title: '每一份得几分' }),
    what,
    each: hundredths.min(1).meta({ title: '每份的分值（百分之一分）' }),
  }),
  z.strictObject({ kind: z.literal('有无').meta({ title: '有则满分，无则零分' }), what }),
  z.strictObject({
    kind: z.literal('分档').meta({ title: '按档给分' }),
    what,
    rows: z
      .array(
        z.strictObject({
          least: z.int().min(0).max(1_000_000_000).meta({ title: '达到' }),
          points: hundredths.meta({ title: '得分（百分之一分）' }),
        }),
      )
      .min(1)
      .max(30)
      .meta({ title: '各档（由低到高）' }),
  }),
])

/** Hundredths of a point, never more than the item is worth. A bid that states nothing has nothing. */
export function computed(f: Formula, max: number, stated: number | undefined): number {
  const n = stated ?? 0
  const top = max * 100
  if (f.kind === '计数') return Math.min(n * f.each, top)
  if (f.kind === '有无') return n > 0 ? top : 0
  return Math.min(
    f.rows.reduce((best, r) => (n >= r.least && r.points > best ? r.points : best), 0),
    top,
  )
}
const said = (hundredths: number) => `${hundredths / 100}分`
export const inWords = (f: Formula, max: number): string =>
  f.kind === '计数'
    ? `按“${f.what}”计算：每份${said(f.each)}，最多${max}分`
    : f.kind === '有无'
      ? `按“${f.what}”计算：有得${max}分，无得0分`
      : `按“${f.what}”计算：${f.rows.map((r) => `达到${r.least}得${said(r.points)}`).join('，')}`
