import { describe, expect, test } from 'vitest'
import { at, type Day, type Instant } from '#kernel'
import { missingOf, owedBy, type Trigger } from './duties.ts'
import type { Kind } from './model.ts'

const noon = (d: Day) => at(d, 12) as Instant
const step = (step: string, on: Day, subject = 'x'): Trigger => ({ step, subject, at: noon(on) })
const notice = (kind: Kind, on: Day, subject = 'x') => ({
  id: kind,
  kind,
  subject,
  published: noon(on),
})
const open = 'GK-1'
const talk = 'TP-1'
const standing = (
  o: {
    triggers: Trigger[]
    notices?: ReturnType<typeof notice>[]
    today: Day
    no?: string
    began?: Day
  },
  what: string,
) =>
  owedBy({ began: '2026-03-02', no: open, notices: [], ...o })
    .filter((x) => x.what === what)
    .map((x) => [x.standing, x.due])

describe('公开义务', () => {
  // 2026年国庆：10月1日至7日放假，10月10日（周六）上班。
  test.each([
    ['采购合同.signBuyer', '采购合同公告', '2026-09-29', '2026-10-08'],
    ['采购合同.signBuyer', '采购合同公告', '2026-10-09', '2026-10-12'],
    ['采购包.award', '采购结果公告', '2026-05-28', '2026-06-01'],
    ['采购合同.approveSupplement', '合同变更公告', '2026-05-28', '2026-06-01'],
  ] as const)('%s → %s：%s 起两个工作日到 %s', (after, what, on, due) => {
    expect(standing({ triggers: [step(after, on)], today: on }, what)).toEqual([['待公开', due]])
    expect(standing({ triggers: [step(after, on)], today: due }, what)).toEqual([['待公开', due]])
    expect(standing({ triggers: [step(after, on)], today: '2026-11-30' }, what)).toEqual([
      ['逾期未公开', due],
    ])
  })
  test('公告了就消去，晚了也写明；公告早于那一步的不算', () => {
    const triggers = [step('采购合同.signBuyer', '2026-05-28')]
    const on = (d: Day) =>
      standing({ triggers, notices: [notice('合同公告', d)], today: '2026-07-01' }, '采购合同公告')
    expect(on('2026-06-01')).toEqual([['按期公开', '2026-06-01']])
    expect(on('2026-06-02')).toEqual([['逾期公开', '2026-06-01']])
    expect(on('2026-05-20')).toEqual([['逾期未公开', '2026-06-01']])
    expect(
      standing(
        {
          triggers,
          notices: [notice('合同公告', '2026-05-29', '另一份合同')],
          today: '2026-07-01',
        },
        '采购合同公告',
      ),
    ).toEqual([['逾期未公开', '2026-06-01']])
  })
  test('多包的项目一份结果公告，自首个包确定之日起算；每份合同各算各的', () => {
    const lots = [
      step('采购包.award', '2026-05-29', '二包'),
      step('采购包.deem', '2026-05-28', '一包'),
    ]
    expect(standing({ triggers: lots, today: '2026-05-29' }, '采购结果公告')).toEqual([
      ['待公开', '2026-06-01'],
    ])
    const two = [
      step('采购合同.signBuyer', '2026-05-28', '甲'),
      step('采购合同.signBuyer', '2026-05-28', '乙'),
    ]
    expect(
      standing(
        { triggers: two, notices: [notice('合同公告', '2026-05-29', '乙')], today: '2026-06-30' },
        '采购合同公告',
      ),
    ).toEqual([
      ['逾期未公开', '2026-06-01'],
      ['按期公开', '2026-06-01'],
    ])
  })
  test('没有规定日数的不编日期；没有公布日历的年份也不编', () => {
    expect(
      standing(
        { triggers: [step('履约验收.signSupplier', '2026-05-28')], today: '2026-09-01' },
        '验收结果公告',
      ),
    ).toEqual([['待公开', null]])
    expect(
      standing(
        { triggers: [step('采购合同.signBuyer', '2029-05-28')], today: '2029-06-28' },
        '采购合同公告',
      ),
    ).toEqual([['待公开', null]])
  })
  test('合同变更公告的时限自2023年12月起才有', () => {
    expect(
      standing(
        {
          triggers: [step('采购合同.approveSupplement', '2026-05-28')],
          today: '2026-06-30',
          began: '2023-06-01',
        },
        '合同变更公告',
      ),
    ).toEqual([['待公开', null]])
  })
  test('非招标的结果公告依74号令', () => {
    const [o] = owedBy({
      began: '2026-03-02',
      no: talk,
      notices: [],
      triggers: [step('采购包.award', '2026-05-28')],
      today: '2026-05-28',
    })
    expect(o?.within).toBe('2个工作日内')
    expect(o?.cites.map((c) => c.law)).toContain('74号令')
  })
  test('全区一览：逾期久的在前，没有日期的在后', () => {
    const row = (s: string, on: Day) => ({
      ...step(s, on),
      title: s,
      ocid: 'o',
      region: '150100',
      began: '2026-03-02' as Day,
      no: open,
    })
    const list = missingOf(
      [
        row('履约验收.signSupplier', '2026-01-05'),
        row('采购合同.signBuyer', '2026-06-01'),
        row('采购包.award', '2026-05-28'),
      ],
      '2026-06-02',
    )
    expect(list.map((m) => m.standing)).toEqual(['逾期未公开', '待公开', '待公开'])
    expect(list.map((m) => m.due)).toEqual(['2026-06-01', '2026-06-03', null])
  })
  test('按事项的种类列：框架协议没有中标结果和合同公告，订单没有中标结果', () => {
    const listed = (kind: Parameters<typeof owedBy>[0]['kind'], over = false) =>
      owedBy({
        began: '2026-03-02',
        no: null,
        triggers: [],
        notices: [],
        today: '2026-05-01',
        over,
        ...(kind ? { kind } : {}),
      }).map((o) => o.what)
    expect(listed('采购')).toEqual(['采购结果公告', '采购合同公告', '验收结果公告'])
    expect(listed('订单')).toEqual(['采购合同公告', '验收结果公告'])
    expect(listed('封闭式框架协议')).toEqual(['入围结果公告', '框架协议成交结果汇总公告'])
    expect(listed('开放式框架协议')).toEqual(['框架协议成交结果汇总公告'])
    expect(listed('封闭式框架协议', true)).toEqual([])
  })
})
