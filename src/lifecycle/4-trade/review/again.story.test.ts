import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'
import { documentFor, Trade } from '../../../demo/trade.ts'

/** 算得出的分由系统算，评委只能对数提出异议；评审之后发现错误的，重新评审，两次的结果都在。 */
let s: Stage
let p: Player
let t: Trade
const faults: unknown[] = []
const KANGDA = '北京康达医疗器械有限公司'
const HUARUI = '沈阳华瑞影像设备有限公司'
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  await s.clock.to('2026-03-02')
  t = new Trade(p, s.clock, s.cast, {
    title: '计分监护仪采购',
    method: '公开招标',
    category: '货物',
    budget: '900000.00',
    item: {
      code: 'A02320500',
      name: '监护仪',
      quantity: 10,
      unit: '台',
      requirement: '满足临床使用。',
    },
  })
  await t.want()
  await t.planned()
  await t.entrusted()
}, 180_000)
afterAll(async () => {
  await s.stop()
  expect(faults).toEqual([])
})
const formula = { kind: '计数', what: '近三年同类合同份数', each: 500 }
const criteria = (objective: boolean) =>
  documentFor(t.spec, true).criteria.map((c) =>
    c.key === 'record' ? { ...c, objective, formula } : c,
  )
const members = ['daibiao', 'expert1', 'expert2', 'expert3', 'expert4']
const sheetOf = async (who: string) => {
  const [mine] = (await p.as(who).review.list()) as { id: string }[]
  return { id: mine?.id ?? '', ...(await p.as(who).review.get({ id: mine?.id })).data }
}
const bidIn = (sheet: { bids: { id: string; name: string }[] }, name: string) =>
  sheet.bids.find((b) => b.name === name)?.id ?? ''

test('由系统计算的须是客观分；评委打不了分，一人的异议不算，过半数的算', async () => {
  await t.write({ criteria: criteria(false) })
  await p.refused('主观分也算', '由系统计算的评审因素须为客观分，档次与分值相应', () =>
    t.agent.tender.submit({ id: t.tender }),
  )
  await t.write({ criteria: criteria(true) })
  await t.confirmed()
  await t.published('2026-03-24', 9, '2026-03-10')
  await t.respond('kangda', '800000.00', { counts: { record: 3 } })
  await t.respond('huarui', '800000.00', { counts: { record: 9 } })
  await t.respond('saihan', '890000.00')
  await s.clock.to('2026-03-24', 9, 31)
  await t.open()
  await t.qualify()
  await t.group(4)
  await t.agent.lot.convene({ id: t.lot })
  const { id, sheet } = await sheetOf('expert1')
  const of = (name: string) => sheet.scores[bidIn(sheet, name)].record
  expect([of(KANGDA), of(HUARUI), of('呼和浩特赛罕医械有限公司')]).toEqual([15, 20, 0])
  await p.refused('给算出来的打分', '评分不得超出分值范围', () =>
    p.as('expert1').review.score({
      id,
      bid: bidIn(sheet, KANGDA),
      scores: { technical: 20, record: 20 },
      conformity: {},
    }),
  )
  const object = async (who: string) => {
    const mine = await sheetOf(who)
    return p.as(who).review.object({
      id: mine.id,
      bid: bidIn(mine.sheet, KANGDA),
      item: 'record',
      value: 2,
      reason: '一份合同在三年以前',
    })
  }
  const seen = async () => (await sheetOf('expert4')).sheet.scores[bidIn(sheet, KANGDA)].record
  await object('daibiao')
  await object('expert1')
  expect(await seen()).toBe(15)
  await object('expert2')
  expect(await seen()).toBe(10)
  // The other's figure is the member's own to know: an objection of one is shown to no other.
  expect((await sheetOf('expert4')).sheet.objections).toEqual([])
  await t.judge(true, [], { [KANGDA]: 40, [HUARUI]: 20 })
  await t.report()
  expect((await t.ranking()).slice(0, 2)).toEqual([KANGDA, HUARUI])
}, 180_000)
test('重新评审须有法定情形；只改有误的项；结果变了先报告财政部门，两次的结果都在', async () => {
  const again = (grounds: string, items: string[] = []) =>
    t.agent.lot.reevaluate({ id: t.lot, grounds, items, explanation: '复核发现评分畸高。' })
  await p.refused('招标以资格认定错误', '重新评审须有法定情形', () => again('资格性审查认定错误'))
  await p.refused('没说哪一项', '重新评审须有法定情形', () =>
    again('经评标委员会认定评分畸高、畸低'),
  )
  const before = (await t.agent.lot.get({ id: t.lot })).sections.find(
    (x: { title: string }) => x.title === '评审结果',
  ).rows
  await again('经评标委员会认定评分畸高、畸低', ['technical'])
  expect((await t.agent.lot.get({ id: t.lot })).state).toBe('评审中')
  await p.refused('借机改符合性', '重新评审只改有误的项', () => t.judge(false, [KANGDA]))
  await t.judge(true, [], { [KANGDA]: 10, [HUARUI]: 30 })
  for (const who of members) expect((await sheetOf(who)).sheet.scores, who).toBeDefined()
  await t.report()
  expect((await t.ranking()).slice(0, 2)).toEqual([HUARUI, KANGDA])
  await p.refused('没报告就定标', '重新评审改变结果的，书面报告本级财政部门', () => t.award(HUARUI))
  await t.agent.lot.tellFinance({ id: t.lot, letter: '重新评审后第一名改变，原因见记录。' })
  const seen = async (who: string) =>
    (await p.as(who).lot.get({ id: t.lot })).sections.find(
      (x: { title: string }) => x.title === '重新评审',
    )
  const [row] = (await seen('caizheng')).rows
  expect(row.before).toContain(`第1名${before[0].name}`)
  expect(row.after).toContain(`第1名${HUARUI}`)
  expect([row.changed, row.letter]).toEqual(['改变', '重新评审后第一名改变，原因见记录。'])
  expect(await seen('kangda')).toBeUndefined()
  await p.refused('报告两次', '报告须有可报告的事项', () =>
    t.agent.lot.tellFinance({ id: t.lot, letter: '再报一次' }),
  )
  await t.award(HUARUI)
  const marks = await s.app.pool.query<{ n: number }>(
    `select jsonb_array_length(marks->'scores') as n from trade.reevaluation where lot = $1`,
    [t.lot],
  )
  expect(marks.rows[0]?.n).toBe(members.length * 3 * 2)
}, 180_000)
