import { describe, expect, test } from 'vitest'
import { type Section, wan } from '#disclosure'
import { fen } from '#kernel'
import { dueDay } from './model.ts'
import { differences } from './notices.ts'

describe('预留执行公告', () => {
  test.each([
    [0, '0.00'],
    [1, '0.000001'],
    [1_000_000, '1.00'],
    [31_950_000, '31.95'],
    [123_456_789, '123.456789'],
    [100_000_000_000, '100000.00'],
  ])('%i 分是 %s 万元，不丢一分', (n, text) => {
    expect(wan(fen(n))).toBe(text)
  })
  test.each([
    [2025, 12, '2026-12-31'],
    [2025, 3, '2026-03-31'],
    [2027, 2, '2028-02-29'],
    [2026, 2, '2027-02-28'],
  ])('%i 年的，次年%i月底前，是 %s', (year, month, day) => {
    expect(dueDay(year, month)).toBe(day)
  })
})
describe('更正前后', () => {
  const columns = [
    { key: 'no', label: '序号' },
    { key: 'title', label: '项目名称' },
    { key: 'amount', label: '金额' },
    { key: 'contract', label: '合同链接' },
  ]
  const said = (value: string, ...rows: [string, string, string][]): Section[] => [
    { no: '', heading: '执行情况', fields: [{ label: '共计', value }] },
    {
      no: '',
      heading: '明细',
      columns,
      rows: rows.map(([contract, title, amount], i) => ({ no: `${i}`, contract, title, amount })),
    },
  ]
  test('金额变了、少了一份、多了一份，各是一条；序号挪动不算', () => {
    const before = said('3.00', ['/a', '甲', '1.00'], ['/b', '乙', '2.00'])
    const after = said('6.00', ['/b', '乙', '2.50'], ['/c', '丙', '3.50'])
    expect(differences(before, after)).toEqual([
      { item: '共计', before: '3.00', after: '6.00' },
      { item: '甲', before: '甲，1.00，/a', after: '没有' },
      { item: '乙', before: '乙，2.00，/b', after: '乙，2.50，/b' },
      { item: '丙', before: '没有', after: '丙，3.50，/c' },
    ])
    expect(differences(before, said('3.00', ['/b', '乙', '2.00'], ['/a', '甲', '1.00']))).toEqual(
      [],
    )
  })
  test('上一次的更正说明不算不同', () => {
    const s = said('1.00')
    const amended: Section = {
      no: '',
      heading: '更正信息',
      fields: [{ label: '更正原因', value: '甲' }],
    }
    expect(differences([...s, amended], s)).toEqual([])
  })
})
