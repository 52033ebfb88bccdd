import type { Ask } from '#kernel'
import { beacon, drawTenderOps, lapse, ringDue } from '#trade/draw'
import { deem, tenderOps } from '#trade/review'
import { close, api as tenderApiOnly } from '#trade/tender'

/** 4 交易：招标、投标、评审三间房，一个门。 */
export {
  api as bidApi,
  type Bid,
  bidFlow,
  bidsOf,
  contextOf,
  type PlainBid,
  zPlainBid,
} from '#trade/bid'
export { answerCall, drawApi, drawFlow } from '#trade/draw'
export {
  type Award,
  awardOf,
  awardOfLot,
  contracted,
  dossierOf,
  evaluationInput,
  lotApi,
  qualifiedOf,
  resultDigest,
  reviewApi,
  reviewFlow,
} from '#trade/review'
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
  questionApi,
  questionFlow,
  type Result,
  type Tender,
  tenderFlow,
  tenderOf,
} from '#trade/tender'

export const tenderApi = { ...tenderApiOnly, ...drawTenderOps, ...tenderOps }
/** What the clock does here. */
export const timers = {
  '专家抽取.beacon': (ask: Ask, id: string) => beacon(ask, id),
  '专家抽取.lapse': (ask: Ask, id: string) => lapse(ask, id),
  '专家抽取.call': (ask: Ask, id: string) => ringDue(ask, id),
  '招标项目.close': (ask: Ask, id: string) => close(ask, id),
  '采购包.deem': (ask: Ask, id: string) => deem(ask, id),
}
