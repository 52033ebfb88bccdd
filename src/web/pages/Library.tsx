import { useQuery } from '@tanstack/react-query'
import { Alert, Input, Pagination, Select } from 'antd'
import { useRef, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { get } from '../api.ts'
import { Export } from '../ui/Export.tsx'
import { moduleNames, showDay } from '../words.ts'

interface Page {
  total: number
  perPage: number
  states: string[]
  columns: { key: string; label: string }[]
  rows: Record<string, string | null>[]
}
const said = (v: string | null | undefined) =>
  v === null || v === undefined ? '—' : /^\d{4}-\d\d-\d\d$/.test(v) ? showDay(v) : v
export const libraries = ['purchaser', 'agency', 'supplier', 'expert']

/** 基础库的一张表：searched, filtered and paged by the server; the question stands in the address. */
export const Library = ({
  module,
  title,
  hint,
}: {
  module: string
  title?: string
  hint?: string
}) => {
  const [params, setParams] = useSearchParams()
  const query = Object.fromEntries(
    ['q', 'region', 'state', 'page'].flatMap((k) => {
      const v = params.get(k)
      return v ? [[k, v]] : []
    }),
  ) as Record<string, string>
  const [typed, setTyped] = useState(query['q'] ?? '')
  const later = useRef<ReturnType<typeof setTimeout>>(undefined)
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
  const { data, error, isLoading } = useQuery({
    queryKey: ['library', module, query],
    queryFn: () => get<Page>(`/api/${module}/find`, query),
    placeholderData: (before) => before,
  })
  const { page: _, ...search } = query
  const name = title ?? moduleNames[module] ?? ''
  return (
    <>
      {title ? <h2>{title}</h2> : <h1>{name}</h1>}
      <section className="card">
        <div className="bar" style={{ marginBottom: 12 }}>
          <Input
            aria-label="查找"
            placeholder={
              hint ?? (module === 'expert' ? '姓名、单位或职称' : '名称或统一社会信用代码')
            }
            allowClear
            value={typed}
            maxLength={60}
            onChange={(e) => {
              const text = e.target.value
              setTyped(text)
              clearTimeout(later.current)
              later.current = setTimeout(() => keep({ q: text.trim() }), 300)
            }}
            style={{ maxWidth: 300 }}
          />
          <Select
            aria-label="地区"
            showSearch={{ optionFilterProp: 'label' }}
            value={query['region'] ?? ''}
            onChange={(v) => keep({ region: v })}
            style={{ minWidth: 200 }}
            options={[
              { value: '', label: '全部地区' },
              ...(regions.data ?? []).map((r) => ({ value: r.code, label: r.name })),
            ]}
          />
          <Select
            aria-label="状态"
            value={query['state'] ?? ''}
            onChange={(v) => keep({ state: v })}
            style={{ minWidth: 120 }}
            options={[
              { value: '', label: '全部状态' },
              ...(data?.states ?? []).map((s) => ({ value: s, label: s })),
            ]}
          />
          <span className="meta" style={{ alignSelf: 'center' }} aria-live="polite">
            {data ? `共 ${data.total} 条` : ''}
          </span>
          <Export module={module} search={search} />
        </div>
        {error ? <Alert type="error" title={error.message} /> : null}
        {isLoading ? <p className="meta">正在取……</p> : null}
        {data && data.rows.length === 0 ? (
          <p className="meta">
            {Object.keys(search).length > 0 ? '没有符合条件的。' : '这里还没有内容。'}
          </p>
        ) : null}
        {data && data.rows.length > 0 ? (
          <table className="t">
            <thead>
              <tr>
                {data.columns.map((c) => (
                  <th key={c.key} scope="col">
                    {c.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((r) => (
                <tr key={JSON.stringify(r)}>
                  {data.columns.map((c) => (
                    <td key={c.key} data-label={c.label}>
                      {c.key === 'name' && r['id'] ? (
                        <Link to={`/${module}/${r['id']}`}>{r[c.key]}</Link>
                      ) : c.key === 'state' ? (
                        <span
                          className={`chip ${['暂停', '标记冲突', '拟废止'].includes(r[c.key] ?? '') ? 'warn' : ''}`}
                        >
                          {r[c.key]}
                        </span>
                      ) : (
                        said(r[c.key])
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        {data && data.total > data.perPage ? (
          <Pagination
            style={{ marginTop: 12 }}
            current={Number(query['page'] ?? 1)}
            total={data.total}
            pageSize={data.perPage}
            showSizeChanger={false}
            onChange={(n) => keep({ page: String(n) })}
          />
        ) : null}
      </section>
      {module === 'supplier' ? <ReadShared /> : null}
    </>
  )
}
/** A purchaser or agency reads a supplier's profile with the code it was given. */
const ReadShared = () => (
  <p className="meta">
    供应商给了您分享码？ <Link to="/shared">凭分享码查阅资料</Link>
  </p>
)
