export { contractOf, finish, statesOfPlan } from './actions.ts'
export { api } from './api.ts'
export { type Contract, contractFlow, dueDays } from './model.ts'
