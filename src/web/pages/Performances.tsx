import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Radio } from 'antd'
import { useState } from 'react'
import { get, Problem, post } from '../api.ts'
import { showDay } from '../words.ts'
import { List } from './Lists.tsx'

interface Due {
  project: string
  projectTitle: string
  no: string
  expert: string
  name: string
  ended: string
  due: string
}
/** 专家履职记录: those whose evaluation has ended first, one by one; what was recorded below. */
export const Performances = ({ role }: { role: string }) => (
  <>
    {role === '采购人经办' || role === '代理经办' ? <Waiting /> : null}
    <List of="performance" role={role} />
  </>
)
const Waiting = () => {
  const { data, error } = useQuery({
    queryKey: ['performance', 'due'],
    queryFn: () => get<Due[]>('/api/performance/listDue'),
  })
  if (error) return <Alert type="error" showIcon title={error.message} />
  if (!data || data.length === 0) return null
  return (
    <section className="card" aria-labelledby="due">
      <h2 id="due">待记录（{data.length}）</h2>
      <p className="meta">评审结束后五个工作日内记录；本人看得到，可以作出说明。</p>
      {data.map((d) => (
        <One key={`${d.project}${d.expert}`} d={d} />
      ))}
    </section>
  )
}
const One = ({ d }: { d: Due }) => {
  const client = useQueryClient()
  const [grade, setGrade] = useState('')
  const [opinion, setOpinion] = useState('')
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const send = () => {
    setBusy(true)
    post(
      '/api/performance/record',
      { project: d.project, expert: d.expert, grade, opinion },
      crypto.randomUUID(),
    )
      .then(
        () => client.invalidateQueries(),
        (e: unknown) => setFailure(e instanceof Problem ? e.message : '没有记上，请再试'),
      )
      .finally(() => setBusy(false))
  }
  const late = d.due < new Date().toISOString().slice(0, 10)
  return (
    <fieldset style={{ border: 0, borderTop: '1px solid #e3e6ea', margin: 0, padding: '12px 0' }}>
      <legend>
        <b>{d.name}</b>　{d.projectTitle}
      </legend>
      <p className="meta">
        {d.no}　评审于{showDay(d.ended)}结束{'　'}
        <span className={late ? 'chip warn' : 'chip'}>
          {late ? '已过' : '至'}
          {showDay(d.due)}
        </span>
      </p>
      {failure ? <Alert type="error" showIcon title={failure} /> : null}
      <Radio.Group
        aria-label="履职情况"
        value={grade}
        onChange={(e) => setGrade(e.target.value)}
        options={['良好', '一般', '较差']}
      />
      <Input.TextArea
        aria-label={`${d.name}的情况记录`}
        placeholder="到场、遵守纪律、评审是否认真，写事实"
        value={opinion}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        onChange={(e) => setOpinion(e.target.value)}
        style={{ margin: '8px 0' }}
      />
      <Button loading={busy} disabled={grade === '' || opinion.trim() === ''} onClick={send}>
        记录
      </Button>
    </fieldset>
  )
}
