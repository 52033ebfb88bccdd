export { followers as innovationFollowers, innovationOf } from './actions.ts'
export { innovationApi, researchApi } from './api.ts'
export { type Innovation, milestones, type Scheme } from './facts.ts'
export { innovationFlow, researchFlow } from './model.ts'
export {
  acceptedResearch,
  beginResearch,
  type ResearchAt,
  researchFailed,
  researchOf,
  researchOfContract,
  stageOf,
  undoResearch,
} from './research.ts'
