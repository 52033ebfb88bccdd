import type { Citation } from '#kernel'
import { cite, citeMarked } from './cite.ts'
import type { MethodName } from './methods.ts'

export interface Ground {
  readonly title: string
  readonly cites: readonly Citation[]
  /** Two suppliers are enough when this ground is proven. */
  readonly two?: true
  /** Three proofs more are due with the application (74号令第二十八条). */
  readonly afterTender?: true
}
const law = (title: string, article: string, quote: string): Ground => ({
  title,
  cites: [cite('政府采购法', article, quote)],
})
const C214 = citeMarked('财库〔2014〕214号', '第三条', '✎')
const INN = citeMarked('财库〔2024〕13号', '第三条', '◐')
/** When a method other than the open tender may be used (domain rules §3.1 “When”): the choice of a ground is the reason. */
// biome-ignore format: a table reads as a table
export const groundsOf: Readonly<Partial<Record<MethodName, readonly Ground[]>>> = {
  邀请招标: [
    law('具有特殊性，只能从有限范围的供应商处采购', '第二十九条', '只能从有限范围的供应商处采购的'),
    law('公开招标费用占总价值的比例过大', '第二十九条', '采用公开招标方式的费用占政府采购项目总价值的比例过大的'),
  ],
  竞争性谈判: [
    { ...law('招标后没有供应商投标、没有合格标的或者重新招标未能成立', '第三十条', '重新招标未能成立的'), afterTender: true },
    { title: '公开招标过程中供应商只有两家', cites: [cite('74号令', '第二十七条', '可以与该两家供应商进行竞争性谈判采购')], two: true, afterTender: true },
    law('技术复杂或者性质特殊，不能确定详细规格或者具体要求', '第三十条', '不能确定详细规格或者具体要求的'),
    law('采用招标所需时间不能满足用户紧急需要', '第三十条', '采用招标所需时间不能满足用户紧急需要的'),
    law('不能事先计算出价格总额', '第三十条', '不能事先计算出价格总额的'),
  ],
  竞争性磋商: [
    { title: '政府购买服务项目', cites: [C214, citeMarked('财库〔2015〕124号', '政府购买服务项目', '◐')], two: true },
    { title: '技术复杂或者性质特殊，不能确定详细规格或者具体要求', cites: [C214] },
    { title: '不能事先计算出价格总额', cites: [C214] },
    { title: '市场竞争不充分的科研项目，以及需要扶持的科技成果转化项目', cites: [C214], two: true },
    { title: '依法不进行招标的工程建设项目', cites: [C214] },
  ],
  合作创新采购: [
    { title: '市场现有产品或者技术不能满足要求，需要进行技术突破', cites: [INN] },
    { title: '以研发创新产品为基础，形成新范式或者新的解决方案，显著改善功能性能、提高绩效', cites: [INN] },
  ],
  询价: [law('货物规格、标准统一，现货货源充足且价格变化幅度小', '第三十二条', '现货货源充足且价格变化幅度小的')],
  单一来源: [
    law('只能从唯一供应商处采购', '第三十一条', '只能从唯一供应商处采购的'),
    law('发生不可预见的紧急情况，不能从其他供应商处采购', '第三十一条', '发生了不可预见的紧急情况不能从其他供应商处采购的'),
    law('需要继续从原供应商处添购，且总额不超过原合同金额百分之十', '第三十一条', '添购资金总额不超过原合同采购金额百分之十的'),
  ],
}
export const ONLY_SUPPLIER = '只能从唯一供应商处采购'
export const groundTitles = [
  ...new Set(Object.values(groundsOf).flatMap((gs) => gs.map((g) => g.title))),
]
export const groundOf = (method: string, title: string): Ground | undefined =>
  groundsOf[method as MethodName]?.find((g) => g.title === title)
