import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { get } from '../api.ts'
import { showMoney } from '../words.ts'

interface Facets {
  total: number
  capped: boolean
  price: { least: string; median: string; most: string } | null
  groups: {
    key: string
    label: string
    kind: 'item' | 'brand' | 'supplier' | 'region' | 'certificate' | 'attribute'
    values: { value: string; label: string; count: number }[]
  }[]
}
/** What the goods found have in common, with counts: choosing one narrows, choosing nothing widens again. */
export const Narrow = ({
  query,
  set,
}: {
  query: Record<string, string>
  set: (more: Record<string, string>) => void
}) => {
  const { page: _, order: __, ...asked } = query
  const { data } = useQuery({
    queryKey: ['facets', asked],
    queryFn: () => get<Facets>('/api/goods/findFacets', asked),
    placeholderData: keepPreviousData,
  })
  const chosen = (query['attributes'] ?? '').split(';').filter((p) => p !== '')
  const chosenIn = (g: Facets['groups'][number]) =>
    g.kind === 'attribute'
      ? (chosen.find((p) => p.startsWith(`${g.key}=`))?.slice(g.key.length + 1) ?? '')
      : (query[g.kind] ?? '')
  const choose = (g: Facets['groups'][number], value: string) =>
    g.kind === 'attribute'
      ? set({
          attributes: [
            ...chosen.filter((p) => !p.startsWith(`${g.key}=`)),
            ...(value ? [`${g.key}=${value}`] : []),
          ].join(';'),
        })
      : set({ [g.kind]: value })
  if (!data || (data.total === 0 && Object.keys(asked).length === 0)) return null
  return (
    <section className="card" aria-label="筛选">
      <p className="meta" aria-live="polite">
        {data.capped
          ? `多于 ${data.total} 件（各值的件数按前 ${data.total} 件计）`
          : `${data.total} 件`}
        {data.price
          ? `，${showMoney(data.price.least)} 至 ${showMoney(data.price.most)} 元，中位 ${showMoney(data.price.median)} 元`
          : ''}
      </p>
      <div className="bar">
        {data.groups.map((g) => (
          <Select
            key={g.kind + g.key}
            aria-label={g.label}
            value={chosenIn(g)}
            onChange={(v) => choose(g, v)}
            style={{ minWidth: 160 }}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: '', label: `${g.label}：全部` },
              ...(chosenIn(g) !== '' && !g.values.some((v) => v.value === chosenIn(g))
                ? [{ value: chosenIn(g), label: chosenIn(g) }]
                : []),
              ...g.values.map((v) => ({ value: v.value, label: `${v.label}（${v.count}）` })),
            ]}
          />
        ))}
        {Object.keys(asked).length > 0 ? (
          <Button
            onClick={() =>
              set(
                Object.fromEntries(
                  Object.keys(asked).map((k) => [k, k === 'q' ? (asked[k] ?? '') : '']),
                ),
              )
            }
          >
            清除筛选
          </Button>
        ) : null}
      </div>
    </section>
  )
}
