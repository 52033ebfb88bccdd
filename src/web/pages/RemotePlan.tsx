import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { get, Problem, post, type RecordView, type Refusal } from '../api.ts'
import { Refusals } from '../ui/pieces.tsx'

interface Venue {
  id: string
  name: string
  place: string
  keeper: string
  seats: number
  free: number
  lent: number
}
type Pick = { kind: string; seats: number }
const instantOf = (day: string, hour: string) => `${day}T${hour}:00+08:00`

/** 安排异地评审: pick an hour, see who has seats then, take a main room and the others; all seats at once or none. */
export const RemotePlan = () => {
  const { tender = '', remote = '' } = useParams()
  const go = useNavigate()
  const about = useQuery({
    queryKey: ['record', tender ? 'tender' : 'remote', tender || remote],
    queryFn: () =>
      get<RecordView>(`/api/${tender ? 'tender' : 'remote'}/get`, { id: tender || remote }),
  })
  const [day, setDay] = useState('')
  const [from, setFrom] = useState('09:00')
  const [to, setTo] = useState('18:00')
  const [picks, setPicks] = useState<Record<string, Pick>>({})
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const slot = { starts: instantOf(day, from), ends: instantOf(day, to) }
  const free = useQuery({
    queryKey: ['free', slot],
    queryFn: () => get<Venue[]>('/api/venue/listFree', slot),
    enabled: day !== '' && from < to,
  })
  const sites = Object.entries(picks)
    .filter(([, p]) => p.kind !== '')
    .map(([venue, p]) => ({ venue, ...p }))
  const send = () =>
    post<{ id: string }>(
      `/api/remote/${tender ? 'plan' : 'rebook'}`,
      tender ? { tender, ...slot, sites } : { id: remote, ...slot, sites },
    ).then(
      (d) => go(`/remote/${d.id}`),
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
    <>
      <h1>{tender ? '安排异地评审' : '改订席位'}</h1>
      <p className="meta">{about.data?.title}</p>
      <section className="card">
        <div className="bar">
          <span>
            <label htmlFor="slot-day">日期</label>{' '}
            <Input
              id="slot-day"
              type="date"
              value={day}
              onChange={(e) => setDay(e.target.value)}
              style={{ width: 160 }}
            />
          </span>
          <span>
            <label htmlFor="slot-from">从</label>{' '}
            <Input
              id="slot-from"
              type="time"
              value={from}
              onChange={(e) => setFrom(e.target.value)}
              style={{ width: 110 }}
            />
          </span>
          <span>
            <label htmlFor="slot-to">到</label>{' '}
            <Input
              id="slot-to"
              type="time"
              value={to}
              onChange={(e) => setTo(e.target.value)}
              style={{ width: 110 }}
            />
          </span>
        </div>
        {day !== '' && from >= to ? <p className="hint">结束须晚于开始。</p> : null}
      </section>
      {day === '' ? (
        <p className="card">先选时间，再看各场所那时的空席。</p>
      ) : (
        <section className="card">
          <h2>场所与空席</h2>
          <p className="meta">
            借出少的排在前面，轮流使用。自己管理的场所当场确认，其余等对方确认。
          </p>
          {free.isLoading ? <p className="meta">正在取……</p> : null}
          {free.data?.length === 0 ? <p>还没有登记评审场所；由财政部门登记。</p> : null}
          <table className="t">
            <thead>
              <tr>
                <th scope="col">场所</th>
                <th scope="col">空席</th>
                <th scope="col">已借出</th>
                <th scope="col">作为</th>
                <th scope="col">席位</th>
              </tr>
            </thead>
            <tbody>
              {free.data?.map((v) => {
                const p = picks[v.id] ?? { kind: '', seats: 1 }
                const set = (over: Partial<Pick>) =>
                  setPicks({ ...picks, [v.id]: { ...p, ...over } })
                return (
                  <tr key={v.id}>
                    <td data-label="场所">
                      {v.name}
                      <div className="meta">
                        {v.place}　{v.keeper}
                      </div>
                    </td>
                    <td data-label="空席">
                      {v.free} / {v.seats}
                    </td>
                    <td data-label="已借出">{v.lent}次</td>
                    <td data-label="作为">
                      <Select
                        aria-label={`${v.name}作为`}
                        value={p.kind}
                        onChange={(kind) => set({ kind })}
                        style={{ minWidth: 100 }}
                        options={[
                          { value: '', label: '不用' },
                          { value: '主会场' },
                          { value: '分会场' },
                          { value: '备用' },
                        ]}
                      />
                    </td>
                    <td data-label="席位">
                      <InputNumber
                        aria-label={`${v.name}席位数`}
                        min={1}
                        max={50}
                        value={p.seats}
                        disabled={p.kind === ''}
                        onChange={(seats) => set({ seats: Number(seats ?? 1) })}
                      />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
      )}
      <Refusals refusals={refusals} />
      <div className="bar">
        <Button type="primary" disabled={sites.length === 0 || day === ''} onClick={send}>
          订下{sites.reduce((n, s) => n + s.seats, 0)}席
        </Button>
        <Button onClick={() => go(-1)}>返回</Button>
      </div>
    </>
  )
}
