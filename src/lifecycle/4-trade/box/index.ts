export {
  type BoxSpec,
  boxFor,
  closeBox,
  closeDue,
  closesAt,
  contextOf,
  keepShut,
  moveBox,
  permitBox,
  placeBox,
  register as registerKey,
  type SealView,
  sealView,
  suspendBox,
} from './actions.ts'
export { boxApi, custodyApi, custodySection } from './api.ts'
export {
  envelopeDigestOf,
  type Handed,
  holdBox,
  type Put,
  put,
  recover,
  takeOut,
} from './entries.ts'
export { type Box, boxFlow, type Custodian, keyFlow } from './model.ts'
export {
  attachment,
  attachmentsOf,
  custodyState,
  type Fault,
  faultOf,
  type Opened,
  openBox,
} from './opening.ts'
export { boxesOf, boxOf, entriesOf, findEntry, type OpenedFile, ownClockBetween } from './store.ts'
export { addPart, bodyOf, sweep } from './uploads.ts'
