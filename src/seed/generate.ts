import { createHash } from 'node:crypto'
import { canonical, type Day, type Dice, dice, type Region, regions } from '#kernel'
import { findItems, type Item, itemOf } from '#libraries'
import { idNoOf, phoneOf, usccOf } from './codes.ts'
import * as words from './words.ts'

/** A whole region that never was, from a word: the same word, the same region, to the last digit. Pure. */
export interface Unit {
  readonly uscc: string
  readonly name: string
  readonly region: string
  readonly address: string
  readonly phone: string
  readonly inCharge: string
  readonly scale: '大型' | '中型' | '小型' | '微型' | null
}
export interface Office extends Unit {
  readonly kind: '财政部门' | '国库'
}
export interface Purchaser extends Unit {
  /** Code of the unit it hangs on in the budget tree and in the tree of government; null: on its own treasury, on its own government. */
  readonly budget: string | null
  readonly admin: string | null
}
export interface Agency extends Unit {
  readonly centralised: boolean
}
export interface Expert {
  readonly account: string
  readonly name: string
  readonly born: Day
  readonly idNo: string
  readonly grade: '正高级' | '副高级' | '中级'
  readonly title: string
  readonly titleYears: number
  readonly specialities: readonly string[]
  readonly region: string
  /** Code of the unit where the expert works. */
  readonly employer: string
  readonly phone: string
}
export interface World {
  readonly offices: readonly Office[]
  readonly purchasers: readonly Purchaser[]
  readonly suppliers: readonly Unit[]
  readonly agencies: readonly Agency[]
  readonly experts: readonly Expert[]
}
export interface Size {
  /** Departments of each government, of those in `words.ts`. */
  readonly departments: number
  readonly suppliers: number
  readonly agencies: number
  readonly experts: number
}
export const WHOLE: Size = {
  departments: words.departments.length,
  suppliers: 20_000,
  agencies: 300,
  experts: 5_000,
}
const mark = (name: string) => `${name}（培训）`
/** 内蒙古自治区 + 教育 → 内蒙古自治区教育厅; a 中心 and a 委员会 keep their own ending. */
const departmentIn = (r: Region, d: string) =>
  `${r.name}${d}${/(委员会|中心)$/.test(d) ? '' : r.tier === '自治区' ? '厅' : '局'}`
const person = (d: Dice) =>
  d.percent(30)
    ? d.pick(words.mongolian)
    : d.pick(words.surnames) + d.pick(words.given) + (d.percent(70) ? d.pick(words.given) : '')

const details = (d: Dice, name: string, n: number) => ({
  name: mark(name),
  address: mark(`${name.slice(0, 12)}培训路${1 + d.below(300)}号`),
  phone: phoneOf(n),
  inCharge: person(d),
})
function officesOf(seed: Dice): Office[] {
  const d = seed.of('offices')
  return regions.flatMap((r, i) =>
    (
      [
        ['财政部门', r.tier === '自治区' ? '财政厅' : '财政局'],
        ['国库', '国库集中支付中心'],
      ] as const
    ).map(([kind, ending], k) => {
      const n = 400_000 + i * 2 + k
      const uscc = usccOf('机关', r.code, n)
      return { kind, uscc, region: r.code, scale: null, ...details(d, r.name + ending, n) }
    }),
  )
}
/** Three tiers: departments below the government of each place, schools and hospitals below their department. */
function purchasersOf(seed: Dice, departments: number): Purchaser[] {
  const d = seed.of('purchasers')
  let n = 100_000
  const codes = new Map<string, string>()
  const out: Purchaser[] = []
  // Above comes before below: whoever is named as a parent stands already.
  const tiers = ['自治区', '盟市', '旗县区']
  for (const r of [...regions].sort((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier))) {
    const add = (
      name: string,
      kind: '机关' | '事业单位',
      budget: string | null,
      admin: string | null,
    ) => {
      const uscc = usccOf(kind, r.code, n)
      out.push({ uscc, region: r.code, scale: null, budget, admin, ...details(d, name, n++) })
      return uscc
    }
    for (const name of words.departments.slice(0, departments)) {
      const above = r.parent === null ? null : (codes.get(`${r.parent} ${name}`) ?? null)
      const office = name.endsWith('中心') ? '事业单位' : '机关'
      const uscc = add(departmentIn(r, name), office, null, above)
      codes.set(`${r.code} ${name}`, uscc)
      const below =
        name === '教育' ? words.ofEducation : name === '卫生健康委员会' ? words.ofHealth : []
      for (const unit of below)
        if (r.tier !== '旗县区' || d.percent(60)) add(`${r.name}${unit}`, '事业单位', uscc, uscc)
    }
  }
  return out
}
/** Somewhere in the region, the capital and the cities of leagues more often. */
const place = (d: Dice) => {
  const roll = d.below(100)
  if (roll < 25) return d.pick(regions.filter((r) => r.code.startsWith('1501')))
  if (roll < 55) return d.pick(regions.filter((r) => r.tier === '盟市'))
  return d.pick(regions)
}
const short = (r: Region) => r.name.replace(/(自治区|自治旗|市|盟|区|县|旗)$/, '')
/** As a registrar does: a name that is taken in this place is not given again. */
function fresh(taken: Set<string>, make: () => string): string {
  for (;;) {
    const name = make()
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}
function suppliersOf(seed: Dice, count: number): Unit[] {
  const d = seed.of('suppliers')
  const taken = new Set<string>()
  return Array.from({ length: count }, (_, i) => {
    const n = 200_000 + i
    const r = place(d)
    const name = fresh(
      taken,
      () => `${short(r)}${d.pick(words.brands)}${d.pick(words.trades)}${d.pick(words.forms)}`,
    )
    const roll = d.below(100)
    const scale = roll < 3 ? '大型' : roll < 15 ? '中型' : roll < 45 ? '小型' : '微型'
    return { uscc: usccOf('企业', r.code, n), region: r.code, scale, ...details(d, name, n) }
  })
}
function agenciesOf(seed: Dice, count: number): Agency[] {
  const d = seed.of('agencies')
  const taken = new Set<string>()
  const above = regions.filter((r) => r.tier !== '旗县区')
  const centres = above.map((r, i) => {
    const n = 300_000 + i
    const told = details(d, `${r.name}政府采购中心`, n)
    return {
      uscc: usccOf('事业单位', r.code, n),
      region: r.code,
      scale: null,
      centralised: true,
      ...told,
    }
  })
  const others = Array.from({ length: Math.max(0, count - above.length) }, (_, i) => {
    const n = 300_000 + above.length + i
    const r = above[i % above.length] as Region
    const name = fresh(
      taken,
      () => `${short(r)}${d.pick(words.brands)}${d.pick(words.agencies)}有限公司`,
    )
    return {
      uscc: usccOf('企业', r.code, n),
      region: r.code,
      scale: '小型' as const,
      centralised: false,
      ...details(d, name, n),
    }
  })
  return [...centres, ...others]
}
const headings: readonly string[] = ['A', 'B', 'C'].flatMap((letter) =>
  findItems(letter, 5000)
    .filter((i: Item) => /^[ABC]\d{4}0000$/.test(i.code) && !/00$/.test(i.code.slice(0, 5)))
    .map((i) => i.code)
    .filter((code) => itemOf(code) !== undefined),
)
const pad = (n: number) => String(n).padStart(2, '0')
function expertsOf(seed: Dice, count: number, employers: readonly Unit[]): Expert[] {
  const d = seed.of('experts')
  const births = new Map<string, number>()
  return Array.from({ length: count }, (_, i) => {
    const unit = d.pick(employers)
    const year = 1962 + d.below(29)
    const born = `${year}-${pad(1 + d.below(12))}-${pad(1 + d.below(28))}` as Day
    const order = births.get(born) ?? 0
    births.set(born, order + 1)
    const grade = d.pick(['正高级', '副高级', '副高级', '中级'] as const)
    const specialities = new Set(Array.from({ length: 1 + d.below(3) }, () => d.pick(headings)))
    return {
      account: `zj${String(i + 1).padStart(5, '0')}`,
      name: person(d),
      born,
      idNo: idNoOf(born, order),
      grade,
      title: d.pick(words.titles[grade]),
      titleYears: 8 + d.below(Math.max(1, 1992 - year)),
      specialities: [...specialities].sort(),
      region: unit.region,
      employer: unit.uscc,
      phone: phoneOf(500_000 + i),
    }
  })
}
export function generate(seed: string, size: Size = WHOLE): World {
  const d = dice(seed)
  const purchasers = purchasersOf(d, size.departments)
  return {
    offices: officesOf(d),
    purchasers,
    suppliers: suppliersOf(d, size.suppliers),
    agencies: agenciesOf(d, size.agencies),
    experts: expertsOf(d, size.experts, purchasers),
  }
}
/** One line per unit and expert, sorted: what two regions are compared by. */
export const digestOf = (lines: readonly (readonly unknown[])[]): string =>
  createHash('sha256')
    .update(
      lines
        .map((l) => canonical(l))
        .sort()
        .join('\n'),
    )
    .digest('hex')
export const linesOf = (w: World): unknown[][] => {
  const unit = (kind: string, u: Unit, ...more: unknown[]) => [
    kind,
    u.uscc,
    u.name,
    u.region,
    u.address,
    u.phone,
    u.inCharge,
    u.scale,
    ...more,
  ]
  return [
    ...w.offices.map((o) => unit(o.kind, o)),
    ...w.purchasers.map((p) => unit('采购人', p, p.budget, p.admin)),
    ...w.suppliers.map((s) => unit('供应商', s)),
    ...w.agencies.map((a) => unit('代理机构', a, a.centralised)),
    ...w.experts.map((e) => [
      '评审专家',
      e.account,
      e.name,
      e.born,
      e.grade,
      e.title,
      e.titleYears,
      e.specialities,
      e.region,
      e.employer,
    ]),
  ]
}
