import * as budget from '#budget'
import { accountOf, contractOfOrder, totalOf, undoOfOrder } from '#contract'
import type { Follower } from '#kernel'
import { orderOf } from '#mall/order'
import { apply } from './actions.ts'
import { settle } from './closing.ts'

/** 订单申请支付：金额、收款户、发票都来自订单和合同，不重新录入；规则与其他支付申请一样逐条判断。 */
const payOrder: Follower = async (ask, e) => {
  const { order } = await orderOf(ask, e.subject)
  const contract = await contractOfOrder(ask, order.id)
  if (order.invoice === null) throw new Error('待支付的订单没有发票')
  await apply(ask, {
    contract: contract.id,
    instalment: 0,
    amount: contract.amount,
    invoice: order.invoice.no,
    invoiceDay: order.invoice.day,
    payee: accountOf(contract.payee),
  })
}
const settleOrder: Follower = async (ask, e) => {
  const contract = await contractOfOrder(ask, e.subject)
  await settle(ask, { contract: contract.id, shortfall: '' })
}
/** 解除订单：合同随之解除，没有付出去的退回指标。 */
const undo: Follower = async (ask, e) => {
  const contract = await undoOfOrder(ask, e.subject)
  await budget.lineForUpdate(ask, contract.lineId)
  await budget.uncommit(ask, contract.lineId, totalOf(contract), contract.id)
}
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '订单.pay': [payOrder],
  '订单.settle': [settleOrder],
  '订单.out': [undo],
  '订单.takeBack': [undo],
}
