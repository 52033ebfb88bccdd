import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Progress, Upload } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { checkReceipt, type ReceiptProof } from '../../kernel/seal/receipt.ts'
import { type BidEnvelope, envelopeDigest } from '../../kernel/seal/suite.ts'
import { get, Problem, post, proveAhead, type RecordView, type Refusal } from '../api.ts'
import { showInstant } from '../words.ts'
import { IndexTable, useAttached } from './BidIndex.tsx'
import {
  type BidForm,
  type BidIndex,
  blankBid,
  megabytes,
  schemaOf,
  unfilled,
  wrongIn,
} from './bidForm.ts'
import { prune } from './check.ts'
import { ObjectForm } from './Form.tsx'
import { type FullView, readPackage, sealingData } from './package.ts'
import { Refusals } from './pieces.tsx'
import { Rehearsal } from './Rehearsal.tsx'
import type { SealView, Word } from './seal.worker.ts'
import { inWorker, type Recovery, saveFile } from './sealing.ts'
import { draftOf, dropDraft, keepDraft } from './vault.ts'

interface Handed {
  envelope: unknown
  seed?: string
  upload?: string | undefined
  ciphertext?: string | undefined
}
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
  const attached = useAttached(files)
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
  const data = record.data as unknown as BidForm & { seal: FullView; deadline: string }
  const { box, suite, k, custodians, context } = data.seal
  const view: SealView = { box, suite, k, custodians, context }
  const draft = value ?? blankBid(data.items)
  const told = (w: Word) => {
    if (w.kind === 'progress') {
      setPercent(Math.floor((100 * w.done) / w.size))
      setStage(`正在上传密文：${megabytes(w.done)}，共${megabytes(w.size)}`)
    }
    if (w.kind === 'waiting') setStage(`网络不通，${w.seconds}秒后从断处续传`)
  }
  const submit = async () => {
    const content = prune(draft) as Record<string, unknown>
    const wrong = wrongIn(data, content, attached)
    setIssues(wrong)
    const count = Object.keys(wrong).length
    setFailure(count > 0 ? { text: unfilled(count), refusals: [] } : null)
    if (count > 0) return
    setStage('正在本机封存……')
    setPercent(0)
    try {
      await proveAhead()
      const sealed = await inWorker({ kind: 'seal', view, data: content, files }, told)
      if (sealed.kind !== 'sealed') return
      await commit(sealed)
      dropDraft(`bid:${lot}`).catch(() => undefined)
    } catch (e) {
      failed(e)
    } finally {
      idle()
    }
  }
  const failed = (e: unknown) =>
    setFailure(
      e instanceof Problem
        ? { text: e.message, refusals: e.refusals }
        : { text: (e as Error).message, refusals: [] },
    )
  const idle = () => {
    key.current = crypto.randomUUID()
    setStage('')
    setPercent(null)
  }
  const commit = async ({ envelope, seed, upload, ciphertext }: Handed) => {
    setStage('正在提交……')
    const body = { envelope, ...(upload ? { upload } : { ciphertext }) }
    const r = await (bid
      ? post<Receipt>('/api/bid/replace', { id: bid, ...body }, key.current)
      : post<Receipt>('/api/bid/submit', { lot, ...body }, key.current))
    // Sealed offline, its recovery file was saved there; the seed never comes here.
    if (seed) setRecovery({ kind: '投标恢复文件', bid: r.id, view, envelope, seed })
    setReceipt(r)
    setStage('正在核对回执……')
    await verify(r, envelope as BidEnvelope)
  }
  /** 上传离线封存的密封包：这里只送出，不再封存。 */
  const hand = async (file: File) => {
    setFailure(null)
    setStage('正在上传密封包……')
    setPercent(0)
    try {
      const { head, body } = await readPackage(file)
      if (head.box !== view.box || head.context.bidder !== context.bidder)
        throw new Error('这个密封包不是为这一包、本单位封存的')
      const sent = await inWorker({ kind: 'send', view, body }, told)
      if (sent.kind === 'sent') await commit({ ...sent, envelope: head.envelope })
    } catch (e) {
      failed(e)
    } finally {
      idle()
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
      <IndexTable
        data={data}
        files={attached}
        value={(draft['index'] ?? {}) as BidIndex}
        onChange={(index) => setValue({ ...draft, index })}
        issues={issues}
      />
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
      <h3>断网封存</h3>
      <p className="meta">
        也可以在不联网的机器上封存：下载<a href="/seal">离线封存页</a>
        和这一包的封存数据，封好以后在这里上传密封包。
      </p>
      <div className="bar">
        <Button onClick={() => saveFile('离线封存数据.json', sealingData(record.title, data))}>
          保存离线封存数据
        </Button>
        <Upload
          accept=".seal"
          fileList={[]}
          beforeUpload={(file) => {
            hand(file)
            return false
          }}
        >
          <Button loading={stage !== ''}>上传密封包</Button>
        </Upload>
      </div>
    </section>
  )
}
