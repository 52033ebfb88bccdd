import { sql } from 'kysely'
import { type Ask, type Day, newId, type Tx, ts } from '#kernel'
import { vector } from '#words'
import type { Elsewhere, Fact } from './model.ts'
import type { Org } from './orgs.ts'
import { openingFacts, type Profile } from './profile.ts'

/** A whole older library at once: the same rows as one by one, in a few statements. */
export interface Enrolled extends Profile {
  readonly id: string
  readonly centralised?: boolean
}
/** Which of these codes are registered as this kind already; held until the transaction ends, like `duplicateOf`. */
export async function knownCodes(
  tx: Tx,
  kind: Org['kind'],
  codes: readonly string[],
): Promise<Map<string, Elsewhere>> {
  await sql`select pg_advisory_xact_lock(hashtextextended('登记 ' || c, 0)) from (
    select c from unnest(${[...codes]}::text[]) as u(c) order by c) held`.execute(tx)
  const { rows } = await sql<Elsewhere & { uscc: string }>`
    select o.uscc, o.name, o.region, s.state, s.law_on as day from library.org o join kernel.subject s on s.id = o.id
    where o.kind = ${kind} and o.uscc = any(${[...codes]}::text[])`.execute(tx)
  return new Map(rows.map((r) => [r.uscc, r]))
}
export const keepOrgs = (tx: Tx, kind: Org['kind'], orgs: readonly Enrolled[]) =>
  sql`insert into library.org (id, kind, name, uscc, region, address, phone, centralised, scale, in_charge, words)
    select id, ${kind}, name, uscc, region, address, phone, coalesce(centralised, false), scale, "inCharge", words::tsvector
    from jsonb_to_recordset(${JSON.stringify(orgs.map((o) => ({ ...o, words: vector([['A', o.name]]) })))}::jsonb)
      as r(id uuid, name text, uscc text, region text, address text, phone text, centralised boolean, scale text, "inCharge" text, words text)`.execute(
    tx,
  )
/** What is said of newborn subjects: nothing was said before, so nothing has to end. */
export const tellFirst = (
  ask: Ask,
  told: readonly { readonly subject: string; readonly facts: readonly Fact[] }[],
) =>
  sql`insert into library.fact (id, subject, key, value, source, said_by, as_of, expires, since, until)
    select id, subject, key, value, source, ${ask.actor.org === null ? ask.actor.role : `${ask.actor.orgName}（${ask.actor.role}）`},
      "asOf", expires, ${ts(ask.now)}, null
    from jsonb_to_recordset(${JSON.stringify(
      told.flatMap(({ subject, facts }) =>
        facts.filter((f) => f.value !== '').map((f) => ({ id: newId(ask.now), subject, ...f })),
      ),
    )}::jsonb) as r(id uuid, subject uuid, key text, value text, source text, "asOf" date, expires date)`.execute(
    ask.tx,
  )
/** Rows and first facts of units whose registration has just begun. */
export async function keepMany(
  ask: Ask,
  kind: Org['kind'],
  units: readonly Enrolled[],
  source: Fact['source'],
  more: (u: Enrolled, today: Day) => readonly Fact[] = () => [],
): Promise<void> {
  await keepOrgs(ask.tx, kind, units)
  await tellFirst(
    ask,
    units.map((u) => ({
      subject: u.id,
      facts: [...openingFacts(u, source, ask.today), ...more(u, ask.today)],
    })),
  )
}
