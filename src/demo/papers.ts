import { type SealContext, type SuiteName, sealBid, toBase64 } from '#kernel'

/** 真实公告里的医疗设备采购（广西，2021-12），改到今年、由示范区的医院采购。 */
export const hospitalItems = [
  {
    code: 'A02322100',
    name: '体外膜肺氧合系统(ECMO)',
    quantity: 2,
    unit: '台',
    budget: '4000000.00',
    requirement: '离心泵驱动，流量0—8L/min；配套膜式氧合器与变温水箱；含安装、培训。',
  },
  {
    code: 'A02320500',
    name: '彩色多普勒超声诊断系统',
    quantity: 1,
    unit: '台',
    budget: '3550000.00',
    requirement: '全身应用型，探头不少于四把；支持造影与弹性成像；含安装、培训。',
  },
]
export const requirement = (lineId: string) => ({
  lineId,
  title: '医疗设备采购',
  category: '货物',
  method: '公开招标',
  reason: '达到公开招标数额标准，标的市场竞争充分。',
  summary:
    '体外膜肺氧合系统(ECMO) 2台、彩色多普勒超声诊断系统 1台，用于急危重症救治和影像诊断；含安装、培训和三年质保。',
  budget: '7550000.00',
  items: hospitalItems,
  surveyed: true,
  reviewedByCounsel: true,
  forSme: false,
})
/** What stands in front of every set of documents: how to answer, who pays the agency, how credit is looked up. */
export const frontOf = (centralised = false) => ({
  instructions: [
    '投标（响应）文件在本系统编制，由供应商在自己的浏览器里加密封存后提交；未按要求密封、逾期送达的，拒收。',
    '投标（响应）文件由法定代表人或其授权代表以数字证书签署，并加盖电子签章；联合体由牵头单位签署、盖章。',
    '资格条件、★实质性要求和评审因素逐项响应，并填写所在附件和页码；报价为人民币含税全包价，只能有一个报价。',
    '有效期为提交文件截止之日起90日。',
    '有下列情形之一的无效：未按要求签署、盖章；不具备资格条件；报价超过预算金额或者最高限价；含有采购人不能接受的附加条件；不响应★实质性要求。',
  ],
  agencyFee: centralised
    ? { payer: '不收取', standard: '', amount: null }
    : { payer: '采购人', standard: '按委托代理协议，定额收取', amount: '30000.00' },
  credit: {
    channels: ['信用中国', '中国政府采购网'],
    until: '提交投标（响应）文件的截止时间',
    keeping: '采购代理机构查询后截屏存为电子文件，连同查询时间随采购文件一并归档。',
    use: '被列入失信被执行人、重大税收违法失信主体、政府采购严重违法失信行为记录名单的，拒绝其参加；联合体任何一方有不良信用记录的，联合体视同有不良信用记录。',
  },
})
export const tenderDocument = () => ({
  ...frontOf(),
  overview: '采购体外膜肺氧合系统(ECMO) 2台、彩色多普勒超声诊断系统 1台，分两包。',
  performance: '合同签订后45日内交货并完成安装调试，地点：采购人指定地点。',
  consortium: false,
  documentPrice: '0.00',
  bidBond: '100000.00',
  performanceBondPercent: 5,
  method: '综合评分法',
  priceWeight: 30,
  smePercent: 10,
  smeSharePercent: 4,
  qualifications: [
    { key: 'q1', kind: '法定', text: '满足《政府采购法》第二十二条规定的条件。' },
    {
      key: 'q2',
      kind: '特定',
      text: '具有医疗器械经营或生产许可（备案）凭证，投标产品具有医疗器械注册证。',
    },
  ],
  substantial: [
    { key: 's1', text: '质保期不少于三年' },
    { key: 's2', text: '交货期不超过45日' },
  ],
  criteria: [
    {
      key: 'technical',
      name: '技术参数响应',
      kind: '技术',
      max: 40,
      objective: true,
      steps: '全部满足得40分；一般参数每一项不满足扣2分，扣完为止。',
    },
    {
      key: 'plan',
      name: '安装培训方案',
      kind: '技术',
      max: 10,
      objective: false,
      steps: '方案完整、可操作、针对性强：8—10分；一般：4—7分；较差：0—3分。',
    },
    {
      key: 'service',
      name: '售后服务',
      kind: '商务',
      max: 12,
      objective: false,
      steps: '2小时响应、8小时到场且备件齐全：10—12分；其余酌情：0—9分。',
    },
    {
      key: 'record',
      name: '同类业绩',
      kind: '商务',
      max: 8,
      objective: true,
      steps: '近三年每一份同类合同得4分，最多8分。',
    },
  ],
  clauses: [
    '标的、数量、单价以中标人投标文件为准。',
    '质保期三年，自验收合格之日起算。',
    '逾期交货的，每日按合同金额的万分之五支付违约金。',
    '争议由采购人所在地人民法院管辖。',
  ],
  lots: [
    {
      no: 1,
      title: '体外膜肺氧合系统(ECMO)',
      budget: '4000000.00',
      ceiling: '3900000.00',
      coreProduct: '体外膜肺氧合系统(ECMO)',
      items: [strip(0)],
    },
    {
      no: 2,
      title: '彩色多普勒超声诊断系统',
      budget: '3550000.00',
      ceiling: null,
      coreProduct: '彩色多普勒超声诊断系统',
      reserve: { form: '分包', percent: 30, microPercent: 60 },
      items: [strip(1)],
    },
  ],
})
function strip(i: number) {
  const { budget: _, ...item } = hospitalItems[i] as (typeof hospitalItems)[number]
  return item
}

export interface Offer {
  price: string
  brand: string
  model: string
  name: string
  quantity: number
  unitPrice: string
  sme: 'none' | 'all' | 'share'
  /** What small enterprises take over of it, where only a part is declared. */
  smeAmount?: string
}
/** What a bidder writes before sealing. */
export const plainBid = (o: Offer) => ({
  price: o.price,
  items: [
    { name: o.name, brand: o.brand, model: o.model, quantity: o.quantity, unitPrice: o.unitPrice },
  ],
  sme: o.sme,
  ...(o.smeAmount === undefined ? {} : { smeAmount: o.smeAmount }),
  domestic: 'all',
  delivery: '合同签订后40日内，采购人指定地点',
  qualifications: { q1: '满足，见承诺函。', q2: '许可证与注册证见附件。' },
  responses: {
    technical: '逐项响应，全部满足。',
    plan: '提供安装、培训与验收方案。',
    service: '2小时响应，8小时到场。',
    record: '近三年同类合同两份。',
  },
  substantial: { s1: '质保三年', s2: '40日交货' },
  contact: '投标联系人 0471-6500000',
})
/** What `lot.get` says about sealing; the rest of it is for other readers. */
export interface SealView {
  suite: SuiteName
  k: number
  custodians: string[]
  context: SealContext
}
export interface Attached {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}
/** Seal as the browser does: to the box's custodians, under the bidder's own context. */
export async function seal(view: SealView, data: object, attached: readonly Attached[] = []) {
  const files = attached.map(({ name, type, bytes }) => ({
    name,
    type,
    size: bytes.length,
    bytes: async function* () {
      yield new Uint8Array(bytes)
    },
  }))
  const { envelope, ciphertext } = await sealBid({ ...view, data, files })
  return { envelope, ciphertext: toBase64(ciphertext) }
}
