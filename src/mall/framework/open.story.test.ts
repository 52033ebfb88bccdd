import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '#kernel'
import { freshStage, reasons } from '#testing'
import { delivery, planned, solicitation } from '../../demo/framework.ts'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'

/** 开放式框架协议：主管预算单位征集，随时申请、审核、退出，只能直接选定。 */
let s: Stage
let p: Player
let id = ''
let lot = ''
const CARE = {
  name: '法律援助服务',
  item: 'C05011000',
  unit: '人次',
  ceiling: '300.00',
  need: '为就诊困难群众提供法律援助，按次计费。',
  estimate: null,
}
const thing = {
  name: '法律援助服务',
  spec: '两名执业律师，当日响应。',
  standing: '服务提供者',
}
const notices = async (kind: string) =>
  JSON.stringify(
    (
      await s.app.pool.query(
        'select content from disclosure.notice where kind = $1 order by published',
        [kind],
      )
    ).rows,
  )
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
})
afterAll(() => s.stop())

test('开放式只在法定情形采用；主管预算单位备案即可，发布后一直有效', async () => {
  const draft = (document: object) =>
    solicitation(
      '法律援助服务框架协议',
      [CARE],
      {
        ground: '政府购买服务多家选择',
        openGround: '统一付费标准的服务便利',
        annual: '2000000.00',
        modes: ['直接选定'],
        outside: false,
        agents: false,
        regions: [],
        buyers: [s.cast.orgs['hospital']],
        months: 24,
        ...document,
      },
      { kind: '开放式', category: '服务' },
    )
  const wrong = await p.as('wang').framework.draft(draft({ openGround: '供应商三家以下' }))
  expect(await reasons(p.as('wuyun').framework.file({ id: wrong.id }))).toContain(
    '“供应商三家以下”不适用于“政府购买服务多家选择”',
  )
  const two = await p.as('wang').framework.draft(draft({ modes: ['直接选定', '二次竞价'] }))
  expect(await reasons(p.as('wuyun').framework.file({ id: two.id }))).toContain('只能直接选定')
  // A school has its department above it in the purchaser library: that department solicits, or says yes in writing.
  const school = await p.as('zhao').framework.draft(draft({ buyers: [s.cast.orgs['school']] }))
  expect(await reasons(p.as('zhaog').framework.file({ id: school.id }))).toMatch(
    /本单位的主管预算单位是.*教育局.*第五条/,
  )
  const audit = {
    ground: '目录外鉴证咨询服务',
    openGround: null,
    buyers: [s.cast.orgs['school'], s.cast.orgs['hospital']],
  }
  const foreign = await p.as('zhao').framework.draft({ ...draft(audit), kind: '封闭式' })
  expect(await reasons(p.as('zhaog').framework.file({ id: foreign.id }))).toContain(
    '呼和浩特市青城医院不是本部门、本系统的单位',
  )
  id = (await p.as('wang').framework.draft(draft({}))).id
  await p.as('wuyun').framework.file({ id })
  expect(
    await reasons(p.as('wang').framework.publish({ id, deadline: '2026-04-30T09:30:00+08:00' })),
  ).toContain('这是开放式框架协议')
  await p.as('wang').framework.welcome({ id })
  expect(await notices('框架协议征集公告')).toMatch(/开放式.*付费标准|付费标准.*开放式/)
  const seen = await p.as('saihan').framework.get({ id })
  expect(seen).toMatchObject({ state: '开放加入', data: { ends: '2028-02-29' } })
  lot = seen.data.lots[0].id
  expect((await p.visitor().framework.listLots({}))[0]).toMatchObject({ lot, members: [] })
})
const members: Record<string, string> = {}
const apply = async (who: string) => {
  members[who] = (await p.as(who).frameworkMember.apply({ lot, thing })).id
  return members[who] as string
}
test('申请：别人看不到；七个工作日内审核，通过即公告并视为签订，不通过的说明理由', async () => {
  await apply('saihan')
  for (const who of ['mengyi', 'zhao', 'guo'])
    expect(await reasons(p.as(who).frameworkMember.get({ id: members['saihan'] })), who).toContain(
      '404',
    )
  expect(await reasons(p.as('saihan').frameworkMember.apply({ lot, thing }))).toContain('正在审核')
  expect(
    await reasons(
      p.as('mengyi').frameworkMember.apply({
        lot,
        thing,
        agents: [{ name: '某代理', uscc: '91150100DM00000001' }],
      }),
    ),
  ).toContain('没有约定可以委托代理商')
  expect(await reasons(p.as('saihan').frameworkMember.pass({ id: members['saihan'] }))).toContain(
    '职责',
  )
  const due = (await p.as('wuyun').frameworkMember.get({ id: members['saihan'] })).due
  expect(due).toBe('2026-03-11T00:00:00.000+08:00')
  await p.as('wuyun').frameworkMember.pass({ id: members['saihan'] })
  expect(await notices('框架协议入围结果公告')).toMatch(/赛罕/)
  await apply('mengyi')
  await p.as('wuyun').frameworkMember.reject({ id: members['mengyi'], reason: '没有执业律师。' })
  expect(await p.as('mengyi').frameworkMember.get({ id: members['mengyi'] })).toMatchObject({
    state: '未通过',
  })
  await apply('mengyi')
  await s.clock.to('2026-03-20')
  const late = await p.as('wuyun').frameworkMember.get({ id: members['mengyi'] })
  expect(late.state).toBe('待审核')
  expect(late.trail.at(-1)).toMatchObject({ name: '逾期未审核', who: '系统' })
  await p.as('wuyun').frameworkMember.pass({ id: members['mengyi'] })
})
test('第二阶段只能直接选定，价格不超过付费标准', async () => {
  const x = await planned(p, s.cast, {
    title: '困难群众法律援助',
    item: { code: CARE.item, name: CARE.name, quantity: 40, unit: '人次' },
    amount: '12000.00',
    category: '服务',
  })
  const wanted = { lot, plan: x.plan, quantity: 40, ...delivery }
  expect(await reasons(p.as('wang').frameworkCall.compete(wanted))).toContain(
    '载明的方式是直接选定',
  )
  expect(await reasons(p.as('wang').frameworkCall.rotate(wanted))).toContain('载明的方式是直接选定')
  const other = await planned(p, s.cast, {
    title: '别的服务',
    item: { code: 'C23010100', name: '诉讼', quantity: 1, unit: '件' },
    amount: '300.00',
    category: '服务',
  })
  expect(
    await reasons(
      p.as('wang').frameworkCall.choose({
        ...wanted,
        plan: other.plan,
        quantity: 1,
        member: members['saihan'],
      }),
    ),
  ).toContain('该计划里没有“法律援助服务”的品目')
  const { id: call } = await p
    .as('wang')
    .frameworkCall.choose({ ...wanted, member: members['saihan'] })
  await p.as('wuyun').frameworkCall.approve({ id: call })
  expect(await p.as('saihan').order.list({ state: '待接单' })).toHaveLength(1)
  // A direct choice is announced by its contract and in the summary, not one by one (第三十五条).
  expect(await notices('框架协议成交结果公告')).toBe('[]')
})
test('退出：随时可以，公告随之；退出的可以再来，被解除的不行', async () => {
  await p.as('mengyi').frameworkMember.leave({ id: members['mengyi'], reason: '业务调整。' })
  expect(await notices('框架协议退出公告')).toMatch(/业务调整.*蒙医|蒙医.*业务调整/)
  await apply('mengyi')
  await p.as('wuyun').frameworkMember.pass({ id: members['mengyi'] })
  await p.as('wuyun').frameworkMember.remove({
    id: members['mengyi'],
    ground: '提供虚假材料谋取入围或者成交',
    evidence: '律师执业证系伪造，司法局复函。',
  })
  expect(await reasons(p.as('mengyi').frameworkMember.apply({ lot, thing }))).toContain(
    '不得重新申请加入',
  )
  await s.clock.to('2028-02-29', 23)
  await s.clock.toInstant(instant(s.clock.now() + 2 * 3_600_000))
  expect(await p.as('saihan').framework.get({ id })).toMatchObject({ state: '已期满' })
  expect(await p.as('saihan').frameworkMember.get({ id: members['saihan'] })).toMatchObject({
    state: '已期满',
  })
})
