import { fold, otherNames } from '#words'
import data from '../../data/catalogue.json' with { type: 'json' }

/** 《政府采购品目分类目录》（财库〔2022〕31号）. A code always carries its edition: codes of 2013 mean other things. */
export interface Item {
  readonly code: string
  readonly name: string
  readonly parent: string | null
  readonly leaf: boolean
}
export const edition = '2022'
const entries = data.entries as [string, string, string | null, number, string?][]
const NAMES: Readonly<Record<string, string>> = {
  trimmed: '名称由抽取的文本截得，以正式目录为准',
  inferred: '名称系推断，以正式目录为准',
  unresolved: '名称待核，以正式目录为准',
}
const byCode: ReadonlyMap<string, Item> = new Map(
  entries.map(([code, name, parent, leaf]) => [code, { code, name, parent, leaf: leaf === 1 }]),
)
const children = new Map<string | null, Item[]>()
for (const i of byCode.values()) {
  const known = children.get(i.parent)
  if (known) known.push(i)
  else children.set(i.parent, [i])
}
const doubts: ReadonlyMap<string, string> = new Map(
  entries.flatMap((e) => {
    const said = NAMES[e[4] ?? '']
    return said === undefined ? [] : [[e[0], said] as const]
  }),
)
export const itemOf = (code: string): Item | undefined => byCode.get(code)
/** 大类 to the item itself. */
export function pathTo(code: string): Item[] {
  const out: Item[] = []
  for (let at = itemOf(code); at; at = at.parent === null ? undefined : itemOf(at.parent))
    out.unshift(at)
  return out
}
export const childrenOf = (code: string | null): Item[] => children.get(code) ?? []
/** Is it this item, or one under it? */
export const isUnder = (code: string, above: string): boolean =>
  pathTo(code).some((i) => i.code === above)
/** A line of the source that could not be read for sure: what is doubtful is said where the name is shown. */
export const doubtOf = (code: string): string | null => doubts.get(code) ?? null
/**
 * What a person calls it, or a code or its beginning. Pieces between spaces must all stand in the name; each also in the other
 * names for it (data/synonyms.json). Shorter names first: they are what was meant more often.
 */
export function findItems(typed: string, limit = 50): Item[] {
  const asked = fold(typed).trim()
  if (asked === '') return []
  const code = asked.toUpperCase()
  const pieces = asked.split(/\s+/).map((p) => [p, ...otherNames(p)])
  const out = [...byCode.values()].filter(
    (i) =>
      i.code.startsWith(code) ||
      pieces.every((names) => names.some((n) => fold(i.name).includes(n))),
  )
  return out
    .sort((a, b) => Number(b.leaf) - Number(a.leaf) || a.name.length - b.name.length)
    .slice(0, limit)
}
/** Codes of the 2013 edition (财库〔2013〕189号) that are known to us: the same digits, another thing. */
export const of2013: Readonly<Record<string, string>> = {
  A02010104: '台式计算机',
  A02010105: '便携式计算机',
  A02010107: '平板式微型计算机',
  A0201060401: '液晶显示器',
  A0201060102: '激光打印机',
  A02061504: '不间断电源（UPS）',
  A0206180203: '空调机',
  A020201: '复印机',
}
const kinds: Record<string, '货物' | '工程' | '服务'> = { A: '货物', B: '工程', C: '服务' }
/** A… goods, B… works, C… services. */
export const categoryOf = (code: string) => kinds[code[0] ?? '']
