import { lapse } from './actions.ts'
import { expire } from './cards.ts'
import { close } from './contest.ts'

export { orderOf as serviceOf } from './actions.ts'
export { contestApi, contestquoteApi, ratecardApi, serviceApi, servicebillApi } from './api.ts'
export {
  billOf,
  billPaid,
  billRescinded,
  finishBill,
  holdBill,
  lineRescinded,
} from './bills.ts'
export { contestFlow, sealFlow } from './contest-model.ts'
export { type Bill, type BillLine, billFlow, cardFlow, serviceFlow } from './model.ts'
export { photoOf } from './photos.ts'
export const timers = {
  '服务订单.lapse': lapse,
  '服务价目.expire': expire,
  '服务比价.close': close,
}
