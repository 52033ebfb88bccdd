import { describe, expect, test } from 'vitest'
import { at, type Day, fen, type Instant, judge, type Rule, yuan } from '#kernel'
import * as committees from './committee-rules.ts'
import type { LotFacts, TenderFacts } from './facts.ts'
import * as lots from './lot-rules.ts'
import { documentRules } from './method-rules.ts'
import { conflictsOf } from './recusal.ts'
import * as tenders from './tender-rules.ts'

const no = <F>(rules: readonly Rule<F>[], facts: Partial<F>, on: Day = '2026-03-01') =>
  judge(rules, facts as F, on).map((r) => r.rule)

describe('招标公告', () => {
  const base = {
    today: '2026-09-22' as Day,
    intentionPublished: '2026-08-01' as Day,
    exemption: '',
    document: null,
    planMethod: '公开招标' as const,
  }
  const publishing = tenders.publishRules.filter((r) => r.id.startsWith('tender.openFor'))
  test.each([
    ['2026-10-11', ['等标期不得少于二十日']],
    ['2026-10-12', []],
    ['2026-10-13', []],
  ] as const)('A3 9月22日发出，%s截止 → %j', (end, want) => {
    expect(no(publishing, { ...base, input: { deadline: at(end, 9, 30) } })).toEqual(want)
  })
  test.each([
    ['2026-09-02', '2026-10-01', 1],
    ['2026-09-02', '2026-10-02', 0],
  ] as const)('A21 意向%s公开，%s发公告 → %d 条理由', (since, today, n) => {
    const rule = tenders.publishRules.filter((r) => r.id === 'tender.intentionFull')
    expect(no(rule, { ...base, intentionPublished: since, today })).toHaveLength(n)
  })
  test.each([
    ['2026-10-20', 1],
    ['2026-10-24', 0],
  ] as const)('A7 10月9日更正影响编制，截止%s → %d 条理由，建议顺延到26日', (end, n) => {
    const found = judge(
      tenders.correctRules.filter((r) => r.id === 'tender.correctionMoves'),
      {
        planMethod: '公开招标',
        today: '2026-10-09',
        deadline: at(end, 9, 30),
        now: at('2026-10-09', 10),
        input: { affects: true },
      } as Partial<TenderFacts> as TenderFacts,
      '2026-03-01',
    )
    expect(found).toHaveLength(n)
    if (n > 0) expect(found[0]?.suggest).toBe('2026-10-26')
  })
})
describe('开标与评标', () => {
  const deadline = at('2026-05-08', 9, 30)
  const when = (ms: number) => (deadline + ms) as Instant
  test.each([
    [-1, 5, ['开标应当在截止的同一时间进行']],
    // Before the deadline the count is nobody's business, so it is not among the reasons either.
    [-1, 2, ['开标应当在截止的同一时间进行']],
    [0, 3, []],
    [0, 2, ['投标人不足三家不得开标']],
  ] as const)('距截止 %d 毫秒、%d 家 → %j', (ms, bidders, want) => {
    expect(
      no([lots.notBeforeDeadline, lots.enoughBidders], {
        now: when(ms),
        deadline,
        bidders,
        least: 3,
        method: '公开招标',
      } as Partial<LotFacts>),
    ).toEqual(want)
  })
  test.each([
    [5, 3, yuan(999_9999), false],
    [5, 4, yuan(999_9999), true],
    [4, 4, yuan(100_0000), false],
    [5, 4, yuan(1000_0000), false],
    [7, 4, yuan(1000_0000), false],
    [7, 5, yuan(1000_0000), true],
  ] as const)('C3 评委%d人、专家%d人、预算%d分 → %s', (members, experts, budget, ok) => {
    expect(
      no([committees.committee], {
        members,
        experts,
        budget: fen(budget),
        method: '公开招标',
        region: '150100',
        category: '货物',
      } as Partial<LotFacts>).length === 0,
    ).toBe(ok)
  })
  test.each([
    ['2023-10-10', 1],
    ['2023-10-08', 0],
    [null, 1],
  ] as const)('C15 专家离开供应商于 %s，2026年10月9日采购 → 回避 %d 人', (until, n) => {
    const expert = {
      person: 'p',
      name: '某',
      ties: [{ expert: 'p', org: 'o', kind: '任职' as const, until }],
    }
    expect(
      conflictsOf([expert], new Map([['o', { name: '某公司' }]]), '2026-10-09', '2026-03-01'),
    ).toHaveLength(n)
  })
  test('按顺序定标：第一名并列的都可以，其余不可以', () => {
    const facts = (bid: string) =>
      ({ ranking: [['甲', '乙'], ['丙']], names: {}, input: { bid } }) as Partial<LotFacts>
    expect(['甲', '乙', '丙'].map((b) => no([lots.inOrder], facts(b)).length)).toEqual([0, 0, 1])
  })
})
describe('小组与预留', () => {
  const group = (
    method: '竞争性谈判' | '竞争性磋商' | '询价',
    budget: number,
    members: number,
    experts: number,
  ) =>
    no([committees.committee], {
      method,
      members,
      experts,
      budget: fen(budget),
      region: '150100',
      category: '货物',
    } as Partial<LotFacts>).length === 0
  test.each([
    ['竞争性谈判', yuan(400_0000), 3, 2, false],
    ['竞争性谈判', yuan(399_9999), 3, 2, true],
    ['竞争性谈判', yuan(400_0000), 5, 4, true],
    ['询价', yuan(400_0000), 3, 2, false],
    ['竞争性磋商', yuan(400_0000), 3, 2, true],
    ['竞争性磋商', yuan(400_0000), 3, 1, false],
    ['竞争性磋商', yuan(400_0000), 4, 3, false],
  ] as const)('C5 %s %d分，小组%d人、专家%d人 → %s', (method, budget, members, experts, ok) => {
    expect(group(method, budget, members, experts)).toBe(ok)
  })
  const lot = (budget: number, percent: number, microPercent: number) => ({
    no: 1,
    budget,
    ceiling: null,
    items: [],
    reserve: percent === 0 ? null : { form: '分包' as const, percent, microPercent },
  })
  test.each([
    [200_000_000, 99, 100, 1],
    [200_000_000, 100, 0, 0],
    [200_000_100, 29, 100, 1],
    [200_000_100, 30, 59, 1],
    [200_000_100, 30, 60, 0],
    [200_000_100, 0, 0, 1],
  ] as const)(
    'C17 服务预算%d分，预留%d%%、其中小微%d%% → %d 条理由',
    (budget, percent, micro, n) => {
      const rule = documentRules.filter((r) => r.id === 'tender.reserve')
      expect(
        no(rule, {
          forSme: true,
          planCategory: '服务',
          document: { lots: [lot(budget, percent, micro)] },
        } as unknown as Partial<TenderFacts>),
      ).toHaveLength(n)
    },
  )
})
