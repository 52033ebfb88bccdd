import { sql } from 'kysely'
import { type Instant, NotFound, type Tx, ts } from '#kernel'

export interface Delegation {
  readonly id: string
  readonly position: string
  readonly principal: string
  readonly delegate: string
  readonly nouns: readonly string[]
  readonly begins: Instant
  readonly ends: Instant
  readonly reason: string
  readonly principalName: string
  readonly delegateName: string
  readonly role: string
  readonly org: string | null
  readonly orgName: string | null
  readonly region: string
  readonly state: string
}
const seen = sql`select d.*, p.name as "principalName", q.name as "delegateName", o.role, o.org, o.region,
    g.name as "orgName", s.state
  from identity.delegation d join kernel.subject s on s.id = d.id
    join library.person p on p.id = d.principal join library.person q on q.id = d.delegate
    join library.position o on o.id = d.position left join library.org g on g.id = o.org`

export async function insert(
  tx: Tx,
  d: Pick<
    Delegation,
    'id' | 'position' | 'principal' | 'delegate' | 'nouns' | 'begins' | 'ends' | 'reason'
  >,
) {
  await sql`insert into identity.delegation (id, position, principal, delegate, nouns, begins, ends, reason)
    values (${d.id}, ${d.position}, ${d.principal}, ${d.delegate}, ${d.nouns as string[]}, ${ts(d.begins)}, ${ts(d.ends)}, ${d.reason})`.execute(
    tx,
  )
}
export async function delegationOf(tx: Tx, id: string): Promise<Delegation> {
  const { rows } = await sql<Delegation>`${seen} where d.id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('授权委托')
  return rows[0]
}
export const ofPerson = async (tx: Tx, person: string) =>
  (
    await sql<Delegation>`${seen} where d.principal = ${person} or d.delegate = ${person} order by d.begins desc limit 50`.execute(
      tx,
    )
  ).rows
/** What this person may act under right now: in force, and everyone concerned still in office in one organisation. Locked. */
export const inForceFor = async (tx: Tx, delegate: string, now: Instant) =>
  (
    await sql<Delegation & { ownPosition: string }>`
    select d.*, p.name as "principalName", q.name as "delegateName", o.role, o.org, o.region, g.name as "orgName",
      s.state, m.id as "ownPosition"
    from identity.delegation d join kernel.subject s on s.id = d.id
      join library.person p on p.id = d.principal join library.person q on q.id = d.delegate
      join library.position o on o.id = d.position left join library.org g on g.id = o.org
      join lateral (select id from library.position x where x.person = d.delegate and x.org = o.org and not x.ended
        order by id limit 1) m on true
    where d.delegate = ${delegate} and s.state = '在授权' and d.begins <= ${ts(now)} and d.ends > ${ts(now)}
      and not o.ended and not p.disabled and not q.disabled and not exists (select from kernel.subject r where r.id = o.org and r.state in ('停用', '已合并', '已撤销'))
    order by d.ends for share of o, s`.execute(tx)
  ).rows
export const colleaguesOf = async (tx: Tx, org: string, person: string) =>
  (
    await sql<{
      id: string
      name: string
      role: string
    }>`select p.id, p.name, string_agg(o.role, '、' order by o.role) as role
      from library.position o join library.person p on p.id = o.person
      where o.org = ${org} and not o.ended and not p.disabled and p.id <> ${person}
      group by p.id, p.name order by p.name`.execute(tx)
  ).rows
