import type { Ask, Entry, Follower } from '#kernel'
import { closeDue } from '#trade/box'
import { beacon, drawOf, drawTenderOps, lapse, ringDue } from '#trade/draw'
import { beginHall, form } from '#trade/hall'
import { innovationFollowers } from '#trade/innovate'
import { expire } from '#trade/letter'
import { heldByOutage } from '#trade/outage'
import { close as closePrequal } from '#trade/prequal'
import { deem, lotApi as lotSteps, newMembers, roundOps, tenderOps, voidGone } from '#trade/review'
import { close, api as tenderApiOnly } from '#trade/tender'
import { interrupt, lapse as lapseBooking, vacateGone } from '#trade/venue'

/** 4 交易：招标、投标、报价轮次、评审四间房，一个门。 */
export {
  api as bidApi,
  attachmentFor,
  type Bid,
  bidFlow,
  bidsOf,
  bidVeil,
  ciphertextFor,
  type PlainBid,
  zPlainBid,
} from '#trade/bid'
export {
  addPart,
  attachment,
  boxApi,
  boxFlow,
  custodyApi,
  findEntry,
  keyFlow,
  registerKey,
  sweep,
} from '#trade/box'
export {
  answerCall,
  commitmentOf,
  type DrawSpec,
  drawApi,
  drawEvidence,
  drawFlow,
  poolLeaf,
  seedOf,
  specHash,
} from '#trade/draw'
export {
  hallApi,
  hallFlow,
  type Room,
  roomOf,
  roomVeil,
  tickFor,
  type Watcher,
  watcherOf,
} from '#trade/hall'
export {
  acceptedResearch,
  beginResearch,
  type Innovation,
  innovationApi,
  innovationFlow,
  innovationOf,
  type ResearchAt,
  researchApi,
  researchFailed,
  researchFlow,
  researchOf,
  researchOfContract,
  stageOf,
  undoResearch,
} from '#trade/innovate'
export { letterApi, letterFlow, letterVeil } from '#trade/letter'
export {
  type Incident,
  incidentFlow,
  incidents,
  interrupted,
  lasted,
  movedBy,
  titleOf as incidentTitle,
} from '#trade/outage'
export {
  applicationApi,
  applicationFlow,
  type Prequal,
  prequalApi,
  prequalFlow,
  prequalOf,
} from '#trade/prequal'
export {
  type Award,
  awardOf,
  awardOfLot,
  awardsOfLot,
  contracted,
  dossierOf,
  evaluationInput,
  fallenOfLot,
  lotVeil,
  qualifiedOf,
  type Report,
  reportOf,
  resultDigest,
  reviewApi,
  reviewFlow,
  reviewVeil,
} from '#trade/review'
export { boxOldRounds, quoteApi, quoteFlow } from '#trade/round'
export { publishSealer, type SealerPage, sealerFlow, sealerPages } from '#trade/sealer'
export {
  type Attached,
  announcedLots,
  answersOf,
  attachmentsOf,
  type Correction,
  correctionsOf,
  type Document,
  documentSections,
  feeWords,
  type Lot,
  lotFlow,
  lotOf,
  lotsOf,
  membersOf,
  type Pause,
  pausesOf,
  questionApi,
  questionFlow,
  questionVeil,
  type Result,
  recordCorrection,
  rewordings,
  type Shortlist,
  shortlistOf,
  type Tender,
  tenderFlow,
  tenderOf,
  tenderOfProcess,
  versionsOf,
} from '#trade/tender'

export {
  bookingApi,
  bookingFlow,
  remoteApi,
  remoteFlow,
  type SeatTable,
  seatTable,
  sittingApi,
  sittingFlow,
  venueApi,
  venueFlow,
} from '#trade/venue'

export const lotApi = { ...lotSteps, ...roundOps }
export const tenderApi = { ...tenderApiOnly, ...drawTenderOps, ...tenderOps }
/** What the clock does here. */
export const timers = {
  '资格预审.close': (ask: Ask, id: string) => closePrequal(ask, id),
  '专家抽取.beacon': (ask: Ask, id: string) => beacon(ask, id),
  '专家抽取.lapse': (ask: Ask, id: string) => lapse(ask, id),
  '专家抽取.call': (ask: Ask, id: string) => ringDue(ask, id),
  '开标记录.form': (ask: Ask, id: string) => form(ask, id),
  '澄清函.expire': (ask: Ask, id: string) => expire(ask, id),
  '席位预订.lapse': (ask: Ask, id: string) => lapseBooking(ask, id),
  '异地评审.interrupt': (ask: Ask, id: string) => interrupt(ask, id),
  '标箱.close': async (ask: Ask, id: string) =>
    (await heldByOutage(ask, { box: id })) || closeDue(ask, id),
  '招标项目.close': async (ask: Ask, id: string) =>
    (await heldByOutage(ask, { tender: id })) || close(ask, id),
  '采购包.deem': (ask: Ask, id: string) => deem(ask, id),
}
/** What follows what in this stage: the opening has its record, a new member its sheet, and who is gone has none. */
export const tradeFollowers: Readonly<Record<string, readonly Follower[]>> = {
  ...innovationFollowers,
  '采购包.open': [(ask: Ask, e: Entry) => beginHall(ask, e.subject)],
  '专家抽取.seat': [(ask: Ask, e: Entry) => newMembers(ask, e.subject)],
  '专家抽取.replace': [
    (ask: Ask, e: Entry) => voidGone(ask, e.subject),
    async (ask: Ask, e: Entry) => vacateGone(ask, (await drawOf(ask.tx, e.subject)).tender),
  ],
}
