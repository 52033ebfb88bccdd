import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import { hospital } from '../demo/hospital.ts'
import type { Player } from '../demo/player.ts'
import type { Stage } from '../demo/run.ts'

/** 单位页：登记、资料、项目、合同、公告和履职数字，不必登录，不用脚本。 */
let s: Stage
let p: Player
const faults: unknown[] = []
const uscc: Record<string, string> = {}
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  await hospital(p, s.clock, s.cast)
  await s.app.settle()
  const { rows } = await s.app.pool.query('select id, uscc from library.org')
  for (const [key, id] of Object.entries(s.cast.orgs))
    uscc[key] = rows.find((r) => r.id === id)?.uscc ?? ''
}, 180_000)
afterAll(() => s?.stop())
const get = async (path: string) => {
  const res = await fetch(s.url + path)
  return { status: res.status, text: await res.text() }
}

test('代理机构页：数字由流水算出，写明算法、期间和件数，打得开依据的项目；没有脚本，不到五十千字节', async () => {
  const { status, text } = await get(`/agencies/${uscc['agency']}`)
  expect(status).toBe(200)
  expect(text.length).toBeLessThan(50_000)
  expect(text).not.toContain('<script')
  expect(text).not.toContain(' style=')
  for (const word of [
    '履职数字',
    '接受委托到发出公告',
    '确定中标人到公告结果',
    '从接受委托之日到采购公告发布之日的日数',
    '没有总分',
  ])
    expect(text).toContain(word)
  const { text: json } = await get(`/agencies/${uscc['agency']}.json`)
  const data = JSON.parse(json)
  const figure = (id: string) => data.figures.figures.find((f: { id: string }) => f.id === id)
  expect(figure('agency.start')).toMatchObject({ cases: 1 })
  expect(figure('agency.result').cases).toBeGreaterThan(0)
  const [record] = figure('agency.start').records
  expect((await get(`/projects/${record.ocid}`)).status).toBe(200)
  expect(text).toContain(`/projects/${record.ocid}`)
  expect(data.identifier.id).toBe(uscc['agency'])
})
test('采购人和供应商页：合同一样的数，两边对得上；公众看不到付款天数和拒收', async () => {
  const buyer = JSON.parse((await get(`/purchasers/${uscc['hospital']}.json`)).text)
  const seller = JSON.parse((await get(`/suppliers/${uscc['kangda']}.json`)).text)
  expect(buyer.contracts.total).toBeGreaterThan(0)
  for (const d of seller.contracts.rows)
    expect(buyer.contracts.rows.some((b: { notice: string }) => b.notice === d.notice)).toBe(true)
  const ids = [...buyer.figures.figures, ...seller.figures.figures].map((f: { id: string }) => f.id)
  expect(ids).toContain('buyer.publish')
  expect(ids).not.toContain('buyer.pay')
  expect(ids).not.toContain('seller.refuse')
  const own = await p.as('wang').score.get({ kind: '采购人', id: s.cast.orgs['hospital'] ?? '' })
  expect(own.figures.map((f: { id: string }) => f.id)).toContain('buyer.pay')
  const other = await p
    .as('menghe')
    .score.get({ kind: '采购人', id: s.cast.orgs['hospital'] ?? '' })
  expect(other.figures.map((f: { id: string }) => f.id)).not.toContain('buyer.pay')
})
test('专家的数字只给本人和所在地财政部门', async () => {
  const id = s.cast.people['expert1'] ?? ''
  expect((await p.as('caizheng').score.get({ kind: '评审专家', id })).figures).toHaveLength(3)
  expect((await p.as('expert1').score.get({ kind: '评审专家', id })).figures).toHaveLength(3)
  for (const account of ['expert2', 'guo', 'chifeng'])
    await expect(p.as(account).score.get({ kind: '评审专家', id })).rejects.toThrow(/404/)
})
test('名录：查得到、筛得了、翻得了；没有的单位是 404；怪参数不出错', async () => {
  const list = await get(`/agencies?q=${encodeURIComponent('正源')}`)
  expect(list.text).toContain(`/agencies/${uscc['agency']}`)
  expect(JSON.parse((await get('/suppliers.json?region=150200')).text).rows).toHaveLength(1)
  for (const path of [
    '/agencies/91150204MA0N00016J',
    '/suppliers/x',
    `/agencies/${uscc['kangda']}`,
    '/purchasers/00000000-0000-4000-8000-000000000000',
  ])
    expect((await get(path)).status, path).toBe(404)
  for (const path of [
    '/agencies?page=-1&state=%00',
    '/suppliers?q=%25%27%5B',
    '/purchasers?region=999999',
  ])
    expect((await get(path)).status, path).toBe(200)
  expect(faults).toEqual([])
})
