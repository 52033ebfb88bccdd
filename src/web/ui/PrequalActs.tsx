import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Problem, post, type RecordView, type Refusal } from '../api.ts'
import { Refusals } from './pieces.tsx'

interface Demand {
  key: string
  kind: string
  text: string
}
/** What came back of an act that did not go through, said where it was tried. */
function useFaults() {
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const failed = (e: unknown) => {
    if (!(e instanceof Problem)) throw e
    setRefusals(e.refusals)
    setFailure(e.refusals.length > 0 ? '' : e.message)
  }
  const shown = (
    <>
      <Refusals refusals={refusals} />
      {failure ? <p role="alert">{failure}</p> : null}
    </>
  )
  return { failed, shown }
}

/** 资格预审申请: one answer per demand, in the demand's own words. */
export const ApplyPrequal = ({
  demands,
  prequal,
  application,
  given = {},
  onDone,
  onCancel,
}: {
  demands: Demand[]
  prequal: string
  /** Present: an application handed in before takes these answers instead. */
  application?: string
  given?: Record<string, string>
  onDone?: () => void
  onCancel?: () => void
}) => {
  const go = useNavigate()
  const [answers, setAnswers] = useState(given)
  const { failed, shown } = useFaults()
  const send = () => {
    const filled = Object.fromEntries(Object.entries(answers).filter(([, v]) => v.trim() !== ''))
    const sent = application
      ? post<{ id: string }>('/api/application/replace', { id: application, answers: filled })
      : post<{ id: string }>('/api/application/apply', { prequal, answers: filled })
    sent.then((d) => (onDone ? onDone() : go(`/application/${d.id}`)), failed)
  }
  return (
    <section className="card" aria-label="资格预审申请">
      <h2>{application ? '更换申请' : '提交资格预审申请'}</h2>
      <p className="meta">逐项说明如何满足。截止以前可以更换、撤回；截止以前谁也看不到有谁申请。</p>
      {demands.map((q) => (
        <p key={q.key}>
          <label htmlFor={`q-${q.key}`}>
            <span className="chip">{q.kind}</span> {q.text}
          </label>
          <Input.TextArea
            id={`q-${q.key}`}
            rows={3}
            value={answers[q.key] ?? ''}
            onChange={(e) => setAnswers({ ...answers, [q.key]: e.target.value })}
          />
        </p>
      ))}
      {shown}
      <div className="bar">
        <Button type="primary" onClick={send}>
          {application ? '更换' : '提交申请'}
        </Button>
        {onCancel ? <Button onClick={onCancel}>不办了</Button> : null}
      </div>
    </section>
  )
}

interface Applicant {
  id: string
  supplier: string
  answers: Record<string, string>
}
/** 审查申请: every applicant, every demand; nothing is passed that nobody passed. */
export const ReviewPrequal = ({
  record,
  onDone,
  onCancel,
}: {
  record: RecordView
  onDone: () => void
  onCancel: () => void
}) => {
  const demands = record.data['qualifications'] as Demand[]
  const all = record.data['applications'] as Applicant[]
  const [said, setSaid] = useState<Record<string, { passed: boolean; reason: string }>>({})
  const { failed, shown } = useFaults()
  const left = all.length * demands.length - Object.keys(said).length
  const send = () =>
    post('/api/prequal/review', {
      id: record.id,
      verdicts: Object.entries(said).map(([k, v]) => {
        const [application, item] = k.split(' ')
        return { application, item, ...v }
      }),
    }).then(onDone, failed)
  return (
    <section className="card" aria-label="审查申请">
      <h2>审查申请</h2>
      {all.length === 0 ? <p>没有申请。</p> : null}
      {all.map((a) => (
        <section key={a.id} aria-label={a.supplier}>
          <h3>{a.supplier}</h3>
          <table className="t">
            <thead>
              <tr>
                <th scope="col">资格要求</th>
                <th scope="col">响应</th>
                <th scope="col">结论</th>
              </tr>
            </thead>
            <tbody>
              {demands.map((q) => {
                const key = `${a.id} ${q.key}`
                const v = said[key]
                return (
                  <tr key={q.key}>
                    <td data-label="资格要求">{q.text}</td>
                    <td data-label="响应">{a.answers[q.key] ?? '未响应'}</td>
                    <td data-label="结论">
                      <Segmented
                        aria-label={`${a.supplier}：${q.text}`}
                        value={v === undefined ? '待定' : v.passed ? '通过' : '不通过'}
                        options={v === undefined ? ['待定', '通过', '不通过'] : ['通过', '不通过']}
                        onChange={(x) =>
                          setSaid({
                            ...said,
                            [key]: { passed: x === '通过', reason: v?.reason ?? '' },
                          })
                        }
                      />
                      {v?.passed === false ? (
                        <Input.TextArea
                          aria-label={`${a.supplier}不通过的原因`}
                          placeholder="不通过的原因（告知申请人）"
                          rows={2}
                          value={v.reason}
                          onChange={(e) =>
                            setSaid({ ...said, [key]: { passed: false, reason: e.target.value } })
                          }
                        />
                      ) : null}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
      ))}
      {shown}
      <div className="bar">
        <Button type="primary" onClick={send}>
          审查完毕
        </Button>
        <Button onClick={onCancel}>不办了</Button>
        {left > 0 ? <span className="meta">还有{left}项没有结论</span> : null}
      </div>
    </section>
  )
}
