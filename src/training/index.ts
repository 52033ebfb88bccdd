export { trainingApi } from './api.ts'
export { startTrainingClock, type TrainingClock } from './clock.ts'
export {
  addInstance,
  clearBroken,
  holdFilling,
  type Instance,
  instanceOf,
  markLoaded,
} from './store.ts'
