import { timers as orderTimers } from '#mall/order'
import { timers as shelfTimers } from '#mall/shelf'
import { timers as ticketTimers } from '#mall/ticket'

/** 4 交易：电子卖场的各间房，一个门。 */
export { orderApi, orderFlow } from '#mall/order'
export { shelfApi } from '#mall/shelf'
export { startPatrol, ticketApi, ticketFlow } from '#mall/ticket'
export const timers = { ...shelfTimers, ...orderTimers, ...ticketTimers }
