import {
  type Ask,
  mineOf,
  NotFound,
  newId,
  Refused,
  refusal,
  type Subject,
  step,
  subjectOf,
} from '#kernel'
import { type AgainGround, lotFlow, namesItems, setRanking } from '#trade/tender'
import { lots } from './actions.ts'
import * as store from './again-store.ts'
import { resultDigest } from './digest.ts'
import { type Dossier, dossierOf, judgedItems } from './facts.ts'
import { type ReviewFacts, reviewFlow } from './model.ts'
import { setReportSigned, setSigned } from './store.ts'

/** Which items a ground lets the members change. A sum that went wrong changes none: it is summed again. */
function changeable(d: Dossier, grounds: AgainGround, items: readonly string[]): string[] {
  if (namesItems(grounds)) return [...items]
  if (grounds === '客观评审因素评分不一致')
    return d.document.criteria.filter((c) => c.objective).map((c) => c.key)
  if (grounds === '资格性审查认定错误')
    return judgedItems(d).flatMap((q) =>
      d.document.qualifications.some((x) => x.key === q.key) ? [q.key] : [],
    )
  return []
}
export interface Again {
  id: string
  grounds: AgainGround
  items: string[]
  explanation: string
}
/** 组织原评审委员会重新评审：原来的分数、结论与结果原样留存，只放开有误的那些项。 */
export async function reevaluate(ask: Ask, i: Again): Promise<Subject> {
  await mineOf(ask, lotFlow, i.id)
  const d = await dossierOf(ask, i.id)
  for (const key of i.items)
    if (!d.document.criteria.some((c) => c.key === key)) throw new NotFound('评审因素')
  const items = changeable(d, i.grounds, i.items)
  const before = d.lot.ranking
  const s = await lots.take(
    ask,
    'reevaluate',
    i.id,
    { input: { again: { grounds: i.grounds, items: i.items.length } } },
    {
      open: { grounds: i.grounds, before: before === null ? '' : resultDigest(before) },
      data: { explanation: i.explanation, items },
    },
  )
  if (before === null) throw new Error('评审完成而没有结果')
  await store.addAgain(ask.tx, {
    id: newId(ask.now),
    lot: i.id,
    at: ask.now,
    grounds: i.grounds,
    explanation: i.explanation,
    items,
    before,
    marks: {
      scores: d.scores.map(({ review, bid, item, points }) => ({ review, bid, item, points })),
      conformity: d.conformity.map(({ review, bid, item, passed }) => ({
        review,
        bid,
        item,
        passed,
      })),
    },
  })
  for (const r of d.reviews) {
    const rs = await subjectOf(ask.tx, reviewFlow, r.id, 'update')
    await step(ask, reviewFlow, 'reopen', rs, {} as ReviewFacts, { data: { reason: i.grounds } })
    await setSigned(ask.tx, r.id, null, r.opinion)
    await setReportSigned(ask.tx, r.id, null, r.dissent)
  }
  await setRanking(ask.tx, i.id, null)
  return s
}
/** 书面报告财政部门: the report stands on the lot, where the finance department reads it. */
export async function tellFinance(ask: Ask, i: { id: string; letter: string }): Promise<Subject> {
  const s = await mineOf(ask, lotFlow, i.id)
  const last = (await store.againsOf(ask.tx, i.id)).at(-1)
  if (!last?.changed || last.told !== null)
    throw new Refused([
      refusal('报告须有可报告的事项', '没有重新评审改变了结果而未报告的', {
        cure: '重新评审改变了结果、尚未报告的才须报告；请核对重新评审的结果',
      }),
    ])
  const next = await lots.take(ask, 'tellFinance', i.id, undefined, {
    due: s.due,
    open: { reported: true },
    data: { letter: i.letter },
  })
  await store.setTold(ask.tx, last.id, ask.now, i.letter)
  return next
}
