export { type Answer, evaluate } from './engine.ts'
export { type EvaluateInput, zEvaluate } from './schema.ts'
