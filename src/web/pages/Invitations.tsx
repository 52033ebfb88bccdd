import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { get, Problem, post, type Refusal } from '../api.ts'
import { Refusals } from '../ui/pieces.tsx'
import { showInstant } from '../words.ts'

interface Invitation {
  call: string
  outcome: string
  text: string
  ends: string | null
  title: string | null
  bidders: string[]
  maySignIn: boolean
}
const REASONS = ['时间冲突', '身体原因', '专业不符', '应当回避', '其他']

/** 抽取通知: the expert's own telephone, in the browser; answering here or by the keys is the same. */
export const Invitations = () => {
  const { data, error } = useQuery({
    queryKey: ['invitations'],
    queryFn: () => get<Invitation[]>('/api/draw/listMine'),
    refetchInterval: 5_000,
  })
  if (error) return <Alert type="error" showIcon title={error.message} />
  return (
    <>
      <h1>抽取通知</h1>
      {data === undefined ? <p className="meta">正在取……</p> : null}
      {data?.length === 0 ? (
        <p className="card">还没有通知。被抽到时，这里和您的电话同时响。</p>
      ) : null}
      {data?.map((i) => (
        <One key={`${i.call}${i.outcome}`} i={i} />
      ))}
    </>
  )
}
const One = ({ i }: { i: Invitation }) => {
  const client = useQueryClient()
  const [reason, setReason] = useState('时间冲突')
  const [clear, setClear] = useState(false)
  const [why, setWhy] = useState('')
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const send = (op: string, body: object) =>
    post(`/api/draw/${op}`, { call: i.call, ...body }).then(
      () => client.invalidateQueries(),
      (e: unknown) => {
        if (!(e instanceof Problem)) throw e
        setRefusals(
          e.refusals.length > 0
            ? e.refusals
            : [
                {
                  rule: '没有办成',
                  because: e.message,
                  cites: [],
                  facts: {},
                  cure: '请稍后再试；仍不行的，请联系平台管理员',
                },
              ],
        )
      },
    )
  return (
    <section className="card">
      <h2>
        {i.title ?? '评审邀请'} <span className="chip state">{i.outcome}</span>
      </h2>
      <p>{i.text}</p>
      {i.outcome === '待接听' ? (
        <>
          {i.ends ? <p className="meta">请在{showInstant(i.ends)}前答复</p> : null}
          <div className="bar">
            <Button type="primary" onClick={() => send('answer', { key: '1' })}>
              参加
            </Button>
            <Select
              aria-label="不能参加的原因"
              value={reason}
              onChange={setReason}
              options={REASONS.map((value) => ({ value }))}
              style={{ minWidth: 120 }}
            />
            <Button onClick={() => send('answer', { key: '2', reason })}>不能参加</Button>
          </div>
        </>
      ) : null}
      {i.maySignIn ? (
        <>
          <h3>签到</h3>
          <p>参加本次采购的供应商：{i.bidders.join('、')}。</p>
          <p>
            <Checkbox checked={clear} onChange={(e) => setClear(e.target.checked)}>
              我与以上供应商及采购人没有利害关系，承诺独立评审、保守秘密
            </Checkbox>
          </p>
          <div className="bar">
            <Button type="primary" onClick={() => send('signIn', { noConflict: clear })}>
              签到
            </Button>
            <Input
              aria-label="应当回避的理由"
              placeholder="应当回避的，写明理由"
              value={why}
              onChange={(e) => setWhy(e.target.value)}
              style={{ maxWidth: 260 }}
            />
            <Button onClick={() => send('recuse', { reason: why })}>我应当回避</Button>
          </div>
        </>
      ) : i.outcome === '参加' ? (
        <p className="meta">已确认参加。评审当日、通知的人都确认后，在这里签到。</p>
      ) : null}
      <Refusals refusals={refusals} />
    </section>
  )
}
