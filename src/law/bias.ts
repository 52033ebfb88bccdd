import type { Citation, Day } from '#kernel'
import { cite } from './cite.ts'

/** Which part of the documents a clause stands in: the same words are lawful in one and not in another. */
export type Part = '资格条件' | '实质性要求' | '评审因素' | '采购需求' | '合同条款'
export interface Clause {
  /** Where it stands, in words: 资格条件第2项. */
  readonly at: string
  readonly part: Part
  readonly text: string
}
export interface Bias {
  readonly id: string
  readonly title: string
  readonly cites: readonly Citation[]
  readonly from: Day
  /** `拦`: the law forbids it and the documents are not confirmed with it, unless somebody says why it is no such thing. */
  readonly level: '拦' | '提示'
  readonly parts: readonly Part[]
  /** Any of these, in one sentence … */
  readonly words: readonly (string | RegExp)[]
  /** … together with any of these, where some are named. */
  readonly near?: readonly (string | RegExp)[]
  /** Imported goods are excepted by the law itself. */
  readonly notImports?: true
  readonly cure: string
}
const I20 = (quote: string) => cite('政府采购法实施条例', '第二十条', quote)
const R17 = (quote: string) => cite('87号令', '第十七条', quote)
const S46 = (quote: string) => cite('财库〔2020〕46号', '第五条', quote)
const FAIR = (quote: string) => cite('财库〔2019〕38号', '一', quote)
const ASKED: readonly Part[] = ['资格条件', '实质性要求', '评审因素']
const PLACE = [
  /(?<![成样版资基])本(?:省|市(?!场)|盟|旗|县|区(?!域)|地|自治区)/,
  /当地|区内|市内|省内|盟内|旗内|县内|所在地(?=[^，,。；]{0,8}(?:注册|企业|业绩))/,
  /(?:省|自治区|市|盟|旗|县)(?:范围|辖区|行政区域)内/,
]
/** 规模条件: figures about an enterprise that may be neither asked for nor scored. */
export const scaleWords = ['注册资本', '资产总额', '营业收入', '从业人员', '利润', '纳税额']
/** △ Marks often met in requirements; names that are ordinary words too (小米, 苹果, 美的) are left out. */
export const brands = [
  '联想', '惠普', '戴尔', '华为', '浪潮', '新华三', '锐捷', '海康威视', '飞利浦', '西门子', '迈瑞', '联影', '东软', '奥林巴斯',
  '格力', '海信', '佳能', '理光', '英特尔', '微软', '甲骨文', '思科', '用友', '金蝶', '奔驰', '宝马', '奥迪', '丰田',
] // biome-ignore format: a list reads as a list
/**
 * △ Words that make a clause one of the eight of 条例第二十条, or of their like. The articles are read; which words show that a
 * clause is such a one is ours, and a machine cannot read: whatever is found may be explained, and the reason stays in the
 * document (decision 0050).
 */
export const biases: readonly Bias[] = [
  {
    id: 'brand',
    title: '不得限定或者指定特定的专利、商标、品牌',
    cites: [I20('限定或者指定特定的专利、商标、品牌或者供应商'), I20('指向特定供应商、特定产品')],
    from: '2015-03-01',
    level: '拦',
    parts: ['资格条件', '实质性要求', '评审因素', '采购需求'],
    words: [
      ...brands,
      /(?:指定|限定|必须使用|须采用|仅限)[^，,。；]{0,10}(?:品牌|商标|型号|专利|厂家|供应商)/,
      /(?:品牌|型号)(?:为|是|：|:)/,
      /ZL\s?\d{8,13}/,
      /专利号/,
    ],
    cure: '改为性能、功能、质量指标；确需举例的，写明“或者相当于”',
  },
  {
    id: 'region',
    title: '不得以特定行政区域的业绩、奖项、机构限制供应商',
    cites: [
      I20('以特定行政区域或者特定行业的业绩、奖项作为加分条件或者中标、成交条件'),
      I20('非法限定供应商的所有制形式、组织形式或者所在地'),
    ],
    from: '2015-03-01',
    level: '拦',
    parts: ASKED,
    words: PLACE,
    near: ['业绩', '奖', '荣誉', '称号', '注册', '企业', '供应商', '纳税', '社保', '名录'],
    cure: '删去行政区域；业绩、奖项不分地域',
  },
  {
    id: 'branch',
    title: '不得要求设立分支机构或者办公场所',
    cites: [FAIR('要求供应商在政府采购活动前进行不必要的登记、注册，或者要求设立分支机构')],
    from: '2019-09-01',
    level: '拦',
    parts: ASKED,
    words: ['分支机构', '分公司', '办事处', '办公场所', '常驻机构'],
    cure: '改为履约中的响应时限和服务要求',
  },
  {
    id: 'industry',
    title: '不得以特定行业的业绩、奖项加分',
    cites: [I20('以特定行政区域或者特定行业的业绩、奖项作为加分条件或者中标、成交条件')],
    from: '2015-03-01',
    level: '拦',
    parts: ASKED,
    words: [
      /(?:政府|党政|教育|医疗|卫生|公安|政法|金融|银行|电力|烟草|军队|高校|医院|央企|国企)(?:行业|系统|领域|类|客户|单位)?[^，,。；]{0,6}(?:业绩|奖项|获奖)/,
    ],
    cure: '业绩按标的种类和规模要求，不按行业、客户要求',
  },
  {
    id: 'ownership',
    title: '不得限定所有制形式、组织形式',
    cites: [
      I20('非法限定供应商的所有制形式、组织形式或者所在地'),
      FAIR('以供应商的所有制形式、组织形式或者股权结构，对供应商实施差别待遇或者歧视待遇'),
    ],
    from: '2015-03-01',
    level: '拦',
    parts: ASKED,
    words: [
      /国有(?:企业|独资|控股|资本)|国企|央企|民营企业|私营企业|外资企业|合资企业|上市公司|事业单位|股份(?:制|有限)公司|世界五百强|世界500强/,
    ],
    cure: '删去所有制、组织形式的要求',
  },
  {
    id: 'years',
    title: '不得设置成立年限、经营年限',
    cites: [S46('经营年限等方面对中小企业实行差别待遇或者歧视待遇'), FAIR('成立年限等门槛')],
    from: '2019-09-01',
    level: '拦',
    parts: ASKED,
    words: [
      '经营年限',
      '成立年限',
      /(?:成立|注册|经营)(?:时间)?(?:须|应)?(?:满|达到?|超过|不少于|不低于|至少)[\d一二两三四五六七八九十]+(?:\(含\))?年/,
      /(?:成立|经营)[\d一二两三四五六七八九十]+年(?:以上|及以上)/,
    ],
    cure: '删去年限要求',
  },
  {
    id: 'maker',
    title: '不得以生产厂家授权、承诺、证明、背书作为资格要求',
    cites: [R17('不得通过将除进口货物以外的生产厂家授权、承诺、证明、背书等作为资格要求')],
    from: '2017-10-01',
    level: '拦',
    parts: ['资格条件', '实质性要求'],
    notImports: true,
    words: [
      /(?:厂家|厂商|制造商|生产商|原厂|生产企业)[^，,。；]{0,8}(?:授权|承诺|证明|背书)/,
      /授权(?:书|函)[^，,。；]{0,6}(?:厂家|厂商|制造商|原厂)/,
    ],
    cure: '删去；供应商自己对货物来源和质量作出承诺即可',
  },
  {
    id: 'pool',
    title: '不得以备选库、名录库、资格库作为参加条件',
    cites: [FAIR('通过入围方式设置备选库、名录库、资格库作为参与政府采购活动的资格条件')],
    from: '2019-09-01',
    level: '拦',
    parts: ASKED,
    words: ['备选库', '名录库', '资格库', '入围名单', '入围供应商', '协议供货商'],
    cure: '删去，凡具备资格条件的均可参加',
  },
  {
    id: 'software',
    title: '不得要求购买指定软件',
    cites: [FAIR('要求供应商购买指定软件，作为参加电子化政府采购活动的条件')],
    from: '2019-09-01',
    level: '拦',
    parts: ASKED,
    words: [/购买[^，,。；]{0,10}(?:软件|证书|密钥|CA)/],
    cure: '删去',
  },
  {
    id: 'contracts',
    title: '业绩作为资格条件的一般不超过两个',
    cites: [cite('财库〔2021〕22号', '第十八条', '要求供应商提供的同类业务合同一般不超过2个')],
    from: '2021-07-01',
    level: '提示',
    parts: ['资格条件'],
    words: [
      /(?:[3-9三四五六七八九十]|\d{2,})(?:个|份|项)(?:\(含\))?(?:以上|及以上)?[^，,。；]{0,12}(?:业绩|合同|案例)/,
      /(?:业绩|合同|案例)[^，,。；]{0,8}(?:不少于|至少|须有)(?:[3-9三四五六七八九十]|\d{2,})(?:个|份|项)/,
    ],
    cure: '改为不超过两个，并写明同类业务的范围',
  },
  {
    id: 'money',
    title: '特定金额的合同业绩可能是规模条件',
    cites: [I20('与采购项目的具体特点和实际需要不相适应或者与合同履行无关')],
    from: '2015-03-01',
    level: '提示',
    parts: ASKED,
    words: [/(?:合同|业绩|单项)[^，,。；]{0,12}\d+(?:\.\d+)?万?元(?:\(含\))?(?:以上|及以上)/],
    cure: '核对是否为履行合同所必需；不是的，删去金额',
  },
  {
    id: 'network',
    title: '售后网点的地域要求须与履约有关',
    cites: [I20('与采购项目的具体特点和实际需要不相适应或者与合同履行无关')],
    from: '2015-03-01',
    level: '提示',
    parts: ASKED,
    words: ['服务网点', '售后网点', '服务机构', '维修站', '仓库'],
    near: PLACE,
    cure: '写成响应、到场时限，由供应商自行安排',
  },
  {
    id: 'unquantified',
    title: '评审因素应当细化和量化',
    cites: [cite('87号令', '第五十五条', '评审因素应当细化和量化')],
    from: '2017-10-01',
    level: '提示',
    parts: ['评审因素'],
    words: [/酌情|优[、，]良[、，](?:中|一般)|(?:较好|一般|较差)的?得/],
    cure: '写明每一档对应的事实和分值',
  },
]
export interface BiasFound {
  readonly bias: Bias
  readonly at: string
  readonly words: string
  readonly level: Bias['level']
}
/** A sentence that forbids, or that lets everything in, is no such condition. */
const forbids = /不得|不以|不要求|无须|无需|不限|均可|一视同仁/
/** Named as an example of what is equal to it: to be looked at, not stopped. */
const asExample = /相当于|同等|等同|不低于同类|参照|参考/
const hit = (sentence: string, words: Bias['words']): string | null => {
  for (const w of words) {
    if (typeof w === 'string') {
      if (sentence.includes(w)) return w
    } else {
      const m = sentence.match(w)?.[0]
      if (m !== undefined) return m
    }
  }
  return null
}
/** Sentence by sentence, clause by clause; of one clause and one ground the first words only. */
export function biasesIn(
  clauses: readonly Clause[],
  o: { readonly on: Day; readonly imports: boolean },
): BiasFound[] {
  return clauses.flatMap((c) => {
    const sentences = c.text.split(/[。；;\n]/).filter((s) => s.trim() !== '' && !forbids.test(s))
    return biases.flatMap((bias) => {
      if (bias.from > o.on || !bias.parts.includes(c.part) || (bias.notImports && o.imports))
        return []
      for (const s of sentences) {
        const words = hit(s, bias.words)
        if (words === null || (bias.near && hit(s, bias.near) === null)) continue
        const soft = bias.id === 'brand' && asExample.test(s)
        return [{ bias, at: c.at, words, level: soft ? ('提示' as const) : bias.level }]
      }
      return []
    })
  })
}
