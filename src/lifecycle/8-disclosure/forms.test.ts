import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonical, Refused } from '#kernel'
import { fill, type Given, keyOf, lacking, NUMBERS } from './fill.ts'
import { forms } from './forms.ts'
import { type Category, type Kind, kinds } from './model.ts'
import { compose, type Draft, hashOf } from './publish.ts'

/** Everything a form asks for, each value naming its own place. */
const full = (kind: Kind, category: Category): Record<string, Given> =>
  Object.fromEntries(
    forms[kind].sections.map((s) => [
      s.heading,
      {
        values: Object.fromEntries(
          (s.fields ?? []).map((f) => [
            keyOf(f),
            f.kind === 'money' ? '100.00' : `${s.heading}/${keyOf(f)}`,
          ]),
        ),
        ...(s.columns
          ? {
              rows: [
                Object.fromEntries(
                  s.columns
                    .filter((c) => c.only === undefined || c.only === category)
                    .map((c) => [c.key, c.money ? '1.00' : c.label]),
                ),
              ],
            }
          : {}),
      },
    ]),
  )
const draft = (kind: Kind, category: Category): Draft => ({
  kind,
  title: '某项目',
  publisher: '某单位',
  given: full(kind, category),
})
const each = kinds.flatMap((k) => (['货物', '服务', '工程'] as const).map((c) => [k, c] as const))

describe('公告格式', () => {
  test.each(each)('%s（%s）：各部分、各栏依格式的次序，编号连续', (kind, category) => {
    const { sections } = compose(draft(kind, category), { category }, '2026-10-16')
    expect(sections.map((s) => s.heading)).toEqual(forms[kind].sections.map((s) => s.heading))
    const numbers = sections.map((s) => s.no).filter(Boolean)
    expect(numbers).toEqual(NUMBERS.slice(0, numbers.length))
    for (const [i, form] of forms[kind].sections.entries())
      expect(sections[i]?.fields?.map(keyOf) ?? []).toEqual((form.fields ?? []).map(keyOf))
  })
  test.each(each)(
    '%s（%s）：必填的一栏缺了就不发布，并说出缺哪一栏、依据什么',
    (kind, category) => {
      for (const form of forms[kind].sections)
        for (const f of (form.fields ?? []).filter((x) => !x.optional)) {
          const d = draft(kind, category)
          const given = {
            ...d.given,
            [form.heading]: {
              ...d.given[form.heading],
              values: { ...d.given[form.heading]?.values, [keyOf(f)]: '  ' },
            },
          }
          try {
            compose({ ...d, given }, { category }, '2026-10-16')
            expect.unreachable(`${form.heading} ${keyOf(f)} 缺了仍然发布`)
          } catch (e) {
            if (!(e instanceof Refused)) throw e
            expect(e.refusals[0]?.because).toContain(f.label)
            expect(e.refusals[0]?.cites.length).toBeGreaterThan(0)
          }
        }
    },
  )
  test('如有的一栏可以没有；没有的一栏不留空', () => {
    const d = draft('招标公告', '货物')
    const { 最高限价: _, ...values } = d.given.项目基本情况?.values ?? {}
    const sections = fill('招标公告', '货物', {
      ...d.given,
      项目基本情况: { ...d.given.项目基本情况, values },
    })
    expect(lacking('招标公告', '货物', sections)).toEqual([])
    expect(sections.flatMap((s) => s.fields ?? []).map((f) => f.label)).not.toContain('最高限价')
  })
  test('中标结果公告：评审总得分与评审报价至少有一个', () => {
    const row = { lot: '1', supplier: '甲', address: '某地', amount: '1.00' }
    const given = (more: object) =>
      fill('中标结果公告', '货物', {
        ...full('中标结果公告', '货物'),
        中标信息: { rows: [{ ...row, ...more }] },
      })
    expect(lacking('中标结果公告', '货物', given({}))).toEqual([
      '中标信息第1行的“评审总得分”或“评审报价（元）”',
    ])
    expect(lacking('中标结果公告', '货物', given({ total: '95.67' }))).toEqual([])
    expect(lacking('中标结果公告', '货物', given({ quoted: '9.00' }))).toEqual([])
  })
  test('一行也没有的明细、颠倒的次序，都不算完整', () => {
    const sections = fill('更正公告', '货物', full('更正公告', '货物'))
    expect(lacking('更正公告', '货物', [...sections].reverse())).toEqual([
      '各部分的次序（须与格式一致）',
    ])
    const { 更正信息: c } = full('更正公告', '货物')
    expect(
      lacking(
        '更正公告',
        '货物',
        fill('更正公告', '货物', {
          ...full('更正公告', '货物'),
          更正信息: { values: c?.values ?? {} },
        }),
      ),
    ).toEqual(['更正信息的明细'])
  })
  test('主要标的依类别各有各的栏', () => {
    const labels = (c: Category) =>
      fill('中标结果公告', c, full('中标结果公告', c))
        .find((s) => s.heading === '主要标的信息')
        ?.columns?.map((x) => x.label)
    expect(labels('货物')).toEqual(['包号', '名称', '品牌', '规格型号', '数量', '单价（元）'])
    expect(labels('服务')).toEqual(['包号', '名称', '服务范围', '服务要求', '服务时间', '服务标准'])
    expect(labels('工程')).toEqual([
      '包号',
      '名称',
      '施工范围',
      '施工工期',
      '项目经理',
      '执业证书信息',
    ])
  })
  test('摘要与键的先后无关，改一个字就变', () => {
    const content = compose(draft('合同公告', '货物'), { category: '货物' }, '2026-10-16')
    const asRead = JSON.parse(
      JSON.stringify({
        date: content.date,
        ...Object.fromEntries(Object.entries(content).reverse()),
      }),
    )
    expect(createHash('sha256').update(canonical(asRead)).digest('hex')).toBe(hashOf(content))
    expect(hashOf({ ...content, publisher: `${content.publisher}。` })).not.toBe(hashOf(content))
  })
})
