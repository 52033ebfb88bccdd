import {
  type Ask,
  at,
  begin,
  type Day,
  dayOf,
  type Instant,
  mineOf,
  NotFound,
  newId,
  regionOf,
  type Subject,
  step,
  story,
  subjectOf,
  system,
  within,
} from '#kernel'
import { CalendarUnknown, earliestDeadline, ends } from '#law'
import { bear, categoryOf, departmentOf, itemOf, type Org, orgOf, strangersTo } from '#libraries'
import { centralOn, covering } from '#libraries/standards'
import { termEnd, tooFewLeft } from './compute.ts'
import { alive, type DocFacts, type LotJudged } from './facts.ts'
import { type Document, type Framework, frameworkFlow, type Lot, memberFlow } from './model.ts'
import { judgedOf } from './reviewing.ts'
import * as store from './store.ts'

/** Whose record a framework is: the relation in which its solicitor stands to it. */
export const hostParties = (host: Pick<Org, 'id' | 'kind'>): Subject['parties'] =>
  host.kind === '采购人' ? { 采购人: [host.id] } : { 代理机构: [host.id] }
export const MACHINE = (ask: Ask): Ask => ({ ...ask, actor: system })

interface Now {
  readonly deadline?: Instant
  readonly reviewDay?: Day
  readonly group?: DocFacts['group']
  readonly judged?: readonly LotJudged[]
  readonly topUp?: DocFacts['topUp']
}
export async function factsOf(
  ask: Ask,
  f: Framework,
  lots: readonly Lot[],
  s: Pick<Subject, 'state' | 'lawOn' | 'region'>,
  now: Now = {},
): Promise<DocFacts> {
  const d = f.document
  const host = await orgOf(ask.tx, f.host)
  const central = await centralOn(ask.tx, s.lawOn)
  const tier = regionOf(s.region)?.tier
  const members = s.state === '待签订' ? await store.membersOf(ask.tx, { framework: f.id }) : []
  return {
    today: ask.today,
    kind: f.kind,
    category: f.category,
    hostKind: host.kind,
    centralised: host.centralised,
    hostState: host.state,
    ...(await standingOf(ask, host, d)),
    ground: d.ground,
    openGround: d.openGround,
    annual: d.annual,
    pooled: d.pooled,
    asked: d.asked,
    scoped: d.regions.length > 0 || d.buyers.length > 0,
    months: d.months,
    method: d.method,
    qualityGround: d.qualityGround,
    criteriaTotal: d.criteria.reduce((n, c) => n + c.max, 0),
    percent: d.percent,
    most: d.most,
    modes: d.modes,
    outside: d.outside,
    lots: lots.map((l) => ({
      no: l.no,
      name: l.name,
      item: l.item,
      leaf: itemOf(l.item)?.leaf === true,
      kind: categoryOf(l.item) ?? '',
      central: covering(central, l.item, tier).some((e) => e.body === '集中采购机构'),
      called: itemOf(l.item)?.name ?? '',
      discounts: l.discounts,
      consumables: l.consumables,
      years: l.years,
    })),
    reviewDay: now.reviewDay ?? null,
    deadline: now.deadline === undefined ? null : dayOf(now.deadline),
    earliest:
      now.deadline === undefined
        ? null
        : earliestDeadline('等标期', ask.today, s.lawOn, ask.world.settings),
    ends: f.ends,
    group: now.group ?? null,
    judged:
      now.judged ??
      (['待公告', '补充待公告'].includes(s.state) ? await judgedOf(ask, f, lots, s.lawOn) : []),
    unsigned: members.filter((m) => ['待签订', '待征集人签'].includes(m.state)).map((m) => m.name),
    topUp: now.topUp ?? null,
  }
}
/** Where a department stands in the purchaser library, and whom its scope names that it may not. */
async function standingOf(ask: Ask, host: Pick<Org, 'id' | 'kind'>, d: Document) {
  // Of an older document the consent was not asked.
  const more = { consent: d.consent ?? '', regions: d.regions.length }
  if (host.kind !== '采购人') return { ...more, department: null, strangers: [] }
  const top = await departmentOf(ask.tx, host.id)
  return {
    ...more,
    department: top.id === host.id ? null : top.name,
    strangers:
      d.ground === '目录外鉴证咨询服务'
        ? (await strangersTo(ask.tx, top.id, d.buyers)).map((o) => o.name)
        : [],
  }
}
export const frameworks = story(frameworkFlow, async (ask, s) =>
  factsOf(ask, await store.frameworkOf(ask.tx, s.id), await store.lotsOf(ask.tx, s.id), s),
)

export interface Draft {
  readonly title: string
  readonly kind: Framework['kind']
  readonly category: Framework['category']
  readonly document: Document
  readonly lots: readonly Omit<Lot, 'id' | 'framework' | 'no' | 'original' | 'failed'>[]
}
const numbered = (ask: Ask, framework: string, lots: Draft['lots']): Lot[] =>
  lots.map((l, n) => ({
    ...l,
    id: newId<'lot'>(ask.now),
    framework,
    no: n + 1,
    original: 0,
    failed: false,
  }))

export async function draft(ask: Ask, i: Draft): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('征集人')
  const host = await orgOf(ask.tx, ask.actor.org)
  const project = await bear(ask, {
    title: i.title,
    buyer: host.id,
    region: host.region,
    category: i.category,
    again: null,
  })
  const f: Framework = {
    id: newId<'framework'>(ask.now),
    project: project.id,
    host: host.id,
    kind: i.kind,
    category: i.category,
    document: i.document,
    round: 1,
    topLot: null,
    deadline: null,
    review: null,
    notified: null,
    signed: null,
    ends: null,
    filed: null,
  }
  const lots = numbered(ask, f.id, i.lots)
  const s = await begin(
    ask,
    frameworkFlow,
    'draft',
    {
      id: f.id,
      title: i.title,
      process: project.id,
      lawOn: ask.today,
      region: host.region,
      parties: hostParties(host),
    },
    await factsOf(ask, f, lots, { state: '', lawOn: ask.today, region: host.region }),
    { no: `KJ-${project.no}`, open: { kind: i.kind } },
  )
  await store.addFramework(ask.tx, f)
  await store.setLots(ask.tx, f.id, lots)
  return s
}
/** Lock first, then look: the record with what stands in it. */
export async function held(ask: Ask, id: string) {
  const s = await mineOf(ask, frameworkFlow, id)
  return { s, f: await store.frameworkOf(ask.tx, id), lots: await store.lotsOf(ask.tx, id) }
}
export async function revise(ask: Ask, i: Draft & { id: string }): Promise<Subject> {
  const { f } = await held(ask, i.id)
  const s = await frameworks.take(ask, 'revise', i.id, undefined, {
    title: i.title,
    open: { kind: i.kind },
  })
  await store.setFramework(ask.tx, {
    ...f,
    kind: i.kind,
    category: i.category,
    document: i.document,
  })
  await store.setLots(ask.tx, i.id, numbered(ask, i.id, i.lots))
  return s
}
type Plain = 'submit' | 'approve' | 'file'
const plainly =
  (action: Plain) =>
  async (ask: Ask, { id }: { id: string }): Promise<Subject> =>
    frameworks.take(ask, action, id)
export const submit = plainly('submit')
export const approve = plainly('approve')
export const file = plainly('file')
export const giveBack = (ask: Ask, i: { id: string; opinion: string }) =>
  frameworks.take(ask, 'giveBack', i.id, undefined, { data: { opinion: i.opinion } })

/** 开放式：从公告起就是有效的框架协议，到期为止谁愿意谁加入。 */
export async function welcome(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { s, f, lots } = await held(ask, id)
  const ends = termEnd(ask.today, f.document.months) as Day
  await store.setFramework(ask.tx, { ...f, signed: ask.today, ends })
  return step(ask, frameworkFlow, 'welcome', s, await factsOf(ask, f, lots, s), {
    due: at(ends, 24),
    open: { ends },
  })
}
/** The thirty days are over and somebody has not signed: written down; the law names no consequence, so nothing ends by it. */
export async function lateSign(ask: Ask, id: string): Promise<void> {
  const left = (await store.membersOf(ask.tx, { framework: id })).filter((m) =>
    ['待签订', '待征集人签'].includes(m.state),
  )
  await frameworks.take(MACHINE(ask), 'lateSign', id, undefined, {
    open: { over: '框架协议签订期', unsigned: left.length },
  })
}
/** The seven working days are over: written down, and the agreement goes on to its end. */
export async function lateReport(ask: Ask, id: string): Promise<void> {
  const { ends } = await store.frameworkOf(ask.tx, id)
  const end = ends === null ? null : at(ends, 24)
  if (end !== null && ask.now >= end) return expire(ask, id)
  await frameworks.take(MACHINE(ask), 'lateReport', id, undefined, {
    due: end,
    open: { over: '框架协议备案期' },
  })
}
/** When a period of the law ends that begins today; never, where its calendar is not published yet. */
export function dueOf(ask: Ask, period: Parameters<typeof ends>[0], on: Day): Instant | null {
  try {
    return at(ends(period, ask.today, on, ask.world.settings), 24)
  } catch (e) {
    if (e instanceof CalendarUnknown) return null
    throw e
  }
}

/** 期满：供应商的协议一并到期，成交结果汇总公告随这一步发布。 */
export async function expire(ask: Ask, id: string): Promise<void> {
  const machine = MACHINE(ask)
  for (const m of await store.membersOf(ask.tx, { framework: id })) {
    if (!['待审核', '待签订', '待征集人签', '协议有效'].includes(m.state)) continue
    const ms = await subjectOf(ask.tx, memberFlow, m.id, 'update')
    await step(machine, memberFlow, 'expire', ms, {} as never)
  }
  await frameworks.take(machine, 'expire', id)
}

/** May this purchaser buy under it? By region, or by name. */
export const covers = (d: Document, buyer: Pick<Org, 'id' | 'region'>): boolean =>
  d.buyers.includes(buyer.id) || d.regions.some((r) => within(buyer.region, r))
/** Packages of which so few are left that they may be topped up: shown, so that nobody has to count. */
export const thin = (lot: Lot, left: number, percent: number): boolean =>
  lot.original > 0 && tooFewLeft(left, lot.original, percent)
export const openStates = frameworkFlow.states.filter((x) => alive(x) || x === '征集中')
/** Shown to the public: asked for, under review, in force. What is over stands in its notices. */
export const publicStates = frameworkFlow.states.filter(
  (x) => alive(x) || ['征集中', '待开启', '待评审', '待公告', '待签订'].includes(x),
)
