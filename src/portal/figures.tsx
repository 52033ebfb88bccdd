import { dayOf, regionName, showDay, showYuan } from '#kernel'
import { itemOf } from '#libraries/catalogue'
import type { Figure, ItemPrices, Paid } from '#search'
import { queryOf } from './find.tsx'
import { Page, type Reader } from './layout.tsx'
import { RegionSelect } from './parts.tsx'
import { Bars, Points } from './plots.tsx'

const nameOf = (item: string) => itemOf(item)?.name ?? `品目${item}`
const lastDay = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0))
    .toISOString()
    .slice(0, 10)
export const sides = [
  ['month', '按月份'],
  ['league', '按地区'],
  ['method', '按采购方式'],
  ['category', '按类别'],
] as const
export type Side = (typeof sides)[number][0]
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
const labelOf = (side: Side, key: string) =>
  side === 'month' ? `${Number(key.slice(5))}月` : side === 'league' ? regionName(key) : key

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
  const where = p.region ? regionName(p.region) : '全区'
  return (
    <Page title="统计" reader={p.reader}>
      <h1>统计</h1>
      <p class="lead">每一个数都由公告加起来，点开就是那些公告；公告里没有写明金额的，只计份数。</p>
      <div class="card">
        <search aria-label="统计什么">
          <form class="find stats" action="/statistics" method="get">
            <div>
              <label for="kind">公告</label>
              <select id="kind" name="kind">
                {measures.map((k) => (
                  <option value={k} selected={k === p.kind}>
                    {k}
                  </option>
                ))}
              </select>
            </div>
            <div>
              <label for="year">年份</label>
              <select id="year" name="year">
                {(p.years.length > 0 ? p.years : [p.year]).map((y) => (
                  <option value={String(y)} selected={y === p.year}>
                    {y}年
                  </option>
                ))}
              </select>
            </div>
            <div>
              <label for="region">地区</label>
              <RegionSelect id="region" name="region" value={p.region} all="全区" />
            </div>
            <button type="submit">查看</button>
          </form>
        </search>
      </div>
      <p>
        {p.year}年{where}
        {p.kind}
        <b class="fig">{total.n}</b>份，共<b class="fig">{showYuan(total.amount)}</b>元。
        {total.n > 0 ? (
          <a
            href={`/search?${queryOf({ kind: p.kind, region: p.region, from: `${p.year}-01-01`, to: `${p.year}-12-31` })}`}
          >
            看这些公告
          </a>
        ) : null}
      </p>
      {total.n === 0
        ? null
        : sides.map(([side, title]) => (
            <section class="card" aria-labelledby={side}>
              <h2 id={side}>{title}</h2>
              <Bars
                label={`${p.kind}${title}的金额`}
                bars={p.figures[side].map((f) => ({
                  label: labelOf(side, f.key),
                  value: f.amount,
                  href: down(side, f.key, p),
                  title: `${labelOf(side, f.key)}：${f.n}份，${showYuan(f.amount)}元`,
                }))}
              />
              <table>
                <thead>
                  <tr>
                    <th scope="col">{title.slice(1)}</th>
                    <th scope="col" class="num">
                      份数
                    </th>
                    <th scope="col" class="num">
                      金额（元）
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {p.figures[side].map((f) => (
                    <tr>
                      <td>
                        <a href={down(side, f.key, p)}>{labelOf(side, f.key)}</a>
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

const Place = ({ region, action }: { region: string; action: string }) => (
  <div class="card">
    <search aria-label="按地区看">
      <form class="find law" action={action} method="get">
        <div>
          <label for="region">地区</label>
          <RegionSelect id="region" name="region" value={region} all="全区" />
        </div>
        <button type="submit">查看</button>
      </form>
    </search>
  </div>
)
const Number3 = (p: { least: number; median: number; most: number }) => (
  <>
    <td data-label="最低（元）" class="num">
      {showYuan(p.least)}
    </td>
    <td data-label="中位（元）" class="num">
      {showYuan(p.median)}
    </td>
    <td data-label="最高（元）" class="num">
      {showYuan(p.most)}
    </td>
  </>
)
/** 价格：what the region has paid for a unit, item by item. */
export const PricesPage = (p: { reader: Reader; region: string; items: readonly ItemPrices[] }) => (
  <Page title="价格" reader={p.reader}>
    <h1>成交单价</h1>
    <p class="lead">
      来自已公告的政府采购合同，逐项单价按品目归在一起。型号、配置、服务不同，价格可以相差很多：请点开看是哪一份合同。
    </p>
    <Place region={p.region} action="/prices" />
    <section class="card">
      {p.items.length === 0 ? (
        <p class="meta">这里还没有已公告的合同单价。</p>
      ) : (
        <table class="fold">
          <thead>
            <tr>
              <th scope="col">品目</th>
              <th scope="col" class="num">
                笔数
              </th>
              <th scope="col" class="num">
                最低（元）
              </th>
              <th scope="col" class="num">
                中位（元）
              </th>
              <th scope="col" class="num">
                最高（元）
              </th>
            </tr>
          </thead>
          <tbody>
            {p.items.map((i) => (
              <tr>
                <td data-label="品目">
                  <a href={`/prices/${i.item}${p.region ? `?region=${p.region}` : ''}`}>
                    {nameOf(i.item)}
                  </a>
                  <div class="meta">{i.item}</div>
                </td>
                <td data-label="笔数" class="num">
                  {i.n}
                </td>
                <Number3 {...i} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  </Page>
)
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
}) => (
  <Page title={`${nameOf(p.item)}的价格`} reader={p.reader}>
    <nav class="crumb" aria-label="位置">
      <a href="/prices">价格</a> › {nameOf(p.item)}
    </nav>
    <h1>{nameOf(p.item)}</h1>
    <p class="lead">
      品目代码 {p.item}。
      <a href={`/search?${queryOf({ item: p.item, region: p.region })}`}>看这个品目的公告</a>
    </p>
    <Place region={p.region} action={`/prices/${p.item}`} />
    <section class="card" aria-labelledby="paid">
      <h2 id="paid">合同单价</h2>
      {p.paid.length === 0 ? (
        <p class="meta">还没有已公告的合同单价。</p>
      ) : (
        <>
          {p.paid.length > 1 ? (
            <Points
              label={`${nameOf(p.item)}的合同单价，按公告的日期`}
              points={p.paid.map((x) => ({
                x: x.published,
                y: x.price,
                href: `/notices/${x.notice}`,
                title: `${showDay(dayOf(x.published))} ${x.name} ${showYuan(x.price)}元`,
              }))}
            />
          ) : null}
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">名称、型号</th>
                <th scope="col" class="num">
                  单价（元）
                </th>
                <th scope="col">数量</th>
                <th scope="col">地区</th>
                <th scope="col">公告</th>
              </tr>
            </thead>
            <tbody>
              {p.paid.map((x) => (
                <tr>
                  <td data-label="名称、型号">
                    {x.name}
                    <div class="meta">{x.model}</div>
                  </td>
                  <td data-label="单价（元）" class="num">
                    {showYuan(x.price)}
                  </td>
                  <td data-label="数量">
                    {x.quantity}
                    {x.unit}
                  </td>
                  <td data-label="地区">{regionName(x.region)}</td>
                  <td data-label="公告">
                    <a href={`/notices/${x.notice}`}>{showDay(dayOf(x.published))}</a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
    <section class="card" aria-labelledby="offered">
      <h2 id="offered">电子卖场在售</h2>
      {p.offered.length === 0 ? (
        <p class="meta">电子卖场没有这个品目的在售商品。</p>
      ) : (
        <table class="fold">
          <thead>
            <tr>
              <th scope="col">供货地区</th>
              <th scope="col" class="num">
                商品数
              </th>
              <th scope="col" class="num">
                最低（元）
              </th>
              <th scope="col" class="num">
                中位（元）
              </th>
              <th scope="col" class="num">
                最高（元）
              </th>
            </tr>
          </thead>
          <tbody>
            {p.offered.map((o) => (
              <tr>
                <td data-label="供货地区">{regionName(o.region)}</td>
                <td data-label="商品数" class="num">
                  {o.offers}
                </td>
                <Number3 {...o} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  </Page>
)
