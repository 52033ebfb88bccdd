export { admitQuotes, openQuotes, openRound, pricedOf } from './actions.ts'
export { quoteApi } from './api.ts'
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
  settleVariation,
  talksOf,
  variationsOf,
} from './store.ts'
export { boxOldRounds } from './upgrade.ts'
