import type { Day, Fen, Instant, Refusal } from '#kernel'
import type { Document } from './model.ts'

/** What the rules of a tender look at. Members that belong to one step's input are absent elsewhere. */
export interface TenderFacts {
  readonly planMethod: string
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
  readonly undecidedLots: readonly number[]
  readonly decidedLots: number
  readonly input?: {
    readonly deadline?: Instant
    readonly supplyEnds?: Day
    readonly affects?: boolean
    readonly newDeadline?: Instant | null
    readonly document?: Document
    readonly grounds?: string
    readonly conflicts?: readonly Conflict[]
    /** 异地评标: drawn earlier than two working days before, so that people can travel. */
    readonly remote?: boolean
  }
}
export interface Conflict {
  readonly person: string
  readonly org: string
  readonly kind: string
  readonly until: Day | null
}

export interface LotFacts {
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
  readonly input?: {
    readonly missingVerdicts?: readonly string[]
    readonly related?: readonly string[]
    readonly bid?: string
    readonly grounds?: string
  }
}
export interface QuestionFacts {
  readonly now: Instant
  readonly deadline: Instant | null
}
