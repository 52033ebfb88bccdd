import type { Day, Fen, Rule } from '#kernel'

/** What the framework itself is judged on; parts that a step does not ask are left at rest. */
export interface DocFacts {
  readonly today: Day
  readonly kind: string
  readonly category: string
  readonly hostKind: string
  readonly centralised: boolean
  readonly ground: string
  readonly openGround: string | null
  readonly annual: Fen
  readonly pooled: boolean
  readonly asked: { readonly buyers: number; readonly suppliers: number }
  readonly scoped: boolean
  readonly months: number
  readonly method: string
  readonly qualityGround: string | null
  readonly criteriaTotal: number
  readonly percent: number
  readonly most: number | null
  readonly modes: readonly string[]
  readonly outside: boolean
  readonly lots: readonly {
    readonly no: number
    readonly name: string
    readonly item: string
    readonly leaf: boolean
    readonly kind: string
    readonly central: boolean
  }[]
  /** Of the step that is taken now. */
  readonly deadline: Day | null
  readonly earliest: Day | null
  readonly ends: Day | null
  readonly group: { readonly members: number; readonly experts: number } | null
  readonly judged: readonly LotJudged[]
  readonly unsigned: readonly string[]
  readonly topUp: {
    readonly left: number
    readonly original: number
    readonly affected: string
  } | null
}
/** One package as it stands at the review. */
export interface LotJudged {
  readonly no: number
  readonly came: number
  readonly fit: number
  readonly missing: readonly string[]
  readonly admitted: number | null
}
export interface ResponseFacts {
  readonly state: string
  readonly before: boolean
  readonly supplierName: string
  readonly supplierState: string
  readonly category: string
  readonly price: Fen
  readonly ceiling: Fen
  readonly standing: string
  readonly agents: number
  readonly agentsAllowed: boolean
  readonly already: boolean
  readonly removed: boolean
  readonly lotAsked: boolean
}
export interface MemberFacts {
  readonly kind: string
  readonly frameworkState: string
  readonly supplierName: string
  readonly supplierState: string
  readonly category: string
  readonly standing: string
  readonly agents: number
  readonly agentsAllowed: boolean
  readonly removed: boolean
  readonly already: boolean
  readonly asked: string | null
  /** What a removal says. */
  readonly ground: string | null
  readonly evidence: string
  /** Orders that this supplier refused or let lapse under the framework. */
  readonly refusals: number
}
export interface CallFacts {
  readonly way: string
  readonly frameworkState: string
  readonly inScope: boolean
  readonly lotName: string
  readonly modes: readonly string[]
  readonly category: string
  readonly outsideAllowed: boolean
  readonly planMethod: string
  readonly planState: string
  readonly itemPlanned: boolean
  readonly planLeft: Fen
  /** The most it can come to: price by quantity. */
  readonly amount: Fen
  readonly members: number
  readonly chosen: {
    readonly name: string
    readonly state: string
    readonly agreed: Fen
  } | null
  readonly price: Fen | null
  readonly cheapest: { readonly name: string; readonly price: Fen } | null
  readonly reason: string
  readonly hours: number | null
  readonly leastHours: number
  /** Who stands first in the queue after those that are skipped, and what is wrong with the skipping. */
  readonly turn: {
    readonly expected: string
    readonly chosen: string
    readonly wrong: string
  } | null
  readonly outsider: {
    readonly name: string
    readonly state: string
    readonly member: boolean
    readonly price: Fen
  } | null
}
export interface QuoteFacts {
  readonly state: string
  readonly before: boolean
  readonly memberState: string
  readonly price: Fen
  readonly most: Fen
  readonly mostSaid: string
  readonly taken: boolean
}
export type DocRule = Rule<DocFacts>
export type ResponseRule = Rule<ResponseFacts>
export type MemberRule = Rule<MemberFacts>
export type CallRule = Rule<CallFacts>
export type QuoteRule = Rule<QuoteFacts>
/** In force since. */
export const SINCE = '2022-03-01'
