export { type Extracted, limits as extractLimits, textOf } from './extract.ts'
