import type { Day, Fen, Rule } from '#kernel'
import { citeMarked } from '#law'
import type { Kind, Line, Rate, ServiceWay } from './lines.ts'

export interface CardFacts {
  readonly kind: Kind
  readonly from: Day
  readonly to: Day
  readonly items: readonly Rate[]
  readonly regions: readonly string[]
  readonly supplierName: string
  readonly supplierState: string
  /** The number of another card of this supplier and kind in force on some of these days. */
  readonly another: string | null
}
export interface Facts {
  readonly kind: Kind
  readonly way: ServiceWay
  readonly today: Day
  readonly vehicle: boolean
  readonly plate: string
  readonly odometer: number
  /** Read now: at the hand-over of the vehicle; null where nothing was read. */
  readonly odometerNow: number | null
  readonly lastOdometer: { readonly odometer: number; readonly day: Day } | null
  readonly secret: boolean
  readonly cap: Fen
  readonly available: Fen
  readonly card: {
    readonly state: string
    readonly from: Day
    readonly to: Day
    readonly serves: boolean
    readonly items: readonly Rate[]
  }
  readonly supplierName: string
  readonly supplierState: string
  readonly directLimit: Fen
  /** Of this kind on this line this year, with this one. */
  readonly yearTotal: Fen
  /** The lines judged now: a quote, an extra. */
  readonly lines: readonly Line[]
  readonly approved: readonly Line[]
  readonly billed: readonly Line[]
  /** The same thing on the same vehicle within its warranty. */
  readonly repeats: readonly {
    readonly code: string
    readonly name: string
    readonly no: string
    readonly day: Day
  }[]
  readonly dueDay: Day | null
  readonly ratedSupplier: boolean
  readonly ratedBuyer: boolean
}
export interface BillFacts {
  readonly month: string
  readonly today: Day
  readonly orders: number
  readonly total: Fen
  /** Where the bill of this supplier, unit and month stands already. */
  readonly another: string | null
  readonly invoice: { readonly day: Day; readonly amount: Fen } | null
  /** What its orders add up to now. */
  readonly accepted: Fen
}
export type R = Rule<Facts>
export const HERE = '2020-03-02'
export const FRAME = '2022-03-01'
export const setting = (name: string, mark: '◐' | '△' = '△') => citeMarked('系统设置', name, mark)
export const PLAN = citeMarked('内财购〔2020〕179号', '电子卖场', '◐')
