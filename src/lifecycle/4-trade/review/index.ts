export { deem, lots } from './actions.ts'
export { lotApi, reviewApi } from './api.ts'
export {
  awardFirst,
  awardOf,
  awardOfLot,
  awardResearch,
  awardsOfLot,
  contracted,
  fallenOfLot,
  twoPrices,
} from './award.ts'
export { resultDigest } from './digest.ts'
export { dossierOf, evaluationInput, qualifiedOf } from './facts.ts'
export { newMembers, voidGone } from './members.ts'
export { type Award, type AwardPart, lotVeil, reviewFlow, reviewVeil } from './model.ts'
export { type Report, reportOf } from './report.ts'
export { roundOps, tenderOps } from './round-api.ts'
