import { Alert, Button } from 'antd'
import { useEffect, useRef } from 'react'
import { showInstant } from '../words.ts'
import { Rehearsal } from './Rehearsal.tsx'
import { type Recovery, saveFile } from './sealing.ts'

export interface Receipt {
  id: string
  sha256: string
  receivedAt: string
  size: number
}
export interface Verdict {
  ok: boolean
  text: string
}
/** 回执：本机核对以后，才说提交成功；恢复文件在这里保存。 */
export const SealReceipt = ({
  paper,
  receipt,
  verdict,
  recovery,
  onCopy,
  onDone,
}: {
  paper: string
  receipt: Receipt
  verdict: Verdict | null
  recovery: Recovery | null
  onCopy: () => void
  onDone: (id: string) => void
}) => {
  const done = useRef<HTMLHeadingElement>(null)
  useEffect(() => done.current?.focus(), [])
  return (
    <section className="card" aria-live="polite">
      <h2 ref={done} tabIndex={-1}>
        {verdict?.ok
          ? `${paper}提交成功`
          : verdict
            ? '平台已收到，回执未核对'
            : '平台已收到，正在核对回执……'}
      </h2>
      {verdict ? (
        <Alert type={verdict.ok ? 'success' : 'warning'} showIcon title={verdict.text} />
      ) : null}
      <dl>
        <dt>收到时间</dt>
        <dd>{showInstant(receipt.receivedAt)}</dd>
        <dt>信封摘要 SHA-256</dt>
        <dd>
          <code>{receipt.sha256}</code>
        </dd>
        <dt>密文大小</dt>
        <dd>{receipt.size} 字节</dd>
      </dl>
      <p>
        请保存恢复文件：保管人到不齐时，凭它仍能开启您的投标。它能打开这份投标，截止以前不要给任何人。
      </p>
      <div className="bar">
        {recovery ? (
          <Button type="primary" onClick={() => saveFile('投标恢复文件.json', recovery)}>
            保存恢复文件
          </Button>
        ) : null}
        <Button onClick={onCopy}>保存{paper}副本</Button>
        <Button onClick={() => onDone(receipt.id)}>知道了</Button>
      </div>
      {recovery ? <Rehearsal bid={receipt.id} given={recovery} /> : null}
    </section>
  )
}
