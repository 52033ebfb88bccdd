export { mapOf, pilotApi, rolloutApi, runningApi } from './api.ts'
export {
  type Feature,
  features,
  type LiveFacts,
  live,
  pilotFlow,
  rollFlow,
  runningFlow,
} from './model.ts'
export { liveFrom } from './store.ts'
