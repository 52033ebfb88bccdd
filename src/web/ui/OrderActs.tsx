import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { get, Problem, post, type RecordView, type Refusal } from '../api.ts'
import { clearDraft, draftOf, saveDraft } from './drafts.ts'
import { Refusals } from './pieces.tsx'

interface Item {
  offer: string
  name: string
  brand: string
  model: string
  unit: string
  quantity: number
  serials: string[]
}
interface Props {
  record: RecordView
  action: string
  onDone: () => void
  onCancel: () => void
}
const OWN = new Set(['ship', 'reship', 'check', 'askSwap'])
/** Steps of an order that have a screen of their own; the rest are drawn from their forms. */
export const isOrderAct = (action: string | null): action is string =>
  action !== null && OWN.has(action)

export const OrderPapers = ({ record }: { record: RecordView }) => {
  const papers = (record.data['papers'] ?? []) as {
    id: string
    noun: string
    state: string
    module: string
  }[]
  return papers.length === 0 ? null : (
    <p className="bar">
      {papers.map((p) => (
        <Link key={p.id} to={`/${p.module}/${p.id}`}>
          {p.noun}（{p.state}）
        </Link>
      ))}
    </p>
  )
}
/** Send it once, with every reason shown when it is turned down. */
function useAct(action: string, onDone: () => void) {
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const key = useRef(crypto.randomUUID())
  const act = (body: unknown) => {
    setBusy(true)
    post(`/api/order/${action}`, body, key.current)
      .then(onDone, (e: unknown) => {
        key.current = crypto.randomUUID()
        if (!(e instanceof Problem)) throw e
        setRefusals(e.refusals)
        setFailure(e.refusals.length > 0 ? '' : e.message)
      })
      .finally(() => setBusy(false))
  }
  const said = (
    <div aria-live="polite">
      {failure ? <Alert type="error" showIcon title={failure} style={{ marginBottom: 8 }} /> : null}
      <Refusals refusals={refusals} />
    </div>
  )
  return { act, busy, said }
}

export const OrderAct = (p: Props) =>
  p.action === 'check' ? (
    <Check {...p} />
  ) : p.action === 'askSwap' ? (
    <Swap {...p} />
  ) : (
    <Ship {...p} />
  )

const items = (r: RecordView) => (r.data['items'] ?? []) as Item[]
const lines = (text: string) =>
  text
    .split(/[\s,，、;；]+/)
    .map((x) => x.trim())
    .filter((x) => x !== '')

const Ship = ({ record, action, onDone, onCancel }: Props) => {
  const draft = `order.${action}.${record.id}`
  const before = draftOf(draft) as {
    carrier?: string
    waybill?: string
    serials?: Record<string, string>
  } | null
  const [carrier, setCarrier] = useState(before?.carrier ?? '')
  const [waybill, setWaybill] = useState(before?.waybill ?? '')
  const [serials, setSerials] = useState<Record<string, string>>(before?.serials ?? {})
  const { act, busy, said } = useAct(action, () => {
    clearDraft(draft)
    onDone()
  })
  useEffect(
    () => saveDraft(draft, { carrier, waybill, serials }),
    [draft, carrier, waybill, serials],
  )
  return (
    <section className="card">
      <h2>{action === 'ship' ? '发货' : '重新发货'}</h2>
      <div className="field">
        <label htmlFor="ship-carrier">承运人（自送的写“自送”）</label>
        <Input id="ship-carrier" value={carrier} onChange={(e) => setCarrier(e.target.value)} />
      </div>
      <div className="field">
        <label htmlFor="ship-waybill">运单号（自送的写送货人电话）</label>
        <Input id="ship-waybill" value={waybill} onChange={(e) => setWaybill(e.target.value)} />
      </div>
      {items(record).map((i) => {
        const n = lines(serials[i.offer] ?? '').length
        return (
          <div className="field" key={i.offer}>
            <label htmlFor={`ship-${i.offer}`}>
              {i.name}，{i.quantity}
              {i.unit}：序列号一行一个，没有的空着
            </label>
            <Input.TextArea
              id={`ship-${i.offer}`}
              autoSize={{ minRows: 2, maxRows: 12 }}
              value={serials[i.offer] ?? ''}
              onChange={(e) => setSerials({ ...serials, [i.offer]: e.target.value })}
            />
            <div className="meta" aria-live="polite">
              {n === 0 ? '按数量清点' : `已填${n}个，应有${i.quantity}个`}
            </div>
          </div>
        )
      })}
      {said}
      <div className="bar">
        <Button
          type="primary"
          loading={busy}
          onClick={() =>
            act({
              id: record.id,
              carrier,
              waybill,
              items: items(record).map((i) => ({
                offer: i.offer,
                serials: lines(serials[i.offer] ?? ''),
              })),
            })
          }
        >
          确认发货
        </Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </section>
  )
}

interface Detector {
  detect: (v: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}
const detector = (): Detector | null => {
  const D = (globalThis as { BarcodeDetector?: new () => Detector }).BarcodeDetector
  return D ? new D() : null
}
/** The phone's camera as a scanner, where the browser can read codes; everywhere else the field takes a scanner's or a hand's keys. */
const Camera = ({ onCode }: { onCode: (code: string) => void }) => {
  const video = useRef<HTMLVideoElement>(null)
  const [fault, setFault] = useState('')
  const told = useRef(onCode)
  told.current = onCode
  useEffect(() => {
    const reader = detector()
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setInterval> | undefined
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(
      (s) => {
        stream = s
        if (!video.current) return
        video.current.srcObject = s
        timer = setInterval(() => {
          if (video.current && video.current.readyState >= 2)
            reader?.detect(video.current).then(
              (codes) => {
                for (const c of codes) told.current(c.rawValue)
              },
              () => undefined,
            )
        }, 300)
      },
      () => setFault('没有打开摄像头：请允许使用，或用手工输入'),
    )
    return () => {
      clearInterval(timer)
      for (const t of stream?.getTracks() ?? []) t.stop()
    }
  }, [])
  return fault ? (
    <p className="meta">{fault}</p>
  ) : (
    <video
      ref={video}
      autoPlay
      muted
      playsInline
      style={{ width: '100%', maxHeight: 240 }}
      aria-label="对准条码"
    />
  )
}

/** 逐件清点：扫一件核对一件，不是这一单的当场指出；断网时扫到的留在本机。 */
const Check = ({ record, onDone, onCancel }: Props) => {
  const draft = `order.check.${record.id}`
  const [scanned, setScanned] = useState<string[]>(
    ((draftOf(draft) as { scanned?: string[] } | null)?.scanned ?? []) as string[],
  )
  const [typed, setTyped] = useState('')
  const [camera, setCamera] = useState(false)
  const [last, setLast] = useState('')
  const { act, busy, said } = useAct('check', () => {
    clearDraft(draft)
    onDone()
  })
  useEffect(() => saveDraft(draft, { scanned }), [draft, scanned])
  const all = items(record)
  const known = new Map(all.flatMap((i) => i.serials.map((s) => [s, i] as const)))
  const add = (codes: string[]) => {
    for (const code of codes) {
      const i = known.get(code)
      setLast(
        scanned.includes(code)
          ? `${code} 已经扫过`
          : i
            ? `${code} 是${i.name}`
            : `${code} 不是这一单发出的`,
      )
    }
    setScanned((s) => [...new Set([...s, ...codes])])
  }
  const strange = scanned.filter((s) => !known.has(s))
  const counted = all.filter((i) => i.serials.length === 0)
  const [agreed, setAgreed] = useState<Record<string, boolean>>({})
  return (
    <section className="card">
      <h2>验收清点</h2>
      {known.size > 0 ? (
        <>
          <div className="field">
            <label htmlFor="scan">序列号：扫码，或输入后回车</label>
            <Input
              id="scan"
              size="large"
              value={typed}
              autoComplete="off"
              onChange={(e) => setTyped(e.target.value)}
              onPressEnter={() => {
                add(lines(typed))
                setTyped('')
              }}
              onPaste={(e) => {
                const text = e.clipboardData.getData('text')
                if (lines(text).length > 1) {
                  e.preventDefault()
                  add(lines(text))
                }
              }}
            />
          </div>
          {detector() ? (
            <p>
              <Button onClick={() => setCamera(!camera)}>
                {camera ? '关掉摄像头' : '用手机摄像头扫'}
              </Button>
            </p>
          ) : null}
          {camera ? <Camera onCode={(c) => scanned.includes(c) || add([c])} /> : null}
          <p role="status" style={{ minHeight: '1.5em' }}>
            {last}
          </p>
        </>
      ) : null}
      <ul className="plain">
        {all.map((i) => {
          const have = i.serials.filter((s) => scanned.includes(s)).length
          return (
            <li key={i.offer}>
              <strong>{i.name}</strong>
              {'　'}
              {i.serials.length > 0 ? (
                <span className={`chip ${have === i.serials.length ? '' : 'warn'}`}>
                  {have} / {i.serials.length}
                  {have === i.serials.length ? ' 齐了' : ''}
                </span>
              ) : (
                <Button
                  type={agreed[i.offer] ? 'primary' : 'default'}
                  aria-pressed={agreed[i.offer] ?? false}
                  onClick={() => setAgreed({ ...agreed, [i.offer]: !agreed[i.offer] })}
                >
                  {agreed[i.offer] ? '已点清' : '点清'} {i.quantity}
                  {i.unit}
                </Button>
              )}
            </li>
          )
        })}
        {strange.map((s) => (
          <li key={s}>
            <span className="chip no">不是这一单发出的</span> {s}{' '}
            <Button size="small" onClick={() => setScanned(scanned.filter((x) => x !== s))}>
              去掉
            </Button>
          </li>
        ))}
      </ul>
      {said}
      <div className="bar">
        <Button
          type="primary"
          loading={busy}
          disabled={counted.some((i) => !agreed[i.offer])}
          onClick={() =>
            act({
              id: record.id,
              items: all.map((i) => ({
                offer: i.offer,
                serials: scanned.filter(
                  (s) => known.get(s) === i || (!known.has(s) && i === all[0]),
                ),
              })),
            })
          }
        >
          清点完，送确认
        </Button>
        <Button onClick={onCancel}>稍后再点</Button>
      </div>
      <p className="meta">有破损、缺件或不符的，退出后办“要求退换货”。</p>
    </section>
  )
}

/** 换型号：只列自己的、同品目的。 */
const Swap = ({ record, onDone, onCancel }: Props) => {
  const [of, setOf] = useState(items(record)[0]?.offer ?? '')
  const [by, setBy] = useState<string>()
  const [reason, setReason] = useState('')
  const { act, busy, said } = useAct('askSwap', onDone)
  const old = items(record).find((i) => i.offer === of) as (Item & { item?: string }) | undefined
  const { data } = useQuery({
    queryKey: ['swap', old?.item],
    enabled: old?.item !== undefined,
    queryFn: () =>
      get<{
        offers: {
          id: string
          name: string
          price: string
          supplier: string
          supplierName: string
        }[]
      }>('/api/goods/find', { item: old?.item ?? '' }),
  })
  return (
    <section className="card">
      <h2>申请换型号</h2>
      <div className="field">
        <label htmlFor="swap-of">原商品</label>
        <Select
          id="swap-of"
          aria-label="原商品"
          style={{ width: '100%' }}
          value={of}
          onChange={setOf}
          options={items(record).map((i) => ({
            value: i.offer,
            label: `${i.name}（${i.brand} ${i.model}）`,
          }))}
        />
      </div>
      <div className="field">
        <label htmlFor="swap-by">替换为（参数不低于原商品，价格不高于原单价）</label>
        <Select
          id="swap-by"
          aria-label="替换为"
          style={{ width: '100%' }}
          value={by ?? null}
          onChange={setBy}
          options={(data?.offers ?? [])
            .filter((o) => o.id !== of)
            .map((o) => ({ value: o.id, label: `${o.name}　${o.price}元　${o.supplierName}` }))}
        />
      </div>
      <div className="field">
        <label htmlFor="swap-why">原因</label>
        <Input id="swap-why" value={reason} onChange={(e) => setReason(e.target.value)} />
      </div>
      {said}
      <div className="bar">
        <Button
          type="primary"
          loading={busy}
          disabled={!by}
          onClick={() => act({ id: record.id, of, by, reason })}
        >
          送采购人
        </Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </section>
  )
}
