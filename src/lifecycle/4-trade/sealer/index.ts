export { publishSealer } from './actions.ts'
export { type SealerPage, sealerFlow } from './model.ts'
export { sealerPages } from './store.ts'
