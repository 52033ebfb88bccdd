import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Progress, Upload } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { checkReceipt, type ReceiptProof } from '../../kernel/seal/receipt.ts'
import { type BidEnvelope, envelopeDigest } from '../../kernel/seal/suite.ts'
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
import { check, prune } from './check.ts'
import { ObjectForm } from './Form.tsx'
import { Refusals } from './pieces.tsx'
import { Rehearsal } from './Rehearsal.tsx'
import type { SealView } from './seal.worker.ts'
import { inWorker, type Recovery, saveFile } from './sealing.ts'
import { draftOf, dropDraft, keepDraft } from './vault.ts'

interface Receipt {
  id: string
  sha256: string
  receivedAt: string
  size: number
}
/** The journal's key as this page was built with; a page that says another one than before is not believed. */
export function pinnedKey(): { vkey: string; changed: boolean } {
  const vkey = document.querySelector('meta[name="yiwang-journal"]')?.getAttribute('content') ?? ''
  const before = localStorage.getItem('journal.vkey')
  if (before === null && vkey) localStorage.setItem('journal.vkey', vkey)
  return { vkey, changed: before !== null && before !== vkey }
}
const megabytes = (n: number) => `${(n / 1024 / 1024).toFixed(1)}MB`

/** 投标：在本机封存，送出的只有密文；回执由本机核对以后，才说提交成功。 */
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
  const [files, setFiles] = useState<File[]>([])
  const [failure, setFailure] = useState<{ text: string; refusals: Refusal[] } | null>(null)
  const [stage, setStage] = useState('')
  const [percent, setPercent] = useState<number | null>(null)
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  const [verdict, setVerdict] = useState<{ ok: boolean; text: string } | null>(null)
  const [recovery, setRecovery] = useState<Recovery | null>(null)
  const [restored, setRestored] = useState(false)
  const [issues, setIssues] = useState<Record<string, string>>({})
  const key = useRef(crypto.randomUUID())
  const done = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    draftOf(`bid:${lot}`).then(
      (d) => {
        if (d) {
          setValue(d as Record<string, unknown>)
          setRestored(true)
        }
      },
      () => undefined,
    )
  }, [lot])
  useEffect(() => {
    if (value === null) return
    const timer = setTimeout(() => keepDraft(`bid:${lot}`, value).catch(() => undefined), 500)
    return () => clearTimeout(timer)
  }, [value, lot])
  useEffect(() => {
    if (receipt) done.current?.focus()
  }, [receipt])
  if (!record) return <p className="meta">正在取采购包……</p>
  const data = record.data as {
    bidSchema: Schema
    paper: string
    seal: SealView & { params: { custodians: { name: string }[] } }
    items: { name: string; quantity: number }[]
    qualifications: { key: string; text: string }[]
    criteria: { key: string; name: string }[]
    substantial: { key: string; text: string }[]
  }
  const { box, suite, k, custodians, context } = data.seal
  const view: SealView = { box, suite, k, custodians, context }
  const draft = value ?? blankBid(data.items)
  const submit = async () => {
    const content = prune(draft) as Record<string, unknown>
    const wrong = check(schemaOf(data), content)
    if (content['price'] === '0.00') wrong['price'] = '报价须大于零'
    setIssues(wrong)
    const count = Object.keys(wrong).length
    setFailure(
      count > 0
        ? { text: `还有${count}处没有填好；封存以后无法再改，开标时按无法开启处理`, refusals: [] }
        : null,
    )
    if (count > 0) return
    setStage('正在本机封存……')
    setPercent(0)
    try {
      await proveAhead()
      const sealed = await inWorker({ kind: 'seal', view, data: content, files }, (w) => {
        if (w.kind === 'progress') {
          setPercent(Math.floor((100 * w.done) / w.size))
          setStage(`正在封存并上传：${megabytes(w.done)}，共${megabytes(w.size)}`)
        }
        if (w.kind === 'waiting') setStage(`网络不通，${w.seconds}秒后从断处续传`)
      })
      if (sealed.kind !== 'sealed') return
      const { envelope, seed, upload, ciphertext } = sealed
      setStage('正在提交……')
      const body = { envelope, ...(upload ? { upload } : { ciphertext }) }
      const r = await (bid
        ? post<Receipt>('/api/bid/replace', { id: bid, ...body }, key.current)
        : post<Receipt>('/api/bid/submit', { lot, ...body }, key.current))
      setRecovery({ kind: '投标恢复文件', bid: r.id, view, envelope, seed })
      setReceipt(r)
      setStage('正在核对回执……')
      await verify(r, envelope as BidEnvelope)
      dropDraft(`bid:${lot}`).catch(() => undefined)
    } catch (e) {
      setFailure(
        e instanceof Problem
          ? { text: e.message, refusals: e.refusals }
          : { text: (e as Error).message, refusals: [] },
      )
    } finally {
      key.current = crypto.randomUUID()
      setStage('')
      setPercent(null)
    }
  }
  const verify = async (r: Receipt, envelope: BidEnvelope) => {
    const { vkey, changed } = pinnedKey()
    if (changed) {
      setVerdict({ ok: false, text: '平台公布的流水公钥与本机以前记下的不同，请核实后再信' })
      return
    }
    for (let i = 0; i < 40; i++) {
      const { proof } = await get<{ proof: ReceiptProof | null }>('/api/bid/getReceipt', {
        id: r.id,
      })
      if (proof) {
        const wrong = await checkReceipt(proof, await envelopeDigest(envelope), vkey)
        setVerdict(
          wrong === ''
            ? { ok: true, text: `流水第${proof.index}条，本机已核对包含证明与检查点签名` }
            : { ok: false, text: wrong },
        )
        return
      }
      await new Promise((x) => setTimeout(x, 500))
    }
    setVerdict({ ok: false, text: '平台已收到，但流水还没有给出证明；请稍后在“投标”里再核对' })
  }
  if (receipt)
    return (
      <section className="card" aria-live="polite">
        <h2 ref={done} tabIndex={-1}>
          {verdict?.ok
            ? `${data.paper}提交成功`
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
          <Button onClick={() => saveFile(`${data.paper}副本.json`, draft)}>
            保存{data.paper}副本
          </Button>
          <Button onClick={() => onDone(receipt.id)}>知道了</Button>
        </div>
        {recovery ? <Rehearsal bid={receipt.id} given={recovery} /> : null}
      </section>
    )
  return (
    <section className="card">
      <h2>{`${bid ? '更换' : '提交'}${data.paper}`}</h2>
      <p className="meta">
        以下内容在您的浏览器里加密后才送出（{suite === 'GM-1' ? '国密套件' : '国际通用套件'}），由
        {data.seal.params.custodians.map((c) => c.name).join('、')}分别保管份额，{k}
        份到齐才能开启。草稿只存在本机，并已加密。
      </p>
      {restored ? <Alert type="info" showIcon title="已取回您在本机的草稿" /> : null}
      <ObjectForm
        schema={schemaOf(data)}
        value={draft}
        onChange={(v) => setValue(v as Record<string, unknown>)}
        issues={issues}
      />
      <p>附件（合计不超过500MB，与投标一同加密）</p>
      <Upload
        multiple
        fileList={[]}
        beforeUpload={(_, chosen) => {
          setFiles(chosen)
          return false
        }}
      >
        <Button>选择附件</Button>
      </Upload>
      {files.length > 0 ? (
        <ul>
          {files.map((f) => (
            <li key={f.name}>
              {f.name}　{megabytes(f.size)}
            </li>
          ))}
        </ul>
      ) : null}
      {failure ? <Refusals refusals={failure.refusals} /> : null}
      {failure && failure.refusals.length === 0 ? (
        <Alert type="error" showIcon title={failure.text} />
      ) : null}
      {percent === null ? null : (
        <div role="status">
          <p>{stage}</p>
          <Progress percent={percent} aria-label="封存与上传的进度" />
        </div>
      )}
      <div className="bar">
        <Button type="primary" loading={stage !== ''} onClick={submit}>
          封存并提交
        </Button>
        <Button onClick={() => saveFile(`${data.paper}副本.json`, draft)}>保存副本</Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </section>
  )
}
const blankBid = (items: { name: string; quantity: number }[]): Record<string, unknown> => ({
  items: items.map((i) => ({
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
})
function schemaOf(data: {
  bidSchema: Schema
  qualifications: { key: string; text: string }[]
  criteria: { key: string; name: string }[]
  substantial: { key: string; text: string }[]
}): Schema {
  const keyed = (title: string, rows: { key: string; title: string }[]): Schema => ({
    type: 'object',
    title,
    properties: Object.fromEntries(
      rows.map((r) => [r.key, { type: 'string', title: r.title, 'x-kind': 'long' }]),
    ),
  })
  const texts = (rows: { key: string; text: string }[]) =>
    rows.map((q) => ({ key: q.key, title: q.text }))
  return {
    ...data.bidSchema,
    properties: {
      ...data.bidSchema.properties,
      qualifications: keyed('资格条件响应', texts(data.qualifications)),
      responses: keyed(
        '评审因素响应',
        data.criteria.map((c) => ({ key: c.key, title: c.name })),
      ),
      substantial: keyed('实质性要求响应', texts(data.substantial)),
    },
  }
}
