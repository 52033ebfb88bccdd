import { sql } from 'kysely'
import { certified, listingFaults, listingStory, slipped } from '#goods'
import { type Ask, capital, type Day, type Fen, showYuan, system, type Tx } from '#kernel'
import { mall } from '#law'

interface Flag {
  readonly sku: string
  readonly what: string
  readonly cure: string
}
/** What a machine can see of a listing: set by set, whether it has one row or a hundred thousand. */
async function flagsOf(
  tx: Tx,
  listing: string,
  percent: number,
  least: number,
  today: Day,
): Promise<Flag[]> {
  const { rows } = await sql<{
    sku: string
    kind: '重复' | '同址' | '价格'
    other: string
    price: number
    median: number
  }>`
    with mine as (select * from goods.offer where listing = ${listing} and withdrawn is null),
    live as (select o.* from goods.offer o join kernel.subject s on s.id = o.listing
      where s.state = '在库' and o.withdrawn is null and o.product in (select product from mine)),
    medians as (select product, unit, percentile_disc(0.5) within group (order by price) as median
      from (select product, unit, supplier, min(price) as price from live where ${certified('live.id', today)} group by 1, 2, 3) c group by 1, 2 having count(*) >= ${least})
    select m.sku, '重复' as kind, l.sku as other, m.price, 0::bigint as median from mine m
      join live l on l.product = m.product and l.unit = m.unit and l.supplier = m.supplier and l.id <> m.id
    union all
    select m.sku, '同址', b.name, m.price, 0 from mine m join library.org a on a.id = m.supplier
      join live l on l.product = m.product and l.supplier <> m.supplier join library.org b on b.id = l.supplier
      where a.address = b.address or a.phone = b.phone or a.in_charge = b.in_charge
    union all
    select m.sku, '价格', '', m.price, d.median from mine m join medians d on d.product = m.product and d.unit = m.unit
      where m.price * 100 > d.median * ${100 + percent} or m.price * 5 < d.median
    order by sku limit 200`.execute(tx)
  return rows.map((r) => ({ sku: r.sku, ...said[r.kind](r) }))
}
interface Found {
  readonly sku: string
  readonly other: string
  readonly price: number
  readonly median: number
}
const said: Readonly<Record<'重复' | '同址' | '价格', (f: Found) => Omit<Flag, 'sku'>>> = {
  重复: ({ sku, other }) => ({
    what: `货号${sku}与本店在售的货号${other}是同一产品`,
    cure: '同一产品只上架一次',
  }),
  同址: ({ sku, other }) => ({
    what: `货号${sku}的同款由${other}在售，两家地址、电话或负责人相同`,
    cure: '由财政部门核实两家的关系后决定',
  }),
  价格: ({ sku, price, median }) => ({
    // ¥318 against ¥318万 is seen in characters, and in how many times the one is the other.
    what: `货号${sku}单价${showYuan(price)}元（${capital(price as Fen)}），同款在售中位数${showYuan(median)}元（${capital(median as Fen)}），为中位数的${Math.floor((price * 1000) / median) / 10}%${slipped(price, median) ? '，像是错了位数' : ''}`,
    cure: '核对单价；确需此价的，由财政部门审核',
  }),
}
/** 上架核查：没有疑点的自动入库；有疑点的写明在上架单上，由人来看。 */
export async function screen(ask: Ask, id: string): Promise<void> {
  const asMachine = { ...ask, actor: system }
  const flags = await flagsOf(
    ask.tx,
    id,
    mall('价格警戒比例', ask.world.settings),
    mall('比价最少家数', ask.world.settings),
    ask.today,
  )
  if (flags.length === 0) {
    await listingStory.take(asMachine, 'admit', id)
    return
  }
  await listingStory.take(asMachine, 'flag', id, undefined, { data: { flags: flags.length } })
  await listingFaults.add(
    ask.tx,
    id,
    flags.map((f) => ({ row: 0, column: '机器核查', what: f.what, cure: f.cure })),
  )
}
export const timers = { '商品上架.admit': screen }
