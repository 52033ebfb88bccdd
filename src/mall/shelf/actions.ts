import { evidenceOf, offersById } from '#goods'
import { type Ask, addDays, demand, NotFound, refusal } from '#kernel'
import { citeMarked, mall } from '#law'
import type { CartLine } from './model.ts'
import * as store from './store.ts'

/** Price evidence for some offers, by this region's own rule of how many make a median. */
export const evidence = (ask: Ask, offers: readonly string[]) =>
  evidenceOf(ask.tx, offers, mall('比价最少家数', ask.world.settings), ask.today)

const whose = ({ actor }: Ask) => {
  if (actor.person === null || actor.org === null) throw new NotFound('购物车')
  return { person: actor.person, org: actor.org }
}
const MOST_LINES = 200
export async function put(ask: Ask, l: CartLine): Promise<void> {
  const offer = (await offersById(ask.tx, [l.offer])).get(l.offer)
  if (!offer?.live) throw new NotFound('商品')
  const mine = await store.cartOf(ask.tx, whose(ask))
  if (mine.length >= MOST_LINES && !mine.some((x) => x.offer === l.offer))
    demand([
      refusal('购物车容量', `购物车已有${MOST_LINES}种商品`, {
        cites: [citeMarked('系统设置', '购物车容量', '△')],
        cure: '先下单，或移去不买的',
      }),
    ])
  await store.putInCart(ask.tx, whose(ask), l, ask.now)
}
export const takeOut = (ask: Ask, offers: readonly string[]) =>
  store.takeOut(ask.tx, whose(ask), offers)
export async function cart(ask: Ask) {
  const lines = await store.cartOf(ask.tx, whose(ask))
  const ids = lines.map((l) => l.offer)
  return { lines, offers: await offersById(ask.tx, ids), evidence: await evidence(ask, ids) }
}
const A_YEAR = 366
/** What others paid: the same product's orders, and each league's for the same item over a year. */
export async function history(ask: Ask, { product, item }: { product: string; item: string }) {
  return {
    deals: await store.dealsOf(ask.tx, product),
    leagues: await store.paidByLeague(ask.tx, item, addDays(ask.today, -A_YEAR)),
  }
}
/** What was bought, for everybody after: written when an order stands. */
export const remember = (
  ask: Ask,
  order: Parameters<typeof store.addDeals>[1],
  deals: readonly store.Deal[],
) => store.addDeals(ask.tx, order, deals)
/** The order came to nothing: nobody paid these prices. */
export const forget = (ask: Ask, order: string) => store.dropDeals(ask.tx, order)
