import { Button } from 'antd'
import { useState } from 'react'
import { Problem, post, type RecordView, type Refusal } from '../api.ts'
import { Refusals } from './pieces.tsx'

interface Sheet {
  bids: {
    id: string
    name: string
    response: {
      price: string
      responses: Record<string, string>
      substantial: Record<string, string>
    } | null
  }[]
  criteria: { key: string; name: string; max: number; objective: boolean; steps: string }[]
  substantial: { key: string; text: string }[]
  scores: Record<string, Record<string, number>>
  conformity: Record<string, Record<string, { passed: boolean; reason: string }>>
}
/** 评审：左边是标准，右边是这份投标怎么说，分数就填在旁边。一份一存，签署前可改。 */
export const ScoreSheet = ({ record, onSaved }: { record: RecordView; onSaved: () => void }) => {
  const sheet = record.data['sheet'] as Sheet
  return (
    <>
      {sheet.bids.map((b) => (
        <OneBid
          key={b.id}
          id={record.id}
          bid={b}
          sheet={sheet}
          locked={record.state !== '评审中'}
          onSaved={onSaved}
        />
      ))}
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
  bid: Sheet['bids'][number]
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
  const done = sheet.criteria.filter(
    (c) => scores[c.key] !== undefined && scores[c.key] !== '',
  ).length
  const save = () =>
    post('/api/review/score', {
      id,
      bid: bid.id,
      scores: Object.fromEntries(
        Object.entries(scores)
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
        {bid.name}　
        <span className="meta">
          已评 {done}/{sheet.criteria.length} 项
        </span>
      </h2>
      <table className="t">
        <thead>
          <tr>
            <th scope="col">标准</th>
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
              </td>
            </tr>
          ))}
          {sheet.criteria.map((c) => (
            <tr key={c.key}>
              <td data-label="评审因素">
                {c.name}（{c.max}分，{c.objective ? '客观' : '主观'}）
                <div className="meta">{c.steps}</div>
              </td>
              <td data-label="投标响应">{bid.response?.responses[c.key] ?? '—'}</td>
              <td data-label="评分">
                <input
                  inputMode="decimal"
                  aria-label={`${bid.name} ${c.name}，满分${c.max}分`}
                  disabled={locked}
                  value={scores[c.key] ?? ''}
                  onChange={(e) => setScores({ ...scores, [c.key]: e.target.value })}
                />
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
