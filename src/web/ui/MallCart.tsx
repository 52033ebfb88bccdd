import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { get, post } from '../api.ts'
import { showDay } from '../words.ts'

export interface Offer {
  id: string
  supplierName: string
  item: string
  itemName: string
  name: string
  brand: string
  model: string
  unit: string
  price: string
  attributes: Record<string, string | number | boolean>
  regions: string[]
  certificateEnded: string | null
}
/** Found and marked: it cannot be ordered and its price is compared with nobody's. */
export const Ended = ({ on }: { on: string | null }) =>
  on === null ? null : (
    <span className="chip no" style={{ marginLeft: 0 }}>
      证书已于{showDay(on)}到期，不能下单
    </span>
  )
export interface Evidence {
  basis: string | null
  suppliers: number
  median: string | null
  least: string | null
  guard: string | null
  cheapest: { offer: string; supplier: string } | null
  said: string
}
export const say = (v: string | number | boolean) =>
  v === true ? '是' : v === false ? '否' : String(v)
export const buys = (role: string) => role === '采购人经办' || role === '采购人审核'

/** Put one in the cart and say so, without leaving the page. */
export const AddToCart = ({ offer, quantity = 1 }: { offer: string; quantity?: number }) => {
  const client = useQueryClient()
  const [state, setState] = useState<'' | 'busy' | 'done' | string>('')
  return (
    <>
      <Button
        type="primary"
        loading={state === 'busy'}
        onClick={() => {
          setState('busy')
          post('/api/shelf/put', { offer, quantity, line: null }).then(
            () => {
              setState('done')
              client.invalidateQueries({ queryKey: ['cart'] })
            },
            (e: Error) => setState(e.message),
          )
        }}
      >
        放进购物车
      </Button>
      <span role="status" className="meta" style={{ alignSelf: 'center' }}>
        {state === 'done' ? (
          <>
            已放进。<Link to="/cart">去购物车</Link>
          </>
        ) : state === 'busy' ? (
          ''
        ) : (
          state
        )}
      </span>
    </>
  )
}
export const CartLink = () => {
  const { data } = useQuery({
    queryKey: ['cart'],
    queryFn: () => get<{ lines: unknown[] }>('/api/shelf/listCart'),
  })
  return (
    <Link to="/cart">
      <Button>购物车{data && data.lines.length > 0 ? `（${data.lines.length}）` : ''}</Button>
    </Link>
  )
}
