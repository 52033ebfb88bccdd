export { heldByOutage, interrupted } from './actions.ts'
export { type Incident, incidentFlow, lasted, titleOf } from './model.ts'
export { incidents, movedBy } from './store.ts'
