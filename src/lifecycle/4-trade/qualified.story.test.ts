import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'
import { type Spec, Trade } from '../../demo/trade.ts'

/** 谁可以进来：文件不设门槛，预留的只给中小企业，联合体与关联单位一处只来一次。 */
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
const trade = (title: string, method: string, more: Partial<Spec> = {}) =>
  new Trade(p, s.clock, s.cast, {
    title,
    method,
    category: '货物',
    budget: '900000.00',
    item: ITEM,
    ...more,
  })
const codeOf = async (key: string) =>
  (
    await s.app.pool.query<{ uscc: string }>('select uscc from library.org where id = $1', [
      s.cast.orgs[key],
    ])
  ).rows[0]?.uscc
const sections = async (who: string, t: Trade, title: string) =>
  (await p.as(who).tender.get({ id: t.tender })).sections.find(
    (x: { title: string }) => x.title === title,
  )
const lotWith = (t: Trade, reserve: object | null) => [
  {
    no: 1,
    title: t.spec.item.name,
    budget: t.spec.budget,
    ceiling: null,
    coreProduct: t.spec.item.name,
    reserve,
    items: [t.spec.item],
  },
]

test('文件有地域门槛送不出去；说明了理由的送得出去，理由随文件公开', async () => {
  const t = await trade('预留监护仪采购', '公开招标').want()
  await t.planned()
  await t.entrusted()
  const text = '投标人须为在本市注册的企业。'
  const qualifications = [
    { key: 'q1', kind: '法定', text: '满足《政府采购法》第二十二条规定的条件。' },
    { key: 'q2', kind: '特定', text },
  ]
  await t.write({ qualifications })
  const no = await p.refused('本市注册', '不得以特定行政区域的业绩、奖项、机构限制供应商', () =>
    t.agent.tender.submit({ id: t.tender }),
  )
  expect(no.because).toBe('资格条件第2项有“本市”')
  expect(no.cites[0]).toMatchObject({ law: '政府采购法实施条例', article: '第二十条' })
  const found = await sections('guo', t, '文件检查：歧视性、限制性用语')
  expect(found.rows).toMatchObject([
    { at: '资格条件第2项', words: '本市', level: '拦' },
    { at: '评审因素第1项', level: '提示' },
  ])
  const explained = [{ at: '资格条件第2项', words: '本市', reason: '引用的是许可证的名称。' }]
  await t.write({ qualifications, explained })
  await t.agent.tender.submit({ id: t.tender })
  await p.as('wuyun').tender.giveBack({ id: t.tender, opinion: '还是删去为好' })
  await t.write({
    consortium: true,
    lots: lotWith(t, { form: '采购包', percent: 100, microPercent: 60 }),
  })
  await t.confirmed()

  await t.published('2026-03-24', 9, '2026-03-10')
  await t.respond('kangda', '700000.00')
  await t.respond('huarui', '880000.00', { sme: 'medium' })
  await t.respond('saihan', '870000.00', { sme: 'all' })
  await t.respond('tumd', '860000.00', { sme: 'all' })
  await t.respond('mengyi', '850000.00', {
    sme: 'all',
    work: '供货',
    consortium: [
      {
        name: '包头北辰家具有限公司',
        uscc: await codeOf('beichen'),
        work: '安装',
        percent: 30,
        sme: true,
        size: '小型',
      },
    ],
  })
  await t.respond('beichen', '840000.00', { sme: 'all' })
  await s.clock.to('2026-03-24', 9, 31)
  await t.open()
  const KANGDA = '北京康达医疗器械有限公司'
  const BEICHEN = '包头北辰家具有限公司'
  const seen = async (who: string) =>
    (await p.as(who).lot.get({ id: t.lot })).sections.find(
      (x: { title: string }) => x.title === '资格与声明的系统比对',
    )
  expect((await seen('wang')).rows.map((r: { bars: string }) => r.bars)).toContain('不能通过')
  expect(await seen('kangda')).toBeUndefined()
  const refusal = await p.refused(
    '没有声明的也通过',
    '预留给中小企业的采购包只由符合条件的供应商参加',
    () => t.qualify([BEICHEN]),
  )
  expect(refusal.because).toContain(KANGDA)
  await p.refused(
    '联合体成员又单独投标',
    '联合体各方不得再单独参加或者另组联合体参加同一合同项下的采购活动',
    () => t.qualify([KANGDA]),
  )
  await t.qualify([KANGDA, BEICHEN])
  // Reserved as a whole: nobody's price is deducted, though all but one declare that small enterprises made it.
  await t.group(4)
  await t.agent.lot.convene({ id: t.lot })
  await t.judge(true)
  await t.report()
  expect((await t.ranking())[0]).toBe('内蒙古蒙医科技有限公司')
}, 180_000)

test('谈判由小组审查：关联的两家都给通过，签署不了', async () => {
  await p.as('saihan').supplier.relate({
    id: s.cast.orgs['saihan'],
    kind: '控股',
    uscc: await codeOf('huarui'),
    name: '沈阳华瑞影像设备有限公司',
    percent: 51,
    since: '2024-01-01',
  })
  const t = await trade('关联谈判采购', '询价').prepared({
    ground: '货物规格、标准统一，现货货源充足且价格变化幅度小',
  })
  await t.published('2026-03-30', 9, '2026-03-30')
  for (const who of ['kangda', 'huarui', 'saihan', 'mengyi']) await t.respond(who, '880000.00')
  await s.clock.to('2026-03-30', 9, 31)
  await t.open()
  await t.group(2)
  await t.agent.lot.convene({ id: t.lot })
  await p.refused(
    '关联的两家都通过',
    '单位负责人为同一人或者存在控股、管理关系的供应商不得参加同一合同项下的采购活动',
    () => t.judge(true),
  )
  await t.judge(true, ['呼和浩特赛罕医械有限公司'])
  await t.report()
  expect(await t.ranking()).toHaveLength(3)
}, 180_000)
