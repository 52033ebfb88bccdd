import { Button, Checkbox, Input, InputNumber, Rate, Select } from 'antd'
import { useEffect, useState } from 'react'
import type { RecordView } from '../api.ts'
import { capital, showMoney, tidyMoney } from '../words.ts'
import { clearDraft, draftOf, saveDraft } from './drafts.ts'
import { PhotoField, type Shot } from './Photos.tsx'
import { useSend } from './send.tsx'

interface Item {
  code: string
  name: string
  unit: string
  price: string
}
interface Row {
  code: string
  quantity: number
  price: string
  note: string
}
interface Props {
  record: RecordView
  action: string
  onDone: () => void
  onCancel: () => void
}
const OWN = new Set(['quote', 'seal', 'askExtra', 'finish', 'check'])
/** Steps of a service order that have a screen of their own; the rest are drawn from their forms. */
export const isServiceAct = (action: string | null): action is string =>
  action !== null && OWN.has(action)
export const ServiceAct = (p: Props) =>
  p.action === 'check' ? <Check {...p} /> : <Lines {...p} key={p.action} />

const fen = (yuan: string) => Math.round(Number(yuan) * 100)
const yuan = (n: number) => `${Math.trunc(n / 100)}.${String(n % 100).padStart(2, '0')}`
const sumOf = (rows: readonly Row[]) => rows.reduce((a, r) => a + fen(r.price) * r.quantity, 0)

interface Kept {
  rows: Row[]
  words: string
  oldParts: boolean
  odometer: number | null
}
/** What it starts from: one's draft; the approved lines for what was done; an empty first line for a price. */
function startOf(record: RecordView, action: string, draft: string): Kept {
  const before = draftOf(draft) as Kept | null
  if (before) return before
  const rates = (record.data['rates'] ?? []) as Item[]
  const approved = (record.data['approved'] ?? []) as Row[]
  const [first] = rates
  return {
    rows:
      action === 'finish'
        ? approved.map(({ code, quantity, price, note }) => ({ code, quantity, price, note }))
        : first
          ? [{ code: first.code, quantity: 1, price: first.price, note: '' }]
          : [],
    words: '',
    oldParts: false,
    odometer: null,
  }
}
const TITLES: Record<string, [title: string, button: string]> = {
  quote: ['报价', '报出'],
  seal: ['密封报价', '报出（只报一次）'],
  askExtra: ['申请增项', '送采购人批准'],
  finish: ['完工，交明细', '交采购人验收'],
}
/** 逐项报价、增项、完工明细：选价目上的项目，单价不高于价目，合计随填随算。 */
const Lines = ({ record, action, onDone, onCancel }: Props) => {
  const draft = `service.${action}.${record.id}`
  const [kept, setKept] = useState(() => startOf(record, action, draft))
  const { rows } = kept
  const rates = (record.data['rates'] ?? []) as Item[]
  const module = action === 'seal' ? 'contestquote' : 'service'
  const [shots, setShots] = useState<Shot[]>([])
  const { send, busy, said } = useSend(`/api/${module}/${action}`, () => {
    clearDraft(draft)
    onDone()
  })
  useEffect(() => saveDraft(draft, kept as unknown as Record<string, unknown>), [draft, kept])
  const set = (n: number, more: Partial<Row>) =>
    setKept({ ...kept, rows: rows.map((r, i) => (i === n ? { ...r, ...more } : r)) })
  const total = sumOf(rows)
  const [title, button] = TITLES[action] ?? ['', '']
  return (
    <section className="card">
      <h2>{title}</h2>
      {action === 'finish' ? (
        <p className="meta">明细只能是采购人同意过的项目；多做的先“申请增项”。</p>
      ) : null}
      {rows.map((r, n) => {
        const rate = rates.find((i) => i.code === r.code)
        const over = rate !== undefined && fen(r.price) > fen(rate.price)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <fieldset key={n}>
            <legend>第{n + 1}项</legend>
            <div className="field">
              <label htmlFor={`line-${n}`}>项目</label>
              <Select
                id={`line-${n}`}
                aria-label={`第${n + 1}项`}
                style={{ width: '100%' }}
                value={r.code}
                onChange={(code) =>
                  set(n, { code, price: rates.find((i) => i.code === code)?.price ?? r.price })
                }
                options={rates.map((i) => ({
                  value: i.code,
                  label: `${i.name}　最高${showMoney(i.price)}元/${i.unit}`,
                }))}
              />
            </div>
            <div className="bar" style={{ alignItems: 'end' }}>
              <div style={{ flex: '0 0 110px' }}>
                <label htmlFor={`count-${n}`} className="meta">
                  数量（{rate?.unit}）
                </label>
                <InputNumber
                  id={`count-${n}`}
                  min={1}
                  precision={0}
                  style={{ width: '100%' }}
                  value={r.quantity}
                  onChange={(q) => set(n, { quantity: q ?? 1 })}
                />
              </div>
              <div style={{ flex: '1 1 140px' }}>
                <label htmlFor={`price-${n}`} className="meta">
                  单价（元）
                </label>
                <Input
                  id={`price-${n}`}
                  inputMode="decimal"
                  status={over ? 'error' : ''}
                  value={r.price}
                  onChange={(e) => set(n, { price: tidyMoney(e.target.value) })}
                  onBlur={() => set(n, { price: tidyMoney(r.price, true) })}
                />
              </div>
              <Button
                onClick={() => setKept({ ...kept, rows: rows.filter((_, i) => i !== n) })}
                disabled={rows.length === 1}
              >
                去掉
              </Button>
            </div>
            {over ? (
              <p className="meta" role="status" style={{ color: 'var(--no)' }}>
                高于价目最高{showMoney(rate?.price ?? '')}元
              </p>
            ) : null}
            <div style={{ marginTop: 8 }}>
              <label htmlFor={`note-${n}`} className="meta">
                说明（配件编号、价格来源；没有的空着）
              </label>
              <Input
                id={`note-${n}`}
                value={r.note}
                onChange={(e) => set(n, { note: e.target.value })}
              />
            </div>
          </fieldset>
        )
      })}
      <p className="bar">
        <Button
          onClick={() => {
            const next = rates.find((i) => !rows.some((r) => r.code === i.code)) ?? rates[0]
            if (next)
              setKept({
                ...kept,
                rows: [...rows, { code: next.code, quantity: 1, price: next.price, note: '' }],
              })
          }}
        >
          再加一项
        </Button>
        <span style={{ alignSelf: 'center' }} aria-live="polite">
          合计 <strong className="fig">{showMoney(yuan(total))} 元</strong>
          {'　'}
          <span className="meta">{Number.isFinite(total) ? capital(yuan(total)) : ''}</span>
        </span>
      </p>
      {action === 'seal' ? (
        <p className="meta">
          限额{showMoney(String(record.data['cap'] ?? ''))}
          元。截止以前谁也看不到报价，报出后不能更改。
        </p>
      ) : null}
      {action === 'quote' || action === 'seal' ? null : (
        <div className="field">
          <label htmlFor="service-words">{action === 'finish' ? '完工说明' : '为什么要增加'}</label>
          <Input.TextArea
            id="service-words"
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={kept.words}
            onChange={(e) => setKept({ ...kept, words: e.target.value })}
          />
        </div>
      )}
      {action === 'finish' && record.data['vehicle'] ? (
        <>
          <div className="field">
            <label htmlFor="service-odometer">交车里程（公里）</label>
            <InputNumber
              id="service-odometer"
              min={0}
              precision={0}
              style={{ width: 200 }}
              value={kept.odometer}
              onChange={(odometer) => setKept({ ...kept, odometer })}
            />
          </div>
          <p>
            <Checkbox
              checked={kept.oldParts}
              onChange={(e) => setKept({ ...kept, oldParts: e.target.checked })}
            >
              换下的旧件已交还
            </Checkbox>
          </p>
        </>
      ) : null}
      {action === 'askExtra' || action === 'finish' ? (
        <PhotoField
          label={action === 'finish' ? '完工照片' : '要增加的地方'}
          shots={shots}
          onChange={setShots}
        />
      ) : null}
      {said}
      <div className="bar">
        <Button
          type="primary"
          loading={busy}
          onClick={() =>
            send({
              id: record.id,
              lines: rows.map((r) => ({ ...r, price: tidyMoney(r.price, true) })),
              ...(action === 'askExtra' || action === 'finish'
                ? { photos: shots.map((x) => x.file) }
                : {}),
              ...(action === 'askExtra' ? { reason: kept.words } : {}),
              ...(action === 'finish'
                ? { words: kept.words, oldParts: kept.oldParts, odometer: kept.odometer }
                : {}),
            })
          }
        >
          {button}
        </Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </section>
  )
}

/** 验收：看清明细，读一眼里程表，评几颗星，一下办完。 */
const Check = ({ record, onDone, onCancel }: Props) => {
  const billed = (record.data['billed'] ?? []) as (Row & Item)[]
  const work = record.data['work'] as { odometer: number | null; oldParts: boolean } | null
  const vehicle = record.data['vehicle'] === true
  const [odometer, setOdometer] = useState<number | null>(work?.odometer ?? null)
  const [stars, setStars] = useState(0)
  const [shots, setShots] = useState<Shot[]>([])
  const { send, busy, said } = useSend('/api/service/check', onDone)
  const total = String(record.data['amount'] ?? '0.00')
  return (
    <section className="card">
      <h2>验收</h2>
      <ul className="plain">
        {billed.map((l) => (
          <li key={`${l.code} ${l.price}`} style={{ display: 'flex', gap: 8 }}>
            <span style={{ flex: 1 }}>
              {l.name}　{l.quantity}
              {l.unit}
            </span>
            <span className="fig">{showMoney(yuan(fen(l.price) * l.quantity))} 元</span>
          </li>
        ))}
      </ul>
      <p>
        合计 <strong className="fig">{showMoney(total)} 元</strong>
        {'　'}
        <span className="meta">{capital(total)}</span>
      </p>
      {vehicle ? (
        <>
          <p className="meta">旧件：{work?.oldParts ? '供应商说已交还' : '供应商没有交还旧件'}</p>
          <div className="field">
            <label htmlFor="check-odometer">里程表读数（公里）</label>
            <InputNumber
              id="check-odometer"
              min={0}
              precision={0}
              style={{ width: 200 }}
              value={odometer}
              onChange={setOdometer}
            />
          </div>
        </>
      ) : null}
      <div className="field">
        <span className="label" id="check-stars">
          评价（可以不评）
        </span>
        <Rate value={stars} onChange={setStars} aria-labelledby="check-stars" />
      </div>
      <PhotoField label="验收照片" shots={shots} onChange={setShots} />
      {said}
      <div className="bar">
        <Button
          type="primary"
          loading={busy}
          onClick={() =>
            send({
              id: record.id,
              odometer,
              stars: stars === 0 ? null : stars,
              photos: shots.map((x) => x.file),
            })
          }
        >
          验收合格，送确认
        </Button>
        <Button onClick={onCancel}>稍后再验</Button>
      </div>
      <p className="meta">没修好、明细不对的，退出后办“要求返工”。</p>
    </section>
  )
}
