export { startPatrol, timers } from './actions.ts'
export { ticketApi } from './api.ts'
export { ticketFlow } from './model.ts'
