import { type AnyFlow, type Citation, type Day, inForce, regionOf } from '#kernel'
import { methods } from './methods.ts'
import { citesIn, lawOn, type Param, type ParamName, params } from './params.ts'

export interface RuleView {
  id: string
  title: string
  cites: readonly Citation[]
  from: string
  to: string | null
}
const show = (v: number, unit: string) =>
  unit === '分' ? `${v / 1_000_000}万元` : unit === '百分比' ? `${v}%` : `${v}${unit}`

/** Everything in force on a day: dated numbers, methods, and the rules that stand in the flows. Throws RangeError for an unknown region. */
export function rulesInForce(on: Day, region: string, flows: readonly AnyFlow[]): RuleView[] {
  if (regionOf(region) === undefined) throw new RangeError(`没有行政区划${region}`)
  const numbers = Object.entries(params as Record<string, Param>).flatMap(([name, p]) =>
    p.periods
      .filter((v) => inForce(v, on))
      .map((v) => ({
        id: `param.${name}`,
        title: `${name}：${p.title} ${show(lawOn(on, region)(name as ParamName), p.unit)}`,
        cites: citesIn(on, region, name as ParamName),
        from: v.from,
        to: v.until ?? null,
      })),
  )
  const ways = Object.entries(methods).map(([name, m]) => ({
    id: `method.${name}`,
    title: `采购方式：${name}`,
    cites: m.cites as readonly Citation[],
    from: '2003-01-01',
    to: null,
  }))
  const seen = new Map<string, RuleView>()
  for (const flow of flows)
    for (const step of Object.values(flow.steps))
      for (const r of step.rules ?? [])
        if (inForce(r, on))
          seen.set(r.id, {
            id: r.id,
            title: r.title,
            cites: r.cites,
            from: r.from,
            to: r.until ?? null,
          })
  return [...numbers, ...ways, ...seen.values()]
}
