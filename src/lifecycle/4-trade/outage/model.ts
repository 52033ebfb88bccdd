import { addDays, at, dayOf, type Instant, instant, showInstant } from '#kernel'
import { CalendarUnknown, flow, isWorkday } from '#law'

export const causes = ['服务中断', '提交未被受理'] as const
export interface Incident {
  readonly id: string
  readonly began: Instant
  readonly ended: Instant
  readonly cause: (typeof causes)[number]
}
export interface Limits {
  /** 故障起算, milliseconds. */
  readonly least: number
  /** 故障回看, milliseconds. */
  readonly window: number
  /** 故障顺延, milliseconds. */
  readonly grace: number
}
const MINUTE = 60_000
const DAY = 86_400_000

/** 恢复起再留的时间；遇休息日顺延至其后首个工作日同一时刻. A year without a published calendar keeps the hour as it falls. */
export function graceEnds(recovered: Instant, grace: number): Instant {
  const end = instant(recovered + grace)
  let day = dayOf(end)
  const time = (end - at(day)) % DAY
  try {
    while (!isWorkday(day)) day = addDays(day, 1)
  } catch (e) {
    if (e instanceof CalendarUnknown) return end
    throw e
  }
  return instant(at(day) + time)
}

/**
 * Where a deadline moves to, or null when it stays. Incidents that reach into the window before the deadline count, each
 * with its whole length, together; from the last recovery there must be time again. Never earlier.
 */
export function movedDeadline(
  deadline: Instant,
  incidents: readonly Pick<Incident, 'began' | 'ended'>[],
  { least, window, grace }: Limits,
): Instant | null {
  const near = incidents.filter((i) => i.began < deadline && i.ended > deadline - window)
  const total = near.reduce((sum, i) => sum + (i.ended - i.began), 0)
  if (near.length === 0 || total < least) return null
  const to = graceEnds(instant(Math.max(...near.map((i) => i.ended))), grace)
  return to > deadline ? to : null
}
/**
 * Stretches of commits that a fault of ours refused, with no accepted one between: from the first refusal to the last. One
 * alone is no stretch: what cannot be told from a single stumble moves nobody's deadline.
 */
export function refusedStretches(
  refused: readonly Instant[],
  accepted: readonly Instant[],
): { began: Instant; ended: Instant }[] {
  const events = [
    ...refused.map((at) => ({ at, ok: false })),
    ...accepted.map((at) => ({ at, ok: true })),
  ].sort((a, b) => a.at - b.at)
  const out: { began: Instant; ended: Instant }[] = []
  let running: Instant[] = []
  const end = () => {
    const [began, ended] = [running[0], running.at(-1)]
    if (began !== undefined && ended !== undefined) out.push({ began, ended })
    running = []
  }
  for (const { at, ok } of events) ok ? end() : running.push(at)
  end()
  return out.filter((s) => s.ended > s.began)
}
/** 45分钟, 1小时20分钟. */
export const lasted = (ms: number) => {
  const minutes = Math.max(1, Math.round(ms / MINUTE))
  const hours = Math.floor(minutes / 60)
  return `${hours > 0 ? `${hours}小时` : ''}${minutes % 60 > 0 ? `${minutes % 60}分钟` : ''}`
}
export const titleOf = (i: Pick<Incident, 'began' | 'ended' | 'cause'>) =>
  `${showInstant(i.began)}起${i.cause}${lasted(i.ended - i.began)}`

// biome-ignore format: a table reads as a table
export const incidentFlow = flow<object>()(
  { noun: '服务故障', module: 'incident', states: ['已公布'], open: ['已公布'] },
  {
    record: { name: '登记并公布', from: [], to: '已公布', by: ['系统'], inner: true },
  },
)
