import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compiledRelease,
  ocdsRules,
  parseExact,
  printExact,
  rulesOf,
  rulesOfSchema,
  versionedRelease,
} from '#ocds'
import { core } from '../../src/ocds/standard.ts'

const ocid = 'ocds-213czf-1'
type Part = Record<string, unknown>
const release = (day: number, part: Part, tag = ['tender']) => ({
  ocid,
  id: String(day),
  date: `2026-01-0${day}T00:00:00Z`,
  tag,
  ...part,
})
const given = (parts: readonly Part[]) => parts.map((p, i) => release(i + 1, p)) as never[]
const plain = (v: unknown) => JSON.parse(JSON.stringify(v))
const compiled = (parts: readonly Part[]) => {
  const { tag, id, date, ocid: _, ...rest } = plain(compiledRelease(given(parts)).release)
  return rest
}
const versioned = (parts: readonly Part[]) => {
  const { ocid: _, ...rest } = plain(versionedRelease(given(parts)).release)
  return rest
}
/** [day, value] pairs as versioned values. */
const v = (...values: [number, unknown][]) =>
  values.map(([day, value]) => ({
    releaseID: String(day),
    releaseDate: `2026-01-0${day}T00:00:00Z`,
    releaseTag: ['tender'],
    value,
  }))

test.each<[string, Part[], Part]>([
  [
    '后来的值替代先前的',
    [{ tender: { id: 'A', status: 'planned' } }, { tender: { id: 'A', status: 'active' } }],
    { tender: { id: 'A', status: 'active' } },
  ],
  [
    '没有再说的仍在',
    [{ language: 'zh', buyer: { id: 'b' } }, { buyer: { name: '甲' } }],
    { language: 'zh', buyer: { id: 'b', name: '甲' } },
  ],
  [
    '文本列表整个替换',
    [
      { tender: { id: 'A', submissionMethod: ['a', 'b'] } },
      { tender: { id: 'A', submissionMethod: ['c'] } },
    ],
    { tender: { id: 'A', submissionMethod: ['c'] } },
  ],
  [
    '对象列表按 id 合并',
    [
      { awards: [{ id: '1', title: 'x' }, { id: '2' }] },
      { awards: [{ id: '2', title: 'y' }, { id: '3' }] },
    ],
    { awards: [{ id: '1', title: 'x' }, { id: '2', title: 'y' }, { id: '3' }] },
  ],
  [
    '数的 1 不是文本的 1',
    [{ awards: [{ id: 1, title: 'x' }] }, { awards: [{ id: '1', title: 'y' }] }],
    {
      awards: [
        { id: 1, title: 'x' },
        { id: '1', title: 'y' },
      ],
    },
  ],
  [
    '没有 id 的对象逐个保留',
    [{ awards: [{ title: 'x' }, { id: '0' }] }, { awards: [{ title: 'x' }] }],
    { awards: [{ title: 'x' }, { id: '0' }, { title: 'x' }] },
  ],
  [
    '标准说整体替换的列表',
    [
      { parties: [{ id: 'p', additionalIdentifiers: [{ id: 'a' }, { id: 'b' }] }] },
      { parties: [{ id: 'p', additionalIdentifiers: [{ id: 'c' }] }] },
    ],
    { parties: [{ id: 'p', additionalIdentifiers: [{ id: 'c' }] }] },
  ],
  [
    '整体替换的列表可以变空，里面重复的 id 都在',
    [
      {
        tender: {
          id: 'A',
          items: [
            { id: 'i', additionalClassifications: [{ id: 'a' }] },
            {
              id: 'j',
              additionalClassifications: [
                { id: 'a', scheme: 'X' },
                { id: 'a', scheme: 'Y' },
              ],
            },
          ],
        },
      },
      { tender: { id: 'A', items: [{ id: 'i', additionalClassifications: [] }] } },
    ],
    {
      tender: {
        id: 'A',
        items: [
          { id: 'i', additionalClassifications: [] },
          {
            id: 'j',
            additionalClassifications: [
              { id: 'a', scheme: 'X' },
              { id: 'a', scheme: 'Y' },
            ],
          },
        ],
      },
    },
  ],
  [
    '空的对象、空的列表什么也不说',
    [
      { planning: { rationale: '有' }, awards: [{ id: '1' }] },
      { planning: {}, awards: [], contracts: [] },
    ],
    { planning: { rationale: '有' }, awards: [{ id: '1' }] },
  ],
  [
    'null 取消一个值',
    [{ tender: { id: 'A', title: 'x' } }, { tender: { id: 'A', title: null } }],
    { tender: { id: 'A' } },
  ],
  [
    'null 取消整个对象',
    [{ planning: { rationale: 'x' }, language: 'zh' }, { planning: null }],
    { language: 'zh' },
  ],
  ['一上来就是 null', [{ tender: { id: 'A', title: null } }], { tender: { id: 'A' } }],
  [
    '取消之后又有',
    [{ language: 'zh' }, { language: null }, { language: 'mn' }],
    { language: 'mn' },
  ],
  ['列表的列表是一个值', [{ x: [[1, 2], [3]] }, { x: [[4]] }], { x: [[4]] }],
  [
    '混着对象与文本的列表是一个值',
    [{ x: [{ id: 1 }, 'a'] }, { x: [{ id: 2 }, 'b'] }],
    { x: [{ id: 2 }, 'b'] },
  ],
  [
    '深处的列表也按 id',
    [
      { contracts: [{ id: 'c', implementation: { transactions: [{ id: 't', uri: 'a' }] } }] },
      {
        contracts: [
          { id: 'c', implementation: { transactions: [{ id: 't', date: 'd' }, { id: 'u' }] } },
        ],
      },
    ],
    {
      contracts: [
        {
          id: 'c',
          implementation: { transactions: [{ id: 't', uri: 'a', date: 'd' }, { id: 'u' }] },
        },
      ],
    },
  ],
  [
    '没有 id 的变更清单整体替换',
    [
      { tender: { id: 'A', amendments: [{ id: '1', changes: [{ property: 'a' }] }] } },
      { tender: { id: 'A', amendments: [{ id: '1', changes: [{ property: 'b' }] }] } },
    ],
    { tender: { id: 'A', amendments: [{ id: '1', changes: [{ property: 'b' }] }] } },
  ],
])('合并发布：%s', (_, parts, expected) => {
  expect(compiled(parts)).toEqual(expected)
})

test.each<[string, Part[], Part]>([
  [
    '每个值记着从哪条发布来，没变的不重记',
    [{ tender: { id: 'A', title: 'x' } }, { tender: { id: 'A', title: 'y' } }],
    { tender: { id: v([1, 'A']), title: v([1, 'x'], [2, 'y']) } },
  ],
  [
    '列表里的 id 不记版本，单个对象的 id 记',
    [{ awards: [{ id: '1', suppliers: [{ id: 's', identifier: { id: 'n' } }] }] }],
    { awards: [{ id: '1', suppliers: [{ id: 's', identifier: { id: v([1, 'n']) } }] }] },
  ],
  [
    '计量单位的 id 是值',
    [{ tender: { id: 'A', items: [{ id: 'i', unit: { id: 'H87' } }] } }],
    { tender: { id: v([1, 'A']), items: [{ id: 'i', unit: { id: v([1, 'H87']) } }] } },
  ],
  [
    'null 是一个版本',
    [{ language: 'zh' }, { language: null }],
    { language: v([1, 'zh'], [2, null]) },
  ],
  [
    '取消整个对象，其中每个值都记为 null',
    [{ buyer: { id: 'b', name: '甲' } }, { buyer: null }],
    { buyer: { id: v([1, 'b'], [2, null]), name: v([1, '甲'], [2, null]) } },
  ],
  [
    '整体替换的列表是一个值',
    [
      { tender: { id: 'A', submissionMethod: ['a'] } },
      { tender: { id: 'A', submissionMethod: [] } },
    ],
    { tender: { id: v([1, 'A']), submissionMethod: v([1, ['a']], [2, []]) } },
  ],
  ['空的什么也不说', [{ planning: {}, awards: [] }], {}],
])('带版本的发布：%s', (_, parts, expected) => {
  expect(versioned(parts)).toEqual(expected)
})

test('按日期先后，不按来的先后；时区不同按时刻', () => {
  const [a, b] = given([{ language: '先' }, { language: '后' }])
  expect(compiledRelease([b, a] as never).release['language']).toBe('后')
  const east = { ...release(1, { language: '东八区的早' }), date: '2026-01-02T07:00:00+08:00' }
  const utc = { ...release(2, { language: '世界时的晚' }), date: '2026-01-02T00:00:00Z' }
  expect(compiledRelease([utc, east] as never).release['language']).toBe('世界时的晚')
})
test('合并发布自己的编号、日期和标签', () => {
  const r = plain(compiledRelease(given([{}, {}])).release)
  expect(r).toEqual({
    ocid,
    id: `${ocid}-2026-01-02T00:00:00Z`,
    date: '2026-01-02T00:00:00Z',
    tag: ['compiled'],
  })
})
test.each<[string, unknown[], string]>([
  ['没有日期', [release(1, {}), { ocid, id: 'x' }], '没有 date'],
  ['日期不是文本', [release(1, {}), { ...release(2, {}), date: 3 }], '不是文本'],
  ['不是对象', [release(1, {}), 'x'], '第2条发布不是对象'],
  ['两个 ocid', [release(1, {}), { ...release(2, {}), ocid: '别的' }], '这里有2个'],
  ['先是文本后是对象', given([{ x: 1 }, { x: { a: 1 } }]), '/x 在较早的发布里是 1'],
  ['先是对象后是列表', given([{ x: { a: 1 } }, { x: [{ id: 1 }] }]), '/x'],
  ['一条也没有', [], '没有可合并的发布'],
])('不能合并：%s', (_, list, says) => {
  expect(() => compiledRelease(list as never)).toThrow(says)
})
test('同一条发布里 id 重复：合成一个，并且说出来', () => {
  const m = compiledRelease(
    given([
      {
        awards: [
          { id: '1', title: 'x' },
          { id: '1', title: 'y' },
        ],
      },
    ]),
  )
  expect(plain(m.release).awards).toEqual([{ id: '1', title: 'y' }])
  expect(m.warnings.join()).toContain('awards')
})
test('数照原样：大数、小数末尾的零都不变', () => {
  const text =
    '[{"ocid":"a","id":"1","date":"2026-01-01","n":18446744073709551616,"m":1.10,"p":-9223372036854775809}]'
  expect(printExact(compiledRelease(parseExact(text) as never).release)).toContain(
    '"n":18446744073709551616,"m":1.10,"p":-9223372036854775809',
  )
})
test('精确 JSON 与 JSON.parse 读出来的一样', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(printExact(parseExact(text)))).toEqual(JSON.parse(text))
    }),
  )
  for (const bad of [
    '',
    '{',
    '[1,]',
    '{"a":1,}',
    '"\u0001"',
    '01',
    'nul',
    '[1] 2',
    '"\\x"',
    '{a:1}',
    '+1',
    '"a',
  ])
    expect(() => parseExact(bad), bad).toThrow(SyntaxError)
})
test('合并最后一条之前的结果与逐条合并相同（只增不删时）', () => {
  const part = fc.record({
    awards: fc.array(fc.record({ id: fc.constantFrom('1', '2', 3), title: fc.string() }), {
      maxLength: 3,
    }),
    language: fc.constantFrom('zh', 'mn'),
  })
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 5 }), (parts) => {
      const list = given(parts)
      const before = {
        ...plain(compiledRelease(list.slice(0, -1) as never).release),
        date: (list.at(-2) as unknown as { date: string }).date,
      }
      expect(plain(compiledRelease([before, list.at(-1)] as never).release)).toEqual(
        plain(compiledRelease(list as never).release),
      )
    }),
  )
})

const folder = ['../shared/ocds/schema', '../../shared/ocds/schema'].find(existsSync)
describe.skipIf(!folder)('合并规则', () => {
  test('由我们的描述得出的，与由官方模式得出的相同', () => {
    const official = rulesOfSchema(
      JSON.parse(readFileSync(`${folder}/release-schema.json`, 'utf8')),
    )
    expect(Object.fromEntries(rulesOf(core))).toEqual(Object.fromEntries(official))
    expect(official.size).toBeGreaterThan(20)
    for (const [path, rule] of official) expect(ocdsRules.get(path)).toBe(rule)
  })
})
