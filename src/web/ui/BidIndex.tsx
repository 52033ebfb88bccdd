import { useEffect, useState } from 'react'
import { type Attached, type BidForm, type BidIndex, indexItems } from './bidForm.ts'
import { pdfPages } from './pdfPages.ts'

/** The attachments with their pages, counted here and now: nothing of them leaves the browser for it. */
export function useAttached(files: readonly File[]): readonly Attached[] {
  const [counted, setCounted] = useState<readonly Attached[]>([])
  useEffect(() => {
    let current = true
    Promise.all(
      files.map(async (f) => ({
        name: f.name,
        pages: /\.pdf$/i.test(f.name) ? await pdfPages(f).catch(() => null) : null,
      })),
    ).then((all) => current && setCounted(all))
    return () => {
      current = false
    }
  }, [files])
  return counted
}
/** 响应索引: for every item the attachment and the page that answers it, so that whoever judges opens it there. */
export const IndexTable = ({
  data,
  files,
  value,
  onChange,
  issues,
}: {
  data: BidForm
  files: readonly Attached[]
  value: BidIndex
  onChange: (v: BidIndex) => void
  issues: Record<string, string>
}) => {
  const items = indexItems(data)
  const papers = files.filter((f) => /\.pdf$/i.test(f.name))
  if (papers.length === 0)
    return (
      <p className="meta">
        附件里有 PDF 的，可以在这里写明每一项在第几页；评审的人点一下就翻到那一页。
      </p>
    )
  const set = (key: string, more: BidIndex[string]) => {
    const next = { ...value[key], ...more }
    for (const k of Object.keys(next) as (keyof typeof next)[])
      if (next[k] === undefined) delete next[k]
    const { [key]: _, ...rest } = value
    onChange(Object.keys(next).length === 0 ? rest : { ...rest, [key]: next })
  }
  const number = (text: string) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined)
  const left = items.filter((i) => value[i.key]?.page === undefined).length
  return (
    <section className="sheet" aria-label="响应索引">
      <h3>响应索引</h3>
      <p className="meta" aria-live="polite">
        每一项在哪份附件的第几页，与投标一同加密。
        {left > 0 ? `还有 ${left} 项没有写（可不写）。` : '各项都已写明。'}
      </p>
      <table className="t">
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">附件</th>
            <th scope="col">页</th>
          </tr>
        </thead>
        <tbody>
          {items.map((i) => {
            const at = value[i.key] ?? {}
            const wrong = issues[`index.${i.key}`]
            const only = papers.length === 1 ? papers[0]?.name : undefined
            return (
              <tr key={i.key}>
                <td className="whole">
                  <span className="meta">{i.group}　</span>
                  {i.title}
                </td>
                <td data-label="附件">
                  <select
                    aria-label={`${i.title} 在哪份附件`}
                    value={at.file ?? ''}
                    onChange={(e) => set(i.key, { file: e.target.value || undefined } as never)}
                  >
                    <option value="">未写</option>
                    {papers.map((p) => (
                      <option key={p.name} value={p.name}>
                        {p.name}
                        {p.pages === null ? '' : `（${p.pages}页）`}
                      </option>
                    ))}
                  </select>
                </td>
                <td data-label="页">
                  <span className="pages">
                    <input
                      inputMode="numeric"
                      aria-label={`${i.title} 起页`}
                      value={at.page ?? ''}
                      onChange={(e) => {
                        const page = number(e.target.value)
                        const file = at.file ?? only
                        set(i.key, {
                          page,
                          ...(page !== undefined && file !== undefined ? { file } : {}),
                        } as never)
                      }}
                    />
                    至
                    <input
                      inputMode="numeric"
                      aria-label={`${i.title} 止页`}
                      value={at.to ?? ''}
                      onChange={(e) => set(i.key, { to: number(e.target.value) } as never)}
                    />
                  </span>
                  {wrong ? (
                    <div className="bad" role="alert">
                      {wrong}
                    </div>
                  ) : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
