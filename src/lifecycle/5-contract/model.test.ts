import { describe, expect, test } from 'vitest'
import { addDays, type Day, fen, judge, type Rule, yuan } from '#kernel'
import {
  type Contract,
  contractFlow,
  draftRules,
  dueDays,
  type Facts,
  goodsOf,
  lateness,
  pendingOf,
  priceOf,
  supplementedOf,
  textOf,
  totalOf,
} from './model.ts'

const ON: Day = '2026-03-01'
const facts: Facts = {
  byOrder: false,
  amount: yuan(1_000_000),
  awarded: yuan(1_000_000),
  scheduled: yuan(1_000_000),
  finalAfterAcceptance: true,
  part: '' as const,
  staged: { any: false, right: false },
  letter: '2026-09-30',
  today: '2026-10-10',
  payeeName: '甲公司',
  supplierName: '甲公司',
  another: null,
  textStands: true,
  supplemented: fen(0),
  proposed: fen(0),
  strange: [],
  available: yuan(1_000_000),
  askedName: null,
}
const no = (rules: readonly Rule<Facts>[], change: Partial<Facts>) =>
  judge(rules, { ...facts, ...change }, ON).map((r) => r.rule)
const rulesOf = (action: keyof typeof contractFlow.steps) => contractFlow.steps[action].rules ?? []

describe('由中标生成', () => {
  test.each([
    ['低一分', { amount: fen(99_999_999), scheduled: fen(99_999_999) }, []],
    ['正好', {}, []],
    [
      '高一分',
      { amount: fen(100_000_001), scheduled: fen(100_000_001) },
      ['合同金额不得超过中标金额'],
    ],
    ['付款安排差一分', { scheduled: fen(99_999_999) }, ['付款安排合计须等于合同金额']],
    ['付款安排多一分', { scheduled: fen(100_000_001) }, ['付款安排合计须等于合同金额']],
    ['末期不以验收为条件', { finalAfterAcceptance: false }, ['末期付款须以验收合格为条件']],
    ['收款户不是中标人', { payeeName: '乙公司' }, ['收款户须为中标供应商']],
    ['通知书未发', { letter: null }, ['中标通知书发出后方可签订合同']],
    ['已有合同', { another: 'X-01-01' }, ['一份中标签订一份合同']],
  ] as const)('%s → %j', (_, change, want) => {
    expect(no(draftRules, change)).toEqual(want)
  })
  test('所有理由一次说全，且每条都有依据', () => {
    const found = judge(
      draftRules,
      { ...facts, letter: null, payeeName: '乙公司', finalAfterAcceptance: false },
      ON,
    )
    expect(found).toHaveLength(3)
    for (const r of found) expect(r.cites.length).toBeGreaterThan(0)
  })
})

describe('签订、公告、备案的期限', () => {
  test.each([
    ['2026-10-29', []],
    ['2026-10-30', []],
    ['2026-10-31', ['自中标通知书发出之日起三十日内签订合同']],
  ] as const)('A13 9月30日发通知书，%s签订 → %j', (today, want) => {
    expect(no(rulesOf('signBuyer'), { today })).toEqual(want)
  })
  test('A15 9月24日签订：9月29日前公告，10月12日前备案', () => {
    expect(dueDays({ letter: '2026-09-01', signed: '2026-09-24' }, ON)).toEqual({
      signBy: '2026-10-08',
      publishBy: '2026-09-29',
      fileBy: '2026-10-12',
    })
  })
  test.each([
    ['2026-09-28', false],
    ['2026-09-29', false],
    ['2026-09-30', true],
  ] as const)('A15 %s公告 → 逾期 %s', (on, late) => {
    const due = dueDays({ letter: '2026-09-01', signed: '2026-09-24' }, ON).publishBy
    expect(lateness(due, on)).toEqual({ due: '2026-09-29', late })
  })
  test('期限落在工作日历未公布的年度：不推算，也不妨碍三十日内签订', () => {
    expect(dueDays({ letter: '2026-12-20', signed: '2026-12-30' }, ON)).toEqual({
      signBy: null,
      publishBy: null,
      fileBy: null,
    })
    expect(no(rulesOf('signBuyer'), { letter: '2026-12-20', today: '2026-12-31' })).toEqual([])
    expect(
      no(rulesOf('signBuyer'), { letter: '2026-12-20', today: addDays('2026-12-20', 31) }),
    ).toEqual(['自中标通知书发出之日起三十日内签订合同'])
  })
  test('采购人签的须是供应商签的文本', () => {
    expect(no(rulesOf('signBuyer'), { textStands: false })).toEqual(['双方签署同一文本'])
  })
})

describe('补充合同', () => {
  test.each([
    [0, 60_000, []],
    [60_000, 40_000, []],
    [0, 100_000, []],
    [100_000, 0.01, ['所有补充合同不得超过原合同金额的百分之十']],
    [60_000, 40_000.01, ['所有补充合同不得超过原合同金额的百分之十']],
  ] as const)('D3 原合同一百万元，已补充%s元，本次%s元 → %j', (before, now, want) => {
    expect(no(rulesOf('supplement'), { supplemented: yuan(before), proposed: yuan(now) })).toEqual(
      want,
    )
  })
  test('上限向下取到分（K12）', () => {
    const odd = { amount: fen(1_000_009), supplemented: fen(0) }
    expect(no(rulesOf('supplement'), { ...odd, proposed: fen(100_000) })).toEqual([])
    expect(no(rulesOf('supplement'), { ...odd, proposed: fen(100_001) })).toHaveLength(1)
  })
  test.each([
    [49_999, 1],
    [50_000, 0],
    [50_001, 0],
  ] as const)('追加五万元，可用指标%s元 → %d 条理由', (available, n) => {
    const found = no(rulesOf('supplement'), { proposed: yuan(50_000), available: yuan(available) })
    expect(found).toHaveLength(n)
  })

  const item = { brand: '', model: '', unit: '台' }
  const base: Pick<Contract, 'amount' | 'items' | 'schedule'> = {
    amount: yuan(100),
    items: [
      { ...item, name: '甲', quantity: 2, unitPrice: yuan(40) },
      { ...item, name: '赠品', quantity: 1, unitPrice: fen(0) },
    ],
    schedule: [{ name: '全款', amount: yuan(100), condition: '验收合格后' }],
  }
  const more = (at: string | null) => ({
    ...base,
    schedule: [
      ...base.schedule,
      {
        name: '补充合同1',
        amount: yuan(40),
        condition: '验收合格后' as const,
        supplement: { no: 1, items: [{ name: '甲', quantity: 1 }], reason: '扩编', at },
      },
    ],
  })
  test('价款按合同单价算；没有的、没有单价的不能追加', () => {
    expect(priceOf(base, [{ name: '甲', quantity: 3 }])).toEqual({ amount: yuan(120), strange: [] })
    expect(priceOf(base, [{ name: '赠品', quantity: 1 }]).strange).toEqual(['赠品'])
    expect(priceOf(base, [{ name: '乙', quantity: 1 }]).strange).toEqual(['乙'])
    expect(priceOf(base, [{ name: '甲', quantity: 1e15 }]).amount).toBe(Number.MAX_SAFE_INTEGER)
  })
  test('双方签了才算数：金额、数量都不提前加', () => {
    expect(supplementedOf(more(null))).toBe(0)
    expect(totalOf(more(null))).toBe(yuan(100))
    expect(pendingOf(more(null))?.name).toBe('补充合同1')
    expect(goodsOf(more(null))[0]?.quantity).toBe(2)
    const signed = more('2026-06-01T09:00:00.000+08:00')
    expect(totalOf(signed)).toBe(yuan(140))
    expect(pendingOf(signed)).toBeUndefined()
    expect(goodsOf(signed).map((g) => g.quantity)).toEqual([3, 1])
  })
  test('签过的文本不因补充和换收款户而变', () => {
    const account = { name: '甲公司', bank: '甲行', account: '12345678' }
    const c = { ...base, payee: account } as Contract
    const later = {
      ...c,
      ...more('2026-06-01T09:00:00.000+08:00'),
      payee: { ...account, account: '87654321', original: account },
    }
    expect(textOf(later)).toEqual(textOf(c))
  })
})
