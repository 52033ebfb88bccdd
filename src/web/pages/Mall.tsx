import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { get, post } from '../api.ts'
import { Bars } from '../ui/MallPrices.tsx'
import { ReportButton } from '../ui/MallTickets.tsx'
import { showDay, showMoney, tidyMoney } from '../words.ts'

export interface Offer {
  id: string
  supplierName: string
  item: string
  itemName: string
  name: string
  brand: string
  model: string
  unit: string
  price: string
  attributes: Record<string, string | number | boolean>
  regions: string[]
}
export interface Evidence {
  basis: string | null
  suppliers: number
  median: string | null
  least: string | null
  guard: string | null
  cheapest: { offer: string; supplier: string } | null
  said: string
}
const say = (v: string | number | boolean) => (v === true ? '是' : v === false ? '否' : String(v))
const buys = (role: string) => role === '采购人经办' || role === '采购人审核'

/** Put one in the cart and say so, without leaving the page. */
export const AddToCart = ({ offer, quantity = 1 }: { offer: string; quantity?: number }) => {
  const client = useQueryClient()
  const [state, setState] = useState<'' | 'busy' | 'done' | string>('')
  return (
    <>
      <Button
        type="primary"
        loading={state === 'busy'}
        onClick={() => {
          setState('busy')
          post('/api/shelf/put', { offer, quantity, line: null }).then(
            () => {
              setState('done')
              client.invalidateQueries({ queryKey: ['cart'] })
            },
            (e: Error) => setState(e.message),
          )
        }}
      >
        放进购物车
      </Button>
      <span role="status" className="meta" style={{ alignSelf: 'center' }}>
        {state === 'done' ? (
          <>
            已放进。<Link to="/cart">去购物车</Link>
          </>
        ) : state === 'busy' ? (
          ''
        ) : (
          state
        )}
      </span>
    </>
  )
}
export const CartLink = () => {
  const { data } = useQuery({
    queryKey: ['cart'],
    queryFn: () => get<{ lines: unknown[] }>('/api/shelf/listCart'),
  })
  return (
    <Link to="/cart">
      <Button>购物车{data && data.lines.length > 0 ? `（${data.lines.length}）` : ''}</Button>
    </Link>
  )
}

interface Shelf {
  item: string
  name: string
  offers: number
}
/** 电子卖场：搜在先；左边是有货的品目，勾几件并排比。 */
export const Mall = ({ role }: { role: string }) => {
  const [asked, ask] = useSearchParams()
  const at = (k: string) => asked.get(k) ?? ''
  const [word, setWord] = useState(at('q'))
  const [least, setLeast] = useState(at('least'))
  const [most, setMost] = useState(at('most'))
  const [attributes, setAttributes] = useState(at('attributes'))
  const [chosen, choose] = useState<string[]>([])
  const set = (more: Record<string, string>) =>
    ask(
      (before) => {
        const next = new URLSearchParams(before)
        next.delete('page')
        for (const [k, v] of Object.entries(more)) v ? next.set(k, v) : next.delete(k)
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
    retry: false,
  })
  const shelves = useQuery({
    queryKey: ['shelves'],
    queryFn: () => get<Shelf[]>('/api/shelf/listShelves'),
  })
  const toggle = (id: string) =>
    choose((c) => (c.includes(id) ? c.filter((x) => x !== id) : [...c, id].slice(-6)))
  return (
    <>
      <h1>电子卖场</h1>
      <section className="card">
        <div className="bar" style={{ alignItems: 'end' }}>
          <div style={{ flex: '1 1 240px' }}>
            <label htmlFor="mall-q" className="meta">
              名称、品牌、型号或参数
            </label>
            <Input
              id="mall-q"
              value={word}
              onChange={(e) => setWord(e.target.value)}
              placeholder="如：笔记本电脑 16英寸"
              size="large"
            />
          </div>
          <Select
            aria-label="品目"
            value={at('item')}
            onChange={(item) => set({ item })}
            style={{ flex: '1 1 200px' }}
            showSearch
            optionFilterProp="label"
            options={[
              { value: '', label: '全部品目' },
              ...(shelves.data ?? []).map((x) => ({
                value: x.item,
                label: `${x.name}（${x.offers}）`,
              })),
            ]}
          />
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
          {buys(role) ? <CartLink /> : null}
          {at('hall') ? (
            <Button onClick={() => set({ hall: '' })}>{at('hall')}　×</Button>
          ) : (
            <Link to="/theme">
              <Button>主题馆</Button>
            </Link>
          )}
          <Link to="/services">
            <Button>定点服务</Button>
          </Link>
        </div>
        <details style={{ marginTop: 8 }} open={Boolean(least || most || attributes)}>
          <summary className="meta">按价格和参数筛选</summary>
          <div className="bar" style={{ alignItems: 'end', marginTop: 8 }}>
            {(
              [
                ['最低单价（元）', least, setLeast, 'least'],
                ['最高单价（元）', most, setMost, 'most'],
              ] as const
            ).map(([label, value, change, key]) => (
              <div key={key} style={{ flex: '0 1 140px' }}>
                <label htmlFor={`mall-${key}`} className="meta">
                  {label}
                </label>
                <Input
                  id={`mall-${key}`}
                  inputMode="decimal"
                  value={value}
                  onChange={(e) => change(tidyMoney(e.target.value))}
                  onBlur={() => set({ [key]: tidyMoney(value, true) })}
                  onPressEnter={() => set({ [key]: tidyMoney(value, true) })}
                />
              </div>
            ))}
            <div style={{ flex: '1 1 240px' }}>
              <label htmlFor="mall-attributes" className="meta">
                参数（多项用分号隔开）
              </label>
              <Input
                id="mall-attributes"
                value={attributes}
                onChange={(e) => setAttributes(e.target.value)}
                onBlur={() => set({ attributes })}
                onPressEnter={() => set({ attributes })}
                placeholder="如：内存>=16;操作系统=麒麟"
              />
            </div>
          </div>
        </details>
      </section>
      {chosen.length > 0 ? (
        <section className="card bar" aria-live="polite" style={{ alignItems: 'center' }}>
          <span>已选 {chosen.length} 件比较（至多 6 件）</span>
          <Link to={`/mall/compare?offers=${chosen.join(',')}`}>
            <Button type="primary" disabled={chosen.length < 2}>
              并排比较
            </Button>
          </Link>
          <Button onClick={() => choose([])}>清空</Button>
        </section>
      ) : null}
      <section className="card" aria-busy={isFetching}>
        {error ? <Alert type="error" title={error.message} /> : null}
        {data?.note ? <p className="meta">{data.note}</p> : null}
        {data && data.offers.length === 0 && !data.note ? (
          <p className="meta">没有符合条件的在售商品。可以少写几个词，或放宽价格和参数。</p>
        ) : null}
        {data || error ? null : <p className="meta">正在取……</p>}
        <ul className="todo" aria-live="polite">
          {data?.offers.map((o) => (
            <li key={o.id} style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
              <Checkbox
                checked={chosen.includes(o.id)}
                onChange={() => toggle(o.id)}
                aria-label={`比较${o.name}，${o.supplierName}`}
              />
              <Link to={`/mall/${o.id}`} style={{ flex: 1 }}>
                <span style={{ flex: '1 1 16em' }}>
                  {o.name}
                  <div className="meta">
                    {o.brand} {o.model}　{o.itemName}
                  </div>
                  <div className="meta">
                    {Object.entries(o.attributes)
                      .map(([k, v]) => `${k} ${say(v)}`)
                      .join('　')}
                  </div>
                </span>
                <span style={{ flex: '0 1 13em' }} className="meta">
                  {o.supplierName}
                </span>
                <span className="num" style={{ flex: '0 0 9em' }}>
                  {showMoney(o.price)} 元/{o.unit}
                </span>
              </Link>
            </li>
          ))}
        </ul>
        {data && (page > 1 || data.more) ? (
          <div className="bar" style={{ marginTop: 12, alignItems: 'center' }}>
            <Button disabled={page === 1} onClick={() => ask({ ...query, page: String(page - 1) })}>
              上一页
            </Button>
            <span className="meta">第 {page} 页</span>
            <Button disabled={!data.more} onClick={() => ask({ ...query, page: String(page + 1) })}>
              下一页
            </Button>
          </div>
        ) : null}
      </section>
    </>
  )
}

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
          {buys(role) && o.live ? (
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
              name: x.supplierName,
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
                  <Link to={`/mall/${o.id}`}>{o.name}</Link>
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
          {data.map((o) => (
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
