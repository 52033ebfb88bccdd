import { useQuery } from '@tanstack/react-query'
import { get } from '../api.ts'

interface Figure {
  id: string
  title: string
  formula: string
  value: string | null
  cases: number
  outside: number | null
  limit: string | null
  records: { title: string; ocid: string | null; day: string; says: string; outside: boolean }[]
}
const kinds: Record<string, string> = {
  purchaser: '采购人',
  agency: '代理机构',
  supplier: '供应商',
  expert: '评审专家',
}
export const isScored = (module: string) => module in kinds
/** 履职数字 under a registration: each figure with its formula, its period, its number of cases and the records under it. */
export const ScorePanel = ({ module, id }: { module: string; id: string }) => {
  const { data } = useQuery({
    queryKey: ['score', module, id],
    queryFn: () =>
      get<{ from: string; to: string; figures: Figure[] }>('/api/score/get', {
        kind: kinds[module] ?? '',
        id,
      }),
    retry: false,
  })
  if (!data) return null
  return (
    <section className="card" aria-label="履职数字">
      <h2>履职数字</h2>
      <p className="meta">
        {data.from} 至 {data.to}，由流水里的事项算出；每个数字各是各的，没有总分。
      </p>
      <table className="t">
        <thead>
          <tr>
            {['项目', '数字', '件数', '算法与要求'].map((h) => (
              <th key={h} scope="col">
                {h}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.figures.map((f) => (
            <tr key={f.id}>
              <td data-label="项目">
                {f.title}
                {f.records.length > 0 ? (
                  <details>
                    <summary>依据的记录</summary>
                    <ul>
                      {f.records.map((r) => (
                        <li key={`${r.title}${r.day}${r.says}`}>
                          {r.ocid ? <a href={`/projects/${r.ocid}`}>{r.title}</a> : r.title}
                          <span className="meta">
                            {' '}
                            {r.day} {r.says}
                            {r.outside ? ' 超出' : ''}
                          </span>
                        </li>
                      ))}
                    </ul>
                  </details>
                ) : null}
              </td>
              <td data-label="数字">{f.value ?? '没有可算的'}</td>
              <td data-label="件数">{f.cases}</td>
              <td data-label="算法与要求">
                {f.formula}
                {f.limit ? `；${f.limit}${f.outside ? `，超出 ${f.outside} 件` : ''}` : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
