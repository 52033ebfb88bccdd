import {
  type Ask,
  addDays,
  at,
  begin,
  type Instant,
  mineOf,
  NotFound,
  newId,
  regionOf,
  type Subject,
  story,
  subjectOf,
  subjectsOfProcess,
  system,
} from '#kernel'
import { lawOn, type MethodName, period } from '#law'
import { projectOf } from '#libraries'
import {
  approvalFlow,
  type Facts,
  type ObjectionFacts,
  objectionFlow,
  type Request,
} from './model.ts'
import * as store from './store.ts'

const TRADING = new Set(['招标中', '已截标', '结果已公告'])
async function factsOf(ask: Ask, r: Request, region: string, process: string): Promise<Facts> {
  const objections = await store.objectionsOf(ask.tx, r.id)
  const all = await subjectsOfProcess(ask, process)
  return {
    request: r,
    region,
    today: ask.today,
    open: objections.filter((o) => o.upheld === null).length,
    upheld: objections.filter((o) => o.upheld === true).length,
    started: all.some((s) => s.noun === '招标项目' && TRADING.has(s.state)),
  }
}
export const approvals = story(approvalFlow, async (ask, s) => {
  const r = await store.requestOf(ask.tx, s.id)
  const project = await projectOf(ask.tx, { id: r.project })
  return factsOf(ask, r, project.region, s.process)
})
export type Draft = Omit<Request, 'id' | 'published' | 'ends' | 'approver'> & {
  approver?: string | undefined
}
/** Who may approve: the finance department of the league, or of the region itself. */
const approverFor = (region: string) =>
  regionOf(region)?.tier === '旗县区' ? (regionOf(region)?.parent ?? '150000') : region

export async function draft(ask: Ask, { approver, ...i }: Draft): Promise<Subject> {
  const project = await projectOf(ask.tx, { id: i.project })
  if (project.buyer !== ask.actor.org) throw new NotFound('项目')
  const r: Request = {
    ...i,
    id: newId<'approval'>(ask.now),
    approver: approver ?? approverFor(project.region),
    published: null,
    ends: null,
  }
  const s = await begin(
    ask,
    approvalFlow,
    'draft',
    {
      id: r.id,
      title: `${project.title}　${r.kind}`,
      process: project.id,
      lawOn: project.began,
      // It belongs to the department that decides it: a banner's never reaches its own finance department.
      region: r.approver,
      parties: { 采购人: [project.buyer] },
    },
    await factsOf(ask, r, project.region, project.id),
  )
  await store.addRequest(ask.tx, r)
  return s
}
export async function revise(
  ask: Ask,
  { approver: _, ...i }: Omit<Draft, 'project'> & { id: string },
): Promise<Subject> {
  const s = await approvals.take(ask, 'revise', i.id)
  const before = await store.requestOf(ask.tx, i.id)
  await store.setRequest(ask.tx, { ...before, ...i, id: before.id })
  return s
}
export async function publicize(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const before = await mineOf(ask, approvalFlow, id)
  const r = await store.requestOf(ask.tx, id)
  const { end } = period({
    from: ask.today,
    length: lawOn(before.lawOn)('单一来源公示期'),
    unit: 'workday',
  })
  // Written first: the notice that follows the step reads it.
  await store.setRequest(ask.tx, { ...r, published: ask.today, ends: end })
  return approvals.take(ask, 'publicize', id, undefined, {
    due: at(addDays(end, 1)) as Instant,
    open: { ends: end },
  })
}
export const expire = (ask: Ask, id: string) =>
  approvals.take({ ...ask, actor: system }, 'expire', id)

export const objections = story(objectionFlow, async (ask, s): Promise<ObjectionFacts> => {
  const o = await store.objectionOf(ask.tx, s.id)
  return { state: (await subjectOf(ask.tx, approvalFlow, o.request)).state }
})
/** “我也能供应”：any supplier, while the publicity stands. */
export async function file(ask: Ask, i: { request: string; text: string }): Promise<Subject> {
  const rs = await subjectOf(ask.tx, approvalFlow, i.request, 'share')
  const id = newId(ask.now)
  const org = ask.actor.org ?? ''
  const s = await begin(
    ask,
    objectionFlow,
    'file',
    {
      id,
      title: `${rs.title}　异议`,
      process: rs.process,
      lawOn: rs.lawOn,
      region: rs.region,
      parties: { 供应商: [org], 采购人: rs.parties['采购人'] ?? [] },
    },
    { state: rs.state },
    { data: { text: i.text } },
  )
  await store.addObjection(ask.tx, {
    id,
    request: i.request,
    org,
    text: i.text,
    answer: null,
    upheld: null,
  })
  return s
}
export async function argue(
  ask: Ask,
  i: { id: string; upheld: boolean; answer: string },
): Promise<Subject> {
  const s = await objections.take(ask, i.upheld ? 'uphold' : 'dismiss', i.id, undefined, {
    open: { answer: i.answer },
  })
  await store.setObjection(ask.tx, i.id, i.answer, i.upheld)
  return s
}

/** What has been approved for a purchase: the method and up to what amount; imports. */
export async function approvedOf(
  ask: Ask,
  project: string,
): Promise<{
  methods: { method: MethodName; amount: number; ground: string }[]
  imports: boolean
  supplier: string | null
}> {
  const all = await store.approvedFor(ask.tx, project)
  return {
    methods: all
      .filter((r) => r.kind === '变更采购方式')
      .map((r) => ({ method: r.method, amount: r.amount, ground: r.ground })),
    imports: all.some((r) => r.kind === '采购进口产品'),
    supplier: all.find((r) => r.method === '单一来源' && r.supplier !== null)?.supplier ?? null,
  }
}
export const requestOf = (ask: Ask, id: string) => store.requestOf(ask.tx, id)
