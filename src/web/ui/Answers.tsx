import type { Schema } from '../api.ts'
import { capital, showDay, showInstant, showMoney } from '../words.ts'
import { plain } from './Form.tsx'
import { nameOf } from './Pickers.tsx'

type Data = Record<string, unknown>
/** Check your answers: everything that will be sent, as a person reads it; lists as tables, not as a count. */
export const Answers = ({ schema, value }: { schema: Schema; value: Data }) => (
  <dl style={{ marginBottom: 16 }}>
    {fieldsOf(schema)
      .filter(([k]) => k !== 'id')
      .map(([k, s]) => (
        <div key={k} style={{ display: 'contents' }}>
          <dt>{s.title ?? k}</dt>
          <dd>
            <One schema={s} value={value[k]} />
          </dd>
        </div>
      ))}
  </dl>
)
const fieldsOf = (s: Schema): [string, Schema][] =>
  Object.entries(s.properties ?? {}).map(([k, p]) => [k, plain(p).schema])

const One = ({ schema, value }: { schema: Schema; value: unknown }) => {
  if (value === undefined || value === null || value === '') return <span className="meta">—</span>
  if (Array.isArray(value)) {
    const item = plain(schema.items ?? {}).schema
    if (value.length === 0) return <span className="meta">没有</span>
    const columns = fieldsOf(item)
    if (columns.length === 0)
      return (
        <ul className="plain">
          {value.map((v) => (
            <li key={String(v)}>
              <One schema={item} value={v} />
            </li>
          ))}
        </ul>
      )
    return (
      <div className="wide">
        <table className="t">
          <thead>
            <tr>
              {columns.map(([k, s]) => (
                <th key={k} scope="col" className={s['x-kind'] === 'money' ? 'num' : ''}>
                  {s.title ?? k}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(value as Data[]).map((row) => (
              <tr key={JSON.stringify(row)}>
                {columns.map(([k, s]) => (
                  <td
                    key={k}
                    data-label={s.title ?? k}
                    className={s['x-kind'] === 'money' ? 'num' : ''}
                  >
                    <One schema={s} value={row[k]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )
  }
  if (typeof value === 'object')
    return schema.properties ? (
      <Answers schema={schema} value={value as Data} />
    ) : (
      <ul className="plain">
        {Object.entries(value).map(([k, v]) => (
          <li key={k}>
            {k}：<One schema={{}} value={v} />
          </li>
        ))}
      </ul>
    )
  return <>{said(value, schema)}</>
}
function said(v: unknown, s: Schema): string {
  if (typeof v === 'boolean') return v ? '是' : '否'
  const text = String(v)
  if (s['x-kind'] === 'password') return '已填'
  if (s['x-kind'] === 'money' && /^\d+(\.\d{1,2})?$/.test(text))
    return `${showMoney(text.includes('.') ? text : `${text}.00`)} 元（${capital(text)}）`
  if (s['x-kind'] === 'day' || s.format === 'date') return showDay(text)
  if (s['x-kind'] === 'instant' || s.format === 'date-time') return showInstant(text)
  // A reference was chosen by its name; what is sent is nothing a person reads.
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text)) return nameOf(text) ?? '已选'
  const kind = s['x-kind']
  if (kind === 'instalment') return `第${Number(text) + 1}期`
  const named = kind === 'region' || kind === 'item' ? nameOf(text) : undefined
  return s['x-names']?.[text] ?? named ?? text
}
