import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDb, openPool } from '#kernel'
import { keepTexts } from '#libraries/regulations'
import { migrate, startPostgres } from '#postgres'
import { migrations } from '../../src/schema.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string
  }
}
/** One real PostgreSQL for the whole run; every file gets its own database, copied from a migrated template. */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), 'yiwang-test-'))
  const postgres = await startPostgres({ dataDir, durable: false })
  const pool = openPool(postgres.url, 1)
  await migrate(pool, migrations())
  await keepTexts(openDb(pool))
  await pool.end()
  const admin = openPool(postgres.urlOf('postgres'), 1)
  await admin.query('alter database yiwang is_template true')
  await admin.end()
  project.provide('postgres', postgres.urlOf('postgres'))
  return async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
