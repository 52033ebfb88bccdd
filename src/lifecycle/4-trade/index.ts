import type { Ask } from '#kernel'
import { deem, lotApi as lotSteps, roundOps, tenderOps } from '#trade/review'
import { close, api as tenderApiOnly } from '#trade/tender'

/** 4 交易：招标、投标、报价轮次、评审四间房，一个门。 */
export {
  api as bidApi,
  attachmentFor,
  type Bid,
  bidFlow,
  bidsOf,
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
  keyFlow,
  registerKey,
  sweep,
} from '#trade/box'
export {
  type Award,
  awardOf,
  awardOfLot,
  contracted,
  dossierOf,
  evaluationInput,
  qualifiedOf,
  resultDigest,
  reviewApi,
  reviewFlow,
} from '#trade/review'
export { quoteApi, quoteFlow } from '#trade/round'
export {
  announcedLots,
  answersOf,
  type Correction,
  correctionsOf,
  type Document,
  type Lot,
  lotFlow,
  lotOf,
  lotsOf,
  membersOf,
  type Pause,
  pausesOf,
  questionApi,
  questionFlow,
  type Result,
  type Shortlist,
  shortlistOf,
  type Tender,
  tenderFlow,
  tenderOf,
} from '#trade/tender'

export const lotApi = { ...lotSteps, ...roundOps }
export const tenderApi = { ...tenderApiOnly, ...tenderOps }
/** What the clock does here. */
export const timers = {
  '招标项目.close': (ask: Ask, id: string) => close(ask, id),
  '采购包.deem': (ask: Ask, id: string) => deem(ask, id),
}
