import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { get } from '../api.ts'
import { CatalogueBrowser, type Good } from '../ui/CatalogueBrowser.tsx'
import { showDay, showMoney } from '../words.ts'

interface Told {
  item: Good & { edition: string }
  category: string
  doubt: string | null
  before2022: string | null
  known: boolean
  central: {
    code: string
    name: string
    body: string
    tiers: string[]
    least: string
    note: string
    from: string
    law: string
  }[]
  limits: { tier: string; name: string; value: string; law: string; mark: string }[]
}
/** 品目目录: the tree and, for the item at hand, who buys it and which amounts decide. */
export const Catalogue = () => {
  const [asked, ask] = useSearchParams()
  const code = asked.get('code') ?? ''
  const { data, error } = useQuery({
    queryKey: ['catalogue', code],
    enabled: code !== '',
    retry: false,
    queryFn: () => get<Told>('/api/catalogue/getItem', { code }),
  })
  return (
    <>
      <h1>品目目录（2022年版）</h1>
      <section className="card">
        <CatalogueBrowser at={code} go={(c) => ask(c ? { code: c } : {})} />
      </section>
      {error ? <Alert type="error" showIcon title={error.message} /> : null}
      {code !== '' && data?.item ? <ItemCard told={data} /> : null}
    </>
  )
}
const ItemCard = ({ told }: { told: Told }) => (
  <section className="card" aria-live="polite">
    <h2>
      {told.item.name}{' '}
      <span className="meta">
        {told.item.code}，{told.item.edition}年版，{told.category}
      </span>
    </h2>
    {told.doubt ? <p className="meta">{told.doubt}</p> : null}
    {told.before2022 ? (
      <Alert
        type="warning"
        showIcon
        title={`2013年版的同一编码是“${told.before2022}”，不是这个品目`}
      />
    ) : null}
    <dl style={{ marginTop: 8 }}>
      <dt>集中采购</dt>
      <dd>
        {told.central.length > 0
          ? told.central
              .map(
                (e) =>
                  `${e.body}（${e.name}，${e.tiers.length === 3 ? '全区' : e.tiers.join('、')}，${e.least === '0.00' ? '不论金额' : `${showMoney(e.least)}元起`}，${showDay(e.from)}起，${e.law}）`,
              )
              .join('；')
          : told.known
            ? '不在现行的集中采购目录'
            : '本系统还没有收录现行的集中采购目录'}
      </dd>
      {told.limits.map((l) => (
        <div key={l.tier + l.name} style={{ display: 'contents' }}>
          <dt>
            {l.tier} {l.name}
          </dt>
          <dd>
            {showMoney(l.value)} 元　<span className="meta">{l.law}</span>
          </dd>
        </div>
      ))}
    </dl>
    <p className="bar">
      {told.item.code.startsWith('A') ? (
        <Link to={`/goods?item=${told.item.code}`}>这个品目的在库商品</Link>
      ) : null}
      <a href={`/catalogue/${told.item.code}`}>公开页</a>
    </p>
  </section>
)
