import { expire, lateReport, lateSign } from './actions.ts'
import { award, followers } from './calls.ts'
import { late } from './members.ts'
import { close } from './opening.ts'

export { openStates } from './actions.ts'
export { frameworkApi, frameworkMemberApi, frameworkResponseApi } from './api.ts'
export { frameworkCallApi, frameworkQuoteApi } from './call-api.ts'
export {
  buyersOf,
  callOf,
  type Settled,
  settledOf,
  type Total,
  totalsOf,
  turnsOf,
} from './call-store.ts'
export { waiting } from './compute.ts'
export {
  type Call,
  callFlow,
  type Document,
  type Framework,
  frameworkFlow,
  type Lot,
  type Member,
  memberFlow,
  quoteFlow,
  responseFlow,
} from './model.ts'
export { type PublicFramework, publicFrameworks } from './public.ts'
export { admittedOf } from './reviewing.ts'
export { boxOldFrameworks } from './sealing.ts'
export {
  frameworkOf,
  type InForce,
  lotOf,
  lotsOf,
  type MemberRow,
  memberOf,
  membersOf,
  openLots,
} from './store.ts'
export { followers as frameworkFollowers }
export const timers = {
  '框架协议.close': close,
  '框架协议.closeMore': close,
  '框架协议.lateSign': lateSign,
  '框架协议.lateReport': lateReport,
  '框架协议.expire': expire,
  '入围供应商.late': late,
  '框架采购单.award': award,
}
