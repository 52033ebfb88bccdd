export {
  finish as finishOrder,
  orderOf,
  paid as orderPaid,
  rescinded as orderRescinded,
  timers,
} from './actions.ts'
export { orderApi, rated } from './api.ts'
export { type Item, type Order, orderFlow, type Rating, type Way } from './model.ts'
export { rateOnce } from './perform-rules.ts'
export { notSplitUp } from './place-rules.ts'
export { bornAs, dueIn } from './placing.ts'
