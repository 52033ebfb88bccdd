import { at } from '#kernel'
import type { Cast } from './cast.ts'
import { frontOf, plainBid, seal } from './papers.ts'
import type { Player, SimClock } from './player.ts'

/** 只有两家投标：不得开标，依法废标，钱回到指标。 */
export async function shortfall(
  p: Player,
  clock: SimClock,
  cast: Cast,
): Promise<{ process: string }> {
  const buyer = p.as('zhao')
  const head = p.as('zhaog')
  const agent = p.as('suya')
  await clock.to('2026-06-01')
  const line = await p.step('下达预算指标', '李桂芳（财政）', () =>
    p.as('tuoxian').budget.receive({
      name: '学生课桌椅购置',
      org: cast.orgs['school'],
      year: 2026,
      docNo: '托财预指〔2026〕18号',
      proCode: '150122049002000000718',
      fundType: '111',
      expFunc: '2050203',
      depEco: '31003',
      govEco: '50601',
      amount: '1800000.00',
    }),
  )
  const item = {
    code: 'A05010200',
    name: '课桌椅',
    quantity: 1500,
    unit: '套',
    budget: '1800000.00',
    requirement: '高度可调，桌面甲醛释放量符合国家标准。',
  }
  const r = await p.step('编制采购需求', '赵文', () =>
    buyer.requirement.draft({
      lineId: line.id,
      title: '学生课桌椅采购',
      category: '货物',
      method: '公开招标',
      reason: '充分竞争。',
      summary: '学生课桌椅1500套。',
      budget: '1800000.00',
      items: [item],
      surveyed: false,
      reviewedByCounsel: false,
      forSme: true,
    }),
  )
  await buyer.requirement.submit({ id: r.id })
  await p.step('审查采购需求', '赵志刚', () => head.requirement.confirm({ id: r.id }))
  const process: string = (await buyer.requirement.get({ id: r.id })).process
  const i = await buyer.intention.draft({ requirement: r.id, month: '2026-07', note: '' })
  await p.step('公开采购意向', '赵志刚', () => head.intention.publish({ id: i.id }))
  const plan = await buyer.plan.draft({
    project: process,
    amount: '1800000.00',
    orgForm: '集中采购',
  })
  await buyer.plan.submit({ id: plan.id })
  await p.step('审核并备案采购计划', '赵志刚', () => head.plan.file({ id: plan.id }))
  const t = await p.step('委托集中采购机构', '赵文', () =>
    buyer.tender.entrust({
      plan: plan.id,
      agency: cast.orgs['centre'],
      scope: '招标全过程代理',
      reason: '集中采购目录以内',
    }),
  )
  await agent.tender.accept({ id: t.id })
  const { budget: _, ...thing } = item
  await agent.tender.write({
    id: t.id,
    document: {
      ...frontOf(true),
      overview: '学生课桌椅1500套。',
      performance: '合同签订后30日内送到学校。',
      consortium: false,
      documentPrice: '0.00',
      bidBond: '0.00',
      performanceBondPercent: 0,
      method: '综合评分法',
      priceWeight: 50,
      smePercent: 0,
      smeSharePercent: 0,
      qualifications: [
        { key: 'q1', kind: '法定', text: '满足《政府采购法》第二十二条规定的条件。' },
      ],
      substantial: [{ key: 's1', text: '甲醛释放量符合国家标准' }],
      criteria: [
        {
          key: 'technical',
          name: '技术参数响应',
          kind: '技术',
          max: 50,
          objective: true,
          steps: '逐项满足得50分，每一项不满足扣5分。',
        },
      ],
      clauses: ['标的、数量、单价以中标人投标文件为准。'],
      lots: [
        {
          no: 1,
          title: '课桌椅',
          budget: '1800000.00',
          ceiling: null,
          coreProduct: '课桌椅',
          reserve: { form: '项目整体', percent: 100, microPercent: 60 },
          items: [thing],
        },
      ],
    },
  })
  await agent.tender.submit({ id: t.id })
  await head.tender.confirm({ id: t.id })
  await clock.to('2026-07-02')
  await p.step('发布招标公告', '苏雅', () =>
    agent.tender.publish({
      id: t.id,
      deadline: new Date(at('2026-07-22', 9, 30)).toISOString(),
      supplyEnds: '2026-07-09',
      place: '本系统网上开标大厅',
    }),
  )
  const lot: string = (await agent.tender.get({ id: t.id })).data.lots[0].id
  for (const [who, price] of [
    ['beichen', '1620000.00'],
    ['tumd', '1590000.00'],
  ] as const) {
    const view = (await p.as(who).lot.get({ id: lot })).data.seal
    const unit = (Number(price) / 1500).toFixed(2)
    await p.step('提交投标文件（密封）', who, async () =>
      p.as(who).bid.submit({
        lot,
        ...(await seal(
          view,
          plainBid({
            name: '课桌椅',
            brand: who === 'tumd' ? '土默特' : '北辰',
            model: 'KZ-1',
            quantity: 1500,
            unitPrice: unit,
            price,
            sme: 'all',
          }),
        )),
      }),
    )
  }
  await clock.to('2026-07-22', 9, 31)
  await p.refused('只有两家也要开标', '投标人不足三家不得开标', () => agent.lot.open({ id: lot }))
  await p.step('废标', '苏雅', () =>
    agent.lot.fail({
      id: lot,
      grounds: '投标人或合格投标人不足三家',
      explanation: '截止时投标人两家，投标文件未开启，原样退回。',
    }),
  )
  await p.step('终止招标，计划撤销，指标释放', '赵志刚', () =>
    head.tender.terminate({ id: t.id, grounds: '各包均已废标', explanation: '投标人不足三家。' }),
  )
  return { process }
}
