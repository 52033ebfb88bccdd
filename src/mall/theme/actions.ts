import { hallFacts } from '#goods'
import { type Fen, type Follower, fen } from '#kernel'
import { hallsOf } from '#law'
import { orgOf } from '#libraries'
import { orderOf } from '#mall/order'
import { serviceOf } from '#mall/service'
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
  // What came from no shelf (a framework's second stage) has no certificate here; who sells it is known all the same.
  const bare = { scale: (await orgOf(ask.tx, order.supplier)).scale, certificates: [] }
  const sums = new Map<string, Fen>()
  for (const i of order.items)
    for (const hall of hallsOf({ ...(facts.get(i.offer) ?? bare), kind: order.category }))
      sums.set(hall, fen((sums.get(hall) ?? 0) + i.unitPrice * i.quantity))
  await store.addDeals(
    ask.tx,
    [...sums].map(([hall, amount]) => ({ order: order.id, hall, amount })),
  )
}
/** 定点服务：验收那天金额才定，也从那天算起。 */
const recordService: Follower = async (ask, e) => {
  const { order } = await serviceOf(ask, e.subject)
  const { scale } = await orgOf(ask.tx, order.supplier)
  await store.addDeals(
    ask.tx,
    hallsOf({ kind: '服务', scale, certificates: [] }).map((hall) => ({
      order: order.id,
      hall,
      amount: order.amount as Fen,
    })),
  )
}
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '订单.accept': [record],
  '服务订单.confirm': [recordService],
}
