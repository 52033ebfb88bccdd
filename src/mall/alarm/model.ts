import type { StateOf } from '#kernel'
import { flow } from '#law'

/** 查价超额 is seen at the door; the others when a service order is accepted. */
export const kinds = ['查价超额', '增项频繁', '报价贴顶', '明细价高', '同车频修'] as const
export const decisions = [
  '核实为正常业务',
  '已提醒当事单位',
  '提请安全管理员停用账号',
  '转入监督检查',
] as const
export interface Alarm {
  readonly id: string
  readonly kind: (typeof kinds)[number]
  /** What makes it one and not two: the same thing on the same day or in the same month. */
  readonly key: string
  readonly event: number | null
  readonly supplier: string | null
  readonly buyer: string | null
  readonly said: string
  readonly about: string | null
  readonly decision: (typeof decisions)[number] | null
  readonly note: string | null
}
/** A finding is no charge: nobody but the finance department reads it, and what it decides is written with a reason. */
// biome-ignore format: a table reads as a table
export const alarmFlow = flow<object>()(
  { noun: '监测预警', module: 'alarm', states: ['待处置', '已处置'] },
  {
    raise:  { name: '机器预警', from: [],         to: '待处置', by: ['系统'] },
    handle: { name: '处置预警', from: ['待处置'], to: '已处置', by: ['财政监管'] },
  },
)
export type State = StateOf<typeof alarmFlow>
