import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { Fragment, useState } from 'react'
import { get, Problem, post, proveAhead, type RecordView, type Refusal } from '../api.ts'
import { Refusals } from './pieces.tsx'

interface Item {
  key: string
  item: string
  value: string
  fixed: boolean
}
interface Props {
  record: RecordView
  onDone: () => void
  onCancel: () => void
}
const KINDS = ['笔误', '遗漏应当公告的内容', '联系方式等信息有变']
const GROUNDS = ['质疑成立，另行确定', '投诉处理决定', '监督检查处理决定']
/** The notice's own heading of its last part is a sentence; here its subject is enough. */
const shortly = (item: string) =>
  item.replace(/^凡对本次公告内容提出询问，请按以下方式联系[：:]\s*/, '联系方式：')

function useSending(onDone: () => void) {
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const send = (path: string, body: object) =>
    post(path, body).then(onDone, (e: unknown) => {
      if (!(e instanceof Problem)) throw e
      setRefusals(e.refusals)
      setFailure(e.refusals.length > 0 ? '' : e.message)
    })
  const shown = (
    <>
      <Refusals refusals={refusals} />
      {failure ? <p role="alert">{failure}</p> : null}
    </>
  )
  return { send, shown }
}
/** 更正结果公告: tick what is wrong, write what is right; the result itself cannot be ticked. */
export const CorrectResult = ({ record, onDone, onCancel }: Props) => {
  const { data } = useQuery({
    queryKey: ['result-items', record.id],
    queryFn: () => get<Item[]>('/api/tender/getResultItems', { tender: record.id }),
  })
  const [kind, setKind] = useState('')
  const [reason, setReason] = useState('')
  const [after, setAfter] = useState<Record<string, string>>({})
  const { send, shown } = useSending(onDone)
  const items = data ?? []
  const open = items.filter((i) => !i.fixed)
  const fixed = items.filter((i) => i.fixed)
  const changed = Object.entries(after).filter(
    ([key, text]) => text.trim() !== '' && text !== items.find((i) => i.key === key)?.value,
  )
  const ready = kind !== '' && reason.trim() !== '' && changed.length > 0
  return (
    <section className="card" aria-label="更正结果公告">
      <h2>更正结果公告</h2>
      <p className="meta">
        原公告不动，另发更正公告，逐项写明更正前后。供应商、金额、得分、评审专家是结果本身，不能这样改：须有质疑答复、投诉或者监督检查的处理决定。
      </p>
      <fieldset>
        <legend>为什么更正</legend>
        <Radio.Group
          value={kind}
          onChange={(e) => setKind(String(e.target.value))}
          options={KINDS}
        />
      </fieldset>
      <div className="field">
        <label htmlFor="why">更正原因</label>
        <Input.TextArea
          id="why"
          value={reason}
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(e) => setReason(e.target.value)}
        />
      </div>
      <table className="t">
        <thead>
          <tr>
            <th scope="col" style={{ width: '30%' }}>
              公告的各项
            </th>
            <th scope="col" style={{ width: '32%' }}>
              现在写的
            </th>
            <th scope="col">更正为</th>
          </tr>
        </thead>
        <tbody>
          {open.map((i) => (
            <tr key={i.key}>
              <td className="whole">
                <Checkbox
                  checked={after[i.key] !== undefined}
                  onChange={(e) => {
                    const { [i.key]: _, ...rest } = after
                    setAfter(e.target.checked ? { ...after, [i.key]: i.value } : rest)
                  }}
                >
                  {shortly(i.item)}
                </Checkbox>
              </td>
              <td data-label="现在写的">{i.value || '（空）'}</td>
              <td className="whole">
                {after[i.key] !== undefined ? (
                  <Input.TextArea
                    aria-label={`${i.item}更正为`}
                    value={after[i.key]}
                    maxLength={2000}
                    autoSize={{ minRows: 1, maxRows: 6 }}
                    onChange={(e) => setAfter({ ...after, [i.key]: e.target.value })}
                  />
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {fixed.length === 0 ? null : (
        <details>
          <summary>结果本身，不能更正的{fixed.length}项</summary>
          <dl>
            {fixed.map((i) => (
              <Fragment key={i.key}>
                <dt>{i.item}</dt>
                <dd>{i.value || '（空）'}</dd>
              </Fragment>
            ))}
          </dl>
        </details>
      )}
      {shown}
      <div className="bar">
        <Button
          type="primary"
          disabled={!ready}
          onClick={() =>
            send('/api/tender/correctResult', {
              id: record.id,
              kind,
              reason,
              changes: changed.map(([key, text]) => ({ key, after: text })),
            })
          }
        >
          发布更正公告（{changed.length}项）
        </Button>
        <Button onClick={onCancel}>不办了</Button>
        {ready ? null : (
          <span className="meta">
            {kind === ''
              ? '先选为什么更正'
              : reason.trim() === ''
                ? '写明更正原因'
                : '勾选要更正的项，写上更正后的内容'}
          </span>
        )}
      </div>
    </section>
  )
}
/** 另行确定: on a decision, the next of the candidates; the rules say who that is. */
export const ChangeResult = ({ record, onDone, onCancel }: Props) => {
  const lots = (record.data['lots'] ?? []) as { id: string; no: number; title: string }[]
  const [lot, setLot] = useState(lots[0]?.id ?? '')
  const { data } = useQuery({
    queryKey: ['lot', lot],
    queryFn: () => get<RecordView>('/api/lot/get', { id: lot }),
    enabled: lot !== '',
  })
  const places = new Map(
    (
      (data?.sections.find((x) => x.title === '评审结果')?.rows ?? []) as unknown as {
        place: number
        name: string
      }[]
    ).map((r) => [r.name, r.place]),
  )
  // In the order of the report; whoever has no place in it cannot be chosen.
  const bids = ((data?.data['bids'] ?? []) as { id: string; supplier: string }[])
    .filter((b) => places.has(b.supplier))
    .sort((x, y) => (places.get(x.supplier) ?? 0) - (places.get(y.supplier) ?? 0))
  const [bid, setBid] = useState('')
  const [ground, setGround] = useState('')
  const [decision, setDecision] = useState('')
  const [explanation, setExplanation] = useState('')
  const [letter, setLetter] = useState('')
  const { send, shown } = useSending(onDone)
  const ready = bid !== '' && ground !== '' && decision.trim() !== '' && explanation.trim() !== ''
  const area = (id: string, label: string, value: string, set: (v: string) => void) => (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Input.TextArea
        id={id}
        value={value}
        autoSize={{ minRows: 2, maxRows: 10 }}
        onChange={(e) => set(e.target.value)}
      />
    </div>
  )
  return (
    <section className="card" aria-label="另行确定">
      <h2>依处理决定另行确定</h2>
      <div className="field">
        <label htmlFor="which-lot">采购包</label>
        <Select
          id="which-lot"
          className="full"
          value={lot}
          onChange={(v) => {
            setLot(v)
            setBid('')
          }}
          options={lots.map((l) => ({ value: l.id, label: `第${l.no}包 ${l.title}` }))}
        />
      </div>
      <div className="field">
        <label htmlFor="which-bid">另行确定的供应商（评审报告的下一名候选人）</label>
        <Select
          id="which-bid"
          className="full"
          placeholder="请选择"
          value={bid || null}
          onChange={setBid}
          options={bids.map((b) => ({
            value: b.id,
            label: `第${places.get(b.supplier)}名　${b.supplier}`,
          }))}
        />
      </div>
      <fieldset>
        <legend>依据</legend>
        <Radio.Group
          value={ground}
          onChange={(e) => setGround(String(e.target.value))}
          options={GROUNDS}
        />
      </fieldset>
      <div className="field">
        <label htmlFor="decision">决定书或者答复的文号、日期</label>
        <Input
          id="decision"
          value={decision}
          maxLength={200}
          onChange={(e) => setDecision(e.target.value)}
        />
      </div>
      {area('explanation', '说明', explanation, setExplanation)}
      {ground === GROUNDS[0] ? area('letter', '向本级财政部门的书面报告', letter, setLetter) : null}
      {shown}
      <div className="bar">
        <Button
          type="primary"
          disabled={!ready}
          onClick={async () => {
            await proveAhead()
            await send('/api/tender/changeResult', {
              id: record.id,
              lot,
              bid,
              ground,
              decision,
              explanation,
              letter,
            })
          }}
        >
          另行确定并公告
        </Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </section>
  )
}
