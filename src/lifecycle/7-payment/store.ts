import type { ColumnType } from 'kysely'
import { type Day, type Fen, type KernelTables, NotFound, type Tx } from '#kernel'
import type { Request, Settlement } from './model.ts'

type Json<T> = ColumnType<T, string, string>
type Tables = {
  'payment.request': {
    id: string
    contract_id: string
    instalment: number
    amount: Fen
    invoice: string
    invoice_day: Day
    payee: Json<Request['payee']>
    voucher: string | null
    paid: Day | null
    receipt: string | null
  }
  'payment.instalment': { contract_id: string; instalment: number; request: string }
  'payment.settlement': {
    id: string
    contract_id: string
    report_id: string
    paid: Fen
    closed: Day | null
    manifest: ColumnType<Record<string, unknown> | null, string | null, string | null>
    sha256: string | null
    keep_until: Day | null
  }
  'kernel.subject': { id: string; state: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const read = ({
  contract_id,
  invoice_day,
  ...r
}: Omit<Tables['payment.request'], 'payee'> & { payee: Request['payee'] }): Request => ({
  ...r,
  contract: contract_id,
  invoiceDay: invoice_day,
})
export async function addRequest(tx: Tx, r: Request) {
  await t(tx)
    .insertInto('payment.request')
    .values({
      id: r.id,
      contract_id: r.contract,
      instalment: r.instalment,
      amount: r.amount,
      invoice: r.invoice,
      invoice_day: r.invoiceDay,
      payee: JSON.stringify(r.payee),
      voucher: null,
      paid: null,
      receipt: null,
    })
    .execute()
  await takeInstalment(tx, r)
}
/** The instalment is this request's, and no other's: the database lets two at once not both have it. */
export const takeInstalment = (tx: Tx, r: Pick<Request, 'id' | 'contract' | 'instalment'>) =>
  t(tx)
    .insertInto('payment.instalment')
    .values({ contract_id: r.contract, instalment: r.instalment, request: r.id })
    .execute()
/** The instalment may be asked for again. */
export const freeInstalment = (tx: Tx, request: string) =>
  t(tx).deleteFrom('payment.instalment').where('request', '=', request).execute()
export async function requestOf(tx: Tx, id: string): Promise<Request> {
  const r = await t(tx)
    .selectFrom('payment.request')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('支付申请')
  return read(r)
}
export const requestsOf = async (
  tx: Tx,
  contract: string,
): Promise<(Request & { state: string })[]> =>
  (
    await t(tx)
      .selectFrom('payment.request as r')
      .innerJoin('kernel.subject as s', 's.id', 'r.id')
      .selectAll('r')
      .select('s.state')
      .where('r.contract_id', '=', contract)
      .orderBy('r.id')
      .execute()
  ).map(({ state, ...r }) => ({ ...read(r), state }))
export const setPayee = (tx: Tx, id: string, payee: Request['payee']) =>
  t(tx)
    .updateTable('payment.request')
    .set({ payee: JSON.stringify(payee) })
    .where('id', '=', id)
    .execute()
export const setVoucher = (tx: Tx, id: string, voucher: string) =>
  t(tx).updateTable('payment.request').set({ voucher }).where('id', '=', id).execute()
export const setPaid = (tx: Tx, id: string, paid: Day, receipt: string) =>
  t(tx).updateTable('payment.request').set({ paid, receipt }).where('id', '=', id).execute()

const paper = (m: Settlement['manifest']) => (m === null ? null : JSON.stringify(m))
export const addSettlement = (
  tx: Tx,
  s: Pick<Settlement, 'id' | 'contract' | 'report' | 'paid' | 'manifest'>,
) =>
  t(tx)
    .insertInto('payment.settlement')
    .values({
      id: s.id,
      contract_id: s.contract,
      report_id: s.report,
      paid: s.paid,
      closed: null,
      manifest: paper(s.manifest),
      sha256: null,
      keep_until: null,
    })
    .execute()
export const setSettlement = (
  tx: Tx,
  { id, paid, manifest }: Pick<Settlement, 'id' | 'paid' | 'manifest'>,
) =>
  t(tx)
    .updateTable('payment.settlement')
    .set({ paid, manifest: paper(manifest) })
    .where('id', '=', id)
    .execute()
export const setClosed = (tx: Tx, id: string, closed: Day, paid: Fen) =>
  t(tx).updateTable('payment.settlement').set({ closed, paid }).where('id', '=', id).execute()
/** Where the settlement of a contract stands; null when there is none. */
export const settlementStateOf = async (tx: Tx, contract: string): Promise<string | null> =>
  (
    await t(tx)
      .selectFrom('payment.settlement as p')
      .innerJoin('kernel.subject as s', 's.id', 'p.id')
      .select('s.state')
      .where('p.contract_id', '=', contract)
      .executeTakeFirst()
  )?.state ?? null
export const setArchived = (
  tx: Tx,
  id: string,
  a: { manifest: Record<string, unknown>; sha256: string; keepUntil: Day },
) =>
  t(tx)
    .updateTable('payment.settlement')
    .set({ manifest: JSON.stringify(a.manifest), sha256: a.sha256, keep_until: a.keepUntil })
    .where('id', '=', id)
    .execute()
export async function settlementOf(tx: Tx, id: string): Promise<Settlement> {
  const r = await t(tx)
    .selectFrom('payment.settlement')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('结项')
  return {
    id: r.id,
    contract: r.contract_id,
    report: r.report_id,
    paid: r.paid,
    closed: r.closed,
    manifest: r.manifest,
    sha256: r.sha256,
    keepUntil: r.keep_until,
  }
}

/** Every entry of one purchase, in the order of the journal: the leaf is what the public tree hashes. */
export const entriesOf = (tx: Tx, process: string) =>
  tx
    .withTables<KernelTables>()
    .selectFrom('kernel.journal')
    .select(['seq', 'noun', 'action', 'to', 'at', 'role', 'org_name', 'leaf'])
    .where('process', '=', process)
    .orderBy('seq')
    .execute()
