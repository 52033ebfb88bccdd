import type { Citation, Day } from '#kernel'
import { cite, citeMarked } from './cite.ts'
import type { ParamName } from './params.ts'

export type Category = 'goods' | 'services' | 'works'
interface Committee {
  /** Fewest members; always an odd number of them. */
  readonly least: number
  /** Fewest when the budget reaches this parameter's amount, or the open-tender amount. */
  readonly more?: { readonly at: ParamName | '公开招标数额'; readonly least: number }
  readonly cites: readonly Citation[]
}
/** How suppliers come to take part: by a notice to all, or by name (74号令第十二条, 87号令第十四条). */
export const ways = ['公告', '资格预审', '供应商库抽取', '书面推荐', '指定'] as const
export type Way = (typeof ways)[number]
export interface Method {
  readonly form: '招标' | '非招标' | '框架协议' | '合作创新'
  readonly from: Day
  readonly objects: readonly Category[]
  /** Fewest suppliers: at the deadline, qualified, and in special cases where the law lets fewer go on. */
  readonly suppliers: {
    readonly least: number
    readonly special?: number
    readonly cites: readonly Citation[]
  }
  /** How long the notice stands, and how long the document is open; null where the law sets none. */
  readonly notice: ParamName | null
  readonly openFor: ParamName | null
  readonly correction: ParamName | null
  readonly evaluation: readonly (
    | '最低评标价法'
    | '综合评分法'
    | '最低价'
    | '协商'
    | '价格优先法'
    | '质量优先法'
  )[]
  readonly committee: Committee | null
  readonly rounds: '一次' | '最后报价' | '协商' | '两阶段'
  /** How long the document is handed out; who looks at qualifications; how suppliers come. */
  readonly supply: ParamName | null
  readonly qualifier: '采购人' | '小组'
  readonly ways: readonly Way[]
  /** Report to the purchaser, decision, announcement. */
  readonly confirm: ParamName
  /** Cap of the bid bond. */
  readonly bond: ParamName
  /** What may change while the group talks with suppliers (74号令第三十二条). */
  readonly varies: boolean
  /** Experts may not be drawn earlier than some days before; the law exempts some methods. */
  readonly drawEarly: boolean
  readonly cites: readonly Citation[]
}
const C214 = (article: string, mark: '◐' | '✎') => citeMarked('财库〔2014〕214号', article, mark)
const INN = (article: string) => citeMarked('财库〔2024〕13号', article, '◐')
const three = { least: 3, cites: [cite('政府采购法', '第三十六条', '不足三家的')] }
const tendering: Committee = {
  least: 5,
  more: { at: '评标委员会七人以上起点', least: 7 },
  cites: [cite('87号令', '第四十七条', '成员人数应当为5人以上单数')],
}
const group: Committee = {
  least: 3,
  more: { at: '公开招标数额', least: 5 },
  cites: [
    cite('74号令', '第七条', '共3人以上单数组成'),
    cite('74号令', '第七条', '应当由5人以上单数组成'),
  ],
}

/** 采购方式 differ in values, not in code: a row each, no class each (domain rules §3.1). */
export const methods = {
  公开招标: {
    form: '招标',
    from: '2003-01-01',
    objects: ['goods', 'services'],
    suppliers: three,
    notice: '招标公告期',
    openFor: '等标期',
    correction: '澄清提前期',
    evaluation: ['最低评标价法', '综合评分法'],
    committee: tendering,
    rounds: '一次',
    supply: '招标文件提供期',
    qualifier: '采购人',
    ways: ['公告', '资格预审'],
    confirm: '确认中标期',
    bond: '投标保证金上限',
    varies: false,
    drawEarly: false,
    cites: [cite('政府采购法', '第二十六条', '公开招标应作为政府采购的主要采购方式')],
  },
  邀请招标: {
    form: '招标',
    from: '2003-01-01',
    objects: ['goods', 'services'],
    suppliers: { least: 3, cites: [cite('87号令', '第十四条', '随机抽取3家以上供应商')] },
    notice: '招标公告期',
    openFor: '等标期',
    correction: '澄清提前期',
    evaluation: ['最低评标价法', '综合评分法'],
    committee: tendering,
    rounds: '一次',
    supply: '招标文件提供期',
    qualifier: '采购人',
    ways: ['资格预审', '供应商库抽取', '书面推荐'],
    confirm: '确认中标期',
    bond: '投标保证金上限',
    varies: false,
    drawEarly: false,
    cites: [cite('政府采购法', '第二十九条', '可以依照本法采用邀请招标方式采购')],
  },
  竞争性谈判: {
    form: '非招标',
    from: '2003-01-01',
    objects: ['goods', 'services', 'works'],
    suppliers: {
      least: 3,
      special: 2,
      cites: [
        cite('74号令', '第八条', '不少于3家的供应商'),
        cite('74号令', '第二十七条', '规定的供应商最低数量可以为两家'),
      ],
    },
    notice: '非招标公告期',
    openFor: '谈判响应期',
    correction: '谈判澄清提前期',
    evaluation: ['最低价'],
    committee: group,
    rounds: '最后报价',
    supply: null,
    qualifier: '小组',
    ways: ['公告', '供应商库抽取', '书面推荐'],
    confirm: '非招标确认期',
    bond: '谈判保证金上限',
    varies: true,
    drawEarly: true,
    cites: [cite('政府采购法', '第三十条', '可以依照本法采用竞争性谈判方式采购')],
  },
  竞争性磋商: {
    form: '非招标',
    from: '2014-12-31',
    objects: ['goods', 'services', 'works'],
    suppliers: {
      least: 3,
      special: 2,
      cites: [C214('第二十一条', '✎'), citeMarked('财库〔2015〕124号', '政府购买服务项目', '◐')],
    },
    notice: '非招标公告期',
    openFor: '磋商响应期',
    correction: '磋商澄清提前期',
    evaluation: ['综合评分法'],
    committee: { least: 3, cites: [C214('第十四条', '✎')] },
    rounds: '最后报价',
    supply: '磋商文件提供期',
    qualifier: '小组',
    ways: ['公告', '供应商库抽取', '书面推荐'],
    confirm: '非招标确认期',
    bond: '磋商保证金上限',
    varies: true,
    drawEarly: true,
    cites: [C214('第三条', '✎')],
  },
  询价: {
    form: '非招标',
    from: '2003-01-01',
    objects: ['goods'],
    suppliers: { least: 3, cites: [cite('74号令', '第八条', '不少于3家的供应商')] },
    notice: '非招标公告期',
    openFor: '询价响应期',
    correction: '询价澄清提前期',
    evaluation: ['最低价'],
    committee: group,
    rounds: '一次',
    supply: null,
    qualifier: '小组',
    ways: ['公告', '供应商库抽取', '书面推荐'],
    confirm: '非招标确认期',
    bond: '谈判保证金上限',
    varies: false,
    drawEarly: false,
    cites: [cite('政府采购法', '第三十二条', '可以依照本法采用询价方式采购')],
  },
  单一来源: {
    form: '非招标',
    from: '2003-01-01',
    objects: ['goods', 'services', 'works'],
    suppliers: { least: 1, cites: [cite('政府采购法', '第三十一条', '只能从唯一供应商处采购的')] },
    notice: '单一来源公示期',
    openFor: null,
    correction: null,
    evaluation: ['协商'],
    committee: null,
    rounds: '协商',
    supply: null,
    qualifier: '小组',
    ways: ['指定'],
    confirm: '非招标确认期',
    bond: '谈判保证金上限',
    varies: true,
    drawEarly: true,
    cites: [cite('政府采购法', '第三十一条', '可以依照本法采用单一来源方式采购')],
  },
  框架协议: {
    form: '框架协议',
    from: '2022-03-01',
    objects: ['goods', 'services'],
    suppliers: { least: 2, cites: [cite('110号令', '第二十七条', '应当均不少于2家')] },
    notice: '招标公告期',
    openFor: '等标期',
    correction: '澄清提前期',
    evaluation: ['价格优先法', '质量优先法'],
    committee: {
      ...tendering,
      cites: [cite('110号令', '第九条', '按照政府采购公开招标的规定执行')],
    },
    rounds: '两阶段',
    supply: '招标文件提供期',
    qualifier: '采购人',
    ways: ['公告'],
    confirm: '确认中标期',
    bond: '投标保证金上限',
    varies: false,
    drawEarly: false,
    cites: [cite('110号令', '第三条', '可以采用框架协议采购方式采购')],
  },
  合作创新采购: {
    form: '合作创新',
    from: '2024-06-01',
    objects: ['goods', 'services'],
    suppliers: { least: 1, cites: [INN('第二十三条')] },
    notice: null,
    openFor: '合作创新响应期',
    correction: null,
    evaluation: ['综合评分法'],
    committee: { least: 5, cites: [INN('第十五条')] },
    rounds: '最后报价',
    supply: null,
    qualifier: '小组',
    // 公告 calls for applications; whoever is found qualified and takes part in the exchange of concepts is invited.
    ways: ['资格预审'],
    confirm: '非招标确认期',
    bond: '谈判保证金上限',
    varies: true,
    drawEarly: true,
    cites: [INN('第三条')],
  },
} as const satisfies Record<string, Method>
export type MethodName = keyof typeof methods
export const methodRow = (name: MethodName): Method => methods[name]
export const methodNames = Object.keys(methods) as MethodName[]
