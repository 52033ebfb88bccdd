export { close, conflictsOf, factsOf, tenders } from './actions.ts'
export { api, questionApi } from './api.ts'
export { custodyOf, unseal } from './custody.ts'
export {
  type Criterion,
  type Document,
  type LotState,
  lotFlow,
  questionFlow,
  tenderFlow,
} from './model.ts'
export { grounds, type LotFacts } from './rules.ts'
export {
  announcedLots,
  answersOf,
  biddersOf,
  type Correction,
  correctionsOf,
  type Lot,
  lotOf,
  lotsOf,
  membersOf,
  type Result,
  setAnnounced,
  setFailure,
  setOpened,
  setRanking,
  type Tender,
  tenderOf,
} from './store.ts'
