import { type Day, type Fen, fen, type Rule, showDay, showYuan, sum, yuanText } from '#kernel'
import { inn, innOwn } from '#law'
import type { Milestone } from './facts.ts'

/** What the mid-term talk settled for one stage (第二十四条). */
export interface Agreed {
  readonly milestone: Milestone
  readonly standard: string
  readonly due: Day
  /** 补偿的成本范围与金额 of this stage. */
  readonly scope: string
  readonly compensation: Fen
  readonly record: string
  readonly day: Day
}
export interface Handed {
  readonly report: string
  readonly costs: string
  readonly day: Day
}
export interface ResearchStage {
  readonly name: string
  /** What the contract allots to it. */
  readonly amount: Fen
  readonly agreed: Agreed | null
  readonly handed: Handed | null
  readonly outcome: '达到' | '未达到' | null
  /** What is paid for it; null until it was judged. */
  readonly payable: Fen | null
  readonly opinion: string
}
export interface Research {
  readonly id: string
  readonly innovation: string
  readonly award: string
  readonly contract: string
  readonly supplier: string
  readonly amount: Fen
  readonly stages: readonly ResearchStage[]
  /** Its last acceptance failed and the faults are not yet said to be mended. */
  readonly failed: boolean
}
export interface ResearchFacts {
  readonly state: string
  readonly amount: Fen
  readonly stages: readonly ResearchStage[]
  /** The stage it is in, counted from 0. */
  readonly at: number
  readonly midTerm: boolean
  readonly today: Day
  readonly failed: boolean
  readonly input?: {
    readonly due?: Day
    readonly compensation?: Fen
    readonly milestone?: Milestone
    readonly payable?: Fen
  }
}
type R = Rule<ResearchFacts>
const rule = (id: string, title: string, cites: R['cites'], check: R['check']): R => ({
  id: `research.${id}`,
  title,
  cites,
  from: '2024-06-01',
  check,
})
const I24 = inn('第二十四条')
/** 累计: what stages behind this one were agreed for (what was judged counts as judged). */
const before = (f: ResearchFacts) =>
  sum(f.stages.slice(0, f.at).map((s) => s.payable ?? s.agreed?.compensation ?? fen(0)))
const withinContract = rule(
  'withinContract',
  '各阶段成本补偿金额之和不得超过研发合同约定的研发成本补偿金额',
  [I24],
  (f) => {
    const asked = f.input?.compensation
    if (asked === undefined) return true
    const left = fen(f.amount - before(f))
    return (
      asked <= left || {
        because: `此前各阶段${showYuan(before(f))}元，本阶段${showYuan(asked)}元，超过合同约定的${showYuan(f.amount)}元`,
        facts: { 此前: showYuan(before(f)), 本阶段: showYuan(asked), 合同: showYuan(f.amount) },
        cure: `本阶段不超过${showYuan(left)}元`,
        field: 'compensation',
        suggest: yuanText(left),
      }
    )
  },
)
const asContracted = rule(
  'asContracted',
  '方案不开展中期谈判的，各阶段按研发合同',
  [inn('第十二条')],
  (f) => {
    const asked = f.input?.compensation
    const stage = f.stages[f.at]
    return (
      f.midTerm ||
      asked === undefined ||
      stage === undefined ||
      asked === stage.amount || {
        because: `采购方案没有安排中期谈判，合同约定本阶段${showYuan(stage.amount)}元`,
        cure: `改为${showYuan(stage.amount)}元`,
        field: 'compensation',
        suggest: yuanText(stage.amount),
      }
    )
  },
)
const beforeStage = rule(
  'beforeStage',
  '研发中期谈判在每一阶段开始前完成',
  [I24],
  ({ input, today }) =>
    input?.due === undefined ||
    input.due > today || {
      because: `本阶段约定${showDay(input.due)}到期，今天是${showDay(today)}`,
      facts: { 到期: input.due, 今天: today },
      cure: '到期日须在中期谈判之后',
      field: 'due',
    },
)
const lastIsAcceptance = rule(
  'lastStage',
  '最后一个研发阶段以通过采购人试用和履约验收为标志性成果',
  [inn('第十八条'), innOwn('最后阶段')],
  ({ input, at, stages }) =>
    input?.milestone === undefined ||
    (input.milestone === '通过采购人试用和履约验收') === (at === stages.length - 1) || {
      because: `第${at + 1}阶段（共${stages.length}阶段）的标志性成果是“${input.milestone}”`,
      cure: at === stages.length - 1 ? '改为通过采购人试用和履约验收' : '改为本阶段的成果',
      field: 'milestone',
    },
)
const isLast = (f: ResearchFacts) => f.at >= f.stages.length - 1
const goesOn = rule('goesOn', '满足要求的进入下一研发阶段', [I24], (f) =>
  f.state !== '待考核' || !isLast(f)
    ? true
    : { because: '这是最后一个阶段', cure: '办理“末阶段成果齐备，进入验收”' },
)
const toAcceptance = rule(
  'toAcceptance',
  '最终定型的产品和样品进入验收',
  [inn('第二十五条')],
  (f) =>
    f.state !== '待考核' || isLast(f)
      ? true
      : {
          because: `这是第${f.at + 1}阶段，共${f.stages.length}阶段`,
          cure: '办理“达到标志性成果，进入下一阶段”',
        },
)
const missed = rule('missed', '约定期限到期以后考核', [I24], ({ state, stages, at, today }) => {
  const due = stages[at]?.agreed?.due
  return (
    state !== '研发中' ||
    due === undefined ||
    today > due || {
      because: `本阶段${showDay(due)}到期，供应商还没有提交成果`,
      facts: { 到期: due, 今天: today },
      cure: '到期以后，或者供应商提交成果以后办理',
    }
  )
})
const payableWithin = rule(
  'payable',
  '按研发合同约定和中期谈判结果支付研发成本补偿',
  [I24],
  ({ input, stages, at }) => {
    const most = stages[at]?.agreed?.compensation
    return (
      input?.payable === undefined ||
      most === undefined ||
      input.payable <= most || {
        because: `本阶段谈定${showYuan(most)}元，拟补偿${showYuan(input.payable)}元`,
        facts: { 谈定: showYuan(most), 拟补偿: showYuan(input.payable) },
        cure: `不超过${showYuan(most)}元`,
        field: 'payable',
        suggest: yuanText(most),
      }
    )
  },
)
const failedAcceptance = rule(
  'failedAcceptance',
  '验收不合格的，按未达到标志性成果办理',
  [inn('第二十四条'), inn('第二十五条')],
  ({ state, failed }) =>
    state !== '待验收' ||
    failed || {
      because: '没有结论为不合格、尚待整改的验收书',
      cure: '先出具验收不合格的验收书；已整改的重新验收',
    },
)
export const researchRules = {
  talk: [beforeStage, lastIsAcceptance, withinContract, asContracted],
  meet: [goesOn],
  complete: [toAcceptance],
  miss: [missed, failedAcceptance, payableWithin],
}
