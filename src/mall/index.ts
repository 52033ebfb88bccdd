import { timers as auctionTimers } from '#mall/auction'
import { timers as frameworkTimers } from '#mall/framework'
import { timers as orderTimers } from '#mall/order'
import { timers as serviceTimers } from '#mall/service'
import { timers as shelfTimers } from '#mall/shelf'
import { timers as ticketTimers } from '#mall/ticket'

/** 4 交易：电子卖场的各间房，一个门。 */
export { alarmApi, alarmFlow } from '#mall/alarm'
export {
  auctionApi,
  auctionFlow,
  boardFor,
  priceApi,
  priceFlow,
  type Replay,
  replay,
  tickOf as auctionTick,
} from '#mall/auction'
export {
  callFlow,
  frameworkApi,
  frameworkCallApi,
  frameworkFlow,
  frameworkFollowers,
  frameworkMemberApi,
  frameworkQuoteApi,
  frameworkResponseApi,
  memberFlow,
  quoteFlow as frameworkQuoteFlow,
  responseFlow,
} from '#mall/framework'
export { orderApi, orderFlow } from '#mall/order'
export {
  billFlow,
  cardFlow,
  contestApi,
  contestFlow,
  contestquoteApi,
  ratecardApi,
  sealFlow,
  serviceApi,
  servicebillApi,
  serviceFlow,
} from '#mall/service'
export { shelfApi } from '#mall/shelf'
export { themeApi, themeFollowers } from '#mall/theme'
export { startPatrol, ticketApi, ticketFlow } from '#mall/ticket'
export const timers = {
  ...shelfTimers,
  ...orderTimers,
  ...ticketTimers,
  ...auctionTimers,
  ...serviceTimers,
  ...frameworkTimers,
}
