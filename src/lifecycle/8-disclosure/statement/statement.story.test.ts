import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Day, dayOf, yearOf } from '#kernel'
import { freshStage, reasons } from '#testing'
import { hospital } from '../../../demo/hospital.ts'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'

/** 不属于哪一个项目的公告：年度执行情况、投诉受理方式、考核结果。 */
let s: Stage
let p: Player
let year: number
const uscc: Record<string, string> = {}
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  await hospital(p, s.clock, s.cast)
  await s.app.settle()
  year = yearOf(dayOf(s.clock.now()))
  const { rows } = await s.app.pool.query('select id, uscc from library.org')
  for (const [key, id] of Object.entries(s.cast.orgs))
    uscc[key] = rows.find((r) => r.id === id)?.uscc ?? ''
}, 180_000)
afterAll(async () => {
  await s?.stop()
  expect(faults).toEqual([])
})
const text = async (path: string) => (await fetch(s.url + path)).text()
const json = async (path: string) => JSON.parse(await text(path))
const due = async () =>
  (
    (await json('/api/disclosure/listDue')).due as {
      what: string
      path: string
      overdue: boolean
      due: Day
    }[]
  ).filter((d) => d.what === '中小企业预留项目执行情况公告')
const releases = async () =>
  (await s.app.pool.query('select count(*)::int as n from disclosure.release')).rows[0].n

describe('面向中小企业预留项目执行情况公告', () => {
  let id: string
  let notice: string
  test('年度没有过完、有主管预算单位的，都不能拟定', async () => {
    expect(await reasons(p.as('wang').reserved.draft({ year, explanation: '' }))).toContain(
      '还没有过完',
    )
    expect(await reasons(p.as('wang').reserved.draft({ year: 2020, explanation: '' }))).toContain(
      '2021年',
    )
    expect(await due()).toEqual([])
  })
  test('年度一过就是欠着的，写明依据和到期日；一人拟定，另一人审核并公告', async () => {
    await s.clock.to(`${year + 1}-01-05` as Day)
    const path = `/sme/${uscc['hospital']}/${year}`
    expect(await due()).toMatchObject([{ path, overdue: false, due: `${year + 1}-12-31` }])
    expect(await text('/obligations')).toContain(`href="${path}"`)
    id = (await p.as('wang').reserved.draft({ year, explanation: '' })).id
    expect(await reasons(p.as('wang').reserved.draft({ year, explanation: '' }))).toContain(
      '已有一份',
    )
    expect(await reasons(p.as('wang').reserved.publish({ id }))).toContain('职责')
    await p.as('wuyun').reserved.publish({ id })
    expect(await due()).toEqual([])
  })
  test('公告依附2的次序，万元不丢分，合同打得开；没有项目，页面、数据、订阅、检索都照样', async () => {
    await s.app.settle()
    const before = await releases()
    const list = (
      await json(`/api/disclosure/list?kind=${encodeURIComponent('中小企业预留项目执行情况公告')}`)
    ).notices
    expect(list).toHaveLength(1)
    const n = list[0]
    notice = n.id
    const figures = await json(`/sme/${uscc['hospital']}/${year}.json`)
    expect(n).toMatchObject({ ocid: null, projectNo: null, corrects: null })
    expect(figures.notices).toEqual([n.id])
    const [sum, lines] = n.content.sections
    expect(sum.fields.map((f: { value: string }) => f.value)).toEqual([
      `${year}年`,
      (Number(figures.total) / 10_000).toFixed(2),
      (Number(figures.smallAndMicro) / 10_000).toFixed(2),
      `${figures.smallAndMicroPercent}%`,
    ])
    expect(lines.rows[0].contract).toBe(`/notices/${figures.contracts[0].notice}`)
    const page = await text(`/notices/${n.id}`)
    expect(page).toContain(`<a href="${lines.rows[0].contract}">`)
    expect(page).not.toContain('/projects/')
    expect(await text('/feed.atom')).toContain(n.id)
    expect(await text(`/search?q=${encodeURIComponent('预留项目执行情况')}`)).toContain(n.id)
    expect(await text(`/sme/${uscc['hospital']}/${year}`)).toContain(`/notices/${n.id}`)
    // Open data is told by purchase: it passes over and goes on.
    const { rows } = await s.app.pool.query(
      'select (select below from disclosure.projected) as below, (select count(*) from kernel.leaf) as leaves',
    )
    expect(Number(rows[0].below)).toBe(Number(rows[0].leaves))
    expect(await releases()).toBe(before)
    expect((await json(`/notices/${n.id}.json`)).journal.index).toBeGreaterThan(0)
  })
  test('报送上级，有回执', async () => {
    await s.app.settleOutbox()
    const { parcels } = await p.as('caizheng').upward.list({ limit: '200' } as never)
    expect(parcels.find((x: { notice: string }) => x.notice === notice)).toMatchObject({
      state: '已送达',
    })
  })
  test('没有不同不能更正；更正是另一条公告，写明更正前后，旧的不动', async () => {
    const again = { id, explanation: '', reason: '核对' }
    expect(await reasons(p.as('wuyun').reserved.correct(again))).toContain('没有不同')
    await p.as('wuyun').reserved.correct({ ...again, explanation: '有一份合同分包给小微企业。' })
    const all = await json(`/sme/${uscc['hospital']}/${year}.json`)
    expect(all.notices).toHaveLength(2)
    const n = await json(`/notices/${all.notices[1]}.json`)
    expect(n).toMatchObject({ corrects: notice, title: expect.stringContaining('（更正）') })
    const amended = n.content.sections.find((x: { heading: string }) => x.heading === '更正信息')
    expect(amended.rows).toEqual([
      { item: '未达到预留比例的说明', before: '没有', after: '有一份合同分包给小微企业。' },
    ])
    const old = await json(`/notices/${notice}.json`)
    expect(old.correctedBy).toEqual([n.id])
    expect(await text(`/notices/${notice}`)).toContain('有一份合同分包给小微企业。')
  })
  test('过了期限没有公告的，公开列为逾期；没有达到比例的要先说明', async () => {
    await s.app.pool.query(`update intention.requirement set for_sme = true`)
    await s.app.pool.query(`update trade.tender set published = published - interval '1 year'`)
    const path = `/sme/${uscc['hospital']}/${year - 1}`
    expect(await due()).toMatchObject([{ path, overdue: true, due: `${year}-12-31` }])
    expect(await text(path)).toContain('逾期未公告')
    const { id } = await p.as('wang').reserved.draft({ year: year - 1, explanation: '' })
    expect(await reasons(p.as('wuyun').reserved.publish({ id }))).toContain('应当作出说明')
    await p.as('wang').reserved.revise({ id, explanation: '两个包不适宜分包。' })
    await p.as('wuyun').reserved.publish({ id })
    expect(await due()).toEqual([])
  })
  test('财政部门看得到本地区的，别的单位的人办不了', async () => {
    expect((await p.as('caizheng').reserved.get({ id })).sections.length).toBeGreaterThan(2)
    expect(
      await reasons(p.as('guo').reserved.correct({ id, explanation: '甲', reason: '乙' })),
    ).toContain('404')
  })
})
describe('财政部门的公告', () => {
  const empty = {
    about: null,
    ways: '',
    office: '',
    phone: '',
    address: '',
    contents: '',
    result: '',
    faults: '',
  }
  test('投诉受理方式：联系方式取自登记，两人办理，可以更正', async () => {
    const { id } = await p.as('caizheng').bulletin.draft({ ...empty, kind: '投诉受理方式公告' })
    expect(await reasons(p.as('naren').bulletin.publish({ id }))).toContain('受理投诉的方式')
    await p.as('caizheng').bulletin.revise({ ...empty, id, ways: '书面提交，或在本系统提交。' })
    expect(await reasons(p.as('caizheng').bulletin.publish({ id }))).toContain('不相容')
    await p.as('naren').bulletin.publish({ id })
    await p.as('naren').bulletin.correct({
      ...empty,
      id,
      ways: '书面提交，或在本系统提交。',
      phone: '0471-1234567',
      reason: '换了电话',
    })
    await s.app.settle()
    const { notices } = await json(
      `/api/disclosure/list?kind=${encodeURIComponent('投诉受理方式公告')}`,
    )
    expect(notices).toHaveLength(2)
    expect(notices[0]).toMatchObject({ corrects: notices[1].id, ocid: null, region: '150100' })
    expect(JSON.stringify(notices[0].content)).toContain('0471-1234567')
  })
  test('考核结果：只考核集中采购机构', async () => {
    const said = { ...empty, contents: '价格、服务质量', result: '良好', faults: '无' }
    const kind = '集中采购机构考核结果公告'
    expect(await reasons(p.as('caizheng').bulletin.draft({ ...said, kind }))).toContain(
      '没有写明考核谁',
    )
    expect(
      await reasons(
        p.as('caizheng').bulletin.draft({ ...said, kind, about: s.cast.orgs['agency'] as never }),
      ),
    ).toContain('不是集中采购机构')
    const { id } = await p
      .as('caizheng')
      .bulletin.draft({ ...said, kind, about: s.cast.orgs['centre'] as never })
    await p.as('naren').bulletin.publish({ id })
    const { notices } = await json(`/api/disclosure/list?kind=${encodeURIComponent(kind)}`)
    expect(notices[0].title).toBe('呼和浩特市政府采购中心考核结果公告')
  })
})
