import { type RawBuilder, sql } from 'kysely'
import type { Day, Tx } from '#kernel'
import type { Case } from './model.ts'

/** The day in Beijing on which something was done. */
const dayOf = (at: RawBuilder<unknown>) => sql`(${at} at time zone 'Asia/Shanghai')::date`
/** When a step was first taken on a subject. */
const when = (subject: string, ...actions: string[]) =>
  sql`(select min(j.at) from kernel.journal j where j.subject = ${sql.ref(subject)} and j.action in (${sql.join(actions)}))`
const party = (relation: string, id: string) =>
  sql`s.parties @> ${JSON.stringify({ [relation]: [id] })}::jsonb`
/** Subjects of one kind to which this one is party, each with the purchase it belongs to. */
const of = (noun: string, relation: string, id: string) =>
  sql`kernel.subject s left join library.project p on p.id = s.process where s.noun = ${noun} and ${party(relation, id)}`
const shown = sql`s.title, p.ocid`

/** The lots of the purchases that an agency ran. */
const lots = (id: string) => sql`kernel.subject s join library.project p on p.id = s.process
  where s.noun = '采购包' and s.process in (select s.process from kernel.subject s where s.noun = '招标项目' and ${party('代理机构', id)})`
const contracts = (
  relation: string,
  id: string,
) => sql`contract.contract c join kernel.subject s on s.id = c.id
  left join library.project p on p.id = s.process where ${party(relation, id)}`

/** Where the cases of a measure are written: from, to, hit, title, ocid. Read from the journal and from what its steps wrote. */
const sources: Readonly<Record<string, (id: string) => RawBuilder<unknown>>> = {
  'agency.start': (id) =>
    sql`select ${dayOf(when('s.id', 'accept'))} as "from", ${dayOf(when('s.id', 'publish'))} as "to", false as hit, ${shown} from ${of('招标项目', '代理机构', id)}`,
  'agency.correct': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'publish'))} as "to", ${when('s.id', 'correct')} is not null as hit, ${shown} from ${of('招标项目', '代理机构', id)}`,
  'agency.fail': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'award', 'deem', 'fail', 'terminate'))} as "to", s.state = '已废标' as hit, ${shown} from ${lots(id)} and s.state in ('已定标', '已签约', '已废标')`,
  'agency.result': (id) =>
    sql`select ${dayOf(when('s.id', 'award', 'deem'))} as "from", (select ${dayOf(sql`min(n.published)`)} from disclosure.notice n where n.process = s.process and n.kind in ('中标结果公告', '成交结果公告') and n.published >= ${when('s.id', 'award', 'deem')}) as "to", false as hit, ${shown} from ${lots(id)}`,
  'buyer.intent': (id) =>
    sql`select (select ${dayOf(sql`min(n.published)`)} from disclosure.notice n where n.process = s.process and n.kind = '采购意向公告') as "from", ${dayOf(when('s.id', 'publish'))} as "to", false as hit, ${shown} from ${of('招标项目', '采购人', id)}`,
  'buyer.publish': (id) =>
    sql`select c.signed as "from", c.published as "to", false as hit, ${shown} from ${contracts('采购人', id)}`,
  'buyer.file': (id) =>
    sql`select c.signed as "from", c.filed as "to", false as hit, ${shown} from ${contracts('采购人', id)}`,
  'buyer.pay': (id) =>
    sql`select r.invoice_day as "from", r.paid as "to", false as hit, ${shown} from payment.request r join contract.contract c on c.id = r.contract_id join kernel.subject s on s.id = c.id left join library.project p on p.id = s.process where ${party('采购人', id)}`,
  'seller.done': (id) =>
    sql`select c.signed as "from", c.published as "to", true as hit, ${shown} from ${contracts('供应商', id)}`,
  'seller.accept': (id) =>
    sql`select null::date as "from", ${dayOf(sql`max(j.at)`)} as "to", not bool_or(j.action = 'fail') as hit, s.title, p.ocid
      from acceptance.report r join kernel.journal j on j.subject = r.id and j.action in ('pass', 'fail') join contract.contract c on c.id = r.contract
      join kernel.subject s on s.id = c.id left join library.project p on p.id = s.process where ${party('供应商', id)} group by c.id, s.title, p.ocid`,
  'seller.refuse': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'receive', 'refuse'))} as "to", s.state = '已拒收' as hit, ${shown} from ${of('交货', '供应商', id)}`,
  'seller.rescind': (id) =>
    sql`select null::date as "from", coalesce(${dayOf(when('s.id', 'rescind'))}, c.signed) as "to", s.state = '已解除' as hit, ${shown} from ${contracts('供应商', id)}`,
  'expert.seat': (id) =>
    sql`select null::date as "from", coalesce(${dayOf(sql`m.gone`)}, ${dayOf(sql`s.since`)}) as "to", m.gone is not null as hit, ${shown}
      from trade.member m join kernel.subject s on s.id = m.tender left join library.project p on p.id = s.process where m.person = ${id}`,
  'expert.reopen': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'sign'))} as "to", ${when('s.id', 'reopen')} is not null as hit, ${shown} from ${of('评审意见', '评审专家', id)}`,
  'expert.grade': (id) =>
    sql`select null::date as "from", ${dayOf(sql`s.since`)} as "to", f.grade = '较差' as hit, s.title, p.ocid
      from library.performance f join kernel.subject s on s.id = f.id left join library.project p on p.id = f.project where f.expert = ${id}`,
}
/** Of two years' work of the busiest agency: more are not read for one page. */
const MOST = 2000
/** The cases of a measure whose day lies in the period; what has not come to an end is no case yet. */
export async function casesOf(
  tx: Tx,
  measure: string,
  id: string,
  from: Day,
  to: Day,
): Promise<Case[]> {
  const source = sources[measure]
  if (!source) throw new Error(`没有“${measure}”这项评价`)
  const { rows } = await sql<Case>`
    select "from", "to", hit, title, ocid from (${source(id)}) x
    where x."to" >= ${from} and x."to" <= ${to} order by x."to" desc limit ${MOST}`.execute(tx)
  return rows
}
