export { contractOf, digestOf, finish, rescind, statesOfPlan } from './actions.ts'
export { api, api as contractApi } from './api.ts'
export {
  type Account,
  accountOf,
  type Contract,
  contractFlow,
  dueDays,
  goodsOf,
  type Instalment,
  pendingOf,
  totalOf,
} from './model.ts'
