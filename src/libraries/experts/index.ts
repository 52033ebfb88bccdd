export {
  enrol as enrolExpert,
  enrolMany as enrolExperts,
  timers as expertTimers,
} from './actions.ts'
export { adoptExperts } from './adopt.ts'
export { api as expertApi, performanceApi } from './api.ts'
export { type Expert, expertFlow, performanceFlow, type Tie, type TieKind } from './model.ts'
export { expertSheet } from './sheet.ts'
export { addTie, addTies, expertsOf, identityOf, mustStand, poolFor } from './store.ts'
