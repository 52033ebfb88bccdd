import { useQuery } from '@tanstack/react-query'
import { Alert, Segmented } from 'antd'
import { useState } from 'react'
import { get } from '../api.ts'
import { Trace, traces } from '../ui/Traces.tsx'
import { showInstant } from '../words.ts'
import { device } from './Security.tsx'

interface Line {
  at: string
  name: string
  kind: string
  said: string
  agent: string
  address: string
}
/** 安全审计：read, and nothing else. */
export const Audit = () => {
  const [kind, setKind] = useState('')
  const { data, error } = useQuery({
    queryKey: ['audit', kind],
    queryFn: () => get<{ events: Line[] }>('/api/audit/list', { kind }),
    enabled: !(kind in traces),
  })
  return (
    <>
      <h1>安全审计</h1>
      <p className="meta">
        系统管理员和安全管理员办了什么，谁在何处登录，谁查看、导出了个人信息；只看，不能改。最近几百条。
      </p>
      <div className="wide">
        <Segmented
          aria-label="类别"
          value={kind}
          onChange={setKind}
          options={[
            { value: '', label: '全部' },
            { value: '办理', label: '办理' },
            { value: '登录', label: '登录' },
            { value: '异常', label: '失败与变更' },
            ...Object.keys(traces).map((k) => ({ value: k, label: k })),
          ]}
        />
      </div>
      {error ? <Alert type="error" showIcon title={error.message} role="alert" /> : null}
      {kind in traces ? (
        <section className="card" style={{ marginTop: 12 }}>
          <Trace kind={kind} />
        </section>
      ) : null}
      <section className="card" style={{ marginTop: 12 }} hidden={kind in traces}>
        {data?.events.length === 0 ? <p>还没有记录。</p> : null}
        <table className="t">
          <thead>
            <tr>
              <th scope="col">时间</th>
              <th scope="col">何人</th>
              <th scope="col">类别</th>
              <th scope="col">何事</th>
              <th scope="col">何处</th>
            </tr>
          </thead>
          <tbody>
            {(data?.events ?? []).map((e, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a log have no other name
              <tr key={i}>
                <td data-label="时间">{showInstant(e.at)}</td>
                <td data-label="何人">{e.name}</td>
                <td data-label="类别">{e.kind}</td>
                <td data-label="何事">{e.said}</td>
                <td data-label="何处">
                  {e.agent ? device(e.agent) : ''} {e.address}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
