import type { Day, Fen, Instant, StateOf } from '#kernel'
import { flow } from '#law'
import type { ContestFacts, SealFacts } from './contest-rules.ts'
import * as r from './contest-rules.ts'
import type { Facts } from './facts.ts'
import type { Kind, Line } from './lines.ts'

export interface Contest {
  readonly id: string
  readonly kind: Kind
  readonly buyer: string
  readonly lineId: string
  readonly cap: Fen
  readonly placed: Day
  readonly closes: Instant
  readonly want: string
  readonly plate: string
  readonly odometer: number
  readonly asset: string
  readonly place: string
  readonly contact: string
  readonly phone: string
  readonly days: number
  readonly chosen: string | null
  readonly reason: string
  readonly order: string | null
}
export interface Quote {
  readonly id: string
  readonly contest: string
  readonly supplier: string
  readonly card: string
  readonly lines: readonly Line[]
  readonly total: Fen | null
  readonly at: Instant | null
}
/** Those that quoted, the lowest first; of equal sums the earlier. */
export const ranked = <Q extends Pick<Quote, 'id' | 'total' | 'at'>>(
  quotes: readonly Q[],
): (Q & { total: Fen; at: Instant })[] =>
  quotes
    .filter((q): q is Q & { total: Fen; at: Instant } => q.total !== null && q.at !== null)
    .sort((a, b) => a.total - b.total || a.at - b.at || (a.id < b.id ? -1 : 1))

// biome-ignore format: a table reads as a table
export const contestFlow = flow<ContestFacts & Facts>()(
  {
    noun: '服务比价', module: 'contest',
    states: ['报价中', '待选定', '已选定', '无人报价', '已撤销'],
    onDue: { 报价中: 'close' },
  },
  {
    call:   { name: '发起比价',       from: [],         to: '报价中',   by: ['采购人经办'], rules: r.callRules },
    close:  { name: '截止，开启报价', from: ['报价中'], to: '待选定',   by: ['系统'] },
    fail:   { name: '无人报价',       from: ['报价中'], to: '无人报价', by: ['系统'] },
    choose: { name: '选定',           from: ['待选定'], to: '已选定',   by: ['采购人经办'], rules: r.chooseRules },
    cancel: { name: '撤销比价',       from: ['报价中', '待选定'], to: '已撤销', by: ['采购人经办', '采购人审核'], may: true },
  },
)
/** One supplier's answer. Its own alone, before the end and after: what may be told of it, the contest tells. */
// biome-ignore format: a table reads as a table
export const sealFlow = flow<SealFacts>()(
  {
    noun: '服务比价报价', module: 'contestquote',
    states: ['待报价', '已报价', '未报价'], closed: ['待报价', '已报价', '未报价'],
  },
  {
    invite:  { name: '邀请报价', from: [],         to: '待报价', by: ['采购人经办'], inner: true },
    seal:    { name: '密封报价', stepUp: true, from: ['待报价'], to: '已报价', by: ['供应商经办'], rules: r.sealRules, sealed: true },
    decline: { name: '不参加',   from: ['待报价'], to: '未报价', by: ['供应商经办'], sealed: true, may: true },
    lapse:   { name: '没有报价', from: ['待报价'], to: '未报价', by: ['系统'], inner: true },
  },
)
export type ContestState = StateOf<typeof contestFlow>
export type SealState = StateOf<typeof sealFlow>
