import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { get, post, type Schema } from '../api.ts'
import { FrameworkField } from './Pickers.tsx'
import { SealPaper, type SealReceipt } from './SealPaper.tsx'
import type { SealView } from './seal.worker.ts'

interface Asked {
  title: string
  seal: SealView
  custody: string[]
  schema: Schema
  ceiling: string
  unit: string
  consumables: string[]
}
const fen = (yuan: unknown) =>
  /^\d+(\.\d{1,2})?$/.test(String(yuan)) ? Math.round(Number(yuan) * 100) : null

/** 框架协议的响应文件：先选包，再在本机封存；报价、产品和代理商到开启时才有人读到。 */
export const SealResponse = ({
  response,
  lot: given,
  onDone,
  onCancel,
}: {
  response?: string
  lot?: string
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const [params] = useSearchParams()
  const [lot, setLot] = useState(given ?? params.get('lot') ?? '')
  const { data, error } = useQuery({
    queryKey: ['seal', lot],
    queryFn: () => get<Asked>('/api/frameworkResponse/getSeal', { lot }),
    enabled: lot !== '',
    retry: false,
  })
  return (
    <>
      {given ? null : (
        <section className="card">
          <div className="field">
            <label htmlFor="lot">对哪一包响应</label>
            <FrameworkField
              id="lot"
              kind="frameLot"
              asked
              label="采购包"
              value={lot}
              onChange={(v) => setLot(String(v ?? ''))}
            />
          </div>
        </section>
      )}
      {error ? <Alert type="error" showIcon title="这一包现在不征集响应" /> : null}
      {data ? (
        <SealPaper
          key={lot}
          kind="响应文件"
          again={response !== undefined}
          about={`${data.title}，最高限制单价${data.ceiling}元/${data.unit}。`}
          seal={data.seal}
          custodians={data.custody}
          schema={data.schema}
          start={{
            price: '',
            thing: { name: '', brand: '', model: '', spec: '' },
            extras: data.consumables.map((name) => ({ name, price: '' })),
          }}
          check={(d) => faultsOf(d, data)}
          send={(body) =>
            response
              ? post<SealReceipt>(
                  '/api/frameworkResponse/replace',
                  { id: response, ...body },
                  crypto.randomUUID(),
                )
              : post<SealReceipt>(
                  '/api/frameworkResponse/submit',
                  { lot, ...body },
                  crypto.randomUUID(),
                )
          }
          onDone={onDone}
          onCancel={onCancel}
        />
      ) : null}
    </>
  )
}
/** The platform cannot read it before the opening, so what would be invalid then is said here. */
function faultsOf(d: Record<string, unknown>, asked: Asked): string {
  const price = fen(d['price'])
  const thing = d['thing'] as Record<string, unknown>
  const extras = d['extras'] as { name: string; price: string }[]
  const missing = asked.consumables.filter((n) => {
    const quoted = extras.find((x) => x.name === n)
    return !quoted || !fen(quoted.price)
  })
  return [
    ...(price === null || price <= 0 ? ['报价须是大于零的金额，至多两位小数'] : []),
    ...(price !== null && price > (fen(asked.ceiling) ?? 0)
      ? [`报价超过最高限制单价${asked.ceiling}元，开启时将无效`]
      : []),
    ...(missing.length > 0 ? [`没有对${missing.join('、')}报价`] : []),
    ...(!thing['name'] || !thing['spec'] ? ['产品或者服务的名称、技术规格没有填'] : []),
    ...(!thing['standing'] ? ['没有选本单位是生产厂家、唯一授权供应商还是服务提供者'] : []),
  ].join('；')
}
