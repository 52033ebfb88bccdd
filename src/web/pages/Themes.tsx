import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { Link } from 'react-router'
import { get } from '../api.ts'
import { showMoney } from '../words.ts'

interface Hall {
  hall: string
  says: string
  kinds: string[]
  target: number
  cites: { law: string; article: string }[]
}
interface Unit {
  buyer: string
  buyerName: string
  total: string
  halls: {
    hall: string
    amount: string
    base: string
    share: string | null
    target: number
    reached: boolean
  }[]
}
const MEASURED = ['采购人经办', '采购人审核', '财政监管']

/** 主题馆：每个馆是什么、去看商品；今年成交里各馆的份额，单位看自己，财政看本级和下级。 */
export const Themes = ({ role }: { role: string }) => {
  const halls = useQuery({ queryKey: ['themes'], queryFn: () => get<Hall[]>('/api/theme/list') })
  const progress = useQuery({
    queryKey: ['themes', 'progress'],
    queryFn: () => get<{ year: number; units: Unit[] }>('/api/theme/listProgress'),
    enabled: MEASURED.includes(role),
    retry: false,
  })
  const { data } = progress
  return (
    <>
      <h1>主题馆</h1>
      {halls.error ? <Alert type="error" showIcon title={halls.error.message} /> : null}
      <section className="card">
        <ul className="plain">
          {halls.data?.map((h) => (
            <li key={h.hall} style={{ borderBottom: '1px solid var(--line)', padding: '12px 0' }}>
              <div className="bar" style={{ alignItems: 'center' }}>
                <strong style={{ flex: '1 1 auto' }}>{h.hall}</strong>
                <Link to={`/mall?hall=${encodeURIComponent(h.hall)}`}>
                  <Button type="primary">看商品</Button>
                </Link>
              </div>
              <div>{h.says}</div>
              <div className="meta">
                目标：占一年卖场{h.kinds.join('和')}成交额的{h.target}%（系统设置）。依据
                {h.cites.map((c) => `《${c.law}》${c.article}`).join('、')}
              </div>
            </li>
          ))}
        </ul>
      </section>
      {data ? (
        <section className="card">
          <h2>{data.year}年各馆份额</h2>
          <p className="meta">
            已成立、没有解除的订单和已验收的定点服务逐单相加；在不在馆，以订单成立（服务验收）那天的证书和规模为准。
          </p>
          {data.units.length === 0 ? <p className="meta">今年还没有成立的订单。</p> : null}
          {data.units.map((u) => (
            <div key={u.buyer} style={{ marginBottom: 16 }}>
              <strong>{u.buyerName}</strong>{' '}
              <span className="meta">成交{showMoney(u.total)}元</span>
              {u.halls.map((h) => (
                <Bar key={h.hall} of={h} />
              ))}
            </div>
          ))}
        </section>
      ) : null}
    </>
  )
}
const Bar = ({ of: h }: { of: Unit['halls'][number] }) => (
  <div style={{ maxWidth: 640, padding: '6px 0' }}>
    <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
      <span style={{ flex: '1 1 auto' }}>
        {h.hall}　{h.share ?? '—'}%{' '}
        <span className="meta">
          （{showMoney(h.base)}元中的{showMoney(h.amount)}元）
        </span>
      </span>
      <span className={`chip ${h.reached ? 'ok' : 'warn'}`}>
        {h.reached ? `达到目标${h.target}%` : `目标${h.target}%，未到`}
      </span>
    </div>
    <div
      aria-hidden="true"
      style={{ background: 'var(--line)', height: 8, borderRadius: 3, position: 'relative' }}
    >
      <div
        style={{
          background: 'var(--accent)',
          height: 8,
          borderRadius: 3,
          width: `${Math.min(100, Number(h.share ?? 0))}%`,
        }}
      />
      <div
        style={{
          position: 'absolute',
          top: -3,
          left: `${Math.min(100, h.target)}%`,
          height: 14,
          borderLeft: '2px solid var(--ink)',
        }}
      />
    </div>
  </div>
)
