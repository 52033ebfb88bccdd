import { yuanText } from '#kernel'
import { inWords } from './formula.ts'
import { creditRows, feeWords } from './front.ts'
import type { Document } from './model.ts'

/** One clause of the documents: where it stands, under what mark it is found again in another version, and what it says. */
interface Clause {
  readonly mark: string
  readonly item: string
  readonly text: string
}
/** Empty text: the clause is not there in that version. */
export interface Difference {
  readonly item: string
  readonly before: string
  readonly after: string
}
const yes = (b: boolean, one = '是', other = '否') => (b ? one : other)

function terms(d: Document): Clause[] {
  const rows: [string, string][] = [
    ['项目概况', d.overview],
    ['履行期限、地点', d.performance],
    ['接受联合体', yes(d.consortium)],
    ['文件售价', `${yuanText(d.documentPrice)}元`],
    ['投标保证金', `${yuanText(d.bidBond)}元`],
    ['履约保证金', `合同金额的${d.performanceBondPercent}%`],
    ['评审方法', d.method],
    ['法定情形', d.ground],
    ['信封', d.envelopes === 2 ? '先开技术信封，后开报价信封' : '一个信封'],
    ['进口产品', yes(d.imports, '接受', '不接受')],
    ['价格分', `${d.priceWeight}分`],
    ['小微企业价格扣除', `${d.smePercent}%`],
    ['联合体、分包价格扣除', `${d.smeSharePercent}%`],
    ['代理费用', d.agencyFee ? feeWords(d.agencyFee) : ''],
    ...(d.credit ? creditRows(d.credit) : []).map(([k, v]): [string, string] => [`信用${k}`, v]),
  ]
  return rows.map(([item, text]) => ({ mark: item, item, text }))
}
const keyed = <T extends { readonly key: string }>(
  part: string,
  all: readonly T[],
  text: (x: T) => string,
): Clause[] =>
  all.map((x, i) => ({ mark: `${part}/${x.key}`, item: `${part}第${i + 1}项`, text: text(x) }))

function ofLots(d: Document): Clause[] {
  return d.lots.flatMap((l) => {
    const seen = new Map<string, number>()
    const at = `第${l.no}包`
    return [
      { mark: `${at}/名称`, item: `${at}名称`, text: l.title },
      { mark: `${at}/预算`, item: `${at}预算`, text: `${yuanText(l.budget)}元` },
      {
        mark: `${at}/限价`,
        item: `${at}最高限价`,
        text: l.ceiling === null ? '' : `${yuanText(l.ceiling)}元`,
      },
      { mark: `${at}/核心`, item: `${at}核心产品`, text: l.coreProduct },
      {
        mark: `${at}/预留`,
        item: `${at}预留份额`,
        text:
          l.reserve === null
            ? ''
            : `${l.reserve.form}，面向中小企业${l.reserve.percent}%，其中小微企业${l.reserve.microPercent}%`,
      },
      ...l.items.flatMap((i) => {
        // Two things of one name are told apart by their order.
        const n = (seen.get(i.name) ?? 0) + 1
        seen.set(i.name, n)
        const mark = `${at}/${i.name}/${n}`
        const item = `${at}“${i.name}”`
        return [
          { mark, item: `${item}的数量`, text: `${i.quantity}${i.unit}（${i.code}）` },
          { mark: `${mark}/要求`, item: `${item}的要求`, text: i.requirement },
        ]
      }),
    ]
  })
}
/** Everything a supplier must answer, clause by clause, in the order of the printed document; the contract's clauses apart. */
const clausesOf = (d: Document): Clause[] => [
  ...terms(d),
  ...keyed('资格条件', d.qualifications, (q) => `（${q.kind}）${q.text}`),
  ...keyed('★实质性要求', d.substantial, (x) => x.text),
  ...keyed('可谈判内容', d.negotiable, (x) => `（${x.part}）${x.text}`),
  ...keyed(
    '评审因素',
    d.criteria,
    (c) =>
      `${c.name}（${c.kind}，${c.max}分，${yes(c.objective, '客观分', '主观分')}）：${c.steps}${c.formula ? `（${inWords(c.formula, c.max)}）` : ''}`,
  ),
  ...ofLots(d),
  ...(d.attachments ?? []).map((a) => ({
    mark: `附件/${a.file}`,
    item: `附件“${a.title}”`,
    text: a.title,
  })),
]

/** Numbered clauses have no keys: what both versions have in the same order stands, what lies between is paired in turn. */
function ofNumbered(
  part: string,
  before: readonly string[],
  after: readonly string[],
): Difference[] {
  const n = before.length
  const m = after.length
  const long = Array.from({ length: n + 1 }, () => new Array<number>(m + 1).fill(0))
  const at = (i: number, j: number) => long[i]?.[j] ?? 0
  for (let i = n - 1; i >= 0; i--)
    for (let j = m - 1; j >= 0; j--)
      (long[i] as number[])[j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const out: Difference[] = []
  let gone: [number, string][] = []
  let come: [number, string][] = []
  const settle = () => {
    for (let k = 0; k < Math.max(gone.length, come.length); k++) {
      const was = gone[k]
      const is = come[k]
      const no = (is ?? was)?.[0] ?? 0
      out.push({
        item: is ? `${part}第${no}条` : `${part}原第${no}条`,
        before: was?.[1] ?? '',
        after: is?.[1] ?? '',
      })
    }
    gone = []
    come = []
  }
  for (let i = 0, j = 0; i < n || j < m; )
    if (i < n && j < m && before[i] === after[j]) {
      settle()
      i++
      j++
    } else if (j >= m || (i < n && at(i + 1, j) >= at(i, j + 1))) {
      gone.push([i + 1, before[i] ?? ''])
      i++
    } else {
      come.push([j + 1, after[j] ?? ''])
      j++
    }
  settle()
  return out
}
/**
 * What one version of the documents says otherwise than another, clause by clause, in the order of the newer one; what is
 * gone stands last of its kind. Two versions that say the same differ in nothing, however they are written.
 */
export function differences(before: Document, after: Document): Difference[] {
  const was = new Map(clausesOf(before).map((c) => [c.mark, c]))
  const now = clausesOf(after)
  const still = new Set(now.map((c) => c.mark))
  return [
    ...now.flatMap((c) => {
      const old = was.get(c.mark)?.text ?? ''
      return old === c.text ? [] : [{ item: c.item, before: old, after: c.text }]
    }),
    ...[...was.values()].flatMap((c) =>
      still.has(c.mark) || c.text === ''
        ? []
        : [{ item: `${c.item}（原）`, before: c.text, after: '' }],
    ),
    ...ofNumbered('投标人须知', before.instructions ?? [], after.instructions ?? []),
    ...ofNumbered('合同条款', before.clauses, after.clauses),
  ]
}

/** The same, as it is read and printed: a clause that is not there is said to be missing. */
export const spoken = (all: readonly Difference[]): Difference[] =>
  all.map((d) => ({ ...d, before: d.before || '（原文没有）', after: d.after || '（删去）' }))
