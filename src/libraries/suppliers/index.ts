export {
  adoptSuppliers,
  enrol as enrolSupplier,
  enrolMany as enrolSuppliers,
  relatedIn,
  suppliers as supplierStory,
  timers as supplierTimers,
} from './actions.ts'
export { api as supplierApi, claimApi } from './api.ts'
export { listedSupplier, unrelatedBidder } from './listed.ts'
export { claimFlow, type Pair, relatedAmong, supplierFlow } from './model.ts'
export { supplierSheet } from './sheet.ts'
