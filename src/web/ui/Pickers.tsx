import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Select } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { get } from '../api.ts'
import { CatalogueBrowser } from './CatalogueBrowser.tsx'

/** An item of the catalogue: by what it is called, or walked to from the top. */
export const ItemField = ({
  id,
  value,
  onChange,
  label,
}: {
  id: string
  value: string
  onChange: (v: unknown) => void
  label: string
}) => {
  const [at, go] = useState('')
  const [open, setOpen] = useState(false)
  return (
    <div className="bar">
      <div style={{ flex: '0 1 40em', minWidth: 0 }}>
        <Remote
          key={value}
          id={id}
          value={value}
          onChange={onChange}
          search
          load={(word) =>
            get<{ code: string; name: string }[]>('/api/library/findItems', {
              word: word || value || 'A02',
            }).then((r) => r.map((o) => ({ value: o.code, label: `${o.code} ${o.name}` })))
          }
          label={label}
        />
      </div>
      <Button onClick={() => setOpen(true)}>从目录里选</Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title="品目目录（2022年版）"
        size={480}
        destroyOnHidden
      >
        <CatalogueBrowser
          at={at}
          go={go}
          choose={(i) => {
            onChange(i.code)
            setOpen(false)
          }}
        />
      </Drawer>
    </div>
  )
}
/** One of the goods of the listing whose page this is. */
export const OfferField = (p: { id: string; value: string; onChange: (v: unknown) => void }) => {
  const { id = '' } = useParams()
  return (
    <Remote
      {...p}
      label="商品"
      load={() =>
        get<{ id: string; sku: string; name: string; price: string }[]>('/api/listing/listOffers', {
          id,
        }).then((r) => r.map((o) => ({ value: o.id, label: `${o.sku} ${o.name}　${o.price}元` })))
      }
    />
  )
}
interface Offered {
  data: {
    candidates?: { bid: string; name: string; place: number; research: string; first: string }[]
    products?: { id: string; name: string; first: string }[]
  }
}
/** Of the co-operative innovation whose page this is: a candidate of its ranking, or a product that was accepted. */
export const InnovationField = ({
  kind,
  ...p
}: {
  id: string
  value: string
  onChange: (v: unknown) => void
  kind: 'candidate' | 'product'
  label: string
}) => {
  const { id = '' } = useParams()
  return (
    <Remote
      {...p}
      about={id}
      load={async () => {
        const { data } = await get<Offered>('/api/innovation/get', { id })
        return kind === 'candidate'
          ? (data.candidates ?? []).map((c) => ({
              value: c.bid,
              label: `第${c.place}名 ${c.name}　补偿${c.research}元　首购${c.first}元`,
            }))
          : (data.products ?? []).map((x) => ({
              value: x.id,
              label: `${x.name}　首购${x.first}元`,
            }))
      }}
    />
  )
}
interface OpenLot {
  lot: string
  title: string
  state: string
  lotNo: number
  name: string
  unit: string
  ceiling: string
  members: { id: string; name: string; price: string; turn: number }[]
}
/** A package of a framework that is asked for or in force, or one of its suppliers. */
export const FrameworkField = ({
  kind,
  asked,
  ...p
}: {
  id: string
  value: string
  onChange: (v: unknown) => void
  kind: 'frameLot' | 'frameMember'
  /** Only packages that take sealed answers now. */
  asked?: boolean
  label: string
}) => (
  <Remote
    {...p}
    load={async () => {
      const lots = await get<OpenLot[]>('/api/framework/listLots')
      return kind === 'frameLot'
        ? lots
            .filter((l) => !asked || ['征集中', '补充征集中'].includes(l.state))
            .map((l) => ({
              value: l.lot,
              label: `${l.title}　第${l.lotNo}包 ${l.name}　至多${l.ceiling}元/${l.unit}　${l.state}`,
            }))
        : lots.flatMap((l) =>
            l.members.map((m) => ({
              value: m.id,
              label: `${m.name}　${l.name} ${m.price}元/${l.unit}　${l.title}`,
            })),
          )
    }}
  />
)
/** A room or a seat of the remote evaluation whose page this is. */
export const SeatField = ({
  kind,
  ...p
}: {
  id: string
  value: string
  onChange: (v: unknown) => void
  kind: string
  label: string
}) => {
  const { id = '' } = useParams()
  return (
    <Remote
      {...p}
      load={async () => {
        const { data } = await get<{
          data: {
            sites: { booking: string; name: string; kind: string; seats: number[]; state: string }[]
            seats: { sitting: string; venue: string; seat: number; link: string }[]
          }
        }>('/api/remote/get', { id })
        return kind === 'sitting'
          ? data.seats.map((x) => ({
              value: x.sitting,
              label: `${x.venue}　${x.seat}号席　${x.link}`,
            }))
          : data.sites
              .filter((x) => x.state === '已确认')
              .map((x) => ({
                value: x.booking,
                label: `${x.kind}　${x.name}（${x.seats.join('、')}号）`,
              }))
      }}
    />
  )
}
/** An instalment, or one of the goods, of the contract this form has named. */
export const ContractField = ({
  kind,
  contract,
  onChange,
  label,
  ...p
}: {
  id: string
  value: string
  onChange: (v: unknown) => void
  kind: 'instalment' | 'article'
  contract: string
  label: string
}) => (
  <Remote
    key={contract}
    {...p}
    label={label}
    about={contract}
    empty={contract ? '没有可选的' : '先选采购合同'}
    onChange={(v) => onChange(kind === 'instalment' ? Number(v) : v)}
    load={async () => {
      if (!contract) return []
      const { data } = await get<{
        data: {
          schedule: { name: string; amount: string; condition: string }[]
          goods: { name: string; quantity: number; unit: string }[]
        }
      }>('/api/contract/get', { id: contract })
      return kind === 'instalment'
        ? data.schedule.map((x, i) => ({
            value: String(i),
            label: `第${i + 1}期　${x.name}　${x.amount}元　${x.condition}`,
          }))
        : data.goods.map((x) => ({
            value: x.name,
            label: `${x.name}　${x.quantity}${x.unit}`,
          }))
    }}
  />
)
/** What was offered under which name, so that a person checks his answers by names. */
const names = new Map<string, string>()
export const nameOf = (value: string): string | undefined => names.get(value)
/** One of what the server offers. */
export const Remote = ({
  id,
  value,
  onChange,
  load,
  label,
  search,
  about = '',
  empty = '没有可选的',
}: {
  id: string
  value: string
  onChange: (v: unknown) => void
  load: (word: string) => Promise<{ value: string; label: string }[]>
  label: string
  search?: boolean
  /** The record whose parts are offered, where they are of one. */
  about?: string
  empty?: string
}) => {
  const [word, setWord] = useState('')
  const { data, isLoading } = useQuery({
    queryKey: ['remote', label, about, search ? word : ''],
    queryFn: async () => {
      const options = await load(word)
      for (const o of options) names.set(o.value, o.label)
      return options
    },
  })
  return (
    <Select
      id={id}
      aria-label={label}
      value={value || null}
      onChange={onChange}
      loading={isLoading}
      showSearch
      filterOption={search ? false : (input, o) => String(o?.label ?? '').includes(input)}
      onSearch={setWord}
      options={data ?? []}
      style={{ width: '100%' }}
      notFoundContent={empty}
    />
  )
}
