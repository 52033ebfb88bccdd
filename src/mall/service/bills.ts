import {
  type Ask,
  begin,
  type Day,
  type Fen,
  mineOf,
  NotFound,
  newId,
  type Subject,
  story,
  subjectOf,
  sum,
  system,
} from '#kernel'
import { bear, orgOf } from '#libraries'
import { rescinded, settled } from './actions.ts'
import type { BillFacts } from './facts.ts'
import { type Bill, type BillState, billFlow, gathered } from './model.ts'
import * as store from './store.ts'

async function factsOf(ask: Ask, b: Bill): Promise<BillFacts> {
  const orders = await store.toGather(ask.tx, { bill: b.id })
  return {
    month: b.month,
    today: ask.today,
    orders: orders.length,
    total: b.amount,
    another: null,
    invoice: b.invoice,
    accepted: sum(orders.map((o) => o.amount)),
  }
}
export const bills = story(billFlow, async (ask, s) =>
  factsOf(ask, await store.billOf(ask.tx, s.id)),
)
export interface Invoicing {
  readonly invoiceNo: string
  readonly day: Day
  readonly invoiceAmount: Fen
  readonly bank: string
  readonly account: string
}
const invoiceOf = (i: Invoicing): Bill['invoice'] => ({
  no: i.invoiceNo,
  day: i.day,
  amount: i.invoiceAmount,
})

/** 按月结算：一家、一单位、一月的已验收订单归成一张；金额是算出来的，一个数也不用填。 */
export async function gather(
  ask: Ask,
  i: Invoicing & { buyer: string; month: string },
): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('供应商')
  const supplier = await orgOf(ask.tx, ask.actor.org)
  const of = { supplier: supplier.id, buyer: i.buyer, month: i.month }
  const another = await store.billStateOf(ask.tx, of)
  const orders = another === null ? await store.toGather(ask.tx, of) : []
  // Whose orders there are none of is nobody to this supplier.
  if (orders.length === 0 && another === null && !(await servedEver(ask, of)))
    throw new NotFound('采购人')
  const buyer = await orgOf(ask.tx, i.buyer)
  const total = sum(orders.map((o) => o.amount))
  const id = newId(ask.now)
  const title = `${buyer.name}　${i.month.slice(0, 4)}年${Number(i.month.slice(5))}月定点服务结算`
  const facts: BillFacts = {
    month: i.month,
    today: ask.today,
    orders: orders.length,
    total,
    another,
    invoice: invoiceOf(i),
    accepted: total,
  }
  const project = await bear(ask, {
    title,
    buyer: buyer.id,
    region: buyer.region,
    category: '服务',
    again: null,
  })
  const s = await begin(
    ask,
    billFlow,
    'gather',
    {
      id,
      title: `${title}（${supplier.name}）`,
      process: project.id,
      lawOn: ask.today,
      region: buyer.region,
      parties: { 采购人: [buyer.id], 供应商: [supplier.id] },
    },
    facts,
    { no: `JS-${project.no}`, open: { amount: total, orders: orders.length, month: i.month } },
  )
  await store.addBill(ask.tx, {
    id,
    project: project.id,
    ...of,
    amount: total,
    lines: gathered(orders),
    payee: { name: supplier.name, bank: i.bank, account: i.account },
    invoice: invoiceOf(i),
    confirmed: null,
  })
  await store.putInBill(
    ask.tx,
    orders.map((o) => o.id),
    id,
  )
  return s
}
const servedEver = async (ask: Ask, of: { supplier: string; buyer: string }) =>
  (await store.waitingOf(ask.tx, of.supplier)).some((w) => w.buyer === of.buyer)

export async function again(ask: Ask, { id, ...i }: Invoicing & { id: string }): Promise<Subject> {
  await mineOf(ask, billFlow, id)
  const before = await store.billOf(ask.tx, id)
  const b: Bill = {
    ...before,
    invoice: invoiceOf(i),
    payee: { name: before.payee.name, bank: i.bank, account: i.account },
  }
  const s = await bills.take(ask, 'again', id, await factsOf(ask, b), {
    open: { amount: b.amount },
  })
  await store.setBill(ask.tx, b)
  return s
}
export const giveBack = (ask: Ask, i: { id: string; opinion: string }) =>
  bills.take(ask, 'giveBack', i.id, undefined, { data: { opinion: i.opinion } })
/** 核对无误：各单归入已结算；合同、验收书由后面的阶段在同一笔事务里跟着办成。 */
export async function confirm(ask: Ask, { id }: { id: string }): Promise<Subject> {
  await mineOf(ask, billFlow, id)
  const b = await store.billOf(ask.tx, id)
  // Written first: whoever follows the step in its transaction finds the day there.
  await store.setBill(ask.tx, { ...b, confirmed: ask.today })
  const s = await bills.take(ask, 'confirm', id, undefined, { open: { amount: b.amount } })
  for (const o of b.lines.flatMap((l) => l.orders)) await settled(ask, o.id)
  return s
}
export const pay = (ask: Ask, { id }: { id: string }) => bills.take(ask, 'pay', id)
export const settle = (ask: Ask, { id }: { id: string }) => bills.take(ask, 'settle', id)
/** The treasury has paid all of it: told by the stage that knows. */
export const billPaid = (ask: Ask, id: string) => bills.take({ ...ask, actor: system }, 'paid', id)
/** One bill's contracts are paid, closed and rescinded one after the other, so that the last of them knows it is the last. */
export const holdBill = (ask: Ask, id: string) => subjectOf(ask.tx, billFlow, id, 'update')
/** A contract of the bill was rescinded: the service orders of its budget line with it. */
export async function lineRescinded(
  ask: Ask,
  of: { bill: string; line: string },
  ground: string,
): Promise<void> {
  const { lines } = await store.billOf(ask.tx, of.bill)
  for (const o of lines.filter((l) => l.line === of.line).flatMap((l) => l.orders))
    await rescinded(ask, o.id, ground)
}
/** All of its contracts were: there is nothing left to pay. */
export const billRescinded = (ask: Ask, id: string, ground: string) =>
  bills.take(ask, 'rescinded', id, undefined, { open: { ground } })
export const finishBill = (ask: Ask, id: string) => bills.take(ask, 'finish', id)
export async function billOf(ask: Ask, id: string): Promise<{ s: Subject<BillState>; bill: Bill }> {
  const s = await subjectOf(ask.tx, billFlow, id)
  return { s, bill: await store.billOf(ask.tx, id) }
}
