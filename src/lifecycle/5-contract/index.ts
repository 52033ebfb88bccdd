export { contractOf, finish, rescind, statesOfPlan } from './actions.ts'
export { api, api as contractApi } from './api.ts'
export {
  type Account,
  accountOf,
  type Contract,
  contractFlow,
  contractVeil,
  type Deal,
  dueDays,
  goodsOf,
  type Instalment,
  nameOf,
  pendingOf,
  totalOf,
} from './model.ts'
export {
  contractOfOrder,
  contractsOfBill,
  digestOf,
  followers as contractFollowers,
  undoOfOrder,
} from './source.ts'
