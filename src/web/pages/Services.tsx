import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { get, type Summary } from '../api.ts'
import { type Found, Place, Rates } from '../ui/ServicePlace.tsx'
import { useSend } from '../ui/send.tsx'
import { showDay, showMoney } from '../words.ts'

const KINDS = ['车辆维修', '车辆保险', '印刷', '物业管理'] as const
const TURN = '顺序轮候'
const CONTEST = '比价'

/** 定点服务：选类别、看近处哪几家和它们的价目、下单；供应商在这里按月结算。 */
export const Services = ({ role }: { role: string }) => (
  <>
    <h1>定点服务</h1>
    {role === '供应商经办' ? <Waiting /> : null}
    {role === '供应商经办' ? <Asked /> : null}
    <Mine />
    <Choose role={role} />
  </>
)

/** 请本单位报价的：到什么时候，只报一次。 */
const Asked = () => {
  const { data } = useQuery({
    queryKey: ['list', 'contestquote'],
    queryFn: () => get<Summary[]>('/api/contestquote/list', { state: '待报价' }),
  })
  return !data || data.length === 0 ? null : (
    <section className="card">
      <h2>请本单位报价</h2>
      <ul className="todo">
        {data.slice(0, 10).map((s) => (
          <li key={s.id}>
            <Link to={`/contestquote/${s.id}`}>
              <span className="what">{s.title}</span>
              <span className="chip state">{s.state}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
const OPEN = ['待报价', '待审批', '服务中', '增项待批', '待验收', '待确认']
const Mine = () => {
  const { data } = useQuery({
    queryKey: ['list', 'service'],
    queryFn: () => get<Summary[]>('/api/service/list'),
  })
  const open = (data ?? []).filter((s) => OPEN.includes(s.state))
  return open.length === 0 ? null : (
    <section className="card">
      <h2>正在办的服务单</h2>
      <ul className="todo">
        {open.slice(0, 5).map((s) => (
          <li key={s.id}>
            <Link to={`/service/${s.id}`}>
              <span className="what">
                {s.title} <span className="meta no">{s.no}</span>
              </span>
              <span className="chip state">{s.state}</span>
            </Link>
          </li>
        ))}
      </ul>
      {open.length > 5 ? <Link to="/service">全部{open.length}单</Link> : null}
    </section>
  )
}

const Choose = ({ role }: { role: string }) => {
  const [asked, ask] = useSearchParams()
  const kind = asked.get('kind') ?? '车辆维修'
  const card = asked.get('card')
  const { data, error } = useQuery({
    queryKey: ['cards', kind],
    queryFn: () => get<Found>('/api/service/findCards', { kind }),
    retry: false,
  })
  const buys = role === '采购人经办'
  const chosen = data?.cards.find((c) => c.id === card) ?? null
  if (data && buys && (chosen || card === TURN || card === CONTEST))
    return (
      <Place
        key={`${kind} ${card}`}
        kind={kind}
        found={data}
        card={chosen}
        contest={card === CONTEST}
        onCancel={() => ask({ kind })}
      />
    )
  return (
    <section className="card">
      <h2>{buys ? '选服务，看价目，下单' : '价目'}</h2>
      <fieldset className="bar" aria-label="服务类别" style={{ border: 0, padding: 0 }}>
        {KINDS.map((k) => (
          <Button
            key={k}
            size="large"
            type={k === kind ? 'primary' : 'default'}
            aria-pressed={k === kind}
            onClick={() => ask({ kind: k })}
          >
            {k}
          </Button>
        ))}
      </fieldset>
      {error ? <Alert type="error" showIcon title={error.message} /> : null}
      {data || error ? null : <p className="meta">正在取……</p>}
      {data && data.cards.length === 0 ? (
        <p className="meta">还没有服务本地的{kind}价目。供应商报送、财政部门审核后列在这里。</p>
      ) : null}
      <ul className="plain">
        {data?.cards.map((c) => (
          <li key={c.id} style={{ borderTop: '1px solid var(--line)', padding: '12px 0' }}>
            <div className="bar" style={{ alignItems: 'center' }}>
              <strong>{c.supplierName}</strong>
              <span className={`chip ${c.near === '本地' ? 'ok' : ''}`}>{c.near}</span>
              <span className="meta">
                {c.stars === null ? '还没有评价' : `★ ${c.stars}（${c.rated}单）`}
                {`　在办${c.busy}单`}
              </span>
            </div>
            <div className="meta">{c.place}</div>
            <details>
              <summary>
                价目{c.items.length}项，有效到{showDay(c.to)}
              </summary>
              <Rates items={c.items} />
            </details>
            {buys ? (
              <p style={{ margin: '8px 0 0' }}>
                <Button type="primary" onClick={() => ask({ kind, card: c.id })}>
                  选这一家
                </Button>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      {buys && data && data.cards.length > 0 ? (
        <div style={{ borderTop: '1px solid var(--line)', paddingTop: 12 }}>
          <div className="bar">
            {data.cards.length > 1 ? (
              <Button onClick={() => ask({ kind, card: CONTEST })}>
                请这{data.cards.length}家比价
              </Button>
            ) : null}
            <Button onClick={() => ask({ kind, card: TURN })}>顺序轮候，由系统定一家</Button>
          </div>
          <p className="meta">
            直接选定单笔至多{showMoney(data.directLimit)}元，超过的须比价或轮候。
          </p>
        </div>
      ) : null}
    </section>
  )
}
interface Month {
  buyer: string
  buyerName: string
  month: string
  orders: number
  amount: string
}
/** 供应商：哪个单位的哪个月可以结算，金额是算好的。 */
const Waiting = () => {
  const { data } = useQuery({
    queryKey: ['waiting'],
    queryFn: () => get<Month[]>('/api/servicebill/listWaiting'),
  })
  const [on, setOn] = useState<Month | null>(null)
  if (!data || data.length === 0) return null
  return (
    <section className="card">
      <h2>等待结算</h2>
      <ul className="todo">
        {data.map((m) => (
          <li key={`${m.buyer} ${m.month}`} className="bar" style={{ padding: '8px 0' }}>
            <span className="what">
              {m.buyerName}　{m.month}
              <span className="meta no">{m.orders}单</span>
            </span>
            <span className="fig">{showMoney(m.amount)} 元</span>
            <Button onClick={() => setOn(m)}>按月结算</Button>
          </li>
        ))}
      </ul>
      {on ? <Gather key={`${on.buyer} ${on.month}`} of={on} onCancel={() => setOn(null)} /> : null}
    </section>
  )
}
const Gather = ({ of, onCancel }: { of: Month; onCancel: () => void }) => {
  const go = useNavigate()
  const client = useQueryClient()
  const [value, setValue] = useState({ invoiceNo: '', day: '', bank: '', account: '' })
  const { send, busy, said } = useSend<{ id: string }>('/api/servicebill/gather', (d) => {
    client.invalidateQueries()
    go(`/servicebill/${d.id}`)
  })
  const FIELDS = [
    ['invoiceNo', '发票号码'],
    ['day', '开票日期（如 2026-04-01）'],
    ['bank', '开户行'],
    ['account', '收款账号'],
  ] as const
  return (
    <fieldset>
      <legend>
        {of.buyerName} {of.month}，按{showMoney(of.amount)}元开票
      </legend>
      {FIELDS.map(([k, label]) => (
        <div className="field" key={k}>
          <label htmlFor={`gather-${k}`}>{label}</label>
          <Input
            id={`gather-${k}`}
            value={value[k]}
            onChange={(e) => setValue({ ...value, [k]: e.target.value.trim() })}
          />
        </div>
      ))}
      {said}
      <div className="bar">
        <Button
          type="primary"
          loading={busy}
          onClick={() =>
            send({ ...value, buyer: of.buyer, month: of.month, invoiceAmount: of.amount })
          }
        >
          送采购人核对
        </Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </fieldset>
  )
}
