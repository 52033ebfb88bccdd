import { z } from 'zod'
import { type Fen, yuanText, zFen, zText } from '#kernel'

/** What stands in front of the matter itself: how to answer, who pays the agency, how credit is looked up. */
export const payers = ['采购人', '中标、成交供应商', '不收取'] as const
export interface AgencyFee {
  readonly payer: (typeof payers)[number]
  /** By what it is reckoned. */
  readonly standard: string
  /** Null: reckoned from the result by the standard. */
  readonly amount: Fen | null
}
export const creditChannels = ['信用中国', '中国政府采购网', '国家企业信用信息公示系统'] as const
/** 信用信息的查询（财库〔2016〕125号）. */
export interface CreditQuery {
  readonly channels: readonly (typeof creditChannels)[number][]
  readonly until: string
  readonly keeping: string
  readonly use: string
}
export interface Front {
  readonly instructions?: readonly string[] | undefined
  readonly agencyFee?: AgencyFee | undefined
  readonly credit?: CreditQuery | undefined
}
/** Absent in documents written before there were any; the rules ask for them when a document is handed on. */
export const zFront = {
  instructions: z
    .array(zText(2000).meta({ title: '须知', 'x-kind': 'long' }))
    .max(80)
    .optional()
    .meta({ title: '投标人须知（逐条：密封、签署、盖章，编制与报价要求，有效期，无效情形）' }),
  agencyFee: z
    .strictObject({
      payer: z.enum(payers).meta({ title: '由谁支付' }),
      standard: z
        .union([z.literal(''), zText(500)])
        .meta({ title: '收取标准（不收取的不填）', 'x-kind': 'long' }),
      amount: zFen
        .nullable()
        .default(null)
        .meta({ title: '金额（元；按结果计算的不填）', 'x-kind': 'money' }),
    })
    .optional()
    .meta({ title: '采购代理机构代理费用' }),
  credit: z
    .strictObject({
      channels: z
        .array(z.enum(creditChannels).meta({ title: '渠道' }))
        .min(1, '至少一个查询渠道')
        .max(creditChannels.length)
        .refine((xs) => new Set(xs).size === xs.length, { message: '渠道不能重复' })
        .meta({ title: '查询渠道' }),
      until: zText(200).meta({ title: '查询截止时点' }),
      keeping: zText(500).meta({ title: '查询记录和证据怎样留存', 'x-kind': 'long' }),
      use: zText(1000).meta({ title: '使用规则', 'x-kind': 'long' }),
    })
    .optional()
    .meta({ title: '供应商信用信息查询' }),
}
export const feeWords = (f: AgencyFee): string =>
  f.payer === '不收取'
    ? '不收取代理费用，金额为0元'
    : `由${f.payer}支付；标准：${f.standard}；金额：${f.amount === null ? '按标准和结果计算' : `${yuanText(f.amount)}元`}`

/** In the order in which it is read. */
export const creditRows = (c: CreditQuery): [string, string][] => [
  ['查询渠道', c.channels.join('、')],
  ['查询截止时点', c.until],
  ['记录和证据留存', c.keeping],
  ['使用规则', c.use],
]
