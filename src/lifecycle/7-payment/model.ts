import { type Day, type Fen, type Rule, type StateOf, showYuan } from '#kernel'
import { cite, citeMarked, flow } from '#law'

export interface Request {
  readonly id: string
  readonly contract: string
  readonly instalment: number
  readonly amount: Fen
  readonly invoice: string
  readonly invoiceDay: Day
  readonly payee: { name: string; bank: string; account: string }
  readonly voucher: string | null
  readonly paid: Day | null
  readonly receipt: string | null
}
export interface RequestFacts {
  readonly contractState: string
  readonly contractAmount: Fen
  readonly amount: Fen
  /** Paid or on its way under this contract, without this request. */
  readonly before: Fen
  readonly instalment: { name: string; amount: Fen; condition: string } | null
  readonly instalmentTaken: boolean
  readonly accepted: boolean
  readonly payeeMatches: boolean
  readonly payee: string
  readonly contractPayee: string
}
const filedContract: Rule<RequestFacts> = {
  id: 'payment.filedContract',
  title: '无合同不支付',
  cites: [
    cite('政府采购法', '第四十七条', '将合同副本报同级政府采购监督管理部门和有关部门备案'),
    citeMarked('内财购〔2020〕179号', '四项原则', '✔'),
  ],
  from: '2020-03-02',
  check: ({ contractState }) =>
    contractState === '已备案' || {
      because: `合同处于“${contractState}”，尚未备案`,
      facts: { 合同状态: contractState },
      cure: '先签订、公告并备案合同',
    },
}
const withinContract: Rule<RequestFacts> = {
  id: 'payment.withinContract',
  title: '累计支付不得超过合同金额',
  cites: [cite('政府采购法实施条例', '第五十一条', '按照政府采购合同规定')],
  from: '2015-03-01',
  check: ({ contractAmount, amount, before }) =>
    amount + before <= contractAmount || {
      because: `已付和在途${showYuan(before)}元，本次${showYuan(amount)}元，超过合同${showYuan(contractAmount)}元`,
      facts: {
        已付和在途: showYuan(before),
        本次: showYuan(amount),
        合同: showYuan(contractAmount),
      },
      cure: `本次不超过${showYuan(contractAmount - before)}元`,
      field: 'amount',
      suggest: ((contractAmount - before) / 100).toFixed(2),
    },
}
const asScheduled: Rule<RequestFacts> = {
  id: 'payment.asScheduled',
  title: '按合同约定的付款安排支付',
  cites: [cite('政府采购法实施条例', '第五十一条', '按照政府采购合同规定')],
  from: '2015-03-01',
  check: ({ instalment, amount, instalmentTaken }) =>
    instalment === null
      ? { because: '合同的付款安排中没有这一期', cure: '选择合同约定的期次', field: 'instalment' }
      : instalmentTaken
        ? {
            because: `“${instalment.name}”已申请或已支付`,
            cure: '选择尚未支付的期次',
            field: 'instalment',
          }
        : amount === instalment.amount || {
            because: `“${instalment.name}”约定${showYuan(instalment.amount)}元，申请${showYuan(amount)}元`,
            facts: { 约定: showYuan(instalment.amount), 申请: showYuan(amount) },
            cure: `改为${showYuan(instalment.amount)}元`,
            field: 'amount',
            suggest: (instalment.amount / 100).toFixed(2),
          },
}
const acceptedFirst: Rule<RequestFacts> = {
  id: 'payment.acceptedFirst',
  title: '以验收为条件的款项，验收合格后支付',
  cites: [
    cite('政府采购法', '第四十一条', '组织对供应商履约的验收'),
    citeMarked('财库〔2016〕205号', '验收与支付', '✎'),
  ],
  from: '2003-01-01',
  check: ({ instalment, accepted }) =>
    instalment?.condition !== '验收合格后' ||
    accepted || {
      because: `“${instalment.name}”以验收合格为条件，尚无验收合格的验收书`,
      facts: { 期次: instalment.name },
      cure: '先完成履约验收',
    },
}
const rightPayee: Rule<RequestFacts> = {
  id: 'payment.rightPayee',
  title: '收款户须与合同一致',
  cites: [cite('政府采购法实施条例', '第五十一条', '向中标或者成交供应商支付采购资金')],
  from: '2015-03-01',
  check: ({ payeeMatches, payee, contractPayee }) =>
    payeeMatches || {
      because: `收款户${payee}，合同约定${contractPayee}`,
      cure: '改为合同约定的收款户',
      field: 'payee',
    },
}
const rules = [filedContract, withinContract, asScheduled, acceptedFirst, rightPayee]
// biome-ignore format: a table reads as a table
export const requestFlow = flow<RequestFacts>()(
  { noun: '支付申请', module: 'payment', states: ['已申请', '已送国库', '已支付', '已退回', '已撤回'], onDue: { 已送国库: 'pay' } },
  {
    apply:    { name: '申请支付',     from: [],           to: '已申请',   by: ['采购人经办'], rules },
    withdraw: { name: '撤回申请',     from: ['已申请'],   to: '已撤回',   by: ['采购人经办'] },
    approve:  { name: '审核并送国库', from: ['已申请'],   to: '已送国库', by: ['采购人审核'], rules: rules.filter((r) => r !== asScheduled), apartFrom: ['apply'] },
    pay:      { name: '国库支付',     from: ['已送国库'], to: '已支付',   by: ['系统'], inner: true },
    bounce:   { name: '国库退回',     from: ['已送国库'], to: '已退回',   by: ['系统'], inner: true },
  },
)
export type RequestState = StateOf<typeof requestFlow>

export interface Settlement {
  readonly id: string
  readonly contract: string
  readonly report: string
  readonly paid: Fen
  readonly closed: Day | null
  readonly manifest: Record<string, unknown> | null
  readonly sha256: string | null
  readonly keepUntil: Day | null
}
export interface SettlementFacts {
  readonly accepted: boolean
  readonly contractAmount: Fen
  readonly paid: Fen
  readonly openRequests: number
}
const accepted: Rule<SettlementFacts> = {
  id: 'settlement.accepted',
  title: '无验收不结项',
  cites: [
    cite('政府采购法', '第四十一条', '组织对供应商履约的验收'),
    citeMarked('内财购〔2020〕179号', '四项原则', '✔'),
  ],
  from: '2020-03-02',
  check: ({ accepted: yes }) =>
    yes || { because: '合同没有验收合格的验收书', cure: '先完成履约验收' },
}
const paidInFull: Rule<SettlementFacts> = {
  id: 'settlement.paidInFull',
  title: '款项付清方可结项',
  cites: [cite('政府采购法实施条例', '第五十一条', '及时向中标或者成交供应商支付采购资金')],
  from: '2015-03-01',
  check: ({ paid, contractAmount }) =>
    paid === contractAmount || {
      because: `合同${showYuan(contractAmount)}元，已支付${showYuan(paid)}元`,
      facts: { 合同: showYuan(contractAmount), 已支付: showYuan(paid) },
      cure: `支付余款${showYuan(contractAmount - paid)}元后结项`,
    },
}
const nothingOpen: Rule<SettlementFacts> = {
  id: 'settlement.nothingOpen',
  title: '没有在途支付方可结项',
  cites: [cite('政府采购法实施条例', '第五十一条', '政府采购项目资金支付程序')],
  from: '2015-03-01',
  check: ({ openRequests }) =>
    openRequests === 0 || {
      because: `还有${openRequests}笔支付申请在途`,
      cure: '待国库回单后结项',
    },
}
const rules2 = [accepted, paidInFull, nothingOpen]
// biome-ignore format: a table reads as a table
export const settlementFlow = flow<SettlementFacts>()(
  { noun: '结项', module: 'settlement', states: ['待审核', '已结项', '已归档'], open: ['已结项', '已归档'] },
  {
    settle:  { name: '申请结项', from: [],         to: '待审核', by: ['采购人经办'], rules: rules2 },
    close:   { name: '审核结项', from: ['待审核'], to: '已结项', by: ['采购人审核'], rules: rules2, apartFrom: ['settle'] },
    archive: { name: '归档',     from: ['已结项'], to: '已归档', by: ['采购人经办'] },
  },
)
export type SettlementState = StateOf<typeof settlementFlow>
