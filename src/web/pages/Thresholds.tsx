import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { get } from '../api.ts'
import { capital, showMoney } from '../words.ts'

interface Switch {
  id: string
  title: string
  no: string | null
  place: string
  amount: string
  category: string
  method: string
  before: string
  after: string
}
interface Answer {
  plans: number
  inForce: string
  basis: string
  switches: Switch[]
}
/** 限额标准试算：before a threshold is changed, which of a year's plans would have been bought another way. */
export const Thresholds = () => {
  const [kind, setKind] = useState('货物和服务')
  const [year, setYear] = useState(String(new Date().getFullYear() - 1))
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState<Record<string, string> | null>(null)
  const { data, error, isFetching } = useQuery({
    queryKey: ['switching', asked],
    enabled: asked !== null,
    retry: false,
    queryFn: () => get<Answer>('/api/plan/findSwitching', asked ?? {}),
  })
  const yuan = /^\d+$/.test(typed) ? `${typed}.00` : typed
  return (
    <>
      <h1>限额标准试算</h1>
      <p className="meta">
        假如公开招标数额标准改成另一个数，某一年已备案的计划里哪些会换成另一种办法。只是试算，不改动任何标准和计划。
      </p>
      <form
        className="card"
        onSubmit={(e) => {
          e.preventDefault()
          setAsked({ kind, year, threshold: yuan })
        }}
      >
        <div className="bar" style={{ alignItems: 'end' }}>
          <Select
            aria-label="采购类别"
            value={kind}
            onChange={setKind}
            style={{ minWidth: 150 }}
            options={['货物和服务', '工程'].map((k) => ({ value: k, label: k }))}
          />
          <div>
            <label htmlFor="year" className="meta">
              备案年度
            </label>
            <Input
              id="year"
              inputMode="numeric"
              value={year}
              onChange={(e) => setYear(e.target.value)}
              style={{ width: 120 }}
            />
          </div>
          <div>
            <label htmlFor="threshold" className="meta">
              假设的公开招标数额标准（元）
            </label>
            <Input
              id="threshold"
              inputMode="decimal"
              value={typed}
              onChange={(e) => setTyped(e.target.value)}
            />
          </div>
          <Button type="primary" htmlType="submit" loading={isFetching}>
            试算
          </Button>
        </div>
        <div className="hint meta" aria-live="polite">
          {capital(yuan)}
        </div>
      </form>
      {error ? <Alert type="error" showIcon title={error.message} /> : null}
      {data ? (
        <section className="card" aria-live="polite">
          <h2>
            {asked?.['year']}年备案的{asked?.['kind']}计划{data.plans}份，{data.switches.length}
            份会改变
          </h2>
          <p className="meta">
            现行标准 {showMoney(data.inForce)} 元（{data.basis}），假设{' '}
            {showMoney(asked?.['threshold'] ?? '')} 元。
          </p>
          <ul className="todo">
            {data.switches.map((s) => (
              <li key={s.id}>
                <Link to={`/plan/${s.id}`}>
                  <span style={{ flex: '1 1 16em' }}>
                    {s.title}
                    <div className="meta">
                      {s.no ?? ''}　{s.place}　{s.category}　{s.method}
                    </div>
                  </span>
                  <span className="num">{showMoney(s.amount)} 元</span>
                  <span className="chip">
                    {s.before} → {s.after}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}
