export { type Advice, advise } from './advise.ts'
export { type BiasFound, biases, biasesIn, type Clause as BiasClause, scaleWords } from './bias.ts'
export {
  CalendarUnknown,
  type Counted,
  calendarEnds,
  isWorkday,
  type Period,
  period,
} from './calendar.ts'
export { catalogue, type LawText } from './catalogue.ts'
export { cite, citeMarked } from './cite.ts'
export { correctedDeadline, earliestDeadline, ends } from './deadlines.ts'
export {
  type EntrySetting,
  type EntryValues,
  entrySettings,
  entryValues,
} from './entry-settings.ts'
export {
  type Answer as Evaluation,
  type EvaluateInput,
  evaluate,
  zEvaluate,
} from './evaluate/index.ts'
export { type Ground, groundOf, groundsOf, groundTitles, ONLY_SUPPLIER } from './grounds.ts'
export { type Hall, type HallName, hallNames, halls, hallsOf } from './halls.ts'
export { inn, innOwn, innovates, mayInnovate } from './innovate.ts'
export { type MallSetting, mall, mallSettings } from './mall-settings.ts'
export {
  type Category,
  type MethodName,
  methodNames,
  methodRow,
  methods,
  type Way,
  ways,
} from './methods.ts'
export {
  decide,
  decisions,
  defaultOf,
  faultOf,
  isMoney,
  isOn,
  isOwnName,
  numberOf,
  type Own,
  type OwnName,
  ownNames,
  ownOn,
  settingsOn,
  tiered,
} from './own.ts'
export { citesIn, citesOf, lawIf, lawOn, type Param, type ParamName, params } from './params.ts'
export { bases, held, keeps, none } from './personal.ts'
export {
  administrators,
  flow,
  type Position,
  type Role,
  roles,
  standingOf,
  standings,
} from './roles.ts'
export { type RuleView, rulesInForce } from './rules.ts'
export { type SessionSetting, session, sessionSettings } from './session-settings.ts'
export { type Settings, settings, zSettings } from './settings.ts'
export { articlesOf, type Citing, citingOf, type Line, lawTexts } from './texts.ts'
export { inWordsOf, methodCodes, methodOfNumber, numberUnder, sayByNumber } from './words.ts'
