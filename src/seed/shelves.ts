import type { App } from '#app'
import { putUp } from '#goods'
import { type Actor, askAs, dice } from '#kernel'
import type { World } from './generate.ts'
import { rowsOf } from './goods.ts'

const EACH = 50
/** Shops put their goods up as they would: a table, read and judged row by row, submitted, looked at by the finance department. Answers how many offers. */
export async function shelve(
  app: App,
  w: World,
  seed: string,
  wanted: number,
  tell: (what: string, done: number, total: number) => void,
): Promise<number> {
  const d = dice(seed).of('goods')
  const { rows } = await app.pool.query<{ id: string; uscc: string }>(
    `select id, uscc from library.org where kind in ('供应商', '财政部门')`,
  )
  const ids = new Map(rows.map((r) => [r.uscc, r.id]))
  const shops = w.suppliers.slice(0, Math.floor(wanted / EACH))
  const desks = new Map(w.offices.filter((o) => o.kind === '财政部门').map((o) => [o.region, o]))
  const tables = shops.map((s, i) => ({ shop: s, rows: rowsOf(d.of(String(i)), EACH) }))
  let done = 0
  const work = async () => {
    for (let t = tables.shift(); t; t = tables.shift()) {
      const { shop, rows: table } = t
      const desk = desks.get(shop.region)
      const as = (
        u: { uscc: string; name: string; region: string; inCharge: string },
        role: string,
      ): Actor => ({
        person: null,
        name: u.inCharge,
        role,
        org: ids.get(u.uscc) ?? null,
        orgName: u.name,
        region: u.region,
      })
      await app.db.transaction().execute(async (tx) => {
        const seller = askAs(app.world, tx, as(shop, '供应商经办'))
        const checker = desk ? askAs(app.world, tx, as(desk, '财政监管')) : seller
        await putUp(seller, checker, {
          title: `${shop.name.replace('（培训）', '')}商品（培训）`,
          rows: table,
        })
      })
      done += EACH
      tell('商品', done, wanted)
    }
  }
  await Promise.all([work(), work()])
  return done
}
