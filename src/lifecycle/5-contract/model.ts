import { type Day, type Fen, type Id, type Rule, type StateOf, showDay, showYuan } from '#kernel'
import { cite, flow, lawOn, period } from '#law'

export interface Instalment {
  readonly name: string
  readonly amount: Fen
  readonly condition: '合同备案后' | '验收合格后'
}
export interface Payee {
  readonly name: string
  readonly bank: string
  readonly account: string
}
export interface ContractItem {
  readonly name: string
  readonly brand: string
  readonly model: string
  readonly quantity: number
  readonly unit: string
  readonly unitPrice: Fen
}
/** 政府采购合同：made from the award, never typed. */
export interface Contract {
  readonly id: Id<'contract'>
  readonly award: string
  readonly plan: string
  readonly lineId: Id<'line'>
  readonly lotBudget: Fen
  readonly amount: Fen
  readonly awarded: Fen
  readonly letter: Day
  readonly items: readonly ContractItem[]
  readonly clauses: readonly string[]
  readonly performance: string
  readonly schedule: readonly Instalment[]
  readonly payee: Payee
  readonly signed: Day | null
  readonly published: Day | null
  readonly filed: Day | null
  readonly sha256: string | null
}
export interface Facts {
  readonly amount: Fen
  readonly awarded: Fen
  readonly scheduled: Fen
  readonly finalAfterAcceptance: boolean
  readonly letter: Day | null
  readonly today: Day
  readonly payeeName: string
  readonly supplierName: string
}
const awarded: Rule<Facts> = {
  id: 'contract.letter',
  title: '中标通知书发出后方可签订合同',
  cites: [cite('政府采购法', '第四十六条', '中标、成交通知书发出之日起三十日内')],
  from: '2003-01-01',
  check: ({ letter }) =>
    letter !== null || {
      because: '中标通知书尚未发出',
      cure: '先发布中标结果公告，同时发出中标通知书',
    },
}
const asAwarded: Rule<Facts> = {
  id: 'contract.asAwarded',
  title: '合同金额不得超过中标金额',
  cites: [cite('87号令', '第七十一条', '不得对招标文件确定的事项和中标人投标文件作实质性修改')],
  from: '2017-10-01',
  check: ({ amount, awarded: price }) =>
    amount <= price || {
      because: `合同金额${showYuan(amount)}元，中标金额${showYuan(price)}元`,
      facts: { 合同金额: showYuan(amount), 中标金额: showYuan(price) },
      cure: `合同金额改为${showYuan(price)}元`,
      field: 'amount',
      suggest: (price / 100).toFixed(2),
    },
}
const addsUp: Rule<Facts> = {
  id: 'contract.scheduleAddsUp',
  title: '付款安排合计须等于合同金额',
  cites: [cite('财库〔2019〕38号', '三', '约定资金支付的方式、时间和条件')],
  from: '2019-09-01',
  check: ({ amount, scheduled }) =>
    amount === scheduled || {
      because: `付款安排合计${showYuan(scheduled)}元，合同金额${showYuan(amount)}元`,
      facts: { 付款安排合计: showYuan(scheduled), 合同金额: showYuan(amount) },
      cure: '调整各期金额，使合计等于合同金额',
      field: 'schedule',
    },
}
const lastAfterAcceptance: Rule<Facts> = {
  id: 'contract.lastAfterAcceptance',
  title: '末期付款须以验收合格为条件',
  cites: [
    cite('政府采购法', '第四十一条', '采购人或者其委托的采购代理机构应当组织对供应商履约的验收'),
  ],
  from: '2003-01-01',
  check: ({ finalAfterAcceptance }) =>
    finalAfterAcceptance || {
      because: '最后一期付款没有以验收合格为条件',
      cure: '将最后一期的付款条件改为“验收合格后”',
      field: 'schedule',
    },
}
const toSupplier: Rule<Facts> = {
  id: 'contract.payee',
  title: '收款户须为中标供应商',
  cites: [cite('政府采购法实施条例', '第五十一条', '及时向中标或者成交供应商支付采购资金')],
  from: '2015-03-01',
  check: ({ payeeName, supplierName }) =>
    payeeName === supplierName || {
      because: `收款户名是${payeeName}，中标供应商是${supplierName}`,
      cure: `收款户名改为${supplierName}`,
      field: 'payee',
      suggest: supplierName,
    },
}
const within30: Rule<Facts> = {
  id: 'contract.within30',
  title: '自中标通知书发出之日起三十日内签订合同',
  cites: [cite('政府采购法', '第四十六条', '三十日内')],
  from: '2003-01-01',
  check: ({ letter, today }, on) => {
    if (letter === null) return true
    const { end } = period({ from: letter, length: lawOn(on)('签约期限'), unit: 'day' })
    return (
      today <= end || {
        because: `中标通知书${showDay(letter)}发出，签约期限到${showDay(end)}，今天${showDay(today)}`,
        facts: { 通知书: letter, 期限: end, 今天: today },
        cure: '书面说明逾期原因并报财政部门后，由财政部门按规定处理',
      }
    )
  },
}
const rules = [awarded, asAwarded, addsUp, lastAfterAcceptance, toSupplier]

// biome-ignore format: a table reads as a table
export const contractFlow = flow<Facts>()(
  { noun: '采购合同', module: 'contract', states: ['草拟', '待采购人签', '已签订', '已公告', '已备案', '已履行完毕'], open: ['已公告', '已备案', '已履行完毕'] },
  {
    draft:        { name: '由中标生成合同', from: [],             to: '草拟',       by: ['采购人经办', '代理经办'], rules },
    revise:       { name: '修改合同',     from: ['草拟'],         to: '草拟',       by: ['采购人经办', '代理经办'], rules },
    signSupplier: { name: '供应商签署',   from: ['草拟'],         to: '待采购人签', by: ['供应商经办'], rules: [...rules, within30] },
    signBuyer:    { name: '采购人签署',   from: ['待采购人签'],   to: '已签订',     by: ['采购人审核'], rules: [...rules, within30], apartFrom: ['draft', 'revise'] },
    publish:      { name: '发布合同公告', from: ['已签订'],       to: '已公告',     by: ['采购人经办', '代理经办'] },
    file:         { name: '合同备案',     from: ['已公告'],       to: '已备案',     by: ['采购人经办'] },
    finish:       { name: '履行完毕',     from: ['已备案'],       to: '已履行完毕', by: ['采购人审核'], inner: true },
  },
)
export type State = StateOf<typeof contractFlow>

/** The days by which the law wants each next thing done; undefined where nothing has started the clock. */
export function dueDays(c: Pick<Contract, 'letter' | 'signed'>, on: Day) {
  const by = (
    from: Day,
    name: '签约期限' | '合同公告时限' | '合同备案时限',
    unit: 'day' | 'workday',
  ) => period({ from, length: lawOn(on)(name), unit }).end
  return {
    signBy: by(c.letter, '签约期限', 'day'),
    publishBy: c.signed === null ? null : by(c.signed, '合同公告时限', 'workday'),
    fileBy: c.signed === null ? null : by(c.signed, '合同备案时限', 'workday'),
  }
}
