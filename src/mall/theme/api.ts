import { z } from 'zod'
import { type Ask, asHouse, op, under, yearOf, zFen } from '#kernel'
import { type Hall, hallNames, halls, mall } from '#law'
import * as store from './store.ts'

const zMeasured = z.strictObject({
  hall: z.enum(hallNames),
  amount: zFen,
  /** Of how much: goods alone, or goods and services. */
  base: zFen,
  /** Percent with one place, as text: nothing was bought in the year, and there is none. */
  share: z.string().nullable(),
  target: z.number(),
  reached: z.boolean(),
})
const zUnit = z.strictObject({
  buyer: z.string(),
  buyerName: z.string(),
  total: zFen,
  halls: z.array(zMeasured),
})
const measured = (ask: Ask, y: store.YearOf): z.output<typeof zUnit> => ({
  buyer: y.buyer,
  buyerName: y.buyerName,
  total: y.total as never,
  halls: hallNames.map((hall) => {
    const amount = y.halls[hall] ?? 0
    const h: Hall = halls[hall]
    const base = h.kinds.includes('服务') ? y.total : y.goods
    const target = mall(halls[hall].target, ask.world.settings)
    return {
      hall,
      amount: amount as never,
      base: base as never,
      // Floored: a target is not reached by rounding.
      share: base > 0 ? (Math.floor((amount * 1000) / base) / 10).toFixed(1) : null,
      target,
      reached: amount * 100 >= target * base && base > 0,
    }
  }),
})
/** 本单位的，或者本级和下级各单位的：一年里成立、没有解除的订单，逐单加起来。 */
async function progress(ask: Ask, year: number) {
  const own = ask.actor.role !== '财政监管'
  const rows = await asHouse(ask, () =>
    store.yearsOf(
      ask.tx,
      year,
      own ? { buyer: ask.actor.org ?? '' } : { regions: under(ask.actor.region) },
    ),
  )
  return { year, units: rows.map((y) => measured(ask, y)) }
}
export const themeApi = {
  list: op({
    title: '主题馆',
    public: true,
    input: z.strictObject({}),
    output: z.array(
      z.strictObject({
        hall: z.enum(hallNames),
        says: z.string(),
        kinds: z.array(z.enum(['货物', '服务'])),
        target: z.number(),
        cites: z.array(z.strictObject({ law: z.string(), article: z.string() })),
      }),
    ),
    run: async (ask) =>
      hallNames.map((hall) => {
        const h: Hall = halls[hall]
        return {
          hall,
          says: h.says,
          kinds: [...h.kinds],
          target: mall(h.target, ask.world.settings),
          cites: h.cites.map(({ law, article }) => ({ law, article })),
        }
      }),
  }),
  listProgress: op({
    title: '主题馆目标完成情况',
    by: ['采购人经办', '采购人审核', '财政监管'],
    limits: '采购人只答本单位，财政部门只答本级和下级的单位',
    input: z.strictObject({
      year: z
        .string()
        .regex(/^20\d\d$/, { message: '年份写作 2026' })
        .optional(),
    }),
    output: z.strictObject({ year: z.number(), units: z.array(zUnit) }),
    run: (ask, i) => progress(ask, i.year ? Number(i.year) : yearOf(ask.today)),
  }),
}
