import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { Problem } from '../api.ts'

/** 导出：the server writes down who takes what before a row leaves; a table that names people asks what for. */
export const Export = ({
  module,
  search,
}: {
  module: string
  search: Readonly<Record<string, string>>
}) => {
  const [asking, setAsking] = useState(false)
  const [purpose, setPurpose] = useState('')
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const take = async () => {
    setBusy(true)
    setSaid('')
    const query = new URLSearchParams({ ...search, ...(purpose ? { purpose } : {}) })
    try {
      const res = await fetch(`/api/${module}/sheet.xlsx?${query}`)
      if (!res.ok) {
        const p = new Problem(res.status, await res.json())
        if (p.refusals.some((r) => r.field === 'purpose')) setAsking(true)
        else setSaid(p.message)
        return
      }
      const name = /filename\*=UTF-8''([^;]+)/.exec(res.headers.get('content-disposition') ?? '')
      const a = document.createElement('a')
      a.href = URL.createObjectURL(await res.blob())
      a.download = decodeURIComponent(name?.[1] ?? 'table.xlsx')
      a.click()
      URL.revokeObjectURL(a.href)
      setAsking(false)
    } catch {
      setSaid('网络不通，没有导出')
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button loading={busy} onClick={take}>
        导出表格
      </Button>
      {said ? <Alert type="error" title={said} /> : null}
      <Modal
        open={asking}
        title="导出个人信息须写明用途"
        okText="导出"
        cancelText="不导出"
        okButtonProps={{ disabled: purpose.trim() === '', loading: busy }}
        onOk={take}
        onCancel={() => setAsking(false)}
      >
        <p>这张表里有个人信息。导出会留痕：何人、何时、多少行、作何用，审计管理员看得到。</p>
        <Input.TextArea
          aria-label="用途"
          placeholder="例如：年度培训通知"
          maxLength={200}
          value={purpose}
          onChange={(e) => setPurpose(e.target.value)}
        />
      </Modal>
    </>
  )
}
