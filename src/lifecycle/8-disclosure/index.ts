export { followers } from './actions.ts'
export { api, cursorOf, wire, zFind, zNotice } from './api.ts'
export { checkNotices } from './check.ts'
export { resultOps } from './corrected.ts'
export { type Missing, missingOf, type Owed, owedBy, type ProcessKind, soonest } from './duties.ts'
export { fill, type Given, lacking } from './fill.ts'
export { forms } from './forms.ts'
export {
  type Attachment,
  type Column,
  type Content,
  type Field,
  handsOut,
  type Kind,
  kinds,
  type Notice,
  noticeFlow,
  type Section,
  streamOf,
} from './model.ts'
export { compose, type Draft, hashOf, only, putAlone, wan } from './publish.ts'
export {
  executed,
  type FitPurchase,
  type ReservedDeal,
  reportCites,
  reservedShare,
} from './reserved.ts'
export {
  correctionsOf,
  countByKind,
  countByRegion,
  findNotices,
  markOf,
  newestOf,
  noticeOf,
  noticesByIds,
  noticesOfProcess,
  noticesOfSubject,
  openOf,
  proofOf,
  triggersOf,
  unsettled,
  type Wanted,
} from './store.ts'
