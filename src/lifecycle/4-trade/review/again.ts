import { type Ask, rfc3339, type Section } from '#kernel'
import type { Result } from '#trade/tender'
import * as store from './again-store.ts'
import { resultDigest } from './digest.ts'
import { type Dossier, judgedItems } from './facts.ts'

/** What of these marks a re-evaluation under way does not let change, in words; nothing where none is. */
export async function beyond(
  ask: Ask,
  d: Dossier,
  m: {
    review: string
    bid: string
    scores: Readonly<Record<string, number>>
    conformity: Readonly<Record<string, { passed: boolean }>>
  },
): Promise<string[]> {
  const again = await store.openAgain(ask.tx, d.lot.id)
  if (again === null) return []
  const free = new Set(again.items)
  const mine = <T extends { review: string; bid: string }>(x: T) =>
    x.review === m.review && x.bid === m.bid
  return [
    ...again.marks.scores
      .filter((x) => mine(x) && !free.has(x.item))
      .filter((x) => (m.scores[x.item] ?? x.points) !== x.points)
      .map((x) => d.document.criteria.find((c) => c.key === x.item)?.name ?? x.item),
    ...again.marks.conformity
      .filter((x) => mine(x) && !free.has(x.item))
      .filter((x) => (m.conformity[x.item]?.passed ?? x.passed) !== x.passed)
      .map(
        (x) =>
          judgedItems(d)
            .find((q) => q.key === x.item)
            ?.text.slice(0, 20) ?? x.item,
      ),
  ].map((name) => `“${name}”`)
}
/** The new result is known: both are kept, and whether they differ is said. */
export async function concludeAgain(ask: Ask, lot: string, after: Result): Promise<void> {
  const again = await store.openAgain(ask.tx, lot)
  if (again === null) return
  await store.closeAgain(
    ask.tx,
    again.id,
    after,
    resultDigest(after) !== resultDigest(again.before),
  )
}
const ranks = (r: Result | null, names: Dossier['names']) =>
  r === null
    ? '进行中'
    : r.ranked
        .map((x) => `第${x.place}名${names[x.bid] ?? ''} ${x.total || x.evaluationPrice}`)
        .join('；')
export const againTable = (d: Dossier, all: readonly store.Reevaluation[]): Section[] =>
  all.length === 0
    ? []
    : [
        {
          title: '重新评审',
          columns: [
            { key: 'at', label: '时间', kind: 'instant' },
            { key: 'grounds', label: '情形' },
            { key: 'explanation', label: '说明' },
            { key: 'before', label: '原结果' },
            { key: 'after', label: '重新评审的结果' },
            { key: 'changed', label: '是否改变' },
            { key: 'letter', label: '向财政部门的书面报告' },
          ],
          rows: all.map((a) => ({
            at: rfc3339(a.at),
            grounds: a.grounds,
            explanation: a.explanation,
            before: ranks(a.before, d.names),
            after: ranks(a.after, d.names),
            changed: a.changed === null ? '' : a.changed ? '改变' : '没有改变',
            letter: a.letter ?? (a.changed ? '待报告' : ''),
          })),
        },
      ]
