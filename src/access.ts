import { flows } from '#flows'
import {
  type Actor,
  type AnyFlow,
  type AnyOp,
  mayRead,
  type Ops,
  type Parties,
  reaches,
  regions,
  type Subject,
  type Tier,
} from '#kernel'
import { type Role, roles, standingOf } from '#law'
import type { RoleView } from '#portal'
import { veils } from './veils.ts'

/** One row of the access table: an op, and from where its verdicts come. */
export interface Row {
  readonly address: string
  readonly op: AnyOp
  /** The step it takes, when it takes one. */
  readonly step: { flow: AnyFlow; action: string } | null
  /** The flows whose records it answers. */
  readonly reads: readonly AnyFlow[]
}
const list = <T>(x: T | readonly T[] | undefined): readonly T[] =>
  x === undefined ? [] : Array.isArray(x) ? x : [x as T]

export const rowsOf = (api: Ops): Row[] =>
  Object.entries(api).flatMap(([module, ops]) =>
    Object.entries(ops).map(([name, op]) => {
      const own = flows.find((f) => f.module === module && f.steps[name] && !f.steps[name].inner)
      const taken = op.takes ? { flow: op.takes[0], action: op.takes[1] } : null
      return {
        address: `${module}.${name}`,
        op,
        step: taken ?? (own ? { flow: own, action: name } : null),
        reads: list(op.reads),
      }
    }),
  )
/** Ops without a row, each with what to write. */
export const undeclared = (api: Ops): string[] =>
  rowsOf(api).flatMap((r) =>
    r.step === null && r.reads.length === 0 && !r.op.limits && !r.op.public
      ? [
          `${r.address}（${r.op.title}）没有说谁可以问、答到哪里为止。在它的 op({…}) 里写一行：\n` +
            `  reads: xxxFlow            答某种事项的记录：不可读的单件 404，列表不列\n` +
            `  takes: [xxxFlow, 'step']  办的是另一模块流程的一步\n` +
            `  limits: '只答本单位的…'   不是流程事项：用一句话说清范围；再加 by: ['岗位'] 限定谁可以问（否则所有登录者）\n` +
            `  public: true              不登录也可以问，只答已公开的内容\n` +
            `步骤的接口与步骤同名即可，不用写。`,
        ]
      : [],
  )

export type Verdict = '可办' | '可读' | '401' | '403' | '404' | '职责' | '状态'

/** What the table says for one person, one op and one record; null stands for something new, or no record at all. */
export function verdictOf(row: Row, who: Actor | null, s: Subject | null): Verdict {
  if (who === null && !row.op.public) return '401'
  if (row.op.by && who && !row.op.by.includes(who.role)) return '403'
  if (row.step) {
    const { flow, action } = row.step
    const step = flow.steps[action]
    const actor = who as Actor
    if (s !== null && !reaches(actor, flow, s)) return '404'
    if (!step?.by.includes(actor.role)) return '职责'
    if (s !== null && !step.from.includes(s.state)) return '状态'
    return '可办'
  }
  if (row.op.public || s === null || row.reads.length === 0) return '可读'
  const flow = row.reads.find((f) => f.noun === s.noun)
  return flow && mayRead(who as Actor, flow, s) ? '可读' : '404'
}

/** How somebody can stand to a record. */
export const relations = [
  '当事人',
  '本地区',
  '上一级',
  '再上一级',
  '下级地区',
  '旁的地区',
  '无关的人',
] as const
export type Relation = (typeof relations)[number]
const tiers: readonly Tier[] = ['自治区', '盟市', '旗县区']

/** A record of each tier, and one person of each role in each relation to it: the axes of the table. */
export function cast(tier: Tier): {
  region: string
  parties: Parties
  people: { relation: Relation; actor: Actor }[]
} {
  const of = (t: Tier, parent?: string) =>
    regions.filter((r) => r.tier === t && (parent === undefined || r.parent === parent))
  const top = of('自治区')[0]?.code ?? ''
  const [league, other] = of('盟市').filter((r) => of('旗县区', r.code).length > 1)
  const [banner, beside] = of('旗县区', league?.code)
  const place = { 自治区: top, 盟市: league?.code ?? '', 旗县区: banner?.code ?? '' }
  const region = place[tier]
  const near: Partial<Record<Relation, string>> =
    tier === '自治区'
      ? { 本地区: top, 下级地区: place.盟市 }
      : tier === '盟市'
        ? { 本地区: region, 上一级: top, 下级地区: place.旗县区, 旁的地区: other?.code ?? '' }
        : { 本地区: region, 上一级: place.盟市, 再上一级: top, 旁的地区: beside?.code ?? '' }
  const parties: Record<string, string[]> = {}
  const people: { relation: Relation; actor: Actor }[] = []
  for (const [role, { relation, reach }] of Object.entries(roles) as [
    Role,
    (typeof roles)[Role],
  ][]) {
    if (reach === 'system') continue
    const actor = (over: Partial<Actor>): Actor => ({
      person: `${role}甲`,
      name: role,
      role,
      org: `${relation}甲`,
      orgName: relation,
      region,
      ...over,
    })
    if (reach === 'region')
      for (const [r, code] of Object.entries(near))
        people.push({ relation: r as Relation, actor: actor({ region: code }) })
    else {
      parties[relation] = [reach === 'org' ? `${relation}甲` : `${role}甲`]
      people.push({ relation: '当事人', actor: actor({}) })
      people.push({
        relation: '无关的人',
        actor: actor({ person: `${role}乙`, org: `${relation}乙` }),
      })
    }
  }
  return { region, parties, people }
}

const asSubject = (flow: AnyFlow, state: string, tier: Tier): Subject => {
  const { region, parties: usual } = cast(tier)
  const parties: Record<string, readonly string[]> = { ...usual }
  // A story with relations of its own, as 本人 in an appointment: everybody at hand is that.
  for (const [role, spec] of Object.entries(flow.roles))
    if (spec.reach === 'person' && !usual[spec.relation])
      parties[spec.relation] = [...(parties[spec.relation] ?? []), `${role}甲`]
    else if (spec.reach === 'org' && !usual[spec.relation])
      parties[spec.relation] = [
        ...(parties[spec.relation] ?? []),
        `${roles[role as Role].relation}甲`,
      ]
  return {
    id: '',
    noun: flow.noun,
    process: '',
    title: '',
    no: null,
    region,
    parties,
    state,
    since: 0 as Subject['since'],
    due: null,
    lawOn: '2026-01-01',
    version: 1,
  }
}

const casts = tiers.map((tier) => ({ tier, people: cast(tier).people }))
/** The columns of the reading table: how far a role reaches, and how the person stands to the record. */
const columns: readonly { reach: string; relation: Relation; title: string }[] = (() => {
  const title = { org: '单位', person: '个人', region: '财政', any: '全区' } as Record<
    string,
    string
  >
  const seen = new Map<string, { reach: string; relation: Relation; title: string }>()
  for (const relation of relations)
    for (const { people } of casts)
      for (const p of people) {
        const reach = roles[p.actor.role as Role].reach as string
        if (p.relation === relation)
          seen.set(`${reach}${relation}`, { reach, relation, title: `${title[reach]}·${relation}` })
      }
  return [...seen.values()]
})()
/** For one state and one column: who of those who stand so may read, and out of how many. */
const readers = (
  flow: AnyFlow,
  state: string,
  { reach, relation }: { reach: string; relation: Relation },
  only?: string,
) => {
  const found = casts.flatMap(({ tier, people }) =>
    people
      .filter(
        (p) =>
          p.relation === relation &&
          roles[p.actor.role as Role].reach === (reach as never) &&
          (only === undefined || p.actor.role === only),
      )
      .map((p) => ({
        who: `${tier}${p.actor.role}`,
        tier,
        may: mayRead(p.actor, flow, asSubject(flow, state, tier)),
      })),
  )
  return { all: found.length, may: found.filter((f) => f.may) }
}
/** Who may read a record in each state: the same for every tier and every role of that reach, or it says which differ. */
const reading = (flow: AnyFlow): string[] =>
  flow.states.map((state: string) => {
    const cells = columns.map((column) => {
      const { all, may } = readers(flow, state, column)
      return may.length === 0 ? '404' : may.length === all ? '读' : may.map((f) => f.who).join('、')
    })
    return `| ${flow.noun} | ${state} | ${cells.join(' | ')} | 401 |`
  })
const reachWords: Record<string, string> = {
  org: '本单位是当事人的事项',
  person: '本人是当事人的事项',
  region: '本地区的事项',
  below: '本地区和下级地区的事项',
  any: '全区的事项',
  system: '到时须办的事项',
}
const standingWords = (role: string): RoleView['standing'] => {
  const s = standingOf(role)
  if (!s) return null
  const grants = {
    单位: '本单位管理员任用',
    审核: '系统管理员申请，安全管理员审核',
    专家库: '评审专家库登记产生',
  }
  return {
    in: s.in.join('、') || '不属于单位',
    grant: grants[s.grant],
    secondFactor: s.secondFactor,
    delegable: s.delegable,
  }
}
/** The same table by role, for the portal: what each may do, and what opens to it. */
export const accessByRole = (): RoleView[] =>
  Object.entries(roles).map(([role, { reach }]) => ({
    role,
    reach: reachWords[reach] ?? '',
    standing: standingWords(role),
    acts: flows
      .map((f) => ({
        noun: f.noun,
        steps: Object.values(f.steps)
          .filter((s) => s.by.includes(role))
          .map((s) => ({
            name: s.name,
            from: s.from.join('、') || '新建',
            to: s.to,
            stepUp: s.stepUp === true && role !== '系统',
            inner: s.inner === true,
            rules: (s.rules ?? []).length,
          })),
      }))
      .filter((a) => a.steps.length > 0),
    reads:
      role === '系统'
        ? []
        : flows
            .map((f) => ({
              noun: f.noun,
              states: f.states
                .map((state: string) => ({ state, to: readersOf(f, state, role, reach) }))
                .filter((x: { to: string }) => x.to !== ''),
            }))
            .filter((x) => x.states.length > 0),
  }))
const readersOf = (flow: AnyFlow, state: string, role: string, reach: string): string => {
  const found = columns
    .filter((c) => c.reach === reach)
    .flatMap((c) => {
      const { all, may } = readers(flow, state, c, role)
      if (may.length === 0) return []
      return [
        may.length === all ? c.relation : `${c.relation}（${may.map((m) => m.tier).join('、')}）`,
      ]
    })
  return found.includes('无关的人') ? '任何人' : found.join('、')
}
const grid = (heads: readonly string[]) => [
  `| ${heads.join(' | ')} |`,
  `|${heads.map(() => '---').join('|')}|`,
]

/** docs/access.md and the portal's page: three tables, each read from what decides. */
export function accessDocument(api: Ops): string {
  const rows = rowsOf(api)
  const named = Object.keys(roles)
  return [
    '# 谁可以办什么、读什么',
    '',
    '由流程表和接口的声明生成（`node bin/docs.js`），不手写；每一格都由 `test/e2e/cells.test.ts` 经 HTTP 逐格执行。',
    '',
    '## 一、办理：每一步由谁',
    '',
    '●：岗位可办；◆：岗位可办，且须在最近几分钟内以第二因素（没有的以口令）验证过本人，否则当场再问一次（默认十分钟，安全管理员可改）。岗位还须触及该事项（本单位是当事人、本人是当事人，或属本地区），触及不到的答 404；触及而岗位不对的答 422“职责”；状态不对的答 422“状态”；未登录答 401。“内部”的步骤由后一环节在自己的办理中带出，没有单独的接口。',
    '',
    ...grid(['事项', '步骤', '由', '到', ...named, '规则']),
    ...flows.flatMap((f) =>
      Object.values(f.steps).map(
        (s) =>
          `| ${f.noun} | ${s.name}${s.inner ? '（内部）' : ''} | ${s.from.join('、') || '—'} | ${s.to} | ${named
            .map((r) => (!s.by.includes(r) ? '' : s.stepUp && r !== '系统' ? '◆' : '●'))
            .join(' | ')} | ${(s.rules ?? []).map((r: { title: string }) => r.title).join('；')} |`,
      ),
    ),
    '',
    '## 岗位',
    '',
    '岗位设在哪里、由谁授予、登录是否须第二因素、能否委托同事，以及触及多远（`src/law/roles.ts`）。三员（系统、安全、审计管理员）一人只任其一。',
    '',
    ...grid(['岗位', '设在', '由谁授予', '须第二因素', '可委托', '触及']),
    ...accessByRole().map(
      (r) =>
        `| ${r.role} | ${r.standing?.in ?? '系统自身'} | ${r.standing?.grant ?? '—'} | ${r.standing?.secondFactor ? '是' : ''} | ${r.standing?.delegable ? '是' : ''} | ${r.reach} |`,
    ),
    '',
    '## 二、阅读：每一状态由谁',
    '',
    '列是“岗位触及的范围·与该事项的关系”，三级（自治区、盟市、旗县区）的事项逐级算过，答案不同时写明是谁。不可读的答 404，与没有这件事项时的答复一字不差。当事人一列假定本单位（本人）是该事项登记的当事人。',
    '',
    ...grid(['事项', '状态', ...columns.map((c) => c.title), '未登录']),
    ...flows.flatMap(reading),
    '',
    '## 三、记录里的字段：每一阶段由谁',
    '',
    '一条记录可读，不等于其中每一项都可读。下表是分状态字段规则（`src/veils.ts`），在答复处一处执行，不给的就没有这一项；`test/veils.story.test.ts` 放金丝雀逐阶段核对。“读者”是读得到这条记录的人；“—”是谁也不给；个人信息另见 `docs/personal-data.md`。',
    '',
    ...grid(['事项', '字段', '阶段', '谁可以读', '依据']),
    ...veils.flatMap((v) =>
      Object.values(v.fields).flatMap((f) =>
        v.phases.map(
          (phase) =>
            `| ${v.flow.noun} | ${f.title} | ${phase} | ${f.to[phase]?.join('、') || '—'} | ${f.cites
              .map((c) => `${c.law}${c.article}`)
              .join('；')} |`,
        ),
      ),
    ),
    '',
    '## 四、其余接口',
    '',
    ...grid(['接口', '名称', '谁可以问', '答到哪里为止']),
    ...rows
      .filter((r) => r.step === null || r.op.takes)
      .map((r) => {
        const who = r.op.public
          ? '任何人，不必登录'
          : r.step
            ? r.step.flow.steps[r.step.action]?.by.join('、')
            : (r.op.by?.join('、') ?? '任何登录者')
        const bound = [
          ...(r.op.stepUp ? ['◆ 须再次验证'] : []),
          ...(r.step
            ? [`${r.step.flow.noun}“${r.step.flow.steps[r.step.action]?.name}”一步，须是当事人`]
            : []),
          ...(r.op.limits ? [r.op.limits] : []),
          ...(r.reads.length > 0 && !r.op.limits
            ? [`${r.reads.map((f) => f.noun).join('、')}：依第二表`]
            : []),
          ...(r.op.public && !r.op.limits ? ['只答已公开的内容'] : []),
        ]
        return `| \`${r.address}\` | ${r.op.title} | ${who} | ${bound.join('；')} |`
      }),
    '',
  ].join('\n')
}
