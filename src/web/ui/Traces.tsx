import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { get } from '../api.ts'
import { showDay, showInstant } from '../words.ts'

type Row = Record<string, string | number>
interface Column {
  key: string
  label: string
  kind?: 'instant' | 'day' | 'number'
}
const shown = (v: string | number | undefined, kind: Column['kind']) =>
  v === undefined || v === ''
    ? '—'
    : kind === 'instant'
      ? showInstant(String(v))
      : kind === 'day'
        ? showDay(String(v))
        : String(v)
const who: Column[] = [
  { key: 'at', label: '时间', kind: 'instant' },
  { key: 'who', label: '何人' },
  { key: 'role', label: '岗位' },
  { key: 'org', label: '单位' },
]
/** What is written down of the use of personal data; read, and nothing else. */
export const traces: Record<string, { path: string; columns: Column[] }> = {
  查看: {
    path: '/api/privacy/listLooks',
    columns: [
      ...who,
      { key: 'what', label: '看了什么' },
      { key: 'purpose', label: '目的' },
      { key: 'note', label: '说明' },
    ],
  },
  导出: {
    path: '/api/privacy/listTakeouts',
    columns: [
      ...who,
      { key: 'what', label: '哪张表' },
      { key: 'filter', label: '条件' },
      { key: 'rows', label: '行数', kind: 'number' },
      { key: 'personal', label: '个人信息' },
      { key: 'purpose', label: '用途' },
    ],
  },
  清理: {
    path: '/api/privacy/listErasures',
    columns: [
      { key: 'day', label: '日期', kind: 'day' },
      { key: 'what', label: '清理什么' },
      { key: 'rows', label: '行数', kind: 'number' },
    ],
  },
}
const mine: (typeof traces)[string] = {
  path: '/api/privacy/listMine',
  columns: [...who, { key: 'what', label: '看了什么' }, { key: 'purpose', label: '目的' }],
}
const Table = ({ of, empty }: { of: (typeof traces)[string]; empty: string }) => {
  const { data, error, isLoading } = useQuery({
    queryKey: ['traces', of.path],
    queryFn: () => get<Row[]>(of.path),
  })
  if (error) return <Alert type="error" showIcon title={error.message} role="alert" />
  if (isLoading || !data) return <p className="meta">正在取……</p>
  if (data.length === 0) return <p className="meta">{empty}</p>
  return (
    <table className="t">
      <thead>
        <tr>
          {of.columns.map((c) => (
            <th key={c.key} scope="col" className={c.kind === 'number' ? 'num' : ''}>
              {c.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.map((r, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a log have no other name
          <tr key={i}>
            {of.columns.map((c) => (
              <td key={c.key} data-label={c.label} className={c.kind === 'number' ? 'num' : ''}>
                {shown(r[c.key], c.kind)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
export const Trace = ({ kind }: { kind: string }) => {
  const of = traces[kind]
  return of ? <Table of={of} empty="还没有记录。" /> : null
}
/** 谁看过我的个人信息。 */
export const Lookers = () => (
  <section className="card">
    <h2>谁看过我的个人信息</h2>
    <p className="meta">
      电话、出生日期等平时遮去；有人说明目的看了全值的，都列在这里。系统处理哪些个人信息，见
      <a href="/privacy">公开的登记</a>。
    </p>
    <Table of={mine} empty="没有人看过。" />
  </section>
)
