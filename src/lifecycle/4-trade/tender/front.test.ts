import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { judge } from '#kernel'
import { tenderDocument } from '../../../demo/papers.ts'
import type { TenderFacts } from './facts.ts'
import { documentRules } from './method-rules.ts'
import type { Document, Reserve } from './model.ts'
import { deductionWords } from './reserve.ts'
import { zDocument } from './schema.ts'

const doc = z.decode(zDocument, tenderDocument() as z.input<typeof zDocument>) as Document
const OURS = [
  'tender.instructions',
  'tender.agencyFee',
  'tender.credit',
  'tender.reservedNoDeduction',
  'tender.deductionStated',
  'tender.smeShareRate',
]
const found = (change: Partial<Document>, more: Partial<TenderFacts> = {}) =>
  judge(
    documentRules.filter((r) => OURS.includes(r.id)),
    {
      document: { ...doc, ...change },
      planMethod: '公开招标',
      planCategory: '货物',
      centralised: false,
      ...more,
    } as TenderFacts,
    '2026-03-01',
  )
const without = (word: RegExp) => (doc.instructions ?? []).map((t) => t.replaceAll(word, '某事'))
const fee = doc.agencyFee as NonNullable<Document['agencyFee']>
const credit = doc.credit as NonNullable<Document['credit']>

describe('须知、代理费用、信用查询', () => {
  test('写齐的没有理由', () => expect(found({})).toEqual([]))
  test.each<[string, Partial<Document>, Partial<TenderFacts>, string, string]>([
    ['没有须知', { instructions: undefined }, {}, '文件没有投标人须知', '第二十条'],
    ['须知没有有效期', { instructions: without(/有效期/g) }, {}, '没有写有效期', '第二十条'],
    [
      '谈判文件没有编制要求',
      { instructions: [] },
      { planMethod: '竞争性谈判' },
      '没有投标人须知',
      '第十一条',
    ],
    ['没有代理费用', { agencyFee: undefined }, {}, '由谁支付', '第二十条'],
    ['收费没有标准', { agencyFee: { ...fee, standard: '' } }, {}, '没有写明收取标准', '第二十条'],
    ['集中采购机构收费', {}, { centralised: true }, '不收取代理费用', '第二十条'],
    ['没有信用查询', { credit: undefined }, {}, '没有写明信用信息', '第二十条'],
    [
      '只查一处',
      { credit: { ...credit, channels: ['信用中国'] } },
      {},
      '缺中国政府采购网',
      '第二十条',
    ],
  ])('%s → 拦下，有依据有改法', (_, change, facts, because, article) => {
    const [one, ...rest] = found(change, facts)
    expect(rest).toEqual([])
    expect(one?.because).toContain(because)
    expect(one?.cites[0]?.article).toBe(article)
    expect(one?.cure).not.toBe('')
    expect(one?.field).toMatch(/^document\.(instructions|agencyFee|credit)/)
  })
})

describe('预留的包没有价格扣除（财库〔2020〕46号第八条、第九条）', () => {
  const lots = (...reserve: (Reserve | null)[]) =>
    reserve.map((r, n) => ({ ...(doc.lots[0] as Document['lots'][number]), no: n + 1, reserve: r }))
  const whole = (form: Reserve['form']): Reserve => ({ form, percent: 100, microPercent: 60 })
  const share = (form: Reserve['form']): Reserve => ({ form, percent: 30, microPercent: 60 })
  test.each<[string, (Reserve | null)[], number, number, string[]]>([
    ['整体预留又写扣除', [whole('项目整体')], 10, 0, ['预留份额的采购包不作价格扣除']],
    ['专门的采购包又写扣除', [whole('采购包')], 10, 4, ['预留份额的采购包不作价格扣除']],
    ['联合体份额预留又写扣除', [share('联合体')], 10, 4, ['预留份额的采购包不作价格扣除']],
    ['分包份额预留又写扣除', [share('分包')], 0, 4, ['预留份额的采购包不作价格扣除']],
    ['都预留，不写扣除', [whole('采购包'), share('分包')], 0, 0, []],
    ['一包预留、一包没有，写扣除', [share('分包'), null], 10, 4, []],
    [
      '有一包没有预留，不写扣除',
      [share('分包'), null],
      0,
      0,
      ['未预留份额的采购包须写明价格扣除比例'],
    ],
    ['联合体分包扣除7%', [null], 10, 7, ['联合体、分包价格扣除比例须在法定幅度内']],
    ['联合体分包扣除6%', [null], 10, 6, []],
  ])('%s', (_, reserve, smePercent, smeSharePercent, want) =>
    expect(
      found({ lots: lots(...reserve), smePercent, smeSharePercent }).map((r) => r.rule),
    ).toEqual(want),
  )
  test('接受联合体而没有预留的包，须写联合体的扣除；协商的不比较价格，不须写', () => {
    expect(found({ lots: lots(null), consortium: true, smeSharePercent: 0 })[0]?.suggest).toBe('4')
    expect(found({ lots: lots(null), smePercent: 0, method: '协商' })).toEqual([])
  })
  test('文件里说清扣除用于哪一包', () => {
    expect(deductionWords({ ...doc, lots: lots(null, share('分包')) }, 10)).toBe(
      '10%，只用于没有预留份额的第1包',
    )
    expect(deductionWords({ ...doc, lots: lots(null) }, 10)).toBe('10%')
    expect(deductionWords({ ...doc, lots: lots(share('联合体')) }, 10)).toBe(
      '不扣除（各包都已预留份额）',
    )
  })
})
