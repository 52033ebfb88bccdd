export * from './canonical.ts'
export * from './suite.ts'
