import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Select } from 'antd'
import { useEffect, useState } from 'react'
import { get, Problem, post, type Refusal } from '../api.ts'
import { checkDevice, type Device } from '../ui/device.ts'
import { Refusals } from '../ui/pieces.tsx'
import { showInstant } from '../words.ts'

interface Mine {
  remote: string
  state: string
  title: string
  starts: string
  sites: { booking: string; name: string; address: string; kind: string; seats: number[] }[]
  sitting: { id: string; booking: string; seat: number; state: string } | null
}
const useMine = () =>
  useQuery({
    queryKey: ['seats'],
    queryFn: () => get<Mine[]>('/api/sitting/listMine'),
    refetchInterval: 15_000,
  })

/** 席位回音: while a member works anywhere in the workbench, the house hears from the seat. */
export const SeatBeat = () => {
  const { data } = useMine()
  const [state, setState] = useState('')
  const seat = data?.find((m) => m.sitting?.state === '已到席')
  const id = seat?.sitting?.id
  useEffect(() => {
    if (!id) return
    const beat = () =>
      post<{ state: string }>('/api/sitting/beat', { id }).then(
        (a) => setState(a.state),
        () => setState('断线'),
      )
    beat()
    const timer = setInterval(beat, 15_000)
    return () => clearInterval(timer)
  }, [id])
  if (!seat) return null
  return (
    <p className="seat-line" role="status">
      {seat.sitting?.seat}号席{'　'}
      {state === '进行中'
        ? '已连线'
        : state === '已暂停'
          ? '异地评审已暂停，等各席连上；已保存的都在'
          : state === '断线'
            ? '连不上服务器，正在重试'
            : '已到席，等待开场'}
    </p>
  )
}

/** 我的席位: the member checks the equipment of the seat and sits down; the keeper of the room then checks a face. */
export const Seat = () => {
  const { data, error } = useMine()
  if (error) return <Alert type="error" showIcon title={error.message} />
  return (
    <>
      <h1>我的席位</h1>
      {data === undefined ? <p className="meta">正在取……</p> : null}
      {data?.length === 0 ? (
        <p className="card">
          没有要到席的异地评审。签到以后，安排了异地评审的项目会在这里列出各会场的席位。
        </p>
      ) : null}
      {data?.map((m) => (
        <One key={m.remote} m={m} />
      ))}
    </>
  )
}
const One = ({ m }: { m: Mine }) => {
  const client = useQueryClient()
  const [device, setDevice] = useState<Device | null>(null)
  const [checking, setChecking] = useState(false)
  const [at, setAt] = useState<string | null>(null)
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const check = async () => {
    setChecking(true)
    try {
      setDevice(await checkDevice())
    } finally {
      setChecking(false)
    }
  }
  const sit = () => {
    const [booking, seat] = (at ?? '').split(' ')
    return post(`/api/sitting/${m.sitting ? 'move' : 'sit'}`, {
      remote: m.remote,
      booking,
      seat: Number(seat),
      device,
    }).then(
      () => {
        setRefusals([])
        client.invalidateQueries()
      },
      (e: unknown) => {
        if (!(e instanceof Problem)) throw e
        setRefusals(
          e.refusals.length > 0
            ? e.refusals
            : [
                {
                  rule: '没有办成',
                  because: e.message,
                  cites: [],
                  facts: {},
                  cure: '请稍后再试；仍不行的，请联系平台管理员',
                },
              ],
        )
      },
    )
  }
  return (
    <section className="card">
      <h2>
        {m.title} <span className="chip state">{m.state}</span>
      </h2>
      <p>{showInstant(m.starts)}开场</p>
      {m.sitting && m.sitting.state !== '已离席' ? (
        <p>
          <strong>{m.sitting.seat}号席</strong>
          {'　'}
          {m.sitting.state === '待核验'
            ? '自检合格，请会场工作人员当面核验身份。'
            : '已到席。评审时请不要关闭工作台。'}
        </p>
      ) : null}
      <ol className="steps">
        <li>
          <Button onClick={check} loading={checking}>
            自检这一席的设备
          </Button>
          {device ? (
            <dl className="facts">
              <dt>摄像头</dt>
              <dd>{device.camera ? '正常' : '没有找到，或没有允许使用'}</dd>
              <dt>话筒</dt>
              <dd>{device.microphone ? '正常' : '没有找到，或没有允许使用'}</dd>
              <dt>时延</dt>
              <dd>{device.latency} 毫秒</dd>
              <dt>带宽</dt>
              <dd>{(device.bandwidth / 1000).toFixed(1)} 兆</dd>
            </dl>
          ) : (
            <p className="meta">浏览器会请求使用摄像头和话筒，只检查有没有，不录制。</p>
          )}
        </li>
        <li>
          <Select
            aria-label="席位"
            placeholder="看桌上的席号"
            value={at}
            onChange={setAt}
            style={{ minWidth: 260 }}
            notFoundContent="没有空着的席位"
            options={m.sites.map((s) => ({
              label: `${s.kind}　${s.name}（${s.address}）`,
              options: s.seats.map((n) => ({
                value: `${s.booking} ${n}`,
                label: `${s.name}　${n}号席`,
              })),
            }))}
          />{' '}
          <Button type="primary" disabled={!device || !at} onClick={sit}>
            {m.sitting ? '改坐这一席' : '在这一席就座'}
          </Button>
        </li>
      </ol>
      <Refusals refusals={refusals} />
    </section>
  )
}
