import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  type AnyFlow,
  answerError,
  bodyOf,
  checked,
  dayOf,
  isDay,
  Malformed,
  parseJson,
  problem,
  Refused,
  refusal,
  regionOf,
  type Server,
  zFenGiven,
} from '#kernel'
import { advise, CalendarUnknown, evaluate, isWorkday, period, rulesInForce } from '#law'

const zDay = z.string().refine(isDay, { message: '日期须为真实存在的 YYYY-MM-DD' })
const zRegion = z.string().refine((r) => regionOf(r) !== undefined, { message: '没有这个行政区划' })
const zPeriod = z.strictObject({
  from: zDay,
  length: z.int().min(1).max(3660),
  unit: z.enum(['day', 'workday']),
})
const zMethod = z.strictObject({
  region: zRegion,
  on: zDay,
  category: z.enum(['goods', 'services', 'works']),
  amount: zFenGiven.refine((n) => n > 0, { message: '金额须大于零' }),
})

/** 法规台：the rules as a public calculator, no sign-in. */
export function lawApi({ world, complain }: Server, flows: readonly AnyFlow[]) {
  const app = new Hono()
  const guard = async (run: () => unknown) => {
    try {
      return Response.json(await run())
    } catch (e) {
      if (e instanceof CalendarUnknown)
        return answerError(
          new Refused([
            refusal('工作日历须已公布', e.message, {
              facts: { 年度: e.year },
              cure: `待国务院办公厅公布${e.year}年节假日安排后再算`,
            }),
          ]),
          complain,
        )
      // The law does not speak for that day: a refusal with its reason, never a guess.
      if (e instanceof RangeError)
        return answerError(
          new Refused([
            refusal('当日没有规定', e.message, { cure: '换一个已经公布日历和参数的日期再算' }),
          ]),
          complain,
        )
      return answerError(e, complain)
    }
  }
  async function body<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
    let raw: unknown
    const text = await bodyOf(c, 1024 * 1024)
    try {
      raw = parseJson(text || '{}')
    } catch (e) {
      throw new Malformed(400, (e as Error).message)
    }
    return checked(schema, raw)
  }
  app.get('/api/law/rules', (c) =>
    guard(() => {
      const on = checked(zDay, c.req.query('on') ?? dayOf(world.now()))
      const region = checked(zRegion, c.req.query('region') ?? '150000')
      return rulesInForce(on as never, region, flows)
    }),
  )
  app.get('/api/law/workday/:date', (c) =>
    guard(() => {
      const date = checked(zDay, c.req.param('date'))
      return { date, workday: isWorkday(date as never) }
    }),
  )
  app.post('/api/law/period', (c) =>
    guard(async () => {
      const input = await body(c, zPeriod)
      const { end, rolled, cites, days } = period(input as Parameters<typeof period>[0])
      return { end, rolled, cites, days }
    }),
  )
  app.post('/api/law/method', (c) =>
    guard(async () => {
      const { openTender, methods, withApproval, cites, note } = advise(
        (await body(c, zMethod)) as Parameters<typeof advise>[0],
      )
      return { openTender, methods, withApproval, cites, note }
    }),
  )
  app.post('/api/law/evaluate', (c) =>
    guard(async () => evaluate((await body(c, z.unknown())) as Parameters<typeof evaluate>[0])),
  )
  app.all('/api/law/*', () => problem(404, '没有这个接口'))
  return app
}
