import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Problem, post, type RecordView, type Refusal } from '../api.ts'
import { Refusals } from './pieces.tsx'

/** 发函: what a bidder must explain in writing, and by when; a low price comes with the triggers that it set off. */
export const LetterStart = ({ record }: { record: RecordView }) => {
  const go = useNavigate()
  const bids = (record.data['bids'] ?? []) as { id: string; supplier: string; state: string }[]
  const low = (record.data['lowPrice'] ?? []) as { bid: string; triggers: number[] }[]
  const [bid, setBid] = useState(low[0]?.bid ?? bids[0]?.id ?? '')
  const [kind, setKind] = useState<'澄清' | '低价说明'>(low.length > 0 ? '低价说明' : '澄清')
  const [minutes, setMinutes] = useState<number | null>(30)
  const [text, setText] = useState('')
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const triggers = low.find((l) => l.bid === bid)?.triggers ?? [4]
  const send = () =>
    post<{ id: string }>('/api/letter/send', {
      lot: record.id,
      bid,
      kind,
      triggers: kind === '低价说明' ? triggers : [],
      text,
      minutes: minutes ?? 0,
    }).then(
      (d) => go(`/letter/${d.id}`),
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
    <section className="card" aria-label="发函">
      <h2>评委会要求澄清、说明</h2>
      {low.length > 0 ? (
        <p>
          {low.map((l) => bids.find((b) => b.id === l.bid)?.supplier ?? '').join('、')}
          的报价触发异常低价审查，须先要求书面说明。
        </p>
      ) : null}
      <div className="bar">
        <Select
          aria-label="投标人"
          value={bid}
          onChange={setBid}
          style={{ minWidth: 220 }}
          options={bids
            .filter((b) => b.state === '已开启')
            .map((b) => ({ value: b.id, label: b.supplier }))}
        />
        <Select
          aria-label="事由"
          value={kind}
          onChange={setKind}
          options={[{ value: '澄清' as const }, { value: '低价说明' as const }]}
        />
        <span>
          <InputNumber
            aria-label="答复时限（分钟）"
            min={1}
            max={1440}
            value={minutes}
            onChange={setMinutes}
          />{' '}
          分钟内答复
        </span>
      </div>
      <Input.TextArea
        aria-label="要求说明的内容"
        rows={3}
        value={text}
        onChange={(e) => setText(e.target.value)}
        style={{ margin: '8px 0' }}
      />
      <Refusals refusals={refusals} />
      <Button type="primary" onClick={send}>
        发函
      </Button>
    </section>
  )
}
