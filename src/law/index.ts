export { type Advice, advise } from './advise.ts'
export { CalendarUnknown, type Counted, isWorkday, type Period, period } from './calendar.ts'
export { catalogue, type LawText } from './catalogue.ts'
export { cite, citeMarked } from './cite.ts'
export {
  type Answer as Evaluation,
  type EvaluateInput,
  evaluate,
  zEvaluate,
} from './evaluate/index.ts'
export { type Category, type MethodName, methods } from './methods.ts'
export { citesOf, lawIf, lawOn, type Param, type ParamName, params } from './params.ts'
export { flow, type Role, roles } from './roles.ts'
export { type RuleView, rulesInForce } from './rules.ts'
export { isOn, numberOf, type Settings, settings, zSettings } from './settings.ts'
