export { timers } from './actions.ts'
export { auctionApi, boardFor, priceApi, replayOf } from './api.ts'
export { auctionFlow, priceFlow, type Replay, replay } from './model.ts'
export { tickOf } from './store.ts'
