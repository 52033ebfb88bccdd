import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Upload } from 'antd'
import { useEffect, useState } from 'react'
import { checkReceipt, type ReceiptProof } from '../../kernel/seal/receipt.ts'
import { type BidEnvelope, envelopeDigest } from '../../kernel/seal/suite.ts'
import { get, Problem, post, proveAhead, type RecordView, type Refusal } from '../api.ts'
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
import { dropSealing, type Kept, keptSealing } from './kept.ts'
import { type FullView, readPackage, sealingData } from './package.ts'
import { Refusals } from './pieces.tsx'
import { SealOnward, SealProgress } from './SealOnward.tsx'
import { type Receipt, SealReceipt, type Verdict } from './SealReceipt.tsx'
import type { Order, SealView, Word } from './seal.worker.ts'
import { inWorker, type Recovery, saveFile } from './sealing.ts'
import { draftOf, dropDraft, keepDraft } from './vault.ts'

interface Handed {
  envelope: unknown
  key: string
  seed?: string
  upload?: string | undefined
  ciphertext?: string | undefined
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
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [recovery, setRecovery] = useState<Recovery | null>(null)
  const [restored, setRestored] = useState(false)
  const [issues, setIssues] = useState<Record<string, string>>({})
  const [kept, setKept] = useState<Kept | null>(null)
  const [order, setOrder] = useState<((o: Order) => void) | null>(null)
  const attached = useAttached(files)
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
  const placed = record?.data['seal'] as FullView | undefined
  useEffect(() => {
    if (placed)
      keptSealing(placed).then(
        (k) => setKept(k ?? null),
        () => undefined,
      )
  }, [placed])
  if (!record) return <p className="meta">正在取采购包……</p>
  const data = record.data as unknown as BidForm & { seal: FullView; deadline: string }
  const { box, suite, k, custodians, context } = data.seal
  const view: SealView = { box, suite, k, custodians, context }
  const draft = value ?? blankBid(data.items)
  const told = (w: Word) => {
    if (w.kind === 'progress' || w.kind === 'checking') {
      const what = w.kind === 'progress' ? '正在上传密文' : '正在核对已经传到的部分'
      setPercent(Math.floor((100 * w.done) / w.size))
      setStage(`${what}：${megabytes(w.done)}，共${megabytes(w.size)}`)
    }
    if (w.kind === 'waiting') setStage(`网络不通，${w.seconds}秒后从断处续传`)
  }
  const submit = async () => {
    const content = prune(draft) as Record<string, unknown>
    const wrong = wrongIn(data, content, attached)
    setIssues(wrong)
    const count = Object.keys(wrong).length
    setFailure(count > 0 ? { text: unfilled(count), refusals: [] } : null)
    if (count === 0) await seal(content, files, false)
  }
  const seal = async (content: unknown, chosen: File[], resume: boolean) => {
    setFiles(chosen)
    setFailure(null)
    setStage('正在本机封存……')
    setPercent(0)
    const key = crypto.randomUUID()
    try {
      await proveAhead()
      const sealed = await inWorker(
        { kind: 'seal', view, data: content, files: chosen, key, resume },
        told,
        (say) => setOrder(() => say),
      )
      if (sealed.kind !== 'sealed') return
      setOrder(null)
      await commit(sealed)
      await Promise.all([dropDraft(`bid:${lot}`), dropSealing(view)]).catch(() => undefined)
    } catch (e) {
      failed(e)
      setKept((await keptSealing(view).catch(() => undefined)) ?? null)
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
    setStage('')
    setPercent(null)
    setOrder(null)
  }
  const commit = async ({ envelope, seed, upload, ciphertext, key }: Handed) => {
    setStage('正在提交……')
    const body = { envelope, ...(upload ? { upload } : { ciphertext }) }
    const r = await (bid
      ? post<Receipt>('/api/bid/replace', { id: bid, ...body }, key)
      : post<Receipt>('/api/bid/submit', { lot, ...body }, key))
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
      if (sent.kind === 'sent')
        await commit({ ...sent, envelope: head.envelope, key: crypto.randomUUID() })
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
  const copy = () => saveFile(`${data.paper}副本.json`, draft)
  if (receipt)
    return (
      <SealReceipt {...{ receipt, verdict, recovery, onDone }} paper={data.paper} onCopy={copy} />
    )
  if (percent !== null)
    return (
      <section className="card">
        <h2>{kept ? '从断处接着传' : '正在封存并提交'}</h2>
        <p className="meta">
          内容在本机加密后送出。网络断了会自己续传；关了页面，回到这里选回附件即可接着传。
        </p>
        <SealProgress {...{ stage, percent, order }} />
      </section>
    )
  if (kept)
    return (
      <SealOnward
        {...{ kept, onCancel }}
        whose={view}
        chosen={files}
        failure={failure?.text ?? null}
        onResume={(chosen) => seal(kept.data, chosen, true)}
        onDropped={() => setKept(null)}
      />
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
      <div className="bar">
        <Button type="primary" onClick={submit}>
          封存并提交
        </Button>
        <Button onClick={copy}>保存副本</Button>
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
          <Button>上传密封包</Button>
        </Upload>
      </div>
    </section>
  )
}
