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
/** Under a listing: the empty table to fill in, how far the reading is, and the list of what is wrong. */
export const ImportPanel = ({ record }: { record: RecordView }) => {
  const client = useQueryClient()
  const [item, setItem] = useState<string | null>(null)
  const [word, setWord] = useState('')
  const items = useQuery({
    queryKey: ['items', word],
    queryFn: () =>
      get<{ code: string; name: string }[]>('/api/library/findItems', { word: word || 'A0201' }),
  })
  const { data } = useQuery({
    queryKey: ['job', record.id],
    queryFn: () => get<{ job: Job | null }>('/api/job/find', { about: record.id }),
    refetchInterval: (q) =>
      q.state.data?.job?.state === '进行' || q.state.data?.job?.state === '等待' ? 800 : false,
  })
  const job = data?.job
  const state = job?.state
  const going = state === '进行' || state === '等待'
  useEffect(() => {
    if (state === '完成' || state === '失败')
      client.invalidateQueries({ queryKey: ['record', 'listing', record.id] })
  }, [state, client, record.id])
  const faults = Number(record.data['faults'] ?? 0)
  if (!job && faults === 0 && record.state !== '登记中') return null
  return (
    <section className="card">
      <h2>商品表</h2>
      {job ? (
        <div aria-live="polite" style={{ marginBottom: 12 }}>
          {going ? (
            <>
              <Progress percent={100} status="active" showInfo={false} aria-label="正在读入" />
              <div className="bar">
                <span style={{ alignSelf: 'center' }}>
                  {job.note || '排队等待读入'}。读完并经审核入库之前，别人看不到这些商品。
                </span>
                <Button
                  size="small"
                  onClick={() =>
                    post('/api/job/cancel', { id: job.id }).then(() => client.invalidateQueries())
                  }
                >
                  取消读入
                </Button>
              </div>
            </>
          ) : (
            <Alert
              type={state === '完成' ? (faults > 0 ? 'warning' : 'success') : 'error'}
              showIcon
              title={state === '取消' ? '读入已取消，没有留下商品' : job.note}
            />
          )}
        </div>
      ) : null}
      <div className="bar" style={{ alignItems: 'center' }}>
        {faults > 0 ? (
          <a href={`/api/listing/faults.xlsx?id=${record.id}`} download>
            下载错误清单
          </a>
        ) : null}
        {record.state === '登记中' ? (
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
        ) : null}
      </div>
    </section>
  )
}
