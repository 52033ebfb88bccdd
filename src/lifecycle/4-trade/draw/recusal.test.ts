import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Day } from '#kernel'
import { type Concerned, groundsAgainst } from './recusal.ts'

const parties = (today: Day): Concerned => ({
  today,
  since: `${Number(today.slice(0, 4)) - 3}${today.slice(4)}` as Day,
  bidders: new Map([
    ['b1', '甲公司'],
    ['b2', '乙公司'],
  ]),
  related: new Map([['r1', '甲公司的兄弟公司']]),
  buyers: new Map([['h1', '某医院']]),
  agencies: new Map([['a1', '某代理']]),
})
const tie = (org: string, until: Day | null, kind: '任职' | '亲属' | '控股股东' = '任职') => ({
  expert: 'e',
  org,
  kind,
  until,
})
const person = (ties: ReturnType<typeof tie>[], employer = '某大学') => ({
  person: 'e',
  employer,
  ties,
})

// C15：2023-10-10离开供应商，2026-10-09采购须回避；2023-10-08离开，不因此回避。
test.each([
  ['离开未满三年', person([tie('b1', '2023-10-10')]), ['三年内曾任职于投标人']],
  ['离开已满三年', person([tie('b1', '2023-10-08')]), []],
  ['现任职于投标人', person([tie('b2', null)]), ['任职于投标人']],
  ['亲属', person([tie('b1', null, '亲属')]), ['与投标人负责人有亲属关系']],
  ['持股', person([tie('b1', null, '控股股东')]), ['与投标人有股权、董事等关系']],
  ['单位名称就是采购人', person([], '某医院'), ['本单位的采购']],
  ['代理机构人员', person([tie('a1', null)]), ['本代理机构的项目']],
  ['关联单位', person([tie('r1', null)]), ['与投标人的关联单位有关系']],
  ['不相干的单位', person([tie('x9', null)]), []],
])('回避：%s', (_, who, grounds) => {
  expect(groundsAgainst(who, parties('2026-10-09'))).toEqual(grounds)
})
test('任意关系图：凡有未满三年的关系，必有回避理由；没有的，没有理由', () => {
  const org = fc.constantFrom('b1', 'b2', 'r1', 'h1', 'a1', 'x1', 'x2')
  const until = fc.constantFrom<Day | null>(
    null,
    '2020-01-01',
    '2023-10-08',
    '2023-10-10',
    '2026-01-01',
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(org, until), { maxLength: 6 }), (ties) => {
      const c = parties('2026-10-09')
      const bad = ties.some(([o, u]) => !o.startsWith('x') && (u === null || u > c.since))
      expect(groundsAgainst(person(ties.map(([o, u]) => tie(o, u))), c).length > 0).toBe(bad)
    }),
    { numRuns: 2000 },
  )
})
