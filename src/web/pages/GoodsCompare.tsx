import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { get } from '../api.ts'
import { Ended } from '../ui/MallCart.tsx'
import { showMoney } from '../words.ts'

interface Compared {
  id: string
  name: string
  brand: string
  model: string
  unit: string
  price: string
  itemName: string
  supplierName: string
  attributes: Record<string, string | number | boolean>
  regions: string[]
  certificates: string[]
  certificateEnded: string | null
}
const say = (v: string | number | boolean | undefined) =>
  v === undefined ? '—' : v === true ? '是' : v === false ? '否' : String(v)
/** Up to six goods side by side; a row where they differ is marked. */
export const GoodsCompare = () => {
  const [asked] = useSearchParams()
  const ids = asked.get('ids') ?? ''
  const { data, error } = useQuery({
    queryKey: ['compare', ids],
    retry: false,
    queryFn: () => get<Compared[]>('/api/goods/listCompare', { ids }),
  })
  if (error) return <Alert type="error" showIcon title={error.message} />
  if (!data) return <p className="meta">正在取……</p>
  const names = [...new Set(data.flatMap((o) => Object.keys(o.attributes)))]
  const rows: [string, string[]][] = [
    ['单价', data.map((o) => `${showMoney(o.price)} 元/${o.unit}`)],
    ['品牌型号', data.map((o) => `${o.brand} ${o.model}`)],
    ['品目', data.map((o) => o.itemName)],
    ['供应商', data.map((o) => o.supplierName)],
    [
      '供货地区',
      data.map((o) => o.regions.map((r) => (r === '内蒙古自治区' ? '全区' : r)).join('、')),
    ],
    ['有效证书', data.map((o) => o.certificates.join('、') || '无')],
    ...names.map((n): [string, string[]] => [n, data.map((o) => say(o.attributes[n]))]),
  ]
  return (
    <>
      <h1>商品比较</h1>
      <section className="card wide">
        {data.length === 0 ? <p className="meta">选中的商品已不在库。</p> : null}
        <table className="t">
          <thead>
            <tr>
              <th scope="col">项目</th>
              {data.map((o) => (
                <th key={o.id} scope="col">
                  <Link to={`/goods/${o.id}`}>{o.name}</Link> <Ended on={o.certificateEnded} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, values]) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  {new Set(values).size > 1 ? <span className="meta">（不同）</span> : null}
                </th>
                {values.map((v, i) => (
                  <td key={data[i]?.id} data-label={`${data[i]?.supplierName} ${data[i]?.name}`}>
                    {v}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p>
        <Link to="/goods">回到商品库</Link>
      </p>
    </>
  )
}
