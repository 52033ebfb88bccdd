import { type Ask, mineOf, NotFound, newId, type Subject, subjectOf, yuanText } from '#kernel'
import {
  type ChangeGround,
  keepResultCorrection,
  leastOf,
  lotFlow,
  lotsOf,
  tenderFlow,
  tenderOf,
  tenders,
} from '#trade/tender'
import { dossierOf } from './facts.ts'
import * as store from './store.ts'

export interface Changing {
  id: string
  lot: string
  bid: string
  ground: ChangeGround
  decision: string
  explanation: string
  letter: string
}
/**
 * 另行确定中标、成交供应商：依质疑答复、投诉或者监督检查的处理决定，从评审报告的候选人里按次序。 The award that falls is kept, with
 * the day on which it fell; the new one has its own letter, and the notice says both.
 */
export async function changeResult(ask: Ask, i: Changing): Promise<Subject> {
  await mineOf(ask, tenderFlow, i.id)
  const tender = await tenderOf(ask.tx, i.id)
  const lot = (await lotsOf(ask.tx, { tender: i.id })).find((l) => l.id === i.lot)
  const old = lot && (await store.awardBy(ask.tx, { lot: lot.id }))
  if (!lot || !old) throw new NotFound('这一包的中标结果')
  const d = await dossierOf(ask, lot.id)
  const ls = await subjectOf(ask.tx, lotFlow, lot.id, 'update')
  const fallen = new Set([old.bid, ...(await store.fallenAwards(ask.tx, lot.id)).map((a) => a.bid)])
  const order = (lot.ranking?.order ?? [])
    .map((tie) => tie.filter((b) => !fallen.has(b)))
    .filter((tie) => tie.length > 0)
  const next = order[0] ?? []
  const nameOf = (bid: string) => d.names[bid] ?? ''
  const was = lot.ranking?.ranked.find((r) => r.bid === old.bid)
  const is = lot.ranking?.ranked.find((r) => r.bid === i.bid)
  const bid = d.bids.find((b) => b.id === i.bid)
  const at = `第${lot.no}包`
  await keepResultCorrection(ask, tender, `${i.ground}（${i.decision}）：${i.explanation}`, [
    { item: `${at}供应商名称`, before: nameOf(old.bid), after: nameOf(i.bid) },
    {
      item: `${at}金额（元）`,
      before: yuanText(old.amount),
      after: bid?.price == null ? '' : yuanText(bid.price),
    },
    {
      item: `${at}评审总得分或者评审报价`,
      before: was?.total || was?.evaluationPrice || '',
      after: is?.total || is?.evaluationPrice || '',
    },
  ])
  const s = await tenders.take(
    ask,
    'changeResult',
    i.id,
    {
      input: {
        changing: {
          ground: i.ground,
          reported: i.letter !== '',
          bid: i.bid,
          now: nameOf(old.bid),
          next,
          nextNames: next.map(nameOf),
          left: order.flat().length,
          least: await leastOf(ask, d, tender.plan),
          lotState: ls.state,
        },
      },
    },
    {
      open: { lot: lot.no, ground: i.ground, decision: i.decision },
      data: { letter: i.letter, explanation: i.explanation },
    },
  )
  if (!bid || bid.price === null) throw new NotFound('投标')
  await store.supersede(ask.tx, old.id, ask.today)
  await store.addAward(ask.tx, {
    id: newId<'award'>(ask.now),
    lot: lot.id,
    bid: i.bid,
    supplier: bid.supplier,
    amount: bid.price,
    decided: ask.today,
    deemed: false,
    reason: `${i.ground}（${i.decision}）`,
    letter: ask.today,
    superseded: null,
  })
  return s
}
