import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, type Day, instant } from '#kernel'
import { validate } from '#ocds'
import { freshStage } from '#testing'
import { innovationItems, Researched, scheme, stagesOf } from '../../../demo/innovation.ts'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'

/** 合作创新采购：从采购方案到首购协议归档，也走到它的每一种失败，由该办的人经 HTTP 办理。 */
let s: Stage
let p: Player
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  await s.clock.to('2026-03-02')
}, 180_000)
afterAll(async () => {
  await s.stop()
  expect(faults).toEqual([])
})
const NAMES = {
  kangda: '北京康达医疗器械有限公司',
  huarui: '沈阳华瑞影像设备有限公司',
  saihan: '呼和浩特赛罕医械有限公司',
  mengyi: '内蒙古蒙医科技有限公司',
} as const
type Who = keyof typeof NAMES
const item = innovationItems[1] as (typeof innovationItems)[1]
const innovation = (title: string, budget = '3000000.00') =>
  new Researched(p, s.clock, s.cast, {
    title,
    method: '合作创新采购',
    category: '货物',
    budget,
    item,
  })
const ready = async (title: string, change: Record<string, unknown> = {}) => {
  const t = innovation(title)
  await t.want()
  await t.planned()
  await t.entrusted()
  await t.write()
  await t.confirmed()
  return t.schemed(change)
}
/** Applied, looked at, met, and invited: the document is out and first responses are due. */
async function responding(t: Researched, who: readonly Who[], days: readonly [Day, Day, Day]) {
  const [applied, told, due] = days
  await t.called(applied)
  for (const w of who) await t.apply(w)
  await s.clock.to(applied, 17, 31)
  await t.looked()
  await t.agent.prequal.conclude({ id: t.prequal })
  await s.clock.to(told)
  await t.met()
  await t.agent.innovation.settle({ id: t.innovation })
  await t.write()
  await t.confirmed()
  return t.published(due, 9, due)
}
type Prices = Partial<Record<Who, { research: number; first: number }>>
/** From the deadline to the report: opened, talked, final responses sealed and opened, scored. */
async function ranked(t: Researched, due: Day, prices: Prices, marks: Record<string, number> = {}) {
  await s.clock.to(due, 9, 31)
  await t.open()
  await t.group(4)
  await t.agent.lot.convene({ id: t.lot })
  await t.judge(false)
  await t.talks()
  await t.callFinal(at(due, 15))
  for (const [who, two] of Object.entries(prices)) await t.finalTwo(who, two)
  await s.clock.to(due, 15, 1)
  await t.agent.lot.openFinal({ id: t.lot })
  await t.judge(true, [], marks)
  await t.report()
}
const pay = async (contract: string, instalment: number, amount: string, invoice: string) => {
  const { data } = await p.as('wang').contract.get({ id: contract })
  const r = await p.as('wang').payment.apply({
    contract,
    instalment,
    amount,
    invoice,
    invoiceDay: new Date(s.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10),
    payee: data.payee,
  })
  await p.as('wuyun').payment.approve({ id: r.id })
  await s.clock.toInstant(instant(s.clock.now() + 60_000))
}
const goodsOf = async (contract: string) =>
  (await p.as('wang').contract.get({ id: contract })).data.goods as {
    name: string
    quantity: number
  }[]
const checked = async (contract: string, met = true) =>
  p.as('wang').acceptance.begin({
    contract,
    members: [
      { name: '王静', role: '采购人' },
      { name: '林峰', role: '专业人员' },
      { name: '何芳', role: '服务对象' },
    ],
    clauses: (await goodsOf(contract)).map((g) => ({
      text: `${g.name}：指标`,
      kind: '技术',
      met,
      note: '逐项测试',
    })),
    opinion: '按研发合同约定的方法和标准逐项测试。',
  })
const delivered = async (contract: string, who: Who, met = true) => {
  const items = (await goodsOf(contract)).map(({ name, quantity }) => ({
    name,
    quantity,
    serials: [],
  }))
  const d = await p.as(who).delivery.deliver({ contract, place: '医院设备库', items })
  await p.as('wang').delivery.receive({ id: d.id })
  return checked(contract, met)
}
const accepted = async (contract: string, who: Who) => {
  const r = await delivered(contract, who)
  await p.as('wuyun').acceptance.pass({ id: r.id })
  await p.as(who).acceptance.signSupplier({ id: r.id })
}
const archived = async (contract: string, shortfall = '') => {
  const { id } = await p.as('wang').settlement.settle({ contract, shortfall })
  await p.as('wuyun').settlement.close({ id })
  await p.as('wang').settlement.archive({ id })
}
const awardOf = async (t: Researched, name: string, part: string) => {
  const { rows } = await s.app.pool.query<{ id: string }>(
    `select a.id from trade.award a join library.org o on o.id = a.supplier
     where a.lot = $1 and o.name = $2 and a.part = $3`,
    [t.lot, name, part],
  )
  return rows[0]?.id ?? ''
}

describe('方案与公告', () => {
  test('旗县不能用；没有批准、费用超出、四家、小组不全的方案核准不了', async () => {
    const line = await p.as('tuoxian').budget.receive({
      name: '创新课桌',
      org: s.cast.orgs['school'],
      year: 2026,
      docNo: '托财预指〔2026〕91号',
      proCode: '150122049002000000791',
      fundType: '111',
      expFunc: '2050203',
      depEco: '31003',
      govEco: '50601',
      amount: '900000.00',
    })
    const low = await p.as('zhao').requirement.draft({
      lineId: line.id,
      title: '护脊课桌研发',
      category: '货物',
      method: '合作创新采购',
      reason: '现有产品不能满足。',
      summary: '课桌',
      budget: '900000.00',
      items: [{ ...item, budget: '900000.00' }],
      surveyed: true,
      reviewedByCounsel: true,
      forSme: false,
    })
    const no = await p.refused(
      '旗县级',
      '合作创新采购由省级主管预算单位，或者经省级主管部门批准的设区的市级主管预算单位开展',
      () => p.as('zhao').requirement.submit({ id: low.id }),
    )
    expect(no.cites[0]).toMatchObject({ law: '财库〔2024〕13号', article: '第四条', mark: '◐' })

    const t = await innovation('眼底筛查样机研发（方案）').want()
    await t.planned()
    const { id } = await t.buyer.innovation.draft({ project: t.project, scheme })
    const wrong = async (what: string, rule: string, change: object) => {
      await t.buyer.innovation.revise({ id, scheme: { ...scheme, ...change } })
      return p.refused(what, rule, () => t.buyer.innovation.submit({ id }))
    }
    const who =
      '合作创新采购由省级主管预算单位（或其授权的所属单位）开展，设区的市级主管预算单位须经省级主管部门批准'
    await wrong('没有批准文号', who, { permit: '' })
    await wrong('自称省级', who, { authority: '省级主管预算单位' })
    await wrong('费用超过预算', '最高研发费用不得超过采购预算', { maxCost: '3000000.01' })
    await wrong('补偿加首购超过', '研发成本补偿与首购的费用不得超过最高研发费用', {
      cap: '1200000.01',
    })
    await wrong('四家', '研发供应商最多不得超过三家', { suppliers: 4 })
    await wrong(
      '没有法律专家',
      '谈判小组由采购人代表和评审专家组成，人数为单数，专家中有法律专家和经济专家各一名',
      { group: { representatives: 1, technical: 3, legal: 0, economic: 1 } },
    )
    await wrong('首购九十分', '首购产品的评审标准在方案中载明，合计一百分', {
      first: scheme.first.map((c) => ({ ...c, max: 45 })),
    })
    await t.buyer.innovation.revise({ id, scheme })
    await t.buyer.innovation.submit({ id })
    // Whoever wrote it does not approve it, and nobody else reads it before the notice.
    await expect(p.as('kangda').innovation.get({ id })).rejects.toMatchObject({ status: 404 })
    await t.head.innovation.approve({ id })
  }, 180_000)

  test('没有方案不能公告；十九个工作日、研发方案四十九分、分包不分价，都送不出去', async () => {
    const t = innovation('眼底筛查样机研发（公告）')
    await t.want()
    await t.planned()
    await t.entrusted()
    await t.write({
      lots: [
        {
          no: 1,
          title: '样机',
          budget: t.spec.budget,
          ceiling: null,
          coreProduct: '',
          items: [item],
        },
      ],
    })
    await p.refused('不分价', '分别报研发成本补偿和首购产品的价', () =>
      t.agent.tender.submit({ id: t.tender }),
    )
    const low = [
      {
        key: 'technical',
        name: '研发方案',
        kind: '技术',
        max: 49,
        objective: false,
        steps: '优秀得高分；一般得中等分；较差得低分。',
      },
      {
        key: 'record',
        name: '研发时间',
        kind: '商务',
        max: 31,
        objective: false,
        steps: '早的得高分；一般得中等分；晚的得低分。',
      },
    ]
    await t.write({ criteria: low })
    const no = await p.refused('研发方案49分', '研发方案的分值不得低于总分值的百分之五十', () =>
      t.agent.tender.submit({ id: t.tender }),
    )
    expect(no.cites[0]).toMatchObject({ article: '第十八条' })
    await t.write()
    await t.confirmed()
    await p.refused('没有方案', '采购方案核准以后发布合作创新采购公告', () => t.drafted())
    await t.schemed()
    await t.drafted()
    await p.refused('十九个工作日', '提交申请文件的时间不得少于20个工作日', () =>
      t.called('2026-03-27'),
    )
    await t.called('2026-03-30')
    await p.refused('没有交流就发文件', '创新概念交流之后发出研发谈判文件', () =>
      t.publish(at('2026-04-20', 9, 30), '2026-04-20'),
    )
    await p.refused('手写名单', '研发谈判文件提供给所有参与创新概念交流的供应商', () =>
      t.invite('资格预审', 1, [['kangda', '采购人']]),
    )
    await p.refused('没审查就交流', '资格审查的结果告知以后进行创新概念交流', () =>
      t.agent.innovation.exchange({
        id: t.innovation,
        form: '线上',
        told: '介绍',
        attendance: [{ supplier: s.cast.orgs['kangda'], attended: true }],
      }),
    )
    await t.apply('mengyi')
    await s.clock.to('2026-03-30', 17, 31)
    await t.looked([NAMES.mengyi])
    await p.refused('没有合格的', '没有供应商通过资格审查的不能继续', () =>
      t.agent.prequal.conclude({ id: t.prequal }),
    )
    await t.agent.prequal.fail({
      id: t.prequal,
      grounds: '没有供应商通过资格审查',
      explanation: '一家申请，不合格。',
    })
    expect((await t.buyer.innovation.get({ id: t.innovation })).state).toBe('已核准')
    expect(await t.notices()).toEqual(['合作创新采购公告', '终止公告'])
    t.prequal = ''
    expect((await t.drafted()).prequal).not.toBe('')
  }, 180_000)
})

test('全程：两家研发，一家中途淘汰，一家验收合格，首购、付款、归档', async () => {
  await s.clock.to('2026-04-01')
  const t = await ready('眼底筛查样机研发（全程）')
  await t.called('2026-04-30')
  for (const w of ['kangda', 'huarui', 'saihan', 'mengyi'] as const) await t.apply(w)
  await s.clock.to('2026-04-30', 17, 31)
  await t.looked([NAMES.mengyi])
  await t.agent.prequal.conclude({ id: t.prequal })
  const hall = (await t.buyer.innovation.get({ id: t.innovation })).data
  expect(hall.attendance).toHaveLength(3)
  await p.refused('漏了一家', '与所有通过资格审查的供应商进行创新概念交流，提供同样的信息', () =>
    t.buyer.innovation.exchange({
      id: t.innovation,
      form: '线上',
      told: '介绍',
      attendance: hall.attendance
        .slice(1)
        .map((a: { supplier: string }) => ({ supplier: a.supplier, attended: true })),
    }),
  )
  await t.met([NAMES.saihan])
  const seen = async (who: string) =>
    ((await p.as(who).innovation.get({ id: t.innovation })).sections as { title: string }[]).some(
      (x) => x.title === '创新概念交流',
    )
  expect([await seen('kangda'), await seen('saihan'), await seen('mengyi')]).toEqual([
    true,
    true,
    false,
  ])
  await t.agent.innovation.settle({ id: t.innovation })
  await t.write({ qualifications: [{ key: 'q1', kind: '法定', text: '另写的条件。' }] })
  await p.refused('改了资格条件', '研发谈判文件的资格条件与资格审查所依据的一致', () =>
    t.agent.tender.submit({ id: t.tender }),
  )
  await t.write()
  await t.confirmed()
  await s.clock.to('2026-05-06')
  const short = await p.refused(
    '九个工作日',
    '研发谈判文件发出至提交首次响应文件截止不得少于10个工作日',
    () => t.publish(at('2026-05-18', 9, 30), '2026-05-18'),
  )
  expect(short.cites[0]).toMatchObject({ law: '财库〔2024〕13号', article: '第十九条' })
  await t.published('2026-05-20', 9, '2026-05-20')
  await p.refused('缺席交流的来响应', '只有受邀请的供应商可以参加', () => t.respond('saihan', ''))
  for (const w of ['kangda', 'huarui'] as const) await t.respond(w, '')
  await ranked(
    t,
    '2026-05-20',
    {
      kangda: { research: 500_000_00, first: 1_000_000_00 },
      huarui: { research: 600_000_00, first: 900_000_00 },
    },
    { [NAMES.kangda]: 15, [NAMES.huarui]: 10 },
  )
  const [first, second] = await t.candidates()
  expect([first?.name, first?.research, first?.first]).toEqual([
    NAMES.kangda,
    '500000.00',
    '1000000.00',
  ])
  await p.refused('在包上只定一家', '研发供应商按研发谈判文件规定的数量和候选人顺序确定', () =>
    t.award(NAMES.kangda),
  )
  await p.refused(
    '只定第二名',
    '按规定的数量和候选人顺序确定研发供应商，研发成本补偿合计不超过限额',
    () => t.head.innovation.choose({ id: t.innovation, bids: [second?.bid], reason: '偏好' }),
  )
  await t.head.innovation.choose({
    id: t.innovation,
    bids: [first?.bid, second?.bid],
    reason: '同意谈判小组的推荐',
  })
  await t.announce()
  const a = await awardOf(t, NAMES.kangda, '研发')
  const b = await awardOf(t, NAMES.huarui, '研发')
  await p.refused('付款不按阶段', '研发合同按研发阶段补偿，末阶段验收合格后支付', () =>
    t.buyer.contract.draft({
      award: a,
      amount: '500000.00',
      schedule: [
        { name: '预付', amount: '250000.00', condition: '合同备案后' },
        { name: '尾款', amount: '250000.00', condition: '验收合格后' },
      ],
      payee: { name: NAMES.kangda, bank: '工行', account: '0602000109200000001' },
    }),
  )
  const one = await t.contracted(a, 'kangda', NAMES.kangda, '500000.00', stagesOf(500_000_00))
  const two = await t.contracted(b, 'huarui', NAMES.huarui, '600000.00', stagesOf(600_000_00))
  const [ra, rb] = [await t.researchOf(one), await t.researchOf(two)]
  await p.refused('没考核就付', '研发成本补偿在阶段成果确认以后支付', () =>
    pay(one, 0, '150000.00', '26150100000000000001'),
  )
  await p.refused('没到末阶段就验收', '研发成果在末阶段成果齐备以后验收', () => checked(one))
  await p.refused(
    '补偿超过合同',
    '各阶段成本补偿金额之和不得超过研发合同约定的研发成本补偿金额',
    () => t.talk(ra, '2026-06-20', { compensation: '500000.01' }),
  )
  await p.refused('到期日在今天', '研发中期谈判在每一阶段开始前完成', () =>
    t.talk(ra, '2026-05-20'),
  )
  // The talk may settle less than the contract allots to the stage.
  await t.talk(ra, '2026-06-20', { compensation: '140000.00' })
  await t.talk(rb, '2026-06-20')
  await p.refused('没到期就说未达到', '约定期限到期以后考核', () =>
    t.head.research.miss({ id: rb, payable: '0.00', opinion: '没有交' }),
  )
  await t.handIn(ra, 'kangda')
  await t.head.research.meet({ id: ra, opinion: '设计通过评审' })
  await p.refused('按合同数付', '按合同约定的付款安排支付', () =>
    pay(one, 0, '150000.00', '26150100000000000001'),
  )
  await pay(one, 0, '140000.00', '26150100000000000001')
  await s.clock.to('2026-06-22')
  await t.head.research.miss({
    id: rb,
    payable: '60000.00',
    opinion: '到期没有提交成果，依约补偿已发生的材料费',
  })
  await pay(two, 0, '60000.00', '26150100000000000002')
  await t.head.research.eliminate({ id: rb, reason: '未按照约定完成标志性成果' })
  expect((await t.buyer.contract.get({ id: two })).state).toBe('已解除')
  expect((await p.as('huarui').research.get({ id: rb })).state).toBe('已淘汰')
  await p.refused('还在研发就首购', '各研发供应商的研发都有结果以后进行首购评审', () =>
    t.buyer.innovation.evaluate({
      id: t.innovation,
      marks: [{ research: ra, key: 'quality', points: 60 }],
      opinion: '好',
    }),
  )
  await t.talk(ra, '2026-07-20')
  await t.handIn(ra, 'kangda')
  await p.refused('中间阶段直接验收', '最终定型的产品和样品进入验收', () =>
    t.head.research.complete({ id: ra, opinion: '通过' }),
  )
  await t.head.research.meet({ id: ra, opinion: '样机达标' })
  await pay(one, 1, '250000.00', '26150100000000000003')
  await t.talk(ra, '2026-08-20')
  await t.handIn(ra, 'kangda')
  await p.refused('末阶段再进下一阶段', '满足要求的进入下一研发阶段', () =>
    t.head.research.meet({ id: ra, opinion: '通过' }),
  )
  await t.head.research.complete({ id: ra, opinion: '试用三十日，成果齐备' })
  await p.refused('没验收就付末期', '以验收为条件的款项，验收合格后支付', () =>
    pay(one, 2, '100000.00', '26150100000000000004'),
  )
  await accepted(one, 'kangda')
  await pay(one, 2, '100000.00', '26150100000000000004')
  await archived(one, '首阶段谈定的补偿低于合同约定，余额不再支付。')

  await p.refused('少评一项', '谈判小组按载明的评审标准逐家逐项评审首购产品', () =>
    t.buyer.innovation.evaluate({
      id: t.innovation,
      marks: [{ research: ra, key: 'quality', points: 60 }],
      opinion: '筛查效果好',
    }),
  )
  await t.buyer.innovation.evaluate({
    id: t.innovation,
    marks: [
      { research: ra, key: 'quality', points: 66.5 },
      { research: ra, key: 'price', points: 30 },
    ],
    opinion: '筛查效果达到目标，推荐首购。',
  })
  await p.refused('淘汰的去首购', '首购评审得分最高的确定为首购产品', () =>
    t.head.innovation.buy({ id: t.innovation, research: rb, reason: '便宜' }),
  )
  await t.head.innovation.buy({ id: t.innovation, research: ra, reason: '同意小组意见' })
  const bought = await t.contracted(
    await awardOf(t, NAMES.kangda, '首购'),
    'kangda',
    NAMES.kangda,
    '1000000.00',
    [{ name: '全款', amount: '1000000.00', condition: '验收合格后' }],
  )
  await accepted(bought, 'kangda')
  await pay(bought, 0, '1000000.00', '26150100000000000005')
  await archived(bought)
  expect((await t.buyer.plan.get({ id: t.plan })).state).toBe('已执行')
  expect(await t.notices()).toEqual([
    '合作创新采购公告',
    '研发谈判文件公告',
    '成交结果公告',
    '合同公告',
    '合同公告',
    '验收结果公告',
    '合同公告',
    '验收结果公告',
  ])
  const found = (await (await p.get('/api/disclosure/list?limit=100')).json()) as {
    notices: { title: string; ocid: string }[]
  }
  const titles = found.notices.map((n) => n.title)
  expect(titles.some((x) => x.endsWith('研发合同公告'))).toBe(true)
  expect(titles.some((x) => x.endsWith('首购协议公告'))).toBe(true)

  await s.app.settle()
  const { ocid } = found.notices[0] ?? { ocid: '' }
  const record = await (await p.get(`/ocds/records/${ocid}`)).json()
  expect(validate(record).faults).toEqual([])
  expect(validate(record).unknown).toEqual([])
  const last = JSON.stringify(record)
  expect(last).toContain('"procurementMethod":"selective"')
  expect(last).toContain('"procurementMethodDetails":"合作创新采购"')
  expect(last).toContain('（首购）')
}, 180_000)

describe('失败', () => {
  test('没有供应商响应：终止，合作创新随之终止，钱回到指标', async () => {
    await s.clock.to('2026-09-01')
    const t = await ready('眼底筛查样机研发（无人响应）')
    await responding(t, ['kangda'], ['2026-09-30', '2026-10-08', '2026-10-22'])
    await s.clock.to('2026-10-22', 9, 31)
    await t.fail('符合条件的供应商不足法定家数')
    await t.head.tender.terminate({
      id: t.tender,
      grounds: '各包均已废标',
      explanation: '没有供应商提交响应文件。',
    })
    expect((await t.buyer.innovation.get({ id: t.innovation })).state).toBe('已终止')
    expect((await t.buyer.plan.get({ id: t.plan })).state).toBe('已撤销')
  }, 180_000)
  test('补偿限额只够一家：按顺序定一家；验收不合格淘汰，没有成功的，终止', async () => {
    const t = await ready('眼底筛查样机研发（无果）', { cap: '700000.00' })
    await responding(t, ['kangda', 'huarui'], ['2026-11-20', '2026-11-23', '2026-12-08'])
    for (const w of ['kangda', 'huarui'] as const) await t.respond(w, '')
    await ranked(t, '2026-12-08', {
      kangda: { research: 500_000_00, first: 1_000_000_00 },
      huarui: { research: 500_000_00, first: 1_100_000_00 },
    })
    await p.refused(
      '一家候选人不少',
      '成交候选人少于规定的研发供应商数量的，可以全部确定，也可以重新开展采购活动',
      () => t.fail('成交候选人少于规定的研发供应商数量，重新开展采购活动'),
    )
    const [first, second] = await t.candidates()
    const no = await p.refused(
      '补偿超过限额',
      '按规定的数量和候选人顺序确定研发供应商，研发成本补偿合计不超过限额',
      () =>
        t.head.innovation.choose({
          id: t.innovation,
          bids: [first?.bid, second?.bid],
          reason: '两家',
        }),
    )
    expect(no.because).toContain('超过限额')
    await t.head.innovation.choose({ id: t.innovation, bids: [first?.bid], reason: '限额只够一家' })
    await t.announce()
    const contract = await t.contracted(
      await awardOf(t, NAMES.kangda, '研发'),
      'kangda',
      NAMES.kangda,
      '500000.00',
      [{ name: '试用验收', amount: '500000.00', condition: '验收合格后' }],
    )
    const r = await t.researchOf(contract)
    await t.talk(r, '2026-12-20', { milestone: '通过采购人试用和履约验收' })
    await t.handIn(r, 'kangda')
    await t.head.research.complete({ id: r, opinion: '进入验收' })
    await p.refused('还没验收就淘汰', '验收不合格的，按未达到标志性成果办理', () =>
      t.head.research.miss({ id: r, payable: '0.00', opinion: '不好' }),
    )
    const report = await delivered(contract, 'kangda', false)
    await t.head.acceptance.fail({ id: report.id, reason: '敏感度88%，不达标' })
    await t.head.research.miss({ id: r, payable: '0.00', opinion: '验收不合格' })
    await t.head.research.eliminate({ id: r, reason: '未通过履约验收' })
    await p.refused('没有成功的就首购', '首购在研发成果验收合格的供应商中进行', () =>
      t.buyer.innovation.evaluate({
        id: t.innovation,
        marks: [{ research: r, key: 'quality', points: 1 }],
        opinion: '无',
      }),
    )
    await t.head.innovation.fail({
      id: t.innovation,
      grounds: '研发供应商均被淘汰或者研发成果均未通过验收',
      explanation: '唯一的研发供应商没有通过验收。',
    })
    expect((await t.notices()).at(-1)).toBe('终止公告')
    expect((await t.buyer.plan.get({ id: t.plan })).state).toBe('已执行')
    const { rows } = await s.app.pool.query<{ frozen: string }>(
      'select frozen from plan.plan where id = $1',
      [t.plan],
    )
    expect(Number(rows[0]?.frozen)).toBe(0)
  }, 180_000)
})
