export { type Postgres, type StartOptions, startPostgres } from './embedded.ts'
export { StartError } from './error.ts'
