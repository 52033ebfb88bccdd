import { sql } from 'kysely'
import { type Day, type Instant, NotFound, type Tier, type Tx } from '#kernel'
import type { Own } from '#law'
import { edition, pathTo } from '#libraries/catalogue'
import type { Change, Entry } from './model.ts'

const COLUMNS = sql`c.id, c.law, c.article, c."from", c.note, c.items, c.entries`
export const addChange = (tx: Tx, c: Change) =>
  sql`insert into law.change (id, law, article, "from", note, items, entries)
    values (${c.id}, ${c.law}, ${c.article}, ${c.from}, ${c.note}, ${JSON.stringify(c.items)}::jsonb,
      ${c.entries === null ? null : JSON.stringify(c.entries)}::jsonb)`.execute(tx)
export const setChange = (tx: Tx, c: Change) =>
  sql`update law.change set law = ${c.law}, article = ${c.article}, "from" = ${c.from}, note = ${c.note},
    items = ${JSON.stringify(c.items)}::jsonb, entries = ${c.entries === null ? null : JSON.stringify(c.entries)}::jsonb
    where id = ${c.id}`.execute(tx)
export async function changeOf(tx: Tx, id: string): Promise<Change> {
  const { rows } =
    await sql<Change>`select ${COLUMNS} from law.change c where c.id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('标准调整')
  return rows[0]
}
/** From here on the change is law: its values and its catalogue stand in the tables that are asked. */
export async function enact(tx: Tx, c: Change): Promise<void> {
  for (const i of c.items)
    await sql`insert into law.own (change, name, tier, "from", value)
      values (${c.id}, ${i.name}, ${i.tier}, ${c.from}, ${JSON.stringify(i.value)}::jsonb)`.execute(
      tx,
    )
  await sql`insert into law.central (change, ord, "from", edition, code, body, tiers, least, note)
    select ${c.id}, r.ord, ${c.from}, ${edition}, r.code, r.body, r.tiers, r.least, r.note
    from jsonb_to_recordset(${JSON.stringify((c.entries ?? []).map((e, ord) => ({ ord, ...e })))}::jsonb)
      as r(ord int, code text, body text, tiers text[], least bigint, note text)`.execute(tx)
}
export async function repeal(tx: Tx, id: string): Promise<void> {
  await sql`delete from law.own where change = ${id}`.execute(tx)
  await sql`delete from law.central where change = ${id}`.execute(tx)
}
/** Every decision that was published and not revoked. */
export const ownValues = async (tx: Tx): Promise<Own[]> =>
  (
    await sql<Own>`select o.name, o.tier, o."from", o.value, c.law, c.article from law.own o
      join law.change c on c.id = o.change`.execute(tx)
  ).rows
/** name·tier that another decision holds for that very day. */
export const takenOn = async (tx: Tx, from: Day, but: string): Promise<string[]> =>
  (
    await sql<{ key: string }>`select name || '·' || tier as key from law.own
      where "from" = ${from} and change <> ${but}
      union select '集中采购目录·全部' from law.central where "from" = ${from} and change <> ${but}`.execute(
      tx,
    )
  ).rows.map((r) => r.key)

export interface Decided {
  readonly name: string
  readonly tier: Tier | '全部'
  readonly from: Day
  readonly value: number | boolean
  readonly law: string
  readonly article: string
  readonly change: string
  readonly at: Instant
  readonly person: string
  readonly org: string
}
/** The history of every setting: what was decided, on what ground, published by whom. */
export const decidedBy = async (tx: Tx): Promise<Decided[]> =>
  (
    await sql<Decided>`
      select o.name, o.tier, o."from", o.value, c.law, c.article, c.id as change, j.at, j.person_name as person, j.org_name as org
      from law.own o join law.change c on c.id = o.change
      join kernel.journal j on j.subject = c.id and j.action = 'publish'
      order by o.name, o."from" desc, o.tier`.execute(tx)
  ).rows

export interface Central extends Entry {
  readonly from: Day
  readonly change: string
  readonly law: string
  readonly edition: string
}
/** The catalogue of centralised procurement in force on a day: the last one published; empty where none was. */
export const centralOn = async (tx: Tx, on: Day): Promise<Central[]> =>
  (
    await sql<Central>`select e.code, e.body, e.tiers, e.least, e.note, e."from", e.edition, e.change, c.law from law.central e
      join law.change c on c.id = e.change
      where e."from" = (select max("from") from law.central where "from" <= ${on}) order by e.ord`.execute(
      tx,
    )
  ).rows
/** Entries that hold an item, or one it stands under, in a tier. */
export const covering = (list: readonly Entry[], code: string, tier: Tier | undefined) => {
  const path = new Set(pathTo(code).map((i) => i.code))
  return list.filter((e) => path.has(e.code) && (tier === undefined || e.tiers.includes(tier)))
}
