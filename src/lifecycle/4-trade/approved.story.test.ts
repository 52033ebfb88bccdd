import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flows } from '#flows'
import { at, readAs } from '#kernel'
import { freshStage } from '#testing'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'
import { type Spec, Trade } from '../../demo/trade.ts'

/** 须先报批、须指名邀请、须分信封、须暂停的几种走法，经 HTTP 走到底。 */
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
const NAMES = {
  kangda: '北京康达医疗器械有限公司',
  huarui: '沈阳华瑞影像设备有限公司',
  saihan: '呼和浩特赛罕医械有限公司',
} as const
const shortlistsSeenBy = (supplier: string) => {
  const org = s.cast.orgs[supplier] ?? null
  const who = { person: null, name: '', role: '供应商经办', org, orgName: '', region: '150100' }
  return readAs(s.app.db, flows, who, async (tx) => {
    const { rows } = await sql`select tender from trade.shortlist`.execute(tx)
    return rows.length
  })
}
const ONLY = '只能从唯一供应商处采购'
const argued = [{ name: '李博士', title: '教授', employer: '某大学', opinion: '专利不可替代。' }]

describe('单一来源', () => {
  test('达到公开招标数额：公示、异议、补充论证、批准、协商、成交', async () => {
    const t = await trade('质子治疗组件采购', '单一来源', { budget: '5000000.00' }).wish()
    const ask = {
      project: t.project,
      kind: '变更采购方式',
      method: '单一来源',
      ground: ONLY,
      category: '货物',
      amount: '5000000.00',
      reason: '使用不可替代的专利。',
      consent: '呼卫函〔2026〕8号',
      supplier: s.cast.orgs['huarui'],
      arguments: argued,
    }
    await p.refused('没有批准就提交需求', '达到公开招标数额应当公开招标', () => t.want())
    const { id } = await t.buyer.approval.draft(ask)
    await p.refused('不公示就报批', '单一来源须先公示不少于五个工作日', () =>
      t.head.approval.submit({ id }),
    )
    await t.head.approval.publicize({ id })
    await p
      .refused('公示期未满', '单一来源须先公示不少于五个工作日', () =>
        t.head.approval.submit({ id }),
      )
      .catch(async () => p.refused('公示期未满', '状态', () => t.head.approval.submit({ id })))
    const { id: objection } = await p
      .as('kangda')
      .objection.file({ request: id, text: '我公司也能供应同类组件。' })
    // Five working days from 2 March: the ninth, and the clock moves it on the tenth.
    await s.clock.to('2026-03-10', 9)
    expect((await t.buyer.approval.get({ id })).state).toBe('公示期满')
    await p.refused('期满以后再提异议', '异议须在公示期内提出', () =>
      p.as('saihan').objection.file({ request: id, text: '我公司也能供应。' }),
    )
    await p.refused('异议没有论证', '公示有异议的应当补充论证', () =>
      t.head.approval.submit({ id }),
    )
    await t.head.objection.dismiss({ id: objection, answer: '其产品不兼容现有主机。' })
    await t.head.approval.submit({ id })
    await p.as('caizheng').approval.approve({ id, opinion: '同意。' })
    await t.want()
    await t.planned()
    await t.entrusted()
    await t.write({ ground: ONLY })
    await t.confirmed()
    await p.refused('没有名单就发出', '发出采购文件须有公告或者邀请名单', () =>
      t.publish(at('2026-03-12', 9, 30), '2026-03-12'),
    )
    await p.refused('换一家供应商', '单一来源只与批准的供应商采购', () =>
      t.invite('指定', 1, [['kangda', '采购人']]),
    )
    await t.invite('指定', 1, [['huarui', '采购人']])
    await t.published('2026-03-12', 9, '2026-03-12')
    await t.respond('huarui', '4990000.00')
    await p.refused('没有受邀', '只有受邀请的供应商可以参加', () =>
      t.respond('kangda', '4000000.00'),
    )
    await s.clock.to('2026-03-12', 9, 31)
    await t.open()
    await t.group(1, false)
    await t.agent.lot.convene({ id: t.lot })
    await t.judge(false)
    await p.refused('协商记录缺项', '协商情况记录须写明法定内容', () =>
      t.talks([], { 情况: '协商了价格。' }),
    )
    await t.talks([], {
      情况: '协商了价格。',
      标的成本: '成本表见附件。',
      同类合同价格: '某院2025年同类合同495万元。',
      专利与专有技术: '发明专利一项。',
      主要条款与价格: '总价降至470万元。',
    })
    await t.callFinal(at('2026-03-12', 15))
    await t.quote('huarui', '4700000.00')
    await s.clock.to('2026-03-12', 15, 1)
    await t.agent.lot.openFinal({ id: t.lot })
    await t.judge(true)
    await t.report()
    await t.award(NAMES.huarui)
    await t.announce()
    expect(await t.notices()).toEqual(['单一来源采购公示', '成交结果公告'])
  }, 180_000)

  test('商定的价格超过预算：不能成交，终止', async () => {
    const t = await trade('配套软件单一来源采购', '单一来源').prepared({ ground: ONLY })
    await t.invite('指定', 1, [['huarui', '采购人']])
    await t.published('2026-03-13', 9, '2026-03-13')
    await t.respond('huarui', '950000.00')
    await s.clock.to('2026-03-13', 9, 31)
    await t.open()
    await t.group(1, false)
    await t.agent.lot.convene({ id: t.lot })
    await t.judge(false)
    const talk = {
      情况: '未能降价。',
      标的成本: '略',
      同类合同价格: '略',
      专利与专有技术: '略',
      主要条款与价格: '略',
    }
    await t.talks([], talk)
    await t.callFinal(at('2026-03-13', 15))
    await t.quote('huarui', '900000.01')
    await s.clock.to('2026-03-13', 15, 1)
    await t.agent.lot.openFinal({ id: t.lot })
    await t.judge(true)
    const no = await p.refused('超预算', '评审结果须依法可得', () => t.report())
    expect(no.because).toContain('不足1家')
    await t.fail('投标人报价均超过采购预算')
    await t.head.tender.terminate({
      id: t.tender,
      grounds: '各包均已废标',
      explanation: '报价超过预算。',
    })
  }, 180_000)

  test('旗县财政部门无权批准；论证认为异议成立的，改用其他方式', async () => {
    const school = p.as('zhao')
    const line = await p.as('tuoxian').budget.receive({
      name: '实验室',
      org: s.cast.orgs['school'],
      year: 2026,
      docNo: '托财预指〔2026〕77号',
      proCode: '150122049002000000777',
      fundType: '111',
      expFunc: '2050203',
      depEco: '31003',
      govEco: '50601',
      amount: '6000000.00',
    })
    const r = await school.requirement.draft({
      lineId: line.id,
      title: '实验室采购',
      category: '货物',
      method: '单一来源',
      reason: '专利',
      summary: '实验室一套',
      budget: '6000000.00',
      items: [{ ...ITEM, budget: '6000000.00' }],
      surveyed: true,
      reviewedByCounsel: true,
      forSme: false,
    })
    const { process } = await school.requirement.get({ id: r.id })
    const ask = {
      project: process,
      kind: '变更采购方式',
      method: '单一来源',
      ground: ONLY,
      category: '货物',
      amount: '6000000.00',
      reason: '专利',
      consent: '托教函1号',
      supplier: s.cast.orgs['huarui'],
      arguments: argued,
    }
    const low = await school.approval.draft({ ...ask, approver: '150122' })
    const no = await p.refused('送本旗县财政', '变更采购方式须由设区的市级以上财政部门批准', () =>
      p.as('zhaog').approval.submit({ id: low.id }),
    )
    expect(no.suggest).toBe('150100')
    const { id } = await school.approval.draft(ask)
    await p.as('zhaog').approval.publicize({ id })
    const o = await p.as('saihan').objection.file({ request: id, text: '我公司的产品可以替代。' })
    await s.clock.to('2026-03-23', 9)
    await p.as('zhaog').objection.uphold({ id: o.id, answer: '确有替代产品。' })
    await p.refused('异议成立', '公示有异议的应当补充论证', () =>
      p.as('zhaog').approval.submit({ id }),
    )
    await expect(p.as('tuoxian').approval.approve({ id, opinion: '同意' })).rejects.toMatchObject({
      status: 404,
    })
  }, 180_000)
})

describe('邀请', () => {
  const ground = '公开招标费用占总价值的比例过大'
  const all = ['kangda', 'huarui', 'saihan', 'mengyi', 'beichen', 'tumd'].map(
    (x) => [x, '采购人'] as const,
  )
  test('邀请招标：库内备选两倍、两人监督、随机抽取，只有受邀的可以投', async () => {
    const t = await trade('邀请招标监护仪采购', '邀请招标').prepared({ ground })
    await p.refused('备选五家抽三家', '备选供应商不得少于拟抽取数的两倍', () =>
      t.invite('供应商库抽取', 3, all.slice(0, 5)),
    )
    await p.refused('抽两家', '邀请的供应商不得少于三家', () => t.invite('供应商库抽取', 2, all))
    await p.refused('无人监督', '随机抽取须有两名以上采购人工作人员监督', () =>
      t.invite('供应商库抽取', 3, all, { watchers: ['王静'] }),
    )
    await t.invite('供应商库抽取', 3, all)
    await t.published('2026-04-14', 9, '2026-03-31')
    const { rows } = await s.app.pool.query(
      'select invited from trade.shortlist where tender = $1',
      [t.tender],
    )
    const invited = all.map(([k]) => k).filter((k) => rows[0].invited.includes(s.cast.orgs[k]))
    expect(await shortlistsSeenBy(invited[0] ?? ''), '受邀的也读不到名单').toBe(0)
    const other = all.map(([k]) => k).find((k) => !invited.includes(k)) ?? ''
    await p.refused('未受邀的投标', '只有受邀请的供应商可以参加', () =>
      t.respond(other, '800000.00'),
    )
    for (const [i, who] of invited.entries()) await t.respond(who, `${880 - i * 10}000.00`)
    await s.clock.to('2026-04-14', 9, 31)
    await t.open()
    await t.qualify()
    await t.group(4)
    await t.agent.lot.convene({ id: t.lot })
    await t.judge(true)
    await t.report()
    const [first] = await t.ranking()
    await t.award(first ?? '')
    await t.announce()
    expect(await t.notices()).toEqual(['中标结果公告'])
  }, 180_000)
  test('书面推荐：采购人三家、专家两家，超过半数', async () => {
    const t = await trade('推荐谈判采购', '竞争性谈判').prepared({
      ground: '不能事先计算出价格总额',
    })
    const five = [
      ['kangda', '采购人'],
      ['huarui', '采购人'],
      ['saihan', '采购人'],
      ['mengyi', '评审专家'],
      ['tumd', '评审专家'],
    ] as const
    await p.refused('C7 三比二', '采购人推荐的供应商不得超过半数', () =>
      t.invite('书面推荐', 3, five),
    )
    await p.refused('只有采购人推荐', '采购人和评审专家应当各自出具书面推荐意见', () =>
      t.invite('书面推荐', 3, five.slice(0, 3)),
    )
    await t.invite('书面推荐', 3, five.slice(1))
  }, 180_000)
})

describe('双信封、暂停、紧急采购、化整为零', () => {
  test('技术信封先开，报价信封在技术评审签署之后开', async () => {
    const t = await trade('双信封招标采购', '公开招标').prepared({ envelopes: 2 })
    await t.published('2026-05-08', 9, '2026-04-27')
    for (const [who, price] of [
      ['kangda', '880000.00'],
      ['huarui', '700000.00'],
      ['saihan', '860000.00'],
    ] as const) {
      await t.respond(who, price, {
        price: undefined,
        items: [{ name: ITEM.name, brand: who, model: 'A', quantity: 10 }],
      })
      await t.quote(who, price)
    }
    await s.clock.to('2026-05-08', 9, 31)
    await t.open()
    expect((await t.bids()).map((b) => b.price)).toEqual([null, null, null])
    await t.qualify()
    await t.group(4)
    await t.agent.lot.convene({ id: t.lot })
    await p.refused('评委未签就开报价', '评委全部签署后方可汇总', () =>
      t.agent.lot.openPrice({ id: t.lot }),
    )
    await t.judge(true, [NAMES.saihan]).catch(() => undefined)
    await p.refused('不开报价就汇总', '报价须已开启', () => t.report())
    await p.refused('没有定下哪几家可启封', '报价信封须先准予启封', () =>
      t.agent.lot.openPrice({ id: t.lot }),
    )
    await t.agent.lot.admitPrice({ id: t.lot })
    await t.agent.lot.openPrice({ id: t.lot })
    await p.refused('技术合格只剩两家', '评审结果须依法可得', () => t.report())
  }, 180_000)
  test('暂停期间不收文件；恢复后截止时间补足暂停的日数', async () => {
    const t = await trade('暂停招标采购', '公开招标').prepared()
    await t.published('2026-06-01', 9, '2026-05-18')
    await s.clock.to('2026-05-12', 10)
    await t.agent.tender.pause({ id: t.tender, reason: '收到质疑，暂停核实。' })
    await p.refused('暂停中投标', '逾期送达的投标文件应当拒收', () =>
      t.respond('kangda', '880000.00'),
    )
    await s.clock.to('2026-05-15', 10)
    await p.refused('恢复后仍用原截止', '恢复后的截止时间须补足暂停的日数', () =>
      t.agent.tender.resume({ id: t.tender, newDeadline: '2026-06-01T01:30:00Z' }),
    )
    await t.agent.tender.resume({ id: t.tender })
    expect((await t.agent.tender.get({ id: t.tender })).data.deadline).toBe(
      '2026-06-04T09:30:00.000+08:00',
    )
    await t.respond('kangda', '880000.00')
    expect(await t.notices()).toEqual(['招标公告', '更正公告', '更正公告'])
  }, 180_000)
  test('C9 同一预算项目同一品目：累计超过才是化整为零，等于不是', async () => {
    const t = trade('分批采购一', '竞争性谈判', { budget: '1800000.00' })
    const line = await t.line('9000000.00')
    const part = (title: string, budget: string) => trade(title, '竞争性谈判', { budget, line })
    const ready = async (x: Trade) => {
      await x.want()
      return x.planned()
    }
    await ready(part('分批采购一', '1800000.00'))
    await ready(part('分批采购二', '1500000.00'))
    await p.refused('累计410万', '不得化整为零规避公开招标', () =>
      ready(part('分批采购三', '800000.00')),
    )
    await ready(part('分批采购四', '700000.00'))
  }, 180_000)
  test('紧急采购：2026年10月1日以前没有依据；其后不经批准选择方式，一家也可以', async () => {
    const urgent = { requirement: { emergency: '特大暴雨，急需抢救设备。' }, budget: '5000000.00' }
    await p.refused('施行前', '紧急采购须有依据', () =>
      trade('抢险采购（早）', '竞争性谈判', urgent).want(),
    )
    await s.clock.to('2026-10-09', 9)
    const t = await trade('抢险采购', '竞争性谈判', urgent).want()
    await t.planned('')
    await t.entrusted()
    await t.write({ ground: '采用招标所需时间不能满足用户紧急需要' })
    await t.confirmed()
    await t.published('2026-10-14', 9, '2026-10-14')
    await t.respond('kangda', '4880000.00')
    await s.clock.to('2026-10-14', 9, 31)
    await t.open()
    await t.group(4)
    await t.agent.lot.convene({ id: t.lot })
    await t.judge(false)
    await t.talks()
    await t.callFinal(at('2026-10-14', 15))
    await t.quote('kangda', '4700000.00')
    await s.clock.to('2026-10-14', 15, 1)
    await t.agent.lot.openFinal({ id: t.lot })
    await t.judge(true)
    await t.report()
    await t.award(NAMES.kangda)
    await t.announce()
  }, 180_000)
})
