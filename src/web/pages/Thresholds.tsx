import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { get, type Summary } from '../api.ts'
import { saveCsv } from '../ui/csv.ts'
import { capital, showDay, showMoney } from '../words.ts'

interface Standing {
  open: string
  by: string
  size: string
}
interface Switch {
  id: string
  title: string
  no: string | null
  place: string
  amount: string
  category: string
  method: string
  before: Standing
  after: Standing
}
interface Answer {
  plans: number
  amount: string
  moves: { move: string; plans: number; amount: string }[]
  switches: Switch[]
}
const numbers = [
  ['openGoods', '公开招标数额：货物、服务'],
  ['openWorks', '公开招标数额：工程'],
  ['limitGoods', '采购限额：货物、服务'],
  ['limitWorks', '采购限额：工程'],
] as const
const yuan = (s: string) => (/^\d+$/.test(s) ? `${s}.00` : s)
const moved = (s: Switch) =>
  (['open', 'by', 'size'] as const)
    .filter((k) => s.before[k] !== s.after[k])
    .map((k) => `${s.before[k]} → ${s.after[k]}`)

/** 目录与标准: what is in force, what was decided, and before a change is published, which of a year's plans it would move. */
export const Thresholds = () => {
  const [params] = useSearchParams()
  const [year, setYear] = useState(String(new Date().getFullYear() - 1))
  const [change, setChange] = useState(params.get('change') ?? '')
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [asked, setAsked] = useState<Record<string, string> | null>(null)
  const changes = useQuery({
    queryKey: ['changes'],
    queryFn: () => get<Summary[]>('/api/standard/list'),
  })
  const { data, error, isFetching } = useQuery({
    queryKey: ['switching', asked],
    enabled: asked !== null,
    retry: false,
    queryFn: () => get<Answer>('/api/plan/findSwitching', asked ?? {}),
  })
  const own = Object.fromEntries(
    Object.entries(typed).flatMap(([k, v]) => (v === '' ? [] : [[k, yuan(v)]])),
  )
  return (
    <>
      <h1>目录与限额标准</h1>
      <p className="bar">
        <Link to="/new/standard/propose">
          <Button>拟定调整</Button>
        </Link>
        <Link to="/standard">
          <Button>历次调整</Button>
        </Link>
        <Link to="/settings">
          <Button>全部参数</Button>
        </Link>
        <a href="/catalogue/central">现行目录和标准（公开页）</a>
      </p>
      <InForce />
      <form
        className="card"
        onSubmit={(e) => {
          e.preventDefault()
          setAsked(change ? { year, change } : { year, ...own })
        }}
      >
        <h2>试算</h2>
        <p className="meta">
          用某一年已备案的计划算：改了以后，哪些计划须不须公开招标、由谁采购、在不在限额以上会不同。只是试算，不改动任何标准和计划。
        </p>
        <div className="bar" style={{ alignItems: 'end' }}>
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
          <Select
            aria-label="按哪一项调整"
            value={change}
            onChange={setChange}
            style={{ minWidth: 260 }}
            options={[
              { value: '', label: '自己填数' },
              ...(changes.data ?? []).map((c) => ({
                value: c.id,
                label: `${c.title}（${c.state}）`,
              })),
            ]}
          />
          {change === ''
            ? numbers.map(([key, label]) => (
                <div key={key}>
                  <label htmlFor={key} className="meta">
                    {label}（元）
                  </label>
                  <Input
                    id={key}
                    inputMode="decimal"
                    value={typed[key] ?? ''}
                    onChange={(e) => setTyped({ ...typed, [key]: e.target.value })}
                  />
                  <div className="hint meta" aria-live="polite">
                    {capital(yuan(typed[key] ?? ''))}
                  </div>
                </div>
              ))
            : null}
          <Button
            type="primary"
            htmlType="submit"
            loading={isFetching}
            disabled={change === '' && Object.keys(own).length === 0}
          >
            试算
          </Button>
        </div>
      </form>
      {error ? <Alert type="error" showIcon title={error.message} /> : null}
      {data ? <Result year={asked?.['year'] ?? ''} answer={data} /> : null}
    </>
  )
}
const Result = ({ year, answer }: { year: string; answer: Answer }) => (
  <section className="card" aria-live="polite">
    <h2>
      {year}年备案的计划{answer.plans}份、{showMoney(answer.amount)}元，{answer.switches.length}
      份会改变
    </h2>
    {answer.switches.length > 0 ? (
      <Button
        onClick={() =>
          saveCsv(
            `${year}年标准试算`,
            ['计划', '编号', '地区', '类别', '方式', '金额（元）', '改变'],
            answer.switches.map((s) => [
              s.title,
              s.no ?? '',
              s.place,
              s.category,
              s.method,
              s.amount,
              moved(s).join('；'),
            ]),
          )
        }
      >
        导出
      </Button>
    ) : null}
    <ul className="plain">
      {answer.moves.map((m) => (
        <li key={m.move}>
          {m.move}：{m.plans}份，{showMoney(m.amount)}元
        </li>
      ))}
    </ul>
    <ul className="todo">
      {answer.switches.slice(0, 200).map((s) => (
        <li key={s.id}>
          <Link to={`/plan/${s.id}`}>
            <span style={{ flex: '1 1 16em' }}>
              {s.title}
              <div className="meta">
                {s.no ?? ''}　{s.place}　{s.category}　{s.method}
              </div>
            </span>
            <span className="num">{showMoney(s.amount)} 元</span>
            {moved(s).map((m) => (
              <span className="chip" key={m}>
                {m}
              </span>
            ))}
          </Link>
        </li>
      ))}
    </ul>
    {answer.switches.length > 200 ? <p className="meta">先列200份，全部在导出的表里。</p> : null}
  </section>
)
interface Limit {
  tier: string
  name: string
  value: string
  law: string
  article: string
}
interface Central {
  code: string
  name: string
  body: string
  tiers: string[]
  least: string
  from: string
  law: string
}
const InForce = () => {
  const limits = useQuery({
    queryKey: ['limits'],
    queryFn: () => get<Limit[]>('/api/standard/listLimits'),
  })
  const central = useQuery({
    queryKey: ['central'],
    queryFn: () => get<Central[]>('/api/standard/listCentral'),
  })
  return (
    <section className="card">
      <h2>今天有效的标准</h2>
      {limits.error ? <Alert type="error" title={limits.error.message} /> : null}
      <table className="t">
        <thead>
          <tr>
            <th scope="col">级次</th>
            <th scope="col">标准</th>
            <th scope="col" className="num">
              数额（元）
            </th>
            <th scope="col">依据</th>
          </tr>
        </thead>
        <tbody>
          {(limits.data ?? []).map((l) => (
            <tr key={l.tier + l.name}>
              <td data-label="级次">{l.tier}</td>
              <td data-label="标准">{l.name}</td>
              <td data-label="数额（元）" className="num">
                {showMoney(l.value)}
              </td>
              <td data-label="依据">
                {l.law} {l.article}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details style={{ marginTop: 12 }}>
        <summary>集中采购目录{central.data ? `（${central.data.length}个品目）` : ''}</summary>
        {central.data?.length === 0 ? (
          <p className="meta">还没有收录今天有效的集中采购目录。</p>
        ) : null}
        <ul className="plain">
          {(central.data ?? []).map((e) => (
            <li key={e.code}>
              <Link to={`/catalogue?code=${e.code}`}>{e.name}</Link>{' '}
              <span className="meta">
                {e.code}　{e.body}　{e.tiers.length === 3 ? '全区' : e.tiers.join('、')}
                {'　'}
                {e.least === '0.00' ? '不论金额' : `${showMoney(e.least)}元起`}　{e.law}，
                {showDay(e.from)}起
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}
