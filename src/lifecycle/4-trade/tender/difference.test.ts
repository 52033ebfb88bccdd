import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { tenderDocument } from '../../../demo/papers.ts'
import { differences } from './difference.ts'
import type { Document } from './model.ts'
import { zDocument } from './schema.ts'

const doc = z.decode(zDocument, tenderDocument() as z.input<typeof zDocument>) as Document
const first = (d: Document) => d.lots[0] as Document['lots'][number]

describe('两版招标文件逐条比较', () => {
  test('同一版没有不同', () => expect(differences(doc, structuredClone(doc))).toEqual([]))
  test.each<[string, Partial<Document>, string[]]>([
    ['改一项数字', { priceWeight: 40 }, ['价格分']],
    [
      '改一条资格条件',
      {
        qualifications: doc.qualifications.map((q, n) => (n === 1 ? { ...q, text: '另一条' } : q)),
      },
      ['资格条件第2项'],
    ],
    [
      '改须知、代理费和信用查询',
      {
        instructions: (doc.instructions ?? []).map((x, n) => (n === 3 ? `${x}改。` : x)),
        agencyFee: { payer: '不收取', standard: '', amount: null },
        credit: { ...(doc.credit as NonNullable<Document['credit']>), until: '开标之日' },
      },
      ['代理费用', '信用查询截止时点', '投标人须知第4条'],
    ],
    ['删去一条★要求', { substantial: doc.substantial.slice(1) }, ['★实质性要求第1项（原）']],
    [
      '客观分改作主观分',
      { criteria: doc.criteria.map((c, n) => (n === 0 ? { ...c, objective: !c.objective } : c)) },
      ['评审因素第1项'],
    ],
    [
      '限价取消',
      { lots: [{ ...first(doc), ceiling: null }, ...doc.lots.slice(1)] },
      first(doc).ceiling === null ? [] : ['第1包最高限价'],
    ],
    [
      '改一项要求',
      {
        lots: [
          {
            ...first(doc),
            items: first(doc).items.map((i) => ({
              ...i,
              requirement: `${i.requirement}另附说明书。`,
            })),
          },
          ...doc.lots.slice(1),
        ],
      },
      [`第1包“${first(doc).items[0]?.name}”的要求`],
    ],
  ])('%s', (_, change, want) =>
    expect(differences(doc, { ...doc, ...change }).map((d) => d.item)).toEqual(want),
  )
  test('合同条款中间插入一条，只说插入的一条；次序不变的不算改动', () => {
    const before = { ...doc, clauses: ['甲', '乙', '丙'] }
    expect(differences(before, { ...doc, clauses: ['甲', '新', '乙', '丙'] })).toEqual([
      { item: '合同条款第2条', before: '', after: '新' },
    ])
    expect(differences(before, { ...doc, clauses: ['甲', '乙二', '丙'] })).toEqual([
      { item: '合同条款第2条', before: '乙', after: '乙二' },
    ])
    expect(differences(before, { ...doc, clauses: ['乙', '丙'] })).toEqual([
      { item: '合同条款原第1条', before: '甲', after: '' },
    ])
  })
  test('反过来比，原文与改文对调；条款增减的条数恰是两版之差', () => {
    const words = fc.array(fc.constantFrom('甲', '乙', '丙', '丁'), { maxLength: 7 })
    fc.assert(
      fc.property(words, words, (a, b) => {
        const there = differences({ ...doc, clauses: a }, { ...doc, clauses: b })
        const back = differences({ ...doc, clauses: b }, { ...doc, clauses: a })
        const lost = there.filter((d) => d.before !== '').length
        const won = there.filter((d) => d.after !== '').length
        expect(won - lost).toBe(b.length - a.length)
        expect(back.filter((d) => d.before !== '')).toHaveLength(won)
        expect(there.length === 0).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })
})
