import { Button } from 'antd'
import { Fragment, type KeyboardEvent, useRef, useState } from 'react'
import { Problem, post, type RecordView, type Refusal } from '../api.ts'
import type { BidIndex } from './bidForm.ts'
import { PageLink, PaperPane, placeOf, useWide } from './PaperPane.tsx'
import { Refusals } from './pieces.tsx'

interface Bid {
  id: string
  name: string
  response: { qualifications: Record<string, string>; index?: BidIndex } | null
  files: { name: string; size: number }[]
}
interface Demand {
  key: string
  kind: string
  text: string
}
type Said = Record<string, { passed: boolean; reason: string }>
const MOVES: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}
const of = (bid: string, item: string) => `${bid} ${item}`

/** 资格审查: every bidder by every condition, with the page it points to; 1 passes, 2 does not, arrows go about. */
export const QualifyTable = ({
  record,
  onDone,
  onCancel,
}: {
  record: RecordView
  onDone: () => void
  onCancel: () => void
}) => {
  const demands = record.data['qualifications'] as Demand[]
  const bids = (record.data['qualifying'] ?? []) as Bid[]
  const [said, setSaid] = useState<Said>({})
  const [hand, setHand] = useState('')
  const [opened, setOpened] = useState(false)
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const table = useRef<HTMLTableElement>(null)
  const wide = useWide()
  const all = bids.length * demands.length
  const left = all - Object.keys(said).length
  const nameless = Object.values(said).filter((v) => !v.passed && v.reason.trim() === '').length
  const [handBid, handItem] = hand.split(' ')
  const bid = bids.find((b) => b.id === handBid)
  const place = bid ? placeOf(bid, `qualifications.${handItem}`) : null
  const indexed = bids.some((b) => Object.keys(b.response?.index ?? {}).length > 0)
  const say = (key: string, passed: boolean) =>
    setSaid({ ...said, [key]: { passed, reason: passed ? '' : (said[key]?.reason ?? '') } })
  const focus = (row: number, column: number) => {
    const cell = table.current?.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`)
    cell?.focus()
    return cell !== null && cell !== undefined
  }
  const onKey = (row: number, column: number, key: string) => (e: KeyboardEvent<HTMLElement>) => {
    if (e.target instanceof HTMLTextAreaElement) return
    const move = MOVES[e.key]
    if (move) {
      e.preventDefault()
      focus(row + move[0], column + move[1])
    } else if (e.key === '1' || e.key === '2') {
      e.preventDefault()
      say(key, e.key === '1')
      // Passed: on to the next condition, and after the last one to the next bidder. Not passed: the reason comes first.
      if (e.key === '1') focus(row, column + 1) || focus(row + 1, 0)
      else
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>(`[data-why="${CSS.escape(key)}"]`)?.focus(),
        )
    }
  }
  const send = () =>
    post('/api/lot/qualify', {
      id: record.id,
      verdicts: Object.entries(said).map(([k, v]) => {
        const [b, item] = k.split(' ')
        return { bid: b, item, ...v }
      }),
    }).then(onDone, (e: unknown) => {
      if (!(e instanceof Problem)) throw e
      setRefusals(e.refusals)
      setFailure(e.refusals.length > 0 ? '' : e.message)
    })
  const pane =
    bid && indexed ? (
      <PaperPane
        key={`${bid.id}/${place?.no}`}
        bid={bid}
        item={`qualifications.${handItem}`}
        place={place}
      />
    ) : null
  return (
    <section className="card sheet" aria-label="资格审查">
      <h2>资格审查</h2>
      <p className="meta">
        {wide
          ? `方向键换格，1 通过，2 不通过；通过后自动到下一格。${indexed ? '点到哪一格，旁边翻到投标人写明的那一页。' : ''}`
          : indexed
            ? '点页码，就在下面翻到投标人写明的那一页。'
            : '逐家逐项写明结论；不通过的写明原因。'}
      </p>
      <div className={pane && wide ? 'beside' : ''}>
        <table className="t grid" ref={table}>
          <thead>
            <tr>
              <th scope="col">投标人</th>
              {demands.map((q, n) => (
                <th scope="col" key={q.key} title={q.text}>
                  {n + 1}. {q.text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bids.map((b, row) => (
              <Fragment key={b.id}>
                <tr>
                  <td className="whole">
                    <strong>{b.name}</strong>
                  </td>
                  {demands.map((q, column) => {
                    const key = of(b.id, q.key)
                    const v = said[key]
                    return (
                      <td key={q.key} data-label={q.text} className={hand === key ? 'hand' : ''}>
                        <div className="verdict">
                          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot take the focus of the grid */}
                          <div
                            role="group"
                            // biome-ignore lint/a11y/noNoninteractiveTabindex: the cell of a grid, driven by keys
                            tabIndex={0}
                            data-at={`${row} ${column}`}
                            aria-label={`${b.name}：${q.text}，${v === undefined ? '没有结论' : v.passed ? '通过' : '不通过'}`}
                            onFocus={() => setHand(key)}
                            onKeyDown={onKey(row, column, key)}
                          >
                            {[true, false].map((passed) => (
                              <button
                                key={String(passed)}
                                type="button"
                                tabIndex={-1}
                                className={`pick ${passed ? 'yes' : 'no'}`}
                                aria-pressed={v?.passed === passed}
                                onClick={() => say(key, passed)}
                              >
                                {passed ? '通过' : '不通过'}
                              </button>
                            ))}
                          </div>
                          <div className="meta">
                            {b.response?.qualifications[q.key] ?? '未响应'}
                          </div>
                          <PageLink
                            bid={b}
                            item={`qualifications.${q.key}`}
                            onOpen={() => {
                              setHand(key)
                              setOpened(true)
                            }}
                          />
                          {v?.passed === false ? (
                            <textarea
                              data-why={key}
                              rows={2}
                              aria-label={`${b.name}不通过的原因：${q.text}`}
                              placeholder="不通过的原因（告知投标人）"
                              value={v.reason}
                              onChange={(e) =>
                                setSaid({
                                  ...said,
                                  [key]: { passed: false, reason: e.target.value },
                                })
                              }
                            />
                          ) : null}
                        </div>
                      </td>
                    )
                  })}
                </tr>
                {!wide && opened && bid?.id === b.id && pane ? (
                  <tr className="under">
                    <td colSpan={demands.length + 1}>{pane}</td>
                  </tr>
                ) : null}
              </Fragment>
            ))}
          </tbody>
        </table>
        {wide ? pane : null}
      </div>
      <Refusals refusals={refusals} />
      {failure ? <p role="alert">{failure}</p> : null}
      <div className="bar">
        <Button type="primary" disabled={left > 0 || nameless > 0} onClick={send}>
          审查完毕
        </Button>
        {left > 0 ? (
          <Button
            onClick={() => {
              const rest: Said = {}
              for (const b of bids)
                for (const q of demands) rest[of(b.id, q.key)] = { passed: true, reason: '' }
              setSaid({ ...rest, ...said })
            }}
          >
            其余{left}项都通过
          </Button>
        ) : null}
        <Button onClick={onCancel}>不办了</Button>
        <span className="meta" aria-live="polite">
          {left > 0 ? `共${all}项，还有${left}项没有结论` : `${all}项都有结论`}
          {nameless > 0 ? `；${nameless}项不通过没有写原因` : ''}
        </span>
      </div>
    </section>
  )
}
