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

/** The lots of the purchases that an agency ran, or a purchaser had. */
const lots = (
  id: string,
  relation = '代理机构',
) => sql`kernel.subject s join library.project p on p.id = s.process
  where s.noun = '采购包' and s.process in (select s.process from kernel.subject s where s.noun = '招标项目' and ${party(relation, id)})`
const contracts = (
  relation: string,
  id: string,
) => sql`contract.contract c join kernel.subject s on s.id = c.id
  left join library.project p on p.id = s.process where ${party(relation, id)}`

/** Orders of the mall in which this one buys or sells; what went wrong with them is in mall.lapse. */
const orders = (side: 'buyer' | 'supplier', id: string) =>
  sql`mall.purchase_order o join kernel.subject s on s.id = o.id left join library.project p on p.id = o.project where o.${sql.ref(side)} = ${id}`
const lapsed = (...kinds: string[]) =>
  sql`exists (select from mall.lapse l where l.order_id = o.id and l.kind in (${sql.join(kinds)}))`
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
  'agency.answer': (id) =>
    sql`select ${dayOf(when('s.id', 'ask'))} as "from", ${dayOf(when('s.id', 'answer'))} as "to", false as hit, ${shown} from kernel.subject s left join library.project p on p.id = s.process
      where s.noun = '澄清提问' and s.process in (select s.process from kernel.subject s where s.noun = '招标项目' and ${party('代理机构', id)})`,
  'agency.pause': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'publish'))} as "to", ${when('s.id', 'pause', 'hold')} is not null as hit, ${shown} from ${of('招标项目', '代理机构', id)}`,
  'agency.recheck': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'report'))} as "to", ${when('s.id', 'recheck')} is not null as hit, ${shown} from ${lots(id)}`,
  'buyer.confirm': (id) =>
    sql`select ${dayOf(when('s.id', 'report'))} as "from", ${dayOf(when('s.id', 'award', 'deem'))} as "to", false as hit, ${shown} from ${lots(id, '采购人')}`,
  'buyer.deem': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'award', 'deem'))} as "to", ${when('s.id', 'deem')} is not null as hit, ${shown} from ${lots(id, '采购人')}`,
  'buyer.sign': (id) =>
    sql`select c.letter as "from", c.signed as "to", false as hit, ${shown} from ${contracts('采购人', id)} and c.award_id is not null`,
  'buyer.check': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'check', 'trouble', 'remind'))} as "to", ${lapsed('逾期未验收')} as hit, ${shown} from ${orders('buyer', id)}`,
  'buyer.stars': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'rateBuyer'))} as "to", coalesce((o.of_buyer->>'stars')::int >= 4, false) as hit, ${shown} from ${orders('buyer', id)}`,
  'seller.turn': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'accept', 'refuse', 'lapse'))} as "to", ${when('s.id', 'accept')} is null as hit, ${shown} from ${orders('supplier', id)}`,
  'seller.late': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'ship', 'late'))} as "to", ${lapsed('逾期未发货')} as hit, ${shown} from ${orders('supplier', id)}`,
  'seller.stars': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'rateSupplier'))} as "to", coalesce((o.of_supplier->>'stars')::int >= 4, false) as hit, ${shown} from ${orders('supplier', id)}`,
  'seller.ticket': (id) =>
    sql`select null::date as "from", ${dayOf(when('s.id', 'uphold', 'dismiss'))} as "to", s.state = '已处理' as hit, ${shown} from ${of('卖场工单', '供应商', id)}`,
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
