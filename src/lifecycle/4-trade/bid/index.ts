export { bidOf, bidsOf, openAll, type Receipt, reject } from './actions.ts'
export { api, zReceipt } from './api.ts'
export { type Bid, bidFlow, bidVeil, type PlainBid, zPlainBid, zTechnicalBid } from './model.ts'
export { attachmentFor, ciphertextFor } from './papers.ts'
