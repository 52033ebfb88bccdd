import type { ColumnType } from 'kysely'
import { type Id, NotFound, type Tx } from '#kernel'
import type { Argument, Objection, Proof, Request } from './model.ts'

type Tables = {
  'approval.request': Omit<Request, 'arguments' | 'proof'> & {
    arguments: ColumnType<readonly Argument[], string, string>
    proof: ColumnType<Proof | null, string, string>
  }
  'approval.objection': Objection
  'kernel.subject': { id: string; state: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const row = (r: Request) => ({
  ...r,
  arguments: JSON.stringify(r.arguments),
  proof: JSON.stringify(r.proof),
})
export const addRequest = (tx: Tx, r: Request) =>
  t(tx).insertInto('approval.request').values(row(r)).execute()
export const setRequest = (tx: Tx, r: Request) =>
  t(tx).updateTable('approval.request').set(row(r)).where('id', '=', r.id).execute()
export async function requestOf(tx: Tx, id: string): Promise<Request> {
  const r = await t(tx)
    .selectFrom('approval.request')
    .selectAll()
    .where('id', '=', id as Id<'approval'>)
    .executeTakeFirst()
  if (!r) throw new NotFound('报批事项')
  return r
}
export const approvedFor = (tx: Tx, project: string): Promise<Request[]> =>
  t(tx)
    .selectFrom('approval.request as r')
    .innerJoin('kernel.subject as s', 's.id', 'r.id')
    .selectAll('r')
    .where('r.project', '=', project)
    .where('s.state', '=', '已批准')
    .execute()
export const addObjection = (tx: Tx, o: Objection) =>
  t(tx).insertInto('approval.objection').values(o).execute()
export const setObjection = (tx: Tx, id: string, answer: string, upheld: boolean) =>
  t(tx).updateTable('approval.objection').set({ answer, upheld }).where('id', '=', id).execute()
export async function objectionOf(tx: Tx, id: string): Promise<Objection> {
  const o = await t(tx)
    .selectFrom('approval.objection')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!o) throw new NotFound('公示异议')
  return o
}
export const objectionsOf = (tx: Tx, request: string): Promise<Objection[]> =>
  t(tx)
    .selectFrom('approval.objection')
    .selectAll()
    .where('request', '=', request)
    .orderBy('id')
    .execute()
