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
  await t.respond('mengyi', '899000.00')
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
  expect(marks.rows[0]?.n).toBe(members.length * 4 * 2)
}, 180_000)
const publicNotices = async () =>
  (
    await s.app.pool.query<{ id: string; kind: string; title: string; corrects: string | null }>(
      `select id, kind, title, corrects from disclosure.notice
       where process = (select process from kernel.subject where id = $1) order by published, id`,
      [t.tender],
    )
  ).rows
test('结果公告的笔误可以更正，结果本身不行；原公告不动，新公告写明更正前后，每一家都看得到', async () => {
  await t.announce()
  const items = (await t.agent.tender.getResultItems({ tender: t.tender })) as {
    key: string
    item: string
    value: string
    fixed: boolean
  }[]
  const of = (part: string) => items.find((i) => i.item.includes(part)) as (typeof items)[number]
  const fee = of('代理服务收费')
  const correct = (changes: object[], more: object = {}) =>
    t.agent.tender.correctResult({
      id: t.tender,
      kind: '笔误',
      reason: '金额单位写错。',
      changes,
      ...more,
    })
  const change = { key: fee.key, after: '由采购人支付，定额3万元。' }
  const fixed = of('供应商名称')
  expect([fixed.fixed, fee.fixed]).toEqual([true, false])
  const no = await p.refused('以更正改供应商', '更正结果公告不得改变中标、成交结果', () =>
    correct([change, { key: fixed.key, after: KANGDA }]),
  )
  expect(no.cites[0]).toMatchObject({ law: '政府采购法', article: '第四十六条' })
  await p.refused('没有的项', '更正结果公告不得改变中标、成交结果', () =>
    correct([{ key: '没有/1/这项', after: '某' }]),
  )
  await p.refused('改成一样的', '更正结果公告不得改变中标、成交结果', () =>
    correct([{ key: fee.key, after: fee.value }]),
  )
  await expect(
    p
      .as('suya')
      .tender.correctResult({ id: t.tender, kind: '笔误', reason: '某', changes: [change] }),
  ).rejects.toThrow('没有这项')
  const corrected = async (who: string) => (await p.as(who).inbox.list()).corrected.length
  expect(await corrected('kangda')).toBe(0)
  await correct([change])
  await s.app.settle()
  // Each bidder's desk says so, and nobody else's.
  for (const [who, n] of [
    ['kangda', 1],
    ['mengyi', 1],
    ['beichen', 0],
    ['guo', 0],
  ] as const)
    expect(await corrected(who), who).toBe(n)
  const all = await publicNotices()
  const result = all.find((n) => n.kind === '中标结果公告')
  const notice = all.at(-1)
  expect(notice).toMatchObject({ kind: '更正公告', corrects: result?.id })
  const page = await (await p.get(`/notices/${notice?.id}`)).text()
  for (const said of ['采购结果', fee.item, fee.value, change.after]) expect(page).toContain(said)
  expect(await (await p.get(`/notices/${result?.id}`)).text()).toContain(`/notices/${notice?.id}`)
  for (const who of ['kangda', 'huarui', 'mengyi']) {
    const [bid] = (await p.as(who).bid.list()) as { id: string }[]
    const told = (await p.as(who).bid.get({ id: bid?.id })).sections.find(
      (x: { title: string }) => x.title === '结果公告的更正',
    )
    expect(told.rows[0], who).toMatchObject({ item: fee.item, after: change.after })
  }
  const periods = (await p.as('kangda').tender.get({ id: t.tender })).sections.find(
    (x: { title: string }) => x.title === '质疑期',
  ).rows as { of: string }[]
  expect(periods.map((r) => r.of)).toContain('中标结果（更正的内容）')
  // Corrected twice, the second says what the first one said.
  const again = (await t.agent.tender.getResultItems({ tender: t.tender })) as typeof items
  expect(again.find((i) => i.key === fee.key)?.value).toBe(change.after)
}, 60_000)
test('改变结果须有处理决定，按候选人的次序；失效的留着，开放数据里注明取消', async () => {
  const { data } = await t.head.lot.get({ id: t.lot })
  const bids = data.bids as { id: string; supplier: string }[]
  const idOf = (name: string) => bids.find((b) => b.supplier === name)?.id
  const change = (name: string, more: object = {}) =>
    t.head.tender.changeResult({
      id: t.tender,
      lot: t.lot,
      bid: idOf(name),
      ground: '质疑成立，另行确定',
      decision: '质疑答复〔2026〕1号',
      explanation: '原中标人的业绩不实。',
      letter: '因质疑成立，结果改变，报告如下。',
      ...more,
    })
  await p.refused('没有报告财政部门', '改变中标、成交结果须有依法作出的决定', () =>
    change(KANGDA, { letter: '' }),
  )
  await p.refused('跳过下一名', '另行确定须按候选人的次序，合格供应商符合法定数量', () =>
    change('呼和浩特赛罕医械有限公司'),
  )
  await change(KANGDA)
  await s.app.settle()
  const last = (await publicNotices()).at(-1)
  const page = await (await p.get(`/notices/${last?.id}`)).text()
  for (const said of [HUARUI, KANGDA, '质疑答复〔2026〕1号']) expect(page).toContain(said)
  const { rows } = await s.app.pool.query<{ ocid: string }>(
    'select p.ocid from library.project p join kernel.subject s on s.process = p.id where s.id = $1',
    [t.tender],
  )
  const record = (await (await p.get(`/ocds/records/${rows[0]?.ocid}`)).json()) as {
    records: { compiledRelease: { awards: { status: string; suppliers: { name: string }[] }[] } }[]
  }
  const awards = record.records[0]?.compiledRelease.awards.map((a) => [
    a.status,
    a.suppliers[0]?.name,
  ])
  expect(awards).toEqual(
    expect.arrayContaining([
      ['cancelled', HUARUI],
      ['active', KANGDA],
    ]),
  )
  // Two are left beside the one who stands now: not enough to choose from again.
  await p.refused('再换一次', '另行确定须按候选人的次序，合格供应商符合法定数量', () =>
    change('呼和浩特赛罕医械有限公司'),
  )
}, 60_000)
