import { afterAll, beforeAll, expect, test } from 'vitest'
import { at } from '#kernel'
import { validate } from '#ocds'
import { freshStage } from '#testing'
import { stagesOf } from '../../../demo/innovation.ts'
import { Innovating, NAMES } from '../../../demo/innovation-play.ts'
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
const innovation = (title: string) => new Innovating(p, s.clock, s.cast, title)
const ready = (title: string, change: Record<string, unknown> = {}) =>
  innovation(title).ready(change)

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
  await t.ranked(
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
  const a = await t.awardOf(NAMES.kangda, '研发')
  const b = await t.awardOf(NAMES.huarui, '研发')
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
    t.pay(one, 0, '150000.00', '26150100000000000001'),
  )
  await p.refused('没到末阶段就验收', '研发成果在末阶段成果齐备以后验收', () => t.checked(one))
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
    t.pay(one, 0, '150000.00', '26150100000000000001'),
  )
  await t.pay(one, 0, '140000.00', '26150100000000000001')
  await s.clock.to('2026-06-22')
  await t.head.research.miss({
    id: rb,
    payable: '60000.00',
    opinion: '到期没有提交成果，依约补偿已发生的材料费',
  })
  await t.pay(two, 0, '60000.00', '26150100000000000002')
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
  await t.pay(one, 1, '250000.00', '26150100000000000003')
  await t.talk(ra, '2026-08-20')
  await t.handIn(ra, 'kangda')
  await p.refused('末阶段再进下一阶段', '满足要求的进入下一研发阶段', () =>
    t.head.research.meet({ id: ra, opinion: '通过' }),
  )
  await t.head.research.complete({ id: ra, opinion: '试用三十日，成果齐备' })
  await p.refused('没验收就付末期', '以验收为条件的款项，验收合格后支付', () =>
    t.pay(one, 2, '100000.00', '26150100000000000004'),
  )
  await t.accepted(one, 'kangda')
  await t.pay(one, 2, '100000.00', '26150100000000000004')
  await t.archived(one, '首阶段谈定的补偿低于合同约定，余额不再支付。')

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
    await t.awardOf(NAMES.kangda, '首购'),
    'kangda',
    NAMES.kangda,
    '1000000.00',
    [{ name: '全款', amount: '1000000.00', condition: '验收合格后' }],
  )
  await t.accepted(bought, 'kangda')
  await t.pay(bought, 0, '1000000.00', '26150100000000000005')
  await t.archived(bought)
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
