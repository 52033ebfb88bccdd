import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at } from '#kernel'
import { freshStage } from '#testing'
import { scheme } from '../../../demo/innovation.ts'
import { Innovating, NAMES, product } from '../../../demo/innovation-play.ts'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'

/** 合作创新采购：走不下去的每一处：方案、公告、人数、费用、验收，由该办的人经 HTTP 办理。 */
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

describe('方案与公告', () => {
  test('旗县不能用；没有批准、费用超出、四家、小组不全的方案核准不了', async () => {
    const line = await p.as('tuoxian').budget.receive({
      name: '创新课桌',
      org: s.cast.orgs['school'],
      year: 2026,
      docNo: '托财预指〔2026〕91号',
      proCode: '150122049002000000791',
      fundType: '111',
      expFunc: '2050203',
      depEco: '31003',
      govEco: '50601',
      amount: '900000.00',
    })
    const low = await p.as('zhao').requirement.draft({
      lineId: line.id,
      title: '护脊课桌研发',
      category: '货物',
      method: '合作创新采购',
      reason: '现有产品不能满足。',
      summary: '课桌',
      budget: '900000.00',
      items: [{ ...product, budget: '900000.00' }],
      surveyed: true,
      reviewedByCounsel: true,
      forSme: false,
    })
    const no = await p.refused(
      '旗县级',
      '合作创新采购由省级主管预算单位，或者经省级主管部门批准的设区的市级主管预算单位开展',
      () => p.as('zhao').requirement.submit({ id: low.id }),
    )
    expect(no.cites[0]).toMatchObject({ law: '财库〔2024〕13号', article: '第四条', mark: '◐' })

    const t = await innovation('眼底筛查样机研发（方案）').want()
    await t.planned()
    const { id } = await t.buyer.innovation.draft({ project: t.project, scheme })
    const wrong = async (what: string, rule: string, change: object) => {
      await t.buyer.innovation.revise({ id, scheme: { ...scheme, ...change } })
      return p.refused(what, rule, () => t.buyer.innovation.submit({ id }))
    }
    const who =
      '合作创新采购由省级主管预算单位（或其授权的所属单位）开展，设区的市级主管预算单位须经省级主管部门批准'
    await wrong('没有批准文号', who, { permit: '' })
    await wrong('自称省级', who, { authority: '省级主管预算单位' })
    await wrong('费用超过预算', '最高研发费用不得超过采购预算', { maxCost: '3000000.01' })
    await wrong('补偿加首购超过', '研发成本补偿与首购的费用不得超过最高研发费用', {
      cap: '1200000.01',
    })
    await wrong('四家', '研发供应商最多不得超过三家', { suppliers: 4 })
    await wrong(
      '没有法律专家',
      '谈判小组由采购人代表和评审专家组成，人数为单数，专家中有法律专家和经济专家各一名',
      { group: { representatives: 1, technical: 3, legal: 0, economic: 1 } },
    )
    await wrong('首购九十分', '首购产品的评审标准在方案中载明，合计一百分', {
      first: scheme.first.map((c) => ({ ...c, max: 45 })),
    })
    await t.buyer.innovation.revise({ id, scheme })
    await t.buyer.innovation.submit({ id })
    // Whoever wrote it does not approve it, and nobody else reads it before the notice.
    await expect(p.as('kangda').innovation.get({ id })).rejects.toMatchObject({ status: 404 })
    await t.head.innovation.approve({ id })
  }, 180_000)

  test('没有方案不能公告；十九个工作日、研发方案四十九分、分包不分价，都送不出去', async () => {
    const t = innovation('眼底筛查样机研发（公告）')
    await t.want()
    await t.planned()
    await t.entrusted()
    await t.write({
      lots: [
        {
          no: 1,
          title: '样机',
          budget: t.spec.budget,
          ceiling: null,
          coreProduct: '',
          items: [product],
        },
      ],
    })
    await p.refused('不分价', '分别报研发成本补偿和首购产品的价', () =>
      t.agent.tender.submit({ id: t.tender }),
    )
    const low = [
      {
        key: 'technical',
        name: '研发方案',
        kind: '技术',
        max: 49,
        objective: false,
        steps: '优秀得高分；一般得中等分；较差得低分。',
      },
      {
        key: 'record',
        name: '研发时间',
        kind: '商务',
        max: 31,
        objective: false,
        steps: '早的得高分；一般得中等分；晚的得低分。',
      },
    ]
    await t.write({ criteria: low })
    const no = await p.refused('研发方案49分', '研发方案的分值不得低于总分值的百分之五十', () =>
      t.agent.tender.submit({ id: t.tender }),
    )
    expect(no.cites[0]).toMatchObject({ article: '第十八条' })
    await t.write()
    await t.confirmed()
    await p.refused('没有方案', '采购方案核准以后发布合作创新采购公告', () => t.drafted())
    await t.schemed()
    await t.drafted()
    await p.refused('十九个工作日', '提交申请文件的时间不得少于20个工作日', () =>
      t.called('2026-03-27'),
    )
    await t.called('2026-03-30')
    await p.refused('没有交流就发文件', '创新概念交流之后发出研发谈判文件', () =>
      t.publish(at('2026-04-20', 9, 30), '2026-04-20'),
    )
    await p.refused('手写名单', '研发谈判文件提供给所有参与创新概念交流的供应商', () =>
      t.invite('资格预审', 1, [['kangda', '采购人']]),
    )
    await p.refused('没审查就交流', '资格审查的结果告知以后进行创新概念交流', () =>
      t.agent.innovation.exchange({
        id: t.innovation,
        form: '线上',
        told: '介绍',
        attendance: [{ supplier: s.cast.orgs['kangda'], attended: true }],
      }),
    )
    await t.apply('mengyi')
    await s.clock.to('2026-03-30', 17, 31)
    await t.looked([NAMES.mengyi])
    await p.refused('没有合格的', '没有供应商通过资格审查的不能继续', () =>
      t.agent.prequal.conclude({ id: t.prequal }),
    )
    await t.agent.prequal.fail({
      id: t.prequal,
      grounds: '没有供应商通过资格审查',
      explanation: '一家申请，不合格。',
    })
    expect((await t.buyer.innovation.get({ id: t.innovation })).state).toBe('已核准')
    expect(await t.notices()).toEqual(['合作创新采购公告', '终止公告'])
    t.prequal = ''
    expect((await t.drafted()).prequal).not.toBe('')
  }, 180_000)
})

describe('失败', () => {
  test('没有供应商响应：终止，合作创新随之终止，钱回到指标', async () => {
    await s.clock.to('2026-09-01')
    const t = await ready('眼底筛查样机研发（无人响应）')
    await t.responding(['kangda'], ['2026-09-30', '2026-10-08', '2026-10-22'])
    await s.clock.to('2026-10-22', 9, 31)
    await t.fail('符合条件的供应商不足法定家数')
    await t.head.tender.terminate({
      id: t.tender,
      grounds: '各包均已废标',
      explanation: '没有供应商提交响应文件。',
    })
    expect((await t.buyer.innovation.get({ id: t.innovation })).state).toBe('已终止')
    expect((await t.buyer.plan.get({ id: t.plan })).state).toBe('已撤销')
  }, 180_000)
  test('补偿限额只够一家：按顺序定一家；验收不合格淘汰，没有成功的，终止', async () => {
    const t = await ready('眼底筛查样机研发（无果）', { cap: '700000.00' })
    await t.responding(['kangda', 'huarui'], ['2026-11-20', '2026-11-23', '2026-12-08'])
    for (const w of ['kangda', 'huarui'] as const) await t.respond(w, '')
    await t.ranked('2026-12-08', {
      kangda: { research: 500_000_00, first: 1_000_000_00 },
      huarui: { research: 500_000_00, first: 1_100_000_00 },
    })
    await p.refused(
      '一家候选人不少',
      '成交候选人少于规定的研发供应商数量的，可以全部确定，也可以重新开展采购活动',
      () => t.fail('成交候选人少于规定的研发供应商数量，重新开展采购活动'),
    )
    const [first, second] = await t.candidates()
    const no = await p.refused(
      '补偿超过限额',
      '按规定的数量和候选人顺序确定研发供应商，研发成本补偿合计不超过限额',
      () =>
        t.head.innovation.choose({
          id: t.innovation,
          bids: [first?.bid, second?.bid],
          reason: '两家',
        }),
    )
    expect(no.because).toContain('超过限额')
    await t.head.innovation.choose({ id: t.innovation, bids: [first?.bid], reason: '限额只够一家' })
    await t.announce()
    const contract = await t.contracted(
      await t.awardOf(NAMES.kangda, '研发'),
      'kangda',
      NAMES.kangda,
      '500000.00',
      [{ name: '试用验收', amount: '500000.00', condition: '验收合格后' }],
    )
    const r = await t.researchOf(contract)
    await t.talk(r, '2026-12-20', { milestone: '通过采购人试用和履约验收' })
    await t.handIn(r, 'kangda')
    await t.head.research.complete({ id: r, opinion: '进入验收' })
    await p.refused('还没验收就淘汰', '验收不合格的，按未达到标志性成果办理', () =>
      t.head.research.miss({ id: r, payable: '0.00', opinion: '不好' }),
    )
    const report = await t.delivered(contract, 'kangda', false)
    await t.head.acceptance.fail({ id: report.id, reason: '敏感度88%，不达标' })
    await t.head.research.miss({ id: r, payable: '0.00', opinion: '验收不合格' })
    await t.head.research.eliminate({ id: r, reason: '未通过履约验收' })
    await p.refused('没有成功的就首购', '首购在研发成果验收合格的供应商中进行', () =>
      t.buyer.innovation.evaluate({
        id: t.innovation,
        marks: [{ research: r, key: 'quality', points: 1 }],
        opinion: '无',
      }),
    )
    await t.head.innovation.fail({
      id: t.innovation,
      grounds: '研发供应商均被淘汰或者研发成果均未通过验收',
      explanation: '唯一的研发供应商没有通过验收。',
    })
    expect((await t.notices()).at(-1)).toBe('终止公告')
    expect((await t.buyer.plan.get({ id: t.plan })).state).toBe('已执行')
    const { rows } = await s.app.pool.query<{ frozen: string }>(
      'select frozen from plan.plan where id = $1',
      [t.plan],
    )
    expect(Number(rows[0]?.frozen)).toBe(0)
  }, 180_000)
})
