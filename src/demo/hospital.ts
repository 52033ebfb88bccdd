import type { Cast } from './cast.ts'
import { awarding } from './hospital-award.ts'
import { performing } from './hospital-perform.ts'
import { planning } from './hospital-plan.ts'
import { drawing, opening, tendering } from './hospital-tender.ts'
import type { Player, SimClock } from './player.ts'

/** How far to play: a demonstration region shows purchases in several states. */
export type Until = '意向' | '计划' | '招标' | '开标' | '合同' | '归档'
const order: Until[] = ['意向', '计划', '招标', '开标', '合同', '归档']

/** 一笔真实的采购，从指标到归档；每一步由该办的人经 HTTP 办理，每一步也试一次不该办的。 */
export async function hospital(
  p: Player,
  clock: SimClock,
  cast: Cast,
  until: Until = '归档',
): Promise<{ process: string; contracts: string[]; lineId: string }> {
  const reach = (u: Until) => order.indexOf(until) >= order.indexOf(u)
  const ids = await planning(p, clock, cast, reach('计划'))
  const out = { process: ids.process, contracts: [] as string[], lineId: ids.lineId }
  if (!reach('招标')) return out
  const t = await tendering(p, clock, cast, ids)
  if (!reach('开标')) return out
  await opening(p, clock, t)
  await drawing(p, clock, cast, t)
  if (!reach('合同')) return out
  out.contracts = await awarding(p, clock, t)
  if (reach('归档')) await performing(p, clock, out.contracts)
  return out
}
