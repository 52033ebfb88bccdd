import { Button, Segmented } from 'antd'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Problem, post, type RecordView, type Refusal } from '../api.ts'
import { Refusals } from './pieces.tsx'

interface Sheet {
  bids: {
    id: string
    name: string
    response: {
      price: string
      responses: Record<string, string>
      counts?: Record<string, number>
      substantial: Record<string, string>
    } | null
  }[]
  criteria: {
    key: string
    name: string
    max: number
    objective: boolean
    steps: string
    formula?: { what: string }
  }[]
  objections?: { bid: string; item: string; value: number; reason: string }[]
  substantial: { key: string; text: string }[]
  scores: Record<string, Record<string, number>>
  conformity: Record<string, Record<string, { passed: boolean; reason: string }>>
  warnings: string[]
}
type Bid = Sheet['bids'][number]
const KEYS = { ArrowDown: 1, Enter: 1, ArrowUp: -1 } as Record<string, number>

/** 评审工作台: the standard on the left, what this bid says of it on the right, one bid at a time; nothing of any other member. */
export const ScoreSheet = ({ record, onSaved }: { record: RecordView; onSaved: () => void }) => {
  const sheet = record.data['sheet'] as Sheet
  const [at, setAt] = useState(sheet.bids[0]?.id ?? '')
  const bid = sheet.bids.find((b) => b.id === at) ?? sheet.bids[0]
  const done = (b: Bid) =>
    sheet.criteria.filter((c) => sheet.scores[b.id]?.[c.key] !== undefined).length +
    sheet.substantial.filter((q) => sheet.conformity[b.id]?.[q.key] !== undefined).length
  const all = sheet.criteria.length + sheet.substantial.length
  if (!bid) return <p className="card">没有可以评审的投标。</p>
  return (
    <>
      <section className="card" aria-label="评审进度">
        <div className="wide">
          <Segmented
            value={bid.id}
            onChange={(v) => setAt(String(v))}
            options={sheet.bids.map((b) => ({
              value: b.id,
              label: `${b.name}　${done(b)}/${all}`,
            }))}
          />
        </div>
        <p className="meta">
          上下键或回车换到下一项；分数离开一份前请保存。别人的评分，各人都签署以前谁也看不到。
        </p>
        {sheet.warnings.length > 0 ? (
          <div role="status">
            <strong>签署前请看一看（只作提示，不拦）</strong>
            <ul>
              {sheet.warnings.map((w) => (
                <li key={w}>{w}</li>
              ))}
            </ul>
          </div>
        ) : null}
      </section>
      <OneBid
        key={bid.id}
        id={record.id}
        bid={bid}
        sheet={sheet}
        locked={record.state !== '评审中'}
        onSaved={onSaved}
      />
    </>
  )
}
/** 由系统计算的一项: the points stand as they are; a member who finds the figure wrong says which one is right. */
const Computed = ({
  id,
  bid,
  item,
  points,
  mine,
  locked,
  onSaved,
}: {
  id: string
  bid: string
  item: string
  points: number | undefined
  mine: { value: number; reason: string } | undefined
  locked: boolean
  onSaved: () => void
}) => {
  const [open, setOpen] = useState(false)
  const [value, setValue] = useState(mine === undefined ? '' : String(mine.value))
  const [reason, setReason] = useState(mine?.reason ?? '')
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const send = () =>
    post('/api/review/object', { id, bid, item, value: Number(value), reason }).then(
      () => {
        setOpen(false)
        onSaved()
      },
      (e: unknown) => {
        if (!(e instanceof Problem)) throw e
        setRefusals(e.refusals)
        setFailure(e.refusals.length > 0 ? '' : e.message)
      },
    )
  return (
    <>
      <strong>{points ?? 0}分</strong>
      <div className="meta">系统计算，不打分</div>
      {mine ? (
        <div className="meta">
          您的异议：应当是{mine.value}。{mine.reason}
        </div>
      ) : null}
      {locked ? null : open ? (
        <>
          <input
            inputMode="numeric"
            aria-label="应当是"
            placeholder="应当是"
            value={value}
            onChange={(e) => setValue(e.target.value)}
          />
          <textarea
            aria-label="异议的理由"
            placeholder="理由"
            rows={2}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
          <Button size="small" type="primary" onClick={send}>
            提出异议
          </Button>
          <Refusals refusals={refusals} />
          {failure ? <div role="alert">{failure}</div> : null}
        </>
      ) : (
        <Button size="small" onClick={() => setOpen(true)}>
          {mine ? '改异议' : '数有误？'}
        </Button>
      )}
    </>
  )
}
const OneBid = ({
  id,
  bid,
  sheet,
  locked,
  onSaved,
}: {
  id: string
  bid: Bid
  sheet: Sheet
  locked: boolean
  onSaved: () => void
}) => {
  const [scores, setScores] = useState<Record<string, string>>(
    Object.fromEntries(Object.entries(sheet.scores[bid.id] ?? {}).map(([k, v]) => [k, String(v)])),
  )
  const [said, setSaid] = useState(sheet.conformity[bid.id] ?? {})
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [note, setNote] = useState('')
  const table = useRef<HTMLTableElement>(null)
  /** 上下键: through the cells of this bid in the order of the document. */
  const move = (e: KeyboardEvent<HTMLElement>) => {
    const by = KEYS[e.key]
    if (by === undefined || (e.target instanceof HTMLSelectElement && e.key !== 'Enter')) return
    const cells = [
      ...(table.current?.querySelectorAll<HTMLElement>('select, input, textarea') ?? []),
    ]
    const next = cells[cells.indexOf(e.target as HTMLElement) + by]
    if (!next) return
    e.preventDefault()
    next.focus()
    if (next instanceof HTMLInputElement) next.select()
  }
  const save = () =>
    post('/api/review/score', {
      id,
      bid: bid.id,
      scores: Object.fromEntries(
        Object.entries(scores)
          .filter(([k]) => !sheet.criteria.some((c) => c.key === k && c.formula))
          .filter(([, v]) => v !== '' && !Number.isNaN(Number(v)))
          .map(([k, v]) => [k, Number(v)]),
      ),
      conformity: said,
    }).then(
      () => {
        setRefusals([])
        setNote('已保存')
        onSaved()
      },
      (e: unknown) => {
        if (!(e instanceof Problem)) throw e
        setRefusals(e.refusals)
        setNote(e.refusals.length > 0 ? '' : e.message)
      },
    )
  return (
    <section className="card sheet">
      <h2>
        {bid.name}　<span className="meta">报价 {bid.response?.price ?? '—'} 元</span>
      </h2>
      <table className="t" ref={table} onKeyDown={move}>
        <thead>
          <tr>
            <th scope="col" style={{ width: '38%' }}>
              标准
            </th>
            <th scope="col">投标响应</th>
            <th scope="col">评分</th>
          </tr>
        </thead>
        <tbody>
          {sheet.substantial.map((q) => (
            <tr key={q.key}>
              <td data-label="★实质性要求">★ {q.text}</td>
              <td data-label="投标响应">{bid.response?.substantial[q.key] ?? '未响应'}</td>
              <td data-label="符合性">
                <select
                  aria-label={`${bid.name} ${q.text}`}
                  disabled={locked}
                  value={said[q.key] === undefined ? '' : said[q.key]?.passed ? '通过' : '不通过'}
                  onChange={(e) =>
                    setSaid({
                      ...said,
                      [q.key]: {
                        passed: e.target.value === '通过',
                        reason: e.target.value === '不通过' ? '未响应实质性要求' : '',
                      },
                    })
                  }
                >
                  <option value="">请选择</option>
                  <option>通过</option>
                  <option>不通过</option>
                </select>
                {said[q.key]?.passed === false ? (
                  <textarea
                    aria-label={`${bid.name} ${q.text} 不通过的理由`}
                    disabled={locked}
                    rows={2}
                    value={said[q.key]?.reason ?? ''}
                    onChange={(e) =>
                      setSaid({ ...said, [q.key]: { passed: false, reason: e.target.value } })
                    }
                  />
                ) : null}
              </td>
            </tr>
          ))}
          {sheet.criteria.map((c) => (
            <tr key={c.key}>
              <td data-label="评审因素">
                {c.name}（{c.max}分，{c.objective ? '客观' : '主观'}）
                <div className="meta">{c.steps}</div>
              </td>
              <td data-label="投标响应">
                {c.formula ? (
                  <div>
                    {c.formula.what}：{bid.response?.counts?.[c.key] ?? '没有填报'}
                  </div>
                ) : null}
                {bid.response?.responses[c.key] ?? '—'}
              </td>
              <td data-label="评分">
                {c.formula ? (
                  <Computed
                    id={id}
                    bid={bid.id}
                    item={c.key}
                    points={sheet.scores[bid.id]?.[c.key]}
                    mine={sheet.objections?.find((o) => o.bid === bid.id && o.item === c.key)}
                    locked={locked}
                    onSaved={onSaved}
                  />
                ) : (
                  <input
                    inputMode="decimal"
                    aria-label={`${bid.name} ${c.name}，满分${c.max}分`}
                    disabled={locked}
                    value={scores[c.key] ?? ''}
                    onChange={(e) => setScores({ ...scores, [c.key]: e.target.value })}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Refusals refusals={refusals} />
      {locked ? null : (
        <div className="bar">
          <Button type="primary" onClick={save}>
            保存这一份
          </Button>
          <span className="meta" aria-live="polite">
            {note}
          </span>
        </div>
      )}
    </section>
  )
}
