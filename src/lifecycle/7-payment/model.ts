import {
  type Day,
  daysBetween,
  type Fen,
  fen,
  type Rule,
  type StateOf,
  shareOf,
  showDay,
  showYuan,
  veil,
  yuanText,
} from '#kernel'
import { CalendarUnknown, cite, citeMarked, flow, inn, lawIf, period } from '#law'

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
  /** 研发阶段: its result was judged; true for whatever is no stage of research. */
  readonly judged: boolean
  readonly accepted: boolean
  readonly payeeMatches: boolean
  readonly payee: string
  readonly contractPayee: string
  readonly invoiceDay: Day
  readonly today: Day
  /** Where another request of this contract with the same invoice stands. */
  readonly invoiceTaken: string | null
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
      cure: `本次不超过${showYuan(Math.max(0, contractAmount - before))}元`,
      field: 'amount',
      suggest: yuanText(Math.max(0, contractAmount - before)),
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
            suggest: yuanText(instalment.amount),
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
const judgedFirst: Rule<RequestFacts> = {
  id: 'payment.judgedFirst',
  title: '研发成本补偿在阶段成果确认以后支付',
  cites: [inn('第二十四条')],
  from: '2024-06-01',
  check: ({ instalment, judged }) =>
    instalment?.condition !== '阶段成果确认后' ||
    judged || {
      because: `“${instalment.name}”的成果还没有考核`,
      facts: { 期次: instalment.name },
      cure: '供应商提交成果报告和成本说明，采购人考核以后支付',
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
const invoiceCame: Rule<RequestFacts> = {
  id: 'payment.invoiceCame',
  title: '收到发票后申请支付',
  cites: [cite('财库〔2019〕38号', '三', '收到发票后30日内')],
  from: '2019-09-01',
  check: ({ invoiceDay, today }) =>
    invoiceDay <= today || {
      because: `收到发票的日期${showDay(invoiceDay)}在今天${showDay(today)}之后`,
      facts: { 收到发票: invoiceDay, 今天: today },
      cure: '填写实际收到发票的日期',
      field: 'invoiceDay',
      suggest: today,
    },
}
const invoiceOnce: Rule<RequestFacts> = {
  id: 'payment.invoiceOnce',
  title: '一张发票申请一次支付',
  cites: [cite('政府采购法实施条例', '第五十一条', '按照政府采购合同规定')],
  from: '2015-03-01',
  check: ({ invoiceTaken }) =>
    invoiceTaken === null || {
      because: `该发票号码的支付申请处于“${invoiceTaken}”`,
      facts: { 原申请: invoiceTaken },
      cure:
        invoiceTaken === '已退回' || invoiceTaken === '已撤回'
          ? '在原支付申请上重新申请'
          : '填写本次的发票号码',
      field: 'invoice',
    },
}
const rules = [filedContract, withinContract, asScheduled, judgedFirst, acceptedFirst, rightPayee]
export const applyRules = [...rules, invoiceCame, invoiceOnce]
// biome-ignore format: a table reads as a table
export const requestFlow = flow<RequestFacts>()(
  { noun: '支付申请', module: 'payment', states: ['已申请', '已送国库', '已支付', '已退回', '已撤回'], onDue: { 已送国库: 'pay' } },
  {
    apply:    { name: '申请支付',     from: [],           to: '已申请',   by: ['采购人经办'], rules: applyRules },
    withdraw: { name: '撤回申请',     from: ['已申请'],   to: '已撤回',   by: ['采购人经办'], may: true },
    approve:  { name: '审核并送国库', stepUp: true, from: ['已申请'],   to: '已送国库', by: ['采购人审核'], rules, apartFrom: ['apply', 'reapply'] },
    reapply:  { name: '重新申请支付', from: ['已退回', '已撤回'], to: '已申请', by: ['采购人经办'], rules },
    pay:      { name: '国库支付',     from: ['已送国库'], to: '已支付',   by: ['系统'], inner: true },
    bounce:   { name: '国库退回',     from: ['已送国库'], to: '已退回',   by: ['系统'], inner: true },
  },
)
export type RequestState = StateOf<typeof requestFlow>

/** 付款期：after the invoice. The thirty days are law; the ten working days of 财办库〔2023〕243号 are wished for (✎). */
export function payBy(invoiceDay: Day, on: Day): { law: Day | null; wished: Day | null } {
  const end = (length: number, unit: 'day' | 'workday') => {
    try {
      return period({ from: invoiceDay, length, unit }).end
    } catch (e) {
      // A year whose calendar is not out yet: the day is not known, and none is guessed.
      if (e instanceof CalendarUnknown) return null
      throw e
    }
  }
  const days = lawIf(on, '付款期')
  return { law: days === undefined ? null : end(days, 'day'), wished: end(WISHED_DAYS, 'workday') }
}
const WISHED_DAYS = 10
/** 保障中小企业款项支付条例第十七条: where nothing was agreed, 0.05% a day; in ten-thousandths. */
const LATE_A_DAY = 5
export const lateCite = citeMarked('保障中小企业款项支付条例', '第十七条', '✔')
/** Interest on a debt to a small or middling enterprise, floored to the fen (K12 △). */
export const lateInterest = (amount: Fen, days: number): Fen =>
  days > 0 ? shareOf(amount, LATE_A_DAY * days) : fen(0)
export const daysLate = (due: Day | null, day: Day) =>
  due === null ? 0 : Math.max(0, daysBetween(due, day))

export interface Settlement {
  readonly id: string
  readonly contract: string
  readonly report: string
  readonly paid: Fen
  readonly closed: Day | null
  /** Until it is archived, only why the rest is not paid. */
  readonly manifest: Record<string, unknown> | null
  readonly sha256: string | null
  readonly keepUntil: Day | null
}
export const shortfallOf = (s: Pick<Settlement, 'manifest'>): string =>
  typeof s.manifest?.['shortfall'] === 'string' ? s.manifest['shortfall'] : ''
export interface SettlementFacts {
  readonly contractState: string
  readonly accepted: boolean
  readonly contractAmount: Fen
  readonly paid: Fen
  readonly openRequests: number
  /** Why the rest will not be paid; empty when it was not said. */
  readonly shortfall: string
  /** Where a settlement of this contract stands already. */
  readonly another: string | null
}
const performing: Rule<SettlementFacts> = {
  id: 'settlement.performing',
  title: '履行中的合同方可结项',
  cites: [cite('政府采购法', '第五十条', '双方当事人不得擅自变更、中止或者终止合同')],
  from: '2003-01-01',
  check: ({ contractState }) =>
    contractState === '已备案' || {
      because: `合同处于“${contractState}”`,
      facts: { 合同状态: contractState },
      cure: '办结合同的变更后结项',
    },
}
const oneSettlement: Rule<SettlementFacts> = {
  id: 'settlement.once',
  title: '一份合同结项一次',
  cites: [citeMarked('内财购〔2020〕179号', '四项原则', '✔')],
  from: '2020-03-02',
  check: ({ another }) =>
    another === null || {
      because: `该合同的结项处于“${another}”`,
      facts: { 结项: another },
      cure: another === '已退回' ? '在原结项上重新申请' : '一份合同只有一份结项，请等待其办结',
    },
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
  check: ({ paid, contractAmount, shortfall }) =>
    paid === contractAmount ||
    (paid > 0 && shortfall !== '') || {
      because: `合同${showYuan(contractAmount)}元，已支付${showYuan(paid)}元`,
      facts: { 合同: showYuan(contractAmount), 已支付: showYuan(paid) },
      cure:
        paid > 0
          ? `支付余款${showYuan(contractAmount - paid)}元后结项；依约不再支付的，写明理由，余额退回指标`
          : '按合同支付，或依法解除合同',
      field: 'shortfall',
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
const rules2 = [performing, accepted, paidInFull, nothingOpen]
export const settleRules = [...rules2, oneSettlement]
// biome-ignore format: a table reads as a table
export const settlementFlow = flow<SettlementFacts>()(
  { noun: '结项', module: 'settlement', states: ['待审核', '已退回', '已结项', '已归档'], open: ['已结项', '已归档'] },
  {
    settle:   { name: '申请结项',     from: [],         to: '待审核', by: ['采购人经办'], rules: settleRules },
    giveBack: { name: '退回结项',     from: ['待审核'], to: '已退回', by: ['采购人审核'] },
    resubmit: { name: '重新申请结项', from: ['已退回'], to: '待审核', by: ['采购人经办'], rules: rules2 },
    close:    { name: '审核结项',     from: ['待审核'], to: '已结项', by: ['采购人审核'], rules: rules2, apartFrom: ['settle', 'resubmit'] },
    archive:  { name: '归档',         from: ['已结项'], to: '已归档', by: ['采购人经办'] },
  },
)
export type SettlementState = StateOf<typeof settlementFlow>
const KEEPERS = ['采购人', '代理机构', '财政部门']
/** A closed settlement is everybody's to read; the list of who did what is for its keepers and supervisors. */
export const settlementVeil = veil(settlementFlow, settlementFlow.states, {
  manifest: {
    title: '归档清单（谁办了什么）',
    cites: [cite('政府采购法', '第四十二条', '采购文件包括采购活动记录')],
    to: { 待审核: KEEPERS, 已退回: KEEPERS, 已结项: KEEPERS, 已归档: KEEPERS },
  },
})

/** Only the law may undo a contract that both have signed; these are its reasons. */
export const grounds = [
  '继续履行将损害国家利益和社会公共利益',
  '违法行为影响中标结果，撤销合同',
] as const
export interface RescindFacts {
  readonly ground: (typeof grounds)[number]
  readonly contractState: string
  readonly paid: Fen
  readonly openRequests: number
  readonly settlement: string | null
}
const unperformed: Rule<RescindFacts> = {
  id: 'contract.unperformed',
  title: '已经履行的合同不得撤销，损失由责任人赔偿',
  cites: [cite('政府采购法', '第七十三条', '采购合同尚未履行的，撤销合同')],
  from: '2003-01-01',
  check: ({ ground, paid }) =>
    ground !== grounds[1] ||
    paid === 0 || {
      because: `合同已支付${showYuan(paid)}元，不是尚未履行`,
      facts: { 已支付: showYuan(paid) },
      cure: '依法追究赔偿责任；继续履行将损害公共利益的，以该理由终止',
      field: 'ground',
    },
}
export const nothingOnTheWay: Rule<RescindFacts> = {
  id: 'contract.nothingOnTheWay',
  title: '没有在途支付方可解除合同',
  cites: [cite('政府采购法', '第五十条', '双方当事人应当变更、中止或者终止合同')],
  from: '2003-01-01',
  check: ({ openRequests }) =>
    openRequests === 0 || {
      because: `还有${openRequests}笔支付申请在途`,
      facts: { 在途: openRequests },
      cure: '撤回申请，或待国库回单后解除',
    },
}
const notSettling: Rule<RescindFacts> = {
  id: 'contract.notSettling',
  title: '已申请结项的合同不再解除',
  cites: [cite('政府采购法', '第五十条', '双方当事人不得擅自变更、中止或者终止合同')],
  from: '2003-01-01',
  check: ({ settlement }) =>
    settlement === null || {
      because: `该合同的结项处于“${settlement}”`,
      facts: { 结项: settlement },
      cure: '先撤回结项申请；已经结项的合同不再解除，争议依合同约定处理',
    },
}
export const rescindRules = [unperformed, nothingOnTheWay, notSettling]
