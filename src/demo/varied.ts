import { at, rfc3339 } from '#kernel'
import type { Cast } from './cast.ts'
import type { Player, SimClock } from './player.ts'
import { type Spec, Trade } from './trade.ts'

const device = (name: string, quantity: number) => ({
  code: 'A02320500',
  name,
  quantity,
  unit: '台',
  requirement: '满足临床使用，含安装、培训。',
})
const KANGDA = '北京康达医疗器械有限公司'
const HUARUI = '沈阳华瑞影像设备有限公司'

/** One short purchase by each of the other methods, in August 2026: negotiation, consultation, inquiry, single source. */
export async function varied(p: Player, clock: SimClock, cast: Cast): Promise<void> {
  const trade = (s: Spec) => new Trade(p, clock, cast, s)
  await clock.to('2026-08-03', 9)
  const talk = await trade({
    title: '便携式超声采购',
    method: '竞争性谈判',
    category: '货物',
    budget: '680000.00',
    item: device('便携式超声', 4),
  }).prepared({
    ground: '技术复杂或者性质特殊，不能确定详细规格或者具体要求',
    negotiable: [{ key: 'n1', part: '技术要求', text: '整机续航不少于2小时' }],
  })
  const asked = await trade({
    title: '输液泵采购',
    method: '询价',
    category: '货物',
    budget: '300000.00',
    item: device('输液泵', 60),
  }).prepared({ ground: '货物规格、标准统一，现货货源充足且价格变化幅度小' })
  const service = await trade({
    title: '设备维护服务采购',
    method: '竞争性磋商',
    category: '服务',
    budget: '520000.00',
    item: {
      code: 'C23140000',
      name: '设备维护服务',
      quantity: 1,
      unit: '项',
      requirement: '驻场一年。',
    },
  }).prepared({ ground: '政府购买服务项目' })
  await talk.published('2026-08-07', 9, '2026-08-07')
  await asked.published('2026-08-07', 9, '2026-08-07')
  await service.published('2026-08-14', 9, '2026-08-10')
  for (const [who, price] of [
    ['kangda', '660000.00'],
    ['huarui', '650000.00'],
    ['saihan', '640000.00'],
  ] as const)
    await talk.respond(who, price)
  for (const [who, price] of [
    ['kangda', '288000.00'],
    ['huarui', '282000.00'],
  ] as const)
    await asked.respond(who, price)
  await service.respond('kangda', '510000.00')
  await service.respond('huarui', '500000.00')

  await clock.to('2026-08-07', 9, 31)
  await talk.open()
  await talk.group(2)
  await talk.agent.lot.convene({ id: talk.lot })
  await talk.judge(false)
  await talk.talks()
  await talk.agent.lot.vary({ id: talk.lot, key: 'n1', after: '整机续航不少于3小时' })
  await talk.head.lot.agree({ id: talk.lot })
  await talk.callFinal(at('2026-08-07', 15))
  await talk.quote('kangda', '618000.00')
  await talk.quote('huarui', '606000.00')
  await talk.quote('saihan', '612000.00')
  // Two answered the inquiry: it ends, and nobody's offer is opened.
  await asked.fail('符合条件的供应商不足法定家数')
  await asked.head.tender.terminate({
    id: asked.tender,
    grounds: '各包均已废标',
    explanation: '提交响应文件的供应商两家，不足三家。',
  })
  await clock.to('2026-08-07', 15, 1)
  await talk.agent.lot.openFinal({ id: talk.lot })
  await talk.judge(true)
  await talk.report()
  await talk.award(HUARUI)
  await talk.announce()

  await clock.to('2026-08-14', 9, 31)
  await service.open()
  await service.group(2)
  await service.agent.lot.convene({ id: service.lot })
  await service.judge(false)
  await service.talks()
  await service.callFinal(at('2026-08-14', 15))
  await service.quote('kangda', '488000.00')
  await service.quote('huarui', '496000.00')
  await clock.to('2026-08-14', 15, 1)
  await service.agent.lot.openFinal({ id: service.lot })
  await service.judge(true)
  await service.report()
  await service.award(KANGDA)
  await service.announce()

  // 资格预审: applied for while the single source stands in public, looked at and told the Monday after.
  const early = await trade({
    title: '手术显微镜采购',
    method: '公开招标',
    category: '货物',
    budget: '900000.00',
    item: device('手术显微镜', 2),
  }).prepared()
  const { id: prequal } = await early.agent.prequal.draft({
    tender: early.tender,
    need: null,
    parts: '逐项响应资格要求，附证明材料。',
    standard: '采购人逐家逐项审查，全部满足的通过。',
  })
  await early.agent.prequal.publish({
    id: prequal,
    deadline: rfc3339(at('2026-08-21', 17, 30)),
    supplyEnds: '2026-08-21',
    reviewDay: '2026-08-24',
  })
  for (const who of ['kangda', 'huarui', 'saihan', 'mengyi'])
    await p.as(who).application.apply({ prequal, answers: { q1: '满足，见承诺函。' } })

  const only = '只能从唯一供应商处采购'
  const single = await trade({
    title: '质子治疗组件采购',
    method: '单一来源',
    category: '货物',
    budget: '4600000.00',
    item: device('质子治疗组件', 1),
  }).wish()
  const { id } = await single.buyer.approval.draft({
    project: single.project,
    kind: '变更采购方式',
    method: '单一来源',
    ground: only,
    category: '货物',
    amount: '4600000.00',
    reason: '须与现有主机配套，使用该公司不可替代的专利。',
    consent: '呼卫函〔2026〕58号',
    supplier: cast.orgs['huarui'] ?? null,
    arguments: [
      {
        name: '李建平',
        title: '教授',
        employer: '内蒙古某大学',
        opinion: '专利不可替代，供应商唯一。',
      },
    ],
  })
  await single.head.approval.publicize({ id })
  const objected = await p
    .as('kangda')
    .objection.file({ request: id, text: '我公司也能供应同类组件。' })
  await single.head.objection.dismiss({ id: objected.id, answer: '其产品不兼容现有主机。' })
  await clock.to('2026-08-24', 9)
  const { applications } = (await early.buyer.prequal.get({ id: prequal })).data as {
    applications: { id: string; supplier: string }[]
  }
  await early.buyer.prequal.review({
    id: prequal,
    verdicts: applications.map((a) => {
      const passed = !a.supplier.includes('蒙医')
      return {
        application: a.id,
        item: 'q1',
        passed,
        reason: passed ? '' : '没有提供社会保障资金缴纳证明',
      }
    }),
  })
  await early.agent.prequal.conclude({ id: prequal })
  await single.head.approval.submit({ id })
  await p.as('caizheng').approval.approve({ id, opinion: '同意采用单一来源方式。' })
  await single.want()
  await single.planned()
  await single.entrusted()
  await single.write({ ground: only })
  await single.confirmed()
  await single.invite('指定', 1, [['huarui', '采购人']])
  await single.published('2026-08-27', 9, '2026-08-27')
  await single.respond('huarui', '4590000.00')
  await clock.to('2026-08-27', 9, 31)
  await single.open()
  await single.group(1, false)
  await single.agent.lot.convene({ id: single.lot })
  await single.judge(false)
  await single.talks([], {
    情况: '就成本构成逐项协商。',
    标的成本: '供应商提供成本表一份。',
    同类合同价格: '2025年同类合同465万元。',
    专利与专有技术: '发明专利一项，有效。',
    主要条款与价格: '总价降至438万元，质保五年。',
  })
  await single.callFinal(at('2026-08-27', 15))
  await single.quote('huarui', '4380000.00')
  await clock.to('2026-08-27', 15, 1)
  await single.agent.lot.openFinal({ id: single.lot })
  await single.judge(true)
  await single.report()
  await single.award(HUARUI)
  await single.announce()
}
/** A negotiation whose suppliers are preparing their responses now. */
export async function negotiating(p: Player, clock: SimClock, cast: Cast): Promise<void> {
  const t = await new Trade(p, clock, cast, {
    title: '康复机器人采购',
    method: '竞争性谈判',
    category: '货物',
    budget: '1280000.00',
    item: device('下肢康复机器人', 2),
  }).prepared({
    ground: '技术复杂或者性质特殊，不能确定详细规格或者具体要求',
    negotiable: [{ key: 'n1', part: '技术要求', text: '步态训练模式不少于三种' }],
  })
  await t.published('2026-12-01', 9, '2026-11-30')
}
