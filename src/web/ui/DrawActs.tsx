import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { get, Problem, post, type RecordView, type Refusal } from '../api.ts'
import { Refusals } from './pieces.tsx'

/** Who commits, as the journal calls it. */
const partyOf: Record<string, string> = {
  代理经办: '代理机构',
  采购人经办: '采购人',
  采购人审核: '采购人',
  财政监管: '财政部门',
}
const hex = (b: Uint8Array) => [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
/** A random number that stays in this browser until it is revealed, and what is said of it before. */
async function commitment(role: string, place: string): Promise<string> {
  const key = `draw-nonce/${place}`
  const nonce = localStorage.getItem(key) ?? hex(crypto.getRandomValues(new Uint8Array(32)))
  localStorage.setItem(key, nonce)
  const text = new TextEncoder().encode(`yiwang/draw-nonce/v1\n${partyOf[role]}\n${nonce}`)
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', text)))
}
const useSend = (onDone: () => void) => {
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async (run: () => Promise<unknown>) => {
    setBusy(true)
    setRefusals([])
    setFailure('')
    try {
      await run()
      onDone()
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      setRefusals(e.refusals)
      setFailure(e.refusals.length > 0 ? '' : e.message)
    } finally {
      setBusy(false)
    }
  }
  return { send, busy, shown: <Outcome refusals={refusals} failure={failure} /> }
}
const Outcome = ({ refusals, failure }: { refusals: Refusal[]; failure: string }) => (
  <>
    <Refusals refusals={refusals} />
    {failure ? (
      <p role="alert" className="refusal">
        {failure}
      </p>
    ) : null}
  </>
)

/** 抽取评审专家: how many, why again, and whether this agency adds its own randomness. */
export const DrawStart = ({
  tender,
  process,
  role,
  framework,
  onDone,
  onCancel,
}: {
  tender: string
  process: string
  role: string
  /** The step of a framework that draws; a tender says its day and place itself. */
  framework?: 'draw' | 'drawMore'
  onDone: () => void
  onCancel: () => void
}) => {
  const [day, setDay] = useState(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))
  const [place, setPlace] = useState('')
  const [need, setNeed] = useState<number | null>(4)
  const [reason, setReason] = useState('')
  const [own, setOwn] = useState(framework === undefined)
  const [site, setSite] = useState<string | null>(null)
  const rooms = useQuery({
    queryKey: ['rooms', tender],
    enabled: framework === undefined,
    queryFn: async () => {
      const all = await get<{ id: string; process: string }[]>('/api/remote/list')
      const own = all.find((r) => r.process === process)
      if (!own) return []
      const { data } = await get<{
        data: { sites: { booking: string; name: string; kind: string; state: string }[] }
      }>('/api/remote/get', { id: own.id })
      return data.sites.filter((x) => x.state === '已确认')
    },
  })
  const { send, busy, shown } = useSend(onDone)
  return (
    <section className="card">
      <h2>抽取评审专家</h2>
      <p className="meta">
        名单按专业筛选、依规回避之后先公布承诺，再等流水的下一个检查点作随机数定出次序；系统按次序逐位电话通知，姓名到签到时才启封。
      </p>
      <div className="field">
        <label htmlFor="need">抽取人数</label>
        <InputNumber id="need" min={1} max={15} value={need} onChange={setNeed} />
      </div>
      {framework === undefined ? null : (
        <>
          <div className="field">
            <label htmlFor="day">评审日</label>
            <Input id="day" type="date" value={day} onChange={(e) => setDay(e.target.value)} />
          </div>
          <div className="field">
            <label htmlFor="place">评审地点</label>
            <Input id="place" value={place} onChange={(e) => setPlace(e.target.value)} />
          </div>
        </>
      )}
      {rooms.data && rooms.data.length > 0 ? (
        <div className="field">
          <label htmlFor="site">会场</label>
          <Select
            id="site"
            allowClear
            value={site}
            onChange={(v) => setSite(v ?? null)}
            placeholder="不分会场，全自治区抽取"
            style={{ width: '100%' }}
            options={rooms.data.map((x) => ({
              value: x.booking,
              label: `${x.kind}　${x.name}（从所在盟市的专家中抽取）`,
            }))}
          />
        </div>
      ) : null}
      <div className="field">
        <label htmlFor="reason">补抽、重抽的理由（第一次抽取不填）</label>
        <Input.TextArea
          id="reason"
          rows={2}
          value={reason}
          onChange={(e) => setReason(e.target.value)}
        />
      </div>
      <div className="field">
        <Checkbox checked={own} onChange={(e) => setOwn(e.target.checked)}>
          本机构加入自己的随机数
        </Checkbox>
        <p className="hint">
          加入以后，连平台也不能事先知道次序。随机数只存在这个浏览器里，信标出现后三十分钟内须回到抽取页揭示，逾期作废并公开。
        </p>
      </div>
      {shown}
      <div className="bar">
        <Button
          type="primary"
          loading={busy}
          onClick={() =>
            send(async () =>
              post(framework === undefined ? '/api/tender/draw' : `/api/framework/${framework}`, {
                id: tender,
                need: need ?? 0,
                reason,
                ...(framework === undefined ? { site } : { reviewDay: day, place }),
                commitment: own ? await commitment(role, tender) : null,
              }),
            )
          }
        >
          公布条件并抽取
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </section>
  )
}

/** 加入承诺、揭示: one button each; the number itself is never typed. */
export const DrawNonce = ({
  record,
  action,
  role,
  onDone,
  onCancel,
}: {
  record: RecordView
  action: 'join' | 'reveal'
  role: string
  onDone: () => void
  onCancel: () => void
}) => {
  const place = ['代理经办', '采购人经办'].includes(role)
    ? String(record.data['tender'])
    : record.id
  const kept = localStorage.getItem(`draw-nonce/${place}`)
  const { send, busy, shown } = useSend(() => {
    if (action === 'reveal') localStorage.removeItem(`draw-nonce/${place}`)
    onDone()
  })
  return (
    <section className="card">
      <h2>{action === 'join' ? '加入承诺' : '揭示随机数'}</h2>
      <p>
        {action === 'join'
          ? '在这个浏览器里生成一个随机数，现在只公布它的摘要；信标出现后再揭示。'
          : kept === null
            ? '这个浏览器里没有当时的随机数，请回到承诺时用的浏览器。'
            : '公布当时的随机数；各方都揭示后，系统立即定出次序。'}
      </p>
      {shown}
      <div className="bar">
        <Button
          type="primary"
          loading={busy}
          disabled={action === 'reveal' && kept === null}
          onClick={() =>
            send(async () =>
              action === 'join'
                ? post('/api/draw/join', {
                    id: record.id,
                    commitment: await commitment(role, place),
                  })
                : post('/api/draw/reveal', { id: record.id, nonce: kept }),
            )
          }
        >
          {action === 'join' ? '承诺' : '揭示'}
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </section>
  )
}
