import { type ColumnType, sql } from 'kysely'
import { type Day, type Fen, type Instant, NotFound, type Subjects, type Tx, ts } from '#kernel'
import type {
  Agent,
  Consumable,
  Discount,
  Document,
  Extra,
  Framework,
  Group,
  Lot,
  Member,
  Replacement,
  Response,
  Thing,
} from './model.ts'

type Json<T> = ColumnType<T, string, string>
type JsonOrNot<T> = ColumnType<T | null, string | null, string | null>
type At = ColumnType<Instant, string, string>
type AtOrNot = ColumnType<Instant | null, string | null, string | null>
export type Tables = {
  'mall.framework': {
    id: string
    project: string
    host: string
    kind: Framework['kind']
    category: Framework['category']
    document: Json<Document>
    round: number
    top_lot: string | null
    deadline: AtOrNot
    review: JsonOrNot<Group>
    notified: Day | null
    signed: Day | null
    ends: Day | null
    filed: Day | null
  }
  'mall.framework_lot': {
    id: string
    framework: string
    no: number
    name: string
    item: string
    unit: string
    ceiling: Fen
    need: string
    estimate: number | null
    discounts: Json<readonly Discount[]>
    consumables: Json<readonly Consumable[]>
    years: number | null
    original: number
    failed: boolean
  }
  'mall.framework_response': {
    id: string
    framework: string
    lot: string
    round: number
    supplier: string
    sha256: string
    size: number
    price: Fen | null
    extras: Json<readonly Extra[]>
    thing: JsonOrNot<Thing>
    agents: Json<readonly Agent[]>
    at: At
    withdrawn: boolean
    verdict: JsonOrNot<NonNullable<Response['verdict']>>
    place: number | null
  }
  'mall.framework_member': {
    id: string
    framework: string
    lot: string
    supplier: string
    round: number
    price: Fen
    extras: Json<readonly Extra[]>
    thing: Json<Thing>
    agents: Json<readonly Agent[]>
    proposal: JsonOrNot<Replacement>
    place: number
    turn: number
    score: number | null
    joined: Day | null
    left_on: Day | null
    ground: string | null
    reason: string | null
    asked: string | null
  }
}
const t = (tx: Tx) => tx.withTables<Tables & Subjects>()
const json = (v: unknown) => (v === null ? null : JSON.stringify(v))

const frameworkRow = ({ topLot, ...f }: Framework) => ({
  ...f,
  top_lot: topLot,
  document: JSON.stringify(f.document),
  deadline: f.deadline === null ? null : ts(f.deadline),
  review: json(f.review),
})
export const addFramework = (tx: Tx, f: Framework) =>
  t(tx).insertInto('mall.framework').values(frameworkRow(f)).execute()
export const setFramework = (tx: Tx, f: Framework) =>
  t(tx).updateTable('mall.framework').set(frameworkRow(f)).where('id', '=', f.id).execute()
export async function frameworkOf(tx: Tx, id: string): Promise<Framework> {
  const r = await t(tx)
    .selectFrom('mall.framework')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('框架协议')
  const { top_lot, ...rest } = r
  return { ...rest, topLot: top_lot } as Framework
}
export async function setLots(tx: Tx, framework: string, lots: readonly Lot[]): Promise<void> {
  await t(tx).deleteFrom('mall.framework_lot').where('framework', '=', framework).execute()
  await t(tx)
    .insertInto('mall.framework_lot')
    .values(
      lots.map((l) => ({
        ...l,
        discounts: JSON.stringify(l.discounts),
        consumables: JSON.stringify(l.consumables),
      })),
    )
    .execute()
}
export const lotsOf = (tx: Tx, framework: string): Promise<Lot[]> =>
  t(tx)
    .selectFrom('mall.framework_lot')
    .selectAll()
    .where('framework', '=', framework)
    .orderBy('no')
    .execute()
/** Locked, turns are given one after another. */
export async function lotOf(tx: Tx, id: string, lock = false): Promise<Lot> {
  let q = t(tx).selectFrom('mall.framework_lot').selectAll().where('id', '=', id)
  if (lock) q = q.forUpdate()
  const r = await q.executeTakeFirst()
  if (!r) throw new NotFound('采购包')
  return r
}
export const setLot = (tx: Tx, id: string, set: Partial<Pick<Lot, 'original' | 'failed'>>) =>
  t(tx).updateTable('mall.framework_lot').set(set).where('id', '=', id).execute()

const responseRow = ({ state: _, ...r }: Response & { state?: string }) => ({
  ...r,
  extras: JSON.stringify(r.extras),
  thing: json(r.thing),
  agents: JSON.stringify(r.agents),
  at: ts(r.at),
  verdict: json(r.verdict),
})
export const addResponse = (tx: Tx, r: Response) =>
  t(tx).insertInto('mall.framework_response').values(responseRow(r)).execute()
export const setResponse = (tx: Tx, r: Response) =>
  t(tx).updateTable('mall.framework_response').set(responseRow(r)).where('id', '=', r.id).execute()
export async function responseOf(tx: Tx, id: string): Promise<Response> {
  const r = await t(tx)
    .selectFrom('mall.framework_response')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('框架响应')
  return r
}
export type ResponseRow = Response & { readonly state: string }
/** Who answered in this round and did not take it back, each with its state. */
export const responsesOf = (tx: Tx, framework: string, round: number): Promise<ResponseRow[]> =>
  t(tx)
    .selectFrom('mall.framework_response as r')
    .innerJoin('kernel.subject as s', 's.id', 'r.id')
    .selectAll('r')
    .select('s.state')
    .where('r.framework', '=', framework)
    .where('r.round', '=', round)
    .where('r.withdrawn', '=', false)
    .orderBy('r.at')
    .orderBy('r.id')
    .execute()
/** Frameworks that take answers now. */
export const askedNow = async (tx: Tx): Promise<string[]> =>
  (
    await sql<{ id: string }>`
      select f.id from mall.framework f join kernel.subject s on s.id = f.id where s.state in ('征集中', '补充征集中')`.execute(
      tx,
    )
  ).rows.map((r) => r.id)
export const ownResponses = (tx: Tx, framework: string, supplier: string) =>
  t(tx)
    .selectFrom('mall.framework_response')
    .select(['id', 'lot', 'round', 'withdrawn'])
    .where('framework', '=', framework)
    .where('supplier', '=', supplier)
    .execute()

const memberRow = ({ leftOn, ...m }: Member) => ({
  ...m,
  left_on: leftOn,
  extras: JSON.stringify(m.extras),
  proposal: json(m.proposal),
  thing: JSON.stringify(m.thing),
  agents: JSON.stringify(m.agents),
})
export const addMember = (tx: Tx, m: Member) =>
  t(tx).insertInto('mall.framework_member').values(memberRow(m)).execute()
export const setMember = (tx: Tx, m: Member) =>
  t(tx).updateTable('mall.framework_member').set(memberRow(m)).where('id', '=', m.id).execute()
export type MemberRow = Member & { readonly state: string; readonly name: string }
/** Members of a framework, a package or a supplier, each with its state; by package, then by the order of turns. */
export async function membersOf(
  tx: Tx,
  by: { framework: string } | { lot: string } | { id: string },
): Promise<MemberRow[]> {
  let q = tx
    .withTables<Tables & Subjects & { 'library.org': { id: string; name: string } }>()
    .selectFrom('mall.framework_member as m')
    .innerJoin('kernel.subject as s', 's.id', 'm.id')
    .innerJoin('library.org as o', 'o.id', 'm.supplier')
    .selectAll('m')
    .select(['s.state', 'o.name'])
  q =
    'framework' in by
      ? q.where('m.framework', '=', by.framework)
      : 'lot' in by
        ? q.where('m.lot', '=', by.lot)
        : q.where('m.id', '=', by.id)
  const rows = await q.orderBy('m.lot').orderBy('m.turn').orderBy('m.id').execute()
  return rows.map(({ left_on, ...m }) => ({ ...m, leftOn: left_on }))
}
export async function memberOf(tx: Tx, id: string): Promise<MemberRow> {
  const [m] = await membersOf(tx, { id })
  if (!m) throw new NotFound('入围供应商')
  return m
}
/** Orders of this supplier under this framework that it refused or let lapse. */
export const refusalsOf = async (tx: Tx, framework: string, supplier: string): Promise<number> =>
  (
    await sql<{ n: number }>`
      select count(*)::int as n from mall.framework_call c join kernel.subject s on s.id = c.order_id
      where c.framework = ${framework} and c.winner = ${supplier} and s.state = '已拒单'`.execute(
      tx,
    )
  ).rows[0]?.n ?? 0
export interface InForce {
  readonly id: string
  readonly lot: string
  readonly title: string
  readonly no: string | null
  readonly state: string
  readonly lotNo: number
  readonly name: string
  readonly unit: string
  readonly ceiling: Fen
}
/** Packages of frameworks whose records are open, newest first: what a form offers to choose from. */
export const openLots = async (tx: Tx, states: readonly string[]): Promise<InForce[]> =>
  (
    await sql<InForce>`
      select f.id, l.id as lot, s.title, s.no, s.state, l.no as "lotNo", l.name, l.unit, l.ceiling
      from mall.framework f join kernel.subject s on s.id = f.id join mall.framework_lot l on l.framework = f.id
      where s.state = any(${states as string[]}::text[]) and not l.failed order by s.since desc, l.no limit 500`.execute(
      tx,
    )
  ).rows
