import { at, type Day, rfc3339 } from '#kernel'
import { plainBid, seal } from './papers.ts'
import { Trade, yuanOf } from './trade.ts'

/** Two prices of one response: what the research is compensated with, and what the product costs if it succeeds. */
export interface Two {
  readonly research: number
  readonly first: number
}
const PRODUCT = '眼底病变筛查样机'
const RESEARCH = '研发成本补偿'
const units = 5
export const innovationItems = [
  {
    code: 'C01059900',
    name: RESEARCH,
    quantity: 1,
    unit: '项',
    requirement: '按各研发阶段的成果报告和成本说明补偿。',
  },
  {
    code: 'A02320500',
    name: PRODUCT,
    quantity: units,
    unit: '台',
    requirement: '敏感度不低于95%，单人次不超过2分钟。',
  },
]
export const scheme = {
  ground: '市场现有产品或者技术不能满足要求，需要进行技术突破',
  authority: '设区的市级主管预算单位（经省级主管部门批准）',
  permit: '内卫函〔2026〕31号',
  goal: '牧区移动条件下眼底病变筛查，敏感度不低于95%，离线运行，单人次不超过2分钟。',
  maxCost: '3000000.00',
  scenario: '旗县、苏木移动体检车，无稳定网络。',
  months: 6,
  invite: '发布合作创新采购公告，通过资格审查的供应商均受邀参加创新概念交流。',
  group: { representatives: 1, technical: 2, legal: 1, economic: 1 },
  criteria: '综合评分法，研发方案60分，响应报价20分，研发完成时间和售后20分。',
  scope: '研发人员、材料、试制、检测验证的直接成本。',
  cap: '1200000.00',
  firstCap: '1800000.00',
  midTerm: true,
  ip: '归供应商享有；采购人在本地区公共卫生中无偿使用。',
  upgrade: '首购之日起三年内免费升级筛查模型。',
  terms: '分三个阶段；未达到标志性成果的予以淘汰并终止合同。',
  risk: '数据不足：由采购人提供脱敏数据；进度风险：设中期谈判和淘汰。',
  argued: '2026年7月组织七名专家论证，认为方案科学、可行、合规。',
  suppliers: 2,
  stages: [
    { name: '方案设计', milestone: '详细设计方案', standard: '通过评审的详细设计。' },
    { name: '样机研制', milestone: '符合要求的模型样机', standard: '样机三台，敏感度达到95%。' },
    {
      name: '试用验收',
      milestone: '通过采购人试用和履约验收',
      standard: '试用三十日，通过履约验收。',
    },
  ],
  first: [
    { key: 'quality', name: '筛查效果', max: 70, steps: '按试用的敏感度、特异度给分。' },
    { key: 'price', name: '首购产品金额', max: 30, steps: '最低价为满分，按比例。' },
  ],
}
export const stagesOf = (amount: number) => [
  { name: '方案设计', amount: yuanOf(amount * 0.3), condition: '阶段成果确认后' },
  { name: '样机研制', amount: yuanOf(amount * 0.5), condition: '阶段成果确认后' },
  { name: '试用验收', amount: yuanOf(amount * 0.2), condition: '验收合格后' },
]
/** A co-operative innovation: what is its own; the trade beneath it is the trade of every method. */
export class Researched extends Trade {
  innovation = ''
  prequal = ''
  async schemed(change: Record<string, unknown> = {}): Promise<this> {
    this.innovation = (
      await this.buyer.innovation.draft({
        project: this.project,
        scheme: { ...scheme, ...change },
      })
    ).id
    await this.buyer.innovation.submit({ id: this.innovation })
    await this.head.innovation.approve({ id: this.innovation })
    return this
  }
  /** The document in its two parts: the first item is the research, the others are what is bought of it. */
  override write(change: Record<string, unknown> = {}) {
    return super.write({
      ground: scheme.ground,
      priceWeight: 20,
      criteria: [
        {
          key: 'technical',
          name: '研发方案',
          kind: '技术',
          max: 60,
          objective: false,
          steps: '路线可行、风险可控的得高分；一般的得中等分；较差的得低分。',
        },
        {
          key: 'record',
          name: '研发完成时间和售后服务方案',
          kind: '商务',
          max: 20,
          objective: false,
          steps: '完成早、售后周全的得高分；一般的得中等分；较差的得低分。',
        },
      ],
      lots: [
        {
          no: 1,
          title: this.spec.title,
          budget: this.spec.budget,
          ceiling: null,
          coreProduct: '',
          items: innovationItems,
        },
      ],
      ...change,
    })
  }
  async called(day: Day): Promise<this> {
    if (this.prequal === '') await this.drafted()
    await this.agent.prequal.publish({
      id: this.prequal,
      deadline: rfc3339(at(day, 17, 30)),
      supplyEnds: day,
      reviewDay: day,
    })
    return this
  }
  async drafted(): Promise<this> {
    this.prequal = (
      await this.agent.prequal.draft({
        tender: this.tender,
        need: null,
        parts: '资格条件逐项响应、研发能力说明。',
        standard: '谈判小组逐家逐项审查，全部满足的通过。',
      })
    ).id
    return this
  }
  apply(account: string) {
    return this.p.as(account).application.apply({
      prequal: this.prequal,
      answers: { q1: '满足，见承诺函。' },
    })
  }
  async looked(unfit: readonly string[] = []): Promise<this> {
    const { data } = await this.buyer.prequal.get({ id: this.prequal })
    await this.buyer.prequal.review({
      id: this.prequal,
      verdicts: (data.applications as { id: string; supplier: string }[]).map((a) => ({
        application: a.id,
        item: 'q1',
        passed: !unfit.includes(a.supplier),
        reason: unfit.includes(a.supplier) ? '没有提供研发能力证明' : '',
      })),
    })
    return this
  }
  async met(absent: readonly string[] = []) {
    const { data } = await this.buyer.innovation.get({ id: this.innovation })
    return this.buyer.innovation.exchange({
      id: this.innovation,
      form: '线下会议，采购人会议室',
      told: '介绍应用场景和脱敏数据集；逐家交流技术路线，共同的问题书面答复各家。',
      attendance: (data.attendance as { supplier: string; name: string }[]).map((a) => ({
        supplier: a.supplier,
        attended: !absent.includes(a.name),
        reason: absent.includes(a.name) ? '来函说明不参加' : '',
      })),
    })
  }
  override async respond(account: string, _price: string, change: Record<string, unknown> = {}) {
    const two = (change['two'] ?? { research: 500_000_00, first: 1_000_000_00 }) as Two
    const view = (await this.p.as(account).lot.get({ id: this.lot })).data.seal
    const unit = { model: 'YF-1', brand: account }
    const plain = {
      ...plainBid({
        name: RESEARCH,
        quantity: 1,
        ...unit,
        unitPrice: yuanOf(two.research),
        price: yuanOf(two.research + two.first),
        sme: 'none',
      }),
      items: [
        { name: RESEARCH, quantity: 1, ...unit, unitPrice: yuanOf(two.research) },
        { name: PRODUCT, quantity: units, ...unit, unitPrice: yuanOf(two.first / units) },
      ],
      substantial: { s1: '满足' },
    }
    return this.p.as(account).bid.submit({ lot: this.lot, ...(await seal(view, plain)) })
  }
  async finalTwo(account: string, two: Two) {
    const { round } = (await this.p.as(account).lot.get({ id: this.lot })).data
    const plain = {
      price: yuanOf(two.research + two.first),
      items: [
        { name: RESEARCH, unitPrice: yuanOf(two.research) },
        { name: PRODUCT, unitPrice: yuanOf(two.first / units) },
      ],
    }
    return this.p.as(account).quote.submit({ round: round.id, ...(await seal(round.seal, plain)) })
  }
  async candidates(): Promise<{ bid: string; name: string; research: string; first: string }[]> {
    return (await this.head.innovation.get({ id: this.innovation })).data.candidates
  }
  /** A contract of one award, signed by both, announced and filed. */
  async contracted(
    award: string,
    account: string,
    name: string,
    amount: string,
    schedule: readonly object[],
  ) {
    const { id } = await this.buyer.contract.draft({
      award,
      amount,
      schedule,
      payee: { name, bank: '中国工商银行呼和浩特分行', account: '0602000109200000001' },
    })
    await this.p.as(account).contract.signSupplier({ id })
    await this.head.contract.signBuyer({ id })
    await this.buyer.contract.publish({ id })
    await this.buyer.contract.file({ id })
    return id as string
  }
  async researchOf(contract: string): Promise<string> {
    for (const r of (await this.buyer.research.list()) as { id: string }[])
      if ((await this.buyer.research.get({ id: r.id })).data.contract === contract) return r.id
    throw new Error('没有这份合同的研发')
  }
  talk(id: string, due: Day, change: Record<string, unknown> = {}) {
    return this.buyer.research.get({ id }).then(({ data }: { data: Record<string, unknown> }) =>
      this.buyer.research.talk({
        id,
        milestone: data['milestone'],
        standard: data['standard'],
        scope: data['scope'],
        compensation: data['compensation'],
        due,
        record: '就进度、成果的验收方法和本阶段的成本逐项谈定。',
        ...change,
      }),
    )
  }
  handIn(id: string, account: string) {
    return this.p.as(account).research.submit({
      id,
      report: '本阶段的成果和测试记录见附件。',
      costs: '人工、材料、检测三项，凭据齐全。',
    })
  }
}
