import type { Report } from '#acceptance'
import type { Line } from '#budget'
import type { Contract, Deal } from '#contract'
import type { Notice } from '#disclosure'
import type { Intention, Requirement } from '#intention'
import type { Day, Fen, Instant } from '#kernel'
import type { Org, Project } from '#libraries'
import type { Framework, Lot as FrameworkLot, MemberRow } from '#mall/framework'
import type { Plan } from '#plan'
import type { Award, Bid, Correction, Lot, Tender } from '#tender'

/** Everything about one purchase that its public picture is drawn from. */
export interface Facts {
  readonly project: Project
  readonly orgs: ReadonlyMap<string, Org>
  readonly notices: readonly Notice[]
  readonly wish: { readonly requirement: Requirement; readonly intention: Intention | null } | null
  readonly plan: Plan | null
  readonly line: Line | null
  readonly tender: TenderFacts | null
  readonly contracts: readonly ContractFacts[]
  /** Of a framework's own process: stage one. */
  readonly framework: FrameworkFacts | null
  /** Of a purchase under a framework: the process that concluded it, and how the contract was given. */
  readonly under: { readonly ocid: string; readonly title: string; readonly way: string } | null
}
export interface FrameworkFacts {
  readonly framework: Framework
  readonly state: string
  readonly published: Day | null
  readonly lots: readonly FrameworkLot[]
  /** Admitted, in force or gone; of those who only asked nothing is public. */
  readonly members: readonly MemberRow[]
}
export interface TenderFacts {
  readonly tender: Tender
  readonly state: string
  readonly corrections: readonly Correction[]
  readonly answers: readonly {
    readonly id: string
    readonly text: string
    readonly answer: string | null
  }[]
  readonly lots: readonly LotFacts[]
}
export interface LotFacts {
  readonly lot: Lot
  readonly state: string
  readonly bids: readonly (Bid & { readonly state: string })[]
  readonly awards: readonly Award[]
  /** Decided before, and fallen by a decision since. */
  readonly fallen: readonly Award[]
}
export interface ContractFacts {
  readonly contract: Contract
  readonly award: Deal
  readonly no: string
  readonly title: string
  readonly state: string
  readonly report: (Report & { readonly at: Instant }) | null
  readonly paid: readonly {
    readonly id: string
    readonly amount: Fen
    readonly paid: Day | null
    readonly voucher: string | null
  }[]
  readonly settled: Day | null
}

export type Part = { readonly [field: string]: unknown }
/** What the world may know now, by section of a release. Sections that have nothing public are absent. */
export interface Picture {
  readonly parties: readonly Part[]
  readonly buyer: Part
  readonly planning?: Part
  readonly tender?: Part
  readonly bids?: { readonly details: readonly Part[] }
  readonly awards?: readonly Part[]
  readonly contracts?: readonly Part[]
  readonly relatedProcesses?: readonly Part[]
}
