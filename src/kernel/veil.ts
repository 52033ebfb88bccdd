import type { AnyFlow, Citation } from './flow.ts'
import type { Actor } from './op.ts'
import type { Draft } from './private.ts'
import { mayRead, reaches, type Subject } from './subject.ts'

/** A part of a record and, phase by phase, who reads it: relations of the record's parties, or `读者` for whoever reads the record. */
export interface VeiledField<Phase extends string = string> {
  readonly title: string
  readonly cites: readonly Citation[]
  readonly to: Readonly<Record<Phase, readonly string[]>>
  /** Steps of these roles stand in the trail only for who reads the field: who asked, who judged. */
  readonly trail?: readonly string[]
}
/**
 * 分状态字段规则: one table per kind of record, noun × field × phase → readers. The phases are the record's states, or what
 * the states of several things together come to (a lot is 已公告 when its tender's result is). Applied by `present`, and by
 * `unveiled` where an answer is no record; published in docs/access.md; walked by test/veils.story.test.ts.
 */
export interface Veil<Phase extends string = string> {
  readonly flow: AnyFlow
  readonly phases: readonly Phase[]
  readonly fields: Readonly<Record<string, VeiledField<Phase>>>
}
export const READER = '读者'
export const veil = <const Phase extends string>(
  flow: AnyFlow,
  phases: readonly Phase[],
  fields: Readonly<Record<string, VeiledField<NoInfer<Phase>>>>,
): Veil<Phase> => ({ flow, phases, fields })

/** What this person is to the record: his relation where his role reaches it or supervises it, and a reader in any case. */
export function relationsTo(actor: Actor, flow: AnyFlow, s: Subject): readonly string[] {
  const role = flow.roles[actor.role]
  const near =
    role !== undefined &&
    (reaches(actor, flow, s) ||
      (role.reach === 'region' && mayRead(actor, { ...flow, open: [] }, s)))
  return near ? [role.relation, READER] : [READER]
}
/** The names of the fields that this person does not see in this phase. */
export function veiledFor<P extends string>(
  actor: Actor,
  v: Veil<P>,
  phase: P,
  s: Subject,
): ReadonlySet<string> {
  const mine = relationsTo(actor, v.flow, s)
  return new Set(
    Object.entries<VeiledField<P>>(v.fields)
      .filter(([, f]) => !f.to[phase].some((r) => mine.includes(r)))
      .map(([name]) => name),
  )
}
/** Roles whose steps this person does not see in the trail. */
export const silent = (v: Veil, hidden: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...hidden].flatMap((name) => v.fields[name]?.trail ?? []))
/** Takes out of a record what is veiled: members of data by name; sections, fields and columns by their `veil`. */
export function unveil(
  hidden: ReadonlySet<string>,
  more: { data: Record<string, unknown>; sections: readonly Draft[] },
): { data: Record<string, unknown>; sections: Draft[] } {
  const shown = (x: { readonly veil?: string }) => x.veil === undefined || !hidden.has(x.veil)
  const bare = <T extends { readonly veil?: string }>({ veil: _, ...rest }: T) => rest
  return {
    data: Object.fromEntries(Object.entries(more.data).filter(([k]) => !hidden.has(k))),
    sections: more.sections.filter(shown).map(({ veil: _, ...s }) => {
      const gone = (s.columns ?? []).filter((c) => !shown(c)).map((c) => c.key)
      return {
        ...s,
        ...(s.fields ? { fields: s.fields.filter(shown).map(bare) } : {}),
        ...(s.columns ? { columns: s.columns.filter(shown).map(bare) } : {}),
        ...(s.rows && gone.length > 0
          ? {
              rows: s.rows.map((r) =>
                Object.fromEntries(Object.entries(r).filter(([k]) => !gone.includes(k))),
              ),
            }
          : {}),
      }
    }),
  }
}
