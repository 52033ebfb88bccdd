import * as budget from '#budget'
import {
  type Ask,
  asHouse,
  begin,
  Conflict,
  type Fen,
  fen,
  judge,
  mineOf,
  NotFound,
  newId,
  Refused,
  rfc3339,
  type Subject,
  story,
  subjectOf,
  sum,
} from '#kernel'
import { orgOf } from '#libraries'
import * as plan from '#plan'
import { awardOf, contracted } from '#tender'
import {
  type Account,
  accountOf,
  type Contract,
  contractFlow,
  type Deal,
  draftRules,
  dueDays,
  type Facts,
  type Instalment,
  lateness,
  nameOf,
  pendingOf,
  priceOf,
  type Supplement,
  supplementedOf,
} from './model.ts'
import { dealOf, digestOf } from './source.ts'
import * as store from './store.ts'

async function factsOf(ask: Ask, c: Contract, supplier: string): Promise<Facts> {
  const award = await dealOf(ask, c)
  const original = c.schedule.filter((i) => i.supplement === undefined)
  return {
    byOrder: c.award === null,
    amount: c.amount,
    awarded: award.amount,
    scheduled: sum(original.map((s) => s.amount)),
    part: award.part,
    staged: stagedOf(original),
    finalAfterAcceptance: original.at(-1)?.condition === '验收合格后',
    letter: award.letterDay,
    today: ask.today,
    payeeName: c.payee.name,
    supplierName: (await orgOf(ask.tx, supplier)).name,
    another: null,
    textStands: c.sha256 === null || c.sha256 === digestOf(c),
    supplemented: supplementedOf(c),
    proposed: pendingOf(c)?.amount ?? fen(0),
    strange: [],
    available: (await budget.lineOf(ask, c.lineId)).available,
    askedName: c.payee.asked?.name ?? null,
  }
}
/** Every instalment waits for the result of a stage, and the last one for the acceptance. */
const stagedOf = (xs: readonly Instalment[]): Facts['staged'] => ({
  any: xs.some((i) => i.condition === '阶段成果确认后'),
  right:
    xs.at(-1)?.condition === '验收合格后' &&
    xs.slice(0, -1).every((i) => i.condition === '阶段成果确认后'),
})
const supplierOf = (s: Subject) => s.parties['供应商']?.[0] ?? ''
export const contracts = story(contractFlow, async (ask, s) =>
  factsOf(ask, await store.contractOf(ask.tx, s.id), supplierOf(s)),
)
/** Lock, then read: what is judged, signed and written is then one and the same contract. */
async function held(ask: Ask, id: string) {
  const s = await mineOf(ask, contractFlow, id)
  return { s, c: await store.contractOf(ask.tx, id) }
}

export interface Terms {
  amount: Fen
  schedule: Instalment[]
  payee: Account
}
/** 由中标生成：当事人、标的、单价、条款都来自中标，不重新录入。 */
export async function draft(ask: Ask, i: Terms & { award: string }): Promise<Subject> {
  const award = await awardOf(ask, i.award)
  if (ask.actor.org !== award.buyer && ask.actor.org !== award.agency) throw new NotFound('中标')
  const p = await plan.planOf(ask, { id: award.plan })
  const id = newId<'contract'>(ask.now)
  const c: Contract = {
    id,
    award: award.id,
    plan: award.plan,
    order: null,
    bill: null,
    lineId: p.lineId,
    lotBudget: award.lotBudget,
    amount: i.amount,
    awarded: award.amount,
    letter: award.letterDay ?? ask.today,
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
  const facts = {
    ...(await factsOf(ask, c, award.supplier)),
    another: await store.numberOfAward(ask.tx, award.id),
  }
  // Nothing can be made of an award whose letter is not out: every reason is told before anything is written.
  if (award.letterDay === null) throw new Refused(judge(draftRules, facts, award.lawOn))
  const s = await begin(
    ask,
    contractFlow,
    'draft',
    {
      id,
      title: `${award.title}　第${award.lotNo}包 ${nameOf(award)}`,
      process: award.process,
      lawOn: award.lawOn,
      region: award.region,
      parties: { 采购人: [award.buyer], 代理机构: [award.agency], 供应商: [award.supplier] },
    },
    facts,
    {
      no: `${award.projectNo}-${String(award.lotNo).padStart(2, '0')}-${String(award.serial).padStart(2, '0')}`,
    },
  )
  await store.addContract(ask.tx, c)
  return s
}
export async function revise(ask: Ask, i: Terms & { id: string }): Promise<Subject> {
  const { s, c } = await held(ask, i.id)
  const next = { ...c, amount: i.amount, schedule: i.schedule, payee: i.payee }
  const done = await contracts.take(ask, 'revise', i.id, await factsOf(ask, next, supplierOf(s)))
  await store.setContract(ask.tx, next)
  return done
}
/** `sha256` is of the text the signer read: another text may not be signed in its name. */
export interface Signing {
  id: string
  sha256?: string | undefined
}
function sameAsRead(c: Contract, read: string | undefined): string {
  const sha256 = digestOf(c)
  if (read !== undefined && read !== sha256) throw new Conflict('合同文本已修改，请重新阅读后签署')
  return sha256
}
export async function signSupplier(ask: Ask, i: Signing): Promise<Subject> {
  const { c } = await held(ask, i.id)
  const s = await contracts.take(ask, 'signSupplier', i.id, undefined, {
    open: { sha256: digestOf(c) },
  })
  const sha256 = sameAsRead(c, i.sha256)
  await store.setContract(ask.tx, { ...c, sha256 })
  return s
}
export async function giveBack(
  ask: Ask,
  { id, opinion }: { id: string; opinion: string },
): Promise<Subject> {
  const { c } = await held(ask, id)
  const s = await contracts.take(ask, 'giveBack', id, undefined, { data: { opinion } })
  await store.setContract(ask.tx, { ...c, sha256: null })
  return s
}
/** 双方签署之时，计划冻结转为合同占用，差额释放。 */
export async function signBuyer(ask: Ask, i: Signing): Promise<Subject> {
  const { c } = await held(ask, i.id)
  const sha256 = digestOf(c)
  const s = await contracts.take(ask, 'signBuyer', i.id, undefined, {
    open: { sha256, amount: c.amount },
  })
  sameAsRead(c, i.sha256)
  // The line is held before the plan is read: two lots of one plan signed at once must not both write its old rest.
  await budget.lineForUpdate(ask, c.lineId)
  // Only what came of an award is signed here; an order is a contract from the moment it is accepted.
  if (c.plan === null || c.award === null) throw new Error('订单合同不经签署')
  await plan.toContract(ask, c.plan, {
    amount: c.amount,
    surplus: fen(c.lotBudget - c.amount),
    contract: i.id,
  })
  await contracted(ask, c.award)
  await store.setContract(ask.tx, { ...c, signed: ask.today, sha256 })
  return s
}
/** 逾期不免除公告和备案，但逾期的事实记入流水。 */
export async function publish(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { s, c } = await held(ask, id)
  await store.setContract(ask.tx, { ...c, published: ask.today })
  return contracts.take(ask, 'publish', id, undefined, {
    open: { sha256: c.sha256, ...lateness(dueDays(c, s.lawOn).publishBy, ask.today) },
  })
}
export async function file(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { s, c } = await held(ask, id)
  await store.setContract(ask.tx, { ...c, filed: ask.today })
  return contracts.take(ask, 'file', id, undefined, {
    open: { sha256: c.sha256, ...lateness(dueDays(c, s.lawOn).fileBy, ask.today) },
  })
}

/** 收款户变更：供应商申请，采购人确认；未经双方，钱只付到合同写的那一户。 */
export async function askAccount(
  ask: Ask,
  { id, payee, reason }: { id: string; payee: Account; reason: string },
): Promise<Subject> {
  const { c } = await held(ask, id)
  const s = await contracts.take(
    ask,
    'askAccount',
    id,
    { askedName: payee.name },
    { data: { payee, reason } },
  )
  await store.setContract(ask.tx, { ...c, payee: { ...c.payee, asked: payee } })
  return s
}
export async function confirmAccount(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { c } = await held(ask, id)
  const s = await contracts.take(ask, 'confirmAccount', id)
  const { asked, original, ...was } = c.payee
  if (asked)
    await store.setContract(ask.tx, {
      ...c,
      payee: { ...asked, original: original ?? accountOf(was) },
    })
  return s
}
export async function refuseAccount(
  ask: Ask,
  { id, reason }: { id: string; reason: string },
): Promise<Subject> {
  const { c } = await held(ask, id)
  const s = await contracts.take(ask, 'refuseAccount', id, undefined, { data: { reason } })
  const { asked: _, ...payee } = c.payee
  await store.setContract(ask.tx, { ...c, payee })
  return s
}

/** 追加：先占用指标，再由双方签署；单价就是合同单价，不重新录入。 */
export async function supplement(
  ask: Ask,
  i: { id: string; items: Supplement['items']; reason: string },
): Promise<Subject> {
  const { c } = await held(ask, i.id)
  await budget.lineForUpdate(ask, c.lineId)
  const { amount, strange } = priceOf(c, i.items)
  const no = c.schedule.filter((x) => x.supplement).length + 1
  const s = await contracts.take(
    ask,
    'supplement',
    i.id,
    { proposed: amount, strange },
    { open: { supplement: no, amount } },
  )
  await budget.freeze(ask, c.lineId, amount, i.id)
  const added: Instalment = {
    name: `补充合同${no}`,
    amount,
    condition: '验收合格后',
    supplement: { no, items: i.items, reason: i.reason, at: null },
  }
  await store.setContract(ask.tx, { ...c, schedule: [...c.schedule, added] })
  return s
}
export const agreeSupplement = (ask: Ask, { id }: { id: string }) =>
  contracts.take(ask, 'agreeSupplement', id, undefined, (_, f) => ({
    open: { amount: f.proposed },
  }))
export async function approveSupplement(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { c } = await held(ask, id)
  const pending = pendingOf(c)
  const s = await contracts.take(ask, 'approveSupplement', id, undefined, {
    open: { supplement: pending?.supplement?.no ?? 0, amount: pending?.amount ?? 0 },
  })
  if (!pending) throw new Error('补充合同待签，却没有补充的内容')
  await budget.commit(ask, c.lineId, pending.amount, id)
  await store.setContract(ask.tx, {
    ...c,
    schedule: c.schedule.map((x) =>
      x.supplement?.at === null
        ? { ...x, supplement: { ...x.supplement, at: rfc3339(ask.now) } }
        : x,
    ),
  })
  return s
}
export async function dropSupplement(
  ask: Ask,
  { id, reason }: { id: string; reason: string },
): Promise<Subject> {
  const { c } = await held(ask, id)
  const s = await contracts.take(ask, 'dropSupplement', id, undefined, { data: { reason } })
  const pending = pendingOf(c)
  if (pending) await budget.release(ask, c.lineId, pending.amount, id)
  await store.setContract(ask.tx, {
    ...c,
    schedule: c.schedule.filter((x) => x.supplement?.at !== null),
  })
  return s
}

export const finish = (ask: Ask, id: string) => contracts.take(ask, 'finish', id)
/** 解除：by the stage that knows what was paid; it gives the rest of the money back. */
export const rescind = (ask: Ask, id: string, open: { ground: string; reason: string }) =>
  contracts.take(ask, 'rescind', id, undefined, { open })

export async function contractOf(
  ask: Ask,
  id: string,
  lock = false,
): Promise<{ contract: Contract; s: Subject; award: Deal }> {
  const s = await subjectOf(ask.tx, contractFlow, id, lock ? 'update' : undefined)
  const contract = await store.contractOf(ask.tx, id)
  // What was awarded is in the contract's own text; the bid behind it stays its bidder's.
  return { s, contract, award: await asHouse(ask, () => dealOf(ask, contract)) }
}
export const statesOfPlan = (ask: Ask, planId: string) => store.statesOfPlan(ask.tx, planId)
