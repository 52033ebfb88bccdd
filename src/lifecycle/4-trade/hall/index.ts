export { beginHall, form } from './actions.ts'
export { hallApi, roomOf } from './api.ts'
export { hallFlow } from './model.ts'
export { tickOf } from './store.ts'
