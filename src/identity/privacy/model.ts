import type { Instant, Rule, StateOf } from '#kernel'
import { cite, citeMarked, flow } from '#law'

/** What a 查看 may be for: said before the value is shown, kept with the trace. */
export const purposes = [
  '核验登记资料',
  '联系当事人',
  '办理支付',
  '监督检查',
  '处理质疑投诉',
  '其他（在说明里写明）',
] as const
export const grounds = ['质疑投诉', '诉讼仲裁', '监察调查', '审计检查'] as const

export interface HoldFacts {
  readonly now: Instant
  readonly input?: {
    readonly until?: Instant | null
    /** How many things were named, and whether the one is there. */
    readonly named?: number
    readonly there?: boolean
  }
}
const ended = citeMarked('个人信息保护法', '第四十七条', '◐')
const known: Rule<HoldFacts> = {
  id: 'hold.known',
  title: '留存须指明一个项目、一名专家或者一家供应商',
  cites: [ended],
  from: '2021-11-01',
  check: ({ input }) =>
    input === undefined ||
    (input.named === 1 && input.there === true) || {
      because: input.named === 1 ? '没有所指的项目、专家或者供应商' : `指明了${input.named}项`,
      cure: '三者中选一个',
      field: 'project',
    },
}
const bounded: Rule<HoldFacts> = {
  id: 'hold.bounded',
  title: '留存期满日须在将来',
  cites: [ended],
  from: '2021-11-01',
  check: ({ now, input }) =>
    input?.until === undefined ||
    input.until === null ||
    input.until > now || {
      because: '期满日已过',
      cure: '改为将来的日期，或留空待解除',
      field: 'until',
    },
}
// biome-ignore format: a table reads as a table
export const holdFlow = flow<HoldFacts>()(
  { noun: '依法留存', module: 'hold', states: ['留存中', '已解除'], onDue: { 留存中: 'lapse' } },
  {
    place: { name: '依法留存', from: [],         to: '留存中', by: ['财政监管'], rules: [known, bounded], sealed: true, nature: '审批' },
    lift:  { name: '解除留存', from: ['留存中'], to: '已解除', by: ['财政监管'], sealed: true, nature: '审批', may: true },
    lapse: { name: '留存期满', from: ['留存中'], to: '已解除', by: ['系统'], sealed: true },
  },
)
export type HoldState = StateOf<typeof holdFlow>

/** Why an export with personal data asks what for. */
export const purposeCites = [
  citeMarked('个人信息保护法', '第六条', '◐'),
  citeMarked('个人信息保护法', '第五十一条', '◐'),
  cite('94号令', '第四十三条', '个人隐私和依法不予公开的信息'),
]
