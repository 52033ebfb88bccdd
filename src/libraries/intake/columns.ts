import { type Day, isDay, regionName, regionOf, regions } from '#kernel'
import { columnName, type Fault, type Row } from '#sheets'

/** What one cell says, or what is wrong with it and how to mend it. Pure. */
export type Said<T> = { readonly value: T } | { readonly what: string; readonly cure: string }
export interface Column<T = unknown> {
  readonly title: string
  /** Beside the heading of the template. */
  readonly help: string
  /** What the template offers in each cell. */
  readonly offers?: readonly string[]
  readonly optional?: true
  /** Text that is not empty; null stands for an optional cell left empty. */
  readonly read: (text: string) => Said<T>
}
type ValueOf<C> = C extends Column<infer T> ? T : never
export type Values<C extends Readonly<Record<string, Column>>> = {
  readonly [K in keyof C]: ValueOf<C[K]>
}

export const text = (title: string, max: number, help = ''): Column<string> => ({
  title,
  help: help || `不超过${max}字`,
  read: (t) =>
    t.length <= max
      ? { value: t }
      : { what: `有${t.length}字，最多${max}字`, cure: '请缩短这一格' },
})
export const oneOf = <const V extends string>(title: string, values: readonly V[]): Column<V> => ({
  title,
  help: `只能填：${values.join('、')}`,
  offers: values,
  read: (t) => {
    const value = values.find((v) => v === t)
    return value === undefined
      ? { what: `“${t}”不是可选的值`, cure: `请填：${values.join('、')}` }
      : { value }
  },
})
export const someOf = <const V extends string>(
  title: string,
  values: readonly V[],
): Column<readonly V[]> => ({
  title,
  help: `可填几项，用顿号隔开：${values.join('、')}`,
  read: (t) => {
    const said = t.split(/[、,，;；]/).map((x) => x.trim())
    const strange = said.find((x) => !values.includes(x as V))
    return strange === undefined
      ? { value: said as V[] }
      : { what: `“${strange}”不是可选的值`, cure: `请填：${values.join('、')}，用顿号隔开` }
  },
})
export const flag = (title: string): Column<boolean> => ({
  ...oneOf(title, ['是', '否']),
  read: (t) =>
    t === '是' || t === '否'
      ? { value: t === '是' }
      : { what: `“${t}”不是“是”或“否”`, cure: '请填“是”或“否”' },
})
export const count = (title: string, min: number, max: number): Column<number> => ({
  title,
  help: `整数，${min}至${max}`,
  read: (t) =>
    /^\d{1,9}$/.test(t) && Number(t) >= min && Number(t) <= max
      ? { value: Number(t) }
      : { what: `“${t}”不是${min}至${max}的整数`, cure: '请只填数字' },
})
export const day = (title: string): Column<Day> => ({
  title,
  help: '日期，如 2027-03-31',
  read: (t) => {
    const d = t
      .slice(0, 11)
      .trim()
      .replace(/[./年月]/g, '-')
      .replace('日', '')
      .replace(/-(\d)(?=-|$)/g, '-0$1')
    return isDay(d) ? { value: d } : { what: `“${t}”不是日期`, cure: '请填写日期，如 2027-03-31' }
  },
})
/** As the list of regions writes them: a banner with its league before it, because two banners may share a name. */
const placeNames: ReadonlyMap<string, string> = new Map(
  regions.flatMap((r) => {
    const whole =
      r.tier === '旗县区' && r.parent !== null ? `${regionName(r.parent)} ${r.name}` : r.name
    const alone = regions.filter((x) => x.name === r.name).length === 1
    return [[whole, r.code], [r.code, r.code], ...(alone ? [[r.name, r.code]] : [])] as [
      string,
      string,
    ][]
  }),
)
export const place = (title: string): Column<string> => ({
  title,
  help: '从下拉里选，或填六位区划代码',
  offers: regions.map((r) =>
    r.parent && r.tier === '旗县区' ? `${regionName(r.parent)} ${r.name}` : r.name,
  ),
  read: (t) => {
    const value = placeNames.get(t.replace(/[\s　]+/g, ' '))
    return value !== undefined && regionOf(value)
      ? { value }
      : { what: `“${t}”不是本区的地区`, cure: '从空表的下拉里选盟市、旗县区，或填六位区划代码' }
  },
})
export const optional = <T>(c: Column<T>): Column<T | null> => ({ ...c, optional: true })

export type Head = ReadonlyMap<string, number>
/** A heading as it is compared: half-width brackets, spaces and the asterisk of “required” do not matter. */
const heading = (t: string) => t.replaceAll('(', '（').replaceAll(')', '）').replace(/\s|\*/g, '')
/** Where each column stands, which of the needed ones are missing, and which headings stand twice: of two columns one would be lost. */
export function headOf(
  row: Row,
  needed: readonly string[],
): { head: Head; missing: string[]; twice: string[] } {
  const head = new Map<string, number>()
  const twice: string[] = []
  for (const [i, c] of row.cells.entries()) {
    if (!c) continue
    const before = head.get(heading(c.text))
    if (before === undefined) head.set(heading(c.text), i)
    else twice.push(`“${c.text}”（${columnName(before)}、${columnName(i)}列）`)
  }
  return { head, missing: needed.filter((f) => !head.has(heading(f))), twice }
}
/** A, B, … of the column under this heading; empty when the table is no longer at hand. */
export const letterOf = (head: Head, title: string): string => {
  const at = head.get(heading(title))
  return at === undefined ? '' : columnName(at)
}
/** One row being read: what stands under a heading, and everything that is wrong with it, once a cell. */
export function reader(row: Row, head: Head) {
  const faults: Fault[] = [...row.faults]
  const told = new Set(faults.map((f) => f.column))
  return {
    faults,
    has: (name: string) => head.has(heading(name)),
    cell: (name: string) => row.cells[head.get(heading(name)) ?? -1] ?? null,
    wrong(name: string, what: string, cure: string) {
      const column = letterOf(head, name)
      if (!told.has(column) || column === '')
        faults.push({ row: row.no, column, what: `${name}${what}`, cure })
    },
  }
}
/** A row as its columns say it, or everything that is wrong with it at once. */
export function valuesOf<C extends Readonly<Record<string, Column>>>(
  columns: C,
  row: Row,
  head: Head,
): { values: Values<C> | null; faults: Fault[] } {
  // What is told of a row after its end (merged cells) comes without its cells.
  if (row.cells.length === 0) return { values: null, faults: [...row.faults] }
  const r = reader(row, head)
  const values = Object.entries(columns).map(([key, c]) => {
    const t = r.cell(c.title)?.text ?? ''
    if (t === '') {
      if (!c.optional) r.wrong(c.title, '没有填', `请填写${c.title}：${c.help}`)
      return [key, null]
    }
    const said = c.read(t)
    if ('value' in said) return [key, said.value]
    r.wrong(c.title, said.what, said.cure)
    return [key, null]
  })
  return {
    values: r.faults.length === 0 ? (Object.fromEntries(values) as Values<C>) : null,
    faults: r.faults,
  }
}
