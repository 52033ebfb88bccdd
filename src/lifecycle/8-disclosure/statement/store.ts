import { sql } from 'kysely'
import { type Day, NotFound, type Tx, under } from '#kernel'
import type { BulletinKind } from './model.ts'

export interface Report {
  readonly id: string
  readonly org: string
  readonly year: number
  readonly explanation: string
}
export const addReport = (tx: Tx, r: Report) =>
  sql`insert into disclosure.reserved_report (id, org, year, explanation)
    values (${r.id}, ${r.org}, ${r.year}, ${r.explanation})`.execute(tx)
export const explain = (tx: Tx, id: string, explanation: string) =>
  sql`update disclosure.reserved_report set explanation = ${explanation} where id = ${id}`.execute(
    tx,
  )
export async function reportOf(tx: Tx, id: string): Promise<Report> {
  const { rows } = await sql<Report>`
    select id, org, year, explanation from disclosure.reserved_report where id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('预留执行公告')
  return rows[0]
}
/** Of a unit and a year what is not given up, but for one; `lock` keeps two hands from writing the same year at once. */
export async function otherReport(
  tx: Tx,
  r: Pick<Report, 'org' | 'year'>,
  but: string | null,
): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(hashtext(${`reserved/${r.org}/${r.year}`}))`.execute(tx)
  const { rows } = await sql<{ state: string }>`
    select s.state from disclosure.reserved_report r join kernel.subject s on s.id = r.id
    where r.org = ${r.org} and r.year = ${r.year} and s.state <> '已放弃' and r.id is distinct from ${but}::uuid`.execute(
    tx,
  )
  return rows[0]?.state ?? null
}
/** The notices of a unit's year, oldest first: what was said, and what corrected it. */
export async function saidOf(
  tx: Tx,
  org: string,
  year: number,
): Promise<{ id: string; day: Day; corrects: string | null }[]> {
  const { rows } = await sql<{ id: string; day: Day; corrects: string | null }>`
    select n.id, (n.published at time zone 'Asia/Shanghai')::date as day, n.corrects
    from disclosure.reserved_report r join disclosure.notice n on n.subject = r.id
    where r.org = ${org} and r.year = ${year} order by n.published, n.id`.execute(tx)
  return rows
}
export interface OwedReport {
  readonly name: string
  readonly uscc: string
  readonly region: string
  readonly year: number
}
/**
 * Departments with reserved contracts or fit purchases in a year that is over, whose report of it is not out. A purchase counts
 * for whoever stood above its buyer on that day; who answers for the year is who had nobody above at its end.
 */
export async function owing(tx: Tx, region: string, today: Day): Promise<OwedReport[]> {
  const { rows } = await sql<OwedReport>`
    with recursive did (unit, day) as (
      select p.buyer, c.signed from contract.contract c join trade.award a on a.id = c.award_id join trade.lot l on l.id = a.lot
        join kernel.subject s on s.id = c.id join library.project p on p.id = s.process
        where jsonb_typeof(l.content->'reserve') = 'object' and c.signed is not null
          and exists (select from disclosure.notice n where n.subject = c.id and n.kind = '合同公告')
      union
      select p.buyer, t.published::date from trade.tender t join plan.plan k on k.id = t.plan_id join library.project p on p.id = k.project
        join intention.requirement r on r.project = p.id and r.for_sme
        where t.published is not null and exists (select from disclosure.notice n where n.process = p.id)
    ), climb (unit, day) as (
      select unit, day from did where day >= '2021-01-01' and day < date_trunc('year', ${today}::date)
      union
      select u.parent, c.day from climb c join library.unit_link u on u.unit = c.unit and u.kind = '预算' and u.parent is not null
        and c.day >= u.since and (u.until is null or c.day < u.until)
    )
    select distinct o.name, o.uscc, o.region, extract(year from c.day)::int as year
    from climb c join library.org o on o.id = c.unit
    where o.region = any(${under(region)})
      and not exists (select from library.unit_link u where u.unit = c.unit and u.kind = '预算' and u.parent is not null
        and u.since <= make_date(extract(year from c.day)::int, 12, 31) and (u.until is null or u.until > make_date(extract(year from c.day)::int, 12, 31)))
      and not exists (select from disclosure.reserved_report r join disclosure.notice n on n.subject = r.id
        where r.org = c.unit and r.year = extract(year from c.day)::int)
    order by 4, 1 limit 500`.execute(tx)
  return rows
}

export interface Bulletin {
  readonly id: string
  readonly kind: BulletinKind
  readonly org: string
  readonly about: string | null
  readonly body: Readonly<Record<string, string>>
}
export const addBulletin = (tx: Tx, b: Bulletin) =>
  sql`insert into disclosure.bulletin (id, kind, org, about, body)
    values (${b.id}, ${b.kind}, ${b.org}, ${b.about}, ${JSON.stringify(b.body)}::jsonb)`.execute(tx)
export const setBulletin = (tx: Tx, b: Pick<Bulletin, 'id' | 'about' | 'body'>) =>
  sql`update disclosure.bulletin set about = ${b.about}, body = ${JSON.stringify(b.body)}::jsonb
    where id = ${b.id}`.execute(tx)
export async function bulletinOf(tx: Tx, id: string): Promise<Bulletin> {
  const { rows } = await sql<Bulletin>`
    select id, kind, org, about, body from disclosure.bulletin where id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('财政公告')
  return rows[0]
}
