import { sql } from 'kysely'
import { itemsOf } from '#intention'
import { type Ask, type Day, type Fen, regionOf, under } from '#kernel'
import { lawOn, type OwnName } from '#law'
import { type Central, type Change, centralOn, covering, type Entry } from '#libraries/standards'

const kinds = {
  货物: { open: '公开招标数额货物服务', limit: '采购限额货物服务' },
  服务: { open: '公开招标数额货物服务', limit: '采购限额货物服务' },
  工程: { open: '公开招标数额工程', limit: '采购限额工程' },
} as const
interface Bought {
  readonly code: string
  readonly budget: number
}
export interface Filed {
  readonly id: string
  readonly project: string
  readonly title: string
  readonly no: string | null
  readonly region: string
  readonly amount: Fen
  readonly category: keyof typeof kinds
  readonly method: string
  readonly law_on: Day
}
/** How a plan stands to the standards: must it be tendered openly, who buys it, is it government procurement at all. */
export interface Standing {
  readonly open: '须公开招标' | '可选其他方式'
  readonly by: '集中采购' | '部门集中采购' | '分散采购'
  readonly size: '限额以上' | '限额以下'
}
export interface Switch extends Filed {
  readonly before: Standing
  readonly after: Standing
}
/** What is bought under each entry together reaches the entry's floor (△: the plan's items of that entry are one purchase). */
export const heldBy = <E extends Entry>(
  list: readonly E[],
  region: string,
  items: readonly Bought[],
): E[] => {
  const sums = new Map<E, number>()
  for (const i of items)
    for (const e of covering(list, i.code, regionOf(region)?.tier) as E[])
      sums.set(e, (sums.get(e) ?? 0) + i.budget)
  return [...sums].filter(([e, total]) => total >= e.least).map(([e]) => e)
}
const standing = (
  p: Filed,
  items: readonly Bought[],
  number: (name: OwnName) => number,
  list: readonly Entry[],
): Standing => {
  const held = heldBy(list, p.region, items)
  const { open, limit } = kinds[p.category]
  const by = held.some((e) => e.body === '集中采购机构')
    ? '集中采购'
    : held.length > 0
      ? '部门集中采购'
      : '分散采购'
  return {
    open: p.amount >= number(open) ? '须公开招标' : '可选其他方式',
    by,
    // What is in the catalogue is procurement whatever its amount (政府采购法第二条).
    size: by !== '分散采购' || p.amount >= number(limit) ? '限额以上' : '限额以下',
  }
}
/** One plan under the standards it was filed under, and under these; null when nothing would be otherwise. */
export function switchOf(
  p: Filed,
  items: readonly Bought[],
  change: Pick<Change, 'items' | 'entries'>,
  central: readonly Entry[],
): Switch | null {
  const tier = regionOf(p.region)?.tier
  const now = (name: OwnName) =>
    lawOn(p.law_on, p.region)(name as Parameters<ReturnType<typeof lawOn>>[0])
  const then = (name: OwnName) => {
    const own =
      change.items.find((i) => i.name === name && i.tier === tier) ??
      change.items.find((i) => i.name === name && i.tier === '全部')
    return typeof own?.value === 'number' ? own.value : now(name)
  }
  const before = standing(p, items, now, central)
  const after = standing(p, items, then, change.entries ?? central)
  return before.open === after.open && before.by === after.by && before.size === after.size
    ? null
    : { ...p, before, after }
}
const MOST = 20_000
/** Plans filed in a year, in the places under the asker's: how many there were, what they were worth, and which a change would move. */
export async function switching(
  ask: Ask,
  i: { year: number; change: Pick<Change, 'items' | 'entries'> },
): Promise<{ plans: number; amount: number; switches: Switch[] }> {
  const { rows } = await sql<Filed>`
    select p.id, p.project, s.title, s.no, s.region, p.amount, p.category, p.method, s.law_on from plan.plan p
    join kernel.subject s on s.id = p.id
    where p.filed >= make_date(${i.year}, 1, 1) and p.filed < make_date(${i.year + 1}, 1, 1)
      and s.state <> '已撤销' and s.region = any(${under(ask.actor.region)})
    order by p.amount desc limit ${MOST}`.execute(ask.tx)
  const items = await itemsOf(
    ask,
    rows.map((p) => p.project),
  )
  const lists = new Map<Day, Central[]>()
  for (const day of new Set(rows.map((p) => p.law_on))) lists.set(day, await centralOn(ask.tx, day))
  return {
    plans: rows.length,
    amount: rows.reduce((n, p) => n + p.amount, 0),
    switches: rows.flatMap(
      (p) => switchOf(p, items.get(p.project) ?? [], i.change, lists.get(p.law_on) ?? []) ?? [],
    ),
  }
}
