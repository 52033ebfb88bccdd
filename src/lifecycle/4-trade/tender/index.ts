export { conflictsOf, factsOf, tenders } from './actions.ts'
export { api, questionApi } from './api.ts'
export { close } from './closing.ts'
export type { LotFacts } from './facts.ts'
export { grounds } from './lot-rules.ts'
export {
  type Criterion,
  type Document,
  type LotState,
  lotFlow,
  questionFlow,
  tenderFlow,
} from './model.ts'
export { answersOf, biddersOf, membersOf } from './people.ts'
export {
  announcedLots,
  type Correction,
  correctionsOf,
  type Lot,
  lotOf,
  lotsOf,
  type Result,
  setAnnounced,
  setFailure,
  setOpened,
  setRanking,
  type Tender,
  tenderOf,
} from './store.ts'
