import { extractText } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, type Day, rfc3339 } from '#kernel'
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
  const twice = await p.refused('预留的包又写价格扣除', '预留份额的采购包不作价格扣除', () =>
    t.agent.tender.submit({ id: t.tender }),
  )
  expect(twice).toMatchObject({ field: 'document.smePercent', suggest: '0' })
  await t.write({
    consortium: true,
    smePercent: 0,
    smeSharePercent: 0,
    lots: lotWith(t, { form: '采购包', percent: 100, microPercent: 60 }),
  })
  await t.confirmed()
  expect((await p.get(`/api/tender/document.pdf?id=${t.tender}`)).status).toBe(404)

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
  // Version 4 went out: what was drafted before it is the drafters' own.
  const file = (who: string, kind: string, more = '') =>
    p.getAs(who, `/api/tender/document.${kind}?id=${t.tender}${more}`)
  const pdf = await p.get(`/api/tender/document.pdf?id=${t.tender}`)
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  const printed = (await extractText(new Uint8Array(await pdf.arrayBuffer()), { mergePages: true }))
    .text
  for (const part of [
    '第4版',
    '投标人须知',
    '信用中国、中国政府采购网',
    '代理费用',
    '采购包',
    '评审因素',
    '满足临床使用',
    'SHA-256',
  ])
    expect(printed.replace(/\s/g, ''), part).toContain(part)
  const word = await file('kangda', 'docx')
  expect(
    Buffer.from(await word.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
  expect((await file('guo', 'pdf', '&version=1')).status).toBe(200)
  for (const who of ['kangda', 'chifeng'])
    expect((await file(who, 'pdf', '&version=1')).status, who).toBe(404)
  expect((await file('kangda', 'pdf', '&version=9')).status).toBe(404)
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

describe('资格预审', () => {
  const draft = (t: Trade, need: number | null) =>
    t.agent.prequal.draft({
      tender: t.tender,
      need,
      parts: '逐项响应资格要求，附证明。',
      standard: '逐项审查，全部满足的通过。',
    })
  const publish = (t: Trade, id: string, day: Day) =>
    t.agent.prequal.publish({
      id,
      deadline: rfc3339(at(day, 17, 30)),
      supplyEnds: day,
      reviewDay: day,
    })
  const apply = (who: string, prequal: string) =>
    p.as(who).application.apply({ prequal, answers: { q1: '满足，见承诺。' } })
  const review = async (id: string, unfit: readonly string[], reason = '许可证已过期') => {
    const { data } = await p.as('wang').prequal.get({ id })
    return p.as('wang').prequal.review({
      id,
      verdicts: (data.applications as { id: string; supplier: string }[]).map((a) => ({
        application: a.id,
        item: 'q1',
        passed: !unfit.includes(a.supplier),
        reason: unfit.includes(a.supplier) ? reason : '',
      })),
    })
  }
  test('公开招标：公告、申请、审查、逐家告知，合格的全部受邀，开标后不再审查', async () => {
    const t = await trade('预审监护仪采购', '公开招标').prepared()
    await s.clock.to('2026-03-25')
    await p.refused('没有预审就指名', '以资格预审邀请的，名单是通过资格预审的供应商', () =>
      t.invite('资格预审', 3, [['kangda', '采购人']]),
    )
    await p.refused(
      '公开招标只邀三家',
      '拟邀请的供应商不得少于三家；公开招标邀请全部合格供应商',
      () => draft(t, 3),
    )
    const { id } = await draft(t, null)
    await p.refused('四个工作日', '提交资格预审申请文件的时间不得少于五个工作日', () =>
      publish(t, id, '2026-03-31'),
    )
    await publish(t, id, '2026-04-01')
    await p.refused('没有逐项响应', '申请文件逐项响应资格要求', () =>
      p.as('kangda').application.apply({ prequal: id, answers: {} }),
    )
    for (const who of ['kangda', 'huarui', 'saihan', 'beichen']) await apply(who, id)
    const mine = await apply('mengyi', id)
    await p.as('mengyi').application.withdraw({ id: mine.id })
    // Who applied, and how many, is nobody's to know while the time runs.
    for (const who of ['guo', 'wang', 'kangda'])
      expect((await p.as(who).prequal.get({ id })).data.applications, who).toEqual([])
    await s.clock.to('2026-04-01', 17, 31)
    await p.refused('截止以后申请', '资格预审申请在截止以前提交', () => apply('tumd', id))
    await p.refused('不写原因', '按照文件载明的标准逐家逐项审查，不合格的写明原因', () =>
      review(id, ['包头北辰家具有限公司'], ''),
    )
    await review(id, ['包头北辰家具有限公司'])
    expect((await p.as('kangda').prequal.get({ id })).data.applications).toEqual([])
    await t.agent.prequal.conclude({ id })
    const told = async (who: string) => {
      const [a] = (await p.as(who).application.list()) as { id: string; state: string }[]
      return JSON.stringify([a?.state, (await p.as(who).application.get({ id: a?.id })).sections])
    }
    expect(await told('beichen')).toMatch(/未通过.*许可证已过期/)
    expect(await told('kangda')).toMatch(/^\["通过"/)
    await s.clock.to('2026-04-02')
    await t.published('2026-04-22', 9, '2026-04-10')
    await p.refused('没有通过的投标', '只有受邀请的供应商可以参加', () =>
      t.respond('beichen', '800000.00'),
    )
    for (const who of ['kangda', 'huarui', 'saihan']) await t.respond(who, '880000.00')
    await s.clock.to('2026-04-22', 9, 31)
    await t.open()
    await t.group(4)
    await t.agent.lot.convene({ id: t.lot })
    expect(await t.notices()).toEqual(['资格预审公告'])
  }, 180_000)
  test('两家申请：不能告知，终止并公告，可以再来一次', async () => {
    const t = await trade('预审不足采购', '公开招标').prepared()
    await s.clock.to('2026-04-23')
    const { id } = await draft(t, null)
    await publish(t, id, '2026-04-30')
    await apply('kangda', id)
    await apply('huarui', id)
    const fail = () =>
      t.agent.prequal.fail({
        id,
        grounds: '通过资格预审的供应商不足三家',
        explanation: '申请人两家。',
      })
    await p.refused('没截止就终止', '资格预审公告发布后不得擅自终止', fail)
    await s.clock.to('2026-04-30', 17, 31)
    await review(id, [])
    await p.refused('两家', '通过资格预审的供应商不得少于三家', () =>
      t.agent.prequal.conclude({ id }),
    )
    await fail()
    expect(await t.notices()).toEqual(['资格预审公告', '终止公告'])
    expect((await draft(t, null)).state).toBe('待发布')
  }, 180_000)
})

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
  await t.published('2026-05-11', 9, '2026-05-11')
  for (const who of ['kangda', 'huarui', 'saihan', 'mengyi']) await t.respond(who, '880000.00')
  await s.clock.to('2026-05-11', 9, 31)
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
