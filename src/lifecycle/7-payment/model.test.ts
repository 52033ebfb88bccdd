import { describe, expect, test } from 'vitest'
import { type Day, fen, judge, yuan } from '#kernel'
import {
  applyRules,
  daysLate,
  grounds,
  lateInterest,
  payBy,
  type RequestFacts,
  type RescindFacts,
  rescindRules,
  type SettlementFacts,
  settleRules,
} from './model.ts'

const ON: Day = '2026-03-01'
const first = { name: '预付款', amount: yuan(300), condition: '合同备案后' }
const last = { name: '尾款', amount: yuan(700), condition: '验收合格后' }
const asked: RequestFacts = {
  contractState: '已备案',
  contractAmount: yuan(1000),
  amount: yuan(300),
  before: fen(0),
  instalment: first,
  instalmentTaken: false,
  judged: true,
  accepted: false,
  payeeMatches: true,
  payee: '甲公司 1',
  contractPayee: '甲公司 1',
  invoiceDay: '2026-05-26',
  today: '2026-05-26',
  invoiceTaken: null,
}
const no = (change: Partial<RequestFacts>) =>
  judge(applyRules, { ...asked, ...change }, ON).map((r) => r.rule)

describe('支付申请', () => {
  test.each([
    ['依约申请', {}, []],
    ['D7 合同未备案', { contractState: '已公告' }, ['无合同不支付']],
    [
      'D7 未验收付尾款',
      { instalment: last, amount: last.amount },
      ['以验收为条件的款项，验收合格后支付'],
    ],
    [
      '验收后付尾款',
      { instalment: last, amount: last.amount, accepted: true, before: yuan(300) },
      [],
    ],
    ['差一分', { amount: fen(29_999) }, ['按合同约定的付款安排支付']],
    ['多一分', { amount: fen(30_001) }, ['按合同约定的付款安排支付']],
    ['没有这一期', { instalment: null }, ['按合同约定的付款安排支付']],
    ['这一期付过', { instalmentTaken: true }, ['按合同约定的付款安排支付']],
    ['累计正好', { before: yuan(700) }, []],
    ['累计超一分', { before: fen(70_001) }, ['累计支付不得超过合同金额']],
    ['换了账户', { payeeMatches: false }, ['收款户须与合同一致']],
    ['明天的发票', { invoiceDay: '2026-05-27' }, ['收到发票后申请支付']],
    ['发票用过', { invoiceTaken: '已支付' }, ['一张发票申请一次支付']],
  ] as [string, Partial<RequestFacts>, string[]][])('%s → %j', (_, change, want) => {
    expect(no(change)).toEqual(want)
  })
  test('退回的发票，说明在原申请上办', () => {
    const [found] = judge(applyRules, { ...asked, invoiceTaken: '已退回' }, ON)
    expect(found?.cure).toContain('重新申请')
  })
})

describe('付款期与逾期利息', () => {
  test.each([
    ['2026-05-26', '2026-06-25', '2026-06-09'],
    // 30 days run to a Saturday in the October holiday week's make-up: Oct 10 works.
    ['2026-09-10', '2026-10-10', '2026-09-23'],
    ['2026-12-10', null, '2026-12-24'],
    ['2026-12-25', null, null],
  ] as [Day, Day | null, Day | null][])(
    '%s收到发票 → 30日 %s、10个工作日 %s',
    (day, law, wished) => {
      expect(payBy(day, ON)).toEqual({ law, wished })
    },
  )
  test.each([
    [100_000, 20, 100_000],
    [100_000, 0, 0],
    [100_000, -3, 0],
    [0.01, 1, 0],
    [33.33, 1, 1],
  ] as const)('D9 欠%s元，逾期%d天 → %d分', (amount, days, want) => {
    expect(lateInterest(yuan(amount), days)).toBe(want)
  })
  test.each([
    ['2026-06-24', 0],
    ['2026-06-25', 0],
    ['2026-06-26', 1],
    ['2026-07-15', 20],
  ] as const)('6月25日到期，%s → 逾期%d天', (day, n) => {
    expect(daysLate('2026-06-25', day)).toBe(n)
    expect(daysLate(null, day)).toBe(0)
  })
})

describe('结项', () => {
  const ready: SettlementFacts = {
    contractState: '已备案',
    accepted: true,
    contractAmount: yuan(1000),
    paid: yuan(1000),
    openRequests: 0,
    shortfall: '',
    another: null,
  }
  test.each([
    ['验收、付清', {}, []],
    ['未验收', { accepted: false }, ['无验收不结项']],
    ['少付一分', { paid: fen(99_999) }, ['款项付清方可结项']],
    ['少付一分，有理由', { paid: fen(99_999), shortfall: '依约扣减违约金' }, []],
    ['一分未付，有理由', { paid: fen(0), shortfall: '依约扣减' }, ['款项付清方可结项']],
    ['还有在途', { openRequests: 1 }, ['没有在途支付方可结项']],
    ['合同在变更', { contractState: '补充待采购人签' }, ['履行中的合同方可结项']],
    ['结过一次', { another: '已结项' }, ['一份合同结项一次']],
  ] as [string, Partial<SettlementFacts>, string[]][])('%s → %j', (_, change, want) => {
    expect(judge(settleRules, { ...ready, ...change }, ON).map((r) => r.rule)).toEqual(want)
  })
})

describe('解除合同', () => {
  const [publicGood, unlawful] = grounds
  const ready: RescindFacts = {
    ground: publicGood,
    contractState: '已备案',
    paid: fen(0),
    openRequests: 0,
    settlement: null,
  }
  test.each([
    ['依公共利益', {}, 0],
    ['依公共利益，付过款', { paid: yuan(1) }, 0],
    ['撤销，尚未履行', { ground: unlawful }, 0],
    ['撤销，付过款', { ground: unlawful, paid: fen(1) }, 1],
    ['还有在途', { openRequests: 1 }, 1],
    ['已申请结项', { settlement: '待审核' }, 1],
  ] as [string, Partial<RescindFacts>, number][])('%s → %d 条理由', (_, change, n) => {
    const found = judge(rescindRules, { ...ready, ...change }, ON)
    expect(found).toHaveLength(n)
    for (const r of found) expect(r.cites.length).toBeGreaterThan(0)
  })
})
