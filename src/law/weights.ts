import { cite, citeMarked } from './cite.ts'
import { inn } from './innovate.ts'
import { assumed, one, type Param } from './param.ts'

const S11 = citeMarked('财库〔2011〕181号', '第五条', '✎')
const S20 = (quote: string) => cite('财库〔2020〕46号', '第九条', quote)
const S22 = citeMarked('财库〔2022〕19号', '价格扣除比例', '◐')
const C214 = citeMarked('财库〔2014〕214号', '第二十四条', '◐')
const LOW = citeMarked('财库〔2026〕2号', '异常低价审查', '◐')
const rate = (title: string, old: number, now: number, quote: string, raised?: number): Param => ({
  unit: '百分比',
  title,
  periods: [
    { from: '2012-01-01', until: '2021-01-01', value: old, cite: S11 },
    ...(raised === undefined
      ? [{ from: '2021-01-01' as const, value: now, cite: S20(quote) }]
      : [
          {
            from: '2021-01-01' as const,
            until: '2022-07-01' as const,
            value: now,
            cite: S20(quote),
          },
          { from: '2022-07-01' as const, value: raised, cite: S22 },
        ]),
  ],
})

/** What evaluation counts with (domain rules §3.3, §4.1–4.3). */
// biome-ignore format: a table reads as a table
export const weights = {
  价格分下限货物:     one('分值', '综合评分法', '2017-10-01', 30, cite('87号令', '第五十五条', '不得低于30%')),
  价格分下限服务:     one('分值', '综合评分法', '2017-10-01', 10, cite('87号令', '第五十五条', '不得低于10%')),
  磋商价格分下限货物: one('分值', '竞争性磋商', '2014-12-31', 30, C214),
  磋商价格分上限货物: one('分值', '竞争性磋商', '2014-12-31', 60, C214),
  磋商价格分下限服务: one('分值', '竞争性磋商', '2014-12-31', 10, C214),
  磋商价格分上限服务: one('分值', '竞争性磋商', '2014-12-31', 30, C214),
  小微扣除下限货物服务: rate('小微企业价格扣除', 6, 6, '6%—10%', 10),
  小微扣除上限货物服务: rate('小微企业价格扣除', 10, 10, '6%—10%', 20),
  小微扣除下限工程:   rate('小微企业价格扣除', 6, 3, '3%—5%'),
  小微扣除上限工程:   rate('小微企业价格扣除', 10, 5, '3%—5%'),
  分包扣除下限货物服务: rate('联合体、分包价格扣除', 2, 2, '2%-3%', 4),
  分包扣除上限货物服务: rate('联合体、分包价格扣除', 3, 3, '2%-3%', 6),
  分包扣除下限工程:   rate('联合体、分包价格扣除', 2, 1, '1%—2%'),
  分包扣除上限工程:   rate('联合体、分包价格扣除', 3, 2, '1%—2%'),
  小微份额起点:       rate('占合同总金额', 30, 30, '30%以上'),
  本国产品扣除:       one('百分比', '本国产品报价扣除', '2026-01-01', 20, citeMarked('国办发〔2025〕34号', '本国产品标准', '◐')),
  本国产品成本起点:   one('百分比', '本国产品成本占比', '2026-01-01', 80, citeMarked('财库〔2025〕30号', '多产品', '◐')),
  研发方案最低比重:   one('百分比', '研发方案分值占总分值', '2024-06-01', 50, inn('第十八条')),
  研发供应商上限:     one('家', '合作创新的研发供应商', '2024-06-01', 3, inn('第二十三条')),
  合作创新小组下限:   assumed('合作创新小组下限', '人', '谈判小组，单数', '2024-06-01', inn('第十五条', '✎')),
  低价均价触发:       assumed('低价均价触发', '百分比', '低于平均报价', '2026-02-01', LOW),
  低价次低触发:       assumed('低价次低触发', '百分比', '低于次低报价', '2026-02-01', LOW),
  低价限价触发:       assumed('低价限价触发', '百分比', '低于最高限价', '2026-02-01', LOW),
} as const satisfies Record<string, Param>
