import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { get, Problem, post, type Refusal, type Summary } from '../api.ts'
import { Ended, type Evidence } from '../ui/MallCart.tsx'
import { Refusals } from '../ui/pieces.tsx'
import { capital, showMoney } from '../words.ts'

interface Line {
  offer: string
  quantity: number
  line: string | null
  live: boolean
  certificateEnded: string | null
  name: string
  brand: string
  model: string
  unit: string
  price: string
  supplier: string
  supplierName: string
  evidence: Evidence
}
const fen = (yuan: string) => Math.round(Number(yuan) * 100)
const yuan = (n: number) => `${Math.trunc(n / 100)}.${String(n % 100).padStart(2, '0')}`
const DRAFT = 'mall.delivery'
const kept = (): Record<string, string> => JSON.parse(localStorage.getItem(DRAFT) ?? '{}')

/** 购物车：按供应商和指标分单，写明理由，一次下单。 */
export const Cart = () => {
  const client = useQueryClient()
  const cart = useQuery({
    queryKey: ['cart'],
    queryFn: () => get<{ lines: Line[] }>('/api/shelf/listCart'),
  })
  const budgets = useQuery({
    queryKey: ['list', 'budget'],
    queryFn: () => get<Summary[]>('/api/budget/list', { state: '已下达' }),
  })
  const [budget, setBudget] = useState<string>()
  const [why, setWhy] = useState<Record<string, { reason?: string; justification?: string }>>({})
  const [to, setTo] = useState(kept)
  const [days, setDays] = useState(7)
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const [placed, setPlaced] = useState<{ id: string; no: string | null; state: string }[] | null>(
    null,
  )
  const [busy, setBusy] = useState(false)
  if (cart.error) return <Alert type="error" showIcon title={cart.error.message} />
  if (!cart.data) return <p className="meta">正在取……</p>
  if (placed)
    return (
      <section className="card" aria-live="polite">
        <h1>已下单，预算已冻结</h1>
        <ul className="plain">
          {placed.map((o) => (
            <li key={o.id}>
              <Link to={`/order/${o.id}`}>{o.no}</Link>　{o.state}
            </li>
          ))}
        </ul>
        <p className="meta">等本单位审核人审批；审批后供应商接单，订单即成立合同。</p>
        <Link to="/mall">
          <Button>继续选购</Button>
        </Link>
      </section>
    )
  const lines = cart.data.lines
  const line = (l: Line) => l.line ?? budget ?? budgets.data?.[0]?.id ?? null
  const change = (l: Line, quantity: number, on: string | null = l.line) =>
    post('/api/shelf/put', { offer: l.offer, quantity, line: on }).then(() =>
      client.invalidateQueries({ queryKey: ['cart'] }),
    )
  const remove = (l: Line) =>
    post('/api/shelf/remove', { offers: [l.offer] }).then(() =>
      client.invalidateQueries({ queryKey: ['cart'] }),
    )
  const groups = new Map<string, Line[]>()
  for (const l of lines) groups.set(`${l.supplierName}`, [...(groups.get(l.supplierName) ?? []), l])
  const total = lines.reduce((a, l) => a + fen(l.price) * l.quantity, 0)
  const over = (l: Line) => l.evidence.guard !== null && fen(l.price) > fen(l.evidence.guard)
  const body = () => ({
    lines: lines.map((l) => ({
      offer: l.offer,
      quantity: l.quantity,
      price: l.price,
      line: line(l),
      reason: why[l.offer]?.reason ?? '',
      justification: why[l.offer]?.justification ?? '',
    })),
    place: to['place'] ?? '',
    contact: to['contact'] ?? '',
    phone: to['phone'] ?? '',
    days,
  })
  const place = () => {
    setBusy(true)
    setFailure('')
    setRefusals([])
    localStorage.setItem(DRAFT, JSON.stringify(to))
    post<{ orders: { id: string; no: string | null; state: string }[] }>(
      '/api/order/place',
      body(),
      crypto.randomUUID(),
    )
      .then(
        (r) => {
          setPlaced(r.orders)
          client.invalidateQueries()
        },
        (e: unknown) => {
          if (!(e instanceof Problem)) throw e
          setRefusals(e.refusals)
          setFailure(e.refusals.length > 0 ? '' : e.message)
        },
      )
      .finally(() => setBusy(false))
  }
  return (
    <>
      <h1>购物车</h1>
      {lines.length === 0 ? (
        <section className="card">
          <p className="meta">还没有放进商品。</p>
          <Link to="/mall">
            <Button type="primary">去电子卖场</Button>
          </Link>
        </section>
      ) : (
        <>
          {[...groups].map(([supplier, of]) => (
            <section className="card" key={supplier}>
              <h2>
                {supplier}
                <span className="meta">　一家一单，按指标再分</span>
              </h2>
              <ul className="todo">
                {of.map((l) => (
                  <li key={l.offer} style={{ padding: '8px 0' }}>
                    <div className="bar" style={{ alignItems: 'center' }}>
                      <span style={{ flex: '1 1 14em' }}>
                        <Link to={`/mall/${l.offer}`} style={{ display: 'inline', padding: 0 }}>
                          {l.name}
                        </Link>
                        <div className="meta">{l.evidence.said}</div>
                      </span>
                      <span className="fig">{showMoney(l.price)} 元</span>
                      <InputNumber
                        aria-label={`${l.name}的数量`}
                        min={1}
                        max={1_000_000}
                        precision={0}
                        value={l.quantity}
                        onChange={(n) => n && change(l, n)}
                      />
                      <span className="fig" style={{ minWidth: '7em', textAlign: 'right' }}>
                        {showMoney(yuan(fen(l.price) * l.quantity))} 元
                      </span>
                      <Button onClick={() => remove(l)} aria-label={`移去${l.name}`}>
                        移去
                      </Button>
                    </div>
                    <div className="bar" style={{ marginTop: 8, alignItems: 'center' }}>
                      <Select
                        aria-label={`${l.name}用哪一笔指标`}
                        style={{ flex: '1 1 260px', maxWidth: 480 }}
                        value={line(l)}
                        placeholder="预算指标"
                        onChange={(v) => change(l, l.quantity, v)}
                        options={(budgets.data ?? []).map((b) => ({
                          value: b.id,
                          label: `${b.title}　${b.no ?? ''}`,
                        }))}
                      />
                    </div>
                    {l.live ? null : <span className="chip no">已下架</span>}
                    <Ended on={l.certificateEnded} />
                    {l.evidence.cheapest ? (
                      <div className="field" style={{ marginTop: 8 }}>
                        <label htmlFor={`why-${l.offer}`}>
                          <span className="chip warn">不是最低价</span> 为什么不选
                          {l.evidence.cheapest.supplier}（{showMoney(l.evidence.least ?? '')} 元）
                        </label>
                        <Input
                          id={`why-${l.offer}`}
                          maxLength={500}
                          value={why[l.offer]?.reason ?? ''}
                          onChange={(e) =>
                            setWhy({
                              ...why,
                              [l.offer]: { ...why[l.offer], reason: e.target.value },
                            })
                          }
                        />
                      </div>
                    ) : null}
                    {over(l) ? (
                      <div className="field">
                        <label htmlFor={`must-${l.offer}`}>
                          <span className="chip no">
                            越过警戒线 {showMoney(l.evidence.guard ?? '')} 元
                          </span>{' '}
                          必要性（审核人须签署意见）
                        </label>
                        <Input.TextArea
                          id={`must-${l.offer}`}
                          maxLength={500}
                          autoSize={{ minRows: 2 }}
                          value={why[l.offer]?.justification ?? ''}
                          onChange={(e) =>
                            setWhy({
                              ...why,
                              [l.offer]: { ...why[l.offer], justification: e.target.value },
                            })
                          }
                        />
                      </div>
                    ) : null}
                  </li>
                ))}
              </ul>
            </section>
          ))}
          <section className="card">
            <h2>送到哪里</h2>
            {(
              [
                ['place', '收货地址'],
                ['contact', '收货人'],
                ['phone', '联系电话'],
              ] as const
            ).map(([k, label]) => (
              <div className="field" key={k}>
                <label htmlFor={`to-${k}`}>{label}</label>
                <Input
                  id={`to-${k}`}
                  value={to[k] ?? ''}
                  onChange={(e) => setTo({ ...to, [k]: e.target.value })}
                />
              </div>
            ))}
            <div className="field">
              <label htmlFor="to-days">接单后几天内送达</label>
              <InputNumber
                id="to-days"
                min={1}
                max={180}
                precision={0}
                value={days}
                onChange={(n) => setDays(n ?? 7)}
              />
            </div>
            {budgets.data && budgets.data.length > 1 ? (
              <div className="field">
                <label htmlFor="to-line">没有另选的商品都用这一笔指标</label>
                <Select
                  id="to-line"
                  aria-label="指标"
                  style={{ width: '100%', maxWidth: 480 }}
                  value={budget ?? budgets.data[0]?.id ?? null}
                  onChange={setBudget}
                  options={budgets.data.map((b) => ({
                    value: b.id,
                    label: `${b.title}　${b.no ?? ''}`,
                  }))}
                />
              </div>
            ) : null}
          </section>
          {budgets.data?.length === 0 ? (
            <Alert type="warning" showIcon title="本单位没有已下达的预算指标：无预算不采购" />
          ) : null}
          <section className="card act">
            <p style={{ margin: '0 0 8px' }}>
              合计 <strong className="fig">{showMoney(yuan(total))} 元</strong>
              <span className="meta">　{capital(yuan(total))}</span>
            </p>
            {failure ? (
              <Alert type="error" showIcon title={failure} style={{ marginBottom: 8 }} />
            ) : null}
            <Refusals refusals={refusals} />
            <Button type="primary" size="large" loading={busy} onClick={place}>
              下单（冻结预算）
            </Button>
          </section>
        </>
      )}
    </>
  )
}
