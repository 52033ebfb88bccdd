import { sql } from 'kysely'
import { executed, type FitPurchase, type ReservedDeal, reservedShare } from '#disclosure'
import type { Day, Tx } from '#kernel'
import type { Org } from '#libraries'

/** The budget department and what was under it in the tree of budgets, each with the days it was: a unit that moved counts where it was then. */
const under = (org: string) => sql`below (unit, since, until) as (
  select ${org}::uuid, '-infinity'::date, 'infinity'::date union
  select l.unit, greatest(b.since, l.since), least(b.until, coalesce(l.until, 'infinity'::date))
  from library.unit_link l join below b on l.parent = b.unit
  where l.kind = '预算' and greatest(b.since, l.since) < least(b.until, coalesce(l.until, 'infinity'::date)))`

export interface Deal extends ReservedDeal {
  readonly title: string
  readonly lot: number
  readonly ocid: string
  readonly buyer: string
  readonly supplier: string
  readonly signed: Day
  readonly notice: string
}
export interface Purchase extends FitPurchase {
  readonly title: string
  readonly ocid: string
}
/** Contracts of reserved lots signed in the year, by the department and its units, whose notice is out. */
async function dealsOf(tx: Tx, org: string, year: number): Promise<Deal[]> {
  const { rows } = await sql<Deal>`
    with recursive ${under(org)}
    select p.title, l.no as lot, p.ocid, p.category, b.name as buyer, o.name as supplier, o.scale, c.amount, c.signed, n.id as notice,
      l.content->'reserve' as reserve, bid.opened->>'sme' as declared
    from contract.contract c
    join trade.award a on a.id = c.award_id join trade.lot l on l.id = a.lot join trade.bid bid on bid.id = a.bid
    join kernel.subject s on s.id = c.id join library.project p on p.id = s.process
    join library.org b on b.id = p.buyer join library.org o on o.id = a.supplier
    join disclosure.notice n on n.subject = c.id and n.kind = '合同公告' and n.corrects is null
    where c.signed >= make_date(${year}, 1, 1) and c.signed < make_date(${year + 1}, 1, 1)
      and jsonb_typeof(l.content->'reserve') = 'object'
      and exists (select from below u where u.unit = p.buyer and c.signed >= u.since and c.signed < u.until)
    order by c.signed, p.ocid, l.no`.execute(tx)
  return rows
}
/** Purchases whose document went out in the year and whose requirement was found fit; failed lots are out of it. */
async function fitOf(tx: Tx, org: string, year: number): Promise<Purchase[]> {
  const { rows } = await sql<Purchase>`
    with recursive ${under(org)}
    select p.title, p.ocid, p.category, p.began,
      jsonb_agg(jsonb_build_object('budget', l.budget, 'reserve', l.content->'reserve') order by l.no) as lots
    from trade.tender t join plan.plan k on k.id = t.plan_id join library.project p on p.id = k.project
    join intention.requirement r on r.project = p.id and r.for_sme
    join trade.lot l on l.tender = t.id and l.failure is null join kernel.subject ls on ls.id = l.id and ls.state <> '已废标'
    where t.published >= make_date(${year}, 1, 1) and t.published < make_date(${year + 1}, 1, 1)
      and exists (select from disclosure.notice n where n.process = p.id)
      and exists (select from below u where u.unit = p.buyer and t.published >= u.since and t.published < u.until)
    group by p.id, t.published order by t.published, p.ocid`.execute(tx)
  return rows
}
/** The department above it in the tree of budgets on a day; null when the unit answers to its finance department itself. */
export const aboveOf = async (tx: Tx, org: string, day: Day) =>
  (
    await sql<{ name: string; uscc: string }>`
      select o.name, o.uscc from library.unit_link l join library.org o on o.id = l.parent
      where l.unit = ${org} and l.kind = '预算' and l.since <= ${day}::date and (l.until is null or l.until > ${day}::date)
      order by l.since desc limit 1`.execute(tx)
  ).rows[0] ?? null
/** Who answers for a year is who had nobody above at its end, or has nobody above today while it runs. */
export const endOfYear = (year: number, today: Day): Day =>
  `${year}-12-31` < today ? `${year}-12-31` : today

/** 面向中小企业预留项目执行情况, a year of one department: computed from what was announced, never typed. */
export async function smeView(tx: Tx, org: Org, year: number) {
  return {
    done: executed(await dealsOf(tx, org.id, year)),
    share: reservedShare(await fitOf(tx, org.id, year)),
  }
}
export type SmeView = Awaited<ReturnType<typeof smeView>>
