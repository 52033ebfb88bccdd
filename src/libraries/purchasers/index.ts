export { enter as enterPurchaser, enterMany as enterPurchasers } from './actions.ts'
export { api as purchaserApi } from './api.ts'
export { purchaserFlow } from './model.ts'
