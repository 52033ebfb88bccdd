import { describe, expect, test } from 'vitest'
import { type Day, judge } from '#kernel'
import {
  beginRules,
  deliveryFlow,
  type Member,
  passRules,
  type ReportFacts,
  unnamed,
} from './model.ts'

const ON: Day = '2026-03-01'
const people = (n: number, roles: Member['role'][] = []): Member[] =>
  Array.from({ length: n }, (_, i) => ({
    name: `成员${i}`,
    role: roles[i] ?? (i === 0 ? '采购人' : '专业人员'),
  }))
const facts: ReportFacts = {
  contractState: '已备案',
  received: 1,
  unreceived: [],
  members: people(3),
  missing: [],
  unmet: [],
  publicService: false,
  groupMin: 3,
  another: null,
  unmended: false,
}
const no = (change: Partial<ReportFacts>, rules = beginRules) =>
  judge(rules, { ...facts, ...change }, ON).map((r) => r.rule)

describe('出具验收书', () => {
  test.each([
    [1, 1],
    [2, 1],
    [3, 0],
    [4, 1],
    [5, 0],
  ] as const)('验收组%d人 → %d 条理由', (n, want) => {
    expect(no({ members: people(n) })).toHaveLength(want)
  })
  test.each([
    [3, 1],
    [5, 0],
  ] as const)('本地定为五人以上：%d人 → %d 条理由', (n, want) => {
    expect(no({ members: people(n), groupMin: 5 })).toHaveLength(want)
  })
  test.each([
    [
      '没有采购人',
      { members: people(3, ['第三方', '第三方', '第三方']) },
      '验收组须有采购人的人员',
    ],
    ['同一人两次', { members: [...people(2), ...people(1)] }, '验收方成员各自签字负责'],
    ['没有服务对象', { publicService: true }, '公共服务项目验收应当邀请服务对象参与'],
    ['没有备案', { contractState: '已公告' }, '合同备案后方可履约'],
    ['没有收齐', { unreceived: ['甲'] }, '收货齐全后方可验收'],
    ['漏了标的', { missing: ['甲'] }, '验收书应当包括每一项技术、服务、安全标准的履约情况'],
    ['另有在办', { another: '验收中' }, '一份合同同时只有一份验收书在办'],
    ['没有整改', { unmended: true }, '验收不合格的，整改后再行验收'],
  ] as const)('%s → %s', (_, change, want) => {
    expect(no(change)).toEqual([want])
  })
  test('公共服务有服务对象参加', () => {
    expect(
      no({ publicService: true, members: people(3, ['采购人', '服务对象', '专业人员']) }),
    ).toEqual([])
  })
  test('有一项未达标，不得合格，但可以写进验收书', () => {
    expect(no({ unmet: ['甲'] })).toEqual([])
    expect(no({ unmet: ['甲'] }, passRules)).toEqual(['有未达标项的不得验收合格'])
  })
})
test.each([
  [['病床'], ['病床：承重'], []],
  [['病床'], ['总体良好'], ['病床']],
  [['病床', '病床床头柜'], ['病床床头柜：材质'], ['病床']],
  [['病床', '病床床头柜'], ['病床床头柜与病床配套'], []],
  [['甲', '乙'], ['甲、乙均合格'], []],
  [[], ['无'], []],
] as const)('%j 在 %j 中没有写到的是 %j', (names, texts, want) => {
  expect(unnamed(names, texts)).toEqual(want)
})
test.each([
  ['已备案', [], 0],
  ['已签订', [], 1],
  ['补充待供应商签', [], 1],
  ['已备案', ['多一台'], 1],
] as const)('合同%s、超出%j → %d 条理由', (contractState, excess, n) => {
  const { rules = [] } = deliveryFlow.steps.deliver
  expect(judge(rules, { contractState, excess }, ON)).toHaveLength(n)
})
