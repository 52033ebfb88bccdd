export {
  bidOf,
  bidsOf,
  contextOf,
  openAll,
  type Receipt,
  reject,
  type Sealed,
} from './actions.ts'
export { api, sealed as sealedInput, zReceipt } from './api.ts'
export { type Bid, bidFlow, type PlainBid, zPlainBid, zTechnicalBid } from './model.ts'
