import { Hono } from 'hono'
import type pg from 'pg'
import { flows } from '#flows'
import { journalRoutes, type Sequencer, vkey } from '#journal'
import type { Server } from '#kernel'
import { deskFiles } from './desk/files.ts'
import { lawApi } from './portal/law-api.ts'

/** Everything that needs no sign-in. */
export function publicRoutes(s: Server & { pool: pg.Pool; sequencer: Sequencer }) {
  const app = new Hono()
  app.route('/', lawApi(s, flows))
  app.route('/', journalRoutes(s, s.sequencer))
  app.route('/', deskFiles(vkey(s.sequencer.signer)))
  return app
}
