import { lapse } from './actions.ts'
import { expire } from './cards.ts'

export { orderOf as serviceOf } from './actions.ts'
export { ratecardApi, serviceApi, servicebillApi } from './api.ts'
export {
  billOf,
  billPaid,
  billRescinded,
  finishBill,
  holdBill,
  lineRescinded,
} from './bills.ts'
export { type Bill, type BillLine, billFlow, cardFlow, serviceFlow } from './model.ts'
export const timers = { '服务订单.lapse': lapse, '服务价目.expire': expire }
