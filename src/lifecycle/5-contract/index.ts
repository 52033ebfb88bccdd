export { contractOf, digestOf, finish, rescind, statesOfPlan } from './actions.ts'
export { api, api as contractApi } from './api.ts'
export {
  type Account,
  accountOf,
  type Contract,
  contractFlow,
  contractVeil,
  dueDays,
  goodsOf,
  type Instalment,
  totalOf,
} from './model.ts'
