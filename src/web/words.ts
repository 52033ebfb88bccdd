/** What a person reads: dates, money, names of the desks. */
const WEEK = '日一二三四五六'
export const showDay = (s: string): string => {
  const d = new Date(`${s.slice(0, 10)}T00:00:00Z`)
  return `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日（周${WEEK[d.getUTCDay()]}）`
}
const beijing = (s: string) => new Date(Date.parse(s) + 8 * 3_600_000).toISOString()
export const showInstant = (s: string): string => {
  const b = beijing(s)
  return `${Number(b.slice(0, 4))}年${Number(b.slice(5, 7))}月${Number(b.slice(8, 10))}日 ${b.slice(11, 16)}`
}
export const showMoney = (s: string): string => s.replace(/\B(?=(\d{3})+(?=\.))/g, ',')

/**
 * What a hand types for money, as the server reads it: full-width digits and points become plain, commas and spaces go. With
 * `whole` the two places are filled in. What is not a number stays as typed, and the server says so.
 */
export function tidyMoney(typed: string, whole = false): string {
  const plain = typed
    .replace(/[０-９]/g, (d) => String.fromCharCode(d.charCodeAt(0) - 0xfee0))
    .replace(/[．。]/g, '.')
    .replace(/[,，\s]/g, '')
  if (!whole) return plain
  const m = /^(\d+)(?:\.(\d{0,2}))?$/.exec(plain)
  return m ? `${m[1]}.${(m[2] ?? '').padEnd(2, '0')}` : plain
}
const DIGITS = '零壹贰叁肆伍陆柒捌玖'
/** 大写，供录入时核对；凭证上的大写由服务器写。 */
export function capital(yuan: string): string {
  const m = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(yuan)
  if (!m?.[1]) return ''
  const units = ['', '拾', '佰', '仟']
  const groups = ['', '万', '亿', '万亿']
  let text = ''
  let zero = false
  const n = m[1].replace(/^0+(?=\d)/, '')
  for (let i = 0; i < n.length; i++) {
    const d = Number(n[i])
    const place = n.length - 1 - i
    if (d === 0) zero = true
    else {
      if (zero && text) text += '零'
      zero = false
      text += DIGITS[d] + (units[place % 4] ?? '')
    }
    if (place % 4 === 0 && place > 0 && Number(n.slice(Math.max(0, i - 3), i + 1)) > 0)
      text += groups[place / 4]
  }
  const cents = (m[2] ?? '').padEnd(2, '0')
  const [j, f] = [Number(cents[0]), Number(cents[1])]
  const head = text ? `${text}元` : ''
  if (!j && !f) return `${head || '零元'}整`
  return `${head}${j ? `${DIGITS[j]}角` : head ? '零' : ''}${f ? `${DIGITS[f]}分` : '整'}`
}

export const moduleNames: Record<string, string> = {
  budget: '预算指标',
  requirement: '采购需求',
  approval: '方式与进口报批',
  objection: '公示异议',
  intention: '采购意向',
  plan: '采购计划',
  tender: '采购项目',
  prequal: '资格预审',
  application: '资格预审申请',
  innovation: '合作创新',
  research: '研发',
  question: '澄清提问',
  bid: '投标（响应）',
  quote: '报价',
  lot: '采购包',
  hall: '开标记录',
  draw: '专家抽取',
  letter: '澄清函',
  invite: '抽取通知',
  venue: '评审场所',
  remote: '异地评审',
  booking: '席位预订',
  sitting: '评审到席',
  seat: '我的席位',
  box: '开标保管',
  custody: '开标密钥',
  review: '评审',
  framework: '框架协议',
  frameworkResponse: '框架响应',
  frameworkMember: '入围供应商',
  frameworkCall: '框架采购单',
  frameworkQuote: '框架竞价报价',
  mall: '电子卖场',
  cart: '购物车',
  order: '订单',
  services: '定点服务',
  theme: '主题馆',
  service: '服务订单',
  servicebill: '服务结算单',
  contest: '服务比价',
  contestquote: '服务比价报价',
  ratecard: '服务价目',
  auction: '竞价和询价',
  price: '竞价报价',
  ticket: '卖场工单',
  alarm: '监测预警',
  contract: '采购合同',
  delivery: '交货',
  acceptance: '履约验收',
  payment: '支付申请',
  settlement: '结项',
  purchaser: '采购人库',
  agency: '代理机构库',
  supplier: '供应商库',
  claim: '登记认领',
  expert: '评审专家库',
  performance: '专家履职记录',
  intake: '批量导入',
  regulation: '法律法规库',
  cleaning: '文件清理',
  catalogue: '品目目录',
  thresholds: '目录与限额标准',
  standard: '标准调整',
  settings: '全部参数',
  goods: '商品库',
  project: '项目库',
  listing: '商品上架',
  people: '人员与岗位',
  appointment: '任职',
  delegation: '授权委托',
  audit: '安全审计',
  hold: '依法留存',
  upward: '公告报送',
  reserved: '预留执行公告',
  bulletin: '财政公告',
  issuer: '证书颁发机构',
  entrance: '登录设定',
  progress: '推广进度',
  pilot: '试点申请',
  rollout: '上线实施',
  running: '在途项目',
}
const registers = ['purchaser', 'agency', 'supplier']
/** What everybody at work looks up. */
const lookups = ['project', 'regulation', 'catalogue', 'settings']
const buyer = [
  'budget',
  'requirement',
  'approval',
  'objection',
  'intention',
  'plan',
  'innovation',
  'tender',
  'draw',
  'hall',
  'lot',
  'framework',
  'frameworkMember',
  'frameworkCall',
  'mall',
  'auction',
  'order',
  'services',
  'theme',
  'service',
  'contest',
  'servicebill',
  'ratecard',
  'ticket',
  'contract',
  'research',
  'delivery',
  'acceptance',
  'payment',
  'settlement',
  'reserved',
  ...registers,
  'goods',
  'running',
  'performance',
  ...lookups,
]
/** The menu in the order of the law: what a desk has of each group is shown, empty groups are not. */
export const menuGroups: readonly { name: string; modules: readonly string[] }[] = [
  {
    name: '预算与计划',
    modules: ['budget', 'requirement', 'approval', 'objection', 'intention', 'plan'],
  },
  {
    name: '交易',
    modules: [
      'innovation',
      'tender',
      'prequal',
      'application',
      'question',
      'lot',
      'bid',
      'quote',
      'box',
      'hall',
      'draw',
      'invite',
      'venue',
      'remote',
      'booking',
      'sitting',
      'seat',
      'letter',
      'review',
    ],
  },
  {
    name: '框架协议',
    modules: [
      'framework',
      'frameworkResponse',
      'frameworkMember',
      'frameworkCall',
      'frameworkQuote',
    ],
  },
  { name: '公开', modules: ['reserved', 'bulletin', 'upward'] },
  {
    name: '电子卖场',
    modules: [
      'mall',
      'cart',
      'auction',
      'price',
      'order',
      'services',
      'theme',
      'service',
      'contest',
      'contestquote',
      'servicebill',
      'ratecard',
      'ticket',
      'alarm',
    ],
  },
  {
    name: '履约与支付',
    modules: ['contract', 'research', 'delivery', 'acceptance', 'payment', 'settlement'],
  },
  {
    name: '基础库',
    modules: [
      'purchaser',
      'agency',
      'supplier',
      'expert',
      'project',
      'goods',
      'listing',
      'claim',
      'intake',
      'performance',
    ],
  },
  { name: '推广', modules: ['progress', 'pilot', 'rollout', 'running'] },
  {
    name: '法规与标准',
    modules: ['regulation', 'cleaning', 'catalogue', 'thresholds', 'standard', 'settings'],
  },
  {
    name: '人员',
    modules: ['people', 'appointment', 'delegation', 'issuer', 'entrance', 'hold', 'audit'],
  },
]
/** The groups of one desk; what belongs to none stands last. */
export function menuOf(role: string): { name: string; modules: string[] }[] {
  const menu = desks[role]?.menu ?? []
  const known = new Set(menuGroups.flatMap((g) => g.modules))
  return [
    ...menuGroups.map((g) => ({
      name: g.name,
      modules: g.modules.filter((m) => menu.includes(m)),
    })),
    { name: '其他', modules: menu.filter((m) => !known.has(m)) },
  ].filter((g) => g.modules.length > 0)
}
/** A desk is a menu over stages, and what may be begun there. */
export const desks: Record<string, { menu: string[]; births: string[] }> = {
  采购人经办: {
    menu: [...buyer, 'cart'],
    births: [
      'requirement.draft',
      'auction.draft',
      'approval.draft',
      'intention.draft',
      'plan.draft',
      'innovation.draft',
      'tender.entrust',
      'framework.draft',
      'frameworkCall.choose',
      'frameworkCall.compete',
      'frameworkCall.rotate',
      'frameworkCall.outside',
      'contract.draft',
      'acceptance.begin',
      'payment.apply',
      'settlement.settle',
      'reserved.draft',
      'running.register',
    ],
  },
  采购人审核: { menu: [...buyer, 'cart', 'box'], births: ['purchaser.propose'] },
  代理经办: {
    menu: [
      'innovation',
      'tender',
      'prequal',
      'question',
      'lot',
      'box',
      'hall',
      'draw',
      'venue',
      'remote',
      'booking',
      'sitting',
      'letter',
      'framework',
      'frameworkResponse',
      'frameworkMember',
      'contract',
      'research',
      ...registers,
      'goods',
      ...lookups,
      'performance',
    ],
    births: ['framework.draft', 'prequal.draft', 'contract.draft'],
  },
  供应商经办: {
    menu: [
      'approval',
      'objection',
      'innovation',
      'tender',
      'prequal',
      'application',
      'lot',
      'bid',
      'quote',
      'hall',
      'letter',
      'question',
      'framework',
      'frameworkResponse',
      'frameworkMember',
      'frameworkCall',
      'frameworkQuote',
      'mall',
      'auction',
      'price',
      'order',
      'services',
      'service',
      'contest',
      'contestquote',
      'servicebill',
      'ratecard',
      'ticket',
      'contract',
      'research',
      'delivery',
      'acceptance',
      'payment',
      ...registers,
      'goods',
      ...lookups,
      'listing',
    ],
    births: [
      'objection.file',
      'question.ask',
      'bid.submit',
      'frameworkResponse.submit',
      'frameworkMember.apply',
      'frameworkQuote.offer',
      'delivery.deliver',
      'listing.register',
      'ratecard.submit',
    ],
  },
  评审专家: {
    menu: ['invite', 'seat', 'review', 'letter', 'expert', 'performance', 'regulation'],
    births: [],
  },
  财政监管: {
    menu: [
      ...buyer,
      'question',
      'box',
      'venue',
      'remote',
      'expert',
      'listing',
      'claim',
      'intake',
      'performance',
      'cleaning',
      'thresholds',
      'standard',
      'hold',
      'progress',
      'pilot',
      'rollout',
      'bulletin',
      'upward',
    ],
    births: [
      'budget.receive',
      'purchaser.enrol',
      'agency.enrol',
      'venue.register',
      'intake.upload',
      'pilot.apply',
      'rollout.start',
      'regulation.register',
      'hold.place',
      'bulletin.draft',
    ],
  },
  国库支付: { menu: ['payment'], births: [] },
  单位管理员: { menu: ['people', 'appointment', 'delegation'], births: [] },
  系统管理员: { menu: ['people', 'appointment', 'upward'], births: [] },
  安全管理员: { menu: ['people', 'appointment', 'issuer', 'entrance'], births: ['issuer.trust'] },
  审计管理员: { menu: ['audit', 'people', 'appointment', 'issuer', 'entrance'], births: [] },
}
