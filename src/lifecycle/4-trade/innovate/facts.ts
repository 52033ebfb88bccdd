import type { Day, Fen, Instant } from '#kernel'

/** 标志性成果 (第十八条): what a stage of research may have to show. */
export const milestones = [
  '详细设计方案',
  '技术原理在实验室环境获得验证通过',
  '关键部件研制成功',
  '符合要求的模型样机',
  '通过采购人试用和履约验收',
] as const
export type Milestone = (typeof milestones)[number]
/** Whose department it is (第四条), and by what paper. */
export const authorities = [
  '省级主管预算单位',
  '省级主管预算单位授权的所属单位',
  '设区的市级主管预算单位（经省级主管部门批准）',
] as const
export interface Stage {
  readonly name: string
  readonly milestone: Milestone
  /** What counts as reached. */
  readonly standard: string
}
export interface FirstCriterion {
  readonly key: string
  readonly name: string
  readonly max: number
  readonly steps: string
}
/** 采购方案（第十二条）：its ten parts, and what the research-negotiation document takes from it. */
export interface Scheme {
  readonly ground: string
  readonly authority: (typeof authorities)[number]
  /** 批准或者授权文件; empty where none is asked for. */
  readonly permit: string
  readonly goal: string
  readonly maxCost: Fen
  readonly scenario: string
  readonly months: number
  readonly invite: string
  readonly group: {
    readonly representatives: number
    readonly technical: number
    readonly legal: number
    readonly economic: number
  }
  readonly criteria: string
  /** 成本范围与费用限额 of what is compensated, over all researchers together. */
  readonly scope: string
  readonly cap: Fen
  readonly firstCap: Fen
  readonly midTerm: boolean
  readonly ip: string
  readonly upgrade: string
  readonly terms: string
  readonly risk: string
  readonly argued: string
  /** 研发供应商数量, and how they go on. */
  readonly suppliers: number
  readonly stages: readonly Stage[]
  readonly first: readonly FirstCriterion[]
}
export interface Attendance {
  readonly supplier: string
  readonly attended: boolean
  readonly reason: string
}
export interface Exchange {
  readonly id: string
  readonly innovation: string
  readonly at: Instant
  readonly form: string
  readonly told: string
  readonly attendance: readonly Attendance[]
}
export interface Mark {
  readonly research: string
  readonly key: string
  readonly points: number
}
export interface FirstReview {
  readonly marks: readonly Mark[]
  readonly opinion: string
  readonly day: Day
}
export interface Innovation {
  readonly id: string
  readonly project: string
  readonly scheme: Scheme
  readonly tender: string | null
  readonly version: number | null
  readonly lot: string | null
  readonly first: FirstReview | null
}
/** A candidate in the order of the ranking, with its two prices. */
export interface Candidate {
  readonly bid: string
  readonly supplier: string
  readonly name: string
  readonly place: number
  readonly research: Fen
  readonly first: Fen
}
/** 终止：what has befallen the research, said by whoever answers for it. */
export const endings = [
  '研发供应商均被淘汰或者研发成果均未通过验收',
  '因重大变故采购任务取消',
] as const
export interface InnovationFacts {
  readonly method: string
  readonly region: string
  readonly tier: string
  readonly budget: Fen
  readonly scheme: Scheme
  /** 通过资格审查的; null until it has been told. */
  readonly passed: readonly { readonly supplier: string; readonly name: string }[] | null
  readonly exchanges: readonly Exchange[]
  readonly candidates: readonly Candidate[]
  /** How every research stands, and awards whose contract is not filed yet. */
  readonly researches: readonly {
    readonly id: string
    readonly name: string
    readonly state: string
    readonly first: Fen
  }[]
  readonly unsigned: readonly string[]
  readonly first: FirstReview | null
  readonly input?: {
    readonly attendance?: readonly Attendance[]
    readonly bids?: readonly string[]
    readonly marks?: readonly Mark[]
    readonly research?: string
    readonly grounds?: string
  }
}
