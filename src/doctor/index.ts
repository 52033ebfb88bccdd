import { sql } from 'kysely'
import { checkNotices } from '#disclosure'
import { type Ask, type Checked, type Db, dayOf, system, type World } from '#kernel'
import { checkReleases } from '#opendata'
import { checkIndex, checkTexts } from '#search'
import { checkJournal } from '../journal/index.ts'

/**
 * What no stranger can see of the outside: the tables that are made of the journal and of the notices, made again and compared.
 * One snapshot, read only, beside a running service or without one.
 */
export const examine = (db: Db, world: World): Promise<Checked[]> =>
  db
    .transaction()
    .setAccessMode('read only')
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx)
      const now = world.now()
      const ask: Ask = { tx, actor: system, now, today: dayOf(now), world }
      return [
        ...(await checkJournal(tx, world.dataDir)),
        ...(await checkNotices(tx)),
        ...(await checkIndex(tx)),
        ...(await checkTexts(tx, world)),
        ...(await checkReleases(ask)),
      ]
    })
export const told = (c: Checked): string =>
  c.first === null ? `✓ ${c.what}相符（${c.looked}）` : `✗ ${c.what}不符：${c.first}`
