import { Button, Checkbox, Input, Radio } from 'antd'
import { useState } from 'react'
import { Problem, post, type RecordView, type Refusal } from '../api.ts'
import { Refusals } from './pieces.tsx'

interface Ground {
  name: string
  /** Whether somebody must say which items erred. */
  names: boolean
}
/** 组织重新评审: which ground the law knows for this method, which items are opened again, and that nothing else is. */
export const Reevaluate = ({
  record,
  onDone,
  onCancel,
}: {
  record: RecordView
  onDone: () => void
  onCancel: () => void
}) => {
  const grounds = (record.data['againGrounds'] ?? []) as Ground[]
  const criteria = (record.data['criteria'] ?? []) as {
    key: string
    name: string
    max: number
    objective: boolean
  }[]
  const [ground, setGround] = useState('')
  const [items, setItems] = useState<string[]>([])
  const [explanation, setExplanation] = useState('')
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const names = grounds.find((g) => g.name === ground)?.names === true
  const ready = ground !== '' && explanation.trim() !== '' && (!names || items.length > 0)
  const send = () =>
    post('/api/lot/reevaluate', {
      id: record.id,
      grounds: ground,
      items: names ? items : [],
      explanation,
    }).then(onDone, (e: unknown) => {
      if (!(e instanceof Problem)) throw e
      setRefusals(e.refusals)
      setFailure(e.refusals.length > 0 ? '' : e.message)
    })
  return (
    <section className="card" aria-label="组织重新评审">
      <h2>组织重新评审</h2>
      <p className="meta">
        由原评审委员会进行；原来的分数、结论和结果原样留存，只放开有误的那些项。结果改变的，须书面报告本级财政部门以后才能定标。
      </p>
      <fieldset>
        <legend>情形（{String(record.data['method'] ?? '')}依法只有这些）</legend>
        <Radio.Group
          value={ground}
          onChange={(e) => setGround(String(e.target.value))}
          style={{ display: 'grid', gap: 8 }}
          options={grounds.map((g) => ({ value: g.name, label: g.name }))}
        />
      </fieldset>
      {names ? (
        <fieldset>
          <legend>有误的评审因素，其余的不得改动</legend>
          <Checkbox.Group
            value={items}
            onChange={(v) => setItems(v.map(String))}
            style={{ display: 'grid', gap: 8 }}
            options={criteria.map((c) => ({
              value: c.key,
              label: `${c.name}（${c.max}分，${c.objective ? '客观' : '主观'}）`,
            }))}
          />
        </fieldset>
      ) : null}
      <div className="field">
        <label htmlFor="again-why">说明</label>
        <Input.TextArea
          id="again-why"
          value={explanation}
          maxLength={1000}
          autoSize={{ minRows: 3, maxRows: 10 }}
          onChange={(e) => setExplanation(e.target.value)}
        />
      </div>
      <Refusals refusals={refusals} />
      {failure ? <p role="alert">{failure}</p> : null}
      <div className="bar">
        <Button type="primary" disabled={!ready} onClick={send}>
          组织重新评审
        </Button>
        <Button onClick={onCancel}>不办了</Button>
        {ready ? null : (
          <span className="meta">
            {ground === ''
              ? '先选情形'
              : names && items.length === 0
                ? '勾选有误的因素'
                : '写明说明'}
          </span>
        )}
      </div>
    </section>
  )
}
