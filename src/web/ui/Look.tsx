import { Alert, Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { Problem, post } from '../api.ts'

const PURPOSES = [
  '核验登记资料',
  '联系当事人',
  '办理支付',
  '监督检查',
  '处理质疑投诉',
  '其他（在说明里写明）',
]
interface Seen {
  values: { label: string; value: string | number | boolean | null }[]
}
/** 查看：一个遮去的值，说了目的才给全值，并且留痕。 Forgotten when the page is left. */
export const Look = ({
  module,
  id,
  column,
  label,
}: {
  module: string
  id: string
  column: string
  label: string
}) => {
  const [open, setOpen] = useState(false)
  const [purpose, setPurpose] = useState(PURPOSES[0] ?? '')
  const [note, setNote] = useState('')
  const [seen, setSeen] = useState<string[] | null>(null)
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const look = async () => {
    setBusy(true)
    setFailure('')
    try {
      const r = await post<Seen>('/api/privacy/look', { module, id, column, purpose, note })
      setSeen(r.values.filter((v) => v.label === label).map((v) => String(v.value ?? '')))
      setOpen(false)
    } catch (e) {
      setFailure(e instanceof Problem ? e.message : '网络不通，没有取到')
    } finally {
      setBusy(false)
    }
  }
  if (seen !== null)
    return (
      <span aria-live="polite">
        {'　'}
        <strong>{seen.join('、')}</strong>
        <span className="meta">（已留痕）</span>
      </span>
    )
  return (
    <>
      {' '}
      <Button size="small" aria-label={`查看${label}`} onClick={() => setOpen(true)}>
        查看
      </Button>
      <Modal
        open={open}
        title={`查看${label}的全值`}
        okText="查看"
        cancelText="不看"
        confirmLoading={busy}
        onOk={look}
        onCancel={() => setOpen(false)}
      >
        <p>查看会留痕：本人和审计管理员看得到何人、何时、为何查看。</p>
        <Select
          aria-label="目的"
          value={purpose}
          onChange={setPurpose}
          style={{ width: '100%', marginBottom: 8 }}
          options={PURPOSES.map((p) => ({ value: p, label: p }))}
        />
        <Input.TextArea
          aria-label="说明"
          placeholder="说明"
          maxLength={200}
          value={note}
          onChange={(e) => setNote(e.target.value)}
        />
        {failure ? <Alert type="error" title={failure} style={{ marginTop: 8 }} /> : null}
      </Modal>
    </>
  )
}
