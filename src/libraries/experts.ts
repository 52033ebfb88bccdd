import type { Day, Tx } from '#kernel'
import { addYears, newId } from '#kernel'

export interface Expert {
  readonly person: string
  readonly name: string
  readonly born: Day
  readonly title: string
  readonly title_years: number
  readonly specialities: string[]
  readonly region: string
  readonly employer: string
  readonly state: '在库' | '暂停' | '停用'
}
export type TieKind = '任职' | '董事' | '监事' | '控股股东' | '亲属' | '其他'
export interface Tie {
  readonly expert: string
  readonly org: string
  readonly kind: TieKind
  readonly until: Day | null
}
type Tables = {
  'library.expert': Omit<Expert, 'name'>
  'library.expert_tie': Tie & { id: string }
  'library.person': { id: string; name: string }
}

export const addExpert = (tx: Tx, e: Omit<Expert, 'name' | 'state'>) =>
  tx
    .withTables<Tables>()
    .insertInto('library.expert')
    .values({ ...e, state: '在库' })
    .execute()
export const addTie = (tx: Tx, t: Tie) =>
  tx
    .withTables<Tables>()
    .insertInto('library.expert_tie')
    .values({ id: newId(), ...t })
    .execute()

/**
 * Who may be drawn for this catalogue code: in the library, speciality a prefix of the code, under 70
 * (财库〔2016〕198号第六条 ✎). Ties are given with each, so that recusal is judged where the rule stands.
 */
export async function poolFor(
  tx: Tx,
  code: string,
  on: Day,
): Promise<(Expert & { ties: Tie[] })[]> {
  const t = tx.withTables<Tables>()
  const seventyAgo = addYears(on, -70)
  const rows = await t
    .selectFrom('library.expert as e')
    .innerJoin('library.person as p', 'p.id', 'e.person')
    .selectAll('e')
    .select('p.name')
    .where('e.state', '=', '在库')
    .where('e.born', '>', seventyAgo)
    .orderBy('e.person')
    .execute()
  const able = rows.filter((e) => e.specialities.some((s) => code.startsWith(s)))
  return withTies(tx, able)
}
async function withTies(tx: Tx, experts: Expert[]) {
  if (experts.length === 0) return []
  const ties = await tx
    .withTables<Tables>()
    .selectFrom('library.expert_tie')
    .select(['expert', 'org', 'kind', 'until'])
    .where(
      'expert',
      'in',
      experts.map((e) => e.person),
    )
    .execute()
  return experts.map((e) => ({ ...e, ties: ties.filter((x) => x.expert === e.person) }))
}
export async function expertsOf(
  tx: Tx,
  people: readonly string[],
): Promise<(Expert & { ties: Tie[] })[]> {
  if (people.length === 0) return []
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('library.expert as e')
    .innerJoin('library.person as p', 'p.id', 'e.person')
    .selectAll('e')
    .select('p.name')
    .where('e.person', 'in', people as string[])
    .execute()
  return withTies(tx, rows)
}
