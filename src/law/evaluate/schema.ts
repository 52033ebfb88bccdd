import { z } from 'zod'
import { isDay, zFenGiven } from '#kernel'

const zDay = z.string().refine(isDay, { message: '日期须为真实存在的 YYYY-MM-DD' })
const money = zFenGiven.refine((n) => n > 0, { message: '金额须大于零' })
const share = z.number().min(0).max(1)
const points = z.number().min(0, '评分不能为负').max(100)
const name = z.string().min(1, '不能为空').max(200)
const key = z.string().min(1).max(60)

export const zBid = z.strictObject({
  bidder: name,
  price: money,
  scores: z.record(key, z.array(points).min(1).max(99)).optional(),
  brand: z.string().max(200).optional(),
  sme: z.enum(['none', 'all', 'share']).optional(),
  smeAmount: zFenGiven.optional(),
  domestic: z.enum(['none', 'all', 'share']).optional(),
  domesticCostShare: share.optional(),
})
export const zEvaluate = z
  .strictObject({
    procedure: z.enum([
      'open',
      'invited',
      'negotiation',
      'consultation',
      'inquiry',
      'single',
      'innovation',
    ]),
    category: z.enum(['goods', 'services', 'works']),
    on: zDay,
    /** Left out, nothing is held against it. */
    budget: money.optional(),
    ceiling: money.optional(),
    method: z.enum(['scoring', 'lowestPrice']),
    priceWeight: z.number().min(0).max(100).optional(),
    weights: z.record(key, z.number().min(0).max(100)).optional(),
    rates: z.strictObject({ sme: share.optional(), smeShare: share.optional() }).optional(),
    /**
     * Whether two suppliers may go on: 74号令第二十七条第二款 for a negotiation, 214号第三条第四项 for a consultation. Left
     * out, a consultation of services counts as 政府购买服务 (财库〔2015〕124号), and everything else needs three.
     */
    twoSuppliers: z.boolean().optional(),
    /** One supplier or two will do in an emergency purchase (财库〔2026〕12号). */
    emergency: z.boolean().optional(),
    /** State or fixed prices: price is no factor (87号令第五十五条). */
    fixedPrice: z.boolean().optional(),
    bids: z.array(zBid).max(1000),
  })
  .refine((x) => new Set(x.bids.map((b) => b.bidder)).size === x.bids.length, {
    message: '投标人名称不能重复',
    path: ['bids'],
  })
export type EvaluateInput = z.input<typeof zEvaluate>
export type Evaluate = z.output<typeof zEvaluate>
export type Bid = z.output<typeof zBid>
