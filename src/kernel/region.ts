import data from '../../data/regions.json' with { type: 'json' }

export type Tier = '自治区' | '盟市' | '旗县区'
export interface Region {
  readonly code: string
  readonly name: string
  readonly tier: Tier
  /** Who supervises its finance department; null at the top. */
  readonly parent: string | null
}

/** 满洲里 and 二连浩特 report to the region in fiscal matters (内财购〔2020〕179号), whatever GB/T 2260 says. */
const read = (r: (typeof data.regions)[number]): Region => {
  const apart = 'separatelyPlanned' in r && r.separatelyPlanned === true
  return {
    code: r.code,
    name: r.name,
    tier: r.level === 'region' ? '自治区' : r.level === 'league' || apart ? '盟市' : '旗县区',
    parent: r.parent === null ? null : apart ? '150000' : r.parent,
  }
}
const byCode: ReadonlyMap<string, Region> = new Map(data.regions.map((r) => [r.code, read(r)]))

export const regions: readonly Region[] = [...byCode.values()]
export const regionOf = (code: string): Region | undefined => byCode.get(code)
export const regionName = (code: string): string => byCode.get(code)?.name ?? code

/** Is `code` the place `above` or somewhere under it? Unknown codes are nowhere. */
export function within(code: string, above: string): boolean {
  for (let at = byCode.get(code); at; at = at.parent === null ? undefined : byCode.get(at.parent))
    if (at.code === above) return true
  return false
}
/** Itself and everything under it. */
export const under = (above: string): string[] =>
  regions.filter((r) => within(r.code, above)).map((r) => r.code)
