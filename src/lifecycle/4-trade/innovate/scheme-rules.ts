import { type Fen, fen, showYuan, yuanText } from '#kernel'
import { cite, groundOf, groundsOf, inn, innOwn, lawOn, mayInnovate } from '#law'
import type { InnovationFacts } from './facts.ts'
import { atMostThree, type R, rule, THREE } from './rule.ts'

export const thisMethod = rule(
  'method',
  '采购方案是合作创新采购的方案',
  [inn('第十二条')],
  ({ method }) =>
    method === '合作创新采购' || {
      because: `采购需求的采购方式是${method}`,
      facts: { 采购方式: method },
      cure: '采购需求改用合作创新采购',
      field: 'project',
    },
)
/** 第四条: whose department, and by whose leave. A league has no department of a province, nor a province one of a league. */
export const whoMay = rule(
  'who',
  '合作创新采购由省级主管预算单位（或其授权的所属单位）开展，设区的市级主管预算单位须经省级主管部门批准',
  [inn('第四条')],
  ({ region, tier, scheme: { authority, permit } }, on) => {
    const open = mayInnovate({ method: '合作创新采购', category: '服务', region, on })
    if (open !== null && open !== true) return { ...open, field: 'scheme.authority' }
    const own = authority.startsWith('省级')
    if (own !== (tier === '自治区'))
      return {
        because: `本单位是${tier}级预算单位，不是${authority}`,
        facts: { 本级: tier },
        cure: own ? '取得省级主管部门批准，写明批准文号' : '改选省级主管预算单位',
        field: 'scheme.authority',
      }
    return (
      permit !== '' ||
      authority === '省级主管预算单位' || {
        because: own ? '没有省级主管预算单位的授权文件' : '没有省级主管部门的批准文件',
        cure: own ? '取得授权后写明文号' : '报省级主管部门批准后写明批准文号',
        field: 'scheme.permit',
      }
    )
  },
)
const grounded = rule(
  'ground',
  '采用合作创新采购须有规定的情形',
  [inn('第三条')],
  ({ scheme: { ground } }) =>
    groundOf('合作创新采购', ground) !== undefined || {
      because: `“${ground}”不是规定的情形`,
      cure: `选择：${(groundsOf.合作创新采购 ?? []).map((g) => g.title).join('；')}`,
      field: 'scheme.ground',
    },
)
const within = (
  id: string,
  title: string,
  cites: R['cites'],
  what: [string, (f: InnovationFacts) => Fen],
  most: [string, (f: InnovationFacts) => Fen],
  field: string,
) =>
  rule(id, title, cites, (f) => {
    const [is, cap] = [what[1](f), most[1](f)]
    return (
      is <= cap || {
        because: `${what[0]}${showYuan(is)}元，${most[0]}${showYuan(cap)}元`,
        facts: { [what[0]]: showYuan(is), [most[0]]: showYuan(cap) },
        cure: `${what[0]}不超过${showYuan(cap)}元`,
        field,
        suggest: yuanText(cap),
      }
    )
  })
const costWithin = within(
  'maxCost',
  '最高研发费用不得超过采购预算',
  [inn('第十二条'), cite('政府采购法', '第六条', '严格按照批准的预算执行')],
  ['最高研发费用', (f) => f.scheme.maxCost],
  ['采购预算', (f) => f.budget],
  'scheme.maxCost',
)
const capWithin = within(
  'cap',
  '研发成本补偿与首购的费用不得超过最高研发费用',
  [inn('第十二条'), innOwn('最高研发费用含首购')],
  ['补偿限额与首购限额合计', (f) => fen(f.scheme.cap + f.scheme.firstCap)],
  ['最高研发费用', (f) => f.scheme.maxCost],
  'scheme.cap',
)
/** 第十五条: odd, one of law and one of economics among the experts; how many, the copies we saw do not say. */
const group = rule(
  'group',
  '谈判小组由采购人代表和评审专家组成，人数为单数，专家中有法律专家和经济专家各一名',
  [inn('第十五条')],
  ({ scheme: { group: g } }, on) => {
    const least = lawOn(on)('合作创新小组下限')
    const n = g.representatives + g.technical + g.legal + g.economic
    const wrong = [
      ...(n < least ? [`共${n}人，不足${least}人`] : []),
      ...(n % 2 === 0 ? [`共${n}人，不是单数`] : []),
      ...(g.representatives < 1 ? ['没有采购人代表'] : []),
      ...(g.legal < 1 ? ['没有法律专家'] : []),
      ...(g.economic < 1 ? ['没有经济专家'] : []),
    ]
    return (
      wrong.length === 0 || {
        because: wrong.join('；'),
        facts: { 人数: n, 下限: least },
        cure: `改为${least}人以上单数，含法律专家、经济专家`,
        field: 'scheme.group',
      }
    )
  },
)
const wanted = rule('suppliers', THREE, [inn('第二十三条')], ({ scheme }, on) =>
  atMostThree(scheme.suppliers, on, 'scheme.suppliers'),
)
const staged = rule(
  'stages',
  '最后一个研发阶段以通过采购人试用和履约验收为标志性成果',
  [inn('第十八条'), innOwn('最后阶段')],
  ({ scheme: { stages } }) =>
    stages.at(-1)?.milestone === '通过采购人试用和履约验收' || {
      because: `最后阶段的标志性成果是“${stages.at(-1)?.milestone ?? '无'}”`,
      cure: '最后阶段改为通过采购人试用和履约验收',
      field: 'scheme.stages',
    },
)
const hundred = rule(
  'first',
  '首购产品的评审标准在方案中载明，合计一百分',
  [inn('第十八条'), innOwn('首购评审一百分')],
  ({ scheme: { first } }) => {
    const total = first.reduce((a, c) => a + c.max, 0)
    return (
      total === 100 || {
        because: `首购评审因素合计${total}分`,
        cure: '调整分值，使合计等于100分',
        field: 'scheme.first',
      }
    )
  },
)
export const schemeRules = [
  thisMethod,
  whoMay,
  grounded,
  costWithin,
  capWithin,
  group,
  wanted,
  staged,
  hundred,
]
