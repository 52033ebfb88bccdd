import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage, reasons } from '#testing'
import { goods } from '../../demo/goods.ts'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'

/** 筛选和比较：每个数都等于照它去查查得到的件数；不在库的，数不到也比不着。 */
let s: Stage
let p: Player
interface Group {
  key: string
  kind: string
  values: { value: string; label: string; count: number }[]
}
interface Facets {
  total: number
  capped: boolean
  price: { least: string; median: string; most: string } | null
  groups: Group[]
}
interface Shown {
  id: string
  name: string
  price: string
  supplierName: string
  brand: string
}
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  await goods(p, s.clock)
  await s.clock.toInstant(s.clock.now())
}, 60_000)
afterAll(() => s?.stop())
const facets = (q: Record<string, unknown> = {}) =>
  p.visitor().goods.findFacets(q) as Promise<Facets>
const find = async (q: Record<string, unknown> = {}) =>
  (await p.visitor().goods.find(q)).offers as Shown[]
const group = (f: Facets, key: string) => f.groups.find((g) => g.key === key)?.values ?? []

test('每一项的件数，就是加上这一项去查查到的件数', async () => {
  const f = await facets()
  expect(f.total).toBe((await find()).length)
  expect(f.total).toBe(10)
  expect(f.capped).toBe(false)
  /** How a value of each group is asked for. */
  const ways: Record<string, (v: string) => Record<string, unknown>> = {
    item: (v) => ({ item: v }),
    brand: (v) => ({ brand: v }),
    supplier: (v) => ({ supplier: v }),
    certificate: (v) => ({ certificate: v }),
  }
  let tried = 0
  for (const g of f.groups)
    for (const { value, count } of g.values) {
      const way =
        g.kind === 'attribute'
          ? { attributes: `${g.key}=${value}` }
          : g.kind === 'region'
            ? null
            : ways[g.kind]?.(value)
      if (!way) continue
      tried += 1
      expect((await find(way)).length, `${g.key} ${value}`).toBe(count)
    }
  expect(tried).toBeGreaterThan(15)
  expect(group(f, '供货地区')).toEqual([{ value: '150000', label: '全区', count: 10 }])
  expect(group(f, '品牌').map((v) => v.count)).toEqual(
    [...group(f, '品牌').map((v) => v.count)].sort((a, b) => b - a),
  )
})
test('收窄以后跟着变：价格区间是查到的最低、中位、最高', async () => {
  const pcs = await facets({ item: 'A02010108' })
  const prices = (await find({ item: 'A02010108' }))
    .map((o) => Number(o.price))
    .sort((a, b) => a - b)
  expect(pcs.price).toEqual({ least: '5799.00', median: '5899.00', most: '7399.00' })
  expect([prices[0], prices.at(-1)]).toEqual([5799, 7399])
  expect(group(pcs, '品牌')).toEqual([{ value: '示例甲', label: '示例甲', count: 4 }])
  expect(group(pcs, '内存').map((v) => [v.value, v.count])).toEqual([
    ['16', 3],
    ['32', 1],
  ])
  const cheap = await facets({ item: 'A02010108', most: '6000.00', attributes: '内存=16' })
  expect(cheap.total).toBe(2)
  expect(await facets({ q: '没有这种东西的' })).toMatchObject({ total: 0, price: null, groups: [] })
  expect((await facets({ q: '!!!' })).total).toBe(0)
})
test('被机器拦下的、已下架的，数不到也比不着；比较按所问的次序，证书过期的不写', async () => {
  // One shop's price slipped by a digit: its table waits for a person.
  const waiting = (
    await s.app.pool.query(
      `select o.id from goods.offer o join kernel.subject s on s.id = o.listing where s.state = '待审核'`,
    )
  ).rows as { id: string }[]
  expect(waiting).toHaveLength(1)
  expect(group(await facets(), '供应商').some((v) => v.label.includes('赛罕'))).toBe(false)
  const [a, b] = (await find({ item: 'A02010108', order: '价高' })) as [Shown, Shown]
  const ids = [b.id, String(waiting[0]?.id), a.id, b.id, '00000000-0000-7000-8000-000000000000']
  const compared = (await p.visitor().goods.listCompare({ ids: ids.join(',') })) as (Shown & {
    certificates: string[]
  })[]
  expect(compared.map((o) => o.id)).toEqual([b.id, a.id])
  expect(compared.map((o) => o.certificates)).toEqual([['节能产品'], ['节能产品']])
  await s.app.pool.query(
    `update goods.certificate set expires = '2026-01-01' where offer = '${a.id}'`,
  )
  const after = (await p.visitor().goods.listCompare({ ids: `${a.id},${b.id}` })) as {
    certificates: string[]
  }[]
  expect(after.map((o) => o.certificates)).toEqual([[], ['节能产品']])
  expect(group(await facets({ item: 'A02010108' }), '证书')[0]?.count).toBe(3)
  const listing = (
    await s.app.pool.query(`select listing, supplier from goods.offer where id = '${b.id}'`)
  ).rows[0]
  const account = (
    await s.app.pool.query(
      `select p.account from library.position x join library.person p on p.id = x.person where x.org = $1 and x.role = '供应商经办'`,
      [listing.supplier],
    )
  ).rows[0].account as string
  await p.as(account).listing.delist({ id: listing.listing, offer: b.id, reason: '停产' })
  expect(await p.visitor().goods.listCompare({ ids: b.id })).toEqual([])
  expect((await facets()).total).toBe(9)
})
test('一次至多比六件，编号不像编号的不收', async () => {
  const [o] = await find()
  for (const ids of [Array(7).fill(o?.id).join(','), 'x', `${o?.id},`, ''])
    expect(await reasons(p.visitor().goods.listCompare({ ids }))).toContain('400')
})
