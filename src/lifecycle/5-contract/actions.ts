import { createHash } from 'node:crypto'
import {
  type Ask,
  begin,
  canonical,
  type Fen,
  fen,
  NotFound,
  newId,
  Refused,
  refusal,
  type Subject,
  story,
  subjectOf,
  sum,
} from '#kernel'
import { orgOf } from '#libraries'
import * as plan from '#plan'
import { type Award, awardOf, contracted } from '#tender'
import { type Contract, contractFlow, type Facts, type Instalment, type Payee } from './model.ts'
import * as store from './store.ts'

async function factsOf(ask: Ask, c: Contract, supplier: string): Promise<Facts> {
  const award = await awardOf(ask, c.award)
  return {
    amount: c.amount,
    awarded: award.amount,
    scheduled: sum(c.schedule.map((s) => s.amount)),
    finalAfterAcceptance: c.schedule.at(-1)?.condition === '验收合格后',
    letter: award.letterDay,
    today: ask.today,
    payeeName: c.payee.name,
    supplierName: (await orgOf(ask.tx, supplier)).name,
  }
}
export const contracts = story(contractFlow, async (ask, s) =>
  factsOf(ask, await store.contractOf(ask.tx, s.id), s.parties['供应商']?.[0] ?? ''),
)
export interface Terms {
  amount: Fen
  schedule: Instalment[]
  payee: Payee
}

/** 由中标生成：当事人、标的、单价、条款都来自中标，不重新录入。 */
export async function draft(ask: Ask, i: Terms & { award: string }): Promise<Subject> {
  const award = await awardOf(ask, i.award)
  if (ask.actor.org !== award.buyer && ask.actor.org !== award.agency) throw new NotFound('中标')
  if (award.letterDay === null)
    throw new Refused([
      refusal('中标通知书发出后方可签订合同', '中标通知书尚未发出', {
        cure: '先发布中标结果公告，同时发出中标通知书',
      }),
    ])
  const p = await plan.planOf(ask, { id: award.plan })
  const id = newId<'contract'>(ask.now)
  const c: Contract = {
    id,
    award: award.id,
    plan: award.plan,
    lineId: p.lineId,
    lotBudget: award.lotBudget,
    amount: i.amount,
    awarded: award.amount,
    letter: award.letterDay,
    items: award.items.map(({ name, brand, model, quantity, unit, unitPrice }) => ({
      name,
      brand,
      model,
      quantity,
      unit,
      unitPrice,
    })),
    clauses: award.clauses,
    performance: award.performance,
    schedule: i.schedule,
    payee: i.payee,
    signed: null,
    published: null,
    filed: null,
    sha256: null,
  }
  const s = await begin(
    ask,
    contractFlow,
    'draft',
    {
      id,
      title: `${award.title}　第${award.lotNo}包 合同`,
      process: award.process,
      lawOn: award.lawOn,
      region: award.region,
      parties: { 采购人: [award.buyer], 代理机构: [award.agency], 供应商: [award.supplier] },
    },
    await factsOf(ask, c, award.supplier),
    { no: `${award.projectNo}-${String(award.lotNo).padStart(2, '0')}-01` },
  )
  await store.addContract(ask.tx, c)
  return s
}
export async function revise(ask: Ask, i: Terms & { id: string }): Promise<Subject> {
  const before = await store.contractOf(ask.tx, i.id)
  const next = { ...before, amount: i.amount, schedule: i.schedule, payee: i.payee }
  const s = await subjectOf(ask.tx, contractFlow, i.id)
  const done = await contracts.take(
    ask,
    'revise',
    i.id,
    await factsOf(ask, next, s.parties['供应商']?.[0] ?? ''),
  )
  await store.setContract(ask.tx, next)
  return done
}
/** What both sign: the same bytes for both, whatever the key order. */
export const digestOf = (c: Contract) =>
  createHash('sha256')
    .update(
      canonical({
        award: c.award,
        amount: c.amount,
        items: c.items,
        clauses: c.clauses,
        performance: c.performance,
        schedule: c.schedule,
        payee: c.payee,
      }),
    )
    .digest('hex')

export async function signSupplier(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const c = await store.contractOf(ask.tx, id)
  return contracts.take(ask, 'signSupplier', id, undefined, { open: { sha256: digestOf(c) } })
}
/** 双方签署之时，计划冻结转为合同占用，差额释放。 */
export async function signBuyer(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const c = await store.contractOf(ask.tx, id)
  const sha256 = digestOf(c)
  const s = await contracts.take(ask, 'signBuyer', id, undefined, {
    open: { sha256, amount: c.amount },
  })
  await plan.toContract(ask, c.plan, {
    amount: c.amount,
    surplus: fen(c.lotBudget - c.amount),
    contract: id,
  })
  await contracted(ask, c.award)
  await store.setContract(ask.tx, { ...c, signed: ask.today, sha256 })
  return s
}
export async function publish(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const c = await store.contractOf(ask.tx, id)
  await store.setContract(ask.tx, { ...c, published: ask.today })
  return contracts.take(ask, 'publish', id, undefined, { open: { sha256: c.sha256 } })
}
export async function file(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const c = await store.contractOf(ask.tx, id)
  await store.setContract(ask.tx, { ...c, filed: ask.today })
  return contracts.take(ask, 'file', id, undefined, { open: { sha256: c.sha256 } })
}
export const finish = (ask: Ask, id: string) => contracts.take(ask, 'finish', id)

export async function contractOf(
  ask: Ask,
  id: string,
  lock = false,
): Promise<{ contract: Contract; s: Subject; award: Award }> {
  const s = await subjectOf(ask.tx, contractFlow, id, lock ? 'update' : undefined)
  const contract = await store.contractOf(ask.tx, id)
  return { s, contract, award: await awardOf(ask, contract.award) }
}
export const statesOfPlan = (ask: Ask, planId: string) => store.statesOfPlan(ask.tx, planId)
