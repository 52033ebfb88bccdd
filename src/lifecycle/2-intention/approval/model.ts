import {
  type Day,
  type Fen,
  type Id,
  type Rule,
  regionName,
  regionOf,
  showDay,
  showYuan,
} from '#kernel'
import { advise, cite, citeMarked, flow, groundOf, type MethodName, ONLY_SUPPLIER } from '#law'

export const kinds = ['变更采购方式', '采购进口产品'] as const
export const categories = ['货物', '服务', '工程'] as const
export interface Argument {
  readonly name: string
  readonly title: string
  readonly employer: string
  readonly opinion: string
}
/** 招标失败后申请谈判的三项材料（74号令第二十八条）. */
export interface Proof {
  readonly notice: string
  readonly challenges: string
  readonly reasonable: string
}
export interface Request {
  readonly id: Id<'approval'>
  readonly project: string
  readonly kind: (typeof kinds)[number]
  readonly method: MethodName
  readonly ground: string
  readonly category: (typeof categories)[number]
  readonly amount: Fen
  readonly reason: string
  readonly consent: string
  readonly approver: string
  readonly supplier: string | null
  readonly arguments: readonly Argument[]
  readonly proof: Proof | null
  readonly published: Day | null
  readonly ends: Day | null
}
export interface Objection {
  readonly id: string
  readonly request: string
  readonly org: string
  readonly text: string
  readonly answer: string | null
  readonly upheld: boolean | null
}
export interface Facts {
  readonly request: Request
  readonly region: string
  readonly today: Day
  /** Objections without an argued answer; and whether one was found right. */
  readonly open: number
  readonly upheld: number
  /** The purchase is already being traded. */
  readonly started: boolean
}
const english = { 货物: 'goods', 服务: 'services', 工程: 'works' } as const
const needsPublicity = (f: Facts, on: Day) =>
  f.request.kind === '变更采购方式' &&
  f.request.method === '单一来源' &&
  f.request.ground === ONLY_SUPPLIER &&
  f.request.category !== '工程' &&
  advise({ region: f.region, on, category: english[f.request.category], amount: f.request.amount })
    .openTender === 'required'

const tier: Rule<Facts> = {
  id: 'approval.tier',
  title: '变更采购方式须由设区的市级以上财政部门批准',
  cites: [
    cite('政府采购法', '第二十七条', '获得设区的市、自治州以上人民政府采购监督管理部门的批准'),
    cite('74号令', '第四条', '向设区的市、自治州以上人民政府财政部门申请批准'),
    citeMarked('内财购〔2025〕26号', '采购方式变更', '◐'),
  ],
  from: '2003-01-01',
  check: ({ request, region }) => {
    const to = regionOf(request.approver)
    const above = regionOf(region)
    const league = above?.tier === '旗县区' ? above.parent : region
    return (
      (to !== undefined && to.tier !== '旗县区') || {
        because: `${regionName(request.approver)}财政部门是旗县一级，无权批准`,
        facts: { 申请送往: regionName(request.approver) },
        cure: `改送${regionName(league ?? '150000')}财政部门`,
        field: 'approver',
        ...(league ? { suggest: league } : {}),
      }
    )
  },
}
const grounded: Rule<Facts> = {
  id: 'approval.grounded',
  title: '采用公开招标以外的方式须有法定情形',
  cites: [
    cite(
      '政府采购法实施条例',
      '第二十三条',
      '符合政府采购法第二十九条、第三十条、第三十一条、第三十二条规定情形',
    ),
  ],
  from: '2015-03-01',
  check: ({ request: r }) =>
    r.kind === '采购进口产品' ||
    groundOf(r.method, r.ground) !== undefined || {
      because: `“${r.ground}”不是采用${r.method}的法定情形`,
      facts: { 采购方式: r.method, 情形: r.ground },
      cure: '选择该方式的法定情形，或改用公开招标',
      field: 'ground',
    },
}
const proven: Rule<Facts> = {
  id: 'approval.proven',
  title: '招标失败后申请谈判须附三项材料',
  cites: [cite('74号令', '第二十八条', '还应当提交下列申请材料')],
  from: '2014-02-01',
  check: ({ request: r }) =>
    !groundOf(r.method, r.ground)?.afterTender ||
    r.proof !== null || {
      because: '没有招标公告证明、质疑情况说明和招标文件无不合理条款的论证意见',
      cure: '补齐三项材料',
      field: 'proof',
    },
}
const consented: Rule<Facts> = {
  id: 'approval.consented',
  title: '须先经主管预算单位同意',
  cites: [cite('74号令', '第四条', '报经主管预算单位同意后')],
  from: '2014-02-01',
  check: ({ request: r }) =>
    r.consent !== '' || {
      because: '没有主管预算单位的同意文号',
      cure: '先报主管预算单位同意',
      field: 'consent',
    },
}
const argued: Rule<Facts> = {
  id: 'approval.argued',
  title: '须有专业人员的论证意见',
  cites: [
    cite(
      '74号令',
      '第三十八条',
      '专业人员对相关供应商因专利、专有技术等原因具有唯一性的具体论证意见',
    ),
    citeMarked('财库〔2007〕119号', '专家论证', '✎'),
  ],
  from: '2014-02-01',
  check: ({ request: r }) => {
    const wants =
      r.kind === '采购进口产品' || (r.method === '单一来源' && r.ground === ONLY_SUPPLIER)
    return (
      !wants ||
      r.arguments.length > 0 || {
        because: '没有专业人员的论证意见',
        cure: '写明论证人员的姓名、职称、工作单位和意见',
        field: 'arguments',
      }
    )
  },
}
const named: Rule<Facts> = {
  id: 'approval.named',
  title: '单一来源公示须写明唯一供应商',
  cites: [cite('74号令', '第三十八条', '拟定的唯一供应商名称、地址')],
  from: '2014-02-01',
  check: ({ request: r }) =>
    r.method !== '单一来源' ||
    r.kind !== '变更采购方式' ||
    r.supplier !== null || { because: '没有拟定的供应商', cure: '写明供应商', field: 'supplier' },
}
const onlySingle: Rule<Facts> = {
  id: 'approval.onlySingle',
  title: '公示只为达到公开招标数额、供应商唯一的单一来源',
  cites: [cite('政府采购法实施条例', '第三十八条', '只能从唯一供应商处采购的')],
  from: '2015-03-01',
  check: (f, on) =>
    needsPublicity(f, on) || {
      because: '这一申请依法不须公示',
      facts: { 采购方式: f.request.method, 金额: showYuan(f.request.amount) },
      cure: '直接提交申请',
    },
}
const publicised: Rule<Facts> = {
  id: 'approval.publicised',
  title: '单一来源须先公示不少于五个工作日',
  cites: [
    cite('政府采购法实施条例', '第三十八条', '公示期不得少于5个工作日'),
    cite('74号令', '第三十八条', '公示期不得少于5个工作日'),
  ],
  from: '2015-03-01',
  check: (f, on) => {
    if (!needsPublicity(f, on)) return true
    const { ends } = f.request
    if (ends === null) return { because: '还没有公示', cure: '先发布单一来源采购公示' }
    return (
      f.today > ends || {
        because: `公示期至${showDay(ends)}，尚未届满`,
        facts: { 公示期满: ends, 今天: f.today },
        cure: `${showDay(ends)}之后提交`,
      }
    )
  },
}
const answered: Rule<Facts> = {
  id: 'approval.answered',
  title: '公示有异议的应当补充论证',
  cites: [cite('74号令', '第四十条', '应当在公示期满后5个工作日内，组织补充论证')],
  from: '2014-02-01',
  check: ({ open, upheld }) => {
    if (open > 0)
      return {
        because: `还有${open}件异议没有补充论证`,
        facts: { 未论证: open },
        cure: '组织补充论证并告知提出异议的供应商',
      }
    return (
      upheld === 0 || {
        because: '补充论证认为异议成立',
        facts: { 成立: upheld },
        cure: '应当依法采取其他采购方式',
      }
    )
  },
}
const notStarted: Rule<Facts> = {
  id: 'approval.notStarted',
  title: '批准须在采购活动开始前',
  cites: [cite('政府采购法', '第二十七条', '应当在采购活动开始前')],
  from: '2003-01-01',
  check: ({ started }) =>
    !started || { because: '采购活动已经开始', cure: '依法终止后，重新开展时再申请' },
}
const applying = [
  tier,
  grounded,
  proven,
  consented,
  argued,
  named,
  publicised,
  answered,
  notStarted,
]

// biome-ignore format: a table reads as a table
export const approvalFlow = flow<Facts>()(
  {
    noun: '报批事项', module: 'approval',
    states: ['编制中', '公示中', '公示期满', '待批准', '已批准', '未批准', '已撤回'],
    open: ['公示中', '公示期满'],
    onDue: { 公示中: 'expire' },
  },
  {
    draft:     { name: '申请变更方式或者进口', from: [],  to: '编制中',   by: ['采购人经办'] },
    revise:    { name: '修改申请',       from: ['编制中'], to: '编制中',   by: ['采购人经办'] },
    publicize: { name: '发布单一来源采购公示', from: ['编制中'], to: '公示中', by: ['采购人审核'], rules: [onlySingle, grounded, argued, named] },
    expire:    { name: '公示期满',       from: ['公示中'], to: '公示期满', by: ['系统'] },
    submit:    { name: '向财政部门提交', from: ['编制中', '公示期满'], to: '待批准', by: ['采购人审核'], rules: applying, apartFrom: ['draft', 'revise'] },
    giveBack:  { name: '退回补正',       from: ['待批准'], to: '编制中',   by: ['财政监管'], may: true },
    approve:   { name: '批准',           from: ['待批准'], to: '已批准',   by: ['财政监管'], rules: [tier, publicised, answered, notStarted] },
    refuse:    { name: '不予批准',       from: ['待批准'], to: '未批准',   by: ['财政监管'] },
    withdraw:  { name: '撤回申请',       from: ['编制中', '公示期满', '待批准'], to: '已撤回', by: ['采购人审核'], may: true },
  },
)

export interface ObjectionFacts {
  readonly state: string
}
const whilePublic: Rule<ObjectionFacts> = {
  id: 'objection.whilePublic',
  title: '异议须在公示期内提出',
  cites: [cite('74号令', '第三十九条', '可以在公示期内将书面意见反馈给采购人、采购代理机构')],
  from: '2014-02-01',
  check: ({ state }) =>
    state === '公示中' || {
      because: `公示处于“${state}”`,
      facts: { 状态: state },
      cure: '公示期满后，对采购过程的异议请依法质疑',
    },
}
// biome-ignore format: a table reads as a table
export const objectionFlow = flow<ObjectionFacts>()(
  { noun: '公示异议', module: 'objection', states: ['待论证', '异议成立', '异议不成立'] },
  {
    file:    { name: '提出异议', from: [], to: '待论证', by: ['供应商经办'], rules: [whilePublic] },
    uphold:  { name: '补充论证：异议成立', from: ['待论证'], to: '异议成立', by: ['采购人审核'] },
    dismiss: { name: '补充论证：异议不成立', from: ['待论证'], to: '异议不成立', by: ['采购人审核'] },
  },
)
