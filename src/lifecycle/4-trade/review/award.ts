import { type Ask, NotFound, parseYuan, Refused, refusal, showDay, subjectOf } from '#kernel'
import { cite } from '#law'
import { projectOf } from '#libraries'
import * as plan from '#plan'
import { bidOf } from '#trade/bid'
import { pricedOf } from '#trade/round'
import { lotOf, tenderFlow, tenderOf } from '#trade/tender'
import { lots } from './actions.ts'

import type { Award } from './model.ts'
import { priced } from './priced.ts'
import * as store from './store.ts'

export async function awardOf(ask: Ask, id: string): Promise<Award> {
  const a = await store.awardBy(ask.tx, { id })
  if (!a) throw new NotFound('中标')
  return describe(ask, a)
}
export async function awardOfLot(ask: Ask, lot: string): Promise<Award | null> {
  const a = await store.awardBy(ask.tx, { lot })
  return a ? describe(ask, a) : null
}
/** 依处理决定失效的：照旧留着，开放数据里注明已取消。 */
export async function fallenOfLot(ask: Ask, lot: string): Promise<Award[]> {
  const out: Award[] = []
  for (const a of await store.fallenAwards(ask.tx, lot)) out.push(await describe(ask, a))
  return out
}
async function describe(
  ask: Ask,
  a: NonNullable<Awaited<ReturnType<typeof store.awardBy>>>,
): Promise<Award> {
  const lot = await lotOf(ask.tx, a.lot)
  const tender = await tenderOf(ask.tx, lot.tender)
  const s = await subjectOf(ask.tx, tenderFlow, lot.tender)
  const p = await plan.planOf(ask, { id: tender.plan })
  const project = await projectOf(ask.tx, { id: p.project })
  const { prices } = await pricedOf(ask, a.lot)
  const bid = priced(await bidOf(ask.tx, a.bid), prices)
  const d = tender.document
  if (!bid.opened || d === null) throw new Error('中标的投标没有开启的内容')
  return {
    id: a.id,
    lot: lot.id,
    lotNo: lot.no,
    lotTitle: lot.title,
    tender: tender.id,
    plan: tender.plan,
    process: s.process,
    projectNo: project.no,
    title: project.title,
    region: s.region,
    category: project.category,
    method: p.method,
    buyer: project.buyer,
    agency: tender.agency,
    supplier: a.supplier,
    bid: a.bid,
    amount: a.amount,
    lotBudget: lot.budget,
    performance: bid.opened.delivery,
    decided: a.decided,
    deemed: a.deemed,
    letterDay: a.letter,
    superseded: a.superseded,
    lawOn: s.lawOn,
    items: bid.opened.items.map((i, n) => {
      const wanted = lot.content.items.find((w) => w.name === i.name) ?? lot.content.items[n]
      return {
        code: wanted?.code ?? '',
        name: i.name,
        brand: i.brand,
        model: i.model,
        quantity: i.quantity,
        unit: wanted?.unit ?? '',
        unitPrice: parseYuan(i.unitPrice),
        requirement: wanted?.requirement ?? '',
      }
    }),
    clauses: d.clauses,
    bondPercent: d.performanceBondPercent,
    sme: bid.opened.sme,
  }
}
/** 双方已签：这一包进入履约。 */
export const contracted = async (ask: Ask, awardId: string): Promise<void> => {
  const a = await store.awardBy(ask.tx, { id: awardId })
  if (!a) throw new NotFound('中标')
  if (a.superseded !== null)
    throw new Refused([
      refusal(
        '合同须与有效的中标、成交结果相符',
        `这份结果已于${showDay(a.superseded)}依处理决定失效`,
        {
          cites: [cite('94号令', '第三十二条', '另行确定中标或者成交供应商')],
          cure: '与另行确定的供应商签订合同',
        },
      ),
    ])
  await lots.take(ask, 'contracted', a.lot)
}
