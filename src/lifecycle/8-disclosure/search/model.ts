import type { Content, Field, Notice } from '#disclosure'
import { type Fen, parseYuan, sum } from '#kernel'
import { vector } from '#words'

/** What a reader wants to know first: how much, and to whom. */
export interface Gist {
  readonly what: '预算' | '中标' | '成交' | '合同'
  readonly amount: Fen
  readonly who: string
}
const fieldsOf = (c: Content) => c.sections.flatMap((s) => s.fields ?? [])
const isMoney = (s: string | undefined): s is string =>
  s !== undefined && /^\d{1,13}\.\d{2}$/.test(s)
/** 格式一 counts in 万元, with as many places as it takes; what was published before it did counts in 元. */
function inYuan(c: Content, budget: string | undefined): string | undefined {
  const wan = c.sections.some((s) => s.columns?.some((x) => x.label === '预算金额（万元）'))
  const [, whole = '', part = ''] = /^(\d{1,9})\.(\d{2,6})$/.exec(budget ?? '') ?? []
  if (!wan || whole === '') return budget
  const places = part.padEnd(6, '0')
  return `${Number(whole + places.slice(0, 4))}.${places.slice(4)}`
}
/** Null where a notice names no amount. */
export function gistOf(c: Content): Gist | null {
  const field = (label: string, group?: string) =>
    fieldsOf(c).find((f: Field) => f.label === label && f.group === group)?.value
  const rows = (heading: string) => c.sections.find((s) => s.heading === heading)?.rows ?? []
  const gist = (what: Gist['what'], money: string | undefined, who = ''): Gist | null =>
    isMoney(money) ? { what, amount: parseYuan(money), who } : null
  switch (c.kind) {
    case '采购意向公告':
      return gist('预算', inYuan(c, rows('采购意向')[0]?.['budget']))
    case '单一来源采购公示':
      return gist('预算', field('拟采购的货物或服务的预算金额（元）'))
    case '招标公告':
    case '资格预审公告':
    case '竞争性谈判公告':
    case '竞争性磋商公告':
    case '询价公告':
    case '合作创新采购公告':
    case '研发谈判文件公告':
      return gist('预算', field('预算金额（元）'))
    case '中标结果公告':
    case '成交结果公告': {
      const what = c.kind === '中标结果公告' ? '中标' : '成交'
      const won = rows(`${what}信息`)
      const paid = won.flatMap((r) => (isMoney(r['amount']) ? [parseYuan(r['amount'])] : []))
      return {
        what,
        amount: sum(paid),
        who: [...new Set(won.map((r) => r['supplier'] ?? ''))].join('、'),
      }
    }
    case '框架协议成交结果公告':
      return gist('成交', field('成交金额（元）'), field('名称'))
    case '合同公告':
      return gist('合同', field('合同金额（元）'), field('名称', '供应商（乙方）'))
    default:
      return null
  }
}
const METHOD: Partial<Record<Content['kind'], string>> = {
  招标公告: '公开招标',
  竞争性谈判公告: '竞争性谈判',
  竞争性磋商公告: '竞争性磋商',
  询价公告: '询价',
  合作创新采购公告: '合作创新采购',
  研发谈判文件公告: '合作创新采购',
  单一来源采购公示: '单一来源采购',
}
export const methodOf = (c: Content): string | null =>
  fieldsOf(c).find((f) => f.label === '采购方式')?.value ?? METHOD[c.kind] ?? null
const CODE = /^([A-C]\d{2,8})(?:\s|$)/
/** Name of a thing → its code in the catalogue, as the call for bids has it. */
export function codesOf(c: Content): Map<string, string> {
  const out = new Map<string, string>()
  for (const s of c.sections)
    for (const r of s.rows ?? []) {
      const code = CODE.exec(r['code'] ?? '')?.[1]
      if (code && r['name']) out.set(r['name'], code)
    }
  return out
}
export interface PriceRow {
  readonly item: string
  readonly name: string
  readonly model: string
  readonly quantity: string
  readonly unit: string
  readonly price: Fen
}
/** The unit prices of a signed contract, under the codes that its purchase gave the same things. */
export const pricesIn = (c: Content, codes: ReadonlyMap<string, string>): PriceRow[] =>
  c.kind !== '合同公告'
    ? []
    : (c.sections.find((s) => s.heading === '合同主要信息')?.rows ?? []).flatMap((r) => {
        const item = codes.get(r['name'] ?? '')
        const [, quantity = '', unit = ''] = /^([\d.]+)(.*)$/.exec(r['quantity'] ?? '') ?? []
        return item && isMoney(r['price'])
          ? [
              {
                item,
                name: r['name'] ?? '',
                model: r['model'] ?? '',
                quantity,
                unit,
                price: parseYuan(r['price']),
              },
            ]
          : []
      })

/** Every word of a notice as text, headings left out: they stand in every notice and find nothing. */
export const textOf = (c: Content): string =>
  [
    c.opening,
    ...c.sections.flatMap((s) => [
      ...(s.fields ?? []).map((f) => f.value),
      ...(s.rows ?? []).flatMap((r) => Object.values(r)),
    ]),
    c.tail,
  ]
    .filter((t) => t !== '')
    .join('\n')
/** A tsvector as text: the title weighs most, then who and which number, the body, the attachments. */
export const wordsOf = (n: Notice, files: readonly { title: string; text: string }[]): string =>
  vector([
    ['A', n.title],
    ['B', `${n.kind} ${n.publisher} ${n.projectNo ?? ''} ${n.ocid ?? ''}`],
    ['C', textOf(n.content)],
    ['D', files.map((f) => `${f.title}\n${f.text}`).join('\n')],
  ])
