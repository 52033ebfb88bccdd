import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { type SealContext, type SuiteName, sealBid, toBase64 } from '../../kernel/seal/suite.ts'
import { get, Problem, post, type RecordView, type Refusal, type Schema } from '../api.ts'
import { ObjectForm } from './Form.tsx'
import { Refusals } from './pieces.tsx'

interface Receipt {
  id: string
  sha256: string
  receivedAt: string
  size: number
}
/** 投标：在本机封存，送出的只有密文。 */
export const SealBid = ({
  lot,
  bid,
  onDone,
  onCancel,
}: {
  lot: string
  bid?: string
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const { data: record } = useQuery({
    queryKey: ['lot', lot],
    queryFn: () => get<RecordView>('/api/lot/get', { id: lot }),
  })
  const [value, setValue] = useState<Record<string, unknown> | null>(null)
  const [failure, setFailure] = useState<{ text: string; refusals: Refusal[] } | null>(null)
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  const [busy, setBusy] = useState(false)
  if (!record) return <p className="meta">正在取采购包……</p>
  const data = record.data as {
    bidSchema: Schema
    seal: { custodians: string[]; k: number; context: SealContext; suite: SuiteName }
    items: { name: string; quantity: number }[]
    qualifications: { key: string; text: string }[]
    criteria: { key: string; name: string }[]
    substantial: { key: string; text: string }[]
  }
  const keyed = (rows: { key: string; title: string }[]): Schema => ({
    type: 'object',
    properties: Object.fromEntries(
      rows.map((r) => [r.key, { type: 'string', title: r.title, 'x-kind': 'long' }]),
    ),
  })
  const schema: Schema = {
    ...data.bidSchema,
    properties: {
      ...data.bidSchema.properties,
      qualifications: {
        ...keyed(data.qualifications.map((q) => ({ key: q.key, title: q.text }))),
        title: '资格条件响应',
      },
      responses: {
        ...keyed(data.criteria.map((c) => ({ key: c.key, title: c.name }))),
        title: '评审因素响应',
      },
      substantial: {
        ...keyed(data.substantial.map((q) => ({ key: q.key, title: q.text }))),
        title: '实质性要求响应',
      },
    },
  }
  const draft = value ?? {
    items: data.items.map((i) => ({
      name: i.name,
      quantity: i.quantity,
      brand: '',
      model: '',
      unitPrice: '',
    })),
    sme: 'none',
    domestic: 'none',
    qualifications: {},
    responses: {},
    substantial: {},
  }
  const save = () => {
    const url = URL.createObjectURL(
      new Blob([JSON.stringify(draft, null, 2)], { type: 'application/json' }),
    )
    const a = document.createElement('a')
    a.href = url
    a.download = '投标文件副本.json'
    a.click()
    URL.revokeObjectURL(url)
  }
  const submit = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const { envelope, ciphertext } = await sealBid({ ...data.seal, data: draft })
      const body = { envelope, ciphertext: toBase64(ciphertext) }
      setReceipt(
        await (bid
          ? post<Receipt>('/api/bid/replace', { id: bid, ...body }, crypto.randomUUID())
          : post<Receipt>('/api/bid/submit', { lot, ...body }, crypto.randomUUID())),
      )
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
        <h2>投标文件已收到</h2>
        <dl>
          <dt>收到时间</dt>
          <dd>{receipt.receivedAt}</dd>
          <dt>密文摘要 SHA-256</dt>
          <dd>
            <code>{receipt.sha256}</code>
          </dd>
          <dt>密文大小</dt>
          <dd>{receipt.size} 字节</dd>
        </dl>
        <p className="meta">截止前可以更换或撤回。平台收到的只有密文，开标前谁也打不开。</p>
        <div className="bar">
          <Button onClick={save}>保存投标文件副本</Button>
          <Button type="primary" onClick={() => onDone(receipt.id)}>
            知道了
          </Button>
        </div>
      </section>
    )
  return (
    <section className="card">
      <h2>{bid ? '更换投标文件' : '提交投标文件'}</h2>
      <p className="meta">
        以下内容在您的浏览器里加密后才送出（套件 {data.seal.suite}）。请自行保存副本。
      </p>
      {failure && failure.refusals.length === 0 ? (
        <Alert type="error" showIcon message={failure.text} />
      ) : null}
      <ObjectForm
        schema={schema}
        value={draft}
        onChange={(v) => setValue(v as Record<string, unknown>)}
        issues={{}}
      />
      {failure ? <Refusals refusals={failure.refusals} /> : null}
      <div className="bar">
        <Button type="primary" loading={busy} onClick={submit}>
          封存并提交
        </Button>
        <Button onClick={save}>保存副本</Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </section>
  )
}
