export { beginHall, form } from './actions.ts'
export { hallApi, roomOf } from './api.ts'
export { hallFlow, roomVeil } from './model.ts'
export { hallBy, tickOf } from './store.ts'
