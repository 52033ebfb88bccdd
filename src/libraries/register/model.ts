import { type Day, type Rule, regionName, regionOf, showDay, within } from '#kernel'
import { cite, citeMarked, type Role } from '#law'
import { likelyUscc, usccFault } from './uscc.ts'

/** Where a fact comes from. Nothing is in a library without one. */
export const sources = ['自行申报', '承诺', '财政部门登记', '交换数据', '系统核验'] as const
export interface Fact {
  readonly key: string
  readonly value: string
  readonly source: (typeof sources)[number]
  /** 以哪天为准. */
  readonly asOf: Day
  /** The last day it may be relied on; null when it stands until changed. */
  readonly expires: Day | null
}
export const expired = (f: Pick<Fact, 'expires'>, today: Day) =>
  f.expires !== null && f.expires < today

export interface Elsewhere {
  readonly name: string
  readonly region: string
  readonly day: Day
  readonly state: string
}
/** What the steps that all libraries share look at. */
export interface Standing {
  readonly today: Day
  /** Where whoever acts belongs; null for the machine. */
  readonly actorRegion?: string | null
  readonly input?: {
    readonly until?: Day | null
    readonly uscc?: string
    readonly region?: string
    readonly duplicate?: Elsewhere | null
    readonly committed?: boolean
  }
}

const ONE = citeMarked('内财购〔2020〕179号', '一地登记、全区通用', '◐')
export const usccHolds: Rule<Standing> = {
  id: 'register.usccHolds',
  title: '统一社会信用代码须能通过校验',
  cites: [citeMarked('GB 32100—2015', '校验码', '◐'), citeMarked('GB 11714—1997', '校验码', '◐')],
  from: '2015-10-01',
  check: ({ input }) => {
    if (input?.uscc === undefined) return true
    const fault = usccFault(input.uscc)
    if (fault === null) return true
    const meant = likelyUscc(input.uscc)
    const better = meant !== input.uscc && usccFault(meant) === null
    return {
      because: `统一社会信用代码${fault}`,
      facts: { 填写的代码: input.uscc },
      cure: better ? `应填半角大写的${meant}` : '请对照营业执照或法人证书逐位核对',
      field: 'uscc',
      ...(better ? { suggest: meant } : {}),
    }
  },
}
export const once: Rule<Standing> = {
  id: 'register.once',
  title: '一地登记、全区通用，不重复登记',
  cites: [ONE],
  from: '2020-03-02',
  check: ({ input }) => {
    const d = input?.duplicate
    return (
      !d || {
        because: `这个代码已于${showDay(d.day)}在${regionOf(d.region)?.name ?? d.region}登记，名称是“${d.name}”，现在处于“${d.state}”`,
        facts: { 登记地: regionOf(d.region)?.name ?? d.region, 登记名称: d.name, 状态: d.state },
        cure: '全区通用，不用再登记：用本单位已有的账号登录；账号找不到的，提交“认领登记”，由登记地财政部门核实后交给您',
        field: 'uscc',
      }
    )
  },
}
export const committed: Rule<Standing> = {
  id: 'register.committed',
  title: '以承诺代替证明材料',
  cites: [
    cite('政府采购法', '第二十二条', '供应商参加政府采购活动应当具备下列条件'),
    cite('政府采购法实施条例', '第十七条', '没有重大违法记录的书面声明'),
  ],
  from: '2015-03-01',
  check: ({ input }) =>
    input?.committed !== false || {
      because: '还没有作出承诺',
      cure: '读过承诺内容后勾选；不能承诺的，不能登记',
      field: 'commitment',
    },
}
const termed: Rule<Standing> = {
  id: 'register.termed',
  title: '禁止参加政府采购活动须有期限，期满即可参加',
  cites: [cite('政府采购法实施条例', '第十九条', '期限届满的，可以参加政府采购活动')],
  from: '2015-03-01',
  check: ({ input, today }) =>
    input?.until === undefined ||
    (input.until !== null && input.until > today) || {
      because: `期满日${input.until === null ? '没有填' : `${showDay(input.until)}不在今天之后`}`,
      cure: '按决定文书填写期满日；期满后系统自动恢复',
      field: 'until',
    },
}

export const inReach: Rule<Standing> = {
  id: 'register.inReach',
  title: '财政部门只导入本级和下级的登记',
  cites: [citeMarked('内财购〔2020〕179号', '分级管理、信息共享', '◐')],
  from: '2020-03-02',
  check: ({ input, actorRegion }) =>
    input?.region === undefined ||
    actorRegion === null ||
    actorRegion === undefined ||
    within(input.region, actorRegion) || {
      because: `登记地是${regionName(input.region)}，不在${regionName(actorRegion)}之内`,
      cure: '由登记地或其上级财政部门导入',
      field: 'region',
    },
}

/**
 * How a registration comes in that nobody files: carried over from 0.1.0 (`adopt`), or brought by a finance department's table
 * and taken back while nothing rests on it (`bring`, `retract`; libraries/intake).
 */
// biome-ignore format: a table reads as a table
export const arriving = <const Rules extends readonly unknown[]>(rules: Rules, sealed?: true) => {
  const quiet = sealed ? { sealed } as const : {}
  return {
    adopt:      { name: '接续登记',         from: [],       to: '在库',   by: ['系统'], ...quiet },
    adoptEnded: { name: '接续登记（停用）', from: [],       to: '停用',   by: ['系统'], ...quiet },
    bring:      { name: '批量导入',         from: [],       to: '在库',   by: ['财政监管'], rules, inner: true, ...quiet },
    retract:    { name: '撤回导入',         from: ['在库'], to: '已撤回', by: ['财政监管'], inner: true, ...quiet },
  } as const
}

/** 暂停、恢复、停用：the same for every library; `own` is the desk that may sign itself off. */
// biome-ignore format: a table reads as a table
export const standing = <R extends Role>(own: R, sealed?: true) => {
  const quiet = sealed ? { sealed } as const : {}
  return {
    suspend:   { name: '暂停资格', from: ['在库'],         to: '暂停', by: ['财政监管'], rules: [termed], may: true, ...quiet },
    resume:    { name: '提前恢复', from: ['暂停'],         to: '在库', by: ['财政监管'], may: true, ...quiet },
    lapse:     { name: '期满恢复', from: ['暂停'],         to: '在库', by: ['系统'], ...quiet },
    withdraw:  { name: '自愿退出', from: ['在库'],         to: '停用', by: [own], may: true, ...quiet },
    remove:    { name: '移出',     from: ['在库', '暂停'], to: '停用', by: ['财政监管'], may: true, ...quiet },
    reinstate: { name: '重新入库', from: ['停用'],         to: '在库', by: ['财政监管'], may: true, ...quiet },
  } as const
}
