import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { get } from '../api.ts'
import { buys, CartLink, Ended, type Offer, say } from '../ui/MallCart.tsx'
import { showMoney, tidyMoney } from '../words.ts'

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
                  <Ended on={o.certificateEnded} />
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
