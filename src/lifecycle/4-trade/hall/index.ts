export { beginHall, form } from './actions.ts'
export { hallApi, type Room, roomOf, tickFor, type Watcher, watcherOf } from './api.ts'
export { hallFlow, roomVeil } from './model.ts'
export { hallBy } from './store.ts'
