import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayOf, instant } from '#kernel'
import { validate } from '#ocds'
import { reasons } from '#testing'
import {
  desks,
  dock,
  type Framed,
  framed,
  machine,
  SHOPS,
} from '../../../test/support/framework.ts'
import {
  deadlineAfter,
  delivery,
  grouped,
  opened,
  planned,
  REPRESENTATIVES,
  reviewed,
  signed,
  solicited,
} from '../../demo/framework.ts'

/** 封闭式框架协议第二阶段：三种授予、更低价格、清退、补充征集、替代、期满。 */
let f: Framed
let s: Framed['s']
let p: Framed['p']
let id = ''
let lot = ''
let members: Record<string, string> = {}
const today = () => f.today()
const hours = (n: number) => f.hours(n)
const plan = (title: string, quantity: number, amount: string) => f.plan(title, quantity, amount)
const notices = (kind: string) => f.notices(kind)
const send = (who: string, price: string) => f.send(who, lot, price)
const item = (quantity: number) => ({ code: 'A02010105', name: '台式计算机', quantity, unit: '台' })
const account = { bank: '中国银行（演示）', account: '6222020409000012345' }

beforeAll(async () => {
  f = await framed()
  s = f.s
  p = f.p
  const made = await solicited(p, desks())
  id = made.id
  lot = made.lots[0]?.id ?? ''
  const deadline = deadlineAfter(today(), 21)
  await p.as('suya').framework.publish({ id, deadline })
  for (const [who, price] of SHOPS) await send(who, price)
  await s.clock.toInstant(instant(Date.parse(deadline) + 60_000))
  await opened(p, id)
  await grouped(p, s.clock, id)
  await reviewed(p, id)
  await p.as('suya').framework.announce({ id })
  members = await signed(p, ['huarui', 'mengyi', 'saihan'])
  await p.as('suya').framework.conclude({ id })
  await p.as('suya').framework.report({ id })
}, 60_000)
afterAll(() => s.stop())

test('直接选定：没有计划、不在范围、高于协议价、不选最低又不说理由的都不行；第二个人审核后成为订单和合同', async () => {
  const a = await plan('门诊台式机', 10, '50000.00')
  const wanted = { lot, plan: a.plan, quantity: 10, ...delivery }
  const choose = (more: object) => p.as('wang').frameworkCall.choose({ ...wanted, ...more })
  // Ten at once: two percent off, so 4410.00 is the most and not 4500.00.
  expect(await reasons(choose({ member: members['huarui'], price: '4410.01' }))).toContain(
    '成交价不得高于协议价格',
  )
  expect(await reasons(choose({ member: members['huarui'], accessory: '显示器' }))).toContain(
    '征集文件没有列明“显示器”',
  )
  expect(
    await reasons(choose({ member: members['huarui'], accessory: '原厂扩展坞', price: '300.01' })),
  ).toContain('成交价不得高于协议价格')
  expect(await reasons(choose({ member: members['saihan'] }))).toContain('不选最低价的，须说明理由')
  expect(await reasons(choose({ member: members['huarui'], quantity: 12 }))).toContain(
    '无预算不采购',
  )
  const tendered = await planned(p, s.cast, {
    title: '别的方式',
    item: item(1),
    amount: '5000.00',
    method: '询价',
  })
  expect(await reasons(choose({ member: members['huarui'], plan: tendered.plan }))).toContain(
    '该计划的采购方式是询价',
  )
  const { id: call } = await choose({ member: members['saihan'], reason: '售后网点就在本院附近。' })
  expect(await reasons(p.as('wang').frameworkCall.approve({ id: call }))).toContain('职责')
  await p.as('wuyun').frameworkCall.approve({ id: call })
  expect(await p.as('wang').plan.get({ id: a.plan })).toMatchObject({ state: '执行中' })
  expect((await p.as('wang').budget.get({ id: a.line })).data).toMatchObject({
    frozen: '45080.00',
    available: '4920.00',
  })
  const [order] = await p.as('saihan').order.list({ state: '待接单' })
  await p.as('saihan').order.accept({ id: order.id, ...account })
  expect(await p.as('wang').plan.get({ id: a.plan })).toMatchObject({ state: '已执行' })
  expect(await p.as('wang').contract.list()).toHaveLength(1)
  expect((await p.as('wang').budget.get({ id: a.line })).data).toMatchObject({ frozen: '0.00' })
  // Received, counted without serials of a library, and paid for as any order.
  await p.as('saihan').order.ship({
    id: order.id,
    carrier: '自送',
    waybill: '13800000000',
    items: [{ offer: call, serials: Array.from({ length: 10 }, (_, n) => `FW${n}`) }],
  })
  expect(await p.as('wang').order.get({ id: order.id })).toMatchObject({ state: '已发货' })
  expect(await reasons(choose({ member: members['huarui'] }))).toContain('该计划处于“已执行”')
})
test('二次竞价：全部入围的都被邀请，密封一次，最低的成交；逐笔公告', async () => {
  const b = await plan('病区台式机', 20, '100000.00')
  const compete = (more: object) =>
    p.as('wang').frameworkCall.compete({ lot, plan: b.plan, quantity: 20, ...delivery, ...more })
  expect(await reasons(compete({ hours: 2 }))).toContain('给予供应商必要的响应时间')
  const { id: call } = await compete({ hours: 24 })
  expect(await reasons(p.as('wuyun').frameworkCall.approve({ id: call }))).toContain('先邀请报价')
  await p.as('wuyun').frameworkCall.invite({ id: call })
  const offer = (who: string, price: string) => p.as(who).frameworkQuote.offer({ call, price })
  expect(await reasons(offer('kangda', '4000.00'))).toContain('404')
  expect(await reasons(offer('huarui', '4410.01'))).toContain('以协议价格为最高限价')
  await offer('huarui', '4400.00')
  await offer('mengyi', '4350.00')
  expect(await reasons(offer('mengyi', '4300.00'))).toContain('密封报价只报一次')
  for (const who of ['wang', 'wuyun', 'huarui', 'caizheng'])
    expect(JSON.stringify(await p.as(who).frameworkCall.get({ id: call })), who).not.toContain(
      '4350',
    )
  expect(await p.as('wang').frameworkQuote.list()).toEqual([])
  await hours(25)
  expect(await reasons(offer('saihan', '4000.00'))).toMatch(/404|截止以后/)
  const seen = await p.as('kangda').frameworkCall.get({ id: call })
  expect(seen).toMatchObject({ state: '已成交' })
  expect(JSON.stringify(seen.sections)).toMatch(/4350\.00/)
  const [n] = await notices('框架协议成交结果公告')
  expect(JSON.stringify(n)).toMatch(/蒙医.*87000\.00/)
  const [order] = await p.as('mengyi').order.list({ state: '待接单' })
  // Refused: the plan comes to nothing and its money is free; that is a ground on record.
  await p.as('mengyi').order.refuse({ id: order.id, ground: '其他', reason: '没有货。' })
  expect(await p.as('wang').plan.get({ id: b.plan })).toMatchObject({ state: '已撤销' })
  expect((await p.as('wang').budget.get({ id: b.line })).data).toMatchObject({
    available: '100000.00',
  })
})
test('顺序轮候：轮到谁是算出来的，跳过要按次序说理由，一轮一次', async () => {
  const give = async (title: string, skips: object[] = []) => {
    const x = await plan(title, 2, '10000.00')
    return p.as('wang').frameworkCall.rotate({ lot, plan: x.plan, quantity: 2, ...delivery, skips })
  }
  const first = await give('轮候一')
  await p.as('wuyun').frameworkCall.approve({ id: first.id })
  expect(await p.as('huarui').order.list({ state: '待接单' })).toHaveLength(1)
  expect(
    await reasons(give('轮候二', [{ member: members['saihan'], reason: '不顺路' }])),
  ).toContain('第1个跳过的应是内蒙古蒙医科技有限公司')
  const second = await give('轮候三', [{ member: members['mengyi'], reason: '刚拒绝过授予。' }])
  const stale = await give('轮候四')
  await p.as('wuyun').frameworkCall.approve({ id: second.id })
  expect(await p.as('saihan').order.list({ state: '待接单' })).toHaveLength(1)
  // Drafted for whoever was next then; the turn has gone on.
  expect(await reasons(p.as('wuyun').frameworkCall.approve({ id: stale.id }))).toContain('现在轮到')
  expect(JSON.stringify(await p.as('kangda').framework.get({ id }))).toMatch(
    /"standing":"轮到","cycle":"第2轮"/,
  )
})
test('第三十七条：先请入围的降到更低；有人报就给他，没人报才授予非入围供应商', async () => {
  const x = await plan('更低价', 5, '25000.00')
  const outside = (more: object) =>
    p.as('wang').frameworkCall.outside({
      lot,
      plan: x.plan,
      quantity: 5,
      ...delivery,
      outsider: s.cast.orgs['tumd'],
      price: '4000.00',
      reason: '同一型号，报价单见附件。',
      hours: 24,
      ...more,
    })
  expect(await reasons(outside({ price: '4500.00' }))).toContain('非入围供应商的价格须更低')
  expect(await reasons(outside({ outsider: s.cast.orgs['saihan'] }))).toContain('是入围供应商')
  const { id: call } = await outside({})
  await p.as('wuyun').frameworkCall.invite({ id: call })
  expect(await reasons(p.as('huarui').frameworkQuote.offer({ call, price: '4000.00' }))).toContain(
    '须低于非入围供应商的价格',
  )
  expect(JSON.stringify(await p.as('huarui').frameworkCall.get({ id: call }))).not.toContain(
    '土默特',
  )
  await hours(25)
  expect(await p.as('tumd').order.list({ state: '待接单' })).toHaveLength(1)
  expect(JSON.stringify((await notices('框架协议成交结果公告')).at(-1))).toMatch(
    /非入围授予.*土默特.*20000\.00/,
  )
})
test('清退：没有事实的不行；被清退的不得再用、不得回来；不足70%且影响执行才补充征集', async () => {
  const topUp = (affected: string) =>
    p.as('suya').framework.topUp({ id, lot, affected, deadline: deadlineAfter(today(), 22) })
  expect(await reasons(topUp('供货不足'))).toContain('没有低于70%')
  expect(
    await reasons(
      p.as('huarui').frameworkMember.leave({ id: members['huarui'], reason: '不想做了' }),
    ),
  ).toContain('封闭式框架协议无正当理由不得退出')
  const remove = (member: string | undefined, ground: string, evidence: string) =>
    p.as('suya').frameworkMember.remove({ id: member, ground, evidence })
  expect(
    await reasons(remove(members['huarui'], '无正当理由拒不接受合同授予', '说是拒绝过。')),
  ).toContain('没有拒单或者逾期不接单的记录')
  expect(await reasons(remove(members['mengyi'], '恶意串通谋取入围或者成交', ''))).toContain(
    '没有写明事实和证据',
  )
  expect(
    await reasons(
      p.as('kangda').frameworkMember.remove({
        id: members['mengyi'],
        ground: '无正当理由拒不接受合同授予',
        evidence: '我说的。',
      }),
    ),
  ).toContain('404')
  await remove(members['mengyi'], '无正当理由拒不接受合同授予', '订单拒绝接受，记录在案。')
  expect(JSON.stringify(await notices('框架协议退出公告'))).toContain('解除框架协议')
  const x = await plan('给被清退的', 1, '5000.00')
  expect(
    await reasons(
      p.as('wang').frameworkCall.choose({
        lot,
        plan: x.plan,
        quantity: 1,
        ...delivery,
        member: members['mengyi'],
        reason: '习惯了',
      }),
    ),
  ).toContain('处于“已清退”')
  expect(await reasons(topUp(''))).toMatch(/400|没有说明/)
  await topUp('只剩两家，供货期从七天拖到一个月。')
  expect(await reasons(send('mengyi', '4000.00'))).toContain('不得参加补充征集')
  expect(await reasons(send('huarui', '4000.00'))).toContain('已经入围')
  await send('kangda', '4550.00')
  await send('beichen', '4650.00')
  await s.clock.to(dayOf(instant(Date.parse(deadlineAfter(today(), 22)))), 9, 31)
  await opened(p, id, 'openMore')
  // Another round, another group: nobody of the first sits in it without being drawn again.
  expect(
    await reasons(
      p.as('suya').framework.reviewMore({ id, representatives: REPRESENTATIVES, verdicts: [] }),
    ),
  ).toContain('抽取并签到的评审专家0人')
  expect(
    await grouped(p, s.clock, id, { action: 'drawMore', reason: '补充征集，重新组成评审小组。' }),
  ).toBe('已完成')
  await reviewed(p, id, {}, 'reviewMore')
  await p.as('suya').framework.announceMore({ id })
  Object.assign(members, await signed(p, ['kangda', 'beichen']))
  expect(Object.keys(members)).toContain('kangda')
  expect(Object.keys(members)).not.toContain('beichen')
  expect(await p.as('suya').framework.get({ id })).toMatchObject({ state: '执行中' })
})
test('以新产品替代：价格不提高、另一个产品、说明不低于原产品；征集人同意后采购人买到的就是它', async () => {
  const member = members['huarui']
  const next = {
    reason: '停产',
    thing: {
      ...machine('huarui'),
      model: 'huarui-2',
      spec: '满足采购需求。',
      standing: '生产厂家',
    },
    price: '4500.00',
    ...dock('280.00'),
    comparison: '处理器、内存、硬盘和保修均不低于原产品，见逐项对比。',
  }
  const propose = (more: object = {}) =>
    p.as('huarui').frameworkMember.propose({ id: member, ...next, ...more })
  const why = await reasons(
    propose({ price: '4500.01', ...dock('300.01'), thing: { ...next.thing, model: 'huarui-1' } }),
  )
  expect(why).toMatch(/品牌型号与原入围产品相同/)
  expect(why).toMatch(/新产品单价4,500\.01元.*原厂扩展坞的报价提高了/)
  expect(await reasons(propose({ comparison: '' }))).toContain('逐项对比')
  expect(
    await reasons(p.as('suya').frameworkMember.replace({ id: member, opinion: '同意' })),
  ).toContain('供应商没有请求以新产品替代')
  await propose()
  expect(await reasons(propose())).toContain('征集人还没有答复')
  await p.as('suya').frameworkMember.keep({ id: member, reason: '再核对内存规格。' })
  await propose({ price: '4490.00' })
  await p.as('suya').frameworkMember.replace({ id: member, opinion: '逐项核对，不低于原产品。' })
  const seen = JSON.stringify(await p.as('wang').frameworkMember.get({ id: member }))
  expect(seen).toContain('huarui-2')
  expect(seen).toContain('4490.00')
})
test('期满：供应商的协议一并到期，成交结果汇总公告随之发布', async () => {
  const { data } = await p.as('suya').framework.get({ id })
  await s.clock.to(data.ends, 23)
  expect(await p.as('suya').framework.get({ id })).toMatchObject({ state: '执行中' })
  await s.clock.toInstant(instant(s.clock.now() + 2 * 3_600_000))
  expect(await p.as('wang').framework.get({ id })).toMatchObject({ state: '已期满' })
  const [n] = await notices('框架协议成交结果汇总公告')
  expect(JSON.stringify(n)).toMatch(/45080\.00.*赛罕/)
  const due = await p.visitor().disclosure.listDue({})
  expect(due.due.filter((d: { what: string }) => d.what.includes('框架'))).toEqual([])
})
test('开放数据：框架协议说明方式和入围的供应商，每一单指回它；整个发布通过校验', async () => {
  // Open data: the framework names its technique and its suppliers, and each call-off points back at it.
  const { rows } = await s.app.pool.query<{ ocid: string; body: Record<string, unknown> }>(
    'select ocid, body from disclosure.release order by index',
  )
  const of = (key: string) => rows.filter((r) => key in r.body)
  const stage = rows.find((r) => JSON.stringify(r.body).includes('hasFrameworkAgreement'))
  expect(JSON.stringify(stage?.body)).toContain('withAndWithoutReopeningCompetition')
  const calls = of('relatedProcesses')
  expect(calls.length).toBeGreaterThan(0)
  for (const c of calls)
    expect(c.body['relatedProcesses']).toMatchObject([
      { relationship: ['framework'], scheme: 'ocid', identifier: stage?.ocid },
    ])
  const feed = await (await p.get('/ocds/releases?limit=1000')).json()
  expect(validate(feed)).toMatchObject({ faults: [] })
})
