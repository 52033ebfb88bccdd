import { type Day, isDay, parseYuan, regionOf, regions } from '#kernel'
import { edition, itemOf } from '#libraries'
import { type Head, reader } from '#libraries/intake'
import type { Fault, Row } from '#sheets'
import data from '../../../data/attributes.json' with { type: 'json' }
import { type Certificate, kinds } from './model.ts'

/** What an item is described by: one name, one type, one range. Pure. */
export interface Attribute {
  readonly name: string
  readonly unit?: string
  readonly type: 'text' | 'number' | 'enum' | 'flag'
  readonly values?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly required: boolean
}
const templates: ReadonlyMap<string, readonly Attribute[]> = new Map(
  data.templates.map((t) => [t.item, t.attributes as readonly Attribute[]]),
)
const units: ReadonlySet<string> = new Set(data.units)
/** The template of the item itself, or of the nearest one above it. */
export function templateOf(item: string): readonly Attribute[] {
  for (let at: string | null = item; at !== null; at = itemOf(at)?.parent ?? null) {
    const found = templates.get(at)
    if (found) return found
  }
  return []
}
const label = (a: Attribute) => (a.unit ? `${a.name}（${a.unit}）` : a.name)
export const FIXED = [
  '货号',
  '品目编码',
  '名称',
  '品牌',
  '型号',
  '计量单位',
  '单价（元）',
  '供货地区',
] as const
const columnsOf = (k: (typeof kinds)[number]) => [`${k}证书号`, `${k}证书有效期至`]
/** Those that came later stand last: a table made by an older template keeps its columns. */
const LATER = 2
const CERTIFIED = kinds.slice(0, LATER).flatMap(columnsOf)
export const headings = (item: string): string[] => [
  ...FIXED,
  ...CERTIFIED,
  ...templateOf(item).map(label),
  ...kinds.slice(LATER).flatMap(columnsOf),
]
export interface Good {
  readonly row: number
  readonly sku: string
  readonly item: string
  readonly edition: string
  readonly name: string
  readonly brand: string
  readonly model: string
  readonly unit: string
  readonly price: number
  readonly regions: readonly string[]
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  readonly certificates: readonly Certificate[]
}
const byName: ReadonlyMap<string, string> = new Map(regions.map((r) => [r.name, r.code]))
const regionsIn = (text: string): string[] | null => {
  if (text === '全区') return ['150000']
  const codes = text.split(/[、,，;；\s]+/).map((t) => (regionOf(t) ? t : byName.get(t)))
  return codes.every((c) => c !== undefined) ? (codes as string[]) : null
}
const money = (text: string): number | null => {
  try {
    const plain = text.replaceAll(',', '')
    if (!/^\d+(\.\d{1,2})?$/.test(plain)) return null
    const [whole, part = ''] = plain.split('.')
    const n = parseYuan(`${whole}.${part.padEnd(2, '0')}`)
    return n > 0 ? n : null
  } catch {
    return null
  }
}
const flagOf: Readonly<Record<string, boolean>> = {
  是: true,
  有: true,
  支持: true,
  否: false,
  无: false,
  不支持: false,
}

/** One row of the table as a good, or everything that is wrong with it at once. */
export function goodOf(row: Row, head: Head): { good: Good | null; faults: Fault[] } {
  const { faults, cell, has, wrong } = reader(row, head)
  const text = (name: string, max: number): string => {
    const t = cell(name)?.text ?? ''
    if (t === '') wrong(name, '没有填', `请填写${name}`)
    else if (t.length > max) wrong(name, `有${t.length}字，最多${max}字`, '请缩短')
    return t
  }
  const sku = text('货号', 60)
  const code = text('品目编码', 12).toUpperCase()
  const item = itemOf(code)
  if (code !== '' && (!item || !code.startsWith('A')))
    wrong(
      '品目编码',
      `“${code}”不是${edition}年版目录里的货物品目`,
      '请按《政府采购品目分类目录》填写以A开头的九位编码',
    )
  else if (item && !item.leaf) wrong('品目编码', `“${item.name}”下面还有细分`, '请填写最末级的品目')
  const unit = text('计量单位', 10)
  if (unit !== '' && !units.has(unit))
    wrong('计量单位', `“${unit}”不在可用单位内`, `请用：${data.units.join('、')}`)
  const priced = text('单价（元）', 20)
  const price = money(priced)
  if (priced !== '' && price === null)
    wrong('单价（元）', `“${priced}”不是大于零、最多两位小数的金额`, '请填写数值，如 5999.00')
  const where = text('供货地区', 500)
  const areas = regionsIn(where)
  if (where !== '' && areas === null)
    wrong('供货地区', `“${where}”里有不认识的地区`, '填“全区”，或用顿号隔开的盟市、旗县区全名')
  const attributes: Record<string, string | number | boolean> = {}
  if (item?.leaf)
    for (const a of templateOf(code)) {
      const name = has(label(a)) ? label(a) : a.name
      const t = cell(name)?.text ?? ''
      if (t === '') {
        if (a.required) wrong(name, '没有填', `“${item.name}”须填写${label(a)}`)
      } else if (a.type === 'number') {
        const n = Number(t)
        if (!/^-?\d+(\.\d+)?$/.test(t) || n < (a.min ?? -Infinity) || n > (a.max ?? Infinity))
          wrong(name, `“${t}”不在${a.min}至${a.max}${a.unit ?? ''}之间`, '请只填数值，单位按表头')
        else attributes[a.name] = n
      } else if (a.type === 'enum') {
        if (a.values?.includes(t)) attributes[a.name] = t
        else wrong(name, `“${t}”不是可选的值`, `请填：${a.values?.join('、')}`)
      } else if (a.type === 'flag') {
        const f = flagOf[t]
        if (f === undefined) wrong(name, `“${t}”不是“是”或“否”`, '请填“是”或“否”')
        else attributes[a.name] = f
      } else if (t.length > 200) wrong(name, '过长', '最多200字')
      else attributes[a.name] = t
    }
  const certificates: Certificate[] = []
  for (const kind of kinds) {
    const no = cell(`${kind}证书号`)?.text ?? ''
    const until = (cell(`${kind}证书有效期至`)?.text ?? '')
      .replace(/[./年月]/g, '-')
      .replace('日', '')
    if (no === '' && until === '') continue
    if (no === '') wrong(`${kind}证书号`, '没有填', '有有效期的须有证书号')
    else if (!isDay(until))
      wrong(`${kind}证书有效期至`, `“${until}”不是日期`, '请填写日期，如 2027-03-31')
    else certificates.push({ kind, no: no.slice(0, 60), expires: until as Day })
  }
  const good: Good = {
    row: row.no,
    sku,
    item: code,
    edition,
    name: text('名称', 200),
    brand: text('品牌', 60),
    model: text('型号', 80),
    unit,
    price: price ?? 0,
    regions: areas ?? [],
    attributes,
    certificates,
  }
  return { good: faults.length === 0 ? good : null, faults }
}
