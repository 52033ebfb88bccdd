import {
  type Ask,
  begin,
  Conflict,
  type Day,
  type Instant,
  mineOf,
  NotFound,
  newId,
  Refused,
  refusal,
  type Subject,
  step,
  story,
  subjectOf,
  system,
} from '#kernel'
import { inWordsOf, methodOfNumber, numberUnder } from '#law'
import { orgOf, orgsOf } from '#libraries'
import { type Document, factsOf, shortlist, tenderFlow, tenderOf } from '#trade/tender'
import {
  type ApplicationFacts,
  applicationFlow,
  type PrequalFacts,
  prequalFlow,
  type Verdict,
} from './model.ts'
import * as store from './store.ts'

/** Everybody that applied and stands, with what was found of each. */
async function judged(ask: Ask, id: string) {
  const all = await store.applicationsOf(ask.tx, id)
  const verdicts = await store.verdictsOf(
    ask.tx,
    all.map((a) => a.id),
  )
  const passed = all.filter((a) => {
    const mine = verdicts.filter((v) => v.application === a.id)
    return mine.length > 0 && mine.every((v) => v.passed)
  })
  return { all, verdicts, passed }
}
async function prequalFacts(ask: Ask, tenderId: string, id: string | null): Promise<PrequalFacts> {
  const s = await subjectOf(ask.tx, tenderFlow, tenderId)
  const p = id === null ? null : await store.prequalOf(ask.tx, id)
  const found = id === null ? { all: [], passed: [] } : await judged(ask, id)
  return {
    tender: await factsOf(ask, s),
    tenderState: s.state,
    now: ask.now,
    today: ask.today,
    deadline: p?.deadline ?? null,
    applied: found.all.length,
    passed: found.passed.length,
    alone: (await store.livingOf(ask.tx, tenderId)).every((x) => x.id === id),
  }
}
export const prequals = story(prequalFlow, async (ask, s) =>
  prequalFacts(ask, (await store.prequalOf(ask.tx, s.id)).tender, s.id),
)
export async function documentOf(ask: Ask, tender: string): Promise<Document> {
  const { document } = await tenderOf(ask.tx, tender)
  if (document === null) throw new Error('资格预审的招标项目没有文件')
  return document
}
export interface Drafting {
  tender: string
  need: number | null
  parts: string
  standard: string
}
/** 编制资格预审文件: the qualifications are those of the confirmed documents, so that nobody is asked two different things. */
export async function draft(ask: Ask, i: Drafting): Promise<Subject> {
  const of = await mineOf(ask, tenderFlow, i.tender)
  const facts = await prequalFacts(ask, i.tender, null)
  const id = newId<'prequal'>(ask.now)
  const s = await begin(
    ask,
    prequalFlow,
    'draft',
    {
      id,
      title: `${of.title}　${inWordsOf(methodOfNumber(of.no), '资格预审')}`,
      process: of.process,
      lawOn: of.lawOn,
      region: of.region,
      parties: of.parties,
    },
    { ...facts, input: { need: i.need } },
    { no: numberUnder(of.no, id), data: { ...i } },
  )
  await store.addPrequal(ask.tx, { id, ...i })
  return s
}
export async function publish(
  ask: Ask,
  i: { id: string; deadline: Instant; supplyEnds: Day; reviewDay: Day },
): Promise<Subject> {
  await mineOf(ask, prequalFlow, i.id)
  // Written first: the notice that follows the step reads it.
  await store.setDates(ask.tx, i.id, i)
  return prequals.take(
    ask,
    'publish',
    i.id,
    { input: { deadline: i.deadline, supplyEnds: i.supplyEnds } },
    { due: i.deadline, open: { deadline: i.deadline } },
  )
}
export const close = async (ask: Ask, id: string): Promise<void> => {
  await prequals.take({ ...ask, actor: system }, 'close', id)
}

const applicationFacts = async (
  ask: Ask,
  prequal: string,
  supplier: string,
): Promise<ApplicationFacts> => ({
  now: ask.now,
  deadline: (await store.prequalOf(ask.tx, prequal)).deadline,
  // Held: the close waits for whoever was in time, and who comes after it is late.
  prequalState: (await subjectOf(ask.tx, prequalFlow, prequal, 'share')).state,
  supplierState: (await orgOf(ask.tx, supplier)).state,
})
export const applications = story(applicationFlow, async (ask, s) => {
  const a = await store.applicationOf(ask.tx, s.id)
  return applicationFacts(ask, a.prequal, a.supplier)
})
const unanswered = (d: Document, answers: Readonly<Record<string, string>>) =>
  d.qualifications.flatMap((q) =>
    (answers[q.key] ?? '').trim() === '' ? [`“${q.text.slice(0, 20)}”`] : [],
  )
export interface Applying {
  prequal: string
  answers: Record<string, string>
}
export async function apply(ask: Ask, i: Applying): Promise<Subject> {
  const supplier = ask.actor.org
  if (supplier === null)
    throw new Refused([
      refusal('职责', '请以供应商身份申请', { cure: '用供应商经办的账号登录后再申请' }),
    ])
  const of = await subjectOf(ask.tx, prequalFlow, i.prequal)
  const { tender } = await store.prequalOf(ask.tx, i.prequal)
  const facts = await applicationFacts(ask, i.prequal, supplier)
  if (await store.findApplication(ask.tx, i.prequal, supplier))
    throw new Conflict('本单位已提交申请，请用“更换申请”')
  const id = newId<'application'>(ask.now)
  const s = await begin(
    ask,
    applicationFlow,
    'apply',
    {
      id,
      title: of.title,
      process: of.process,
      lawOn: of.lawOn,
      region: of.region,
      parties: { 供应商: [supplier] },
    },
    { ...facts, input: { unanswered: unanswered(await documentOf(ask, tender), i.answers) } },
    { no: numberUnder(of.no, id), data: { answers: i.answers } },
  )
  await store.addApplication(ask.tx, {
    id,
    prequal: i.prequal,
    supplier,
    answers: i.answers,
    submitted: ask.now,
  })
  return s
}
export async function replace(
  ask: Ask,
  i: { id: string; answers: Record<string, string> },
): Promise<Subject> {
  await mineOf(ask, applicationFlow, i.id)
  const a = await store.applicationOf(ask.tx, i.id)
  const { tender } = await store.prequalOf(ask.tx, a.prequal)
  const s = await applications.take(
    ask,
    'replace',
    i.id,
    { input: { unanswered: unanswered(await documentOf(ask, tender), i.answers) } },
    { data: { answers: i.answers } },
  )
  await store.setAnswers(ask.tx, i.id, i.answers, ask.now)
  return s
}
/** 审查申请：采购人逐家逐项，不通过的写明原因；告知以前只有采购人和代理机构看得见。 */
export async function review(ask: Ask, i: { id: string; verdicts: Verdict[] }): Promise<Subject> {
  await mineOf(ask, prequalFlow, i.id)
  const p = await store.prequalOf(ask.tx, i.id)
  const d = await documentOf(ask, p.tender)
  const all = await store.applicationsOf(ask.tx, i.id)
  const orgs = await orgsOf(
    ask.tx,
    all.map((a) => a.supplier),
  )
  const known = new Set(all.flatMap((a) => d.qualifications.map((q) => `${a.id} ${q.key}`)))
  const given = new Map(i.verdicts.map((v) => [`${v.application} ${v.item}`, v]))
  for (const key of given.keys()) if (!known.has(key)) throw new NotFound('申请或资格条件')
  const missing = all.flatMap((a) =>
    d.qualifications.flatMap((q) => {
      const v = given.get(`${a.id} ${q.key}`)
      return v === undefined || (!v.passed && v.reason === '')
        ? [`${orgs.get(a.supplier)?.name}的“${q.text.slice(0, 20)}”`]
        : []
    }),
  )
  const s = await prequals.take(
    ask,
    'review',
    i.id,
    { input: { missing } },
    { data: { verdicts: i.verdicts.map((v) => ({ ...v })) } },
  )
  if (given.size > 0) await store.addVerdicts(ask.tx, [...given.values()])
  return s
}
/** 告知结果：逐家告知，未通过的告知原因；合格的进入邀请名单（邀请招标随机抽取）。 */
export async function conclude(ask: Ask, i: { id: string; watchers: string[] }): Promise<Subject> {
  const s = await prequals.take(ask, 'conclude', i.id, undefined, (_, f) => ({
    open: { applied: f.applied, passed: f.passed },
  }))
  const p = await store.prequalOf(ask.tx, i.id)
  const { all, verdicts, passed } = await judged(ask, i.id)
  for (const a of all) {
    const as = await subjectOf(ask.tx, applicationFlow, a.id, 'update')
    const reasons = verdicts.filter((v) => v.application === a.id && !v.passed).map((v) => v.reason)
    const action = passed.includes(a) ? 'pass' : 'refuse'
    await step(ask, applicationFlow, action, as, {} as ApplicationFacts, { data: { reasons } })
  }
  await shortlist(ask, {
    id: p.tender,
    way: '资格预审',
    need: p.need ?? passed.length,
    watchers: i.watchers,
    from: '资格预审',
    candidates: passed.map((a) => ({
      supplier: a.supplier,
      by: '采购人' as const,
      reason: inWordsOf(methodOfNumber(s.no), '通过资格预审'),
    })),
  })
  return s
}
export const fail = (
  ask: Ask,
  i: { id: string; grounds: string; explanation: string },
): Promise<Subject> =>
  prequals.take(
    ask,
    'fail',
    i.id,
    { input: { grounds: i.grounds } },
    { open: { grounds: i.grounds, explanation: i.explanation } },
  )
export { judged }
