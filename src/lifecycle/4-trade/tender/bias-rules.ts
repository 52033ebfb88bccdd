import type { Day, Rule } from '#kernel'
import { type BiasClause, type BiasFound, biases, biasesIn } from '#law'
import { document } from './document-rules.ts'
import type { TenderFacts } from './facts.ts'
import type { Document } from './model.ts'

/** What a supplier is asked for, clause by clause, under the names that the comparison of versions uses. */
const clausesOf = (d: Document): BiasClause[] => [
  ...d.qualifications.map((q, i) => ({
    at: `资格条件第${i + 1}项`,
    part: '资格条件' as const,
    text: q.text,
  })),
  ...d.substantial.map((q, i) => ({
    at: `★实质性要求第${i + 1}项`,
    part: '实质性要求' as const,
    text: q.text,
  })),
  ...d.criteria.map((c, i) => ({
    at: `评审因素第${i + 1}项`,
    part: '评审因素' as const,
    text: `${c.name}。${c.steps}`,
  })),
  ...d.lots.flatMap((l) =>
    l.items.map((i) => ({
      at: `第${l.no}包“${i.name}”的要求`,
      part: '采购需求' as const,
      text: i.requirement,
    })),
  ),
]
export const biasOf = (d: Document, on: Day): BiasFound[] =>
  biasesIn(clausesOf(d), { on, imports: d.imports })
export const reasonFor = (d: Document, f: BiasFound): string | undefined =>
  (d.explained ?? []).find((e) => e.at === f.at && e.words === f.words)?.reason

/** 差别待遇、歧视待遇: what the law forbids stops the document, until it is rewritten or somebody says why it is no such thing. */
export const biasRules: readonly Rule<TenderFacts>[] = biases
  .filter((b) => b.level === '拦')
  .map((b) =>
    document(`tender.bias.${b.id}`, b.title, b.cites, b.from, (d, _f, on) => {
      const found = biasOf(d, on).filter(
        (f) => f.bias.id === b.id && f.level === '拦' && reasonFor(d, f) === undefined,
      )
      return (
        found.length === 0 || {
          because: found.map((f) => `${f.at}有“${f.words}”`).join('；'),
          facts: Object.fromEntries(found.map((f) => [f.at, f.words])),
          cure: `${b.cure}；确实不是限制的，在“对用语的说明”中写明何处、用语和理由`,
          field: 'document.explained',
        }
      )
    }),
  )
