import type { ColumnType } from 'kysely'
import { type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Bid } from './model.ts'

type Tables = {
  'trade.bid': {
    id: string
    lot: string
    box: string
    supplier: string
    sha256: string
    size: number
    submitted: ColumnType<Instant, string, string>
    opened: ColumnType<Bid['opened'], string | null, string>
    price: Bid['price']
    fault: ColumnType<Bid['fault'], string | null, string>
  }
  'kernel.subject': { id: string; state: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()
export const addBid = (tx: Tx, b: Omit<Bid, 'opened' | 'price' | 'fault'>) =>
  t(tx)
    .insertInto('trade.bid')
    .values({ ...b, submitted: ts(b.submitted), opened: null, price: null, fault: null })
    .execute()
export const setSealed = (tx: Tx, id: string, b: Pick<Bid, 'sha256' | 'size' | 'submitted'>) =>
  t(tx)
    .updateTable('trade.bid')
    .set({ sha256: b.sha256, size: b.size, submitted: ts(b.submitted) })
    .where('id', '=', id)
    .execute()
export const setOpened = (
  tx: Tx,
  id: string,
  opened: NonNullable<Bid['opened']>,
  price: Bid['price'],
) =>
  t(tx)
    .updateTable('trade.bid')
    .set({ opened: JSON.stringify(opened), price })
    .where('id', '=', id)
    .execute()
export const setFault = (tx: Tx, id: string, fault: NonNullable<Bid['fault']>) =>
  t(tx)
    .updateTable('trade.bid')
    .set({ fault: JSON.stringify(fault) })
    .where('id', '=', id)
    .execute()
export async function bidOf(tx: Tx, id: string): Promise<Bid> {
  const b = await t(tx).selectFrom('trade.bid').selectAll().where('id', '=', id).executeTakeFirst()
  if (!b) throw new NotFound('投标')
  return b
}
export const findBid = (tx: Tx, lot: string, supplier: string): Promise<Bid | undefined> =>
  t(tx)
    .selectFrom('trade.bid')
    .selectAll()
    .where('lot', '=', lot)
    .where('supplier', '=', supplier)
    .executeTakeFirst()
/** Every bid of a lot that was not withdrawn, with its state, in order of id. */
export const bidsOf = (tx: Tx, lot: string): Promise<(Bid & { state: string })[]> =>
  t(tx)
    .selectFrom('trade.bid as b')
    .innerJoin('kernel.subject as s', 's.id', 'b.id')
    .selectAll('b')
    .select('s.state')
    .where('b.lot', '=', lot)
    .where('s.state', '<>', '已撤回')
    .orderBy('b.id')
    .execute()
