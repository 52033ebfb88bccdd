import { createHash } from 'node:crypto'
import { goodReportOf, reportDigest, reportOf } from '#acceptance'
import * as budget from '#budget'
import {
  type Contract,
  contractOf,
  contractsOfBill,
  finish,
  rescind as rescindContract,
  statesOfPlan,
  totalOf,
} from '#contract'
import {
  type Ask,
  addYears,
  begin,
  canonical,
  demand,
  type Fen,
  fen,
  judge,
  NotFound,
  newId,
  Refused,
  refusal,
  rfc3339,
  type Subject,
  story,
  subjectOf,
  sum,
} from '#kernel'
import { lawOn } from '#law'
import { finishOrder, orderRescinded } from '#mall/order'
import { billPaid, billRescinded, finishBill, holdBill, lineRescinded } from '#mall/service'
import * as plan from '#plan'
import { allPaid } from './actions.ts'
import {
  grounds,
  nothingOnTheWay,
  type RescindFacts,
  rescindRules,
  type Settlement,
  type SettlementFacts,
  settlementFlow,
  shortfallOf,
} from './model.ts'
import * as store from './store.ts'

/** What was paid under a contract, and how many requests are still on their way. */
async function paidOf(ask: Ask, contract: string): Promise<{ paid: Fen; open: number }> {
  const all = await store.requestsOf(ask.tx, contract)
  return {
    paid: sum(all.filter((r) => r.state === '已支付').map((r) => r.amount)),
    open: all.filter((r) => r.state === '已申请' || r.state === '已送国库').length,
  }
}
async function factsOf(
  ask: Ask,
  contractId: string,
  shortfall: string,
  another: string | null = null,
): Promise<SettlementFacts> {
  const { contract, s } = await contractOf(ask, contractId)
  const { paid, open } = await paidOf(ask, contractId)
  return {
    contractState: s.state,
    accepted: (await goodReportOf(ask, contractId)) !== undefined,
    contractAmount: totalOf(contract),
    paid,
    openRequests: open,
    shortfall,
    another,
  }
}
export const settlements = story(settlementFlow, async (ask, s) => {
  const settlement = await store.settlementOf(ask.tx, s.id)
  return factsOf(ask, settlement.contract, shortfallOf(settlement))
})
const papersOf = (shortfall: string): Settlement['manifest'] =>
  shortfall === '' ? null : { shortfall }

export async function settle(
  ask: Ask,
  i: { contract: string; shortfall: string },
): Promise<Subject> {
  const { s: cs } = await contractOf(ask, i.contract, true)
  if (!cs.parties['采购人']?.includes(ask.actor.org ?? '')) throw new NotFound('采购合同')
  const id = newId<'settlement'>(ask.now)
  const another = await store.settlementStateOf(ask.tx, i.contract)
  const facts = await factsOf(ask, i.contract, i.shortfall, another)
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
    facts,
    { open: { paid: facts.paid, rest: facts.contractAmount - facts.paid } },
  )
  const report = await goodReportOf(ask, i.contract)
  if (!report)
    throw new Refused([
      refusal('无验收不结项', '合同没有验收合格的验收书', {
        cure: '先办理验收，验收合格以后再结项',
      }),
    ])
  await store.addSettlement(ask.tx, {
    id,
    contract: i.contract,
    report: report.id,
    paid: facts.paid,
    manifest: papersOf(i.shortfall),
  })
  return s
}
export const giveBack = (ask: Ask, { id, opinion }: { id: string; opinion: string }) =>
  settlements.take(ask, 'giveBack', id, undefined, { data: { opinion } })
export async function resubmit(ask: Ask, i: { id: string; shortfall: string }): Promise<Subject> {
  const { contract } = await store.settlementOf(ask.tx, i.id)
  await contractOf(ask, contract, true)
  const facts = await factsOf(ask, contract, i.shortfall)
  const s = await settlements.take(ask, 'resubmit', i.id, facts, {
    open: { paid: facts.paid, rest: facts.contractAmount - facts.paid },
  })
  await store.setSettlement(ask.tx, {
    id: i.id,
    paid: facts.paid,
    manifest: papersOf(i.shortfall),
  })
  return s
}
/** The plan is done when its money is and every contract under it is. */
async function finishPlan(ask: Ask, contract: Pick<Contract, 'plan' | 'lineId'>) {
  if (contract.plan === null) return
  // Two lots closed at once must see each other: the second waits here for the first, and then looks.
  await budget.lineForUpdate(ask, contract.lineId)
  const p = await plan.planOf(ask, { id: contract.plan })
  const states = await statesOfPlan(ask, contract.plan)
  if (p.frozen === 0 && states.every((x) => x === '已履行完毕' || x === '已解除'))
    await plan.finish(ask, contract.plan)
}
/** 结项：合同履行完毕，不再支付的余额退回指标；一份计划的合同都结了，计划也就执行完毕。 */
export async function close(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const settlement = await store.settlementOf(ask.tx, id)
  const { contract } = await contractOf(ask, settlement.contract, true)
  const { paid } = await paidOf(ask, settlement.contract)
  const rest = fen(totalOf(contract) - paid)
  const s = await settlements.take(ask, 'close', id, undefined, { open: { paid, rest } })
  await finish(ask, settlement.contract)
  if (contract.order !== null) await finishOrder(ask, contract.order)
  await budget.uncommit(ask, contract.lineId, rest, id)
  if (contract.bill !== null) {
    await holdBill(ask, contract.bill)
    const all = await contractsOfBill(ask, contract.bill)
    if (all.every((c) => c.state === '已履行完毕')) await finishBill(ask, contract.bill)
  }
  await store.setClosed(ask.tx, id, ask.today, paid)
  await finishPlan(ask, contract)
  return s
}

/** 解除合同：依法才可以；没有付出去的，退回指标。 */
export async function rescind(
  ask: Ask,
  i: { contract: string; ground: RescindFacts['ground']; reason: string },
): Promise<Subject> {
  const { contract, s: before } = await contractOf(ask, i.contract, true)
  if (!before.parties['采购人']?.includes(ask.actor.org ?? '')) throw new NotFound('采购合同')
  const { paid, open } = await paidOf(ask, i.contract)
  const facts: RescindFacts = {
    ground: i.ground,
    contractState: before.state,
    paid,
    openRequests: open,
    settlement: await store.settlementStateOf(ask.tx, i.contract),
  }
  demand(judge(rescindRules, facts, before.lawOn))
  const s = await rescindContract(ask, i.contract, { ground: i.ground, reason: i.reason })
  await budget.uncommit(ask, contract.lineId, fen(totalOf(contract) - paid), i.contract)
  if (contract.order !== null) await orderRescinded(ask, contract.order, i.ground)
  if (contract.bill !== null) await withoutOne(ask, contract.bill, contract.lineId, i.ground)
  await finishPlan(ask, contract)
  return s
}
/** 结算单少了一份合同：the service orders of that line go with it, and the bill is wherever the contracts that are left are; with none left, it is dissolved. */
async function withoutOne(ask: Ask, bill: string, line: string, ground: string): Promise<void> {
  const { state } = await holdBill(ask, bill)
  await lineRescinded(ask, { bill, line }, ground)
  const left = await contractsOfBill(ask, bill)
  if (left.length === 0) await billRescinded(ask, bill, ground)
  else if (left.every((c) => c.state === '已履行完毕')) await finishBill(ask, bill)
  else if (state !== '已支付' && (await allPaid(ask, bill))) await billPaid(ask, bill)
}

const NOTHING: RescindFacts = {
  ground: grounds[0],
  contractState: '已备案',
  paid: fen(0),
  openRequests: 0,
  settlement: null,
}
/** 淘汰：研发合同随之终止，没有付的退回指标；在途的先办结。 */
export async function endResearch(ask: Ask, contractId: string): Promise<void> {
  const { contract, s } = await contractOf(ask, contractId, true)
  const { paid, open } = await paidOf(ask, contractId)
  demand(judge([nothingOnTheWay], { ...NOTHING, paid, openRequests: open }, s.lawOn))
  await rescindContract(ask, contractId, {
    ground: '未按照约定完成标志性成果',
    reason: '研发供应商被淘汰，终止研发合同',
  })
  await budget.uncommit(ask, contract.lineId, fen(totalOf(contract) - paid), contractId)
  await finishPlan(ask, contract)
}
/** 合作创新终止：它的合同都已结的，计划也就执行完毕。 */
export async function endPlan(ask: Ask, project: string): Promise<void> {
  const p = await plan.planOf(ask, { project })
  await finishPlan(ask, { plan: p.id, lineId: p.lineId })
}

const hash = (what: string | Buffer) => createHash('sha256').update(what).digest('hex')
/** As the public tree hashes a leaf (RFC 6962), so that the list can be held against it. */
const leafHash = (leaf: string) => hash(Buffer.concat([Buffer.of(0), Buffer.from(leaf)]))

/** What proves this purchase: its papers by their hashes, and every entry of the journal by its leaf. */
async function manifestOf(ask: Ask, settlement: Settlement, process: string) {
  const { contract, s: cs } = await contractOf(ask, settlement.contract)
  const { report } = await reportOf(ask, settlement.report)
  const rows = await store.entriesOf(ask.tx, process)
  const stepOf = (noun: string, action: string) =>
    ask.world.flows.find((f) => f.noun === noun)?.steps[action]
  const leaves = rows.map((r) => leafHash(r.leaf))
  return {
    process,
    contract: settlement.contract,
    contractNo: cs.no ?? '',
    contractSha256: contract.sha256 ?? '',
    report: settlement.report,
    reportSha256: reportDigest(report),
    paid: settlement.paid,
    ...(shortfallOf(settlement) === '' ? {} : { shortfall: shortfallOf(settlement) }),
    notices: rows
      .filter((r) => r.noun === '公告')
      .map((r) => {
        const { open } = JSON.parse(r.leaf) as { open?: Record<string, unknown> }
        return { title: String(open?.['title'] ?? ''), sha256: String(open?.['sha256'] ?? '') }
      }),
    leaves: { count: leaves.length, sha256: hash(leaves.join('\n')) },
    entries: rows.map((r, n) => {
      const step = stepOf(r.noun, r.action)
      const at = { seq: r.seq, at: rfc3339(r.at), leaf: leaves[n] ?? '' }
      // A sealed step keeps its hand to itself here too: the leaf proves it without telling.
      return step?.sealed
        ? at
        : {
            ...at,
            noun: r.noun,
            name: step?.name ?? r.action,
            to: r.to,
            role: r.role,
            org: r.org_name,
          }
    }),
  }
}
/** 归档：全过程的目录连同摘要封存，自采购结束起至少十五年。 */
export async function archive(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const before = await subjectOf(ask.tx, settlementFlow, id, 'update')
  const settlement = await store.settlementOf(ask.tx, id)
  const manifest = await manifestOf(ask, settlement, before.process)
  const sha256 = hash(canonical(manifest))
  const keepUntil = addYears(settlement.closed ?? ask.today, lawOn(before.lawOn)('档案保存年限'))
  const s = await settlements.take(ask, 'archive', id, undefined, {
    open: { sha256, keepUntil, entries: manifest.leaves.count },
  })
  await store.setArchived(ask.tx, id, { manifest, sha256, keepUntil })
  return s
}
export const settlementOf = (ask: Ask, id: string) => store.settlementOf(ask.tx, id)
