export { openQuotes, openRound, pricedOf } from './actions.ts'
export { quoteApi } from './api.ts'
export { sealViewOfRound } from './custody.ts'
export {
  type Quote,
  quoteFlow,
  type Round,
  type Talk,
  type Variation,
  zPlainQuote,
} from './model.ts'
export {
  addTalk,
  addVariation,
  quotesOf,
  roundsOf,
  setRoundDeadline,
  settleVariation,
  talksOf,
  variationsOf,
} from './store.ts'
