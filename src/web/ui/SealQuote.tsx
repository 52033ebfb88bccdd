import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { sealBid, toBase64 } from '../../kernel/seal/suite.ts'
import {
  get,
  Problem,
  post,
  proveAhead,
  type RecordView,
  type Refusal,
  type Schema,
} from '../api.ts'
import { showInstant } from '../words.ts'
import { ObjectForm } from './Form.tsx'
import { Refusals } from './pieces.tsx'
import type { SealView } from './seal.worker.ts'
import { type Recovery, saveFile } from './sealing.ts'

interface Round {
  id: string
  kind: string
  deadline: string
  seal: SealView & { params: { custodians: { name: string }[] } }
  schema: Schema
}
/** 报价信封、最后报价：一轮一箱，与投标同一保管，在本机封存，到时同时开启。 */
export const SealQuote = ({
  lot,
  quote,
  onDone,
  onCancel,
}: {
  lot: string
  quote?: string
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const { data: record } = useQuery({
    queryKey: ['lot', lot],
    queryFn: () => get<RecordView>('/api/lot/get', { id: lot }),
  })
  const [value, setValue] = useState<Record<string, unknown> | null>(null)
  const [failure, setFailure] = useState<{ text: string; refusals: Refusal[] } | null>(null)
  const [receipt, setReceipt] = useState<{ id: string; receivedAt: string; sha256: string } | null>(
    null,
  )
  const [recovery, setRecovery] = useState<Recovery | null>(null)
  const [busy, setBusy] = useState(false)
  if (!record) return <p className="meta">正在取采购包……</p>
  const round = record.data['round'] as Round | undefined
  if (!round) return <p className="meta">这一轮报价已经开启。</p>
  const items = record.data['items'] as { name: string }[]
  const draft = value ?? { items: items.map((i) => ({ name: i.name, unitPrice: '' })), changes: '' }
  const submit = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await proveAhead()
      const { box, suite, k, custodians, context } = round.seal
      const view: SealView = { box, suite, k, custodians, context }
      const { envelope, ciphertext, seed } = await sealBid({ ...view, data: draft })
      const body = { envelope, ciphertext: toBase64(ciphertext) }
      const r = await (quote
        ? post<NonNullable<typeof receipt>>(
            '/api/quote/replace',
            { id: quote, ...body },
            crypto.randomUUID(),
          )
        : post<NonNullable<typeof receipt>>(
            '/api/quote/submit',
            { round: round.id, ...body },
            crypto.randomUUID(),
          ))
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
        <h2>{round.kind}已收到</h2>
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
          请保存恢复文件：保管人到不齐时，凭它仍能开启您的报价。它能打开这份报价，截止以前不要给任何人。
        </p>
        <div className="bar">
          {recovery ? (
            <Button type="primary" onClick={() => saveFile(`${round.kind}恢复文件.json`, recovery)}>
              保存恢复文件
            </Button>
          ) : null}
          <Button onClick={() => onDone(receipt.id)}>知道了</Button>
        </div>
      </section>
    )
  return (
    <section className="card">
      <h2>{`${quote ? '更换' : '提交'}${round.kind}`}</h2>
      <p className="meta">
        {showInstant(round.deadline)}截止。以下内容在您的浏览器里加密后才送出，由
        {round.seal.params.custodians.map((c) => c.name).join('、')}分别保管份额，{round.seal.k}
        份到齐才能开启。
      </p>
      {failure && failure.refusals.length === 0 ? (
        <Alert type="error" showIcon title={failure.text} />
      ) : null}
      <ObjectForm
        schema={round.schema}
        value={draft}
        onChange={(v) => setValue(v as Record<string, unknown>)}
        issues={{}}
      />
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
