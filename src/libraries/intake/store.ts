import { sql } from 'kysely'
import { NotFound, type Tx } from '#kernel'
import type { Fault } from '#sheets'

/** Of one table: a hundred thousand wrong rows are each told; whoever has more begins with these. */
export const MOST_FAULTS = 100_000
/** A table of faults, each with the thing it belongs to: (owner, row, column, what, cure). */
export const faultBook = (table: string, owner: string) => {
  const t = sql.table(table)
  const o = sql.ref(owner)
  return {
    async add(tx: Tx, of: string, faults: readonly Fault[]): Promise<void> {
      if (faults.length === 0) return
      const { rows } = await sql<{
        n: number
      }>`select count(*) as n from ${t} where ${o} = ${of}`.execute(tx)
      const room = Math.max(0, MOST_FAULTS - (rows[0]?.n ?? 0))
      if (room === 0) return
      await sql`insert into ${t} (${o}, row, "column", what, cure)
        select ${of}, r.row, r."column", r.what, r.cure
        from jsonb_to_recordset(${JSON.stringify(faults.slice(0, room))}::jsonb) as r(row int, "column" text, what text, cure text)`.execute(
        tx,
      )
    },
    /** As add, but what is told of a place already is not told again. */
    async addOnce(tx: Tx, of: string, faults: readonly Fault[]): Promise<void> {
      await sql`delete from ${t} where ${o} = ${of} and (row, "column", what) in
        (select r.row, r."column", r.what from jsonb_to_recordset(${JSON.stringify(faults)}::jsonb) as r(row int, "column" text, what text))`.execute(
        tx,
      )
      await this.add(tx, of, faults)
    },
    of: async (tx: Tx, of: string, limit: number): Promise<Fault[]> =>
      (
        await sql<Fault>`select row, "column", what, cure from ${t} where ${o} = ${of} order by row limit ${limit}`.execute(
          tx,
        )
      ).rows,
    clear: (tx: Tx, of: string) => sql`delete from ${t} where ${o} = ${of}`.execute(tx),
  }
}
export const faults = faultBook('library.intake_fault', 'intake')

export interface Intake {
  readonly id: string
  readonly kind: string
  readonly source: string
  readonly rows: number
  readonly faults: number
}
export async function intakeOf(tx: Tx, id: string): Promise<Intake> {
  const { rows } = await sql<Intake>`select * from library.intake where id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('批量导入')
  return rows[0]
}
export const addIntake = (tx: Tx, i: Pick<Intake, 'id' | 'kind' | 'source'>) =>
  sql`insert into library.intake (id, kind, source) values (${i.id}, ${i.kind}, ${i.source})`.execute(
    tx,
  )
/** What was read goes; the intake stays, with the name of the table that comes next. */
export async function empty(tx: Tx, id: string, source?: string): Promise<void> {
  await sql`delete from library.intake_row where intake = ${id}`.execute(tx)
  await faults.clear(tx, id)
  await sql`update library.intake set rows = 0, faults = 0, source = coalesce(${source ?? null}, source) where id = ${id}`.execute(
    tx,
  )
}
/** Counted, not added up: what a killed job had counted before is not counted again. */
export const recount = (tx: Tx, id: string) =>
  sql`update library.intake i set
    rows = (select count(*) from library.intake_row r where r.intake = i.id),
    faults = (select count(*) from library.intake_fault f where f.intake = i.id) where i.id = ${id}`.execute(
    tx,
  )

export interface Line {
  readonly no: number
  readonly key: string
  readonly title: string
  readonly region: string
  readonly data: Readonly<Record<string, unknown>>
}
export const addLines = (tx: Tx, intake: string, lines: readonly Line[]) =>
  sql`insert into library.intake_row (intake, no, key, title, region, data)
    select ${intake}, r.no, r.key, r.title, r.region, r.data
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r(no int, key text, title text, region text, data jsonb)`.execute(
    tx,
  )
export const dropLines = (tx: Tx, intake: string, nos: readonly number[]) =>
  sql`delete from library.intake_row where intake = ${intake} and no = any(${nos})`.execute(tx)
export const linesOf = async (tx: Tx, intake: string, limit?: number) =>
  (
    await sql<Line & { alike: string; subject: string | null }>`
      select no, key, title, region, data, alike, subject from library.intake_row where intake = ${intake} order by no
      ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(tx)
  ).rows
export const linesBy = async (tx: Tx, intake: string, keys: readonly string[]): Promise<Line[]> =>
  (
    await sql<Line>`select no, key, title, region, data from library.intake_row
      where intake = ${intake} and key = any(${keys})`.execute(tx)
  ).rows
/** Lines in this table already, by key: of two lines about one body the first is meant and the second is a fault. */
export const keysIn = async (tx: Tx, intake: string, keys: readonly string[]) =>
  new Map(
    (
      await sql<{ key: string; no: number }>`
        select key, min(no) as no from library.intake_row where intake = ${intake} and key = any(${keys}) group by key`.execute(
        tx,
      )
    ).rows.map((r) => [r.key, r.no]),
  )
/** For units: names like one in the library or in another line, so that whoever decides looks once more. */
export const markAlike = (tx: Tx, intake: string, kind: string) =>
  sql`update library.intake_row r set alike = coalesce(
      (select '库内：' || o.name || '（' || o.uscc || '）' from library.org o
       where o.kind = ${kind} and not o.withdrawn and o.alike = r.core and o.uscc <> r.key order by o.id limit 1),
      (select '本表第' || x.no || '行：' || x.title from library.intake_row x
       where x.intake = r.intake and x.no <> r.no and x.core = r.core order by x.no limit 1), '')
    where r.intake = ${intake}`.execute(tx)
/** Lines became registrations; what was read of them is no longer needed. */
export const entered = (tx: Tx, intake: string, of: readonly { no: number; subject: string }[]) =>
  sql`update library.intake_row r set subject = x.subject, data = '{}'
    from jsonb_to_recordset(${JSON.stringify(of)}::jsonb) as x(no int, subject uuid)
    where r.intake = ${intake} and r.no = x.no`.execute(tx)

/**
 * Which of these units something rests on: a row of any table that refers to the unit, other than those its own registration
 * made, a record that names it among its parties, or a later step of its registration. Read from the constraints themselves,
 * so that a table of tomorrow counts too.
 */
export async function resting(
  tx: Tx,
  of: {
    readonly target: 'library.org' | 'library.person'
    readonly own: readonly string[]
    readonly relation: string
  },
  ids: readonly string[],
): Promise<{ id: string; by: string }[]> {
  if (ids.length === 0) return []
  const { rows: references } = await sql<{ table: string; column: string }>`
    select n.nspname || '.' || c.relname as table, a.attname as column
    from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
    where f.contype = 'f' and f.confrelid = ${of.target}::regclass and array_length(f.conkey, 1) = 1`.execute(
    tx,
  )
  const found: { id: string; by: string }[] = []
  for (const r of references) {
    if (of.own.includes(`${r.table}.${r.column}`)) continue
    const { rows } = await sql<{ id: string }>`
      select distinct ${sql.ref(r.column)} as id from ${sql.table(r.table)} where ${sql.ref(r.column)} = any(${ids}) limit 20`.execute(
      tx,
    )
    found.push(...rows.map(({ id }) => ({ id, by: r.table })))
  }
  const { rows: named } = await sql<{ id: string; by: string }>`
    select x.id, s.noun as by from unnest(${ids}::uuid[]) as x(id)
    cross join lateral (select noun from kernel.subject s where s.id <> x.id
      and s.parties @> jsonb_build_object(${of.relation}::text, jsonb_build_array(x.id)) and s.noun not in ('任职', '账号') limit 1) s
    union all
    select s.id, '登记后又办理过' from kernel.subject s where s.id = any(${ids}) and s.version > 1 limit 20`.execute(
    tx,
  )
  return [...found, ...named]
}
export const alikeOf = async (tx: Tx, intake: string, limit: number) =>
  (
    await sql<{ no: number; title: string; alike: string }>`
      select no, title, alike from library.intake_row where intake = ${intake} and alike <> '' order by no limit ${limit}`.execute(
      tx,
    )
  ).rows
