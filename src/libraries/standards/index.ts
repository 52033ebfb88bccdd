export {
  catalogueApi,
  centralTold,
  itemTold,
  limitsOn,
  settingsTold,
  standardApi,
  unitOf,
} from './api.ts'
export { type Change, changeFlow, type Entry, type Item } from './model.ts'
export { type Central, centralOn, changeOf, covering, ownValues } from './store.ts'
