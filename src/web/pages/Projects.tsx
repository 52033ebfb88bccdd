import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { get, type ProjectView, type TrailEntry } from '../api.ts'
import { DueChip, Spine, Trail } from '../ui/pieces.tsx'
import { showDay, showInstant, showMoney } from '../words.ts'

interface Listed {
  id: string
  no: string
  title: string
  buyer: string
  place: string
  category: string
  began: string
  method: string | null
  amount: string | null
  stage: string
  since: string
}
interface Page {
  more: boolean
  perPage: number
  stages: string[]
  projects: Listed[]
}
const methods = ['公开招标', '邀请招标', '竞争性谈判', '竞争性磋商', '询价', '单一来源']
const money = (s: string) => (/^\d+$/.test(s) ? `${s}.00` : /^\d+\.\d$/.test(s) ? `${s}0` : s)
/** What is typed is asked when the field is left or Enter is pressed; all of it stands in the address. */
const Field = ({
  name,
  label,
  type,
  value,
  keep,
}: {
  name: string
  label: string
  type?: string
  value: string
  keep: (change: Record<string, string>) => void
}) => {
  const [typed, setTyped] = useState(value)
  const done = () => {
    const said = name === 'least' || name === 'most' ? money(typed.trim()) : typed.trim()
    if (said !== value) keep({ [name]: said })
  }
  return (
    <div style={{ flex: '0 1 160px' }}>
      <label htmlFor={`p-${name}`} className="meta">
        {label}
      </label>
      <Input
        id={`p-${name}`}
        type={type ?? 'text'}
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
        onBlur={done}
        onPressEnter={done}
      />
    </div>
  )
}
/** 项目库: one identity from budget to archive; filtered by the server, the question kept in the address. */
export const Projects = () => {
  const [params, setParams] = useSearchParams()
  const query = Object.fromEntries(params)
  const at = (k: string) => params.get(k) ?? ''
  const keep = (change: Record<string, string>) => {
    const next = new URLSearchParams(params)
    if (!('page' in change)) next.delete('page')
    for (const [k, v] of Object.entries(change)) v ? next.set(k, v) : next.delete(k)
    setParams(next, { replace: true })
  }
  const regions = useQuery({
    queryKey: ['regions'],
    queryFn: () => get<{ code: string; name: string }[]>('/api/library/listRegions'),
    staleTime: Infinity,
  })
  const { data, error, isFetching } = useQuery({
    queryKey: ['projects', query],
    queryFn: () => get<Page>('/api/project/find', query),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const { page: _, ...search } = query
  const page = Number(at('page') || '1')
  const choose = (k: string, label: string, values: readonly string[]) => (
    <Select
      aria-label={label}
      value={at(k)}
      onChange={(v) => keep({ [k]: v })}
      style={{ minWidth: 120 }}
      options={[{ value: '', label }, ...values.map((v) => ({ value: v, label: v }))]}
    />
  )
  return (
    <>
      <h1>项目库</h1>
      <section className="card">
        <div className="bar" style={{ alignItems: 'end' }}>
          <Field name="q" label="名称或编号" value={at('q')} keep={keep} />
          <Field name="buyer" label="采购人" value={at('buyer')} keep={keep} />
          <Select
            aria-label="地区"
            showSearch={{ optionFilterProp: 'label' }}
            value={at('region')}
            onChange={(v) => keep({ region: v })}
            style={{ minWidth: 200 }}
            options={[
              { value: '', label: '全部地区' },
              ...(regions.data ?? []).map((r) => ({ value: r.code, label: r.name })),
            ]}
          />
          {choose('stage', '走到哪里', data?.stages ?? [])}
          {choose('method', '采购方式', methods)}
          {choose('category', '类别', ['货物', '服务', '工程'])}
          <Field name="least" label="金额不少于（元）" value={at('least')} keep={keep} />
          <Field name="most" label="金额不多于（元）" value={at('most')} keep={keep} />
          <Field name="since" label="开始不早于" type="date" value={at('since')} keep={keep} />
          <Field name="until" label="开始不晚于" type="date" value={at('until')} keep={keep} />
          <Button href={`/api/project/sheet.xlsx?${new URLSearchParams(search)}`}>导出表格</Button>
        </div>
      </section>
      <section className="card" aria-busy={isFetching}>
        {error ? <Alert type="error" title={error.message} /> : null}
        {data ? null : error ? null : <p className="meta">正在取……</p>}
        {data && data.projects.length === 0 ? (
          <p className="meta">
            {Object.keys(search).length > 0 ? '没有符合条件的项目。' : '还没有您可以看的项目。'}
          </p>
        ) : null}
        <ul className="todo" aria-live="polite">
          {data?.projects.map((p) => (
            <li key={p.id}>
              <Link to={`/project/${p.id}`}>
                <span style={{ flex: '1 1 18em' }}>
                  {p.title}
                  <div className="meta">
                    {p.no}　{p.buyer}　{p.place}　{p.category}
                    {p.method ? `　${p.method}` : ''}
                  </div>
                </span>
                <span className="chip state">{p.stage}</span>
                <span className="num">{p.amount ? `${showMoney(p.amount)} 元` : ''}</span>
                <span className="meta">{showDay(p.began)}开始</span>
              </Link>
            </li>
          ))}
        </ul>
        {data && (page > 1 || data.more) ? (
          <div className="bar" style={{ marginTop: 12 }}>
            <Button disabled={page === 1} onClick={() => keep({ page: String(page - 1) })}>
              上一页
            </Button>
            <span className="meta" style={{ alignSelf: 'center' }}>
              第 {page} 页
            </span>
            <Button disabled={!data.more} onClick={() => keep({ page: String(page + 1) })}>
              下一页
            </Button>
          </div>
        ) : null}
      </section>
    </>
  )
}

interface Whole extends ProjectView {
  trail: TrailEntry[]
  next: {
    id: string
    module: string
    noun: string
    state: string
    title: string
    steps: string[]
    holders: string[]
    due: string | null
  }[]
  parties: { role: string; names: string[] }[]
  notices: { id: string; kind: string; title: string; published: string }[]
}
export const Project = () => {
  const { id = '' } = useParams()
  const { data, error } = useQuery({
    queryKey: ['whole', id],
    retry: false,
    queryFn: () => get<Whole>('/api/project/getWhole', { id }),
  })
  if (error) return <Alert type="error" showIcon title={error.message} />
  if (!data) return <p className="meta">正在取……</p>
  return (
    <>
      <div className="meta">
        {data.project.no}　{data.project.category}　开放数据编号 {data.project.ocid}
      </div>
      <h1>{data.project.title}</h1>
      <Spine project={data} />
      <section className="card" aria-labelledby="next">
        <h2 id="next">下一步</h2>
        {data.next.length === 0 ? (
          <p className="meta">您可以看到的事项里，没有等着办的。</p>
        ) : (
          <ul className="todo">
            {data.next.map((n) => (
              <li key={n.id}>
                <Link to={`/${n.module}/${n.id}`}>
                  <span className="chip state">{n.noun}</span>
                  <span style={{ flex: '1 1 16em' }}>
                    {n.title}
                    <div className="meta">
                      等{n.holders.join('或')}：{n.steps.join('、')}
                    </div>
                  </span>
                  <span className="chip">{n.state}</span>
                  <DueChip due={n.due} />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="card" aria-labelledby="stages">
        <h2 id="stages">各环节</h2>
        {data.spine
          .filter((s) => s.subjects.length > 0 && s.stage !== '公开')
          .map((s) => (
            <section key={s.stage}>
              <h3 className="group">
                {s.stage}
                {s.money ? <span className="meta fig">　{showMoney(s.money)} 元</span> : null}
              </h3>
              <ul className="todo">
                {s.subjects.map((x) => (
                  <li key={x.id}>
                    <Link to={`/${x.module}/${x.id}`}>
                      <span className="chip state">{x.shown.noun}</span>
                      <span style={{ flex: '1 1 14em' }}>
                        {x.title} <span className="meta">{x.no ?? ''}</span>
                      </span>
                      <span className="chip">{x.shown.state}</span>
                      <DueChip due={x.due} />
                      <span className="meta">{showInstant(x.since)}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ))}
      </section>
      <section className="card" aria-labelledby="notices">
        <h2 id="notices">公告（{data.notices.length}份）</h2>
        {data.notices.length === 0 ? <p className="meta">还没有发布公告。</p> : null}
        <ul className="plain">
          {data.notices.map((n) => (
            <li key={n.id}>
              <a href={`/notices/${n.id}`}>{n.title}</a>{' '}
              <span className="meta">
                {n.kind}　{showInstant(n.published)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="parties">
        <h2 id="parties">当事人</h2>
        <dl>
          {data.parties.map((p) => (
            <div key={p.role} style={{ display: 'contents' }}>
              <dt>{p.role}</dt>
              <dd>{p.names.join('、')}</dd>
            </div>
          ))}
        </dl>
      </section>
      {data.trail.length > 0 ? <Trail trail={data.trail} /> : null}
    </>
  )
}
