export { type Postgres, type StartOptions, startPostgres } from './embedded.ts'
export { StartError } from './error.ts'
export { type Migration, migrate } from './migrate.ts'
export { raiseWalls, type Standing } from './walls.ts'
