export { expire } from './actions.ts'
export { letterApi } from './api.ts'
export { type Letter, letterFlow, letterVeil } from './model.ts'
export { lettersOf } from './store.ts'
