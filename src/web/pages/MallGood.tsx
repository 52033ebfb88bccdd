import { useQuery } from '@tanstack/react-query'
import { Alert, InputNumber } from 'antd'
import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { get } from '../api.ts'
import { AddToCart, buys, Ended, type Evidence, type Offer, say } from '../ui/MallCart.tsx'
import { Bars } from '../ui/MallPrices.tsx'
import { ReportButton } from '../ui/MallTickets.tsx'
import { showDay, showMoney } from '../words.ts'

interface Compared extends Offer {
  live: boolean
  evidence: Evidence
}
interface History {
  deals: { day: string; region: string; quantity: number; price: string; way: string }[]
  leagues: { region: string; deals: number; least: string; median: string; most: string }[]
}
/** 一件商品：价格旁边就是价格的依据。 */
export const MallGood = ({ role }: { role: string }) => {
  const { id = '' } = useParams()
  const [quantity, setQuantity] = useState(1)
  const one = useQuery({
    queryKey: ['mall', id],
    retry: false,
    queryFn: () => get<Compared[]>('/api/shelf/getComparison', { offers: id }),
  })
  const more = useQuery({
    queryKey: ['good', id],
    retry: false,
    queryFn: () =>
      get<{
        prices: { at: string; price: string }[]
        certificates: { kind: string; no: string; expires: string; valid: boolean }[]
        same: Offer[]
      }>('/api/goods/get', { id }),
  })
  const history = useQuery({
    queryKey: ['history', id],
    retry: false,
    queryFn: () => get<History>('/api/shelf/getHistory', { offer: id }),
  })
  if (one.error) return <Alert type="error" showIcon title={one.error.message} />
  const o = one.data?.[0]
  if (one.data && !o) return <Alert type="warning" showIcon title="没有这件商品，或者它不在架上" />
  if (!o) return <p className="meta">正在取……</p>
  const e = o.evidence
  const over = e.guard !== null && Number(o.price) > Number(e.guard)
  return (
    <>
      <div className="meta">{o.itemName}</div>
      <h1>{o.name}</h1>
      <section className="card">
        <p style={{ fontSize: '1.4em', margin: '0 0 4px' }} className="fig">
          {showMoney(o.price)} 元/{o.unit}
        </p>
        <p style={{ margin: '0 0 4px' }}>
          {e.said}
          {e.guard ? `；警戒线 ${showMoney(e.guard)} 元` : ''}
        </p>
        {o.certificateEnded ? (
          <p>
            <Ended on={o.certificateEnded} /> 它的价格不计入最低价和中位数。
          </p>
        ) : null}
        {over ? (
          <p>
            <span className="chip no">高于警戒线</span> 下单须写明必要性，并由审核人签署意见。
          </p>
        ) : null}
        {e.cheapest ? (
          <p>
            <span className="chip warn">不是最低价</span> {e.cheapest.supplier}的同样商品
            {e.least ? ` ${showMoney(e.least)} 元` : ''}。
            <Link to={`/mall/${e.cheapest.offer}`}>看最低价的一家</Link>
          </p>
        ) : null}
        {o.live ? null : <Alert type="warning" showIcon title="已下架" />}
        <div className="bar" style={{ alignItems: 'center', marginTop: 8 }}>
          {buys(role) && o.live && o.certificateEnded === null ? (
            <>
              <InputNumber
                aria-label="数量"
                min={1}
                max={1_000_000}
                precision={0}
                value={quantity}
                onChange={(n) => setQuantity(n ?? 1)}
              />
              <AddToCart offer={o.id} quantity={quantity} />
            </>
          ) : null}
          <ReportButton offer={o.id} />
        </div>
      </section>
      <section className="card">
        <dl>
          <dt>品牌型号</dt>
          <dd>
            {o.brand} {o.model}
          </dd>
          <dt>供应商</dt>
          <dd>{o.supplierName}</dd>
          <dt>供货地区</dt>
          <dd>{o.regions.map((r) => (r === '内蒙古自治区' ? '全区' : r)).join('、')}</dd>
          {Object.entries(o.attributes).map(([k, v]) => (
            <div key={k} style={{ display: 'contents' }}>
              <dt>{k}</dt>
              <dd>{say(v)}</dd>
            </div>
          ))}
          {(more.data?.certificates ?? []).map((c) => (
            <div key={c.kind} style={{ display: 'contents' }}>
              <dt>{c.kind}</dt>
              <dd>
                {c.no}　有效期至{showDay(c.expires)}{' '}
                <span className={`chip ${c.valid ? '' : 'no'}`}>{c.valid ? '有效' : '已过期'}</span>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="card">
        <h2>同款在售</h2>
        {(more.data?.same ?? []).length === 0 ? (
          <p className="meta">没有其他供应商在卖同一品牌型号。</p>
        ) : (
          <Bars
            rows={[o, ...(more.data?.same ?? [])].map((x) => ({
              name: x.certificateEnded
                ? `${x.supplierName}（证书过期，不计入比价）`
                : x.supplierName,
              value: x.price,
              here: x.id === o.id,
              to: `/mall/${x.id}`,
            }))}
          />
        )}
      </section>
      <section className="card">
        <h2>成交过的价格</h2>
        {(history.data?.deals ?? []).length === 0 ? (
          <p className="meta">这一款还没有成交过。</p>
        ) : (
          <table className="t">
            <thead>
              <tr>
                <th scope="col">日期</th>
                <th scope="col">地区</th>
                <th scope="col">怎样选定</th>
                <th scope="col" className="num">
                  数量
                </th>
                <th scope="col" className="num">
                  单价（元）
                </th>
              </tr>
            </thead>
            <tbody>
              {history.data?.deals.slice(0, 20).map((d, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: deals have no name of their own
                <tr key={n}>
                  <td data-label="日期">{showDay(d.day)}</td>
                  <td data-label="地区">{d.region}</td>
                  <td data-label="怎样选定">{d.way}</td>
                  <td data-label="数量" className="num">
                    {d.quantity}
                  </td>
                  <td data-label="单价（元）" className="num">
                    {showMoney(d.price)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="card">
        <h2>各盟市同品目的成交中位价（近一年）</h2>
        {(history.data?.leagues ?? []).length === 0 ? (
          <p className="meta">近一年没有成交。</p>
        ) : (
          <Bars
            rows={(history.data?.leagues ?? []).map((l) => ({
              name: `${l.region}（${l.deals}笔）`,
              value: l.median,
            }))}
          />
        )}
      </section>
      <section className="card">
        <h2>这一家的调价记录</h2>
        <Bars
          rows={(more.data?.prices ?? []).map((p) => ({ name: showDay(p.at), value: p.price }))}
        />
      </section>
    </>
  )
}

/** 并排比较：参数不同的行标出来。 */
export const Compare = ({ role }: { role: string }) => {
  const [asked] = useSearchParams()
  const offers = asked.get('offers') ?? ''
  const { data, error } = useQuery({
    queryKey: ['compare', offers],
    retry: false,
    queryFn: () => get<Compared[]>('/api/shelf/getComparison', { offers }),
  })
  if (error) return <Alert type="error" showIcon title={error.message} />
  if (!data) return <p className="meta">正在取……</p>
  const names = [...new Set(data.flatMap((o) => Object.keys(o.attributes)))]
  const rows: { label: string; of: (o: Compared) => string }[] = [
    { label: '单价（元）', of: (o) => `${showMoney(o.price)} /${o.unit}` },
    { label: '价格依据', of: (o) => o.evidence.said },
    { label: '品牌型号', of: (o) => `${o.brand} ${o.model}` },
    { label: '供应商', of: (o) => o.supplierName },
    {
      label: '供货地区',
      of: (o) => o.regions.map((r) => (r === '内蒙古自治区' ? '全区' : r)).join('、'),
    },
    ...names.map((k) => ({
      label: k,
      of: (o: Compared) => (o.attributes[k] === undefined ? '未填' : say(o.attributes[k])),
    })),
  ]
  return (
    <>
      <h1>并排比较</h1>
      {data.length < 3 ? <p className="meta">比较三家以上，更容易看出合理的价格。</p> : null}
      <section className="card wide" tabIndex={-1}>
        <table className="t compare">
          <thead>
            <tr>
              <th scope="col">项目</th>
              {data.map((o) => (
                <th scope="col" key={o.id}>
                  <Link to={`/mall/${o.id}`}>{o.name}</Link> <Ended on={o.certificateEnded} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((r) => {
              const differs = new Set(data.map(r.of)).size > 1
              return (
                <tr key={r.label}>
                  <th scope="row">{r.label}</th>
                  {data.map((o) => (
                    <td
                      key={o.id}
                      data-label={`${o.supplierName}`}
                      style={differs ? { fontWeight: 600 } : {}}
                    >
                      {r.of(o)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      {buys(role) ? (
        <section className="card bar">
          {data
            .filter((o) => o.certificateEnded === null)
            .map((o) => (
              <span key={o.id} className="bar">
                <span style={{ alignSelf: 'center' }}>{o.supplierName}</span>
                <AddToCart offer={o.id} />
              </span>
            ))}
        </section>
      ) : null}
    </>
  )
}
