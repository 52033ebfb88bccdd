import { type Fen, fen } from '#kernel'

/** 定点服务的四类：品目，是不是车上的服务。 */
export const kindRows = {
  车辆维修: { item: 'C23120301', vehicle: true },
  车辆保险: { item: 'C18040102', vehicle: true },
  印刷: { item: 'C23090100', vehicle: false },
  物业管理: { item: 'C21040000', vehicle: false },
} as const
export type Kind = keyof typeof kindRows
export const kinds = Object.keys(kindRows) as [Kind, ...Kind[]]
export const serviceWays = ['直接选定', '顺序轮候'] as const
/** 比价 is not placed but comes of a contest. */
export type ServiceWay = (typeof serviceWays)[number] | '比价'

/** One thing on a rate card: the most one unit of it may cost. */
export interface Rate {
  readonly code: string
  readonly name: string
  readonly unit: string
  readonly price: Fen
  /** 质保日数: null, what the setting says; 0, none (labour, towing, a page printed). */
  readonly warranty: number | null
}
/** A line of a quote: name and unit are the card's, never typed. */
export interface Line {
  readonly code: string
  readonly name: string
  readonly unit: string
  readonly quantity: number
  readonly price: Fen
  /** The maker's number of a part, where its price is from, why it is done again. */
  readonly note: string
}
export const lineSum = (l: Pick<Line, 'price' | 'quantity'>) => l.price * l.quantity
/** Past any budget's size the exact sum is of no interest: it is refused all the same. */
export const totalOf = (ls: readonly Pick<Line, 'price' | 'quantity'>[]): Fen =>
  fen(
    Math.min(
      ls.reduce((a, l) => a + lineSum(l), 0),
      Number.MAX_SAFE_INTEGER,
    ),
  )
