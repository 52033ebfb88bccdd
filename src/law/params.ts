import type { Citation, Day } from '#kernel'
import { cite, citeMarked } from './cite.ts'

export type Unit = '日' | '工作日' | '百分比' | '分' | '家' | '人' | '年' | '分值'
interface Value {
  readonly from: Day
  readonly until?: Day
  readonly value: number
  readonly cite: Citation
}
export interface Param {
  readonly unit: Unit
  readonly title: string
  readonly periods: readonly Value[]
}
const YUAN = 100
const WAN = 10_000 * YUAN
const one = (unit: Unit, title: string, from: Day, value: number, c: Citation): Param => ({
  unit,
  title,
  periods: [{ from, value, cite: c }],
})
const IM25 = citeMarked('内财购〔2025〕26号', '公开招标数额标准', '◐')
const INT = citeMarked('财库〔2020〕10号', '意向公开时间', '◐')
const S19 = citeMarked('财库〔2022〕19号', '价格扣除比例', '◐')

/** Every number of the law that this house uses. Money in fen. What is marked ✎ or △ is a setting with a named default. */
// biome-ignore format: a table reads as a table
export const params = {
  意向公开期:         one('日', '采购意向公开至采购活动开始', '2021-01-01', 30, INT),
  招标公告期:         one('工作日', '招标公告期限', '2017-10-01', 5, cite('87号令', '第十六条', '公告期限为5个工作日')),
  招标文件提供期:     one('工作日', '招标文件提供期限', '2017-10-01', 5, cite('87号令', '第十八条', '不得少于5个工作日')),
  等标期:             one('日', '招标文件发出至投标截止', '2003-01-01', 20, cite('政府采购法', '第三十五条', '不得少于二十日')),
  澄清提前期:         one('日', '可能影响投标文件编制的澄清', '2017-10-01', 15, cite('87号令', '第二十七条', '15日前')),
  抽取专家提前期:     one('工作日', '抽取专家不早于评审前', '2017-01-01', 2, citeMarked('财库〔2016〕198号', '第十四条', '✎')),
  招标最少供应商:     one('家', '投标人、合格投标人', '2003-01-01', 3, cite('政府采购法', '第三十六条', '不足三家的')),
  回避年限:           one('年', '与供应商的利害关系', '2015-03-01', 3, cite('政府采购法实施条例', '第九条', '参加采购活动前3年内')),
  评标委员会七人以上起点: one('分', '预算达到此数成员七人以上', '2017-10-01', 1000 * WAN, cite('87号令', '第四十七条', '采购预算金额在1000万元以上')),
  评审报告期:         one('工作日', '评标结束后送采购人', '2017-10-01', 2, cite('87号令', '第六十八条', '在评标结束后2个工作日内')),
  确认中标期:         one('工作日', '采购人确定中标人', '2017-10-01', 5, cite('87号令', '第六十八条', '个工作日内')),
  结果公告时限:       one('工作日', '自中标人确定之日起', '2017-10-01', 2, cite('87号令', '第六十九条', '2个工作日内')),
  结果公告期:         one('工作日', '中标结果公告期限', '2017-10-01', 1, cite('87号令', '第六十九条', '公告期限为1个工作日')),
  签约期限:           one('日', '自中标通知书发出之日起', '2003-01-01', 30, cite('政府采购法', '第四十六条', '三十日内')),
  合同公告时限:       one('工作日', '自合同签订之日起', '2015-03-01', 2, cite('政府采购法实施条例', '第五十条', '2个工作日内')),
  合同备案时限:       one('工作日', '自合同签订之日起', '2003-01-01', 7, cite('政府采购法', '第四十七条', '七个工作日内')),
  质疑期:             one('工作日', '知道权益受损之日起', '2003-01-01', 7, cite('政府采购法', '第五十二条', '七个工作日内')),
  付款期:             one('日', '收到发票后', '2019-09-01', 30, cite('财库〔2019〕38号', '三', '收到发票后30日内')),
  档案保存年限:       one('年', '自采购结束之日起', '2003-01-01', 15, cite('政府采购法', '第四十二条', '至少保存十五年')),
  投标保证金上限:     one('百分比', '占采购项目预算', '2015-03-01', 2, cite('政府采购法实施条例', '第三十三条', '不得超过采购项目预算金额的2%')),
  履约保证金上限:     one('百分比', '占合同金额', '2015-03-01', 10, cite('政府采购法实施条例', '第四十八条', '不得超过政府采购合同金额的10%')),
  补充合同上限:       one('百分比', '占原合同金额', '2003-01-01', 10, cite('政府采购法', '第四十九条', '不得超过原合同采购金额的百分之十')),
  需求调查货物服务:   one('分', '应当开展需求调查', '2021-07-01', 1000 * WAN, cite('财库〔2021〕22号', '第十一条', '1000万元以上的货物、服务采购项目')),
  需求调查工程:       one('分', '应当开展需求调查', '2021-07-01', 3000 * WAN, cite('财库〔2021〕22号', '第十一条', '3000万元以上的工程采购项目')),
  公开招标数额货物服务: one('分', '内蒙古自治区', '2020-01-01', 400 * WAN, IM25),
  公开招标数额工程:   one('分', '施工单项合同估算价（必须招标的工程项目规定）', '2018-06-01', 400 * WAN, citeMarked('国家发展改革委令第16号', '第五条', '✎')),
  采购限额货物服务:   one('分', '分散采购限额标准', '2020-01-01', 100 * WAN, citeMarked('系统设置', '内蒙古分散采购限额（待官方表）', '✎')),
  采购限额工程:       one('分', '分散采购限额标准', '2020-01-01', 120 * WAN, citeMarked('系统设置', '内蒙古分散采购限额（待官方表）', '✎')),
  价格分下限货物:     one('分值', '综合评分法', '2017-10-01', 30, cite('87号令', '第五十五条', '不得低于30%')),
  价格分下限服务:     one('分值', '综合评分法', '2017-10-01', 10, cite('87号令', '第五十五条', '不得低于10%')),
  小微扣除下限货物服务: { unit: '百分比', title: '小微企业价格扣除', periods: [
    { from: '2021-01-01', until: '2022-07-01', value: 6, cite: cite('财库〔2020〕46号', '第九条', '6%—10%') },
    { from: '2022-07-01', value: 10, cite: S19 } ] },
  小微扣除上限货物服务: { unit: '百分比', title: '小微企业价格扣除', periods: [
    { from: '2021-01-01', until: '2022-07-01', value: 10, cite: cite('财库〔2020〕46号', '第九条', '6%—10%') },
    { from: '2022-07-01', value: 20, cite: S19 } ] },
  小微扣除下限工程:   one('百分比', '小微企业价格扣除', '2021-01-01', 3, cite('财库〔2020〕46号', '第九条', '3%—5%')),
  小微扣除上限工程:   one('百分比', '小微企业价格扣除', '2021-01-01', 5, cite('财库〔2020〕46号', '第九条', '3%—5%')),
  分包扣除下限货物服务: { unit: '百分比', title: '联合体、分包价格扣除', periods: [
    { from: '2021-01-01', until: '2022-07-01', value: 2, cite: cite('财库〔2020〕46号', '第九条', '2%-3%') },
    { from: '2022-07-01', value: 4, cite: S19 } ] },
  分包扣除上限货物服务: { unit: '百分比', title: '联合体、分包价格扣除', periods: [
    { from: '2021-01-01', until: '2022-07-01', value: 3, cite: cite('财库〔2020〕46号', '第九条', '2%-3%') },
    { from: '2022-07-01', value: 6, cite: S19 } ] },
  分包扣除下限工程:   one('百分比', '联合体、分包价格扣除', '2021-01-01', 1, cite('财库〔2020〕46号', '第九条', '1%—2%')),
  分包扣除上限工程:   one('百分比', '联合体、分包价格扣除', '2021-01-01', 2, cite('财库〔2020〕46号', '第九条', '1%—2%')),
  小微份额起点:       one('百分比', '占合同总金额', '2021-01-01', 30, cite('财库〔2020〕46号', '第九条', '30%以上')),
  本国产品扣除:       one('百分比', '本国产品报价扣除', '2026-01-01', 20, citeMarked('国办发〔2025〕34号', '本国产品标准', '◐')),
  本国产品成本起点:   one('百分比', '本国产品成本占比', '2026-01-01', 80, citeMarked('财库〔2025〕30号', '多产品', '◐')),
  低价均价触发:       one('百分比', '低于平均报价', '2026-02-01', 50, citeMarked('财库〔2026〕2号', '异常低价审查', '◐')),
  低价次低触发:       one('百分比', '低于次低报价', '2026-02-01', 50, citeMarked('财库〔2026〕2号', '异常低价审查', '◐')),
  低价限价触发:       one('百分比', '低于最高限价', '2026-02-01', 45, citeMarked('财库〔2026〕2号', '异常低价审查', '◐')),
} as const satisfies Record<string, Param>
export type ParamName = keyof typeof params

/** The value in force on a day. Throws RangeError where the law does not yet, or no longer, speak. */
export function lawOn(day: Day) {
  return (name: ParamName): number => {
    const found = (params[name] as Param).periods.find(
      (p) => p.from <= day && (p.until === undefined || day < p.until),
    )
    if (!found) throw new RangeError(`${day}没有关于“${name}”的规定`)
    return found.value
  }
}
/** As lawOn, but undefined where the law is silent. */
export const lawIf = (day: Day, name: ParamName): number | undefined =>
  (params[name] as Param).periods.find(
    (p) => p.from <= day && (p.until === undefined || day < p.until),
  )?.value
export const citesOf = (day: Day, ...names: ParamName[]): Citation[] =>
  names.flatMap((n) =>
    (params[n] as Param).periods
      .filter((p) => p.from <= day && (p.until === undefined || day < p.until))
      .map((p) => p.cite),
  )
