import { sql } from 'kysely'
import { type Day, NotFound, newId, type Tx } from '#kernel'
import { type Link, type LinkKind, linkKinds } from './model.ts'

type Tables = {
  'library.unit': { org: string; division: string }
  'library.unit_link': {
    id: string
    unit: string
    kind: LinkKind
    parent: string | null
    since: Day
    until: Day | null
  }
  'library.unit_end': { unit: string; heir: string | null; since: Day; handover: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()

/** New units: each with its code of division and its place in both trees from that day. */
export async function addUnits(
  tx: Tx,
  units: readonly { id: string; division: string; parents: Record<LinkKind, string | null> }[],
  since: Day,
) {
  for (let at = 0; at < units.length; at += 1000) {
    const some = units.slice(at, at + 1000)
    await t(tx)
      .insertInto('library.unit')
      .values(some.map((u) => ({ org: u.id, division: u.division })))
      .execute()
  }
  const links = units.flatMap((u) =>
    linkKinds.map((kind) => ({
      id: newId(),
      unit: u.id,
      kind,
      parent: u.parents[kind],
      since,
      until: null,
    })),
  )
  for (let at = 0; at < links.length; at += 1000)
    await t(tx)
      .insertInto('library.unit_link')
      .values(links.slice(at, at + 1000))
      .execute()
}
export async function divisionOf(tx: Tx, org: string): Promise<string> {
  const row = await t(tx)
    .selectFrom('library.unit')
    .select('division')
    .where('org', '=', org)
    .executeTakeFirst()
  if (!row) throw new NotFound('采购人登记')
  return row.division
}
/** From a day on, another parent; the link before it ends that day and stays in the history. */
export async function link(
  tx: Tx,
  unit: string,
  l: { kind: LinkKind; parent: string | null; since: Day },
) {
  await t(tx)
    .updateTable('library.unit_link')
    .set({ until: l.since })
    .where('unit', '=', unit)
    .where('kind', '=', l.kind)
    .where('until', 'is', null)
    .execute()
  await t(tx)
    .insertInto('library.unit_link')
    .values({ id: newId(), unit, ...l, until: null })
    .execute()
}
export const linksOf = (tx: Tx, unit: string): Promise<(Link & { parentName: string | null })[]> =>
  t(tx)
    .withTables<{ 'library.org': { id: string; name: string } }>()
    .selectFrom('library.unit_link as l')
    .leftJoin('library.org as p', 'p.id', 'l.parent')
    .select(['l.kind', 'l.parent', 'l.since', 'l.until', 'p.name as parentName'])
    .where('l.unit', '=', unit)
    .orderBy('l.since')
    .execute()
export const childrenOf = async (tx: Tx, unit: string) =>
  (
    await sql<{ id: string; name: string; kind: LinkKind; region: string }>`
      select o.id, o.name, o.region, l.kind from library.unit_link l join library.org o on o.id = l.unit
      where l.parent = ${unit} and l.until is null order by o.region, o.name, l.kind`.execute(tx)
  ).rows
/** Is `below` somewhere under `above` in this tree today? */
export async function isUnder(tx: Tx, kind: LinkKind, below: string, above: string) {
  const { rows } = await sql<{ found: boolean }>`
    with recursive up (unit) as (
      select ${below}::uuid union
      select l.parent from library.unit_link l join up on l.unit = up.unit
      where l.kind = ${kind} and l.until is null and l.parent is not null)
    select exists (select 1 from up where unit = ${above}::uuid) as found`.execute(tx)
  return rows[0]?.found === true
}
/** 主管预算单位: who stands at the top of this unit's tree of budgets today and reports to the finance department; itself, where nobody is above it. */
export async function departmentOf(tx: Tx, unit: string): Promise<{ id: string; name: string }> {
  const { rows } = await sql<{ id: string; name: string }>`
    with recursive up (unit, depth) as (
      select ${unit}::uuid, 0 union
      select l.parent, up.depth + 1 from library.unit_link l join up on l.unit = up.unit
      where l.kind = '预算' and l.until is null and l.parent is not null and up.depth < 20)
    select o.id, o.name from up join library.org o on o.id = up.unit order by up.depth desc limit 1`.execute(
    tx,
  )
  if (!rows[0]) throw new NotFound('采购人登记')
  return rows[0]
}
/** Those of these units that are not `above` itself nor under it in either tree: 本部门、本系统以外的. */
export async function strangersTo(
  tx: Tx,
  above: string,
  units: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    with recursive down (unit, kind) as (
      select ${above}::uuid, k from unnest(array['预算', '行政']) k union
      select l.unit, l.kind from library.unit_link l join down on l.parent = down.unit and l.kind = down.kind where l.until is null)
    select o.id, o.name from library.org o
    where o.id = any(${units as string[]}::uuid[]) and not exists (select from down where down.unit = o.id) order by o.name`.execute(
    tx,
  )
  return rows
}
/** A unit that ends leaves the tree that day. */
export const unlink = (tx: Tx, unit: string, until: Day) =>
  t(tx)
    .updateTable('library.unit_link')
    .set({ until })
    .where('unit', '=', unit)
    .where('until', 'is', null)
    .execute()
export const endUnit = (
  tx: Tx,
  e: { unit: string; heir: string | null; since: Day; handover: string },
) => t(tx).insertInto('library.unit_end').values(e).execute()
export const endOf = async (tx: Tx, unit: string) =>
  (
    await sql<{ heir: string | null; heirName: string | null; since: Day; handover: string }>`
      select e.heir, o.name as "heirName", e.since, e.handover from library.unit_end e
      left join library.org o on o.id = e.heir where e.unit = ${unit}`.execute(tx)
  ).rows[0]
export const absorbedBy = async (tx: Tx, heir: string) =>
  (
    await sql<{ id: string; name: string; since: Day }>`
      select o.id, o.name, e.since from library.unit_end e join library.org o on o.id = e.unit
      where e.heir = ${heir} order by e.since`.execute(tx)
  ).rows
