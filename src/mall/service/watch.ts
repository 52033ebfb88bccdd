import { sql } from 'kysely'
import { type Ask, addDays, showYuan } from '#kernel'
import { mall } from '#law'
import { orgOf } from '#libraries'
import { raise } from '#mall/alarm'
import type { Order } from './model.ts'

interface Seen {
  readonly extras: number
  readonly ceiling: number
  readonly orders: number
  readonly visits: number
  readonly first: string
}
interface Dear {
  readonly name: string
  readonly price: number
  readonly median: number
}
/**
 * 验收一单，看一看这一家和这辆车近来怎样：nothing here is a verdict, and nothing is stopped; what is over a setting goes to the
 * finance department of the supplier's place, once a month for the same thing.
 */
export async function watch(ask: Ask, o: Order): Promise<void> {
  const { tx, world, today } = ask
  const set = (name: Parameters<typeof mall>[0]) => mall(name, world.settings)
  const since = addDays(today, -set('定点监测回看日数'))
  const car = addDays(today, -set('定点同车回看日数'))
  const { rows } = await sql<Seen>`
    with mine as (select o.* from mall.service_order o where o.supplier = ${o.supplier} and o.kind = ${o.kind}
      and (o.id = ${o.id} or o.accepted >= ${since})),
    -- A quote stands at the ceiling when every line of it asks the most that the card allows.
    top as (select m.id, not exists (select from jsonb_array_elements(m.quote) l, jsonb_array_elements(c.items) i
        where l->>'code' = i->>'code' and (l->>'price')::bigint < (i->>'price')::bigint) as ceiling
      from mine m join mall.rate_card c on c.id = m.card),
    car as (select o.id from mall.service_order o where ${o.plate} <> '' and o.buyer = ${o.buyer} and o.plate = ${o.plate}
      and (o.id = ${o.id} or o.accepted >= ${car}))
    select (select count(*)::int from mine where jsonb_array_length(extras) > 0) as extras,
      (select count(*)::int from top where ceiling) as ceiling, (select count(*)::int from mine) as orders,
      (select count(*)::int from car) as visits,
      (select min(id::text) from mall.service_order where buyer = ${o.buyer} and plate = ${o.plate}) as first`.execute(
    tx,
  )
  const s = rows[0]
  if (!s) return
  const { name, region } = await orgOf(tx, o.supplier)
  const month = today.slice(0, 7)
  const tell = (
    kind: '增项频繁' | '报价贴顶' | '明细价高' | '同车频修',
    of: string,
    said: string,
  ) =>
    raise(ask, region, {
      kind,
      key: `${kind} ${of} ${month}`,
      event: null,
      supplier: o.supplier,
      buyer: kind === '同车频修' || kind === '明细价高' ? o.buyer : null,
      said,
      about: o.id,
    })
  const days = set('定点监测回看日数')
  if (s.extras >= set('定点增项次数'))
    await tell(
      '增项频繁',
      o.supplier,
      `${name}的${o.kind}${days}日内验收${s.orders}单，其中${s.extras}单有增项`,
    )
  if (s.ceiling >= set('定点贴顶次数') && s.ceiling === s.orders)
    await tell(
      '报价贴顶',
      o.supplier,
      `${name}的${o.kind}${days}日内验收${s.orders}单，每一单每一项都按价目最高价报`,
    )
  if (s.visits >= set('定点同车次数'))
    await tell(
      '同车频修',
      s.first,
      `一辆车${set('定点同车回看日数')}日内服务${s.visits}次，最近一次在${name}`,
    )
  const percent = set('定点明细价高比例')
  for (const d of await dear(ask, o, percent, set('比价最少家数')))
    await tell(
      '明细价高',
      `${o.supplier} ${d.name}`,
      `${name}的“${d.name}”结算单价${showYuan(d.price)}元，各家价目同名项目中位数${showYuan(d.median)}元，高出${percent}%以上`,
    )
}
/** Lines above what other suppliers' cards ask at most for a thing of the same name. */
const dear = async (ask: Ask, o: Order, percent: number, least: number): Promise<Dear[]> =>
  (
    await sql<Dear>`
      with live as (select c.supplier, i->>'name' as name, i->>'unit' as unit, (i->>'price')::bigint as price
        from mall.rate_card c join kernel.subject s on s.id = c.id, jsonb_array_elements(c.items) i
        where s.state = '有效' and c.kind = ${o.kind} and c.supplier <> ${o.supplier}),
      medians as (select name, unit, percentile_disc(0.5) within group (order by price) as median from live
        group by name, unit having count(distinct supplier) >= ${least})
      select m.name, max((l->>'price')::bigint) as price, m.median
      from jsonb_array_elements(${JSON.stringify(o.billed)}::jsonb) l join medians m on m.name = l->>'name' and m.unit = l->>'unit'
      where (l->>'price')::bigint * 100 > m.median * ${100 + percent} group by m.name, m.median order by m.name limit 20`.execute(
      ask.tx,
    )
  ).rows
