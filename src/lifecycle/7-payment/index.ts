export { requestOf, requestsOf, timers } from './actions.ts'
export { paymentApi, settlementApi } from './api.ts'
export { settlementOf } from './closing.ts'
export { requestFlow, settlementFlow, settlementVeil } from './model.ts'
