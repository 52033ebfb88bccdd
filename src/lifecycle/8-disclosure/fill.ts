import type { SectionForm } from './form.ts'
import { forms } from './forms.ts'
import type { Category, Field, Kind, Row, Section } from './model.ts'

export interface Given {
  /** By label, or by `group label` where a form names the same thing of two parties. */
  readonly values?: Readonly<Record<string, string | null | undefined>>
  readonly rows?: readonly Row[]
}
const filled = (s: string | null | undefined): s is string =>
  s !== undefined && s !== null && s.trim() !== ''
export const NUMBERS = '一 二 三 四 五 六 七 八 九 十 十一 十二 十三'.split(' ')
const columnsOf = (s: SectionForm, category: Category) =>
  (s.columns ?? []).filter((c) => c.only === undefined || c.only === category)
export const keyOf = (f: { label: string; group?: string | undefined }) =>
  f.group === undefined ? f.label : `${f.group} ${f.label}`

/** Business data poured into the form: the order is the form's, never the caller's. What is empty is left out. */
export function fill(
  kind: Kind,
  category: Category,
  given: Readonly<Record<string, Given>>,
): Section[] {
  const out: Section[] = []
  let n = 0
  for (const form of forms[kind].sections) {
    const g = given[form.heading] ?? {}
    const fields = (form.fields ?? []).flatMap((f): Field[] => {
      const value = g.values?.[keyOf(f)]
      if (!filled(value)) return []
      return [
        {
          label: f.label,
          value,
          ...(f.kind ? { kind: f.kind } : {}),
          ...(f.group ? { group: f.group } : {}),
        },
      ]
    })
    const rows = g.rows ?? []
    if (fields.length === 0 && rows.length === 0) continue
    const columns = columnsOf(form, category).filter(
      (c) => c.optional !== true || rows.some((r) => filled(r[c.key])),
    )
    out.push({
      no: form.unnumbered ? '' : (NUMBERS[n++] ?? ''),
      heading: form.heading,
      ...(fields.length > 0 ? { fields } : {}),
      ...(rows.length > 0
        ? {
            columns: columns.map(({ key, label, money: m }) => ({
              key,
              label,
              ...(m ? { money: m } : {}),
            })),
            rows: rows.map((r) => Object.fromEntries(columns.map((c) => [c.key, r[c.key] ?? '']))),
          }
        : {}),
    })
  }
  return out
}

/** What the form requires and the sections do not have, as a person would say it; empty when the notice is complete. */
export function lacking(kind: Kind, category: Category, sections: readonly Section[]): string[] {
  const out: string[] = []
  for (const form of forms[kind].sections) {
    const s = sections.find((x) => x.heading === form.heading)
    if (!s) {
      if (form.optional) continue
      const labels = (form.fields ?? []).filter((f) => !f.optional && f.label !== form.heading)
      out.push(form.heading + (labels.length > 0 ? `（${labels.map(keyOf).join('、')}）` : ''))
      continue
    }
    for (const f of form.fields ?? [])
      if (!f.optional && !s.fields?.some((x) => keyOf(x) === keyOf(f) && filled(x.value)))
        out.push(f.label === form.heading ? form.heading : `${form.heading}的“${keyOf(f)}”`)
    const columns = columnsOf(form, category)
    if (columns.length > 0 && !s.rows?.length) out.push(`${form.heading}的明细`)
    for (const [i, row] of (s.rows ?? []).entries()) {
      for (const c of columns)
        if (!c.optional && !filled(row[c.key]))
          out.push(`${form.heading}第${i + 1}行的“${c.label}”`)
      if (form.either && !form.either.some((key) => filled(row[key])))
        out.push(
          `${form.heading}第${i + 1}行的“${columns
            .filter((c) => form.either?.includes(c.key))
            .map((c) => c.label)
            .join('”或“')}”`,
        )
    }
  }
  const have = sections.map((s) => s.heading)
  const sorted = forms[kind].sections.map((s) => s.heading).filter((h) => have.includes(h))
  if (sorted.join('\n') !== have.join('\n')) out.push('各部分的次序（须与格式一致）')
  return out
}
