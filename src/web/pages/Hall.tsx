import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { get, Problem, post, type Refusal } from '../api.ts'
import { Refusals } from '../ui/pieces.tsx'
import { showInstant, showMoney } from '../words.ts'

interface Lot {
  id: string
  no: number
  title: string
  state: string
  opened: string | null
  hall: string | null
  hallState: string | null
  ends: string | null
  mine: boolean
  confirmed: boolean
  bids: {
    supplier: string
    price: string | null
    fault: string
    confirmed: boolean
    sha256: string
  }[]
  objections: { id: string; org: string; text: string; answer: string | null }[]
}
interface Room {
  tender: string
  title: string
  state: string
  now: string
  deadline: string | null
  place: string
  attended: { org: string; name: string; at: string }[] | null
  here: boolean
  lots: Lot[]
}
const two = (n: number) => String(n).padStart(2, '0')
const left = (ms: number) => {
  const s = Math.max(0, Math.floor(ms / 1000))
  const d = Math.floor(s / 86_400)
  return `${d > 0 ? `${d}天 ` : ''}${two(Math.floor(s / 3600) % 24)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
}

/** 开标大厅: one clock (the server's), one table; every change comes by itself and is announced. */
export const Hall = ({ role }: { role: string }) => {
  const { tender = '' } = useParams()
  const client = useQueryClient()
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ['hall', tender],
    queryFn: () => get<Room>('/api/hall/getRoom', { tender }),
  })
  const [linked, setLinked] = useState(false)
  const [, setBeat] = useState(0)
  const [refusals, setRefusals] = useState<Refusal[]>([])
  useEffect(() => {
    const live = new EventSource(`/api/hall/live?tender=${tender}`)
    live.addEventListener('open', () => setLinked(true))
    live.addEventListener('change', () => client.invalidateQueries({ queryKey: ['hall', tender] }))
    live.addEventListener('error', () => setLinked(false))
    const clock = setInterval(() => setBeat((n) => n + 1), 1000)
    return () => {
      live.close()
      clearInterval(clock)
    }
  }, [client, tender])
  if (error) return <Alert type="error" showIcon title={error.message} />
  if (!data) return <p className="meta">正在取……</p>
  // The server's clock, carried on by this browser's since the answer came.
  const now = Date.parse(data.now) + (Date.now() - dataUpdatedAt)
  const before = data.deadline !== null && now < Date.parse(data.deadline)
  const send = (path: string, body: object) =>
    post(path, body).then(
      () => {
        setRefusals([])
        return client.invalidateQueries({ queryKey: ['hall', tender] })
      },
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
      <div className="meta">
        <Link to={`/tender/${data.tender}`}>{data.title}</Link>
      </div>
      <h1>开标大厅</h1>
      <section className="card" aria-label="时钟">
        <dl>
          <dt>服务器时间</dt>
          <dd className="clock">{showInstant(new Date(now).toISOString())}</dd>
          <dt>{before ? '距开标' : '开标时间'}</dt>
          <dd className="clock">
            {data.deadline === null
              ? '未定'
              : before
                ? left(Date.parse(data.deadline) - now)
                : showInstant(data.deadline)}
          </dd>
          <dt>地点</dt>
          <dd>{data.place || '—'}</dd>
          <dt>直播</dt>
          <dd aria-live="polite">{linked ? '已连上，变化自动出现' : '正在连……断线时会自己重连'}</dd>
        </dl>
        {data.here ? (
          <p className="meta">您已在场。</p>
        ) : role === '供应商经办' && (data.state === '招标中' || data.state === '已截标') ? (
          <Button type="primary" onClick={() => send('/api/hall/attend', { tender })}>
            签到进入
          </Button>
        ) : null}
        <Refusals refusals={refusals} />
      </section>
      {data.lots.map((l) => (
        <OneLot key={l.id} l={l} now={now} role={role} send={send} />
      ))}
      <section className="card">
        <h2>到场</h2>
        {data.attended === null ? (
          <p className="meta">开标之前，谁来参加是秘密。</p>
        ) : data.attended.length === 0 ? (
          <p className="meta">没有投标人签到；未到场的视同认可开标结果。</p>
        ) : (
          <ul className="plain">
            {data.attended.map((a) => (
              <li key={a.org}>
                {a.org}　{a.name}　<span className="meta">{showInstant(a.at)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
const OneLot = ({
  l,
  now,
  role,
  send,
}: {
  l: Lot
  now: number
  role: string
  send: (path: string, body: object) => Promise<unknown>
}) => {
  const [text, setText] = useState('')
  const open = l.hallState === '待确认' && l.ends !== null && now < Date.parse(l.ends)
  return (
    <section className="card" aria-label={`第${l.no}包`}>
      <h2>
        第{l.no}包 {l.title} <span className="chip state">{l.state}</span>
      </h2>
      <div aria-live="polite">
        {l.opened === null ? (
          <p className="meta">
            投标文件都是密封的。开标时各托管方放出钥匙，所有报价同时出现在这里。
          </p>
        ) : (
          <>
            <p className="meta">
              {showInstant(l.opened)}开启，{l.bids.length}份
            </p>
            <table className="t">
              <thead>
                <tr>
                  <th scope="col">投标人</th>
                  <th scope="col" className="num">
                    投标报价（元）
                  </th>
                  <th scope="col">说明</th>
                  <th scope="col">确认</th>
                </tr>
              </thead>
              <tbody>
                {l.bids.map((b) => (
                  <tr key={b.sha256}>
                    <td data-label="投标人">{b.supplier}</td>
                    <td data-label="投标报价（元）" className="num">
                      {b.price === null ? '—' : showMoney(b.price)}
                    </td>
                    <td data-label="说明">{b.fault || '密封完好'}</td>
                    <td data-label="确认">
                      {b.confirmed ? '已确认' : open ? '待确认' : '视同认可'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </div>
      {l.hall !== null && role === '代理经办' && l.hallState === '已形成' ? (
        <div className="bar">
          <Button type="primary" onClick={() => send('/api/hall/sign', { id: l.hall })}>
            签署开标记录
          </Button>
        </div>
      ) : null}
      {l.hall !== null ? (
        <p>
          <Link to={`/hall/${l.hall}`}>开标记录（{l.hallState}）</Link>
          {open && l.ends ? `　确认时间还剩 ${left(Date.parse(l.ends) - now)}` : ''}
        </p>
      ) : null}
      {open && l.mine ? (
        <div className="bar">
          {l.confirmed ? (
            <span className="meta">您已确认。</span>
          ) : (
            <Button type="primary" onClick={() => send('/api/hall/confirm', { id: l.hall })}>
              确认开标结果
            </Button>
          )}
          <Input
            aria-label="异议或询问"
            placeholder="有异议的，写在这里"
            value={text}
            onChange={(e) => setText(e.target.value)}
            style={{ maxWidth: 320 }}
          />
          <Button
            onClick={() => send('/api/hall/object', { id: l.hall, text }).then(() => setText(''))}
          >
            提出异议
          </Button>
        </div>
      ) : null}
      {l.objections.map((o) => (
        <Objection key={o.id} o={o} hall={l.hall ?? ''} role={role} open={open} send={send} />
      ))}
    </section>
  )
}
const Objection = ({
  o,
  hall,
  role,
  open,
  send,
}: {
  o: Lot['objections'][number]
  hall: string
  role: string
  open: boolean
  send: (path: string, body: object) => Promise<unknown>
}) => {
  const [text, setText] = useState('')
  return (
    <div className="refusal">
      <p>
        <strong>{o.org}</strong>：{o.text}
      </p>
      {o.answer !== null ? <p>答复：{o.answer}</p> : <p className="meta">还没有答复</p>}
      {o.answer === null && role === '代理经办' && open ? (
        <div className="bar">
          <Input
            aria-label="答复"
            value={text}
            onChange={(e) => setText(e.target.value)}
            style={{ maxWidth: 320 }}
          />
          <Button onClick={() => send('/api/hall/answer', { id: hall, word: o.id, text })}>
            答复
          </Button>
        </div>
      ) : null}
    </div>
  )
}
