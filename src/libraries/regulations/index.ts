export { timers as regulationTimers } from './actions.ts'
export { cleaningApi, regulationApi } from './api.ts'
export { type Change, diff, type Piece } from './articles.ts'
export { cleaningFlow, docFlow } from './model.ts'
export {
  type Cleaning,
  cleaningsOf,
  docOf,
  findDocs,
  type Hit,
  keepTexts,
  type Listed,
  piecesOfDoc,
  type Repeal,
  register as cleaningRegister,
  repealOf,
  searchArticles,
  versionsOf,
} from './store.ts'
