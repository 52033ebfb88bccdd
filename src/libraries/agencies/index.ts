export {
  adoptAgencies,
  enrol as enrolAgency,
  enrolMany as enrolAgencies,
  timers as agencyTimers,
} from './actions.ts'
export { api as agencyApi } from './api.ts'
export { agencyFlow } from './model.ts'
export { agencySheet } from './sheet.ts'
