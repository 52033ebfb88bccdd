export {
  adoptPurchasers,
  enterMany as enterPurchasers,
  enterOne as enterPurchaser,
} from './actions.ts'
export { api as purchaserApi } from './api.ts'
export { purchaserFlow } from './model.ts'
export { purchaserSheet } from './sheet.ts'
export { departmentOf, strangersTo } from './store.ts'
