import type { Citation, Rule } from '#kernel'
import { cite, citeMarked, methodRow } from '#law'
import { document } from './document-rules.ts'
import type { TenderFacts } from './facts.ts'

const P20 = (quote: string) => cite('87号令', '第二十条', quote)
const CREDIT = citeMarked('财库〔2016〕125号', '信用信息查询', '◐')
/** What a reader of the instructions must find, and the words by which it is found. */
const told: readonly (readonly [string, RegExp])[] = [
  ['密封', /密封|加密/],
  ['签署', /签署|签名|签字/],
  ['盖章', /盖章|签章|印章/],
  ['有效期', /有效期/],
]
/** Each form of trade has its own text on what its documents contain. */
const basis = (f: TenderFacts): readonly Citation[] => {
  if (methodRow(f.planMethod).form === '招标')
    return [P20('投标人须知（包括投标文件的密封、签署、盖章要求等）'), P20('投标有效期')]
  if (f.planMethod === '竞争性磋商') return [citeMarked('财库〔2014〕214号', '第九条', '✎')]
  if (f.planMethod === '合作创新采购') return [citeMarked('财库〔2024〕13号', '第十三条', '◐')]
  return [cite('74号令', '第十一条', '响应文件编制要求')]
}

/** 投标人须知、代理费用、信用查询: what every set of documents contains besides the matter itself. */
export const frontRules: readonly Rule<TenderFacts>[] = [
  document(
    'tender.instructions',
    '采购文件须有供应商须知',
    [
      P20('投标人须知（包括投标文件的密封、签署、盖章要求等）'),
      cite('74号令', '第十一条', '响应文件编制要求'),
    ],
    '2017-10-01',
    (d, f) => {
      const all = d.instructions ?? []
      const cites = basis(f)
      if (all.length === 0)
        return {
          cites,
          because: '文件没有投标人须知',
          cure: '写明文件怎样密封、签署、盖章，怎样编制和报价，有效期多长，什么情形无效',
          field: 'document.instructions',
        }
      const missing = told.flatMap(([word, found]) =>
        all.some((t) => found.test(t)) ? [] : [word],
      )
      return (
        missing.length === 0 || {
          cites,
          because: `投标人须知没有写${missing.join('、')}`,
          facts: { 未写明: missing.join('、') },
          cure: `在须知里写明${missing.join('、')}的要求`,
          field: 'document.instructions',
        }
      )
    },
  ),
  document(
    'tender.agencyFee',
    '采购文件须写明代理费用的收取标准和方式',
    [
      P20('采购代理机构代理费用的收取标准和方式'),
      cite('政府采购法', '第十六条', '集中采购机构是非营利事业法人'),
      citeMarked('财库〔2018〕2号', '第十五条', '✎'),
    ],
    '2017-10-01',
    (d, f) => {
      const fee = d.agencyFee
      if (fee === undefined)
        return {
          because: '文件没有写明代理费用由谁支付、按什么标准、多少金额',
          cure: f.centralised ? '写明集中采购机构不收取代理费用' : '写明支付人、标准和金额',
          field: 'document.agencyFee',
        }
      if (f.centralised && fee.payer !== '不收取')
        return {
          because: '集中采购机构代理的项目不收取代理费用',
          cure: '改为不收取',
          field: 'document.agencyFee.payer',
          suggest: '不收取',
        }
      return (
        fee.payer === '不收取' ||
        fee.standard !== '' || {
          because: `代理费用由${fee.payer}支付，没有写明收取标准`,
          cure: '写明收取标准',
          field: 'document.agencyFee.standard',
        }
      )
    },
  ),
  document(
    'tender.credit',
    '采购文件须写明信用信息的查询和使用',
    [
      P20(
        '投标人信用信息查询渠道及截止时点、信用信息查询记录和证据留存的具体方式、信用信息的使用规则',
      ),
      CREDIT,
    ],
    '2017-10-01',
    (d) => {
      if (d.credit === undefined)
        return {
          because: '文件没有写明信用信息的查询渠道、截止时点、留存方式和使用规则',
          cure: '逐项写明',
          field: 'document.credit',
        }
      const { channels } = d.credit
      const missing = (['信用中国', '中国政府采购网'] as const).filter((c) => !channels.includes(c))
      return (
        missing.length === 0 || {
          because: `查询渠道缺${missing.join('、')}`,
          facts: { 渠道: channels.join('、') },
          cure: `加上${missing.join('、')}`,
          field: 'document.credit.channels',
        }
      )
    },
  ),
]
