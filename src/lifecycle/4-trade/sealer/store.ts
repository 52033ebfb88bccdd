import type { ColumnType } from 'kysely'
import { type Instant, type Tx, ts } from '#kernel'
import type { SealerPage } from './model.ts'

type Tables = {
  'trade.sealer_page': Omit<SealerPage, 'at'> & { at: ColumnType<Instant, string, string> }
}
const t = (tx: Tx) => tx.withTables<Tables>()
export const addPage = (tx: Tx, p: SealerPage) =>
  t(tx)
    .insertInto('trade.sealer_page')
    .values({ ...p, at: ts(p.at) })
    .execute()
/** Every version there was, newest first. */
export const sealerPages = (tx: Tx): Promise<SealerPage[]> =>
  t(tx).selectFrom('trade.sealer_page').selectAll().orderBy('at', 'desc').execute()
