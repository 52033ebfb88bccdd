import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { get } from '../api.ts'
import { Ended } from '../ui/MallCart.tsx'
import { Narrow } from '../ui/Narrow.tsx'
import { showDay, showInstant, showMoney } from '../words.ts'

interface Offer {
  id: string
  supplierName: string
  sku: string
  item: string
  itemName: string
  name: string
  brand: string
  model: string
  unit: string
  price: string
  attributes: Record<string, string | number | boolean>
  regions: string[]
  certificateEnded: string | null
}
const say = (v: string | number | boolean) => (v === true ? '是' : v === false ? '否' : String(v))
const facts = (o: Offer) =>
  Object.entries(o.attributes)
    .map(([k, v]) => `${k} ${say(v)}`)
    .join('　')

const Card = ({
  o,
  picked,
  pick,
}: {
  o: Offer
  picked?: boolean
  pick?: (on: boolean) => void
}) => (
  <li style={pick ? { display: 'grid', gridTemplateColumns: 'auto 1fr', gap: 8 } : {}}>
    {pick ? (
      <Checkbox
        style={{ alignSelf: 'center' }}
        checked={picked === true}
        onChange={(e) => pick(e.target.checked)}
        aria-label={`比较${o.name}，${o.supplierName}`}
      />
    ) : null}
    <Link to={`/goods/${o.id}`}>
      <span style={{ flex: '1 1 18em' }}>
        {o.name}
        <div className="meta">
          {o.brand} {o.model}　{o.itemName}
        </div>
        <div className="meta">{facts(o)}</div>
        <Ended on={o.certificateEnded} />
      </span>
      <span style={{ flex: '0 1 14em' }} className="meta">
        {o.supplierName}
      </span>
      <span className="num" style={{ flex: '0 0 9em' }}>
        {showMoney(o.price)} 元/{o.unit}
      </span>
    </Link>
  </li>
)

/** 商品库: what is typed goes into the address, so that a search can be kept, sent and gone back to. */
export const Goods = () => {
  const [asked, ask] = useSearchParams()
  const [word, setWord] = useState(asked.get('q') ?? '')
  const at = (k: string) => asked.get(k) ?? ''
  const set = (more: Record<string, string>) =>
    ask(
      (before) => {
        const next = new URLSearchParams(before)
        next.delete('page')
        for (const [k, v] of Object.entries(more))
          if (v) next.set(k, v)
          else next.delete(k)
        return next
      },
      { replace: true },
    )
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait
  useEffect(() => {
    const timer = setTimeout(() => word !== at('q') && set({ q: word }), 250)
    return () => clearTimeout(timer)
  }, [word])
  const page = Number(at('page') || '1')
  const query = Object.fromEntries(asked)
  const { data, error, isFetching } = useQuery({
    queryKey: ['goods', query],
    queryFn: () => get<{ offers: Offer[]; more: boolean; note: string }>('/api/goods/find', query),
    placeholderData: keepPreviousData,
  })
  const [picked, setPicked] = useState<string[]>([])
  const [least, setLeast] = useState(at('least'))
  const [most, setMost] = useState(at('most'))
  const money = (s: string) => (/^\d+$/.test(s) ? `${s}.00` : /^\d+\.\d$/.test(s) ? `${s}0` : s)
  return (
    <>
      <h1>商品库</h1>
      <section className="card">
        <div className="bar" style={{ alignItems: 'end' }}>
          <div style={{ flex: '1 1 260px' }}>
            <label htmlFor="goods-q" className="meta">
              名称、品牌、型号或参数
            </label>
            <Input
              id="goods-q"
              value={word}
              onChange={(e) => setWord(e.target.value)}
              placeholder="如：笔记本 16英寸"
              allowClear
            />
          </div>
          <div style={{ flex: '0 1 130px' }}>
            <label htmlFor="goods-least" className="meta">
              最低单价（元）
            </label>
            <Input
              id="goods-least"
              inputMode="decimal"
              value={least}
              onChange={(e) => setLeast(e.target.value)}
              onBlur={() => set({ least: money(least) })}
              onPressEnter={() => set({ least: money(least) })}
            />
          </div>
          <div style={{ flex: '0 1 130px' }}>
            <label htmlFor="goods-most" className="meta">
              最高单价（元）
            </label>
            <Input
              id="goods-most"
              inputMode="decimal"
              value={most}
              onChange={(e) => setMost(e.target.value)}
              onBlur={() => set({ most: money(most) })}
              onPressEnter={() => set({ most: money(most) })}
            />
          </div>
          <Select
            aria-label="排序"
            value={at('order') || '相关'}
            onChange={(order) => set({ order })}
            style={{ minWidth: 150 }}
            options={[
              { value: '相关', label: '按相关程度' },
              { value: '价低', label: '价格从低到高' },
              { value: '价高', label: '价格从高到低' },
            ]}
          />
        </div>
      </section>
      <Narrow query={query} set={set} />
      {picked.length > 1 ? (
        <p>
          <Link to={`/goods-compare?ids=${picked.join(',')}`}>
            <Button type="primary">比较选中的 {picked.length} 件</Button>
          </Link>
        </p>
      ) : null}
      <section className="card" aria-busy={isFetching}>
        {error ? <Alert type="error" title={error.message} /> : null}
        {data?.note ? <p className="meta">{data.note}</p> : null}
        {data && data.offers.length === 0 && !data.note ? (
          <p className="meta">没有符合条件的在库商品。可以少写几个词，或放宽价格。</p>
        ) : null}
        {data ? null : error ? null : <p className="meta">正在取……</p>}
        <ul className="todo" aria-live="polite">
          {data?.offers.map((o) => (
            <Card
              key={o.id}
              o={o}
              picked={picked.includes(o.id)}
              pick={(on) =>
                setPicked((before) =>
                  on ? [...before, o.id].slice(-6) : before.filter((x) => x !== o.id),
                )
              }
            />
          ))}
        </ul>
        {data && (page > 1 || data.more) ? (
          <div className="bar" style={{ marginTop: 12 }}>
            <Button disabled={page === 1} onClick={() => ask({ ...query, page: String(page - 1) })}>
              上一页
            </Button>
            <span className="meta" style={{ alignSelf: 'center' }}>
              第 {page} 页
            </span>
            <Button disabled={!data.more} onClick={() => ask({ ...query, page: String(page + 1) })}>
              下一页
            </Button>
          </div>
        ) : null}
      </section>
    </>
  )
}

export const Good = () => {
  const { id = '' } = useParams()
  const { data, error } = useQuery({
    queryKey: ['good', id],
    retry: false,
    queryFn: () =>
      get<{
        offer: Offer
        withdrawn: string | null
        edition: string
        prices: { at: string; price: string }[]
        certificates: { kind: string; no: string; expires: string; valid: boolean }[]
        same: Offer[]
      }>('/api/goods/get', { id }),
  })
  const item = data?.offer.item
  const places = useQuery({
    queryKey: ['prices', item],
    enabled: item !== undefined,
    queryFn: () =>
      get<{ region: string; offers: number; least: string; median: string; most: string }[]>(
        '/api/goods/listPrices',
        { item: item ?? '' },
      ),
  })
  if (error) return <Alert type="error" showIcon title={error.message} />
  if (!data) return <p className="meta">正在取……</p>
  const o = data.offer
  return (
    <>
      <div className="meta">
        {o.itemName}（{o.item}，{data.edition}年版目录）
      </div>
      <h1>{o.name}</h1>
      {data.withdrawn ? (
        <Alert type="warning" showIcon title={`已于${showDay(data.withdrawn)}下架`} />
      ) : null}
      <section className="card">
        <dl>
          <dt>单价</dt>
          <dd>
            {showMoney(o.price)} 元/{o.unit}
          </dd>
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
        </dl>
      </section>
      {data.certificates.length > 0 ? (
        <section className="card">
          <h2>证书</h2>
          <dl>
            {data.certificates.map((c) => (
              <div key={c.kind} style={{ display: 'contents' }}>
                <dt>{c.kind}</dt>
                <dd>
                  {c.no}　有效期至{showDay(c.expires)}{' '}
                  <span className={`chip ${c.valid ? '' : 'no'}`}>
                    {c.valid ? '有效' : '已过期'}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      <section className="card">
        <h2>同款报价</h2>
        {data.same.length === 0 ? (
          <p className="meta">没有其他供应商在卖同一品牌型号。</p>
        ) : (
          <ul className="todo">
            {data.same.map((s) => (
              <Card key={s.id} o={s} />
            ))}
          </ul>
        )}
      </section>
      <section className="card">
        <h2>价格历史</h2>
        <dl>
          {data.prices.map((p) => (
            <div key={p.at} style={{ display: 'contents' }}>
              <dt>{showInstant(p.at)}</dt>
              <dd>{showMoney(p.price)} 元</dd>
            </div>
          ))}
        </dl>
      </section>
      {places.data && places.data.length > 0 ? (
        <section className="card" style={{ overflowX: 'auto' }}>
          <h2>同一品目各地的价格</h2>
          <table className="t">
            <thead>
              <tr>
                <th scope="col">供货地区</th>
                <th scope="col" className="num">
                  报价
                </th>
                <th scope="col" className="num">
                  最低（元）
                </th>
                <th scope="col" className="num">
                  中位（元）
                </th>
                <th scope="col" className="num">
                  最高（元）
                </th>
              </tr>
            </thead>
            <tbody>
              {places.data.map((r) => (
                <tr key={r.region}>
                  <td data-label="供货地区">{r.region === '内蒙古自治区' ? '全区' : r.region}</td>
                  <td data-label="报价" className="num">
                    {r.offers} 项
                  </td>
                  <td data-label="最低（元）" className="num">
                    {showMoney(r.least)}
                  </td>
                  <td data-label="中位（元）" className="num">
                    {showMoney(r.median)}
                  </td>
                  <td data-label="最高（元）" className="num">
                    {showMoney(r.most)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </>
  )
}
