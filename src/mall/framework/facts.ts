import type { Day, Fen, Rule } from '#kernel'
import type { Consumable, Discount } from './model.ts'
import type { PartyFacts } from './party-rules.ts'

/** What the framework itself is judged on; parts that a step does not ask are left at rest. */
export interface DocFacts {
  readonly today: Day
  readonly kind: string
  readonly category: string
  readonly hostKind: string
  readonly centralised: boolean
  readonly hostState: string
  /** 主管预算单位 of a solicitor that is none itself; null where it has nobody above in the tree of budgets. */
  readonly department: string | null
  readonly consent: string
  /** Purchasers named that are outside the department and its system; regions that the scope names. */
  readonly strangers: readonly string[]
  readonly regions: number
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
    /** The name of the item: 复印机, 打印机. */
    readonly called: string
    readonly discounts: readonly Discount[]
    readonly consumables: readonly Consumable[]
    readonly years: number | null
  }[]
  /** Of the step that is taken now. */
  readonly deadline: Day | null
  readonly earliest: Day | null
  readonly ends: Day | null
  readonly reviewDay: Day | null
  readonly group: {
    readonly members: number
    readonly experts: number
    readonly twice: readonly string[]
  } | null
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
export interface ResponseFacts extends PartyFacts {
  readonly state: string
  readonly before: boolean
  readonly boxState: string
  readonly already: boolean
  readonly lotAsked: boolean
}
/** What an answer says, once it is open. */
export interface OpenedFacts extends PartyFacts {
  readonly price: Fen
  readonly ceiling: Fen
  /** Consumables and fittings, by name: what the document lists, what was quoted. */
  readonly asked: readonly string[]
  readonly quoted: readonly string[]
}
export interface MemberFacts extends PartyFacts {
  readonly kind: string
  readonly frameworkState: string
  readonly already: boolean
  readonly asked: string | null
  /** What a removal says. */
  readonly ground: string | null
  readonly evidence: string
  /** Orders that this supplier refused or let lapse under the framework. */
  readonly refusals: number
  /** Is a replacement asked for and not answered? And the one that is judged now. */
  readonly replacing: boolean
  readonly proposal: {
    readonly same: boolean
    readonly price: Fen
    readonly agreed: Fen
    readonly dearer: readonly string[]
    readonly missing: readonly string[]
    readonly comparison: string
  } | null
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
  readonly accessory: string
  /** Does the package list that consumable? True where the thing itself is bought. */
  readonly accessoryListed: boolean
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
export type OpenedRule = Rule<OpenedFacts>
export type MemberRule = Rule<MemberFacts>
export type CallRule = Rule<CallFacts>
export type QuoteRule = Rule<QuoteFacts>
/** In force since. */
export const SINCE = '2022-03-01'
/** States in which contracts are given under a framework. */
export const LIVING = [
  '待备案',
  '执行中',
  '补充征集中',
  '补充待开启',
  '补充待评审',
  '补充待公告',
  '开放加入',
] as const
export const alive = (state: string) => (LIVING as readonly string[]).includes(state)
