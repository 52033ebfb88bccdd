export { evidence, forget, remember, takeOut } from './actions.ts'
export { shelfApi } from './api.ts'
export { comparedWith, guardPrice, splitOrders } from './model.ts'
export { timers } from './screening.ts'
