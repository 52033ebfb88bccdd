export {
  commit,
  freeze,
  lineForUpdate,
  lineOf,
  receive,
  refund,
  release,
  spend,
  totals,
  uncommit,
} from './actions.ts'
export { api } from './api.ts'
export { type Line, lineFlow } from './model.ts'
export { withinLine } from './within.ts'
