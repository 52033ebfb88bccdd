import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { get } from '../api.ts'
import { Library } from './Library.tsx'

interface Found {
  total: number
  perPage: number
  note: string
  hits: {
    href: string
    title: string
    docNo: string
    state: string
    article: string
    body: string
  }[]
}
/** 法律法规库: an article is looked for across national law and the region's documents; below, the documents themselves. */
export const Regulations = ({ role }: { role: string }) => {
  const [typed, setTyped] = useState('')
  const [repealed, setRepealed] = useState(false)
  const [asked, ask] = useState<{ q: string; repealed: string; page: string } | null>(null)
  const { data, error, isFetching } = useQuery({
    queryKey: ['articles', asked],
    enabled: asked !== null,
    placeholderData: (before) => before,
    queryFn: () => get<Found>('/api/regulation/findArticles', asked ?? {}),
  })
  const page = Number(asked?.page ?? 1)
  return (
    <>
      <h1>法律法规库</h1>
      {role === '财政监管' ? (
        <p className="bar">
          <Link to="/regulation-list">
            <Button>登记中的文件</Button>
          </Link>
          <Link to="/new/regulation/register">
            <Button>登记政策文件</Button>
          </Link>
          <Link to="/new/cleaning/mark">
            <Button>标记冲突</Button>
          </Link>
        </p>
      ) : null}
      <form
        className="card"
        onSubmit={(e) => {
          e.preventDefault()
          if (typed.trim()) ask({ q: typed.trim(), repealed: repealed ? '1' : '', page: '1' })
        }}
      >
        <div className="bar" style={{ alignItems: 'center' }}>
          <Input
            aria-label="条文里的词"
            placeholder="条文里的词，如：等标期 二十日"
            value={typed}
            maxLength={100}
            onChange={(e) => setTyped(e.target.value)}
            style={{ maxWidth: 360 }}
          />
          <Checkbox checked={repealed} onChange={(e) => setRepealed(e.target.checked)}>
            连同已废止的
          </Checkbox>
          <Button type="primary" htmlType="submit" loading={isFetching}>
            查条文
          </Button>
          <a href="/law/texts">国家法律法规全文</a>
        </div>
        {error ? <Alert type="error" title={error.message} /> : null}
        {data ? (
          <div aria-live="polite">
            <p className="meta">
              {data.note || (data.total === 0 ? '没有这样的条文。' : `查到 ${data.total} 条`)}
            </p>
            <ul className="plain">
              {data.hits.map((h) => (
                <li key={h.href}>
                  <a href={h.href}>
                    {h.title} {h.article}
                  </a>{' '}
                  {h.state === '有效' ? null : <span className="chip warn">{h.state}</span>}
                  <div>{h.body.length > 160 ? `${h.body.slice(0, 160)}……` : h.body}</div>
                  <div className="meta">{h.docNo}</div>
                </li>
              ))}
            </ul>
            {data.total > data.perPage ? (
              <div className="bar">
                <Button
                  disabled={page === 1}
                  onClick={() => asked && ask({ ...asked, page: String(page - 1) })}
                >
                  上一页
                </Button>
                <Button
                  disabled={page * data.perPage >= data.total}
                  onClick={() => asked && ask({ ...asked, page: String(page + 1) })}
                >
                  下一页
                </Button>
              </div>
            ) : null}
          </div>
        ) : null}
      </form>
      <Library module="regulation" title="本区文件" hint="标题、文号或发文单位" />
    </>
  )
}
interface Diff {
  before: string
  after: string
  changes: {
    article: string
    is: '未变' | '修改' | '新增' | '删去'
    segments: { is: '同' | '删' | '增'; text: string }[]
  }[]
}
export const RegulationDiff = () => {
  const { id = '', other = '' } = useParams()
  const [all, setAll] = useState(false)
  const { data, error } = useQuery({
    queryKey: ['diff', id, other],
    retry: false,
    queryFn: () => get<Diff>('/api/regulation/getDiff', { id, with: other }),
  })
  if (error) return <Alert type="error" showIcon title={error.message} />
  if (!data) return <p className="meta">正在取……</p>
  const shown = data.changes.filter((c) => all || c.is !== '未变')
  return (
    <>
      <h1>逐条对照</h1>
      <p className="meta">
        {data.before} → {data.after}。删去的划线，新增的加底线。
      </p>
      <Checkbox checked={all} onChange={(e) => setAll(e.target.checked)}>
        也列出没有变的条
      </Checkbox>
      <section className="card" style={{ marginTop: 12 }}>
        {shown.length === 0 ? <p className="meta">两版条文没有不同。</p> : null}
        {shown.map((c) => (
          <div key={c.article} style={{ marginBottom: 12 }}>
            <strong>{c.article}</strong> <span className="chip">{c.is}</span>
            <p style={{ margin: '4px 0', whiteSpace: 'pre-wrap' }}>
              {c.segments.map((s, i) => {
                const key = `${i}${s.is}`
                if (s.is === '删')
                  return (
                    <del key={key} style={{ color: 'var(--no)' }}>
                      {s.text}
                    </del>
                  )
                if (s.is === '增')
                  return (
                    <ins key={key} style={{ color: 'var(--done)' }}>
                      {s.text}
                    </ins>
                  )
                return <span key={key}>{s.text}</span>
              })}
            </p>
          </div>
        ))}
      </section>
      <p>
        <Link to={`/regulation/${id}`}>回到文件</Link>
      </p>
    </>
  )
}
