export { api as scoreApi, type Score, scoreOf } from './api.ts'
export { type Case, type Figure, figureOf, measures, type Scored, scored } from './model.ts'
