import type { Day, Fen, Id, Rule, StateOf } from '#kernel'
import { cite, flow } from '#law'

/** 预算指标：approved money that a unit may plan with, from the fiscal core. */
export interface Line {
  readonly id: Id<'line'>
  readonly org: string
  readonly year: number
  readonly docNo: string
  /** 21 digits, 预算项目代码 pro_code. */
  readonly proCode: string
  readonly fundType: string
  readonly expFunc: string
  readonly depEco: string
  readonly govEco: string
  readonly appropriated: Fen
  readonly available: Fen
  readonly frozen: Fen
  readonly committed: Fen
  readonly paid: Fen
}
export type Account = 'appropriated' | 'available' | 'frozen' | 'committed' | 'paid'
export const accountNames: Record<Account, string> = {
  appropriated: '下达',
  available: '可用',
  frozen: '计划冻结',
  committed: '合同占用',
  paid: '已支付',
}

export interface Facts {
  readonly year: number
  readonly today: Day
  readonly used: Fen
}
const ofThisYear: Rule<Facts> = {
  id: 'budget.ofThisYear',
  title: '指标年度',
  cites: [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
  from: '2003-01-01',
  check: ({ year, today }) =>
    String(year) === today.slice(0, 4) || {
      because: `指标年度是${year}年，今天是${today}`,
      facts: { 指标年度: year, 今天: today },
      cure: '请下达本年度指标；结转资金须以本年度结转指标下达',
      field: 'year',
    },
}
const untouched: Rule<Facts> = {
  id: 'budget.untouched',
  title: '已用指标不得收回',
  cites: [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
  from: '2003-01-01',
  check: ({ used }) =>
    used === 0 || {
      because: '指标已被计划冻结、合同占用或支付',
      facts: { 已用: used / 100 },
      cure: '先撤销占用该指标的采购计划',
    },
}

// biome-ignore format: a table reads as a table
export const lineFlow = flow<Facts>()(
  { noun: '预算指标', module: 'budget', states: ['已下达', '已收回'] },
  {
    receive: { name: '下达指标', from: [],         to: '已下达', by: ['财政监管', '系统'], rules: [ofThisYear] },
    recall:  { name: '收回指标', from: ['已下达'], to: '已收回', by: ['财政监管', '系统'], rules: [untouched], may: true },
  },
)
export type State = StateOf<typeof lineFlow>
