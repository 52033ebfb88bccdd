import type { Day, Fen, Instant, Refusal } from '#kernel'
import type { MethodName, Way } from '#law'
import type { AgainGround } from './again-rules.ts'
import type { Barred } from './eligible-rules.ts'
import type { InnovationSeen } from './innovation-seen.ts'
import type { Document } from './model.ts'
import type { ChangeGround } from './result-rules.ts'

/** What the rules of a tender look at. Members that belong to one step's input are absent elsewhere. */
export interface TenderFacts {
  readonly planMethod: MethodName
  readonly region: string
  /** What the finance department allowed for this purchase. */
  readonly approvedGrounds: readonly string[]
  readonly importsApproved: boolean
  readonly emergency: boolean
  /** The agency is a 集中采购机构. */
  readonly centralised: boolean
  readonly forSme: boolean
  readonly way: Way
  /** Suppliers on the shortlist; null: none was made. */
  readonly invited: number | null
  readonly planAmount: Fen
  readonly planCategory: '货物' | '服务' | '工程'
  readonly document: Document | null
  readonly now: Instant
  readonly today: Day
  readonly intentionPublished: Day | null
  readonly exemption: string
  readonly published: Day | null
  readonly deadline: Instant | null
  readonly reviewDay: Day | null
  /** 合作创新: where the scheme stands, how many researchers it wants, what applicants were looked at by; null for other methods. */
  readonly innovation: InnovationSeen | null
  readonly undecidedLots: readonly number[]
  readonly decidedLots: number
  readonly input?: {
    readonly deadline?: Instant
    readonly supplyEnds?: Day
    readonly affects?: boolean
    readonly newDeadline?: Instant | null
    readonly document?: Document
    /** Changes that somebody wrote down, and those found by comparing two versions. */
    readonly told?: number
    readonly compared?: number
    readonly grounds?: string
    readonly conflicts?: readonly Conflict[]
    /** 更正结果公告: items that are not there, are the result itself, or stay as they are. */
    readonly rewording?: {
      readonly unknown: readonly string[]
      readonly fixed: readonly string[]
      readonly same: readonly string[]
      readonly count: number
    }
    /** 另行确定: on what, who, and who may be. */
    readonly changing?: {
      readonly ground: ChangeGround
      readonly reported: boolean
      readonly bid: string
      readonly now: string
      readonly next: readonly string[]
      readonly nextNames: readonly string[]
      /** Qualified candidates without the one whose award falls; the fewest that must be left. */
      readonly left: number
      readonly least: number
      readonly lotState: string
    }
    readonly shortlist?: Shortlisting
    /** 异地评标: drawn earlier than two working days before, so that people can travel. */
    readonly remote?: boolean
  }
}
export interface Candidate {
  readonly supplier: string
  readonly by: '采购人' | '评审专家'
  readonly reason: string
}
/** 邀请名单怎样产生. */
export interface Shortlisting {
  readonly way: Way
  readonly need: number
  readonly watchers: readonly string[]
  readonly candidates: readonly Candidate[]
  /** 通过资格预审的供应商; null where none was concluded. */
  readonly prequalified: readonly string[] | null
  /** Who made it: the room that found the suppliers qualified, or that met them; absent where a hand did. */
  readonly from?: '资格预审' | '概念交流'
  /** The only supplier that the publicity named; null where none was made. */
  readonly onlySupplier: string | null
}
export interface Conflict {
  readonly person: string
  readonly org: string
  readonly kind: string
  readonly until: Day | null
}

export interface LotFacts {
  readonly method: MethodName
  readonly category: '货物' | '服务' | '工程'
  readonly region: string
  /** The fewest suppliers that may go on: three, or fewer where the law and a proven ground say so. */
  readonly least: number
  readonly reached: boolean
  /** Invited after a prequalification, and nothing was found against any bid since. */
  readonly prequalified: boolean
  readonly paused: boolean
  /** 异地评审 of this tender, if one is planned: its state. */
  readonly remote: string | null
  readonly reserved: boolean
  readonly envelopes: 1 | 2
  readonly negotiable: readonly string[]
  /** 合作创新: how many researchers the scheme wants; null for other methods. */
  readonly researchers: number | null
  /** Conforming suppliers that still take part, and those of them nobody has talked with. */
  readonly conforming: number
  readonly untalked: readonly string[]
  readonly unjudged: number
  /** The round that prices come from: when it closes, whether it is open, how many quotes lie in it. */
  readonly finalDeadline: Instant | null
  readonly finalOpened: boolean
  /** The group has signed off which price envelopes may be opened. */
  readonly admitted: boolean
  readonly quotes: number
  readonly now: Instant
  readonly deadline: Instant | null
  readonly bidders: number
  readonly qualified: number
  readonly members: number
  readonly experts: number
  readonly budget: Fen
  readonly unsigned: number
  readonly disagreements: readonly string[]
  readonly conflicts: readonly Conflict[]
  readonly evaluationRefusals: readonly Refusal[]
  readonly ranking: readonly (readonly string[])[]
  readonly names: Readonly<Record<string, string>>
  /** Bids whose price set off a trigger and that nobody has asked to explain yet; letters not concluded. */
  readonly unexplained: readonly string[]
  readonly openLetters: number
  /** A re-evaluation changed the result and the finance department has not been told. */
  readonly untold: boolean
  readonly input?: {
    readonly missingVerdicts?: readonly string[]
    /** What stands against bids that this step would let pass. */
    readonly barred?: readonly Barred[]
    readonly bid?: string
    /** 合作创新: the researchers that the scheme's own act chose. */
    readonly research?: readonly string[]
    readonly again?: { readonly grounds: AgainGround; readonly items: number }
    readonly grounds?: string
    readonly variation?: { readonly key: string }
    readonly record?: Readonly<Record<string, string>>
  }
}
export interface QuestionFacts {
  readonly now: Instant
  readonly deadline: Instant | null
}
