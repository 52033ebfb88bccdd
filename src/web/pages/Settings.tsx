import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { get } from '../api.ts'
import { showDay, showInstant } from '../words.ts'

interface Setting {
  name: string
  mark: string
  note: string
  unit: string
  default: string
  now: { tier: string; value: string; law: string; from: string | null }[]
  history: {
    tier: string
    from: string
    value: string
    law: string
    article: string
    change: string
    at: string
    person: string
    org: string
  }[]
}
const marks: Record<string, string> = {
  '◐': '据转载核对',
  '✎': '待核对原文',
  '△': '本系统的默认',
}
/** 参数: all that the law leaves open here. The region's finance department changes them by a dated decision. */
export const Settings = ({ role }: { role: string }) => {
  const [word, setWord] = useState('')
  const { data, error } = useQuery({
    queryKey: ['settings'],
    queryFn: () => get<Setting[]>('/api/standard/listSettings'),
  })
  const shown = (data ?? []).filter((s) => `${s.name}${s.note}`.includes(word))
  return (
    <>
      <h1>全部参数</h1>
      <p className="meta">
        法规没有写明，或者原文没有核对到的，都是参数：有默认值，由自治区财政厅按施行日期改定；已经开始的采购按开始之日的参数办理。
      </p>
      <section className="card">
        <div className="bar" style={{ marginBottom: 8 }}>
          <Input
            aria-label="查找参数"
            placeholder="名称或说明"
            allowClear
            value={word}
            onChange={(e) => setWord(e.target.value)}
            style={{ maxWidth: 260 }}
          />
          {role === '财政监管' ? (
            <Link to="/new/standard/propose">
              <Button>拟定调整</Button>
            </Link>
          ) : null}
        </div>
        {error ? <Alert type="error" title={error.message} /> : null}
        {data ? null : error ? null : <p className="meta">正在取……</p>}
        {data && shown.length === 0 ? <p className="meta">没有这样的参数。</p> : null}
        {shown.length > 0 ? (
          <table className="t">
            <thead>
              <tr>
                <th scope="col">参数</th>
                <th scope="col">现值</th>
                <th scope="col">默认</th>
                <th scope="col">标记</th>
                <th scope="col">说明与历史</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((s) => (
                <tr key={s.name}>
                  <td data-label="参数">{s.name}</td>
                  <td data-label="现值">
                    <span>
                      {s.now.map((n) => (
                        <div key={n.tier} className="fig">
                          {n.tier === '全部' ? '' : `${n.tier} `}
                          {n.value} {s.unit}
                        </div>
                      ))}
                    </span>
                  </td>
                  <td data-label="默认" className="fig">
                    {s.default} {s.unit}
                  </td>
                  <td data-label="标记">{marks[s.mark] ?? s.mark}</td>
                  <td data-label="说明与历史">
                    <span>
                      {s.note}
                      {s.history.map((h) => (
                        <div className="meta" key={h.change + h.tier}>
                          {showDay(h.from)}起{h.tier === '全部' ? '' : `（${h.tier}）`}改为{' '}
                          {h.value} {s.unit}，依据 {h.law} {h.article}；{h.org} {h.person}{' '}
                          {showInstant(h.at)} 公布　<Link to={`/standard/${h.change}`}>查看</Link>
                        </div>
                      ))}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </section>
    </>
  )
}
