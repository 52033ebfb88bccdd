import { z } from 'zod'
import { type Fen, type Instant, type Rule, showInstant, zFen, zText } from '#kernel'
import { cite, flow, sayByNumber } from '#law'

/** A price sealed for one round: the final quote of a negotiation, or the price envelope of a tender. */
export const zPlainQuote = z.strictObject({
  price: zFen
    .refine((n) => n > 0, { message: '报价须大于零' })
    .meta({ title: '总价（元）', 'x-kind': 'money' }),
  items: z
    .array(
      z.strictObject({
        name: zText(200).meta({ title: '标的名称' }),
        unitPrice: zFen.meta({ title: '单价（元）', 'x-kind': 'money' }),
      }),
    )
    .min(1)
    .max(500)
    .meta({ title: '分项报价' }),
  changes: z
    .union([z.literal(''), zText(4000)])
    .default('')
    .meta({ title: '对变动内容的响应（没有变动的不填）', 'x-kind': 'long' }),
})
export type PlainQuote = z.output<typeof zPlainQuote>
export const roundKinds = ['报价信封', '最后报价'] as const
export interface Round {
  readonly id: string
  readonly lot: string
  readonly no: number
  readonly kind: (typeof roundKinds)[number]
  /** Null only for rounds of the time before there were boxes. */
  readonly box: string | null
  /** The box's. */
  readonly deadline: Instant
  readonly opened: Instant | null
  /** Bids that may quote; empty: every bid of the lot. */
  readonly bids: readonly string[]
}
export interface Quote {
  readonly id: string
  readonly round: string
  readonly bid: string
  readonly supplier: string
  /** SHA-256 of the envelope, which names the ciphertext by its hash. */
  readonly sha256: string
  /** Bytes of ciphertext. */
  readonly size: number
  readonly submitted: Instant
  /** In wire form: exactly what was sealed. */
  readonly opened: z.input<typeof zPlainQuote> | null
  readonly price: Fen | null
  readonly fault: string | null
}
export interface QuoteFacts {
  readonly now: Instant
  readonly deadline: Instant
  readonly boxState: string
  readonly invited: boolean
  readonly paused: boolean
}
const inTime: Rule<QuoteFacts> = {
  id: 'quote.inTime',
  title: '报价须在规定时间内提交',
  cites: [cite('74号令', '第三十三条', '在规定时间内提交最后报价')],
  from: '2014-02-01',
  // Two conditions, as for bids: it had arrived in time, and its turn came before the box was closed.
  check: ({ now, deadline, boxState, paused }) =>
    (boxState === '收件' && !paused && now < deadline) || {
      because: paused
        ? '采购活动已暂停'
        : now >= deadline
          ? `报价已于${showInstant(deadline)}截止`
          : `标箱处于“${boxState}”，不再接收报价`,
      facts: { 截止: showInstant(deadline) },
      cure: '截止或者封箱以后不再接收；活动暂停的，恢复以后在新的截止时间以前提交',
    },
}
const invited: Rule<QuoteFacts> = {
  id: 'quote.invited',
  title: '只有继续参加的供应商可以报价',
  cites: [cite('74号令', '第三十三条', '应当要求所有继续参加谈判的供应商')],
  from: '2014-02-01',
  check: ({ invited: yes }) =>
    yes || {
      because: '本单位没有提交响应文件，或者响应文件未通过审查',
      cure: '只有通过审查的供应商参加这一轮报价；对审查结果有异议的，依法质疑',
    },
}
// biome-ignore format: a table reads as a table
export const quoteFlow = flow<QuoteFacts>()(
  { noun: '报价', module: 'quote', states: ['已提交', '已撤回', '已开启', '无法开启'], closed: ['已提交', '已撤回'], say: sayByNumber },
  {
    submit:   { name: '提交报价', stepUp: true, from: [],                   to: '已提交',   by: ['供应商经办'], rules: [inTime, invited], sealed: true },
    replace:  { name: '更换报价', stepUp: true, from: ['已提交', '已撤回'], to: '已提交',   by: ['供应商经办'], rules: [inTime, invited], sealed: true, may: true },
    withdraw: { name: '撤回报价', from: ['已提交'],           to: '已撤回',   by: ['供应商经办'], rules: [inTime], sealed: true, may: true },
    giveBack: { name: '退回重封',  from: ['已提交'],           to: '已撤回',   by: ['系统'], inner: true },
    open:     { name: '开启报价', from: ['已提交'],           to: '已开启',   by: ['代理经办'], inner: true },
    spoil:    { name: '无法开启', from: ['已提交'],           to: '无法开启', by: ['代理经办'], inner: true },
  },
)
export interface Talk {
  readonly id: string
  readonly lot: string
  readonly bid: string
  readonly at: Instant
  readonly record: Readonly<Record<string, string>>
}
export interface Variation {
  readonly id: string
  readonly lot: string
  readonly at: Instant
  readonly key: string
  readonly before: string
  readonly after: string
  readonly agreed: boolean | null
}
