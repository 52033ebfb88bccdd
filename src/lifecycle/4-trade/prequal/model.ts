import {
  type Day,
  dayOf,
  type Instant,
  type Rule,
  type StateOf,
  showDay,
  showInstant,
} from '#kernel'
import {
  cite,
  citeMarked,
  citesOf,
  earliestDeadline,
  ends,
  flow,
  inn,
  lawOn,
  methodRow,
  sayByNumber,
} from '#law'
import { intended, type TenderFacts } from '#trade/tender'

export interface PrequalFacts {
  readonly tender: TenderFacts
  readonly tenderState: string
  readonly now: Instant
  readonly today: Day
  readonly deadline: Instant | null
  readonly applied: number
  readonly passed: number
  /** Nothing of it is under way already. */
  readonly alone: boolean
  readonly input?: {
    readonly deadline?: Instant
    readonly supplyEnds?: Day
    readonly need?: number | null
    readonly missing?: readonly string[]
    readonly grounds?: string
  }
}
/** 合作创新采购 calls for applications through this room too, by its own clock and to its own number. */
const innovation = (f: { readonly tender: Pick<TenderFacts, 'planMethod'> }) =>
  f.tender.planMethod === '合作创新采购'
const schemeApproved: Rule<PrequalFacts> = {
  id: 'prequal.scheme',
  title: '采购方案核准以后发布合作创新采购公告',
  cites: [inn('第十二条')],
  from: '2024-06-01',
  check: (f) => {
    const state = f.tender.innovation?.state ?? null
    return (
      !innovation(f) ||
      state === '已核准' || {
        because: state === null ? '还没有采购方案' : `采购方案处于“${state}”`,
        cure: '采购人编制采购方案并经本单位核准',
      }
    )
  },
}
const I21 = cite('政府采购法实施条例', '第二十一条', '自公告发布之日起不得少于5个工作日')
const way: Rule<PrequalFacts> = {
  id: 'prequal.way',
  title: '资格预审用于招标',
  cites: [cite('87号令', '第十四条', '发布资格预审公告征集')],
  from: '2015-03-01',
  check: ({ tender: { planMethod } }) =>
    methodRow(planMethod).ways.includes('资格预审') || {
      because: `${planMethod}不以资格预审的方式邀请供应商`,
      facts: { 采购方式: planMethod },
      cure: '公开招标、邀请招标可以资格预审',
    },
}
const ready: Rule<PrequalFacts> = {
  id: 'prequal.ready',
  title: '资格预审文件随采购文件确认，同一项目一次进行一场',
  cites: [cite('87号令', '第二十一条', '编制资格预审文件')],
  from: '2017-10-01',
  check: ({ tenderState, alone }) => {
    if (tenderState !== '文件已确认')
      return { because: `招标项目处于“${tenderState}”`, cure: '采购人确认文件以后、招标以前进行' }
    return (
      alone || {
        because: '本项目的资格预审正在进行或者已经办结',
        cure: '使用正在进行的那一场；已经取消的，待其状态更新后再办',
      }
    )
  },
}
const early: Rule<PrequalFacts> = {
  ...intended,
  check: (f, on) => intended.check(f.tender, on),
}
const openLong: Rule<PrequalFacts> = {
  id: 'prequal.openFor',
  title: '提交资格预审申请文件的时间不得少于五个工作日',
  cites: [I21],
  from: '2015-03-01',
  check: (f, on) => {
    const { today, input } = f
    if (input?.deadline === undefined) return true
    const name = innovation(f) ? '合作创新申请期' : '资格预审申请期'
    const days = lawOn(on)(name)
    const earliest = earliestDeadline(name, today, on)
    const end = dayOf(input.deadline)
    return (
      end >= earliest || {
        ...(innovation(f)
          ? { rule: `提交申请文件的时间不得少于${days}个工作日`, cites: citesOf(on, name) }
          : {}),
        because: `公告${showDay(today)}，申请截止${showDay(end)}，不足${days === 5 ? '五' : days}个工作日`,
        facts: { 公告: today, 截止: end, 最早: earliest },
        cure: `截止改为${showDay(earliest)}及以后`,
        field: 'deadline',
        suggest: earliest,
      }
    )
  },
}
const supplied: Rule<PrequalFacts> = {
  id: 'prequal.supplied',
  title: '资格预审文件提供期限不得少于五个工作日',
  cites: [
    cite('87号令', '第十八条', '提供期限自招标公告、资格预审公告发布之日起计算不得少于5个工作日'),
  ],
  from: '2017-10-01',
  check: (f, on) => {
    const { today, input } = f
    // 87号令 speaks of tenders; of this one article of 13号 we have seen no such period.
    if (input?.supplyEnds === undefined || innovation(f)) return true
    const least = ends('招标文件提供期', today, on)
    return (
      input.supplyEnds >= least || {
        because: `公告${showDay(today)}，提供至${showDay(input.supplyEnds)}，不足五个工作日`,
        facts: { 提供至: input.supplyEnds, 最早: least },
        cure: `改为${showDay(least)}及以后`,
        field: 'supplyEnds',
        suggest: least,
      }
    )
  },
}
const GPL34 = cite('政府采购法', '第三十四条', '通过随机方式选择三家以上的供应商')
const wantsEnough: Rule<PrequalFacts> = {
  id: 'prequal.need',
  title: '拟邀请的供应商不得少于三家；公开招标邀请全部合格供应商',
  cites: [GPL34, cite('87号令', '第十八条', '招标文件应当向所有通过资格预审的供应商提供')],
  from: '2017-10-01',
  check: ({ tender: { planMethod }, input }) => {
    const need = input?.need
    if (need === undefined) return true
    if (planMethod === '合作创新采购')
      return (
        need === null || {
          rule: '与所有通过资格审查的供应商进行创新概念交流',
          cites: [inn('第十六条', '✎')],
          because: `只邀请${need}家，通过资格审查的都应当参加交流`,
          cure: '家数不填，邀请全部合格供应商',
          field: 'need',
        }
      )
    if (planMethod === '公开招标')
      return (
        need === null || {
          because: `公开招标只邀请${need}家，通过资格预审的都应当得到招标文件`,
          cure: '家数不填，邀请全部合格供应商',
          field: 'need',
        }
      )
    return (
      need === null ||
      need >= 3 || {
        because: `拟邀请${need}家，不足三家`,
        facts: { 拟邀请: need },
        cure: '三家以上，或者不填（邀请全部合格供应商）',
        field: 'need',
        suggest: '3',
      }
    )
  },
}
const complete: Rule<PrequalFacts> = {
  id: 'prequal.everyVerdict',
  title: '按照文件载明的标准逐家逐项审查，不合格的写明原因',
  cites: [
    cite('87号令', '第十四条', '应当按照资格预审文件载明的标准和方法，对潜在投标人进行资格预审'),
  ],
  from: '2017-10-01',
  check: ({ input }) => {
    const missing = input?.missing ?? []
    return (
      missing.length === 0 || {
        because: `还有${missing.length}项没有结论或者没有原因：${missing.slice(0, 5).join('、')}`,
        cure: '每家每项都给出结论，不通过的写明原因',
        field: 'verdicts',
      }
    )
  },
}
/** Three in a tender; no number of co-operative innovation was seen, so nobody at all is too few (△, methods.ts). */
const leastOf = (f: PrequalFacts) =>
  innovation(f) ? methodRow(f.tender.planMethod).suppliers.least : 3
const enough: Rule<PrequalFacts> = {
  id: 'prequal.enough',
  title: '通过资格预审的供应商不得少于三家',
  cites: [GPL34, cite('87号令', '第四十四条', '合格投标人不足3家的，不得评标')],
  from: '2017-10-01',
  check: (f) => {
    const { passed } = f
    const least = leastOf(f)
    return (
      passed >= least || {
        ...(innovation(f)
          ? { rule: '没有供应商通过资格审查的不能继续', cites: [inn('供应商数量', '✎')] }
          : {}),
        because: innovation(f)
          ? `通过资格审查的供应商${passed}家`
          : `通过资格预审的供应商${passed}家，不足三家`,
        facts: { 通过: passed },
        cure: innovation(f) ? '终止后重新征集' : '终止资格预审，完善文件后重新征集',
      }
    )
  },
}
/** 终止 has its grounds: what the law names, and no other. */
export const failures = [
  '通过资格预审的供应商不足三家',
  '没有供应商通过资格审查',
  '因重大变故采购任务取消',
] as const
const mayFail: Rule<PrequalFacts> = {
  id: 'prequal.mayFail',
  title: '资格预审公告发布后不得擅自终止',
  cites: [cite('87号令', '第二十九条', '在发布招标公告、资格预审公告或者发出投标邀请书后')],
  from: '2017-10-01',
  check: (f) => {
    const { input, passed, applied, now, deadline } = f
    const given = input?.grounds
    if (given === undefined || given === failures[2]) return true
    if (given !== failures[innovation(f) ? 1 : 0])
      return {
        because: `${f.tender.planMethod}没有这一终止情形`,
        cure: `选择“${failures[innovation(f) ? 1 : 0]}”`,
        field: 'grounds',
      }
    const least = leastOf(f)
    const over = deadline !== null && now >= deadline
    return (
      (over && (applied < least || passed < least)) || {
        because: over
          ? `申请${applied}家、通过${passed}家，并不少于${least === 3 ? '三' : least}家`
          : `申请还没有截止（${deadline === null ? '' : showInstant(deadline)}）`,
        cure: '不得以此为由终止',
        field: 'grounds',
      }
    )
  },
}
// biome-ignore format: a table reads as a table
export const prequalFlow = flow<PrequalFacts>()(
  {
    noun: '资格预审', module: 'prequal', states: ['待发布', '征集申请', '待审查', '已审查', '已告知', '已终止'],
    open: ['征集申请', '待审查', '已审查', '已告知', '已终止'], onDue: { 征集申请: 'close' }, say: sayByNumber,
  },
  {
    draft:    { name: '编制资格预审文件', from: [],           to: '待发布',   by: ['代理经办'], rules: [way, ready, schemeApproved, wantsEnough] },
    publish:  { name: '发布资格预审公告', from: ['待发布'],   to: '征集申请', by: ['代理经办'], rules: [ready, schemeApproved, early, openLong, supplied] },
    close:    { name: '申请截止',         from: ['征集申请'], to: '待审查',   by: ['系统'] },
    review:   { name: '审查申请',         from: ['待审查'],   to: '已审查',   by: ['采购人经办'], rules: [complete], sealed: true },
    conclude: { name: '告知结果并确定邀请名单', from: ['已审查'], to: '已告知', by: ['代理经办'], rules: [enough] },
    fail:     { name: '终止资格预审',     from: ['待发布', '征集申请', '待审查', '已审查'], to: '已终止', by: ['代理经办'], rules: [mayFail], may: true },
  },
)
export type PrequalState = StateOf<typeof prequalFlow>

export interface ApplicationFacts {
  readonly now: Instant
  readonly deadline: Instant | null
  readonly prequalState: string
  readonly supplierState: string
  readonly input?: { readonly unanswered?: readonly string[] }
}
const inTime: Rule<ApplicationFacts> = {
  id: 'application.inTime',
  title: '资格预审申请在截止以前提交',
  cites: [I21],
  from: '2015-03-01',
  check: ({ now, deadline, prequalState }) =>
    (prequalState === '征集申请' && deadline !== null && now < deadline) || {
      because:
        deadline === null
          ? '资格预审公告尚未发布'
          : now >= deadline
            ? `资格预审申请已于${showInstant(deadline)}截止`
            : `资格预审处于“${prequalState}”`,
      facts: { 截止: deadline === null ? '未定' : showInstant(deadline) },
      cure: '截止以后不再受理；公告尚未发布的，待发布以后提交',
    },
}
const registered: Rule<ApplicationFacts> = {
  id: 'application.registered',
  title: '供应商须在库',
  cites: [citeMarked('内财购〔2020〕179号', '七大基础库', '✔')],
  from: '2020-03-02',
  check: ({ supplierState }) =>
    supplierState === '在库' || {
      because: `本单位在供应商库中处于“${supplierState}”`,
      cure: '完成供应商登记后申请',
    },
}
const answered: Rule<ApplicationFacts> = {
  id: 'application.answered',
  title: '申请文件逐项响应资格要求',
  cites: [cite('87号令', '第二十一条', '申请人应当提供的资格预审申请文件的内容和格式')],
  from: '2017-10-01',
  check: ({ input }) => {
    const left = input?.unanswered ?? []
    return (
      left.length === 0 || {
        because: `没有响应：${left.join('、')}`,
        cure: '逐项说明如何满足',
        field: 'answers',
      }
    )
  },
}
// biome-ignore format: a table reads as a table
export const applicationFlow = flow<ApplicationFacts>()(
  { noun: '资格预审申请', module: 'application', states: ['已提交', '已撤回', '通过', '未通过'], closed: ['已提交', '已撤回', '通过', '未通过'], say: sayByNumber },
  {
    apply:    { name: '提交资格预审申请', from: [],                   to: '已提交', by: ['供应商经办'], rules: [inTime, registered, answered], sealed: true },
    replace:  { name: '更换申请',         from: ['已提交', '已撤回'], to: '已提交', by: ['供应商经办'], rules: [inTime, registered, answered], sealed: true, may: true },
    withdraw: { name: '撤回申请',         from: ['已提交'],           to: '已撤回', by: ['供应商经办'], rules: [inTime], sealed: true, may: true },
    pass:     { name: '通过资格预审',     from: ['已提交'],           to: '通过',   by: ['代理经办'], inner: true, sealed: true },
    refuse:   { name: '未通过资格预审',   from: ['已提交'],           to: '未通过', by: ['代理经办'], inner: true, sealed: true },
  },
)
export interface Prequal {
  readonly id: string
  readonly tender: string
  /** Set when the notice goes out. */
  readonly deadline: Instant | null
  readonly supplyEnds: Day | null
  readonly reviewDay: Day | null
  readonly need: number | null
  readonly parts: string
  readonly standard: string
}
export interface Application {
  readonly id: string
  readonly prequal: string
  readonly supplier: string
  readonly answers: Readonly<Record<string, string>>
  readonly submitted: Instant
}
export interface Verdict {
  readonly application: string
  readonly item: string
  readonly passed: boolean
  readonly reason: string
}
