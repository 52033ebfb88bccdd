export * from './note.ts'
export { journalRoutes } from './routes.ts'
export { ORIGIN, type Sequencer, sizeOf, startSequencer, storedReader } from './sequencer.ts'
export * from './tree.ts'
