import { type Rule, type StateOf, veil } from '#kernel'
import { cite, citeMarked, flow } from '#law'

export type LetterKind = '澄清' | '低价说明'
export interface LetterFacts {
  readonly lotState: string
  readonly input?: {
    readonly kind?: LetterKind
    readonly minutes?: number
    readonly least?: number
    readonly pending?: boolean
    readonly voted?: boolean
    readonly reason?: string
  }
}
const IN_REVIEW = ['资格审查完', '评审中']
const during: Rule<LetterFacts> = {
  id: 'letter.duringReview',
  title: '澄清须在评审期间由评委会书面要求',
  cites: [
    cite('87号令', '第五十一条', '评标委员会应当以书面形式要求投标人作出必要的澄清、说明或者补正'),
  ],
  from: '2017-10-01',
  check: ({ lotState }) =>
    IN_REVIEW.includes(lotState) || {
      because: `采购包处于“${lotState}”，不在评审期间`,
      cure: '澄清只在评审期间进行；评审结束以后依法定情形组织重新评审',
    },
}
const longEnough: Rule<LetterFacts> = {
  id: 'letter.longEnough',
  title: '低价说明应当有合理的时间',
  cites: [
    cite('87号令', '第六十条', '应当要求其在评标现场合理的时间内提供书面说明'),
    citeMarked('财库〔2026〕2号', '说明时间', '◐'),
  ],
  from: '2017-10-01',
  check: ({ input }) =>
    input?.kind !== '低价说明' ||
    (input.minutes ?? 0) >= (input.least ?? 0) || {
      because: `只给${input.minutes}分钟，不足${input.least}分钟`,
      facts: { 给出: input.minutes ?? 0, 最少: input.least ?? 0 },
      cure: `改为${input.least}分钟以上`,
      field: 'minutes',
    },
}
const oneAtATime: Rule<LetterFacts> = {
  id: 'letter.oneAtATime',
  title: '同一投标的函未办结前不再发函',
  cites: [citeMarked('系统设置', '澄清函', '△')],
  from: '2003-01-01',
  check: ({ input }) =>
    !input?.pending || { because: '这份投标还有一封函没有办结', cure: '待其办结后再发' },
}
const voteOnce: Rule<LetterFacts> = {
  id: 'letter.voteOnce',
  title: '每名评委表决一次',
  cites: [cite('87号令', '第六十一条', '少数服从多数的原则作出结论')],
  from: '2017-10-01',
  check: ({ input }) =>
    !input?.voted || { because: '您已经表决过', cure: '表决不能更改，不必再办' },
}
const sayWhy: Rule<LetterFacts> = {
  id: 'letter.sayWhy',
  title: '评审意见须说明理由',
  cites: [
    cite('87号令', '第六十条', '投标人不能证明其报价合理性的，评标委员会应当将其作为无效投标处理'),
  ],
  from: '2017-10-01',
  check: ({ input }) =>
    input?.reason !== '' || { because: '没有写理由', cure: '写明理由', field: 'reason' },
}
// biome-ignore format: a table reads as a table
export const letterFlow = flow<LetterFacts>()(
  {
    noun: '澄清函', module: 'letter', states: ['待答复', '已答复', '逾期未答', '已办结'],
    closed: ['待答复', '已答复', '逾期未答', '已办结'], onDue: { 待答复: 'expire' },
  },
  {
    send:     { name: '发函',     from: [],         to: '待答复',   by: ['代理经办'], rules: [during, longEnough, oneAtATime], sealed: true },
    reply:    { name: '书面答复', from: ['待答复'], to: '已答复',   by: ['供应商经办'], sealed: true },
    expire:   { name: '逾期未答', from: ['待答复'], to: '逾期未答', by: ['系统'], sealed: true },
    vote:     { name: '评委表决', from: ['已答复', '逾期未答'], to: '已答复', by: ['评审专家'], rules: [during, voteOnce, sayWhy], sealed: true },
    conclude: { name: '办结',     from: ['已答复'], to: '已办结',   by: ['系统'], sealed: true },
  },
)
/** A member learns what the others said when all have; the bidder never, and no name at all. */
export const letterVeil = veil(letterFlow, letterFlow.states, {
  votes: {
    title: '评委表决',
    cites: [cite('87号令', '第六十六条', '保证评标在严格保密的情况下进行')],
    to: { 待答复: [], 已答复: [], 逾期未答: [], 已办结: ['代理机构', '评审专家', '采购人'] },
  },
  members: {
    title: '表决的评委是谁',
    cites: [cite('87号令', '第六十六条', '保证评标在严格保密的情况下进行')],
    to: { 待答复: [], 已答复: [], 逾期未答: [], 已办结: [] },
    trail: ['评审专家'],
  },
})
export type LetterState = StateOf<typeof letterFlow>
export interface Letter {
  readonly id: string
  readonly lot: string
  readonly bid: string
  readonly kind: LetterKind
  readonly triggers: readonly number[]
  readonly text: string
  readonly minutes: number
  readonly reply: string | null
  readonly outcome: '采信' | '不予采信' | null
}
export const triggerText: Readonly<Record<number, string>> = {
  1: '低于全部有效报价平均值的规定比例',
  2: '低于次低有效报价的规定比例',
  3: '低于最高限价（没有的，预算）的规定比例',
  4: '评审委员会认为可能影响产品质量或者不能诚信履约',
}
