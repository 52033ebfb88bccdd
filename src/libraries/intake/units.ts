import { type Ask, judge, type Rule } from '#kernel'
import { elsewhere, type Org, orgsByCodes, type Standing, withdrawOrgs } from '#libraries/register'
import type { Fault } from '#sheets'
import { type Column, type Head, letterOf, place, text } from './columns.ts'
import type { Line } from './store.ts'

/** The columns that every table of units has. The code is judged by its rule, which can say what was probably meant. */
export const unitColumns = {
  uscc: text('统一社会信用代码', 40, '18位，半角大写'),
  name: text('单位名称', 120),
  region: place('登记地'),
  address: text('住所', 200),
  inCharge: text('单位负责人', 40),
  phone: text('联系电话', 40),
}
/** The rows that units keep, and which rows of other tables a registration brings itself. */
export const unitSheet = {
  target: 'library.org',
  withdraw: withdrawOrgs,
} as const
/** Rules that refuse a row become faults of that row: which column, what, which cure. */
export async function againstUnits<F extends Standing>(
  ask: Ask,
  o: {
    readonly kind: Org['kind']
    readonly columns: Readonly<Record<string, Column>>
    readonly rules: readonly Rule<F>[]
    readonly facts: (line: Line) => F['input'] & object
  },
  lines: readonly Line[],
  head: Head,
): Promise<Fault[]> {
  const there = new Map(
    (
      await orgsByCodes(
        ask.tx,
        o.kind,
        lines.map((l) => l.key),
      )
    ).map((x) => [x.uscc, x]),
  )
  return lines.flatMap((l) => {
    const known = there.get(l.key)
    const input = {
      uscc: l.key,
      region: l.region,
      duplicate: known === undefined ? null : elsewhere(known, ask.today),
      ...o.facts(l),
    }
    const facts = { today: ask.today, actorRegion: ask.actor.region, input } as unknown as F
    return judge(o.rules, facts, ask.today).map((r) => {
      const column = o.columns[r.field ?? '']
      return {
        row: l.no,
        column: column === undefined ? '' : letterOf(head, column.title),
        what: `${l.title}：${r.because}`,
        cure: r.cure || `依据：${r.rule}`,
      }
    })
  })
}
