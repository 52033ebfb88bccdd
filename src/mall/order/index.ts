export {
  finish as finishOrder,
  orderOf,
  paid as orderPaid,
  rescinded as orderRescinded,
  timers,
} from './actions.ts'
export { orderApi } from './api.ts'
export { type Item, type Order, orderFlow, type Way } from './model.ts'
export { bornAs, dueIn } from './placing.ts'
