import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshStage } from '#testing'
import type { Stage } from '../src/demo/run.ts'

/** 一览：按页取，不漏不重；按名称、编号、状态查；别人的不在里面。 */
interface Row {
  id: string
  title: string
  no: string
}
let s: Stage
const listAs = (account: string, q: Record<string, string> = {}) =>
  s.player().as(account).budget.list(q) as Promise<Row[]>
beforeAll(async () => {
  s = await freshStage()
  const { budget } = s.player().as('caizheng')
  for (let i = 1; i <= 23; i++)
    await budget.receive({
      name: i % 2 ? `复印纸_${i}` : `100%棉布 ${i}`,
      org: s.cast.orgs['hospital'],
      year: 2026,
      docNo: `呼财预指〔2026〕${900 + i}号`,
      proCode: '150100049002000000718',
      fundType: '111',
      expFunc: '2100201',
      depEco: '31003',
      govEco: '50601',
      amount: '1000.00',
    })
})
afterAll(() => s?.stop())

describe('一览', () => {
  test('一页十件，三页取完，不漏不重', async () => {
    const seen: string[] = []
    for (let after = '', pages = 0; pages < 3; pages++) {
      const page = await listAs('wang', { limit: '10', ...(after ? { after } : {}) })
      expect(page.length).toBe(pages < 2 ? 10 : 3)
      seen.push(...page.map((r) => r.id))
      after = page.at(-1)?.id ?? ''
    }
    expect(new Set(seen).size).toBe(23)
    expect(seen).toEqual((await listAs('wang')).map((r) => r.id))
  })
  test.each([
    ['棉布', 11],
    ['100%', 11],
    ['_', 12],
    ['呼财预指〔2026〕907', 1],
    ['\\', 0],
    ["' or 1=1 --", 0],
  ])('查“%s”得 %i 件：百分号和下划线就是它们自己', async (word, n) => {
    expect((await listAs('wang', { word })).length).toBe(n)
  })
  test('按状态查；没有这个状态就没有', async () => {
    expect((await listAs('wang', { state: '已下达' })).length).toBe(23)
    expect((await listAs('wang', { state: '已收回' })).length).toBe(0)
  })
  test('上级看得见，旁边和别的单位看不见', async () => {
    expect((await listAs('quting', { word: '棉布' })).length).toBe(11)
    expect((await listAs('chifeng', { word: '棉布' })).length).toBe(0)
    expect((await listAs('zhao')).length).toBe(0)
  })
  test.each([{ limit: '0' }, { limit: '201' }, { limit: 'x' }, { after: '1' }, { other: '1' }])(
    '%o 说得出哪里不对',
    async (q) => {
      await expect(listAs('wang', q as Record<string, string>)).rejects.toMatchObject({
        status: 400,
      })
    },
  )
})
