import { type Ask, begin, type Day, type Fen, newId, type Subject, story, subjectOf } from '#kernel'
import { methodCodes } from '#law'
import { orgOf } from '#libraries'
import type { Award } from '#trade/review'
import type { Milestone } from './facts.ts'
import { researchFlow } from './model.ts'
import type { Agreed, Research, ResearchFacts, ResearchStage } from './research-rules.ts'
import * as store from './store.ts'

/** The stage that has no outcome yet; the last one where all have. */
export const atOf = (r: Pick<Research, 'stages'>) => {
  const n = r.stages.findIndex((s) => s.outcome === null)
  return n < 0 ? r.stages.length - 1 : n
}
export const researches = story(researchFlow, async (ask, s): Promise<ResearchFacts> => {
  const r = await store.researchOf(ask.tx, s.id)
  const { scheme } = await store.innovationOf(ask.tx, r.innovation)
  return {
    state: s.state,
    amount: r.amount,
    stages: r.stages,
    at: atOf(r),
    midTerm: scheme.midTerm,
    today: ask.today,
    failed: r.failed,
  }
})
const NO_FACTS = {} as ResearchFacts

/** 研发合同备案：一份合同一件研发，合同的付款安排就是它的各阶段。 */
export async function beginResearch(
  ask: Ask,
  i: {
    award: Award
    contract: Subject
    amount: Fen
    stages: readonly { readonly name: string; readonly amount: Fen }[]
  },
): Promise<void> {
  const of = await store.innovationOfProject(ask.tx, i.award.process)
  if (!of) throw new Error('研发合同没有采购方案')
  const id = newId<'research'>(ask.now)
  const { name } = await orgOf(ask.tx, i.award.supplier)
  await begin(
    ask,
    researchFlow,
    'begin',
    {
      id,
      title: `${i.award.title}　研发（${name}）`,
      process: i.contract.process,
      lawOn: i.contract.lawOn,
      region: i.contract.region,
      parties: i.contract.parties,
    },
    NO_FACTS,
    {
      no: `${i.award.projectNo}-${methodCodes.合作创新采购}-${i.award.lotNo}-${i.award.serial}`,
      open: { amount: i.amount, stages: i.stages.length },
    },
  )
  await store.addResearch(ask.tx, {
    id,
    innovation: of.id,
    award: i.award.id,
    contract: i.contract.id,
    supplier: i.award.supplier,
    amount: i.amount,
    stages: i.stages.map(({ name: stage, amount }) => ({
      name: stage,
      amount,
      agreed: null,
      handed: null,
      outcome: null,
      payable: null,
      opinion: '',
    })),
  })
}
async function change(ask: Ask, id: string, of: (s: ResearchStage) => Partial<ResearchStage>) {
  const r = await store.researchOf(ask.tx, id)
  const at = atOf(r)
  await store.setStages(
    ask.tx,
    id,
    r.stages.map((s, n) => (n === at ? { ...s, ...of(s) } : s)),
  )
}
export interface Talk {
  id: string
  milestone: Milestone
  standard: string
  due: Day
  scope: string
  compensation: Fen
  record: string
}
/** 研发中期谈判：谈定本阶段的成果、期限和补偿；只有双方和监督的人知道。 */
export async function talk(ask: Ask, { id, ...i }: Talk): Promise<Subject> {
  const { due, compensation, milestone } = i
  const s = await researches.take(
    ask,
    'talk',
    id,
    { input: { due, compensation, milestone } },
    { data: { ...i } },
  )
  const agreed: Agreed = { ...i, day: ask.today }
  await change(ask, id, () => ({ agreed }))
  return s
}
export async function submit(
  ask: Ask,
  { id, ...i }: { id: string; report: string; costs: string },
): Promise<Subject> {
  const s = await researches.take(ask, 'submit', id, undefined, { data: { ...i } })
  await change(ask, id, () => ({ handed: { ...i, day: ask.today } }))
  return s
}
/** 考核：达到的，谈定多少付多少；末阶段的，验收合格以后付。 */
export async function assess(
  ask: Ask,
  action: 'meet' | 'complete',
  { id, opinion }: { id: string; opinion: string },
): Promise<Subject> {
  const s = await researches.take(ask, action, id, undefined, { data: { opinion } })
  await change(ask, id, (x) => ({
    outcome: '达到' as const,
    payable: x.agreed?.compensation ?? null,
    opinion,
  }))
  return s
}
/** 未达到：依约补偿多少写明，付清以后淘汰。末阶段验收不合格的，改写它的结论。 */
export async function miss(
  ask: Ask,
  { id, payable, opinion }: { id: string; payable: Fen; opinion: string },
): Promise<Subject> {
  const s = await researches.take(
    ask,
    'miss',
    id,
    { input: { payable } },
    { open: { amount: payable }, data: { opinion } },
  )
  await change(ask, id, () => ({ outcome: '未达到' as const, payable, opinion }))
  return s
}
export const eliminate = (ask: Ask, { id, reason }: { id: string; reason: string }) =>
  researches.take(ask, 'eliminate', id, undefined, { data: { reason } })

export const researchOfContract = (ask: Ask, contract: string) =>
  store.researchOfContract(ask.tx, contract)
export const researchOf = (ask: Ask, id: string) => store.researchOf(ask.tx, id)
/** One stage of a research contract as whoever pays it sees it; null for every other contract. */
export interface ResearchAt {
  readonly name: string
  readonly payable: Fen
  /** Judged: what it had to show was reached, or was not and is settled. */
  readonly judged: boolean
  /** The last stage is paid when the product is accepted; one that was missed is settled as it stands. */
  readonly afterAcceptance: boolean
}
export async function stageOf(ask: Ask, contract: string, n: number): Promise<ResearchAt | null> {
  const r = await store.researchOfContract(ask.tx, contract)
  const s = r?.stages[n]
  if (!r || !s) return null
  return {
    name: s.name,
    payable: s.payable ?? s.agreed?.compensation ?? s.amount,
    judged: s.outcome !== null,
    afterAcceptance: n === r.stages.length - 1 && s.outcome !== '未达到',
  }
}
/** 供应商确认验收合格。 */
export async function acceptedResearch(ask: Ask, contract: string): Promise<void> {
  const r = await store.researchOfContract(ask.tx, contract)
  if (r) await researches.take(ask, 'accept', r.id)
}
/** 验收不合格，或者已整改。 */
export async function researchFailed(ask: Ask, contract: string, failed: boolean): Promise<void> {
  const r = await store.researchOfContract(ask.tx, contract)
  if (r) await store.setFailed(ask.tx, r.id, failed)
}
const OVER = new Set(['研发成功', '已淘汰', '已解除'])
/** The contract was dissolved: whatever of the research was under way ends with it. */
export async function undoResearch(ask: Ask, contract: string): Promise<void> {
  const r = await store.researchOfContract(ask.tx, contract)
  if (!r || OVER.has((await subjectOf(ask.tx, researchFlow, r.id)).state)) return
  await researches.take(ask, 'undo', r.id)
}
