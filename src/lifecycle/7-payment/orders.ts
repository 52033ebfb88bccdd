import * as budget from '#budget'
import { accountOf, contractOfOrder, contractsOfBill, totalOf, undoOfOrder } from '#contract'
import type { Follower } from '#kernel'
import { orderOf } from '#mall/order'
import { billOf } from '#mall/service'
import { researchOf } from '#tender'
import { apply } from './actions.ts'
import { endPlan, endResearch, settle } from './closing.ts'

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
/** 结算单申请支付：一笔指标一份申请，同一张发票；金额和收款户来自合同。 */
const payBill: Follower = async (ask, e) => {
  const { bill } = await billOf(ask, e.subject)
  for (const contract of await contractsOfBill(ask, bill.id))
    await apply(ask, {
      contract: contract.id,
      instalment: 0,
      amount: contract.amount,
      invoice: bill.invoice.no,
      invoiceDay: bill.invoice.day,
      payee: accountOf(contract.payee),
    })
}
const settleBill: Follower = async (ask, e) => {
  for (const contract of await contractsOfBill(ask, e.subject))
    await settle(ask, { contract: contract.id, shortfall: '' })
}
/** 解除订单：合同随之解除，没有付出去的退回指标。 */
const undo: Follower = async (ask, e) => {
  const contract = await undoOfOrder(ask, e.subject)
  await budget.lineForUpdate(ask, contract.lineId)
  await budget.uncommit(ask, contract.lineId, totalOf(contract), contract.id)
}
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '研发.eliminate': [
    async (ask, e) => endResearch(ask, (await researchOf(ask, e.subject)).contract),
  ],
  '合作创新.fail': [(ask, e) => endPlan(ask, e.process)],
  '订单.pay': [payOrder],
  '订单.settle': [settleOrder],
  '服务结算单.pay': [payBill],
  '服务结算单.settle': [settleBill],
  '订单.out': [undo],
  '订单.takeBack': [undo],
}
