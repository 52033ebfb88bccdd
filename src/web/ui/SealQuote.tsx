import { useQuery } from '@tanstack/react-query'
import { get, post, type RecordView, type Schema } from '../api.ts'
import { showInstant } from '../words.ts'
import { SealPaper, type SealReceipt } from './SealPaper.tsx'
import type { SealView } from './seal.worker.ts'

interface Round {
  id: string
  kind: string
  deadline: string
  seal: SealView & { params: { custodians: { name: string }[] } }
  schema: Schema
}
/** 报价信封、最后报价：一轮一箱，与投标同一保管，在本机封存，到时同时开启。 */
export const SealQuote = ({
  lot,
  quote,
  onDone,
  onCancel,
}: {
  lot: string
  quote?: string
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const { data: record } = useQuery({
    queryKey: ['lot', lot],
    queryFn: () => get<RecordView>('/api/lot/get', { id: lot }),
  })
  if (!record) return <p className="meta">正在取采购包……</p>
  const round = record.data['round'] as Round | undefined
  if (!round) return <p className="meta">这一轮报价已经开启。</p>
  const items = record.data['items'] as { name: string }[]
  return (
    <SealPaper
      kind={round.kind}
      again={quote !== undefined}
      about={`${showInstant(round.deadline)}截止。`}
      seal={round.seal}
      custodians={round.seal.params.custodians.map((c) => c.name)}
      schema={round.schema}
      start={{ items: items.map((i) => ({ name: i.name, unitPrice: '' })), changes: '' }}
      send={(body) =>
        quote
          ? post<SealReceipt>('/api/quote/replace', { id: quote, ...body }, crypto.randomUUID())
          : post<SealReceipt>(
              '/api/quote/submit',
              { round: round.id, ...body },
              crypto.randomUUID(),
            )
      }
      onDone={onDone}
      onCancel={onCancel}
    />
  )
}
