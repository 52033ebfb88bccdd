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
const byCode: ReadonlyMap<string, Item> = new Map(
  entries.map(([code, name, parent, leaf]) => [code, { code, name, parent, leaf: leaf === 1 }]),
)
export const itemOf = (code: string): Item | undefined => byCode.get(code)
export const findItems = (word: string, limit = 50): Item[] => {
  const out: Item[] = []
  for (const item of byCode.values()) {
    if (item.code.startsWith(word) || item.name.includes(word)) out.push(item)
    if (out.length === limit) break
  }
  return out
}
const kinds: Record<string, '货物' | '工程' | '服务'> = { A: '货物', B: '工程', C: '服务' }
/** A… goods, B… works, C… services. */
export const categoryOf = (code: string) => kinds[code[0] ?? '']
