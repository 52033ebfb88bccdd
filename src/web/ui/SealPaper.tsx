import { Alert, Button } from 'antd'
import { useState } from 'react'
import { sealBid, toBase64 } from '../../kernel/seal/suite.ts'
import { Problem, proveAhead, type Refusal, type Schema } from '../api.ts'
import { showInstant } from '../words.ts'
import { ObjectForm } from './Form.tsx'
import { Refusals } from './pieces.tsx'
import type { SealView } from './seal.worker.ts'
import { type Recovery, saveFile } from './sealing.ts'

export interface SealReceipt {
  id: string
  receivedAt: string
  sha256: string
}
/** A form whose content leaves this browser only as ciphertext: sealed to the custodians of one box. */
export const SealPaper = ({
  kind,
  again,
  about,
  seal,
  custodians,
  schema,
  start,
  check,
  send,
  onDone,
  onCancel,
}: {
  /** 最后报价, 响应文件. */
  kind: string
  again: boolean
  about: string
  seal: SealView
  custodians: readonly string[]
  schema: Schema
  start: Record<string, unknown>
  /** What would make it invalid at the opening, said while it can still be mended; empty when nothing does. */
  check?: (draft: Record<string, unknown>) => string
  send: (body: { envelope: unknown; ciphertext: string }) => Promise<SealReceipt>
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const [value, setValue] = useState<Record<string, unknown> | null>(null)
  const [failure, setFailure] = useState<{ text: string; refusals: Refusal[] } | null>(null)
  const [receipt, setReceipt] = useState<SealReceipt | null>(null)
  const [recovery, setRecovery] = useState<Recovery | null>(null)
  const [busy, setBusy] = useState(false)
  const draft = value ?? start
  const submit = async () => {
    const wrong = check?.(draft) ?? ''
    if (wrong) {
      setFailure({ text: wrong, refusals: [] })
      return
    }
    setBusy(true)
    setFailure(null)
    try {
      await proveAhead()
      const { box, suite, k, custodians: keys, context } = seal
      const view: SealView = { box, suite, k, custodians: keys, context }
      const { envelope, ciphertext, seed } = await sealBid({ ...view, data: draft })
      const r = await send({ envelope, ciphertext: toBase64(ciphertext) })
      setRecovery({ kind: '投标恢复文件', bid: r.id, view, envelope, seed })
      setReceipt(r)
    } catch (e) {
      setFailure(
        e instanceof Problem
          ? { text: e.message, refusals: e.refusals }
          : { text: '本机封存失败，请换用较新的浏览器', refusals: [] },
      )
    } finally {
      setBusy(false)
    }
  }
  if (receipt)
    return (
      <section className="card" aria-live="polite">
        <h2>{kind}已收到</h2>
        <dl>
          <dt>收到时间</dt>
          <dd>{showInstant(receipt.receivedAt)}</dd>
          <dt>信封摘要 SHA-256</dt>
          <dd>
            <code>{receipt.sha256}</code>
          </dd>
        </dl>
        <p className="meta">截止前可以更换或撤回。平台收到的只有密文，到时各家同时开启。</p>
        <p>
          请保存恢复文件：保管人到不齐时，凭它仍能开启这一份。它能打开这份内容，截止以前不要给任何人。
        </p>
        <div className="bar">
          {recovery ? (
            <Button type="primary" onClick={() => saveFile(`${kind}恢复文件.json`, recovery)}>
              保存恢复文件
            </Button>
          ) : null}
          <Button onClick={() => onDone(receipt.id)}>知道了</Button>
        </div>
      </section>
    )
  return (
    <section className="card">
      <h2>{`${again ? '更换' : '提交'}${kind}`}</h2>
      <p className="meta">
        {about}以下内容在您的浏览器里加密后才送出，由
        {custodians.join('、')}分别保管份额，{seal.k}份到齐才能开启。
      </p>
      <ObjectForm
        schema={schema}
        value={draft}
        onChange={(v) => setValue(v as Record<string, unknown>)}
        issues={{}}
      />
      {failure && failure.refusals.length === 0 ? (
        <Alert type="error" showIcon title={failure.text} />
      ) : null}
      {failure ? <Refusals refusals={failure.refusals} /> : null}
      <div className="bar">
        <Button type="primary" loading={busy} onClick={submit}>
          封存并提交
        </Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </section>
  )
}
