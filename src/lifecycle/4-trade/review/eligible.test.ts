import { describe, expect, test } from 'vitest'
import { type Day, judge } from '#kernel'
import { eligible } from '#trade/tender'
import { barring, findingsAmong, losesDeduction, type Team, type Tie } from './eligible.ts'

const document = {
  consortium: true,
  qualifications: [{ key: 'q1', kind: '特定', text: '二级及以上资质' }],
}
const lot = (reserve: unknown = null, code = 'A02320500') => ({
  content: { reserve, items: [{ code }] },
})
const unit = (id: string, state = '在库') => ({ id, name: `${id}公司`, state })
const team = (
  id: string,
  opened: object = {},
  members: (ReturnType<typeof unit> | null)[] = [],
): Team =>
  ({
    bid: `投标${id}`,
    name: `${id}公司`,
    lead: { id, name: `${id}公司`, scale: '大型' },
    declared: [],
    opened: { price: '100.00', sme: 'none', ...opened },
    members,
  }) as unknown as Team
const partner = (name: string, more: object = {}) => ({
  name,
  uscc: 'x',
  work: '安装',
  percent: 40,
  sme: true,
  ...more,
})
const of = (teams: Team[], ties: Tie[] = [], l = lot(), d: object = document) =>
  findingsAmong(teams, l as never, d as never, ties)
const kinds = (...a: Parameters<typeof of>) => of(...a).map((f) => f.kind)

describe('资格审查前的系统比对', () => {
  const [a, b] = [team('甲'), team('乙')]
  test('没有什么可说的', () => expect(of([a, b])).toEqual([]))
  test('预留的采购包没有声明', () =>
    expect(kinds([a], [], lot({ form: '采购包', percent: 100, microPercent: 0 }))).toEqual([
      'reserved',
    ]))
  const joint = (more = {}, m: ReturnType<typeof unit> | null = unit('丙')) =>
    team('甲', { work: '供货', consortium: [partner('丙公司', more)] }, [m])
  test.each([
    ['成员不在库', joint({}, null), ['member']],
    ['成员已暂停', joint({}, unit('丙', '暂停')), ['member']],
    ['没有填代码', joint({ uscc: undefined }, null), ['member']],
    ['份额占满', joint({ percent: 100 }), ['consortium']],
    ['没有分工：只提示', joint({ work: '' }), [null]],
    ['牵头人列作成员', joint({}, unit('甲')), ['twice']],
    [
      '同一工作按低的等级',
      team(
        '甲',
        { work: '安装', grade: '一级', consortium: [partner('丙公司', { grade: '三级' })] },
        [unit('丙')],
      ),
      ['grade'],
    ],
    [
      '不同工作各按各的',
      team(
        '甲',
        { work: '供货', grade: '一级', consortium: [partner('丙公司', { grade: '三级' })] },
        [unit('丙')],
      ),
      [],
    ],
  ] as const)('%s → %j', (_, t, want) => expect(kinds([t as Team])).toEqual(want))
  test('文件不接受联合体', () =>
    expect(kinds([joint()], [], lot(), { ...document, consortium: false })).toEqual(['consortium']))
  test('成员又单独投标：两份不能都通过，通过一份可以', () => {
    const all = of([joint(), team('丙')])
    expect(all.map((f) => [f.kind, f.other])).toEqual([['twice', '投标丙']])
    expect(barring(all, new Set(['投标甲', '投标丙']))).toHaveLength(1)
    expect(barring(all, new Set(['投标甲']))).toEqual([])
  })
  test('关联单位：投标人之间、成员与投标人之间', () => {
    const why = '单位负责人为同一人（陈立）'
    expect(kinds([a, b], [{ a: '乙', b: '甲', why }])).toEqual(['related'])
    expect(kinds([joint(), b], [{ a: '丙', b: '乙', why }])).toEqual(['related'])
    expect(kinds([a, b], [{ a: '乙', b: '丁', why }])).toEqual([])
  })
  test('联合体成员之间有控股关系：没有预留的失去扣除，预留的不能通过', () => {
    const ties = [{ a: '甲', b: '丙', why: '存在直接控股关系' }]
    const free = of([joint()], ties)
    expect([free.map((f) => f.kind), losesDeduction(free, '投标甲')]).toEqual([[null], true])
    const kept = lot({ form: '联合体', percent: 30, microPercent: 0 })
    const says = team(
      '甲',
      { sme: 'share', work: '供货', consortium: [partner('丙公司', { size: '微型' })] },
      [unit('丙')],
    )
    expect(kinds([says], ties, kept)).toContain('linked')
  })
  test('服务声明由中小企业承接、登记却是大型：提示，不拦', () => {
    const found = of(
      [team('甲', { sme: 'all', makers: [{ size: '小型' }] })],
      [],
      lot(null, 'C23140000'),
    )
    expect(found.map((f) => f.kind)).toEqual([null])
    expect(found[0]?.because).toContain('大型')
  })
  test('每一类各有依据；只拦要让其通过的', () => {
    const rules = eligible<{ barred: ReturnType<typeof barring> }>((f) => f.barred)
    const barred = barring(of([joint({}, null), team('丙')]), new Set(['投标甲']))
    const no = judge(rules, { barred }, '2026-03-01' as Day)
    expect(no.map((r) => [r.rule, r.cites[0]?.article])).toEqual([
      ['联合体各方均应当具备供应商的条件', '第二十四条'],
    ])
    expect(no[0]?.cure).not.toBe('')
  })
})
