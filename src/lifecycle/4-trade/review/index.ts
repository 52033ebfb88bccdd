export { awardOf, awardOfLot, contracted, deem, lots, resultDigest } from './actions.ts'
export { lotApi, reviewApi, tenderOps } from './api.ts'
export { dossierOf, evaluationInput, qualifiedOf } from './facts.ts'
export { type Award, reviewFlow } from './model.ts'
