import { addYears, type Day } from '#kernel'
import { lawOn } from '#law'
import type { Expert, Tie } from '#libraries'
import type { Conflict } from './facts.ts'

const RECUSAL_YEARS = (on: Day) => lawOn(on)('回避年限')
/** Ties that still count on this day: to a bidder or to the purchaser. */
export function conflictsOf(
  experts: readonly (Pick<Expert, 'person' | 'name'> & { ties: readonly Tie[] })[],
  orgs: ReadonlyMap<string, { name: string }>,
  today: Day,
  lawDay: Day,
): (Conflict & { id: string })[] {
  const since = addYears(today, -RECUSAL_YEARS(lawDay))
  return experts.flatMap((e) =>
    e.ties.flatMap((t) => {
      const org = orgs.get(t.org)
      return org && (t.until === null || t.until > since)
        ? [{ id: e.person, person: e.name, org: org.name, kind: t.kind, until: t.until }]
        : []
    }),
  )
}
