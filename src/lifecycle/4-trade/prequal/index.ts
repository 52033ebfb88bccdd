export { close } from './actions.ts'
export { applicationApi, prequalApi } from './api.ts'
export { applicationFlow, type Prequal, prequalFlow } from './model.ts'
export { prequalOf } from './store.ts'
