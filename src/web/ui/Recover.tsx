import { Alert, Button, Upload } from 'antd'
import { useState } from 'react'
import { Problem, post } from '../api.ts'
import type { Recovery } from './sealing.ts'

/** 提交恢复文件：截止封箱以后、启封以前，保管人到不齐时的第二条路。 */
export const Recover = ({
  module,
  id,
}: {
  module: 'bid' | 'quote' | 'frameworkResponse'
  id: string
}) => {
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const hand = async (file: File) => {
    setBusy(true)
    try {
      const { kind, seed } = JSON.parse(await file.text()) as Recovery
      if (kind !== '投标恢复文件') throw new SyntaxError()
      await post(`/api/${module}/recover`, { id, seed }, crypto.randomUUID())
      setSaid({ ok: true, text: '已收下：保管人不足时，用它开启' })
    } catch (e) {
      setSaid({
        ok: false,
        text:
          e instanceof SyntaxError
            ? '这不是恢复文件'
            : e instanceof Problem
              ? e.refusals.map((r) => `${r.because}。${r.cure}`).join('；') || e.message
              : '没有送到，请再试一次',
      })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-live="polite" style={{ marginTop: 16 }}>
      <h3>提交恢复文件</h3>
      <p className="meta">
        截止封箱以后、启封以前，保管人放出的份额不够时，可凭您自己保存的恢复文件开启。送出的是这一份的种子，截止以前平台不收。
      </p>
      <Upload
        accept="application/json"
        fileList={[]}
        beforeUpload={(file) => {
          hand(file)
          return false
        }}
      >
        <Button loading={busy}>选择恢复文件并提交</Button>
      </Upload>
      {said ? <Alert type={said.ok ? 'success' : 'error'} showIcon title={said.text} /> : null}
    </section>
  )
}
