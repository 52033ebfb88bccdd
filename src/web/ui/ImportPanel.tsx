import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Progress, Select } from 'antd'
import { useEffect, useState } from 'react'
import { get, post, type RecordView } from '../api.ts'

interface Job {
  id: string
  state: '等待' | '进行' | '完成' | '失败' | '取消'
  done: number
  total: number | null
  note: string
}
/** What differs between a table of goods and one of registrations: where its faults are, and what is said while it is read. */
const kinds = {
  listing: {
    title: '商品表',
    going: '读完并经审核入库之前，别人看不到这些商品。',
    cancelled: '读入已取消，没有留下商品',
    open: (r: RecordView) => r.state === '登记中',
  },
  intake: {
    title: '登记表',
    going: '整批入库之前，库里什么也没有。',
    cancelled: '已取消，没有读完的不留下',
    open: (r: RecordView) => r.state === '待确认',
  },
} as const
/** Under a table that is read as a job: how far it is, what is wrong with it, and the empty table to fill in. */
export const ImportPanel = ({ record }: { record: RecordView }) => {
  const client = useQueryClient()
  const module = record.module as keyof typeof kinds
  const k = kinds[module]
  const { data } = useQuery({
    queryKey: ['job', record.id, record.state],
    queryFn: () => get<{ job: Job | null }>('/api/job/find', { about: record.id }),
    refetchInterval: (q) =>
      q.state.data?.job?.state === '进行' || q.state.data?.job?.state === '等待' ? 800 : false,
  })
  const job = data?.job
  const state = job?.state
  const going = state === '进行' || state === '等待'
  useEffect(() => {
    if (state === '完成' || state === '失败')
      client.invalidateQueries({ queryKey: ['record', module, record.id] })
  }, [state, client, module, record.id])
  const faults = Number(record.data['faults'] ?? 0)
  if (!job && faults === 0 && !k.open(record)) return null
  return (
    <section className="card">
      <h2>{k.title}</h2>
      {job ? (
        <div aria-live="polite" style={{ marginBottom: 12 }}>
          {going ? (
            <>
              <Progress
                percent={job.total ? Math.min(99, Math.floor((job.done / job.total) * 100)) : 0}
                status="active"
                showInfo={job.total !== null}
                aria-label="进度"
              />
              <div className="bar">
                <span style={{ alignSelf: 'center' }}>
                  {job.note || '排队等待'}。{k.going}
                </span>
                <Button
                  size="small"
                  onClick={() =>
                    post('/api/job/cancel', { id: job.id }).then(() => client.invalidateQueries())
                  }
                >
                  取消
                </Button>
              </div>
            </>
          ) : (
            <Alert
              type={state === '完成' ? (faults > 0 ? 'warning' : 'success') : 'error'}
              showIcon
              title={state === '取消' ? k.cancelled : job.note}
            />
          )}
        </div>
      ) : null}
      <div className="bar" style={{ alignItems: 'center' }}>
        {faults > 0 ? (
          <a href={`/api/${module}/faults.xlsx?id=${record.id}`} download>
            下载错误清单
          </a>
        ) : null}
        {module === 'listing' && k.open(record) ? <GoodsTable /> : null}
        {module === 'intake' && k.open(record) ? (
          <EmptyTable kind={String(record.data['kind'])} />
        ) : null}
      </div>
    </section>
  )
}
const GoodsTable = () => {
  const [item, setItem] = useState<string | null>(null)
  const [word, setWord] = useState('')
  const items = useQuery({
    queryKey: ['items', word],
    queryFn: () =>
      get<{ code: string; name: string }[]>('/api/library/findItems', { word: word || 'A0201' }),
  })
  return (
    <>
      <Select
        aria-label="品目"
        showSearch
        filterOption={false}
        onSearch={setWord}
        value={item}
        onChange={setItem}
        placeholder="选品目，下载空表"
        style={{ minWidth: 260 }}
        options={(items.data ?? [])
          .filter((i) => i.code.startsWith('A'))
          .map((i) => ({ value: i.code, label: `${i.code} ${i.name}` }))}
      />
      {item ? (
        <a href={`/api/goods/table.xlsx?item=${item}`} download>
          下载空表
        </a>
      ) : null}
    </>
  )
}
const EmptyTable = ({ kind }: { kind: string }) => (
  <a href={`/api/intake/table.xlsx?kind=${encodeURIComponent(kind)}`} download>
    下载{kind}空表
  </a>
)
/** Before a table is handed in: the four empty ones. */
export const EmptyTables = () => (
  <section className="card">
    <h2>空表</h2>
    <p className="meta">
      每一列怎样填写在第二张表里；有下拉的从下拉里选。先读、先看错误，再整批入库；没有用起来的可以整批撤回。
    </p>
    <div className="bar">
      {['采购人', '代理机构', '供应商', '评审专家'].map((kind) => (
        <EmptyTable key={kind} kind={kind} />
      ))}
    </div>
  </section>
)
