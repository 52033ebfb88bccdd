export { requestOf, requestsOf, settlementOf, timers } from './actions.ts'
export { paymentApi, settlementApi } from './api.ts'
export { requestFlow, settlementFlow } from './model.ts'
