import { Link } from 'react-router'
import { showMoney } from '../words.ts'

/** Prices as bars: the figure is the text, the bar only shows how far apart they are. */
export const Bars = ({
  rows,
}: {
  rows: readonly { name: string; value: string; here?: boolean; to?: string }[]
}) => {
  const most = Math.max(...rows.map((r) => Number(r.value)), 0.01)
  return (
    <ul className="plain">
      {rows.map((r, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same name may stand twice
        <li key={n} style={{ padding: '6px 0' }}>
          <div style={{ display: 'flex', gap: 12, justifyContent: 'space-between', maxWidth: 640 }}>
            <span style={{ fontWeight: r.here ? 600 : 400 }}>
              {r.to && !r.here ? <Link to={r.to}>{r.name}</Link> : r.name}
            </span>
            <span className="fig">{showMoney(r.value)} 元</span>
          </div>
          <div aria-hidden="true" style={{ maxWidth: 640 }}>
            <div
              style={{
                background: r.here ? 'var(--accent)' : 'var(--line)',
                height: 8,
                borderRadius: 3,
                width: `${Math.max(2, (Number(r.value) / most) * 100)}%`,
              }}
            />
          </div>
        </li>
      ))}
    </ul>
  )
}
