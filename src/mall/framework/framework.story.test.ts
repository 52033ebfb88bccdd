import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayOf, instant } from '#kernel'
import { reasons } from '#testing'
import {
  DESK,
  desks,
  dock,
  type Framed,
  framed,
  machine,
  SHOPS,
} from '../../../test/support/framework.ts'
import {
  answer,
  deadlineAfter,
  grouped,
  handIn,
  opened,
  REPRESENTATIVES,
  reviewed,
  signed,
  solicitation,
  solicited,
} from '../../demo/framework.ts'

/** 封闭式框架协议第一阶段：征集、密封、开启、抽取、评审、签订。第二阶段在 calls.story。 */
let f: Framed
let s: Framed['s']
let p: Framed['p']
let id = ''
let lot = ''
const today = () => f.today()
const notices = (kind: string) => f.notices(kind)
const send = (who: string, price: string, more?: object) => f.send(who, lot, price, more)

beforeAll(async () => {
  f = await framed()
  s = f.s
  p = f.p
})
afterAll(() => s.stop())

test('征集文件不合法的，一次说全；不是集中采购机构的、目录以外的也不行', async () => {
  const wrong = solicitation(
    '台式机',
    [{ ...DESK, item: 'A02010100' }],
    {
      months: 18,
      percent: 10,
      method: '质量优先法',
      asked: { buyers: 1, suppliers: 3 },
      regions: [],
      modes: [],
    },
    { kind: '封闭式' },
  )
  const { id: bad } = await p.as('suya').framework.draft(wrong)
  const why = await reasons(p.as('suya').framework.submit({ id: bad }))
  for (const part of [
    '不在集中采购目录以内',
    '不是底级品目',
    '一般不超过12个月',
    '质量优先法没有说明法定情形',
    '淘汰比例10%，低于20%',
    '调查了采购人1个',
    '没有选定适用的地区',
    '没有载明第二阶段',
    '第二十七条',
  ])
    expect(why).toContain(part)
  const guo = await p.as('guo').framework.draft(solicitation('台式机', [DESK]))
  expect(await reasons(p.as('guo').framework.submit({ id: guo.id }))).toContain('不是集中采购机构')
  const own = await p.as('wang').framework.draft(solicitation('台式机', [DESK]))
  expect(await reasons(p.as('wuyun').framework.file({ id: own.id }))).toContain(
    '应由集中采购机构征集',
  )
  const open = await p
    .as('suya')
    .framework.draft(solicitation('台式机', [DESK], {}, { kind: '开放式' }))
  expect(await reasons(p.as('suya').framework.submit({ id: open.id }))).toMatch(
    /没有说明法定情形.*开放式框架协议填了/,
  )
})
test('征集：财政审核，公告按格式生成，等标期不足的不发；没有发布以前谁也看不到', async () => {
  const made = await solicited(p, desks())
  id = made.id
  lot = made.lots[0]?.id ?? ''
  expect(await reasons(p.as('kangda').framework.get({ id }))).toContain('404')
  expect(
    await reasons(p.as('suya').framework.publish({ id, deadline: deadlineAfter(today(), 10) })),
  ).toContain('响应期间不得少于二十日')
  await p.as('suya').framework.publish({ id, deadline: deadlineAfter(today(), 21) })
  const [n] = await notices('框架协议征集公告')
  expect(JSON.stringify(n)).toMatch(/5000\.00.*淘汰比例不低于20%/)
  expect(await p.as('kangda').framework.get({ id })).toMatchObject({ state: '征集中' })
})
test('响应密封：内容在供应商自己手里封存，五名保管人共管；截止前谁都看不到家数和价格，房屋的主人也不能', async () => {
  const mine: Record<string, string> = {}
  for (const [who, price] of SHOPS) mine[who] = (await send(who, price)).id
  // Above the ceiling: nobody can know it now; it falls at the opening.
  await send('tumd', '5000.01')
  // One that leaves out what was to be priced with it.
  await send('shunda', '4400.00', { extras: [] })
  expect(await reasons(send('kangda', '4000.00'))).toContain('一个包只响应一次')
  for (const who of ['suya', 'caizheng', 'quting', 'huarui', 'wang']) {
    expect(await reasons(p.as(who).frameworkResponse.get({ id: mine['kangda'] })), who).toContain(
      '404',
    )
    expect(JSON.stringify(await p.as(who).framework.get({ id })), who).not.toContain('4800.00')
  }
  expect(await p.as('suya').frameworkResponse.list()).toEqual([])
  await handIn(
    p,
    'kangda',
    lot,
    answer('4700.00', machine('kangda'), dock('300.00')),
    mine['kangda'],
  )
  expect(
    await reasons(handIn(p, 'huarui', lot, answer('4700.00', machine('kangda')), mine['kangda'])),
  ).toContain('404')
  // Whoever owns the database has ciphertext: no price, no product, in no table.
  const rows = JSON.stringify([
    (await s.app.pool.query('select * from mall.framework_response')).rows,
    (await s.app.pool.query('select envelope from trade.entry')).rows,
    (
      await s.app.pool.query('select leaf, data from kernel.journal where subject = $1', [
        mine['kangda'],
      ])
    ).rows,
  ])
  expect(rows).not.toMatch(/470000|4700\.00|kangda-1/)
  const [kept] = (
    await s.app.pool.query('select price, thing, agents from mall.framework_response')
  ).rows
  expect(kept).toEqual({ price: null, thing: null, agents: [] })
  expect(
    await reasons(p.as('suya').framework.review({ id, representatives: [], verdicts: [] })),
  ).toContain('状态')
  expect(JSON.stringify(await p.as('suya').framework.get({ id }))).toContain('份可开')
})
test('开启：截止即封箱，份额到齐才开；超过限价的、漏报耗材的当场无效，不拦别人', async () => {
  await s.clock.to(dayOf(instant(Date.parse(deadlineAfter(today(), 21)))), 9, 31)
  expect(await reasons(send('beichen', '4000.00'))).toMatch(/404|截止以后的响应一概不收/)
  expect(await p.as('suya').framework.get({ id })).toMatchObject({ state: '待开启' })
  expect(JSON.stringify(await p.as('suya').framework.get({ id }))).not.toContain('4700.00')
  await opened(p, id)
  const seen = JSON.stringify(await p.as('suya').framework.get({ id }))
  expect(seen).toMatch(/4700\.00/)
  expect(seen).toMatch(/无效：响应报价不超过最高限制单价/)
  expect(seen).toMatch(/无效：征集文件列明的耗材、选配件须同时报价：没有对原厂扩展坞报价/)
  expect((await p.as('tumd').frameworkResponse.list())[0]).toMatchObject({ state: '无效' })
})
test('评审：专家是抽取的，回避响应供应商；没有抽的、漏评的不行；四家合格，算出淘汰一家，同价的先提交者在前', async () => {
  const why = await reasons(
    p.as('suya').framework.review({ id, representatives: REPRESENTATIVES, verdicts: [] }),
  )
  expect(why).toMatch(/不足5人.*抽取并签到的评审专家0人.*还缺/)
  expect(
    await reasons(
      p.as('suya').framework.draw({ id, need: 4, reviewDay: '2026-01-01', place: '某处' }),
    ),
  ).toContain('评审日不早于抽取当日')
  expect(
    await reasons(
      p.as('kangda').framework.draw({ id, need: 4, reviewDay: today(), place: '某处' }),
    ),
  ).toContain('404')
  // An expert with a tie to one of those who answered leaves the pool before anybody draws.
  await s.app.pool.query(
    "insert into library.expert_tie (id, expert, org, kind, until) values (gen_random_uuid(), $1, $2, '控股股东', null)",
    [s.cast.people['expert1'], s.cast.orgs['huarui']],
  )
  expect(await grouped(p, s.clock, id)).toBe('已完成')
  const { rows } = await s.app.pool.query('select spec from trade.draw where tender = $1', [id])
  expect(JSON.stringify(rows[0].spec.pool.excluded)).toContain('与投标人有')
  const { rows: seats } = await s.app.pool.query(
    'select person from trade.member where tender = $1',
    [id],
  )
  expect(seats).toHaveLength(4)
  expect(seats.map((x) => x.person)).not.toContain(s.cast.people['expert1'])
  await reviewed(p, id)
  // Nobody but the solicitor and who supervises it sees the ranking before it is announced.
  expect(JSON.stringify(await p.as('kangda').framework.get({ id }))).not.toContain('名，淘汰')
  expect(JSON.stringify(await p.as('suya').framework.get({ id }))).toContain('第4名，淘汰')
  await p.as('suya').framework.announce({ id })
  const [n] = await notices('框架协议入围结果公告')
  const said = JSON.stringify(n)
  expect(said).toMatch(/第1包第1名.*华瑞.*第1包第2名.*蒙医.*第1包第3名.*赛罕/)
  expect(said).toContain('最高入围价格4,600.00元')
  expect(said).toMatch(/刘志强（采购人代表）/)
  expect(said).not.toContain('康达')
  expect((await p.as('kangda').frameworkResponse.list())[0]).toMatchObject({ state: '未入围' })
})
test('签订：没有都签的不生效；生效后采购人查得到，副本报备案', async () => {
  expect(await reasons(p.as('suya').framework.conclude({ id }))).toContain('还没有签订')
  // Thirty days are the law's; that they went by is written down, and nothing ends by it.
  const { due } = await p.as('suya').framework.get({ id })
  await s.clock.toInstant(instant(Date.parse(String(due)) + 60_000))
  const late = await p.as('suya').framework.get({ id })
  expect(late).toMatchObject({ state: '待签订', due: null })
  expect(late.trail.at(-1)).toMatchObject({ name: '逾期未签订', who: '系统' })
  await signed(p, ['huarui', 'mengyi', 'saihan'])
  await p.as('suya').framework.conclude({ id })
  await p.as('suya').framework.report({ id })
  const seen = await p.as('wang').framework.get({ id })
  expect(seen).toMatchObject({ state: '执行中' })
  expect(JSON.stringify(seen.sections)).toMatch(/华瑞.*4500\.00/)
})
