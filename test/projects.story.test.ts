import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage, reasons } from '#testing'
import { hospital } from '../src/demo/hospital.ts'
import type { Player } from '../src/demo/player.ts'
import type { Stage } from '../src/demo/run.ts'

/** 项目库：一笔采购一个编号，从预算到归档；谁能看到多少，看他能读其中哪些事项。 */
let s: Stage
let p: Player
interface Row {
  id: string
  ocid: string
  title: string
  buyer: string
  method: string | null
  amount: string | null
  stage: string
  category: string
}
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  await hospital(p, s.clock, s.cast, '招标')
  await s.app.settle()
}, 60_000)
afterAll(() => s?.stop())
const find = async (account: string, q: Record<string, unknown> = {}) =>
  (await p.as(account).project.find(q)).projects as Row[]

test('采购人看见自己的项目走到哪里；一笔采购只有一行', async () => {
  const [row, ...more] = await find('wang')
  expect(more).toEqual([])
  expect(row).toMatchObject({ stage: '交易', method: '公开招标' })
  expect(row?.amount).toMatch(/^\d+\.\d{2}$/)
  expect(row?.ocid).toMatch(/^ocds-/)
})
test('按词、地区、环节、方式、类别、采购人、金额、日期找；对不上的找不到', async () => {
  const [row] = (await find('wang')) as [Row]
  const amount = Number(row.amount)
  const yes: Record<string, unknown>[] = [
    { q: row.title.slice(0, 6) },
    { region: '150100' },
    { stage: row.stage },
    { method: row.method },
    { category: row.category },
    { buyer: row.buyer.slice(-4) },
    { least: row.amount, most: row.amount },
    { since: '2026-03-01', until: '2026-12-31' },
  ]
  const no: Record<string, unknown>[] = [
    { q: '潜水艇' },
    { region: '150400' },
    { stage: '支付' },
    { method: '竞争性谈判' },
    { category: row.category === '工程' ? '货物' : '工程' },
    { buyer: '%' },
    { buyer: '_' },
    { least: (amount + 0.01).toFixed(2) },
    { most: (amount - 0.01).toFixed(2) },
    { since: '2027-01-01' },
    { until: '2025-12-31' },
    { page: 2 },
  ]
  for (const q of yes)
    expect(
      (await find('wang', q)).map((r) => r.id),
      JSON.stringify(q),
    ).toEqual([row.id])
  for (const q of no) expect(await find('wang', q), JSON.stringify(q)).toEqual([])
  for (const q of [
    { region: '999999' },
    { since: '2026-02-30' },
    { method: '拍脑袋' },
    { page: 0 },
  ])
    expect(await reasons(p.as('wang').project.find(q)), JSON.stringify(q)).toContain('400')
})
test('看得见计划的才看得见方式和金额；列得出的打得开，列不出的打不开', async () => {
  expect(await reasons(p.visitor().project.find({}))).toContain('401')
  const [mine] = (await find('wang')) as [Row]
  const { rows } = await s.app.pool.query('select id from plan.plan where project = $1', [mine.id])
  const plan = rows[0].id as string
  const seen: Record<string, 'all' | 'part' | 'none'> = {}
  for (const account of [
    'wang',
    'wuyun',
    'guo',
    'caizheng',
    'chifeng',
    'kangda',
    'expert1',
    'naren',
  ]) {
    const row = (await find(account)).find((r) => r.id === mine.id)
    const mayPlan = (await reasons(p.as(account).plan.get({ id: plan }))) === ''
    const opened = (await reasons(p.as(account).project.getWhole({ id: mine.id }))) === ''
    expect(opened, account).toBe(row !== undefined)
    if (row) expect([row.amount !== null, row.method !== null], account).toEqual([mayPlan, mayPlan])
    seen[account] = row === undefined ? 'none' : mayPlan ? 'all' : 'part'
  }
  expect(seen).toMatchObject({
    wang: 'all',
    caizheng: 'all',
    guo: 'part',
    chifeng: 'part',
    kangda: 'part',
  })
  const own = await p.as('wang').project.getWhole({ id: mine.id })
  const others = await p.as('kangda').project.getWhole({ id: mine.id })
  const subjects = (w: { spine: { subjects: unknown[] }[] }) => w.spine.flatMap((x) => x.subjects)
  expect(subjects(others).length).toBeGreaterThan(0)
  expect(subjects(others).length).toBeLessThan(subjects(own).length)
  expect(own.notices.length).toBeGreaterThan(0)
  expect(own.next.length).toBeGreaterThan(0)
  // Who bids is nobody's to know before the opening.
  expect(own.parties.map((x: { role: string }) => x.role)).not.toContain('供应商')
  const nowhere = '00000000-0000-7000-8000-000000000000'
  expect(await reasons(p.as('wang').project.getWhole({ id: nowhere }))).toContain('404')
})
