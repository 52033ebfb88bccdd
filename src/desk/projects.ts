import { sql } from 'kysely'
import { z } from 'zod'
import { noticesOfProcess } from '#disclosure'
import { flows, stages } from '#flows'
import {
  type Ask,
  type Day,
  type Fen,
  type Instant,
  isDay,
  regionName,
  regionOf,
  rfc3339,
  type Subject,
  showYuan,
  under,
  zFen,
} from '#kernel'
import { methodNames } from '#law'
import { orgOf } from '#libraries'
import { toQuery } from '#words'
import { projectView, zProject } from './project.ts'

const empty = z.literal('')
const zDayOr = z.union([
  empty,
  z.string().refine(isDay, { message: '日期须为真实存在的 YYYY-MM-DD' }),
])
/** Where a purchase has come to; 公开 goes along with every stage and says nothing of it. */
const stageNames = stages.map((s) => s.name).filter((n) => n !== '公开')
export const zProjectsWanted = z.strictObject({
  q: z.string().max(100).default(''),
  region: z
    .union([
      empty,
      z.string().refine((r) => regionOf(r) !== undefined, { message: '没有这个行政区划' }),
    ])
    .default(''),
  stage: z.union([empty, z.enum(stageNames)]).default(''),
  method: z.union([empty, z.enum(methodNames as [string, ...string[]])]).default(''),
  category: z.union([empty, z.enum(['货物', '服务', '工程'])]).default(''),
  buyer: z.string().max(60).default(''),
  least: z.union([empty, zFen]).default(''),
  most: z.union([empty, zFen]).default(''),
  since: zDayOr.default(''),
  until: zDayOr.default(''),
  page: z.coerce.number().int().min(1).max(5000).default(1),
})
export const zProjects = z.strictObject({
  more: z.boolean(),
  perPage: z.number(),
  stages: z.array(z.string()),
  projects: z.array(
    z.strictObject({
      id: z.string(),
      ocid: z.string(),
      no: z.string(),
      title: z.string(),
      buyer: z.string(),
      place: z.string(),
      category: z.string(),
      began: z.string(),
      method: z.string().nullable(),
      amount: zFen.nullable(),
      stage: z.string(),
      since: z.string(),
    }),
  ),
})
const PER_PAGE = 20
interface Row {
  id: string
  ocid: string
  no: string
  title: string
  buyer: string
  region: string
  category: string
  began: Day
  method: string | null
  amount: Fen | null
  stage: number
  since: Instant
}
/** 项目库: the purchases of which the asker may read something; what is not his to read of one (its plan, its amount) stays blank. */
export async function findProjects(ask: Ask, i: z.output<typeof zProjectsWanted>) {
  const asked = i.q.trim() === '' ? undefined : toQuery(i.q)
  const place = sql.join(
    stages.flatMap((st, n) =>
      st.name === '公开' ? [] : st.flows.map((f) => sql`(${f.noun}, ${n}::int)`),
    ),
  )
  const like = `%${i.buyer.trim().replace(/[%_\\]/g, '\\$&')}%`
  const { rows } = await sql<Row>`
    select p.id, p.ocid, p.no, p.title, o.name as buyer, p.region, p.category, p.began, pl.method, pl.amount, st.stage, st.since
    from library.project p
    join library.org o on o.id = p.buyer
    join lateral (
      select max(v.n) as stage, max(s.since) as since from kernel.subject s join (values ${place}) v(noun, n) on v.noun = s.noun
      where s.process = p.id) st on st.since is not null
    left join plan.plan pl on pl.project = p.id
    where true
      ${asked === undefined ? sql`` : asked === null ? sql`and false` : sql`and p.words @@ ${asked}::tsquery`}
      ${i.region === '' ? sql`` : sql`and p.region = any(${under(i.region)}::bpchar[])`}
      ${i.stage === '' ? sql`` : sql`and st.stage = ${stages.findIndex((s) => s.name === i.stage)}`}
      ${i.method === '' ? sql`` : sql`and pl.method = ${i.method}`}
      ${i.category === '' ? sql`` : sql`and p.category = ${i.category}`}
      ${i.buyer.trim() === '' ? sql`` : sql`and o.name like ${like}`}
      ${i.least === '' ? sql`` : sql`and pl.amount >= ${i.least}`}
      ${i.most === '' ? sql`` : sql`and pl.amount <= ${i.most}`}
      ${i.since === '' ? sql`` : sql`and p.began >= ${i.since}`}
      ${i.until === '' ? sql`` : sql`and p.began <= ${i.until}`}
    order by p.began desc, p.id desc limit ${PER_PAGE + 1} offset ${(i.page - 1) * PER_PAGE}`.execute(
    ask.tx,
  )
  return {
    more: rows.length > PER_PAGE,
    perPage: PER_PAGE,
    stages: stageNames,
    projects: rows.slice(0, PER_PAGE).map(({ region, since, stage, ...r }) => ({
      ...r,
      place: regionName(region),
      stage: stages[stage]?.name ?? '',
      since: rfc3339(since),
    })),
  }
}
/** The same rows as cells of a table, with the same limits: for the export. */
export const projectColumns = [
  { key: 'no', label: '项目编号' },
  { key: 'title', label: '名称' },
  { key: 'buyer', label: '采购人' },
  { key: 'place', label: '地区' },
  { key: 'category', label: '类别' },
  { key: 'method', label: '方式' },
  { key: 'amount', label: '计划金额（元）' },
  { key: 'stage', label: '走到' },
  { key: 'began', label: '开始' },
  { key: 'ocid', label: '开放数据编号' },
] as const
export const projectCells = (
  p:
    | z.input<typeof zProjects>['projects'][number]
    | Awaited<ReturnType<typeof findProjects>>['projects'][number],
) =>
  projectColumns.map(({ key }) =>
    key === 'amount' ? (p.amount === null ? null : showYuan(p.amount as Fen)) : p[key],
  )

export const zWhole = zProject.extend({
  /** What waits, where, for whom, until when. */
  next: z.array(
    z.strictObject({
      id: z.string(),
      module: z.string(),
      noun: z.string(),
      state: z.string(),
      title: z.string(),
      steps: z.array(z.string()),
      holders: z.array(z.string()),
      due: z.string().nullable(),
    }),
  ),
  parties: z.array(z.strictObject({ role: z.string(), names: z.array(z.string()) })),
  notices: z.array(
    z.strictObject({ id: z.string(), kind: z.string(), title: z.string(), published: z.string() }),
  ),
})
const SHOWN_PARTIES = ['采购人', '代理机构'] as const
/** One purchase from budget to archive: the spine, and what hangs on it. */
export async function wholeProject(ask: Ask, id: string): Promise<z.infer<typeof zWhole>> {
  const view = await projectView(ask, id)
  const mine = new Set(view.spine.flatMap((s) => s.subjects.map((x) => x.id)))
  const { rows } = await sql<
    Pick<Subject, 'id' | 'noun' | 'state' | 'parties' | 'region' | 'title' | 'due' | 'no'>
  >`
    select id, noun, state, parties, region, title, due, no from kernel.subject where process = ${id} order by since`.execute(
    ask.tx,
  )
  const subjects = rows.filter((s) => mine.has(s.id))
  const names = new Map<string, string>()
  const nameOf = async (org: string) => {
    const known = names.get(org) ?? (await orgOf(ask.tx, org)).name
    names.set(org, known)
    return known
  }
  const next: z.infer<typeof zWhole>['next'] = []
  const parties = new Map<string, Set<string>>()
  const add = (role: string, name: string) =>
    parties.set(role, (parties.get(role) ?? new Set<string>()).add(name))
  for (const s of subjects) {
    const flow = flows.find((f) => f.noun === s.noun)
    if (!flow) continue
    for (const role of SHOWN_PARTIES)
      for (const org of s.parties[role] ?? []) add(role, await nameOf(org))
    // Who bids is nobody's to know here; who has the contract is.
    if (s.noun === '采购合同')
      for (const org of s.parties['供应商'] ?? []) add('供应商', await nameOf(org))
    const steps = Object.values(flow.steps).filter(
      (x) => !x.inner && !x.may && x.from.includes(s.state),
    )
    if (steps.length === 0) continue
    const holders = new Set<string>()
    for (const role of new Set(steps.flatMap((x) => x.by as string[]))) {
      const spec = flow.roles[role]
      const named =
        spec?.reach === 'org' &&
        ((SHOWN_PARTIES as readonly string[]).includes(spec.relation) || s.noun === '采购合同')
          ? await Promise.all((s.parties[spec.relation] ?? []).map(nameOf))
          : []
      holders.add(
        role === '系统'
          ? '到时由系统办理'
          : named.length > 0
            ? `${named.join('、')}（${role}）`
            : spec?.reach === 'region'
              ? `${regionName(s.region)}（${role}）`
              : role,
      )
    }
    next.push({
      id: s.id,
      module: flow.module,
      noun: flow.say?.(s.noun, s) ?? s.noun,
      state: flow.say?.(s.state, s) ?? s.state,
      title: s.title,
      steps: steps.map((x) => flow.say?.(x.name, s) ?? x.name),
      holders: [...holders],
      due: s.due === null ? null : rfc3339(s.due),
    })
  }
  const notices = (await noticesOfProcess(ask.tx, id)).map((n) => ({
    id: n.id,
    kind: n.kind,
    title: n.title,
    published: rfc3339(n.published),
  }))
  return {
    ...view,
    next,
    parties: [...parties].map(([role, set]) => ({ role, names: [...set] })),
    notices,
  }
}
