import type { Day, Fen, Rule } from '#kernel'
import { citeMarked } from '#law'

/** One thing on an order, with what was found about it when it was ordered. */
export interface Wanted {
  readonly offer: string
  readonly name: string
  readonly unitPrice: Fen
  /** What the buyer saw when pressing the button; null where the price was not on a shelf. */
  readonly seenPrice: Fen | null
  readonly live: boolean
  readonly delivers: boolean
  readonly certificateEnded: Day | null
  readonly basis: string | null
  readonly median: Fen | null
  readonly guard: Fen | null
  readonly cheapest: { readonly supplier: string; readonly price: Fen } | null
  readonly suppliers: number
  readonly reason: string
  readonly justification: string
}
export interface Sent {
  readonly name: string
  readonly quantity: number
  readonly serials: readonly string[]
  /** Already sent under another order. */
  readonly used: readonly string[]
}
export interface Facts {
  readonly amount: Fen
  readonly available: Fen
  readonly items: readonly Wanted[]
  readonly direct: boolean
  readonly singleLimit: Fen
  /** Direct orders of the same kinds on the same line this year, with this one. */
  readonly yearTotal: Fen
  readonly supplierName: string
  readonly supplierState: string
  readonly stockOuts: number
  readonly stockOutLimit: number
  /** The buyer's own orders that wait for their acceptance past the day. */
  readonly unaccepted: readonly string[]
  /** What the approver wrote; null while nothing was asked. */
  readonly opinion: string | null
  readonly today: Day
  readonly shipDue: Day | null
  /** What was asked and not yet answered. */
  readonly trouble: { readonly kind: string } | null
  /** A replacement that is asked for now. */
  readonly swap: { readonly dearer: boolean; readonly less: readonly string[] } | null
  readonly sent: readonly Sent[]
  readonly strays: readonly {
    readonly name: string
    readonly missing: readonly string[]
    readonly strange: readonly string[]
    readonly twice: readonly string[]
  }[]
  readonly invoiceDay: Day | null
  readonly ratedSupplier: boolean
  readonly ratedBuyer: boolean
  readonly troubleStale: boolean
}
export type R = Rule<Facts>
export const HERE = '2020-03-02'
export const PLAN = citeMarked('内财购〔2020〕179号', '电子卖场', '◐')
export const setting = (name: string, mark: '◐' | '△' = '△') => citeMarked('系统设置', name, mark)
export const names = (xs: readonly { name: string }[]) => xs.map((x) => x.name).join('、')
