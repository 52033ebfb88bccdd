import { type Context, Hono } from 'hono'
import { pricesByItem } from '#goods'
import { dayOf, regionOf, type Server, yearOf } from '#kernel'
import { itemOf } from '#libraries/catalogue'
import { figures, pricedItems, pricesOfItem, yearsWithNotices } from '#search'
import { ItemPage, measures, PricesPage, type Side, StatisticsPage, sides } from './figures.tsx'
import { missing, type Site } from './site.tsx'

const TOP = '150000'
const regionIn = (c: Context) => {
  const r = c.req.query('region') ?? ''
  return regionOf(r) && r !== TOP ? r : ''
}
/** 统计、价格：figures that open down to the notices they come from. */
export function figureRoutes({ world }: Server, { page }: Site) {
  const app = new Hono()
  app.get('/statistics', (c) =>
    page(c, async (tx, reader) => {
      const years = await yearsWithNotices(tx)
      const asked = Number(/^20\d\d$/.exec(c.req.query('year') ?? '')?.[0] ?? 0)
      const year = asked || years[0] || yearOf(dayOf(world.now()))
      const kind = measures.find((m) => m === c.req.query('kind')) ?? measures[0]
      const region = regionIn(c)
      const found = {} as Record<Side, Awaited<ReturnType<typeof figures>>>
      for (const side of sides)
        found[side] = await figures(tx, { kind, year, region: region || TOP, by: side })
      return (
        <StatisticsPage
          reader={reader}
          kind={kind}
          year={year}
          years={years}
          region={region}
          figures={found}
        />
      )
    }),
  )
  app.get('/prices', (c) =>
    page(c, async (tx, reader) => {
      const region = regionIn(c)
      return (
        <PricesPage reader={reader} region={region} items={await pricedItems(tx, region || TOP)} />
      )
    }),
  )
  app.get('/prices/:item', (c) =>
    page(c, async (tx, reader) => {
      const item = itemOf(c.req.param('item'))?.code ?? missing()
      const region = regionIn(c)
      return (
        <ItemPage
          reader={reader}
          item={item}
          region={region}
          paid={await pricesOfItem(tx, item, region || TOP, 100)}
          offered={await pricesByItem(tx, item, region || TOP, dayOf(world.now()))}
        />
      )
    }),
  )
  return app
}
