export { wishOf } from './actions.ts'
export { intentionApi, requirementApi } from './api.ts'
export {
  type Category,
  categories,
  type Intention,
  type Item,
  intentionFlow,
  type Method,
  type Requirement,
  requirementFlow,
} from './model.ts'
export { itemsOf } from './store.ts'
