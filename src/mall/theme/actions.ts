import { hallFacts } from '#goods'
import { type Fen, type Follower, fen } from '#kernel'
import { hallsOf } from '#law'
import { orderOf } from '#mall/order'
import * as store from './store.ts'

/** 订单成立：它的每一件商品那天在哪个馆，记下来；目标由此逐单算出。 */
const record: Follower = async (ask, e) => {
  const { order } = await orderOf(ask, e.subject)
  const facts = new Map(
    (
      await hallFacts(
        ask.tx,
        order.items.map((i) => i.offer),
        ask.today,
      )
    ).map((f) => [f.id, f]),
  )
  const sums = new Map<string, Fen>()
  for (const i of order.items) {
    const f = facts.get(i.offer)
    for (const hall of f ? hallsOf(f) : [])
      sums.set(hall, fen((sums.get(hall) ?? 0) + i.unitPrice * i.quantity))
  }
  await store.addDeals(
    ask.tx,
    [...sums].map(([hall, amount]) => ({ order: order.id, hall, amount })),
  )
}
export const followers: Readonly<Record<string, readonly Follower[]>> = { '订单.accept': [record] }
