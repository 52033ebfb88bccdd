import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at } from '#kernel'
import { freshStage } from '#testing'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'
import { type Spec, Trade } from '../../demo/trade.ts'

/** 每一种采购方式，从需求走到结果，也走到它的每一种失败：由该办的人经 HTTP 办理。 */
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
const ITEM = {
  code: 'A02320500',
  name: '监护仪',
  quantity: 10,
  unit: '台',
  requirement: '满足临床使用。',
}
const CARE = {
  code: 'C23140000',
  name: '设备维护服务',
  quantity: 1,
  unit: '项',
  requirement: '一年驻场。',
}
const trade = (title: string, method: string, more: Partial<Spec> = {}) =>
  new Trade(p, s.clock, s.cast, {
    title,
    method,
    category: '货物',
    budget: '900000.00',
    item: ITEM,
    ...more,
  })
const NAMES = {
  kangda: '北京康达医疗器械有限公司',
  huarui: '沈阳华瑞影像设备有限公司',
  saihan: '呼和浩特赛罕医械有限公司',
  mengyi: '内蒙古蒙医科技有限公司',
}
const COMPLEX = { ground: '技术复杂或者性质特殊，不能确定详细规格或者具体要求' }

describe('竞争性谈判', () => {
  test('三家、列明的变动、最后报价最低者成交；每一步都试不该办的', async () => {
    const t = await trade('谈判监护仪采购', '竞争性谈判').want()
    await t.planned()
    await t.entrusted()
    const negotiable = [{ key: 'n1', part: '技术要求', text: '续航不少于4小时' }]
    await t.write({ ...COMPLEX, negotiable, method: '综合评分法', priceWeight: 100 })
    await p.refused('谈判不能综合评分', '评审方法须合于采购方式', () =>
      t.agent.tender.submit({ id: t.tender }),
    )
    await t.write({ negotiable })
    await p.refused('没有写明情形', '采用公开招标以外的方式须写明法定情形', () =>
      t.agent.tender.submit({ id: t.tender }),
    )
    await t.write({ negotiable, ground: '公开招标过程中供应商只有两家' })
    await p.refused('两家谈判没有批准', '采用公开招标以外的方式须写明法定情形', () =>
      t.agent.tender.submit({ id: t.tender }),
    )
    await t.write({ ...COMPLEX, negotiable })
    await t.confirmed()
    await s.clock.to('2026-03-03', 9)
    await p.refused(
      '谈判文件发出至响应只有两个工作日',
      '谈判文件发出至提交首次响应文件截止不得少于3个工作日',
      () => t.publish(at('2026-03-05', 9, 30), '2026-03-05'),
    )
    await t.published('2026-03-06', 9, '2026-03-06')
    const view = await t.agent.tender.get({ id: t.tender })
    expect(view.shown).toEqual({ noun: '谈判项目', state: '征集响应中' })
    expect(view.offers.map((o: { name: string }) => o.name)).toContain('编写谈判文件')
    await t.respond('kangda', '880000.00')
    await t.respond('huarui', '860000.00')
    await t.respond('saihan', '890000.00')
    await s.clock.to('2026-03-06', 9, 31)
    await t.open()
    // 政府采购法第三十八条: what one offered is nobody else's to know.
    expect((await p.as('kangda').lot.get({ id: t.lot })).data.bids).toBeUndefined()
    await p.refused('采购人单独审查资格', '非招标方式由小组审查资格', () => t.qualify())
    await t.group(1)
    await p.refused('小组两人', '小组应当为三人以上单数，专家不少于三分之二', () =>
      t.agent.lot.convene({ id: t.lot }),
    )
    await t.agent.tender.select({
      id: t.tender,
      person: s.cast.people['expert2'],
      reason: '专业对口',
    })
    await t.agent.lot.convene({ id: t.lot })
    await p.refused('没有谈判就要最后报价', '应当给予所有参加的供应商平等的谈判机会', () =>
      t.callFinal(at('2026-03-06', 15)),
    )
    await t.judge(false)
    await t.talks()
    await p.refused('变动没有列明的内容', '只能变动文件列明的技术、服务要求和合同草案条款', () =>
      t.agent.lot.vary({ id: t.lot, key: 'price', after: '付款改为预付' }),
    )
    await t.agent.lot.vary({ id: t.lot, key: 'n1', after: '续航不少于6小时' })
    await p.refused('变动未确认就要最后报价', '状态', () => t.callFinal(at('2026-03-06', 15)))
    await t.head.lot.agree({ id: t.lot })
    await t.callFinal(at('2026-03-06', 15))
    await t.quote('kangda', '790000.00')
    await t.quote('huarui', '800000.00')
    await p.refused('最后报价未到时', '最后报价须到时一并开启', () =>
      t.agent.lot.openFinal({ id: t.lot }),
    )
    await t.quote('saihan', '845000.00')
    await s.clock.to('2026-03-06', 15, 1)
    await t.agent.lot.openFinal({ id: t.lot })
    await t.judge(true)
    await t.report()
    expect(await t.ranking()).toEqual([NAMES.kangda, NAMES.huarui, NAMES.saihan])
    await p.refused('不选最后报价最低的', '应当按成交候选人顺序确定成交供应商', () =>
      t.award(NAMES.huarui),
    )
    await t.award(NAMES.kangda)
    await t.announce()
    expect(await t.notices()).toEqual(['竞争性谈判公告', '成交结果公告'])
    const lot = await t.head.lot.get({ id: t.lot })
    const bid = lot.data.bids.find((b: { supplier: string }) => b.supplier === NAMES.kangda)
    expect(bid.price).toBe('790000.00')
    expect(lot.shown.state).toBe('已确定成交')
  }, 180_000)

  test('只有两家响应：终止，重新开展的采购接续原项目', async () => {
    const t = await trade('谈判失败监护仪采购', '竞争性谈判').prepared(COMPLEX)
    await t.published('2026-03-13', 9, '2026-03-13')
    await t.respond('kangda', '880000.00')
    await t.respond('huarui', '860000.00')
    await s.clock.to('2026-03-13', 9, 31)
    const no = await p.refused('两家开启', '供应商不足三家的应当终止采购活动', () => t.open())
    expect(no.cites).toMatchObject([{ law: '74号令', article: '第三十七条' }])
    await p
      .refused('以不存在的情形终止', '终止采购活动须有法定情形', () =>
        t.fail('符合资格条件的中小企业不足三家'),
      )
      .catch(() => undefined)
    await t.fail('符合条件的供应商不足法定家数')
    await t.head.tender.terminate({
      id: t.tender,
      grounds: '各包均已废标',
      explanation: '供应商不足三家。',
    })
    expect(await t.notices()).toEqual(['竞争性谈判公告', '终止公告', '终止公告'])
    const again = await trade('谈判失败监护仪采购（第二次）', '竞争性谈判', {
      requirement: { again: t.project },
    }).want()
    expect(again.project).not.toBe(t.project)
    const { rows } = await s.app.pool.query('select again from library.project where id = $1', [
      again.project,
    ])
    expect(rows[0].again).toBe(t.project)
  }, 180_000)

  test('三家响应、一家不合格、两家最后报价：不足三家，终止', async () => {
    const t = await trade('谈判不足监护仪采购', '竞争性谈判').prepared(COMPLEX)
    await t.published('2026-03-20', 9, '2026-03-20')
    for (const [who, price] of [
      ['kangda', '1.00'],
      ['huarui', '860000.00'],
      ['saihan', '850000.00'],
    ] as const)
      await t.respond(who, price === '1.00' ? '880000.00' : price)
    await s.clock.to('2026-03-20', 9, 31)
    await t.open()
    await t.group(2)
    await t.agent.lot.convene({ id: t.lot })
    await t.judge(false, [NAMES.kangda])
    await t.talks([NAMES.kangda])
    await p.refused('两家实质性响应', '实质性响应的供应商须达到法定家数', () =>
      t.callFinal(at('2026-03-20', 15)),
    )
    await t.fail('符合条件的供应商不足法定家数')
    expect((await t.agent.lot.get({ id: t.lot })).shown.state).toBe('已终止')
  }, 180_000)
})

describe('竞争性磋商', () => {
  const service = { category: '服务' as const, item: CARE, budget: '600000.00' }
  test('政府购买服务：两家可以继续，综合评分', async () => {
    const t = await trade('维护服务磋商采购', '竞争性磋商', service).want()
    await t.planned()
    await t.entrusted()
    await t.write({ ground: '政府购买服务项目', priceWeight: 35, criteria: [] })
    await p.refused('服务磋商价格分35', '磋商的价格分须在法定幅度内', () =>
      t.agent.tender.submit({ id: t.tender }),
    )
    await t.write({ ground: '政府购买服务项目' })
    await t.confirmed()
    await p.refused('磋商九日', '磋商文件发出至提交首次响应文件截止不得少于10日', () =>
      t.publish(at('2026-03-27', 9, 30), '2026-03-27'),
    )
    await t.published('2026-03-31', 9, '2026-03-27')
    await t.respond('kangda', '580000.00')
    await t.respond('huarui', '590000.00')
    await s.clock.to('2026-03-31', 9, 31)
    await t.open()
    await t.group(2)
    await t.agent.lot.convene({ id: t.lot })
    await t.judge(false)
    await t.talks()
    await t.callFinal(at('2026-03-31', 15))
    await t.quote('kangda', '560000.00')
    await t.quote('huarui', '540000.00')
    await s.clock.to('2026-03-31', 15, 1)
    await t.agent.lot.openFinal({ id: t.lot })
    await t.judge(true, [], { [NAMES.kangda]: 20, [NAMES.huarui]: 10 })
    await t.report()
    expect(await t.ranking()).toEqual([NAMES.kangda, NAMES.huarui])
    await t.award(NAMES.kangda)
    await t.announce()
    expect(await t.notices()).toEqual(['竞争性磋商公告', '成交结果公告'])
  }, 180_000)
  test('货物磋商只有两家：终止', async () => {
    const t = await trade('货物磋商采购', '竞争性磋商').prepared(COMPLEX)
    await t.published('2026-04-10', 9, '2026-04-09')
    await t.respond('kangda', '880000.00')
    await t.respond('huarui', '860000.00')
    await s.clock.to('2026-04-10', 9, 31)
    await p.refused('两家', '供应商不足三家的应当终止采购活动', () => t.open())
  }, 180_000)
})

describe('询价', () => {
  const ground = '货物规格、标准统一，现货货源充足且价格变化幅度小'
  test('一次报出、不得更改，报价最低者成交', async () => {
    const t = await trade('询价监护仪采购', '询价').want()
    await t.planned()
    await t.entrusted()
    await t.write({ ground, negotiable: [{ key: 'n1', part: '技术要求', text: '续航' }] })
    await p.refused('询价列可变动的内容', '询价和招标不得变动需求、程序和合同条款', () =>
      t.agent.tender.submit({ id: t.tender }),
    )
    await t.write({ ground })
    await t.confirmed()
    await t.published('2026-04-16', 9, '2026-04-16')
    await t.respond('kangda', '880000.00')
    await t.respond('huarui', '860000.00')
    await t.respond('saihan', '900000.01')
    await t.respond('mengyi', '870000.00')
    await s.clock.to('2026-04-16', 9, 31)
    await t.open()
    await t.group(2)
    await t.agent.lot.convene({ id: t.lot })
    await p.refused('询价谈判', '采购方式须有谈判环节', () => t.callFinal(at('2026-04-16', 15)))
    await t.judge(true)
    await t.report()
    expect(await t.ranking()).toEqual([NAMES.huarui, NAMES.mengyi, NAMES.kangda])
    await t.award(NAMES.huarui)
    await t.announce()
    expect(await t.notices()).toEqual(['询价公告', '成交结果公告'])
  }, 180_000)
  test('三家里一家超过预算：不足三家，不能排序，终止', async () => {
    const t = await trade('询价超预算采购', '询价').prepared({ ground })
    await t.published('2026-04-23', 9, '2026-04-23')
    for (const [who, price] of [
      ['kangda', '880000.00'],
      ['huarui', '860000.00'],
      ['saihan', '900000.01'],
    ] as const)
      await t.respond(who, price)
    await s.clock.to('2026-04-23', 9, 31)
    await t.open()
    await t.group(2)
    await t.agent.lot.convene({ id: t.lot })
    await t.judge(true)
    await p.refused('两家有效', '评审结果须依法可得', () => t.report())
    await t.fail('符合条件的供应商不足法定家数')
  }, 180_000)
  test('服务不能询价：需求就过不去', async () => {
    const t = await trade('服务询价', '询价', { category: '服务', item: CARE }).wish()
    await p.refused('服务询价', '达到公开招标数额应当公开招标', () => t.want())
  })
})
