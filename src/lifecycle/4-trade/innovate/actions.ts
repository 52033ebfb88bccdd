import { wishOf } from '#intention'
import {
  type Ask,
  begin,
  Conflict,
  type Follower,
  fen,
  mineOf,
  NotFound,
  newId,
  regionOf,
  type Subject,
  story,
  subjectOf,
  sum,
} from '#kernel'
import { methodCodes } from '#law'
import { orgsOf, projectOf } from '#libraries'
import * as plan from '#plan'
import { prequalOf } from '#trade/prequal'
import { awardFirst, awardResearch, awardsOfLot, dossierOf, twoPrices } from '#trade/review'
import { lotsOf, prequalifiedOf, shortlist, tenderFlow, tenderOf, tenders } from '#trade/tender'
import type { Attendance, Candidate, Innovation, InnovationFacts, Mark, Scheme } from './facts.ts'
import { innovationFlow } from './model.ts'
import { cameTo } from './rules.ts'
import * as store from './store.ts'

/** What the group recommended, in its order, with both prices of each; nothing before there is a report. */
async function candidatesOf(ask: Ask, tender: string | null): Promise<Candidate[]> {
  if (tender === null || (await tenderOf(ask.tx, tender)).published === null) return []
  const [lot] = await lotsOf(ask.tx, { tender })
  if (!lot?.ranking) return []
  const d = await dossierOf(ask, lot.id)
  return lot.ranking.ranked.flatMap(({ bid, place }) => {
    const b = d.bids.find((x) => x.id === bid)
    if (!b?.opened || b.price === null) return []
    const name = lot.content.items[0]?.name ?? ''
    return [
      {
        bid,
        supplier: b.supplier,
        name: d.names[bid] ?? '',
        place,
        ...twoPrices(b.opened.items, b.price, name),
      },
    ]
  })
}
async function named(ask: Ask, suppliers: readonly string[]) {
  const orgs = await orgsOf(ask.tx, suppliers)
  return suppliers.map((supplier) => ({ supplier, name: orgs.get(supplier)?.name ?? '' }))
}
export async function factsOf(
  ask: Ask,
  i: Innovation,
  of: Pick<Subject, 'process' | 'region'>,
): Promise<InnovationFacts> {
  const { requirement } = await wishOf(ask, of.process)
  const passed = i.tender === null ? null : await prequalifiedOf(ask.tx, i.tender)
  const candidates = await candidatesOf(ask, i.tender)
  const researches = await store.researchesOf(ask.tx, i.id)
  const awards = i.lot === null ? [] : await awardsOfLot(ask, i.lot)
  const begun = new Set(researches.map((r) => r.award))
  const names = await orgsOf(
    ask.tx,
    awards.map((a) => a.supplier),
  )
  return {
    method: requirement.method,
    region: of.region,
    tier: regionOf(of.region)?.tier ?? '',
    budget: requirement.budget,
    scheme: i.scheme,
    passed: passed === null ? null : await named(ask, passed),
    exchanges: await store.exchangesOf(ask.tx, i.id),
    candidates,
    researches: researches.map((r) => ({
      id: r.id,
      name: names.get(r.supplier)?.name ?? '',
      state: r.state,
      first: candidates.find((c) => c.supplier === r.supplier)?.first ?? fen(0),
    })),
    unsigned: awards
      .filter((a) => a.part === '研发' && !begun.has(a.id))
      .map((a) => names.get(a.supplier)?.name ?? ''),
    first: i.first,
  }
}
export const innovations = story(innovationFlow, async (ask, s) =>
  factsOf(ask, await store.innovationOf(ask.tx, s.id), s),
)

/** 编制采购方案: of a requirement that wants this method, by the purchaser whose it is. */
export async function draft(ask: Ask, i: { project: string; scheme: Scheme }): Promise<Subject> {
  const project = await projectOf(ask.tx, { id: i.project })
  if (project.buyer !== ask.actor.org) throw new NotFound('项目')
  if (await store.innovationOfProject(ask.tx, project.id))
    throw new Conflict('本项目已有采购方案，请在原方案上办理')
  const id = newId<'innovation'>(ask.now)
  const { title, region } = project
  const empty: Innovation = { ...i, id, tender: null, version: null, lot: null, first: null }
  const s = await begin(
    ask,
    innovationFlow,
    'draft',
    {
      id,
      title: `${title}　合作创新`,
      process: project.id,
      lawOn: project.began,
      region,
      parties: { 采购人: [project.buyer] },
    },
    await factsOf(ask, empty, { process: project.id, region }),
    { no: `${project.no}-${methodCodes.合作创新采购}-0` },
  )
  await store.addInnovation(ask.tx, { id, project: project.id, scheme: i.scheme })
  return s
}
export async function revise(ask: Ask, i: { id: string; scheme: Scheme }): Promise<Subject> {
  const s = await innovations.take(ask, 'revise', i.id)
  await store.setScheme(ask.tx, i.id, i.scheme)
  return s
}
/** 创新概念交流：与谁、说了什么，逐次记录；提供给一家的，提供给各家。 */
export async function exchange(
  ask: Ask,
  i: { id: string; form: string; told: string; attendance: Attendance[] },
): Promise<Subject> {
  const s = await innovations.take(
    ask,
    'exchange',
    i.id,
    { input: { attendance: i.attendance } },
    { data: { form: i.form, told: i.told, attendance: i.attendance } },
  )
  await store.addExchange(ask.tx, {
    id: newId(ask.now),
    innovation: i.id,
    at: ask.now,
    form: i.form,
    told: i.told,
    attendance: i.attendance,
  })
  return s
}
/** 结束交流：参加的都受邀；研发谈判文件在原来的资格条件上重新编写。 */
export async function settle(ask: Ask, { id }: { id: string }): Promise<Subject> {
  await mineOf(ask, innovationFlow, id)
  const s = await innovations.take(ask, 'settle', id)
  const { tender } = await store.innovationOf(ask.tx, id)
  if (tender === null) throw new Error('交流结束而没有采购活动')
  const came = cameTo({ exchanges: await store.exchangesOf(ask.tx, id) })
  await shortlist(ask, {
    id: tender,
    way: '资格预审',
    need: came.length,
    watchers: [],
    from: '概念交流',
    candidates: came.map((supplier) => ({
      supplier,
      by: '采购人' as const,
      reason: '参加了创新概念交流',
    })),
  })
  await store.setPlace(ask.tx, id, { version: (await tenderOf(ask.tx, tender)).version })
  await tenders.take(ask, 'revisit', tender)
  return s
}
/** 确定研发供应商：按候选人顺序，不超过规定的家数和补偿限额；每家一份研发合同。 */
export async function choose(
  ask: Ask,
  i: { id: string; bids: string[]; reason: string },
): Promise<Subject> {
  await mineOf(ask, innovationFlow, i.id)
  const { tender } = await store.innovationOf(ask.tx, i.id)
  const candidates = await candidatesOf(ask, tender)
  if (i.bids.some((b) => !candidates.some((c) => c.bid === b)) && candidates.length > 0)
    throw new NotFound('成交候选人')
  const s = await innovations.take(
    ask,
    'choose',
    i.id,
    { input: { bids: [...new Set(i.bids)] } },
    { open: { researchers: new Set(i.bids).size }, data: { bids: i.bids } },
  )
  const [lot] = await lotsOf(ask.tx, { tender: tender ?? '' })
  if (!lot) throw new Error('有候选人而没有采购包')
  const chosen = candidates.filter((c) => i.bids.includes(c.bid))
  await awardResearch(
    ask,
    lot.id,
    chosen.map((c) => ({ ...c, amount: c.research })),
    i.reason,
  )
  await store.setPlace(ask.tx, i.id, { lot: lot.id })
  return s
}

/** 首购评审：谈判小组逐家逐项的分，由采购人经办记录。 */
export async function evaluate(
  ask: Ask,
  i: { id: string; marks: Mark[]; opinion: string },
): Promise<Subject> {
  const s = await innovations.take(
    ask,
    'evaluate',
    i.id,
    { input: { marks: i.marks } },
    { data: { marks: i.marks, opinion: i.opinion } },
  )
  await store.setFirst(ask.tx, i.id, { marks: i.marks, opinion: i.opinion, day: ask.today })
  return s
}
/** What of the lot's money no award holds goes back to the line. */
async function release(ask: Ask, i: Innovation) {
  if (i.lot === null || i.tender === null) return
  const lot = (await lotsOf(ask.tx, { tender: i.tender })).find((l) => l.id === i.lot)
  const held = sum((await awardsOfLot(ask, i.lot)).map((a) => a.amount))
  const { plan: planId } = await tenderOf(ask.tx, i.tender)
  await plan.releaseLot(ask, planId, fen((lot?.budget ?? 0) - held))
}
/** 确定首购产品：得分最高的；首购协议由此签订，余下的钱退回指标。 */
export async function buy(
  ask: Ask,
  i: { id: string; research: string; reason: string },
): Promise<Subject> {
  await mineOf(ask, innovationFlow, i.id)
  const before = await store.innovationOf(ask.tx, i.id)
  const s = await innovations.take(
    ask,
    'buy',
    i.id,
    { input: { research: i.research } },
    { data: { research: i.research, reason: i.reason } },
  )
  const r = await store.researchOf(ask.tx, i.research)
  const c = (await candidatesOf(ask, before.tender)).find((x) => x.supplier === r.supplier)
  if (!c || before.lot === null) throw new Error('首购而没有成交的响应')
  await awardFirst(ask, {
    lot: before.lot,
    bid: c.bid,
    supplier: c.supplier,
    amount: c.first,
    reason: i.reason,
  })
  await release(ask, before)
  return s
}
export async function fail(
  ask: Ask,
  i: { id: string; grounds: string; explanation: string },
): Promise<Subject> {
  const { id, ...open } = i
  await mineOf(ask, innovationFlow, id)
  await release(ask, await store.innovationOf(ask.tx, id))
  return innovations.take(ask, 'fail', id, { input: { grounds: i.grounds } }, { open })
}

/** 公告征集申请：采购方案从此公开，代理机构由此办理。 */
const called: Follower = async (ask, e) => {
  const i = await store.innovationOfProject(ask.tx, e.process)
  if (!i) return
  const { tender } = await prequalOf(ask.tx, e.subject)
  const { parties } = await subjectOf(ask.tx, tenderFlow, tender)
  await store.setPlace(ask.tx, i.id, { tender })
  await innovations.take(ask, 'call', i.id, undefined, (s) => ({
    parties: { ...s.parties, 代理机构: parties['代理机构'] ?? [] },
  }))
}
const recalled: Follower = async (ask, e) => {
  const i = await store.innovationOfProject(ask.tx, e.process)
  if (i && (await subjectOf(ask.tx, innovationFlow, i.id)).state === '征集申请')
    await innovations.take(ask, 'recall', i.id)
}
const lapsed: Follower = async (ask, e) => {
  const i = await store.innovationOfProject(ask.tx, e.process)
  if (i) await innovations.take(ask, 'lapse', i.id)
}
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '资格预审.publish': [called],
  '资格预审.fail': [recalled],
  '招标项目.terminate': [lapsed],
}
export async function innovationOf(
  ask: Ask,
  by: { id: string } | { project: string },
): Promise<Innovation | undefined> {
  return 'id' in by
    ? store.innovationOf(ask.tx, by.id)
    : store.innovationOfProject(ask.tx, by.project)
}
