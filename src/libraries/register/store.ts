import type { ColumnType } from 'kysely'
import { sql } from 'kysely'
import { type Ask, type Day, type Instant, newId, type Tx, ts } from '#kernel'
import { toQuery } from '#words'
import type { Fact } from './model.ts'

export interface Kept extends Fact {
  readonly saidBy: string
  readonly since: Instant
  readonly until: Instant | null
}
type At<T> = ColumnType<T, string | null, string | null>
type Tables = {
  'library.fact': {
    id: string
    subject: string
    key: string
    value: string
    source: Fact['source']
    said_by: string
    as_of: Day
    expires: Day | null
    since: ColumnType<Instant, string, never>
    until: At<Instant | null>
  }
}
const t = (tx: Tx) => tx.withTables<Tables>()

/** State facts about one subject. What says the same as before stays as it was; what differs ends the old one and begins anew. */
export async function stateFacts(ask: Ask, subject: string, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return
  const before = new Map(
    (
      await t(ask.tx)
        .selectFrom('library.fact')
        .select(['key', 'value', 'source', 'expires'])
        .where('subject', '=', subject)
        .where('until', 'is', null)
        .execute()
    ).map((f) => [f.key, f]),
  )
  const news = facts.filter((f) => {
    const b = before.get(f.key)
    return (
      b === undefined || b.value !== f.value || b.source !== f.source || b.expires !== f.expires
    )
  })
  if (news.length === 0) return
  await t(ask.tx)
    .updateTable('library.fact')
    .set({ until: ts(ask.now) })
    .where('subject', '=', subject)
    .where('until', 'is', null)
    .where(
      'key',
      'in',
      news.map((f) => f.key),
    )
    .execute()
  await firstSaid(
    ask,
    news.map((fact) => ({ subject, fact })),
  )
}
/** Facts of subjects that had none under these keys. */
export async function firstSaid(
  ask: Ask,
  said: readonly { readonly subject: string; readonly fact: Fact }[],
): Promise<void> {
  const by = ask.actor.org === null ? ask.actor.role : `${ask.actor.orgName}（${ask.actor.role}）`
  const rows = said
    .filter(({ fact }) => fact.value !== '')
    .map(({ subject, fact: f }) => ({
      id: newId(ask.now),
      subject,
      key: f.key,
      value: f.value,
      source: f.source,
      said_by: by,
      as_of: f.asOf,
      expires: f.expires,
      since: ts(ask.now),
      until: null,
    }))
  for (let at = 0; at < rows.length; at += 1000)
    await t(ask.tx)
      .insertInto('library.fact')
      .values(rows.slice(at, at + 1000))
      .execute()
}
/** All that was ever said, newest first; `until` null is what stands now. */
export async function factsOf(tx: Tx, subject: string): Promise<Kept[]> {
  const rows = await t(tx)
    .selectFrom('library.fact')
    .selectAll()
    .where('subject', '=', subject)
    .orderBy('since', 'desc')
    .orderBy('key')
    .limit(500)
    .execute()
  return rows.map((r) => ({
    key: r.key,
    value: r.value,
    source: r.source,
    asOf: r.as_of,
    expires: r.expires,
    saidBy: r.said_by,
    since: r.since,
    until: r.until,
  }))
}

export interface Wanted {
  /** A part of the name, or the beginning of the code. */
  readonly q: string
  /** This place and everything under it. */
  readonly regions: readonly string[] | null
  readonly state: string
  /** From 1. */
  readonly page: number
}
export const PER_PAGE = 20
export interface Listed {
  readonly id: string
  readonly name: string
  readonly uscc: string
  readonly region: string
  readonly centralised: boolean
  readonly scale: string | null
  readonly state: string
  readonly since: Instant
}
/** One page of one library, by name; the count is of all pages. */
export async function findListed(
  tx: Tx,
  kind: string,
  w: Wanted,
): Promise<{ total: number; rows: Listed[] }> {
  const asked = toQuery(w.q)
  const code = /^[0-9A-Z]{2,18}$/i.test(w.q.normalize('NFKC').trim())
    ? w.q.normalize('NFKC').trim().toUpperCase()
    : null
  const where = sql`o.kind = ${kind} and not o.withdrawn
    ${w.q === '' ? sql`` : sql`and (${asked === null ? sql`false` : sql`o.words @@ ${asked}::tsquery`} or ${code === null ? sql`false` : sql`o.uscc like ${`${code}%`}`})`}
    ${w.regions === null ? sql`` : sql`and o.region in (${sql.join([...w.regions])})`}
    ${w.state === '' ? sql`` : sql`and s.state = ${w.state}`}`
  const from = sql`library.org o join kernel.subject s on s.id = o.id`
  const { rows: count } = await sql<{
    n: number
  }>`select count(*) as n from ${from} where ${where}`.execute(tx)
  const { rows } = await sql<Listed>`
    select o.id, o.name, o.uscc, o.region, o.centralised, o.scale, s.state, s.since from ${from} where ${where}
    order by o.name, o.id limit ${PER_PAGE} offset ${(w.page - 1) * PER_PAGE}`.execute(tx)
  return { total: count[0]?.n ?? 0, rows }
}

/** How many matters of each kind name this body: what a merger must not move without a word. */
export async function mattersOf(tx: Tx, relation: string, org: string) {
  const { rows } = await sql<{ noun: string; n: number }>`
    select noun, count(*) as n from kernel.subject
    where parties @> ${JSON.stringify({ [relation]: [org] })}::jsonb and id <> ${org} group by noun order by noun`.execute(
    tx,
  )
  return rows
}
