import { expect, test } from 'vitest'
import { z } from 'zod'
import { evaluate } from '#law'
import type { Document, Reserve } from '#trade/tender'
import { plainBid, tenderDocument } from '../../../demo/papers.ts'
import { zDocument } from '../tender/schema.ts'
import { type Dossier, evaluationInput } from './facts.ts'

const document = z.decode(zDocument, tenderDocument() as z.input<typeof zDocument>) as Document
const lot = document.lots[0] as Document['lots'][number]
/** One large bidder, one small one, one that subcontracts a third to small ones. */
const dossier = (reserve: Reserve | null): Dossier => {
  const bid = (id: string, price: string, sme: 'none' | 'all' | 'share', smeAmount?: string) => ({
    id,
    supplier: id,
    state: '已开启',
    opened: plainBid({
      name: lot.title,
      brand: id,
      model: 'm',
      quantity: 2,
      unitPrice: '1.00',
      price,
      sme,
      ...(smeAmount ? { smeAmount } : {}),
    }),
  })
  return {
    document,
    lot: { ...lot, content: { ...lot, reserve } },
    method: '公开招标',
    bids: [
      bid('甲', '3600000.00', 'none'),
      bid('乙', '3800000.00', 'all'),
      bid('丙', '3700000.00', 'share', '1300000.00'),
    ],
    verdicts: [],
    conformity: [],
    reviews: [],
    scores: [],
    findings: [],
    prices: null,
  } as unknown as Dossier
}
const prices = (reserve: Reserve | null) => {
  const { procedure, category, on, budget, rates, bids } = evaluationInput(
    dossier(reserve),
    '2026-05-08',
  )
  return evaluate({
    procedure,
    category,
    on,
    budget,
    method: 'lowestPrice',
    ...(rates ? { rates } : {}),
    bids: bids.map(({ bidder, price, sme, smeAmount }) => ({
      bidder,
      price,
      sme,
      ...(smeAmount ? { smeAmount } : {}),
    })),
  }).evaluationPrices
}
test.each<[string, Reserve | null, Record<string, string>]>([
  ['没有预留', null, { 甲: '3600000.00', 乙: '3420000.00', 丙: '3552000.00' }],
  ...(['项目整体', '采购包', '联合体', '分包'] as const).map(
    (form): [string, Reserve, Record<string, string>] => [
      `${form}预留`,
      { form, percent: form === '联合体' || form === '分包' ? 30 : 100, microPercent: 60 },
      { 甲: '3600000.00', 乙: '3800000.00', 丙: '3700000.00' },
    ],
  ),
])('%s的包，评审价', (_, reserve, want) => expect(prices(reserve)).toEqual(want))
