import { z } from 'zod'
import {
  type Ask,
  addYears,
  asHouse,
  type Day,
  mayRead,
  NotFound,
  op,
  subjectOf,
  type Tx,
  zCitation,
} from '#kernel'
import { numberOf, type Settings, settingsOn } from '#law'
import { agencyFlow, expertFlow, purchaserFlow, supplierFlow } from '#libraries'
import { figureOf, measures, type Scored, scored } from './model.ts'
import { casesOf } from './store.ts'

const flows = {
  采购人: purchaserFlow,
  代理机构: agencyFlow,
  供应商: supplierFlow,
  评审专家: expertFlow,
} as const
const zFigure = z.strictObject({
  id: z.string(),
  title: z.string(),
  formula: z.string(),
  value: z.string().nullable(),
  cases: z.number(),
  outside: z.number().nullable(),
  limit: z.string().nullable(),
  cites: z.array(zCitation),
  months: z.array(z.strictObject({ month: z.string(), cases: z.number(), value: z.number() })),
  records: z.array(
    z.strictObject({
      title: z.string(),
      ocid: z.string().nullable(),
      day: z.string(),
      says: z.string(),
      outside: z.boolean(),
    }),
  ),
})
export const zScore = z.strictObject({
  from: z.string(),
  to: z.string(),
  figures: z.array(zFigure),
})
export type Score = z.infer<typeof zScore>
/** Every figure of one party over the last years (履职数字回看年数 △): long enough for cases, short enough to be about today. `all` adds those that are not for the public. */
export async function scoreOf(
  tx: Tx,
  kind: Scored,
  id: string,
  today: Day,
  all: boolean,
): Promise<Score> {
  const settings = settingsOn(today) as Settings
  const from = addYears(today, -numberOf('履职数字回看年数', settings))
  const figures = []
  for (const m of measures.filter((x) => x.of === kind && (all || x.open)))
    figures.push(figureOf(m, await casesOf(tx, m.id, id, from, today)))
  return {
    from,
    to: today,
    figures: figures.map((f) => ({
      ...f,
      cites: [...f.cites],
      months: [...f.months],
      records: [...f.records],
    })),
  }
}
export const api = {
  get: op({
    title: '一个当事人的履职数字，每个都有算法、期间、件数和依据的记录',
    reads: Object.values(flows),
    limits: '可读其登记的人看全部；其他登录者只看由公开事实算出的，评审专家的除外',
    input: z.strictObject({ kind: z.enum(scored), id: z.uuid() }),
    output: zScore,
    run: get,
  }),
}
async function get(ask: Ask, i: { kind: Scored; id: string }): Promise<Score> {
  const flow = flows[i.kind]
  const s = await asHouse(ask, () => subjectOf(ask.tx, flow, i.id))
  const mine = mayRead(ask.actor, flow, s)
  if (!mine && i.kind === '评审专家') throw new NotFound(flow.noun)
  return asHouse(ask, () => scoreOf(ask.tx, i.kind, i.id, ask.today, mine))
}
