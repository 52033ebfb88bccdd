export { factsOf, publish, tenders } from './actions.ts'
export { type AgainGround, againGrounds, lawfulAgain, namesItems } from './again-rules.ts'
export { api, inputs, questionApi } from './api.ts'
export { type Attached, attachmentsOf } from './attachments.ts'
export { close } from './closing.ts'
export { type Barred, type BarredKind, barredGrounds, eligible } from './eligible-rules.ts'
export type { LotFacts, TenderFacts } from './facts.ts'
export { computed, type Formula, inWords } from './formula.ts'
export { feeWords } from './front.ts'
export { type InnovationSeen, innovationSeen } from './innovation-seen.ts'
export { shortlist } from './invite.ts'
export {
  type Pause,
  pausesOf,
  prequalifiedOf,
  type Shortlist,
  shortlistOf,
} from './invite-store.ts'
export { leastOf } from './least.ts'
export { grounds } from './lot-rules.ts'
export {
  type Criterion,
  type Document,
  type LotState,
  lotFlow,
  type Negotiable,
  questionFlow,
  questionVeil,
  type Reserve,
  tenderFlow,
} from './model.ts'
export {
  addMember,
  answersOf,
  biddersOf,
  dismissMembers,
  goneFrom,
  membersOf,
  relatedOf,
} from './people.ts'
export { type OpeningPhase, openingPhase, openingPhases } from './phase.ts'
export { closingBetween, postpone } from './postpone.ts'
export { conflictsOf } from './recusal.ts'
export { deducts } from './reserve.ts'
export { keepResultCorrection, recordCorrection } from './result.ts'
export { type ChangeGround, changeGrounds, rewordings } from './result-rules.ts'
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
  tenderOfProcess,
  versionsOf,
} from './store.ts'
export { intended } from './tender-rules.ts'
export { documentSections } from './view.ts'
