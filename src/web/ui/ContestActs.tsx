import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import type { RecordView } from '../api.ts'
import { showMoney } from '../words.ts'
import { useSend } from './send.tsx'

interface Quoted {
  id: string
  place: number
  supplierName: string
  good: boolean
  total: string
  capital: string
  ofCap: string
  lowest: boolean
  lines: { code: string; name: string; unit: string; quantity: number; price: string }[]
}
/** 选定：各家并排，最低的在前；不选最低的，写明理由。 */
export const ContestChoose = ({
  record,
  onDone,
  onCancel,
}: {
  record: RecordView
  onDone: () => void
  onCancel: () => void
}) => {
  const quotes = (record.data['quotes'] ?? []) as Quoted[]
  const able = quotes.filter((q) => q.good)
  const [quote, setQuote] = useState(able[0]?.id ?? '')
  const [reason, setReason] = useState('')
  const { send, busy, said } = useSend('/api/contest/choose', onDone)
  const best = able[0]
  const picked = able.find((q) => q.id === quote)
  const dearer = picked && best && picked.total !== best.total
  return (
    <section className="card">
      <h2>选定一家</h2>
      <Radio.Group
        value={quote}
        onChange={(e) => setQuote(e.target.value)}
        // Its own style makes whatever is not a radio vanish.
        style={{ display: 'block', fontSize: 'inherit' }}
        aria-label="报价"
      >
        {able.map((q) => (
          <div key={q.id} style={{ borderTop: '1px solid var(--line)', padding: '12px 0' }}>
            <Radio value={q.id}>
              <strong>{q.supplierName}</strong>{' '}
              {q.total === best?.total ? <span className="chip ok">最低</span> : null}
              <div>
                <span className="fig">{showMoney(q.total)} 元</span>{' '}
                <span className="meta">
                  {q.capital}，占限额{q.ofCap}
                </span>
              </div>
            </Radio>
            <details style={{ marginLeft: 24 }}>
              <summary>明细{q.lines.length}项</summary>
              <ul className="plain">
                {q.lines.map((l) => (
                  <li key={`${l.code} ${l.price}`} style={{ display: 'flex', gap: 8 }}>
                    <span style={{ flex: 1 }}>
                      {l.name}　{l.quantity}
                      {l.unit}
                    </span>
                    <span className="fig">
                      {showMoney(l.price)} 元/{l.unit}
                    </span>
                  </li>
                ))}
              </ul>
            </details>
          </div>
        ))}
      </Radio.Group>
      {dearer ? (
        <div className="field">
          <label htmlFor="contest-why">
            <span className="chip warn">不是最低价</span> 为什么不选{best.supplierName}（
            {showMoney(best.total)} 元）
          </label>
          <Input.TextArea
            id="contest-why"
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
          <div className="hint">审核人和报价的各家都看得到。</div>
        </div>
      ) : null}
      {said}
      <div className="bar">
        <Button
          type="primary"
          size="large"
          loading={busy}
          disabled={!picked}
          onClick={() => send({ id: record.id, quote, reason: dearer ? reason : '' })}
        >
          选定，送审核
        </Button>
        <Button size="large" onClick={onCancel}>
          再想一想
        </Button>
      </div>
    </section>
  )
}
