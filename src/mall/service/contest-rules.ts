import { type Fen, type Rule, showYuan } from '#kernel'
import { cite } from '#law'
import { unrelatedBidder } from '#libraries'
import { type Facts, FRAME, HERE, setting } from './facts.ts'
import {
  notAgain,
  notSecret,
  notSplit,
  odometerOn,
  onCard,
  supplierGood,
  vehicleNamed,
  withinBudget,
  withinCap,
  withinCard,
} from './rules.ts'

export interface ContestFacts {
  readonly hours: number
  readonly leastHours: number
  /** Suppliers whose cards fit the job. */
  readonly fitting: number
  /** Of the quote that is chosen, and of the lowest. */
  readonly picked: { readonly total: Fen; readonly lowest: Fen; readonly name: string } | null
  readonly reason: string
  /** 1: another than the lowest may be chosen with a reason. */
  readonly mayChoose: boolean
}
type C = Rule<ContestFacts & Facts>
const TWICE = cite(
  '110号令',
  '第三十三条',
  '从入围供应商中选择所有符合竞价需求的供应商参与二次竞价',
)
const enough: C = {
  id: 'contest.enough',
  title: '有两家以上价目合适的，才能比价',
  cites: [TWICE],
  from: FRAME,
  check: ({ fitting, kind }) =>
    fitting >= 2 || {
      because: `服务本地的${kind}价目有${fitting}家`,
      facts: { 价目合适的供应商: fitting },
      cure: fitting === 1 ? '直接选定这一家' : '待有供应商报送价目并经审核',
      field: 'kind',
    },
}
const longEnough: C = {
  id: 'contest.longEnough',
  title: '给供应商必要的响应时间',
  cites: [
    cite('110号令', '第三十三条', '应当给予供应商必要的响应时间'),
    setting('定点比价最短小时'),
  ],
  from: FRAME,
  check: ({ hours, leastHours }) =>
    hours >= leastHours || {
      because: `开放${hours}小时，至少${leastHours}小时`,
      facts: { 开放: hours, 至少: leastHours },
      cure: `改为${leastHours}小时以上`,
      field: 'hours',
      suggest: String(leastHours),
    },
}
export const callRules: readonly C[] = [
  withinBudget,
  enough,
  longEnough,
  notSplit,
  vehicleNamed,
  odometerOn,
  notSecret,
]
const bestOrWhy: C = {
  id: 'contest.bestOrWhy',
  title: '不选报价最低的，须说明理由',
  cites: [
    cite('110号令', '第三十三条', '确定报价最低的为成交供应商'),
    setting('定点比价可不选最低'),
  ],
  from: FRAME,
  check: ({ picked, reason, mayChoose }) =>
    picked === null ||
    picked.total === picked.lowest ||
    (mayChoose && reason !== '') || {
      because: `${picked.name}报${showYuan(picked.total)}元，最低的报${showYuan(picked.lowest)}元`,
      facts: { 选定: showYuan(picked.total), 最低: showYuan(picked.lowest) },
      cure: mayChoose
        ? '选最低的一家，或写明选这一家的理由（审核人和报价的各家都看得到）'
        : '选最低的一家',
      field: mayChoose ? 'reason' : 'quote',
    },
}
const stillGood: C = {
  ...(supplierGood as C),
  id: 'contest.supplierGood',
  check: (f, on) => f.picked === null || supplierGood.check(f, on),
}
export const chooseRules: readonly C[] = [bestOrWhy, stillGood]

export interface SealFacts extends Facts {
  readonly contestState: string
  readonly before: boolean
  readonly related: string
}
const beforeBell: Rule<SealFacts> = {
  id: 'contest.beforeBell',
  title: '截止以后的报价一概不收',
  cites: [setting('竞价时钟')],
  from: HERE,
  check: ({ contestState, before }) =>
    (contestState === '报价中' && before) || {
      because: contestState === '报价中' ? '已过截止时间' : `比价处于“${contestState}”`,
      cure: '下次请早些报价',
    },
}
export const sealRules: readonly Rule<SealFacts>[] = [
  beforeBell,
  onCard,
  withinCard,
  withinCap,
  notAgain,
  supplierGood,
  unrelatedBidder('contest.unrelated'),
]
