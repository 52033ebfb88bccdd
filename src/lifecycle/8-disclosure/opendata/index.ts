export { startProjector } from './actions.ts'
export { checkReleases } from './check.ts'
export { tags } from './model.ts'
export { openData, openDataSummary } from './routes.ts'
