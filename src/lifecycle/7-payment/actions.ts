import { createHash } from 'node:crypto'
import { goodReportOf } from '#acceptance'
import * as budget from '#budget'
import { contractOf, finish, statesOfPlan } from '#contract'
import {
  type Ask,
  addYears,
  begin,
  canonical,
  type Fen,
  fen,
  NotFound,
  newId,
  Refused,
  refusal,
  type Subject,
  step,
  story,
  subjectOf,
  sum,
  system,
  trail,
  yearOf,
  yuanText,
} from '#kernel'
import { lawOn } from '#law'
import { orgOf } from '#libraries'
import { payThroughTreasury } from '#outside'
import * as plan from '#plan'
import {
  type Request,
  type RequestFacts,
  requestFlow,
  type SettlementFacts,
  settlementFlow,
} from './model.ts'
import * as store from './store.ts'

const LIVE = new Set(['已申请', '已送国库', '已支付'])

async function factsOf(ask: Ask, r: Request): Promise<RequestFacts> {
  const { contract, s } = await contractOf(ask, r.contract)
  const others = (await store.requestsOf(ask.tx, r.contract)).filter(
    (x) => x.id !== r.id && LIVE.has(x.state),
  )
  const same = (['name', 'bank', 'account'] as const).every((k) => r.payee[k] === contract.payee[k])
  return {
    contractState: s.state,
    contractAmount: contract.amount,
    amount: r.amount,
    before: sum(others.map((x) => x.amount)),
    instalment: contract.schedule[r.instalment] ?? null,
    instalmentTaken: others.some((x) => x.instalment === r.instalment),
    accepted: (await goodReportOf(ask, r.contract)) !== undefined,
    payeeMatches: same,
    payee: `${r.payee.name} ${r.payee.account}`,
    contractPayee: `${contract.payee.name} ${contract.payee.account}`,
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
/** 审核之后，凭证交国库；国库由时钟去办，重启也不会漏、不会重付。 */
export async function approve(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const r = await store.requestOf(ask.tx, id)
  await contractOf(ask, r.contract, true)
  const s = await requests.take(ask, 'approve', id, undefined, { due: ask.now })
  await store.setVoucher(
    ask.tx,
    id,
    `5201-${s.region}-${yearOf(ask.today)}-${id.replaceAll('-', '').slice(-12)}`,
  )
  return s
}
/** The clock's hand: ask the treasury, then record its answer. */
export async function pay(ask: Ask, id: string): Promise<void> {
  const asSystem = { ...ask, actor: system }
  const s = await subjectOf(ask.tx, requestFlow, id, 'update')
  const r = await store.requestOf(ask.tx, id)
  const { contract, s: cs } = await contractOf(ask, r.contract)
  const line = await budget.lineForUpdate(ask, contract.lineId)
  const receipt = await payThroughTreasury(ask, {
    VoucherNo: r.voucher ?? '',
    AdmDivCode: `${s.region}000`,
    StYear: String(yearOf(ask.today)),
    AgencyName: (await orgOf(ask.tx, s.parties['采购人']?.[0] ?? '')).name,
    ProCode: line.proCode,
    PayeeAcctName: r.payee.name,
    PayeeAcctNo: r.payee.account,
    PayeeAcctBankName: r.payee.bank,
    PayAmt: yuanText(r.amount),
    GovProcurementID: cs.no ?? '',
    PaySummaryName: s.title,
  })
  const facts = await factsOf(ask, r)
  if (receipt.outcome === '已退回') {
    await step(asSystem, requestFlow, 'bounce', s, facts, { open: { reason: receipt.reason } })
    await store.freeInstalment(ask.tx, id)
    return
  }
  await step(asSystem, requestFlow, 'pay', s, facts, {
    open: { amount: r.amount, receipt: receipt.receipt },
  })
  await budget.spend(ask, contract.lineId, r.amount, id)
  await store.setPaid(ask.tx, id, ask.today, receipt.receipt)
}

const paidOf = async (ask: Ask, contract: string): Promise<Fen> =>
  sum(
    (await store.requestsOf(ask.tx, contract))
      .filter((r) => r.state === '已支付')
      .map((r) => r.amount),
  )
async function settlementFacts(ask: Ask, contractId: string): Promise<SettlementFacts> {
  const { contract } = await contractOf(ask, contractId)
  const all = await store.requestsOf(ask.tx, contractId)
  return {
    accepted: (await goodReportOf(ask, contractId)) !== undefined,
    contractAmount: contract.amount,
    paid: await paidOf(ask, contractId),
    openRequests: all.filter((r) => r.state === '已申请' || r.state === '已送国库').length,
  }
}
export const settlements = story(settlementFlow, async (ask, s) =>
  settlementFacts(ask, (await store.settlementOf(ask.tx, s.id)).contract),
)
export async function settle(ask: Ask, i: { contract: string }): Promise<Subject> {
  const { s: cs } = await contractOf(ask, i.contract, true)
  if (!cs.parties['采购人']?.includes(ask.actor.org ?? '')) throw new NotFound('采购合同')
  const id = newId<'settlement'>(ask.now)
  const s = await begin(
    ask,
    settlementFlow,
    'settle',
    {
      id,
      title: `${cs.title}　结项`,
      process: cs.process,
      lawOn: cs.lawOn,
      region: cs.region,
      parties: cs.parties,
    },
    await settlementFacts(ask, i.contract),
  )
  const report = await goodReportOf(ask, i.contract)
  if (!report) throw new Refused([refusal('无验收不结项', '合同没有验收合格的验收书')])
  await store.addSettlement(ask.tx, {
    id,
    contract: i.contract,
    report: report.id,
    paid: fen(await paidOf(ask, i.contract)),
  })
  return s
}
/** 结项：合同履行完毕；一份计划的合同都结了，计划也就执行完毕。 */
export async function close(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const settlement = await store.settlementOf(ask.tx, id)
  const { contract } = await contractOf(ask, settlement.contract, true)
  const s = await settlements.take(ask, 'close', id, undefined, { open: { paid: settlement.paid } })
  await finish(ask, settlement.contract)
  await store.setClosed(ask.tx, id, ask.today)
  const p = await plan.planOf(ask, { id: contract.plan })
  const states = await statesOfPlan(ask, contract.plan)
  if (p.frozen === 0 && states.every((x) => x === '已履行完毕'))
    await plan.finish(ask, contract.plan)
  return s
}
/** 归档：全过程的目录连同摘要封存，自采购结束起至少十五年。 */
export async function archive(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const settlement = await store.settlementOf(ask.tx, id)
  const before = await subjectOf(ask.tx, settlementFlow, id, 'update')
  const entries = (await trail(ask, { process: before.process })).map(
    ({ seq, at, name, role, org, to }) => ({ seq, at, name, role, org, to }),
  )
  const manifest = {
    process: before.process,
    contract: settlement.contract,
    report: settlement.report,
    entries,
  }
  const sha256 = createHash('sha256').update(canonical(manifest)).digest('hex')
  const years = lawOn(before.lawOn)('档案保存年限')
  const from = settlement.closed ?? ask.today
  const keepUntil = addYears(from, years)
  const s = await settlements.take(ask, 'archive', id, undefined, {
    open: { sha256, keepUntil, entries: entries.length },
  })
  await store.setArchived(ask.tx, id, { manifest, sha256, keepUntil })
  return s
}
export const requestOf = (ask: Ask, id: string) => store.requestOf(ask.tx, id)
export const requestsOf = (ask: Ask, contract: string) => store.requestsOf(ask.tx, contract)
export const settlementOf = (ask: Ask, id: string) => store.settlementOf(ask.tx, id)
export const timers = { '支付申请.pay': pay }
