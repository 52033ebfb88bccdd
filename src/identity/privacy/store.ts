import { sql } from 'kysely'
import { type Ask, type Day, type Instant, NotFound, newId, type Tx, ts } from '#kernel'

export interface Hold {
  readonly id: string
  readonly kind: '人员' | '单位' | '采购项目'
  readonly about: string
  readonly ground: string
  readonly document: string
  readonly reason: string
}
export const addHold = (tx: Tx, h: Hold) =>
  sql`insert into identity.hold (id, kind, about, ground, document, reason)
    values (${h.id}, ${h.kind}, ${h.about}, ${h.ground}, ${h.document}, ${h.reason})`.execute(tx)
export async function holdOf(tx: Tx, id: string): Promise<Hold> {
  const { rows } = await sql<Hold>`select * from identity.hold where id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('依法留存')
  return rows[0]
}
/** What is held, in words: the project's title, or whose data it is. Null when there is no such thing. */
export async function titleOf(tx: Tx, kind: Hold['kind'], about: string): Promise<string | null> {
  const from = {
    采购项目: sql`select title as t from library.project`,
    人员: sql`select name as t from library.person`,
    单位: sql`select name as t from library.org`,
  }[kind]
  const { rows } = await sql<{ t: string }>`${from} where id = ${about}`.execute(tx)
  return rows[0]?.t ?? null
}

export interface Look {
  readonly module: string
  readonly record: string
  readonly about: string | null
  readonly column: string
  readonly purpose: string
  readonly note: string
}
export const addLook = ({ tx, now, actor }: Ask, l: Look) =>
  sql`insert into identity.look (at, person, name, role, org, org_name, module, record, about, "column", purpose, note)
    values (${ts(now)}, ${actor.person}, ${actor.name}, ${actor.role}, ${actor.org}, ${actor.orgName},
      ${l.module}, ${l.record}, ${l.about}, ${l.column}, ${l.purpose}, ${l.note})`.execute(tx)
export type LookRow = Look & {
  readonly at: Instant
  readonly name: string
  readonly role: string
  readonly orgName: string
}
export const looks = async (tx: Tx, about: string | null): Promise<LookRow[]> =>
  (
    await sql<LookRow>`select at, name, role, org_name as "orgName", module, record, about, "column", purpose, note
      from identity.look ${about === null ? sql`` : sql`where about = ${about}`} order by seq desc limit 300`.execute(
      tx,
    )
  ).rows

export interface Takeout {
  readonly what: string
  readonly format: 'xlsx' | 'csv' | 'json'
  readonly filter: Readonly<Record<string, string>>
  readonly rows: number
  /** Titles of the columns that hold personal data. */
  readonly personal: readonly string[]
  readonly purpose: string
}
export async function addTakeout({ tx, now, actor }: Ask, t: Takeout): Promise<string> {
  const id = newId(now)
  await sql`insert into identity.takeout (id, at, person, name, role, org_name, what, format, filter, rows, personal, purpose)
    values (${id}, ${ts(now)}, ${actor.person}, ${actor.name}, ${actor.role}, ${actor.orgName}, ${t.what}, ${t.format},
      ${JSON.stringify(t.filter)}, ${t.rows}, ${t.personal as string[]}, ${t.purpose})`.execute(tx)
  return id
}
export type TakeoutRow = Takeout & {
  readonly at: Instant
  readonly name: string
  readonly role: string
  readonly orgName: string
}
export const takeouts = async (tx: Tx): Promise<TakeoutRow[]> =>
  (
    await sql<TakeoutRow>`select at, name, role, org_name as "orgName", what, format, filter, rows::int, personal, purpose
      from identity.takeout order by at desc, id desc limit 300`.execute(tx)
  ).rows
/** What this person took out since then: how often, and how many rows with personal data. */
export async function takenSince(tx: Tx, person: string, since: Instant) {
  const { rows } = await sql<{ times: number; rows: number }>`
    select count(*)::int as times, coalesce(sum(rows) filter (where cardinality(personal) > 0), 0)::int as rows
    from identity.takeout where person = ${person} and at >= ${ts(since)}`.execute(tx)
  return rows[0] ?? { times: 0, rows: 0 }
}

export const erasures = async (
  tx: Tx,
): Promise<{ day: Day; sweep: string; rows: number; at: Instant }[]> =>
  (
    await sql<{ day: Day; sweep: string; rows: number; at: Instant }>`
      select day, sweep, rows::int, at from identity.erasure order by day desc, sweep limit 300`.execute(
      tx,
    )
  ).rows
