import { Button } from 'antd'
import { useState } from 'react'
import { Problem, post, type Refusal } from '../api.ts'
import { Refusals } from './pieces.tsx'

/** 由系统计算的一项: the points stand as they are; a member who finds the figure wrong says which one is right. */
export const Computed = ({
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
