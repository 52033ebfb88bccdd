import { dayOf, regionName, showYuan } from '#kernel'
import { itemOf } from '#libraries/catalogue'
import type { Figure, ItemPrices, Paid } from '#search'
import { queryOf } from './find.tsx'
import { daysOf, Page, type Reader, wordsOf } from './layout.tsx'
import { RegionSelect } from './parts.tsx'
import { Bars, Points } from './plots.tsx'
import { Rows, spread } from './table.tsx'

const nameOf = (item: string) => itemOf(item)?.name ?? item
const lastDay = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0))
    .toISOString()
    .slice(0, 10)
export const sides = ['month', 'league', 'method', 'category'] as const
export type Side = (typeof sides)[number]
const by = {
  month: 'stat.by.month',
  league: 'stat.by.league',
  method: 'stat.by.method',
  category: 'stat.by.category',
} as const
const heads = {
  month: 'stat.head.month',
  league: 'stat.head.league',
  method: 'stat.head.method',
  category: 'stat.head.category',
} as const
type Say = ReturnType<typeof wordsOf>
export const measures = [
  '合同公告',
  '中标结果公告',
  '成交结果公告',
  '招标公告',
  '采购意向公告',
] as const

const down = (side: Side, key: string, w: { kind: string; year: number; region: string }) =>
  `/search?${queryOf({
    kind: w.kind,
    from: side === 'month' ? `${key}-01` : `${w.year}-01-01`,
    to: side === 'month' ? lastDay(key) : `${w.year}-12-31`,
    region: side === 'league' ? key : w.region,
    ...(side === 'method' && key !== '未写明' ? { method: key } : {}),
    ...(side === 'category' && key !== '未写明' ? { category: key } : {}),
  })}`
const labelOf = (t: Say, side: Side, key: string) =>
  side === 'month'
    ? t('stat.monthOf', Number(key.slice(5)))
    : side === 'league'
      ? regionName(key)
      : key

/** 统计：every figure opens the list of notices it adds up. */
export const StatisticsPage = (p: {
  reader: Reader
  kind: string
  year: number
  years: readonly number[]
  region: string
  figures: Readonly<Record<Side, readonly Figure[]>>
}) => {
  const total = p.figures.month.reduce((a, f) => ({ n: a.n + f.n, amount: a.amount + f.amount }), {
    n: 0,
    amount: 0,
  })
  const t = wordsOf(p.reader)
  const where = p.region ? regionName(p.region) : t('all.region')
  return (
    <Page title={t('nav.statistics')} reader={p.reader}>
      <h1>{t('nav.statistics')}</h1>
      <p class="lead">{t('stat.lead')}</p>
      <div class="card">
        <search aria-label={t('stat.what')}>
          <form class="find stats" action="/statistics" method="get">
            <div>
              <label for="kind">{t('stat.notice')}</label>
              <select id="kind" name="kind">
                {measures.map((k) => (
                  <option value={k} selected={k === p.kind}>
                    {k}
                  </option>
                ))}
              </select>
            </div>
            <div>
              <label for="year">{t('stat.year')}</label>
              <select id="year" name="year">
                {(p.years.length > 0 ? p.years : [p.year]).map((y) => (
                  <option value={String(y)} selected={y === p.year}>
                    {t('stat.yearOf', y)}
                  </option>
                ))}
              </select>
            </div>
            <div>
              <label for="region">{t('all.place')}</label>
              <RegionSelect
                id="region"
                name="region"
                value={p.region}
                all={t('all.region')}
                within={(name) => t('find.within', name)}
              />
            </div>
            <button type="submit">{t('all.show')}</button>
          </form>
        </search>
      </div>
      <p>
        {t('stat.sum', p.year, where, p.kind, total.n, showYuan(total.amount))}
        {total.n > 0 ? (
          <a
            href={`/search?${queryOf({ kind: p.kind, region: p.region, from: `${p.year}-01-01`, to: `${p.year}-12-31` })}`}
          >
            {t('stat.these')}
          </a>
        ) : null}
      </p>
      {total.n === 0
        ? null
        : sides.map((side) => (
            <section class="card" aria-labelledby={side}>
              <h2 id={side}>{t(by[side])}</h2>
              <Bars
                label={t('stat.amounts', p.kind, t(by[side]))}
                bars={p.figures[side].map((f) => ({
                  label: labelOf(t, side, f.key),
                  value: f.amount,
                  href: down(side, f.key, p),
                  title: t('stat.bar', labelOf(t, side, f.key), f.n, showYuan(f.amount)),
                }))}
              />
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t(heads[side])}</th>
                    <th scope="col" class="num">
                      {t('stat.count')}
                    </th>
                    <th scope="col" class="num">
                      {t('stat.amount')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {p.figures[side].map((f) => (
                    <tr>
                      <td>
                        <a href={down(side, f.key, p)}>{labelOf(t, side, f.key)}</a>
                      </td>
                      <td class="num">{f.n}</td>
                      <td class="num">{showYuan(f.amount)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          ))}
    </Page>
  )
}

const Place = ({ region, action, t }: { region: string; action: string; t: Say }) => (
  <div class="card">
    <search aria-label={t('all.byPlace')}>
      <form class="find law" action={action} method="get">
        <div>
          <label for="region">{t('all.place')}</label>
          <RegionSelect
            id="region"
            name="region"
            value={region}
            all={t('all.region')}
            within={(name) => t('find.within', name)}
          />
        </div>
        <button type="submit">{t('all.show')}</button>
      </form>
    </search>
  </div>
)
/** 价格：what the region has paid for a unit, item by item. */
export const PricesPage = (p: { reader: Reader; region: string; items: readonly ItemPrices[] }) => {
  const t = wordsOf(p.reader)
  return (
    <Page title={t('nav.prices')} reader={p.reader}>
      <h1>{t('price.title')}</h1>
      <p class="lead">{t('price.lead')}</p>
      <Place region={p.region} action="/prices" t={t} />
      <section class="card">
        {p.items.length === 0 ? (
          <p class="meta">{t('price.none')}</p>
        ) : (
          <Rows
            columns={[
              {
                head: t('price.item'),
                of: (i) => (
                  <>
                    <a href={`/prices/${i.item}${p.region ? `?region=${p.region}` : ''}`}>
                      {nameOf(i.item)}
                    </a>
                    <div class="meta">{i.item}</div>
                  </>
                ),
              },
              { head: t('price.times'), as: 'num', of: (i) => i.n },
              ...spread(t),
            ]}
            rows={p.items}
          />
        )}
      </section>
    </Page>
  )
}
export interface Offered {
  readonly region: string
  readonly offers: number
  readonly least: number
  readonly median: number
  readonly most: number
}
export const ItemPage = (p: {
  reader: Reader
  item: string
  region: string
  paid: readonly Paid[]
  offered: readonly Offered[]
}) => {
  const t = wordsOf(p.reader)
  const days = daysOf(p.reader)
  return (
    <Page title={t('price.of', nameOf(p.item))} reader={p.reader}>
      <nav class="crumb" aria-label={t('all.where')}>
        <a href="/prices">{t('nav.prices')}</a> › {nameOf(p.item)}
      </nav>
      <h1>{nameOf(p.item)}</h1>
      <p class="lead">
        {t('price.code', p.item)}
        <a href={`/search?${queryOf({ item: p.item, region: p.region })}`}>{t('price.notices')}</a>
      </p>
      <Place region={p.region} action={`/prices/${p.item}`} t={t} />
      <section class="card" aria-labelledby="paid">
        <h2 id="paid">{t('price.paid')}</h2>
        {p.paid.length === 0 ? (
          <p class="meta">{t('price.none')}</p>
        ) : (
          <>
            {p.paid.length > 1 ? (
              <Points
                label={t('price.paidPlot', nameOf(p.item))}
                points={p.paid.map((x) => ({
                  x: x.published,
                  y: x.price,
                  href: `/notices/${x.notice}`,
                  title: t('price.point', days(dayOf(x.published)), x.name, showYuan(x.price)),
                }))}
              />
            ) : null}
            <Rows
              columns={[
                {
                  head: t('price.name'),
                  of: (x) => (
                    <>
                      {x.name}
                      <div class="meta">{x.model}</div>
                    </>
                  ),
                },
                { head: t('price.unit'), as: 'num', of: (x) => showYuan(x.price) },
                { head: t('price.quantity'), of: (x) => `${x.quantity}${x.unit}` },
                { head: t('all.place'), of: (x) => regionName(x.region) },
                {
                  head: t('price.notice'),
                  of: (x) => <a href={`/notices/${x.notice}`}>{days(dayOf(x.published))}</a>,
                },
              ]}
              rows={p.paid}
            />
          </>
        )}
      </section>
      <section class="card" aria-labelledby="offered">
        <h2 id="offered">{t('price.offered')}</h2>
        {p.offered.length === 0 ? (
          <p class="meta">{t('price.notOffered')}</p>
        ) : (
          <Rows
            columns={[
              { head: t('price.sold'), of: (o) => regionName(o.region) },
              { head: t('price.goods'), as: 'num', of: (o) => o.offers },
              ...spread(t),
            ]}
            rows={p.offered}
          />
        )}
      </section>
    </Page>
  )
}
