import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { get } from '../api.ts'
import { showInstant } from '../words.ts'
import { Act } from './Act.tsx'

/** 举报一件商品，并看到以前的举报有什么结果。 */
export const ReportButton = ({ offer }: { offer: string }) => {
  const [open, setOpen] = useState(false)
  const { data, refetch } = useQuery({
    queryKey: ['tickets', offer],
    queryFn: () =>
      get<
        { kind: string; state: string; measure: string | null; ruling: string | null; at: string }[]
      >('/api/ticket/listClosed', { offer }),
  })
  return (
    <>
      {open ? null : <Button onClick={() => setOpen(true)}>举报</Button>}
      {open ? (
        <div style={{ flexBasis: '100%' }}>
          <Act
            module="ticket"
            action="report"
            start={{ offer }}
            onDone={() => {
              setOpen(false)
              refetch()
            }}
            onCancel={() => setOpen(false)}
          />
        </div>
      ) : null}
      {data && data.length > 0 ? (
        <ul className="plain" style={{ flexBasis: '100%' }}>
          {data.map((t) => (
            <li key={t.at}>
              <span className={`chip ${t.state === '已处理' ? 'warn' : ''}`}>{t.state}</span>{' '}
              {t.kind}
              {t.measure ? `，${t.measure}` : ''}　<span className="meta">{showInstant(t.at)}</span>
              <div className="meta">{t.ruling}</div>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
