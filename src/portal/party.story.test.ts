import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

describe('中小企业预留项目执行情况', () => {
  const year = () => Number(new Date(s.clock.now()).getFullYear())
  const sme = async (key: string, y = year()) =>
    JSON.parse((await get(`/sme/${uscc[key]}/${y}.json`)).text)
  const under = (unit: string, parent: string | null, since: string) =>
    s.app.pool.query(
      `update library.unit_link set parent = $2, since = coalesce($3::date, since) where unit = $1 and kind = '预算' and until is null`,
      [s.cast.orgs[unit], parent === null ? null : s.cast.orgs[parent], since || null],
    )
  test('由已公告的合同算出，每个数打得开；页面和数据一样', async () => {
    const data = await sme('hospital')
    expect(data.contracts).toHaveLength(1)
    const [c] = data.contracts
    const cents = (t: string) => Number(t.replace('.', ''))
    expect(c).toMatchObject({ lot: 2, option: '要求合同分包，预留给中小企业30%' })
    expect(cents(c.amount)).toBe(Math.floor(cents(c.contractAmount) * 0.3))
    expect([data.total, data.smallAndMicroPercent]).toEqual([c.amount, '60.00'])
    const notice = JSON.parse((await get(`/notices/${c.notice}.json`)).text)
    expect(JSON.stringify(notice)).toContain(c.contractAmount)
    const { status, text } = await get(`/sme/${uscc['hospital']}/${year()}`)
    expect(status).toBe(200)
    expect(text).not.toContain('<script')
    expect(text).not.toContain(' style=')
    for (const word of [
      `/notices/${c.notice}`,
      `/projects/${c.ocid}`,
      '年度公告就由这些数字生成',
      '第十八条',
    ])
      expect(text).toContain(word)
    expect((await get(`/purchasers/${uscc['hospital']}`)).text).toContain(
      `/sme/${uscc['hospital']}/${year()}`,
    )
  })
  test('适宜由中小企业提供的项目按预算看预留够不够，不够的要说明', async () => {
    expect((await sme('hospital')).reserved).toMatchObject({ budget: '0.00', short: false })
    const suitable = (yes: boolean) =>
      s.app.pool.query(
        `update intention.requirement r set for_sme = $2 from library.project p where p.id = r.project and p.buyer = $1`,
        [s.cast.orgs['hospital'], yes],
      )
    try {
      await suitable(true)
      // Two lots of 400 and 355 万元; of the second 30% is for subcontractors: 106.5 of the 226.5 万元 that 30% of both would be.
      expect((await sme('hospital')).reserved).toMatchObject({
        budget: '7550000.00',
        required: '2265000.00',
        reserved: '1065000.00',
        smallAndMicroRequired: '1359000.00',
        smallAndMicro: '639000.00',
        short: true,
      })
    } finally {
      await suitable(false)
    }
  })
  test('没有预留合同的年份和单位，说没有，不说零成', async () => {
    expect(await sme('hospital', year() - 1)).toMatchObject({
      total: '0.00',
      smallAndMicroPercent: null,
      contracts: [],
    })
    const { text } = await get(`/sme/${uscc['school']}/${year()}`)
    expect(text).toContain('没有签订并公告的预留合同')
    // The school's department publishes for it.
    expect(text).toContain(`/sme/${uscc['tuoedu']}/${year()}`)
  })
  test('所属单位算在签订那天的主管预算单位名下', async () => {
    const own = await sme('hospital')
    const { rows } = await s.app.pool.query(
      `select since::text from library.unit_link where unit = $1 and kind = '预算' and until is null`,
      [s.cast.orgs['hospital']],
    )
    try {
      await under('hospital', 'school', '')
      // Two levels up: the school is under the county's education bureau.
      expect((await sme('tuoedu')).total).toBe(own.total)
      await under('hospital', 'school', `${year() + 1}-01-01`)
      expect((await sme('tuoedu')).total).toBe('0.00')
    } finally {
      await under('hospital', null, rows[0].since)
    }
  })
  test.each([
    ['办法施行以前的年份', () => `/sme/${uscc['hospital']}/2020`],
    ['还没有到的年份', () => `/sme/${uscc['hospital']}/${year() + 1}`],
    ['不是年份', () => `/sme/${uscc['hospital']}/abcd`],
    ['不是采购人', () => `/sme/${uscc['kangda']}/${year()}`],
    ['没有这个单位', () => `/sme/91150204MA0N00016J/${year()}`],
    ['怪字符', () => `/sme/%27%00/${year()}`],
  ])('没有这一页：%s', async (_, path) => {
    expect((await get(path())).status).toBe(404)
    expect((await get(`${path()}.json`)).status).toBe(404)
    expect(faults).toEqual([])
  })
})
