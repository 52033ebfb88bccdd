export { fail, finish, handOver, planOf, releaseLot, start, toContract } from './actions.ts'
export { api } from './api.ts'
export { type Plan, planFlow } from './model.ts'
