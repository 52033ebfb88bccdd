import { Button, Segmented } from 'antd'
import {
  type FocusEvent,
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react'
import { Problem, post, type RecordView, type Refusal } from '../api.ts'
import type { BidIndex } from './bidForm.ts'
import { Computed } from './Computed.tsx'
import { PageLink, PaperPane, placeOf, useWide } from './PaperPane.tsx'
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
      qualifications: Record<string, string>
      index?: BidIndex
    } | null
    files: { name: string; size: number }[]
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
/** What a group judges yes or no is a term of the bid, or, where it looks at qualifications, one of those. */
const partOf = (b: Bid, key: string) =>
  b.response?.substantial[key] === undefined && b.response?.qualifications?.[key] !== undefined
    ? `qualifications.${key}`
    : `substantial.${key}`
const KEYS = { ArrowDown: 1, Enter: 1, ArrowUp: -1 } as Record<string, number>

/** 评审工作台: the standard on the left, what this bid says of it on the right, one bid at a time; nothing of any other member. */
export const ScoreSheet = ({ record, onSaved }: { record: RecordView; onSaved: () => void }) => {
  const sheet = record.data['sheet'] as Sheet
  const [at, setAt] = useState(sheet.bids[0]?.id ?? '')
  // The item in hand stays in hand from one bidder to the next.
  const [item, setItem] = useState('')
  const [opened, setOpened] = useState(false)
  const wide = useWide()
  const bid = sheet.bids.find((b) => b.id === at) ?? sheet.bids[0]
  const done = (b: Bid) =>
    sheet.criteria.filter((c) => sheet.scores[b.id]?.[c.key] !== undefined).length +
    sheet.substantial.filter((q) => sheet.conformity[b.id]?.[q.key] !== undefined).length
  const all = sheet.criteria.length + sheet.substantial.length
  if (!bid) return <p className="card">没有可以评审的投标。</p>
  const turn = (by: number) => {
    const n = sheet.bids.indexOf(bid) + by
    const next = sheet.bids[(n + sheet.bids.length) % sheet.bids.length]
    if (next) setAt(next.id)
  }
  const indexed = sheet.bids.some((b) => Object.keys(b.response?.index ?? {}).length > 0)
  const place = placeOf(bid, item)
  const pane = indexed ? (
    <PaperPane
      key={`${bid.id}/${place?.no}`}
      bid={bid}
      item={item}
      place={place}
      onTurn={sheet.bids.length > 1 ? turn : undefined}
    />
  ) : null
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
          <span className="desk">
            上下键或回车换到下一项；PageDown、PageUp 换到下一家、上一家的同一项，改过的先自动保存。
          </span>
          别人的评分，各人都签署以前谁也看不到。
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
      <div className={pane && wide ? 'beside' : ''}>
        <OneBid
          key={bid.id}
          id={record.id}
          bid={bid}
          sheet={sheet}
          locked={record.state !== '评审中'}
          onSaved={onSaved}
          item={item}
          onItem={(key, open) => {
            setItem(key)
            if (open) setOpened(true)
          }}
          onTurn={turn}
          under={wide || !opened ? null : pane}
        />
        {wide ? pane : null}
      </div>
    </>
  )
}
const OneBid = ({
  id,
  bid,
  sheet,
  locked,
  onSaved,
  item,
  onItem,
  onTurn,
  under,
}: {
  id: string
  bid: Bid
  sheet: Sheet
  locked: boolean
  onSaved: () => void
  /** The item in hand, `responses.technical`; `open`: its page is asked for. */
  item: string
  onItem: (key: string, open: boolean) => void
  onTurn: (by: number) => void
  /** The page of the item in hand, where there is no room beside. */
  under: ReactNode
}) => {
  const [scores, setScores] = useState<Record<string, string>>(
    Object.fromEntries(Object.entries(sheet.scores[bid.id] ?? {}).map(([k, v]) => [k, String(v)])),
  )
  const [said, setSaid] = useState(sheet.conformity[bid.id] ?? {})
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [note, setNote] = useState('')
  const [changed, setChanged] = useState(false)
  const table = useRef<HTMLTableElement>(null)
  // Another bidder, the same item: the hand stays where it was.
  const first = useRef(item)
  useEffect(() => {
    const cell = table.current?.querySelector<HTMLElement>(
      `[data-item="${CSS.escape(first.current)}"] :is(select, input)`,
    )
    if (first.current === '' || !cell) return
    cell.focus()
    if (cell instanceof HTMLInputElement) cell.select()
  }, [])
  /** 上下键: through the cells of this bid in the order of the document. */
  const move = (e: KeyboardEvent<HTMLElement>) => {
    if (e.key === 'PageDown' || e.key === 'PageUp') {
      e.preventDefault()
      const turn = () => onTurn(e.key === 'PageDown' ? 1 : -1)
      if (changed && !locked) save().then((kept) => kept && turn())
      else turn()
      return
    }
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
        setChanged(false)
        onSaved()
        return true
      },
      (e: unknown) => {
        if (!(e instanceof Problem)) throw e
        setRefusals(e.refusals)
        setNote(e.refusals.length > 0 ? '' : e.message)
        return false
      },
    )
  const inHand = (e: FocusEvent<HTMLElement>) => {
    const key = e.target.closest('[data-item]')?.getAttribute('data-item')
    if (key && key !== item) onItem(key, false)
  }
  const row = (key: string) => ({
    'data-item': key,
    className: key === item ? 'hand' : '',
  })
  const link = (key: string) => <PageLink bid={bid} item={key} onOpen={() => onItem(key, true)} />
  const below = (key: string) =>
    key === item && under ? (
      <tr className="under">
        <td colSpan={3}>{under}</td>
      </tr>
    ) : null
  return (
    <section className="card sheet">
      <h2>
        {bid.name}　<span className="meta">报价 {bid.response?.price ?? '—'} 元</span>
      </h2>
      <table
        className="t"
        ref={table}
        onKeyDown={move}
        onFocus={inHand}
        onChange={() => setChanged(true)}
      >
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
            <Fragment key={q.key}>
              <tr {...row(partOf(bid, q.key))}>
                <td className="whole">
                  {bid.response?.qualifications?.[q.key] === undefined ? '★ ' : ''}
                  {q.text}
                </td>
                <td data-label="投标响应">
                  <div>
                    {bid.response?.substantial[q.key] ??
                      bid.response?.qualifications?.[q.key] ??
                      '未响应'}
                    {link(partOf(bid, q.key))}
                  </div>
                </td>
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
              {below(partOf(bid, q.key))}
            </Fragment>
          ))}
          {sheet.criteria.map((c) => (
            <Fragment key={c.key}>
              <tr {...row(`responses.${c.key}`)}>
                <td className="whole">
                  <div>
                    {c.name}（{c.max}分，{c.objective ? '客观' : '主观'}）
                    <div className="meta">{c.steps}</div>
                  </div>
                </td>
                <td data-label="投标响应">
                  <div>
                    {c.formula ? (
                      <div>
                        {c.formula.what}：{bid.response?.counts?.[c.key] ?? '没有填报'}
                      </div>
                    ) : null}
                    {bid.response?.responses[c.key] ?? '—'}
                    {link(`responses.${c.key}`)}
                  </div>
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
              {below(`responses.${c.key}`)}
            </Fragment>
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
