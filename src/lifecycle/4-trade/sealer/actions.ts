import { createHash } from 'node:crypto'
import { askAs, begin, type Db, newId, system, type World } from '#kernel'
import { sealerFlow } from './model.ts'
import * as store from './store.ts'

/** At the start: the digest of the page that is served goes into the journal, once per version. */
export async function publishSealer(db: Db, world: World, page: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(page).digest('hex')
  await db.transaction().execute(async (tx) => {
    if ((await store.sealerPages(tx)).some((p) => p.sha256 === sha256)) return
    const ask = askAs(world, tx, system)
    const id = newId(ask.now)
    const size = page.length
    await begin(
      ask,
      sealerFlow,
      'publish',
      {
        id,
        title: `离线封存页 ${sha256.slice(0, 12)}`,
        process: id,
        lawOn: ask.today,
        region: system.region,
        parties: {},
      },
      {},
      { open: { sha256, size } },
    )
    await store.addPage(tx, { id, at: ask.now, sha256, size })
  })
  return sha256
}
