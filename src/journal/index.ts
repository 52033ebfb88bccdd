export { journalRoutes } from './routes.ts'
export { ORIGIN, type Sequencer, startSequencer } from './sequencer.ts'
export { sizeOf, storedReader } from './stored.ts'
export { startWitnessing, type Witness, witnessesOf } from './witnesses.ts'
