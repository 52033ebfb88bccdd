import { addDays, type Citation, type Day, daysBetween } from '#kernel'
import { CalendarUnknown, cite, citeMarked, isWorkday } from '#law'

export const scored = ['采购人', '代理机构', '供应商', '评审专家'] as const
export type Scored = (typeof scored)[number]

/** What is counted, said so that anyone can count it again: there is no total, and no figure that is not one of these. */
export interface Measure {
  readonly id: string
  readonly of: Scored
  readonly title: string
  /** The formula, in words. */
  readonly formula: string
  /** 日 and 工作日: from one day to another, told by their median; 比例: how many of the cases; 次数: how many. */
  readonly by: '日' | '工作日' | '比例' | '次数'
  /** What the law asks of the days. */
  readonly limit?: { readonly most?: number; readonly least?: number }
  readonly cites: readonly Citation[]
  /** Made of published facts only, so that the public may see it; the others are for the party itself and its finance department. */
  readonly open: boolean
}
const ours = citeMarked('系统设置', '评价口径', '△')
// biome-ignore format: a table reads as a table
export const measures: readonly Measure[] = [
  { id: 'agency.start',   of: '代理机构', title: '接受委托到发出公告', by: '日', formula: '从接受委托之日到采购公告发布之日的日数', cites: [ours], open: true },
  { id: 'agency.correct', of: '代理机构', title: '发过更正公告的项目', by: '比例', formula: '发过更正公告的项目数 ÷ 已发采购公告的项目数', cites: [ours], open: true },
  { id: 'agency.fail',    of: '代理机构', title: '废标的采购包', by: '比例', formula: '废标（含终止）的包数 ÷ 已有结果的包数', cites: [cite('政府采购法', '第三十六条', '应予废标')], open: true },
  { id: 'agency.result',  of: '代理机构', title: '确定中标人到公告结果', by: '工作日', formula: '从确定中标（成交）人次日起到结果公告发布之日的工作日数', limit: { most: 2 }, cites: [cite('87号令', '第六十九条', '自中标人确定之日起2个工作日内')], open: true },
  { id: 'agency.answer',  of: '代理机构', title: '供应商提问到答复', by: '工作日', formula: '从供应商提问次日起到答复之日的工作日数', limit: { most: 3 }, cites: [cite('政府采购法实施条例', '第五十二条', '应当在3个工作日内对供应商依法提出的询问作出答复')], open: true },
  { id: 'agency.pause',   of: '代理机构', title: '暂停过的项目', by: '比例', formula: '暂停过招标或评审的项目数 ÷ 已发采购公告的项目数；不问由谁引起', cites: [ours], open: true },
  { id: 'agency.recheck', of: '代理机构', title: '退回复核的采购包', by: '比例', formula: '出具评审报告前退回复核过客观分的包数 ÷ 已出具评审报告的包数', cites: [ours], open: false },
  { id: 'buyer.intent',   of: '采购人', title: '意向公开到采购公告', by: '日', formula: '从采购意向公开之日到采购公告发布之日的日数', limit: { least: 30 }, cites: [citeMarked('财库〔2020〕10号', '意向公开时间', '◐')], open: true },
  { id: 'buyer.confirm',  of: '采购人', title: '评审报告到确定中标人', by: '工作日', formula: '从出具评审报告次日起到确定中标（成交）人之日的工作日数', limit: { most: 5 }, cites: [cite('87号令', '第六十八条', '在评标报告确定的中标候选人名单中按顺序确定中标人')], open: true },
  { id: 'buyer.deem',     of: '采购人', title: '逾期视同确定', by: '比例', formula: '逾期没有确定、视同按报告推荐的顺序确定的包数 ÷ 已确定中标（成交）人的包数', cites: [cite('87号令', '第六十八条', '在评标报告确定的中标候选人名单中按顺序确定中标人')], open: true },
  { id: 'buyer.sign',     of: '采购人', title: '中标通知书到签订合同', by: '日', formula: '从中标（成交）通知书发出之日到合同签订之日的日数', limit: { most: 30 }, cites: [cite('政府采购法', '第四十六条', '应当在中标、成交通知书发出之日起三十日内')], open: true },
  { id: 'buyer.publish',  of: '采购人', title: '签订合同到公告合同', by: '工作日', formula: '从合同签订次日起到合同公告发布之日的工作日数', limit: { most: 2 }, cites: [cite('政府采购法实施条例', '第五十条', '自政府采购合同签订之日起2个工作日内')], open: true },
  { id: 'buyer.file',     of: '采购人', title: '签订合同到备案', by: '工作日', formula: '从合同签订次日起到备案之日的工作日数', limit: { most: 7 }, cites: [cite('政府采购法', '第四十七条', '自签订之日起七个工作日内')], open: true },
  { id: 'buyer.pay',      of: '采购人', title: '收到发票到付款', by: '日', formula: '从发票日期到国库付款之日的日数', limit: { most: 30 }, cites: [cite('财库〔2019〕38号', '三', '收到发票后30日内')], open: false },
  { id: 'buyer.check',    of: '采购人', title: '逾期没有验收的卖场订单', by: '比例', formula: '逾期没有验收的订单数 ÷ 已验收清点、要求退换和逾期的订单数', cites: [ours], open: false },
  { id: 'buyer.stars',    of: '采购人', title: '供应商评为四星以上的卖场订单', by: '比例', formula: '供应商评为四星、五星的订单数 ÷ 供应商评过的订单数', cites: [ours], open: false },
  { id: 'seller.done',    of: '供应商', title: '签订的合同', by: '次数', formula: '已公告的政府采购合同件数', cites: [ours], open: true },
  { id: 'seller.accept',  of: '供应商', title: '一次验收合格', by: '比例', formula: '没有出过“验收不合格”的合同数 ÷ 已有验收结论的合同数', cites: [ours], open: false },
  { id: 'seller.refuse',  of: '供应商', title: '被拒收的交货', by: '比例', formula: '被拒收的交货次数 ÷ 已收货和被拒收的交货次数', cites: [ours], open: false },
  { id: 'seller.rescind', of: '供应商', title: '解除的合同', by: '比例', formula: '已解除的合同数 ÷ 已签订的合同数；不问由谁引起', cites: [ours], open: false },
  { id: 'seller.turn',    of: '供应商', title: '没有接下的卖场订单', by: '比例', formula: '拒单（含断货、停产）和逾期未接单的订单数 ÷ 已答复和逾期的订单数', cites: [ours], open: false },
  { id: 'seller.late',    of: '供应商', title: '逾期发货的卖场订单', by: '比例', formula: '超过发货期限的订单数 ÷ 已发货和逾期的订单数', cites: [ours], open: false },
  { id: 'seller.stars',   of: '供应商', title: '采购人评为四星以上的卖场订单', by: '比例', formula: '采购人评为四星、五星的订单数 ÷ 采购人评过的订单数', cites: [ours], open: false },
  { id: 'seller.ticket',  of: '供应商', title: '成立的卖场举报和巡查', by: '比例', formula: '成立的工单数 ÷ 已有处理结果的工单数', cites: [ours], open: true },
  { id: 'expert.seat',    of: '评审专家', title: '中途离席或被更换', by: '比例', formula: '离席或被更换的次数 ÷ 参加评审委员会的次数', cites: [citeMarked('财库〔2016〕198号', '履职记录', '◐')], open: false },
  { id: 'expert.reopen',  of: '评审专家', title: '意见被退回复核', by: '比例', formula: '被退回复核客观分的评审意见数 ÷ 已签署的评审意见数', cites: [ours], open: false },
  { id: 'expert.grade',   of: '评审专家', title: '履职记录为“较差”', by: '比例', formula: '“较差”的履职记录数 ÷ 全部履职记录数', cites: [citeMarked('财库〔2016〕198号', '履职记录', '◐')], open: false },
]

/** One case under a figure: a purchase, a contract, a delivery. */
export interface Case {
  readonly from: Day | null
  readonly to: Day
  /** 比例: whether this one counts. */
  readonly hit: boolean
  readonly title: string
  /** The public purchase it belongs to; null where there is none to open. */
  readonly ocid: string | null
}
export interface Figure {
  readonly id: string
  readonly title: string
  readonly formula: string
  /** 中位数 12 日; 3/10（30.0%）; 4 次; null without a case. */
  readonly value: string | null
  readonly cases: number
  /** How many are outside what the law asks; null where it asks nothing. */
  readonly outside: number | null
  readonly limit: string | null
  readonly cites: readonly Citation[]
  /** By the month of the case, oldest first: how many cases, and their number (days, or percent). */
  readonly months: readonly { month: string; cases: number; value: number }[]
  /** The newest cases, each with what it says. */
  readonly records: readonly {
    title: string
    ocid: string | null
    day: Day
    says: string
    outside: boolean
  }[]
}
/** Working days after `from`, up to `to`. Throws CalendarUnknown beyond the published calendar. */
export function workdaysAfter(from: Day, to: Day): number {
  let n = 0
  for (let d = from; d < to; ) {
    d = addDays(d, 1)
    if (isWorkday(d)) n += 1
  }
  return n
}
/** A case in a year whose calendar is not published is not counted, rather than counted wrongly. */
const counts = (from: Day, to: Day): number | null => {
  try {
    return workdaysAfter(from, to)
  } catch (e) {
    if (e instanceof CalendarUnknown) return null
    throw e
  }
}
const median = (sorted: readonly number[]): number => {
  const half = sorted.length >> 1
  const [a = 0, b = 0] = [sorted[half], sorted[half - 1]]
  return sorted.length % 2 === 1 ? a : (a + b) / 2
}
const percent = (n: number, of: number) => Math.round((n * 1000) / of) / 10
const SHOWN = 10
/** A figure from its cases: nothing but these enters it. */
export function figureOf(m: Measure, cases: readonly Case[]): Figure {
  const days = m.by === '日' || m.by === '工作日'
  const counted = cases.flatMap((c) => {
    if (!days) return [{ c, n: c.hit ? 1 : 0, outside: false }]
    if (c.from === null) return []
    const n = m.by === '日' ? daysBetween(c.from, c.to) : counts(c.from, c.to)
    if (n === null) return []
    const { most = Infinity, least = -Infinity } = m.limit ?? {}
    return [{ c, n, outside: n > most || n < least }]
  })
  const of = (some: typeof counted): number =>
    days
      ? median(some.map((x) => x.n).sort((a, b) => a - b))
      : m.by === '次数'
        ? some.length
        : percent(some.filter((x) => x.c.hit).length, some.length)
  const hits = counted.filter((x) => x.c.hit).length
  const value =
    counted.length === 0
      ? null
      : days
        ? `中位数 ${of(counted)} ${m.by}`
        : m.by === '次数'
          ? `${counted.length} 件`
          : `${hits} / ${counted.length}（${of(counted)}%）`
  const months = [...new Set(counted.map((x) => x.c.to.slice(0, 7)))].sort()
  return {
    id: m.id,
    title: m.title,
    formula: m.formula,
    value,
    cases: counted.length,
    outside: m.limit ? counted.filter((x) => x.outside).length : null,
    limit: m.limit
      ? m.limit.most !== undefined
        ? `不超过 ${m.limit.most} ${m.by}`
        : `不少于 ${m.limit.least} ${m.by}`
      : null,
    cites: m.cites,
    months: months.map((month) => {
      const some = counted.filter((x) => x.c.to.startsWith(month))
      return { month, cases: some.length, value: of(some) }
    }),
    records: [...counted]
      .sort((a, b) => (a.c.to < b.c.to ? 1 : a.c.to > b.c.to ? -1 : 0))
      .slice(0, SHOWN)
      .map(({ c, n, outside }) => ({
        title: c.title,
        ocid: c.ocid,
        day: c.to,
        says: days ? `${n} ${m.by}` : m.by === '次数' ? '计入' : c.hit ? '是' : '否',
        outside,
      })),
  }
}
