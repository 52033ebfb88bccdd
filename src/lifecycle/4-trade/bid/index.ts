export { bidOf, bidsOf, openAll, reject } from './actions.ts'
export { api } from './api.ts'
export { type Bid, bidFlow, type PlainBid, zPlainBid } from './model.ts'
export { attachmentFor, ciphertextFor } from './papers.ts'
