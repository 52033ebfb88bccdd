import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import { get, Problem, post, type RecordView, type Refusal } from '../api.ts'
import { Refusals } from '../ui/pieces.tsx'
import { capital, showInstant, showMoney, tidyMoney } from '../words.ts'

interface Priced {
  who: string
  price: string
  mine: boolean
}
interface Board {
  state: string
  now: string
  closes: string | null
  bidders: number | null
  most: string | null
  turn: { round: number; who: string; mine: boolean } | null
  bids: (Priced & { id: number; at: string })[]
  standing: (Priced & { place: number })[]
}
/** How far the server's clock is ahead of this one: every count on the page goes by the server's. */
function useServerClock(board: Board | undefined) {
  const ahead = useRef(0)
  if (board) ahead.current = Date.parse(board.now) - Date.now()
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return Date.now() + ahead.current
}
const left = (ms: number) => {
  if (ms <= 0) return '已到时间'
  const s = Math.floor(ms / 1000)
  const [d, h, m] = [
    Math.floor(s / 86_400),
    Math.floor((s % 86_400) / 3600),
    Math.floor((s % 3600) / 60),
  ]
  return d > 0 ? `还剩 ${d} 天 ${h} 小时` : `还剩 ${h > 0 ? `${h} 小时 ` : ''}${m} 分 ${s % 60} 秒`
}
/** 竞价现场：一只钟（服务器的），一张表；每次变化都报给读屏的人。 */
export const AuctionRoom = ({ role }: { role: string }) => {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const record = useQuery({
    queryKey: ['record', 'auction', id],
    queryFn: () => get<RecordView>('/api/auction/get', { id }),
    retry: false,
  })
  const board = useQuery({
    queryKey: ['board', id],
    queryFn: () => get<Board>('/api/auction/getBoard', { id }),
    retry: false,
    refetchInterval: 15_000,
  })
  const [live, setLive] = useState(false)
  useEffect(() => {
    const source = new EventSource(`/api/auction/live?id=${encodeURIComponent(id)}`)
    source.addEventListener('change', () => {
      setLive(true)
      client.invalidateQueries({ queryKey: ['board', id] })
    })
    source.onerror = () => setLive(false)
    return () => source.close()
  }, [id, client])
  const now = useServerClock(board.data)
  if (record.error) return <Alert type="error" showIcon title={record.error.message} />
  const r = record.data
  const b = board.data
  if (!r || !b) return <p className="meta">正在取……</p>
  const closes = b.closes === null ? null : Date.parse(b.closes)
  const running = b.state === '报价中'
  const over = ['待确认', '已成交', '已流标'].includes(b.state)
  return (
    <>
      <div className="meta">
        竞价现场　{r.no}　<Link to={`/auction/${id}`}>采购内容与规则</Link>
      </div>
      <h1>{r.title}</h1>
      <section className="card">
        <p className="clock" role="timer">
          <span className="chip state">{b.state}</span>{' '}
          {running && closes !== null ? left(closes - now) : ''}
        </p>
        {running && closes !== null ? (
          <p className="meta">
            {b.turn ? '这一轮次' : ''}截止 {showInstant(b.closes ?? '')}，以服务器的钟为准。
            {live ? '' : '　正在重新连接，每15秒刷新一次。'}
          </p>
        ) : null}
        {b.turn ? (
          <p aria-live="assertive">
            第 {b.turn.round} 轮，轮到 <strong>{b.turn.mine ? '本单位' : b.turn.who}</strong>
          </p>
        ) : null}
        {b.bidders === null ? (
          <p>密封报价：截止以前，谁也看不到有几家、报了多少。</p>
        ) : (
          <p aria-live="polite">
            {b.bidders} 家报价
            {b.standing[0]
              ? `，${over ? '最低' : '现最低'} ${showMoney(b.standing[0].price)} 元（${b.standing[0].who}）`
              : '，还没有报价'}
          </p>
        )}
      </section>
      {role === '供应商经办' && running ? (
        <BidForm
          record={r}
          board={b}
          onDone={() => {
            client.invalidateQueries()
          }}
        />
      ) : null}
      {b.standing.length > 0 ? (
        <section className="card">
          <h2>{over ? '报价结果' : '各家现价'}</h2>
          <table className="t">
            <thead>
              <tr>
                <th scope="col">名次</th>
                <th scope="col">报价人</th>
                <th scope="col" className="num">
                  单价（元）
                </th>
              </tr>
            </thead>
            <tbody>
              {b.standing.map((x) => (
                <tr key={x.place} style={x.mine ? { fontWeight: 600 } : {}}>
                  <td data-label="名次">{x.place}</td>
                  <td data-label="报价人">{x.who}</td>
                  <td data-label="单价（元）" className="num">
                    {showMoney(x.price)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {b.bids.length > 0 ? (
        <section className="card">
          <h2>报价经过{over ? '' : '（最近的）'}</h2>
          <ul className="plain">
            {b.bids.map((x) => (
              <li key={x.id}>
                <span className="meta fig" style={{ marginRight: 12 }}>
                  {new Date(Date.parse(x.at) + 8 * 3_600_000).toISOString().slice(11, 19)}
                </span>
                {x.who}
                <span className="fig" style={{ marginLeft: 12 }}>
                  {showMoney(x.price)} 元
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {over ? (
        <section className="card">
          <h2>公开回放</h2>
          <p>
            <a href={`/api/auction/getReplay?id=${id}`} download={`${r.no}.json`}>
              下载全部报价、规则和流水条目
            </a>
            <span className="meta">　任何人可用 yiwang verify 离线重算</span>
          </p>
        </section>
      ) : null}
    </>
  )
}

const fen = (yuan: string) => Math.round(Number(yuan) * 100)
const BidForm = ({
  record,
  board,
  onDone,
}: {
  record: RecordView
  board: Board
  onDone: () => void
}) => {
  const d = record.data as {
    manner: string
    item: string
    ceiling: string
    quantity: number
    unit: string
    quote: string | null
  }
  const [offer, setOffer] = useState<string>()
  const [price, setPrice] = useState('')
  const [sure, setSure] = useState(false)
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const [receipt, setReceipt] = useState<{ seq: number; receivedAt: string; price: string } | null>(
    null,
  )
  const [busy, setBusy] = useState(false)
  const mine = useQuery({
    queryKey: ['mine', d.item],
    queryFn: () =>
      get<{ offers: { id: string; name: string; model: string }[] }>('/api/shelf/listMine', {
        item: d.item,
      }),
  })
  const whole = tidyMoney(price, true)
  const ok = /^\d+\.\d\d$/.test(whole)
  const share = ok ? Math.round((fen(whole) / fen(d.ceiling)) * 1000) / 10 : null
  const again = d.quote !== null
  const closed = again && (d.manner === '密封' || (d.manner === '轮次' && !board.turn))
  const send = () => {
    setBusy(true)
    const body = again
      ? { id: d.quote, price: whole, sure }
      : { auction: record.id, offer, price: whole, sure }
    post<{ seq: number; receivedAt: string }>(
      `/api/price/${again ? 'lower' : 'offer'}`,
      body,
      crypto.randomUUID(),
    )
      .then(
        (x) => {
          setReceipt({ ...x, price: whole })
          setPrice('')
          setSure(false)
          setRefusals([])
          setFailure('')
          onDone()
        },
        (e: unknown) => {
          if (!(e instanceof Problem)) throw e
          setRefusals(e.refusals)
          setFailure(e.refusals.length > 0 ? '' : e.message)
        },
      )
      .finally(() => setBusy(false))
  }
  return (
    <section className="card act">
      <h2>{again ? '再报低价' : '报价'}</h2>
      {receipt ? (
        <Alert
          type="success"
          showIcon
          style={{ marginBottom: 8 }}
          title={`已受理：第 ${receipt.seq} 号，${showMoney(receipt.price)} 元，${showInstant(receipt.receivedAt)}`}
        />
      ) : null}
      {closed ? (
        <p>本单位已报价。{d.manner === '密封' ? '密封报价只报一次。' : '轮到本单位时可以再报。'}</p>
      ) : (
        <>
          {again ? null : (
            <div className="field">
              <label htmlFor="bid-offer">所报商品（本单位在售的）</label>
              <Select
                id="bid-offer"
                aria-label="所报商品"
                style={{ width: '100%' }}
                value={offer ?? null}
                onChange={setOffer}
                notFoundContent="本单位没有这个品目的在售商品"
                options={(mine.data?.offers ?? []).map((o) => ({
                  value: o.id,
                  label: `${o.name}（${o.model}）`,
                }))}
              />
            </div>
          )}
          <div className="field">
            <label htmlFor="bid-price">
              单价（元）
              {board.most
                ? `，至多 ${showMoney(board.most)}`
                : `，最高限价 ${showMoney(d.ceiling)}`}
            </label>
            <Input
              id="bid-price"
              className="money"
              inputMode="decimal"
              size="large"
              value={price}
              suffix="元"
              onChange={(e) => {
                setPrice(tidyMoney(e.target.value))
                setSure(false)
              }}
              onBlur={() => price && setPrice(tidyMoney(price, true))}
              onPressEnter={send}
            />
            <div className="hint" aria-live="polite">
              {ok
                ? `${capital(whole)}，最高限价的 ${share}%；${d.quantity}${d.unit}共 ${showMoney(`${Math.trunc((fen(whole) * d.quantity) / 100)}.${String((fen(whole) * d.quantity) % 100).padStart(2, '0')}`)} 元`
                : ''}
            </div>
          </div>
          {refusals.some((x) => x.field === 'sure') ? (
            <div className="field">
              <Checkbox checked={sure} onChange={(e) => setSure(e.target.checked)}>
                我已核对金额，确实是这个价
              </Checkbox>
            </div>
          ) : null}
          {failure ? (
            <Alert type="error" showIcon title={failure} style={{ marginBottom: 8 }} />
          ) : null}
          <div aria-live="polite">
            <Refusals refusals={refusals} />
          </div>
          <Button
            type="primary"
            size="large"
            loading={busy}
            disabled={!ok || (!again && !offer)}
            onClick={send}
          >
            报出 {ok ? `${showMoney(whole)} 元` : ''}
          </Button>
        </>
      )}
    </section>
  )
}
