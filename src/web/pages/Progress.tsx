import { useQuery } from '@tanstack/react-query'
import { Alert, Select, Table } from 'antd'
import { useState } from 'react'
import { get } from '../api.ts'
import { showDay } from '../words.ts'

interface Row {
  region: string
  name: string
  parent: string | null
  tier: string
  state: string
  dates: Record<string, string>
}
interface Answer {
  features: string[]
  rows: Row[]
}
const day = (d?: string) => (d ? showDay(d) : undefined)
/** 推广进度：the leagues and what goes live there when; below a league, its banners. A place without a date has been live all along. */
export const Progress = () => {
  const [above, setAbove] = useState('150000')
  const { data, error, isLoading } = useQuery({
    queryKey: ['rollout', 'dates'],
    queryFn: () => get<Answer>('/api/rollout/findDates'),
  })
  if (error) return <Alert type="error" message="没有取到推广进度，请刷新" />
  const rows = data?.rows ?? []
  const shown = rows.filter((r) => r.parent === above || r.region === above)
  return (
    <>
      <h1>推广进度</h1>
      <p className="meta">
        每一格是那项业务在当地的上线日期。没有日期的是早已在网上办理；启动了上线实施、还没有定日期的写“准备中”。
      </p>
      <div className="bar">
        <Select
          aria-label="看哪里"
          value={above}
          onChange={setAbove}
          style={{ minWidth: 220 }}
          options={rows
            .filter((r) => rows.some((x) => x.parent === r.region))
            .map((r) => ({ value: r.region, label: r.name }))}
        />
      </div>
      {/* Wider than a phone: it scrolls by keyboard as well. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="wide" aria-label="各地各业务的上线日期" tabIndex={0}>
        <Table
          rowKey="region"
          size="small"
          loading={isLoading}
          dataSource={shown}
          pagination={false}
          style={{ minWidth: 1100 }}
          columns={[
            { title: '地区', dataIndex: 'name', width: 140 },
            ...(data?.features ?? []).map((f) => ({
              title: f,
              key: f,
              render: (_: unknown, r: Row) =>
                day(r.dates[f]) ?? (r.state === '准备中' ? '准备中' : '在办'),
            })),
          ]}
        />
      </section>
    </>
  )
}
