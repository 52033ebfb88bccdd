import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { get, type Summary } from '../api.ts'
import { capital, showDay, showMoney, tidyMoney } from '../words.ts'
import { PhotoField, type Shot } from './Photos.tsx'
import { useSend } from './send.tsx'

export interface Card {
  id: string
  no: string
  supplierName: string
  place: string
  near: string
  stars: number | null
  rated: number
  busy: number
  to: string
  items: { code: string; name: string; unit: string; price: string }[]
}
export interface Found {
  vehicle: boolean
  directLimit: string
  cards: Card[]
}
export const Rates = ({ items }: { items: Card['items'] }) => (
  <ul className="plain">
    {items.map((i) => (
      <li key={i.code} style={{ display: 'flex', gap: 8 }}>
        <span style={{ flex: 1 }}>{i.name}</span>
        <span className="fig">
          {showMoney(i.price)} 元/{i.unit}
        </span>
      </li>
    ))}
  </ul>
)

const DRAFT = 'service.contact'
const keptContact = (): Record<string, string> =>
  JSON.parse(localStorage.getItem(DRAFT) ?? '{}') as Record<string, string>
/** 一张服务单：车、毛病、最多花多少，其余记得上次填的。 */
export const Place = ({
  kind,
  found,
  card,
  contest = false,
  onCancel,
}: {
  kind: string
  found: Found
  card: Card | null
  /** 比价: nobody is chosen yet; all whose cards fit are asked. */
  contest?: boolean
  onCancel: () => void
}) => {
  const go = useNavigate()
  const client = useQueryClient()
  const budgets = useQuery({
    queryKey: ['list', 'budget'],
    queryFn: () => get<Summary[]>('/api/budget/list', { state: '已下达' }),
  })
  const vehicles = useQuery({
    queryKey: ['vehicles'],
    queryFn: () =>
      get<{ plate: string; odometer: number; day: string }[]>('/api/service/listVehicles'),
    enabled: found.vehicle,
  })
  const [line, setLine] = useState<string>()
  const [plate, setPlate] = useState('')
  const [odometer, setOdometer] = useState<number | null>(null)
  const [want, setWant] = useState('')
  const [cap, setCap] = useState('')
  const [secret, setSecret] = useState<boolean | null>(kind === '印刷' ? null : false)
  const [to, setTo] = useState(keptContact)
  const [days, setDays] = useState(3)
  const { send, busy, said } = useSend<{ id: string }>(
    contest ? '/api/contest/call' : '/api/service/place',
    (d) => {
      localStorage.setItem(DRAFT, JSON.stringify(to))
      client.invalidateQueries()
      go(`/${contest ? 'contest' : 'service'}/${d.id}`)
    },
  )
  const [hours, setHours] = useState(24)
  const [shots, setShots] = useState<Shot[]>([])
  const last = vehicles.data?.find((v) => v.plate === plate)
  const text = (
    key: string,
    label: string,
    value: string,
    change: (v: string) => void,
    more: object = {},
  ) => (
    <div className="field">
      <label htmlFor={`service-${key}`}>{label}</label>
      <Input
        id={`service-${key}`}
        value={value}
        onChange={(e) => change(e.target.value)}
        {...more}
      />
    </div>
  )
  return (
    <section className="card">
      <h2>
        {kind}：
        {card
          ? card.supplierName
          : contest
            ? `请${found.cards.length}家比价`
            : '顺序轮候，由系统定一家'}
      </h2>
      {card ? (
        <details style={{ marginBottom: 12 }}>
          <summary>看价目</summary>
          <Rates items={card.items} />
        </details>
      ) : null}
      {found.vehicle ? (
        <>
          {vehicles.data && vehicles.data.length > 0 ? (
            <fieldset className="bar" aria-label="服务过的车" style={{ border: 0, padding: 0 }}>
              {vehicles.data.map((v) => (
                <Button
                  key={v.plate}
                  aria-pressed={v.plate === plate}
                  type={v.plate === plate ? 'primary' : 'default'}
                  onClick={() => setPlate(v.plate)}
                >
                  {v.plate}
                </Button>
              ))}
            </fieldset>
          ) : null}
          {text('plate', '车牌', plate, (v) => setPlate(v.trim().toUpperCase()), {
            placeholder: '如 蒙A12345',
          })}
          <div className="field">
            <label htmlFor="service-odo">里程表读数（公里）</label>
            <InputNumber
              id="service-odo"
              min={0}
              precision={0}
              style={{ width: 200 }}
              value={odometer}
              onChange={setOdometer}
            />
            {last ? (
              <div className="hint">
                {showDay(last.day)}送修时{last.odometer}公里
              </div>
            ) : null}
          </div>
        </>
      ) : null}
      {secret === null || (kind === '印刷' && secret) ? (
        <fieldset>
          <legend>印刷的内容涉及国家秘密吗？</legend>
          <span className="bar">
            <Button onClick={() => setSecret(false)}>不涉及</Button>
            <Button danger={secret === true} onClick={() => setSecret(true)}>
              涉及
            </Button>
          </span>
          {secret ? (
            <Alert
              type="warning"
              showIcon
              title="涉密的印刷不在本平台办理：请按保密规定办理，不要把文件或内容写进来。"
            />
          ) : null}
        </fieldset>
      ) : null}
      {secret === false ? (
        <>
          <div className="field">
            <label htmlFor="service-want">
              {found.vehicle ? '什么毛病、要做什么' : '要做什么'}
            </label>
            <Input.TextArea
              id="service-want"
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={want}
              onChange={(e) => setWant(e.target.value)}
            />
          </div>
          <div className="field">
            <label htmlFor="service-cap">最多花多少（元），随单冻结预算</label>
            <Input
              id="service-cap"
              className="money"
              inputMode="decimal"
              value={cap}
              onChange={(e) => setCap(tidyMoney(e.target.value))}
              onBlur={() => setCap(tidyMoney(cap, true))}
            />
            <div className="hint" aria-live="polite">
              {capital(cap) ||
                (card ? `直接选定单笔至多${showMoney(found.directLimit)}元` : '按需要填写')}
            </div>
          </div>
          <div className="field">
            <label htmlFor="service-line">预算指标</label>
            <Select
              id="service-line"
              aria-label="预算指标"
              style={{ width: '100%' }}
              value={line ?? budgets.data?.[0]?.id ?? null}
              onChange={setLine}
              options={(budgets.data ?? []).map((b) => ({
                value: b.id,
                label: `${b.title}　${b.no ?? ''}`,
              }))}
            />
          </div>
          {text('place', found.vehicle ? '车现在在哪里' : '服务地点', to['place'] ?? '', (v) =>
            setTo({ ...to, place: v }),
          )}
          {text('contact', '联系人', to['contact'] ?? '', (v) => setTo({ ...to, contact: v }))}
          {text('phone', '联系电话', to['phone'] ?? '', (v) => setTo({ ...to, phone: v }), {
            inputMode: 'tel',
          })}
          <div className="field">
            <label htmlFor="service-days">几天内做完</label>
            <InputNumber
              id="service-days"
              min={1}
              max={400}
              precision={0}
              value={days}
              onChange={(d) => setDays(d ?? 3)}
            />
          </div>
          {contest ? (
            <div className="field">
              <label htmlFor="contest-hours">几小时内报价</label>
              <InputNumber
                id="contest-hours"
                min={1}
                max={720}
                precision={0}
                value={hours}
                onChange={(h) => setHours(h ?? 24)}
              />
              <div className="hint">到时开启，谁也不能提前看。车牌和电话，选定的一家才看得到。</div>
            </div>
          ) : (
            <PhotoField label="现场照片" shots={shots} onChange={setShots} />
          )}
          {said}
        </>
      ) : null}
      <div className="bar">
        <Button
          type="primary"
          size="large"
          loading={busy}
          disabled={secret !== false}
          onClick={() =>
            send({
              kind,
              ...(contest
                ? { hours }
                : {
                    way: card ? '直接选定' : '顺序轮候',
                    card: card?.id ?? null,
                    photos: shots.map((x) => x.file),
                  }),
              line: line ?? budgets.data?.[0]?.id,
              cap: tidyMoney(cap, true),
              want,
              plate,
              odometer: odometer ?? 0,
              place: to['place'] ?? '',
              contact: to['contact'] ?? '',
              phone: to['phone'] ?? '',
              days,
            })
          }
        >
          {contest ? '发出比价（冻结预算）' : '下单（冻结预算）'}
        </Button>
        <Button size="large" onClick={onCancel}>
          另选一家
        </Button>
      </div>
    </section>
  )
}
