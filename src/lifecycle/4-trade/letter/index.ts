export { expire } from './actions.ts'
export { letterApi } from './api.ts'
export { type Letter, letterFlow, letterVeil, triggerText } from './model.ts'
export { lettersOf, votesOf } from './store.ts'
