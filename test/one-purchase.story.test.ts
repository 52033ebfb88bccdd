import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshStage } from '#testing'
import { demo, type Played, type Stage } from '../src/demo/run.ts'

/** 一笔采购从预算到归档: the living document. Every step over HTTP, by the person whose step it is. */
let s: Stage
let played: Played
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  played = await demo(s)
}, 120_000)
afterAll(() => s.stop())

describe('一笔医疗设备采购', () => {
  test('每个采购都走到头，没有一次系统故障', () => {
    expect(faults).toEqual([])
    expect(played.cases.every((c) => c.closed)).toBe(true)
  })
  test('不该办的都被拒绝，并说出规则、依据、事实与改法', () => {
    const refusals = played.cases.flatMap((c) => c.refusals)
    expect(refusals.length).toBeGreaterThanOrEqual(25)
    for (const r of refusals) {
      expect(r.because, r.step).not.toBe('')
      expect(r.cites.length, r.step).toBeGreaterThan(0)
    }
  })
  test('九类公告随业务发布，内容与摘要相符', () => {
    const kinds = new Set(played.cases.flatMap((c) => c.notices.map((n) => n.kind)))
    expect([...kinds].sort()).toEqual(
      [
        '中标结果公告',
        '采购意向公告',
        '招标公告',
        '更正公告',
        '合同公告',
        '验收结果公告',
        '废标公告',
        '终止公告',
      ].sort(),
    )
  })
  test('预算分分不差：下达 = 可用 + 冻结 + 合同占用 + 已支付', () => {
    const fen = (x: string) => Number(x.replace('.', ''))
    const b = played.budget
    expect(fen(b.available) + fen(b.frozen) + fen(b.contracted) + fen(b.paid)).toBe(
      fen(b.appropriated),
    )
    expect(fen(b.paid)).toBe(697_000_000)
    expect(fen(b.frozen) + fen(b.contracted)).toBe(0)
  })
  test('流水可验证，且看得见每一步', async () => {
    expect(played.journal.verified).toBe(true)
    const { rows } = await s.app.pool.query<{ left: number }>(
      'select (select count(*) from kernel.journal) - (select count(*) from kernel.leaf) as left',
    )
    expect(rows[0]?.left).toBe(0)
  })
  test('截止前的投标不在公开流水里露面', async () => {
    const { rows } = await s.app.pool.query<{ leaf: string }>(
      `select leaf from kernel.journal where noun in ('投标', '评审意见', '澄清提问') and action in ('submit', 'replace', 'withdraw', 'score', 'sign', 'ask')`,
    )
    expect(rows.length).toBeGreaterThan(10)
    for (const { leaf } of rows) expect(Object.keys(JSON.parse(leaf))).toEqual(['blind', 'v'])
  })
  test('评审专家姓名在结果公告前不出现在任何公开页', async () => {
    const { rows } = await s.app.pool.query<{ content: string }>(
      `select content::text from disclosure.notice where kind <> '中标结果公告'`,
    )
    for (const { content } of rows) expect(content).not.toContain('额尔德尼')
  })
})
