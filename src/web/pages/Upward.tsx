import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Select, Space, Table } from 'antd'
import { useState } from 'react'
import { get, post } from '../api.ts'
import { showInstant } from '../words.ts'

interface Parcel {
  id: string
  notice: string
  title: string
  state: string
  tries: number
  placed: string
  due: string | null
  ended: string | null
  fault: string
  receipt: string
}
interface Answer {
  counts: Record<string, number>
  parcels: Parcel[]
}
interface Difference {
  notice: string
  title: string
  what: string
}
const tone: Record<string, string> = { 已送达: 'ok', 被退回: 'no', 放弃: 'no' }

/** 公告报送：what went up to the central site, what waits, and whether both sides' books agree. */
export function Upward() {
  const [state, setState] = useState<string>('')
  const client = useQueryClient()
  const list = useQuery({
    queryKey: ['upward', state],
    queryFn: () => get<Answer>('/api/upward/list', { limit: '100', ...(state ? { state } : {}) }),
    refetchInterval: 15_000,
  })
  const again = useMutation({
    mutationFn: (id: string) => post('/api/upward/resend', { id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['upward'] }),
  })
  const compare = useMutation({
    mutationFn: () =>
      get<{ checked: number; differences: Difference[] }>('/api/upward/getDifferences', {
        days: '30',
      }),
  })
  const counts = list.data?.counts ?? {}
  return (
    <>
      <h1>公告报送</h1>
      <p className="meta">
        每一份公告都报送中国政府采购网。对方没有应答时自动重试，间隔从一分钟起逐次加倍，最长六小时；本系统的发布不受影响。
      </p>
      <Space wrap style={{ margin: '12px 0' }}>
        <Select
          aria-label="状态"
          value={state}
          onChange={setState}
          style={{ width: 180 }}
          options={[
            { value: '', label: '全部状态' },
            ...['待送', '已送达', '被退回'].map((s) => ({
              value: s,
              label: `${s}（${counts[s] ?? 0}）`,
            })),
          ]}
        />
        <Button onClick={() => compare.mutate()} loading={compare.isPending}>
          与对方对账（近三十天）
        </Button>
      </Space>
      {compare.isError ? (
        <Alert
          type="warning"
          showIcon
          message="没有对成"
          description={(compare.error as Error).message}
        />
      ) : null}
      {compare.data ? (
        <Alert
          type={compare.data.differences.length === 0 ? 'success' : 'error'}
          showIcon
          message={
            compare.data.differences.length === 0
              ? `核对了${compare.data.checked}份公告，两边一致`
              : `核对了${compare.data.checked}份公告，${compare.data.differences.length}份不一致`
          }
          description={
            compare.data.differences.length === 0 ? undefined : (
              <ul>
                {compare.data.differences.map((d) => (
                  <li key={d.notice}>
                    <a href={`/notices/${d.notice}`}>{d.title}</a>：{d.what}
                  </li>
                ))}
              </ul>
            )
          }
        />
      ) : null}
      {list.isError ? (
        <Alert
          type="error"
          showIcon
          message="没有读到报送情况"
          description={(list.error as Error).message}
        />
      ) : null}
      <Table<Parcel>
        rowKey="id"
        size="middle"
        loading={list.isPending}
        dataSource={list.data?.parcels ?? []}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 760 }}
        locale={{ emptyText: '没有这样的公告' }}
        columns={[
          {
            title: '公告',
            dataIndex: 'title',
            render: (t: string, p) => <a href={`/notices/${p.notice}`}>{t}</a>,
          },
          {
            title: '状态',
            dataIndex: 'state',
            width: 96,
            render: (s: string) => <span className={`chip ${tone[s] ?? ''}`}>{s}</span>,
          },
          { title: '发布', dataIndex: 'placed', width: 170, render: (d: string) => showInstant(d) },
          {
            title: '回执或原因',
            render: (_, p) =>
              p.state === '已送达'
                ? `${p.receipt}${p.ended ? `，${showInstant(p.ended)}` : ''}`
                : `${p.fault || '等待报送'}${p.tries > 0 ? `（已试${p.tries}次）` : ''}${p.due && p.tries > 0 ? `，${showInstant(p.due)}再试` : ''}`,
          },
          {
            title: '办理',
            width: 110,
            render: (_, p) =>
              p.state === '已送达' ? null : (
                <Button
                  size="small"
                  onClick={() => again.mutate(p.id)}
                  loading={again.isPending && again.variables === p.id}
                >
                  立即重送
                </Button>
              ),
          },
        ]}
      />
    </>
  )
}
