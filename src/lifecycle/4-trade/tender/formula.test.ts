import { describe, expect, test } from 'vitest'
import { computed, type Formula, inWords } from './formula.ts'

const count: Formula = { kind: '计数', what: '同类合同份数', each: 250 }
const table: Formula = {
  kind: '分档',
  what: '质保年数',
  rows: [
    { least: 3, points: 200 },
    { least: 5, points: 550 },
  ],
}
describe('客观分由系统计算', () => {
  test.each([
    [count, 8, 0, 0],
    [count, 8, 3, 750],
    [count, 8, 4, 800],
    [count, 8, 1_000_000, 800],
    [count, 8, undefined, 0],
    [{ kind: '有无', what: '认证' } as Formula, 5, 1, 500],
    [{ kind: '有无', what: '认证' } as Formula, 5, 0, 0],
    [table, 5, 2, 0],
    [table, 5, 3, 200],
    [table, 5, 4, 200],
    [table, 5, 9, 500],
  ] as const)('%j 满分%d，填报%s → %d', (f, max, stated, want) => {
    expect(computed(f, max, stated)).toBe(want)
  })
  test('算法说给人听', () => {
    expect(inWords(count, 8)).toBe('按“同类合同份数”计算：每份2.5分，最多8分')
    expect(inWords(table, 5)).toContain('达到5得5.5分')
  })
})
