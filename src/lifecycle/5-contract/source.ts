import { createHash } from 'node:crypto'
import * as budget from '#budget'
import { type Ask, begin, canonical, type Follower, newId, step, subjectOf } from '#kernel'
import { projectOf } from '#libraries'
import { orderOf } from '#mall/order'
import { awardOf } from '#tender'
import { type Contract, contractFlow, type Deal, textOf } from './model.ts'
import * as store from './store.ts'

/** What both sign: the same bytes for both, whatever the key order. */
export const digestOf = (c: Contract) =>
  createHash('sha256')
    .update(canonical(textOf(c)))
    .digest('hex')

/** The award or the order that a contract was made of. */
export async function dealOf(ask: Ask, c: Pick<Contract, 'award' | 'order'>): Promise<Deal> {
  if (c.award !== null) return awardOf(ask, c.award)
  const { order } = await orderOf(ask, c.order ?? '')
  const project = await projectOf(ask.tx, { id: order.project })
  return {
    id: order.id,
    lotNo: 1,
    title: project.title,
    projectNo: project.no,
    category: order.category,
    method: order.way,
    buyer: order.buyer,
    supplier: order.supplier,
    amount: order.amount,
    letterDay: order.accepted,
  }
}

/**
 * 订单即合同: a data message that can be called up is a writing (电子签名法第四条), and an order may be the contract (110号令第十四条).
 * Both have it in this system the moment the supplier accepts, so it is announced and filed in the same transaction.
 */
export const conclude: Follower = async (ask, e) => {
  const { s: os, order } = await orderOf(ask, e.subject)
  if (order.payee === null) throw new Error('接单而没有收款户')
  const id = newId<'contract'>(ask.now)
  const draft: Contract = {
    id,
    award: null,
    plan: null,
    order: order.id,
    lineId: order.lineId,
    lotBudget: order.amount,
    amount: order.amount,
    awarded: order.amount,
    letter: ask.today,
    items: order.items.map(({ name, brand, model, quantity, unit, unitPrice }) => ({
      name,
      brand,
      model,
      quantity,
      unit,
      unitPrice,
    })),
    clauses: [
      '本订单经供应商接单成立，即为采购合同；价格固定。',
      '到货按序列号或数量逐件清点，由采购人两人分别清点、确认，验收合格后付款。',
      '收到发票后30日内付款；退换货、换型号和解除按电子卖场规则办理，均记入流水。',
    ],
    performance: `${order.place}；接单后${order.days}天内送达`,
    schedule: [{ name: '全款', amount: order.amount, condition: '验收合格后' }],
    payee: order.payee,
    signed: ask.today,
    published: ask.today,
    filed: ask.today,
    sha256: null,
  }
  const c = { ...draft, sha256: digestOf(draft) }
  await budget.lineForUpdate(ask, order.lineId)
  const s = await begin(
    ask,
    contractFlow,
    'order',
    {
      id,
      title: `${os.title}　订单合同`,
      process: os.process,
      lawOn: os.lawOn,
      region: os.region,
      parties: os.parties,
    },
    {} as never,
    { no: `${os.no?.replace(/^DD-/, '')}-01-01`, open: { sha256: c.sha256, amount: c.amount } },
  )
  await store.addContract(ask.tx, c)
  await step(ask, contractFlow, 'announce', s, {} as never, { open: { sha256: c.sha256 } })
  await budget.commit(ask, order.lineId, order.amount, id)
}
/** The order was dissolved by its own rules, and its contract with it; the money is given back by the stage that knows what was paid. */
export async function undoOfOrder(ask: Ask, order: string): Promise<Contract> {
  const c = await store.contractOfOrder(ask.tx, order)
  const s = await subjectOf(ask.tx, contractFlow, c.id, 'update')
  await step(ask, contractFlow, 'undo', s, {} as never)
  return c
}
/** The contract of an order. */
export const contractOfOrder = (ask: Ask, order: string) => store.contractOfOrder(ask.tx, order)
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '订单.accept': [conclude],
}
