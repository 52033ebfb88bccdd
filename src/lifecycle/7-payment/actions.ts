import { goodReportOf } from '#acceptance'
import * as budget from '#budget'
import { accountOf, contractOf, contractsOfBill, totalOf } from '#contract'
import {
  type Ask,
  begin,
  dayOf,
  NotFound,
  newId,
  type Subject,
  step,
  story,
  subjectOf,
  sum,
  system,
  yearOf,
  yuanText,
} from '#kernel'
import { orgOf } from '#libraries'
import { orderPaid } from '#mall/order'
import { billPaid, holdBill } from '#mall/service'
import { type Treasury, treasurySandbox } from '#outside'
import { stageOf } from '#tender'
import { type Request, type RequestFacts, requestFlow } from './model.ts'
import * as store from './store.ts'

const LIVE = new Set(['已申请', '已送国库', '已支付'])

async function factsOf(ask: Ask, r: Request): Promise<RequestFacts> {
  const { contract, s } = await contractOf(ask, r.contract)
  const all = (await store.requestsOf(ask.tx, r.contract)).filter((x) => x.id !== r.id)
  const others = all.filter((x) => LIVE.has(x.state))
  const stage = await stageOf(ask, r.contract, r.instalment)
  const agreed = contract.schedule[r.instalment] ?? null
  // A stage of research is paid what its talk settled, once it was judged; the last one when the product is accepted.
  const instalment =
    agreed === null || stage === null
      ? agreed
      : {
          ...agreed,
          amount: stage.payable,
          condition: stage.afterAcceptance ? ('验收合格后' as const) : ('阶段成果确认后' as const),
        }
  const report = await goodReportOf(ask, r.contract)
  // What was added after the acceptance was not accepted by it.
  const added = instalment?.supplement?.at
  const same = (['name', 'bank', 'account'] as const).every((k) => r.payee[k] === contract.payee[k])
  return {
    contractState: s.state,
    contractAmount: totalOf(contract),
    amount: r.amount,
    before: sum(others.map((x) => x.amount)),
    instalment,
    instalmentTaken: others.some((x) => x.instalment === r.instalment),
    judged: stage?.judged ?? true,
    accepted: report !== undefined && (!added || Date.parse(added) <= report.at),
    payeeMatches: same,
    payee: `${r.payee.name} ${r.payee.account}`,
    contractPayee: `${contract.payee.name} ${contract.payee.account}`,
    invoiceDay: r.invoiceDay,
    today: ask.today,
    invoiceTaken: all.find((x) => x.invoice === r.invoice)?.state ?? null,
  }
}
export const requests = story(requestFlow, async (ask, s) =>
  factsOf(ask, await store.requestOf(ask.tx, s.id)),
)

export type Applying = Pick<
  Request,
  'contract' | 'instalment' | 'amount' | 'invoice' | 'invoiceDay' | 'payee'
>
export async function apply(ask: Ask, i: Applying): Promise<Subject> {
  // The contract is held while its payments are counted: two requests at once are judged one after the other.
  const { s: cs } = await contractOf(ask, i.contract, true)
  if (!cs.parties['采购人']?.includes(ask.actor.org ?? '')) throw new NotFound('采购合同')
  const r: Request = {
    ...i,
    id: newId<'request'>(ask.now),
    voucher: null,
    paid: null,
    receipt: null,
  }
  const s = await begin(
    ask,
    requestFlow,
    'apply',
    {
      id: r.id,
      title: `${cs.title}　支付`,
      process: cs.process,
      lawOn: cs.lawOn,
      region: cs.region,
      parties: { 采购人: cs.parties['采购人'] ?? [], 供应商: cs.parties['供应商'] ?? [] },
    },
    await factsOf(ask, r),
    { open: { amount: r.amount } },
  )
  await store.addRequest(ask.tx, r)
  return s
}
export async function withdraw(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const s = await requests.take(ask, 'withdraw', id)
  await store.freeInstalment(ask.tx, id)
  return s
}
/** 退回或撤回之后，同一张发票在原申请上再申请；收款户随合同现行的一户。 */
export async function reapply(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const r = await store.requestOf(ask.tx, id)
  const { contract } = await contractOf(ask, r.contract, true)
  const payee = accountOf(contract.payee)
  const s = await requests.take(ask, 'reapply', id, await factsOf(ask, { ...r, payee }), {
    open: { amount: r.amount },
  })
  await store.setPayee(ask.tx, id, payee)
  await store.takeInstalment(ask.tx, r)
  return s
}
/** 审核之后，凭证交国库；国库由时钟去办，重启也不会漏、不会重付。 */
export async function approve(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const r = await store.requestOf(ask.tx, id)
  await contractOf(ask, r.contract, true)
  const s = await requests.take(ask, 'approve', id, undefined, { due: ask.now })
  // A request sent again after a refusal is another voucher: the treasury answers one number once.
  const number = `${id.replaceAll('-', '').slice(-12)}-${String(s.version).padStart(2, '0')}`
  await store.setVoucher(ask.tx, id, `5201-${s.region}-${yearOf(ask.today)}-${number}`)
  return s
}
/** The clock's hand: ask the treasury, then record its answer. */
export async function pay(
  ask: Ask,
  id: string,
  treasury: Treasury = treasurySandbox(ask),
): Promise<void> {
  const asSystem = { ...ask, actor: system }
  const s = await subjectOf(ask.tx, requestFlow, id, 'update')
  const r = await store.requestOf(ask.tx, id)
  // The contract is not locked: whoever approves holds it and waits for the request, and would wait for ever.
  const { contract, s: cs } = await contractOf(ask, r.contract)
  const line = await budget.lineForUpdate(ask, contract.lineId)
  // The day of sending, not of this try: the same voucher must say the same whenever it is sent again.
  const sent = dayOf(s.since)
  const receipt = await treasury.pay({
    VtCode: '5201',
    VoucherNo: r.voucher ?? '',
    AdmDivCode: s.region,
    StYear: String(yearOf(sent)),
    VouDate: sent.replaceAll('-', ''),
    FundTypeCode: line.fundType,
    PayTypeCode: '11',
    FileNoName: line.docNo,
    AgencyName: (await orgOf(ask.tx, s.parties['采购人']?.[0] ?? '')).name,
    ExpFuncCode: line.expFunc,
    GovExpEcoCode: line.govEco,
    DepExpEcoCode: line.depEco,
    DepProCode: line.proCode,
    PayeeAcctName: r.payee.name,
    PayeeAcctNo: r.payee.account,
    PayeeAcctBankName: r.payee.bank,
    PaySummaryName: s.title,
    PayAmt: yuanText(r.amount),
    GovProcurementID: cs.no ?? '',
    TrackingID: id,
  })
  const facts = await factsOf(ask, r)
  if (receipt.outcome === '已退回') {
    await step(asSystem, requestFlow, 'bounce', s, facts, { open: { reason: receipt.XAddWord } })
    await store.freeInstalment(ask.tx, id)
    return
  }
  if (receipt.XPayAmt !== yuanText(r.amount))
    throw new Error(`国库回单${receipt.XPayAmt}元，申请${yuanText(r.amount)}元`)
  await step(asSystem, requestFlow, 'pay', s, facts, {
    open: { amount: r.amount, receipt: receipt.XAgentBusinessNo },
  })
  await budget.spend(ask, contract.lineId, r.amount, id)
  await store.setPaid(ask.tx, id, ask.today, receipt.XAgentBusinessNo)
  if (contract.order !== null) await orderPaid(ask, contract.order)
  if (contract.bill !== null) {
    await holdBill(ask, contract.bill)
    if (await allPaid(ask, contract.bill)) await billPaid(ask, contract.bill)
  }
}
/** A month's bill is paid when every contract it became and that still stands is, line by line. */
export async function allPaid(ask: Ask, bill: string): Promise<boolean> {
  for (const c of await contractsOfBill(ask, bill)) {
    const paid = (await store.requestsOf(ask.tx, c.id)).filter((r) => r.state === '已支付')
    if (sum(paid.map((r) => r.amount)) < totalOf(c)) return false
  }
  return true
}
export const requestOf = (ask: Ask, id: string) => store.requestOf(ask.tx, id)
export const requestsOf = (ask: Ask, contract: string) => store.requestsOf(ask.tx, contract)
export const timers = { '支付申请.pay': (ask: Ask, id: string) => pay(ask, id) }
