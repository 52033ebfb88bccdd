import { Hono } from 'hono'
import { flows } from '#flows'
import { journalRoutes, type Sequencer } from '#journal'
import type { Server } from '#kernel'
import { openData } from '#opendata'
import { deskFiles } from './desk/files.ts'
import { liveRoutes } from './desk/live.ts'
import { evidenceRoutes } from './evidence/index.ts'
import { lawApi } from './portal/law-api.ts'

/** Everything that needs no sign-in. */
export function publicRoutes(s: Server & { sequencer: Sequencer }) {
  const app = new Hono()
  app.route('/', lawApi(s, flows))
  app.route('/', journalRoutes(s, s.sequencer))
  app.route('/', openData(s))
  app.route('/', liveRoutes(s))
  app.route('/', evidenceRoutes(s, s.sequencer))
  app.route('/', deskFiles(s.sequencer.signers.std.vkey))
  return app
}
