import { describe, expect, test } from 'vitest'
import { type Fen, fen, judge } from '#kernel'
import type { LotFacts } from '#trade/tender'
import { lotFlow } from '#trade/tender'
import { innovationFlow, researchFlow } from './model.ts'
import type { ResearchFacts, ResearchStage } from './research-rules.ts'
import { turn } from './rules.ts'

const ON = '2026-03-02' as const
const candidate = (bid: string, place: number, research: number) => ({
  bid,
  supplier: bid,
  name: bid,
  place,
  research: fen(research),
  first: fen(1),
})
describe('应当确定的研发供应商', () => {
  const all = [candidate('甲', 1, 50), candidate('乙', 2, 60), candidate('丙', 3, 40)]
  test.each([
    [3, 150, '甲乙丙'],
    [2, 150, '甲乙'],
    [3, 149, '甲乙'],
    [3, 109, '甲'],
    // The second does not fit, and the third, who would, may not pass it.
    [3, 90, '甲'],
    [3, 49, ''],
    [3, 1_000, '甲乙丙'],
  ])('规定%d家、限额%d：%s', (suppliers, cap, want) =>
    expect(
      turn(all, suppliers, fen(cap))
        .map((c) => c.bid)
        .join(''),
    ).toBe(want),
  )
  const chosen = (bids: string[], places = [1, 2, 2]) =>
    judge(
      innovationFlow.steps.choose.rules ?? [],
      {
        candidates: all.map((c, n) => ({ ...c, place: places[n] ?? 3 })),
        scheme: { suppliers: 2, cap: fen(200) },
        input: { bids },
      } as never,
      ON,
    ).length === 0
  test.each([
    [['甲', '乙'], true],
    // Of two in one place either may be taken.
    [['甲', '丙'], true],
    [['乙', '丙'], false],
    [['甲'], false],
    [['甲', '乙', '丙'], false],
  ])('并列第二：%s → %s', (bids, ok) => expect(chosen(bids)).toBe(ok))
})
describe('候选人少于规定的家数', () => {
  const may = (method: string, candidates: number, researchers: number | null) =>
    judge(
      lotFlow.steps.fail.rules ?? [],
      {
        method,
        ranking: Array.from({ length: candidates }, (_, n) => [String(n)]),
        researchers,
        input: { grounds: '成交候选人少于规定的研发供应商数量，重新开展采购活动' },
      } as unknown as LotFacts,
      ON,
    ).map((r) => r.because)
  test.each([
    ['合作创新采购', 1, 2, []],
    ['合作创新采购', 2, 2, ['成交候选人2家，文件规定2家']],
    ['合作创新采购', 0, 2, ['还没有推荐成交候选人']],
    ['竞争性磋商', 1, null, ['竞争性磋商没有这一情形']],
  ] as const)('%s：候选人%d家，规定%s家', (method, n, wanted, want) =>
    expect(may(method, n, wanted)).toEqual(want),
  )
})
describe('各阶段补偿', () => {
  const stage = (payable: number | null): ResearchStage => ({
    name: '阶段',
    amount: fen(50),
    agreed: null,
    handed: null,
    outcome: payable === null ? null : '达到',
    payable: payable === null ? null : fen(payable),
    opinion: '',
  })
  const may = (before: (number | null)[], asked: Fen, midTerm = true) =>
    judge(
      researchFlow.steps.talk.rules ?? [],
      {
        state: '待中期谈判',
        amount: fen(100),
        stages: before.map(stage),
        at: before.length - 1,
        midTerm,
        today: ON,
        failed: false,
        input: { compensation: asked },
      } as ResearchFacts,
      ON,
    ).length === 0
  test.each([
    [[40, null], 60, true, true],
    [[40, null], 61, true, false],
    [[null], 100, true, true],
    [[null], 101, true, false],
    // Without a mid-term talk each stage is what the contract says, to the fen.
    [[null], 50, false, true],
    [[null], 49, false, false],
  ] as const)('此前%j，本阶段%d，中期谈判%s → %s', (before, asked, midTerm, ok) =>
    expect(may([...before], fen(asked), midTerm)).toBe(ok),
  )
})
