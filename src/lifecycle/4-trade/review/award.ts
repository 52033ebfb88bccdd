import {
  type Ask,
  type Fen,
  fen,
  NotFound,
  newId,
  parseYuan,
  Refused,
  refusal,
  showDay,
  subjectOf,
} from '#kernel'
import { cite } from '#law'
import { projectOf } from '#libraries'
import * as plan from '#plan'
import { bidOf } from '#trade/bid'
import { pricedOf } from '#trade/round'
import { lotFlow, lotOf, tenderFlow, tenderOf } from '#trade/tender'
import { lots } from './actions.ts'

import type { Award, AwardPart } from './model.ts'
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
/** Every award of a lot: the researchers, and after them the first purchase. */
export async function awardsOfLot(ask: Ask, lot: string): Promise<Award[]> {
  const out: Award[] = []
  for (const a of await store.awardsBy(ask.tx, lot)) out.push(await describe(ask, a))
  return out
}
/** A bid of 合作创新 in its two prices: what the first item asks for the research, and what is left of the price for the first purchase. */
export function twoPrices(
  items: readonly {
    readonly name: string
    readonly quantity: number
    readonly unitPrice: string
  }[],
  price: Fen,
  research: string,
): { research: Fen; first: Fen } {
  const of = items.filter((i) => i.name === research)
  const asked = of.reduce((a, i) => a + parseYuan(i.unitPrice) * i.quantity, 0)
  return { research: fen(asked), first: fen(price - asked) }
}
const inPart = (a: { part: AwardPart }, name: string, research: string) =>
  a.part === '' || (a.part === '研发') === (name === research)
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
    // Several contracts of one lot: each takes its own price, and what is left stays frozen for the others.
    lotBudget: a.part === '' ? lot.budget : a.amount,
    performance: bid.opened.delivery,
    decided: a.decided,
    deemed: a.deemed,
    letterDay: a.letter,
    superseded: a.superseded,
    lawOn: s.lawOn,
    items: bid.opened.items.flatMap((i, n) => {
      if (!inPart(a, i.name, lot.content.items[0]?.name ?? '')) return []
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
    part: a.part,
    serial: (await store.awardsBy(ask.tx, a.lot)).findIndex((x) => x.id === a.id) + 1,
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
  // The second of several contracts finds its lot contracted already.
  if (a.part === '' || (await subjectOf(ask.tx, lotFlow, a.lot)).state === '已定标')
    await lots.take(ask, 'contracted', a.lot)
}
/** 合作创新: the researchers, in the order given; the lot is decided by it. */
export async function awardResearch(
  ask: Ask,
  lot: string,
  chosen: readonly { bid: string; supplier: string; name: string; amount: Fen }[],
  reason: string,
): Promise<void> {
  await lots.take(
    ask,
    'award',
    lot,
    { input: { research: chosen.map((c) => c.bid) } },
    { open: { deemed: false }, data: { suppliers: chosen.map((c) => c.name) } },
  )
  for (const { bid, supplier, amount } of chosen)
    await store.addAward(ask.tx, {
      id: newId<'award'>(ask.now),
      lot,
      bid,
      supplier,
      amount,
      decided: ask.today,
      deemed: false,
      reason,
      letter: null,
      part: '研发',
    })
}
/** The first purchase: its letter goes out with the decision. */
export async function awardFirst(
  ask: Ask,
  a: { lot: string; bid: string; supplier: string; amount: Fen; reason: string },
): Promise<string> {
  const id = newId<'award'>(ask.now)
  await store.addAward(ask.tx, {
    ...a,
    id,
    decided: ask.today,
    deemed: false,
    letter: ask.today,
    part: '首购',
  })
  return id
}
