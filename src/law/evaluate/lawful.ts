import { type Citation, type Day, showYuan } from '#kernel'
import { catalogue } from '../catalogue.ts'
import { cite, citeMarked } from '../cite.ts'
import { citesOf, lawIf } from '../params.ts'
import { compare, decimal, plus, ratio } from './rational.ts'
import type { Bid, Evaluate } from './schema.ts'

export interface Refused {
  rule: string
  because: string
  cites: Citation[]
  bidder?: string
}
export const isTender = (x: Evaluate) => x.procedure === 'open' || x.procedure === 'invited'

/**
 * The price share of the total, in points of a hundred: [least, most]. The ranges name goods and services only; for works
 * the tendering law sets none by number, and neither does 214号 (△), so the document decides.
 */
function weightRange(x: Evaluate): { least: number; most: number; cites: Citation[] } {
  const on = x.on as Day
  if (x.fixedPrice)
    return { least: 0, most: 0, cites: [cite('87号令', '第五十五条', '其价格不列为评审因素')] }
  if (x.category === 'works') return { least: 0, most: 100, cites: [] }
  if (x.procedure === 'innovation')
    return { least: 0, most: 50, cites: [citeMarked('财库〔2024〕13号', '第十八条', '◐')] }
  const object = x.category === 'goods' ? '货物' : '服务'
  if (x.procedure !== 'consultation') {
    const name = `价格分下限${object}` as const
    return { least: lawIf(on, name) ?? 0, most: 100, cites: citesOf(on, name) }
  }
  const [low, high] = [`磋商价格分下限${object}`, `磋商价格分上限${object}`] as const
  return { least: lawIf(on, low) ?? 0, most: lawIf(on, high) ?? 100, cites: citesOf(on, low) }
}
/** The text that says how this is evaluated; before it was in force, nothing here can be judged. */
const basis = (x: Evaluate) =>
  x.procedure === 'consultation'
    ? '财库〔2014〕214号'
    : x.procedure === 'innovation'
      ? '财库〔2024〕13号'
      : !isTender(x)
        ? '74号令'
        : x.category === 'works'
          ? '招标投标法'
          : '87号令'

/** What makes the evaluation as a whole unlawful, whoever bids. */
export function wholeRefusals(x: Evaluate): Refused[] {
  const out: Refused[] = []
  const on = x.on as Day
  const text = catalogue[basis(x)]
  if (text && x.on < text.from)
    out.push({
      rule: '当日没有规定',
      because: `《${text.title}》自${text.from}起施行，${x.on}没有可依的评审规定`,
      cites: [citeMarked(text.no, '施行日期', text.mark === '✔' ? '◐' : text.mark)],
    })
  if (x.procedure === 'consultation' && x.method !== 'scoring')
    out.push({
      rule: '磋商只能综合评分',
      because: '竞争性磋商应当采用综合评分法',
      cites: [citeMarked('财库〔2014〕214号', '第二十三条', '◐')],
    })
  if (x.procedure === 'negotiation' && x.method !== 'lowestPrice')
    out.push({
      rule: '谈判按最后报价最低',
      because: '竞争性谈判按最后报价由低到高确定成交候选人，不能综合评分',
      cites: [cite('74号令', '第三十五条', '按照最后报价由低到高的顺序提出3名以上成交候选人')],
    })
  if (x.procedure === 'innovation' && x.method !== 'scoring')
    out.push({
      rule: '合作创新采用综合评分',
      because: '合作创新采购应当采用综合评分法',
      cites: [citeMarked('财库〔2024〕13号', '第十八条', '◐')],
    })
  if (x.procedure === 'single' && (x.method !== 'lowestPrice' || x.bids.length > 1))
    out.push({
      rule: '单一来源商定价格',
      because: '单一来源与唯一供应商商定合理的成交价格，不评分也不比较',
      cites: [cite('74号令', '第四十一条', '与供应商商定合理的成交价格')],
    })
  if (x.procedure === 'inquiry') {
    if (x.method !== 'lowestPrice')
      out.push({
        rule: '询价按报价最低',
        because: '询价按报价由低到高确定成交候选人，不能综合评分',
        cites: [cite('74号令', '第四十八条', '按照报价由低到高的顺序提出3名以上成交候选人')],
      })
    if (x.category !== 'goods')
      out.push({
        rule: '询价只适用于货物',
        because: '询价只适用于规格标准统一、货源充足的货物',
        cites: [cite('政府采购法', '第三十二条', '采购的货物规格、标准统一')],
      })
  }
  if (x.ceiling !== undefined && x.budget !== undefined && x.ceiling > x.budget)
    out.push({
      rule: '最高限价不得超过预算',
      because: `最高限价${showYuan(x.ceiling)}元高于预算${showYuan(x.budget)}元`,
      cites: [cite('87号令', '第十二条', '在采购预算额度内合理设定最高限价')],
    })
  if (x.method === 'scoring') out.push(...weights(x))
  out.push(...rates(x, on))
  return out
}
function weights(x: Evaluate): Refused[] {
  const out: Refused[] = []
  if (x.priceWeight === undefined)
    return [
      {
        rule: '价格分',
        because: '综合评分法须给出价格分',
        cites: [cite('87号令', '第五十五条', '价格分应当采用低价优先法计算')],
      },
    ]
  const { least, most, cites } = weightRange(x)
  if (x.priceWeight < least || x.priceWeight > most)
    out.push({
      rule: '价格分权重',
      because: `价格分${x.priceWeight}分，应在${least}分至${most}分之间`,
      cites,
    })
  // Without the other factors nothing is said of the total: the caller asks for the price part alone.
  if (x.weights === undefined) return out
  const total = Object.values(x.weights).reduce(
    (a, w) => plus(a, decimal(w)),
    decimal(x.priceWeight),
  )
  if (compare(total, ratio(100)) !== 0)
    out.push({
      rule: '总分一百分',
      because: `价格分与各评审因素合计${Number(total.n) / Number(total.d)}分，应为100分`,
      cites: [cite('87号令', '第五十五条', '评标总得分')],
    })
  return out
}
function rates(x: Evaluate, on: Day): Refused[] {
  const works = x.category === 'works'
  const check = (
    rate: number | undefined,
    low: Parameters<typeof lawIf>[1],
    high: Parameters<typeof lawIf>[1],
    what: string,
  ): Refused[] => {
    if (rate === undefined || rate === 0) return []
    const a = lawIf(on, low)
    const b = lawIf(on, high)
    if (a === undefined || b === undefined)
      return [
        {
          rule: what,
          because: `${on}没有关于${what}的规定`,
          cites: [citeMarked('财库〔2011〕181号', '第五条', '✎')],
        },
      ]
    return compare(decimal(rate), ratio(a, 100)) >= 0 && compare(decimal(rate), ratio(b, 100)) <= 0
      ? []
      : [
          {
            rule: what,
            because: `${what}${decimalPercent(rate)}，应在${a}%至${b}%之间`,
            cites: citesOf(on, low, high).slice(0, 1),
          },
        ]
  }
  return [
    ...check(
      x.rates?.sme,
      works ? '小微扣除下限工程' : '小微扣除下限货物服务',
      works ? '小微扣除上限工程' : '小微扣除上限货物服务',
      '小微企业价格扣除比例',
    ),
    ...check(
      x.rates?.smeShare,
      works ? '分包扣除下限工程' : '分包扣除下限货物服务',
      works ? '分包扣除上限工程' : '分包扣除上限货物服务',
      '联合体或分包价格扣除比例',
    ),
  ]
}
const decimalPercent = (r: number) => `${Number((r * 100).toFixed(6))}%`

/** What makes one bid invalid while the rest goes on. Prices are judged raw, before any deduction (△ order). */
export function bidRefusals(x: Evaluate, b: Bid): Refused[] {
  const out: Refused[] = []
  const invalid = cite('87号令', '第六十三条', '报价超过招标文件中规定的预算金额或者最高限价')
  const cites = isTender(x)
    ? [invalid]
    : x.procedure === 'consultation'
      ? [citeMarked('财库〔2014〕214号', '第三十四条', '✎')]
      : x.procedure === 'inquiry'
        ? [cite('74号令', '第五十条', '报价未超过采购预算')]
        : x.procedure === 'single'
          ? [cite('74号令', '第四十三条', '报价超过采购预算的')]
          : [cite('74号令', '第三十七条', '报价未超过采购预算')]
  if (x.budget !== undefined && b.price > x.budget)
    out.push({
      rule: '报价超过预算',
      because: `${b.bidder}报价${showYuan(b.price)}元，超过预算${showYuan(x.budget)}元`,
      cites,
      bidder: b.bidder,
    })
  else if (x.ceiling !== undefined && b.price > x.ceiling)
    out.push({
      rule: '报价超过最高限价',
      because: `${b.bidder}报价${showYuan(b.price)}元，超过最高限价${showYuan(x.ceiling)}元`,
      cites,
      bidder: b.bidder,
    })
  return out
}
