export { look, type MonitorOptions, type Round } from './monitor.ts'
export { type WitnessOptions, witnessServer } from './server.ts'
