export { wishOf } from './actions.ts'
export { intentionApi, requirementApi } from './api.ts'
export {
  type Category,
  categories,
  type Intention,
  intentionFlow,
  type Item,
  type Method,
  methodNames,
  type Requirement,
  requirementFlow,
} from './model.ts'
