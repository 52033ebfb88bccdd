import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { Problem, post, type Refusal } from '../api.ts'
import { Refusals } from '../ui/pieces.tsx'
import { showInstant } from '../words.ts'
import type { Act, Mine } from './mine.ts'
import { Field } from './SignIn.tsx'

/** 授权委托：bounded in matters and time, revocable at any moment. */
export const Delegations = ({ data, act }: { data: Mine; act: Act }) => {
  const client = useQueryClient()
  const [delegate, setDelegate] = useState<string | null>(null)
  const [nouns, setNouns] = useState<string[]>([])
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const grant = () =>
    post('/api/delegation/grant', { delegate, nouns, from, to, reason }).then(
      () => {
        setRefusals([])
        setFailure('')
        setReason('')
        return client.invalidateQueries({ queryKey: ['security'] })
      },
      (e: unknown) => {
        setRefusals(e instanceof Problem ? e.refusals : [])
        setFailure(
          e instanceof Problem && e.refusals.length > 0
            ? ''
            : e instanceof Problem
              ? e.message
              : '没有办成',
        )
      },
    )
  return (
    <section className="card">
      <h2>授权委托</h2>
      <p className="meta">
        请假时把一类或几类事项委托给本单位同事，到期自动终止，随时可以撤销；代办的每一步都写明“代”，经办与审核不因委托而成为同一人。
      </p>
      <ul className="plain">
        {data.delegations.map((d) => (
          <li key={d.id} className="bar">
            <span style={{ flex: '1 1 16em' }}>
              <span className="chip state">{d.state}</span>{' '}
              {d.given ? `委托${d.other}代办` : `受${d.other}委托代办`}
              {d.nouns.join('、')}
              <br />
              <span className="meta">
                {showInstant(d.begins)} 至 {showInstant(d.ends)}，{d.reason}
              </span>
            </span>
            {d.state === '在授权' ? (
              <Button
                onClick={() =>
                  act(
                    d.given ? '/api/delegation/revoke' : '/api/delegation/decline',
                    { id: d.id },
                    d.given ? '委托已撤销' : '已谢绝',
                  )
                }
              >
                {d.given ? '撤销' : '谢绝'}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {data.kinds.length === 0 ? (
        <p className="meta">现在的岗位须本人办理，不能委托。</p>
      ) : data.colleagues.length === 0 ? (
        <p className="meta">本单位还没有别的在任同事。</p>
      ) : (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            grant()
          }}
        >
          <h3>新的委托</h3>
          {failure ? <Alert type="error" showIcon title={failure} role="alert" /> : null}
          <Refusals refusals={refusals} />
          <div className="field">
            <label htmlFor="delegate">受托人</label>
            <Select
              id="delegate"
              style={{ width: '100%' }}
              value={delegate}
              onChange={setDelegate}
              options={data.colleagues.map((c) => ({
                value: c.id,
                label: `${c.name}（${c.role}）`,
              }))}
            />
          </div>
          <fieldset>
            <legend>事项</legend>
            <Checkbox.Group
              value={nouns}
              onChange={(v) => setNouns(v as string[])}
              options={data.kinds}
            />
          </fieldset>
          <div className="field">
            <label htmlFor="from">自</label>
            <Input id="from" type="date" value={from} onChange={(e) => setFrom(e.target.value)} />
          </div>
          <div className="field">
            <label htmlFor="to">至（当日有效）</label>
            <Input id="to" type="date" value={to} onChange={(e) => setTo(e.target.value)} />
          </div>
          <Field id="reason" label="事由" value={reason} onChange={setReason} />
          <Button type="primary" htmlType="submit" disabled={delegate === null}>
            委托
          </Button>
        </form>
      )}
    </section>
  )
}
