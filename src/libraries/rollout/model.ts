import { type Day, type Fen, type Rule, showDay, showYuan } from '#kernel'
import { citeMarked, flow } from '#law'

/** The ten subsystems, each of which goes live by itself (内财购〔2020〕179号三（一）). */
export const features = [
  '预算计划备案',
  '电子招投标',
  '电子卖场',
  '框架协议',
  '合同履约支付',
  '信息发布',
  '质疑投诉',
  '诚信评价',
  '监督与大数据',
  '专家抽取',
] as const
export type Feature = (typeof features)[number]
const plan = (article: string) => citeMarked('内财购〔2020〕179号', article, '◐')
const ours = citeMarked('系统设置', '上线准备', '△')

/** 《各盟市政府采购业务开展情况调查表》: the annex itself was not found, so its items are ours (△). Counts are those of the year before. */
export interface Survey {
  readonly purchasers: number
  readonly agencies: number
  readonly projects: number
  readonly amount: string
  readonly staff: number
  readonly rooms: number
  readonly integrated: boolean
  readonly system: string
  readonly network: string
  readonly contact: string
  readonly phone: string
}
export interface PilotFacts {
  /** Place of the finance department that acts. */
  readonly actorRegion: string
  readonly tier: string
  readonly pending: boolean
}
const leagues: Rule<PilotFacts> = {
  id: 'pilot.leagues',
  title: '由盟市（含旗县区）自行申报试点',
  cites: [plan('四（一）')],
  from: '2020-03-02',
  check: ({ tier }) =>
    tier !== '自治区' || { because: '自治区不申报试点', cure: '由盟市、旗县区财政部门申报' },
}
const oneAtATime: Rule<PilotFacts> = {
  id: 'pilot.oneAtATime',
  title: '一地同时只有一份申请',
  cites: [ours],
  from: '2020-03-02',
  check: ({ pending }) =>
    !pending || { because: '本地区已有一份申请在办，或已列入试点', cure: '待办结后再申请' },
}
// biome-ignore format: a table reads as a table
export const pilotFlow = flow<PilotFacts>()(
  { noun: '试点申请', module: 'pilot', states: ['已报送', '已列入试点', '未列入'], open: ['已报送', '已列入试点', '未列入'] },
  {
    apply:    { name: '申报试点',   from: [],         to: '已报送',     by: ['财政监管'], rules: [leagues, oneAtATime] },
    select:   { name: '列入试点',   from: ['已报送'], to: '已列入试点', by: ['财政监管'], nature: '审核' },
    leaveOut: { name: '不列入试点', from: ['已报送'], to: '未列入',     by: ['财政监管'], nature: '审核' },
  },
)

/** 上线准备: what the data shows by itself, and what people must vouch for with evidence. */
export const vouched = [
  '培训完成',
  '财政一体化接口联调',
  '国库支付账户核对',
  '试运行项目办结',
  '应急办法',
] as const
export interface Readiness {
  readonly item: string
  readonly how: '系统核算' | '人工核验'
  readonly ready: boolean
  readonly told: string
}
export interface Counts {
  readonly purchasers: number
  readonly operators: number
  readonly reviewers: number
  readonly supervisors: number
  readonly treasury: number
  readonly needFactor: number
  readonly haveFactor: number
}
export function readiness(
  c: Counts,
  attested: ReadonlyMap<string, { evidence: string; by: string }>,
): Readiness[] {
  const counted = (item: string, ready: boolean, told: string): Readiness => ({
    item,
    how: '系统核算',
    ready,
    told,
  })
  return [
    counted('预算单位已登记', c.purchasers > 0, `${c.purchasers}家采购人在库`),
    counted(
      '有经办和审核人员',
      c.operators > 0 && c.reviewers > 0,
      `经办${c.operators}人，审核${c.reviewers}人`,
    ),
    counted('财政部门有人监管', c.supervisors > 0, `财政监管${c.supervisors}人`),
    counted('有国库集中支付机构', c.treasury > 0, `${c.treasury}家`),
    counted(
      '须用第二因素的人员都已添加',
      c.haveFactor >= c.needFactor,
      `${c.needFactor}人须用，${c.haveFactor}人已有`,
    ),
    ...vouched.map((item): Readiness => {
      const a = attested.get(item)
      return {
        item,
        how: '人工核验',
        ready: a !== undefined,
        told: a ? `${a.evidence}（${a.by}）` : '还没有核验',
      }
    }),
  ]
}
export interface RollFacts {
  readonly today: Day
  readonly open: readonly Readiness[]
  /** What is live already, or has a date. */
  readonly dated: Readonly<Record<string, Day>>
  readonly exists: boolean
  readonly input?: { readonly features?: readonly Feature[]; readonly since?: Day }
}
const once: Rule<RollFacts> = {
  id: 'rollout.once',
  title: '一地一次上线实施',
  cites: [ours],
  from: '2020-03-02',
  check: ({ exists }) =>
    !exists || { because: '本地区的上线实施已经启动', cure: '在原来的记录上接着办' },
}
const prepared: Rule<RollFacts> = {
  id: 'rollout.prepared',
  title: '准备就绪方可上线',
  cites: [plan('四（二）'), ours],
  from: '2020-03-02',
  check: ({ open }) => {
    const left = open.filter((r) => !r.ready)
    return (
      left.length === 0 || {
        because: `还有${left.length}项没有就绪：${left.map((r) => `${r.item}（${r.told}）`).join('、')}`,
        facts: { 未就绪: left.length, 共: open.length },
        cure: '逐项办好；须人工核验的，填报凭据',
      }
    )
  },
}
const ahead: Rule<RollFacts> = {
  id: 'rollout.ahead',
  title: '上线日期须在今天以后，已经上线的不改',
  cites: [plan('五（四）'), ours],
  from: '2020-03-02',
  check: ({ input, today, dated }) => {
    const { features: wanted = [], since } = input ?? {}
    if (since !== undefined && since <= today)
      return {
        because: `上线日期${showDay(since)}不在今天以后`,
        facts: { 今天: showDay(today) },
        cure: '另定日期：推广期间不得影响正在办理的业务',
        field: 'since',
      }
    const begun = wanted.filter((f) => {
      const day = dated[f]
      return day !== undefined && day <= today
    })
    return (
      begun.length === 0 || {
        because: `${begun.join('、')}已经上线`,
        cure: '已经上线的不再改期',
        field: 'features',
      }
    )
  },
}
// biome-ignore format: a table reads as a table
export const rollFlow = flow<RollFacts>()(
  { noun: '上线实施', module: 'rollout', states: ['准备中', '已定上线'], open: ['准备中', '已定上线'] },
  {
    start:    { name: '启动上线实施', from: [],                       to: '准备中',   by: ['财政监管'], rules: [once] },
    vouch:    { name: '核验一项准备', from: ['准备中'],               to: '准备中',   by: ['财政监管'] },
    schedule: { name: '确定上线日期', from: ['准备中', '已定上线'],   to: '已定上线', by: ['财政监管'], rules: [prepared, ahead], may: true },
  },
)
/** In its own place, before the day from which its purchases are made here: only what was begun the old way, in the old way. */
export interface LiveFacts {
  readonly today: Day
  /** From when; undefined: as long as anyone remembers. */
  readonly liveFrom?: Day | undefined
}
export const live = (feature: Feature): Rule<Partial<LiveFacts>> => ({
  id: `rollout.live.${feature}`,
  title: '上线日期以前按原办法办理',
  cites: [plan('五（四）')],
  from: '2020-03-02',
  check: ({ liveFrom, today }) =>
    liveFrom === undefined ||
    today === undefined ||
    liveFrom <= today || {
      because: `本地区的“${feature}”自${showDay(liveFrom)}起在网上办理，今天还没有到`,
      facts: { 上线日期: showDay(liveFrom), 今天: showDay(today) },
      cure: '现在开始的采购按原办法办理，并登记为在途项目；或者等到上线日期',
    },
})

export const stages = ['意向', '计划', '交易', '合同', '验收', '支付'] as const
export type Stage = (typeof stages)[number]
export interface Running {
  readonly id: string
  readonly buyer: string
  readonly began: Day
  readonly stage: Stage
  readonly basis: string
  readonly amount: Fen
  readonly contract: Fen | null
  readonly paid: Fen
  readonly supplier: string
}
export interface RunningFacts {
  readonly today: Day
  readonly liveFrom?: Day | undefined
  readonly now?: Running
  readonly input?: Partial<Running>
}
/** A purchase under way is as old as it is: whatever day judges it, these hold. */
const OLDEST = '2000-01-01'
const before: Rule<RunningFacts> = {
  id: 'running.before',
  title: '在途项目是上线以前开始的采购',
  cites: [plan('五（四）'), ours],
  from: OLDEST,
  check: ({ input, liveFrom, today }) => {
    const began = input?.began
    if (began === undefined) return true
    if (began > today)
      return { because: '开始日期在今天以后', cure: '填写实际开始的日期', field: 'began' }
    return (
      (liveFrom !== undefined && began < liveFrom) || {
        because:
          liveFrom === undefined
            ? '本地区没有登记上线日期，采购都在网上办理'
            : `${showDay(began)}开始，已在上线日期${showDay(liveFrom)}以后`,
        cure: '在网上从采购需求办起',
        field: 'began',
      }
    )
  },
}
const money: Rule<RunningFacts> = {
  id: 'running.money',
  title: '付款不超过合同，合同不超过预算',
  cites: [plan('三（二）'), ours],
  from: OLDEST,
  check: ({ now, input }) => {
    const amount = input?.amount ?? now?.amount ?? 0
    const contract = input?.contract ?? now?.contract ?? null
    const paid = input?.paid ?? now?.paid ?? 0
    if (contract !== null && contract > amount)
      return {
        because: `合同${showYuan(contract)}超过预算${showYuan(amount)}`,
        cure: '核对金额',
        field: 'contract',
      }
    return (
      paid <= (contract ?? 0) || {
        because:
          contract === null
            ? '还没有合同，不能付款'
            : `累计付款${showYuan(paid)}超过合同${showYuan(contract)}`,
        cure: contract === null ? '先登记合同' : '核对金额',
        field: 'paid',
      }
    )
  },
}
const onward: Rule<RunningFacts> = {
  id: 'running.onward',
  title: '阶段只往后走',
  cites: [ours],
  from: OLDEST,
  check: ({ now, input }) =>
    now === undefined ||
    input?.stage === undefined ||
    stages.indexOf(input.stage) >= stages.indexOf(now.stage) || {
      because: `现在在“${now.stage}”，不能退回“${input.stage}”`,
      cure: '填错的，由财政部门说明后注销重新登记',
      field: 'stage',
    },
}
const settled: Rule<RunningFacts> = {
  id: 'running.settled',
  title: '款项付清方可办结',
  cites: [plan('三（二）'), ours],
  from: OLDEST,
  check: ({ now }) =>
    now === undefined ||
    (now.contract !== null && now.paid === now.contract) || {
      because:
        now.contract === null
          ? '没有登记合同'
          : `合同${showYuan(now.contract)}，已付${showYuan(now.paid)}`,
      cure: '登记合同和全部付款后办结；不再采购的，注销',
    },
}
// biome-ignore format: a table reads as a table
export const runningFlow = flow<RunningFacts>()(
  { noun: '在途项目', module: 'running', states: ['在途', '已办结', '已注销'] },
  {
    register: { name: '登记在途项目', from: [],       to: '在途',   by: ['采购人经办'], rules: [before, money] },
    progress: { name: '更新进度',     from: ['在途'], to: '在途',   by: ['采购人经办'], rules: [money, onward], may: true },
    finish:   { name: '办结',         from: ['在途'], to: '已办结', by: ['采购人审核'], rules: [settled], apartFrom: ['register'] },
    cancel:   { name: '注销',         from: ['在途'], to: '已注销', by: ['财政监管'], may: true },
  },
)
