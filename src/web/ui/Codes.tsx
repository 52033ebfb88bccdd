import { Button } from 'antd'

/** Recovery codes or an activation code, shown this once. */
export const Codes = ({
  title,
  note,
  codes,
  onDone,
}: {
  title: string
  note: string
  codes: readonly string[]
  onDone: () => void
}) => (
  <section className="card" aria-live="polite">
    <h2>{title}</h2>
    <p>{note}</p>
    <ul className="plain people" style={{ fontFamily: 'monospace', fontSize: '1.2em' }}>
      {codes.map((c) => (
        <li key={c}>{c}</li>
      ))}
    </ul>
    <div className="bar noprint">
      <Button onClick={() => navigator.clipboard?.writeText(codes.join('\n'))}>复制</Button>
      <Button type="primary" onClick={onDone}>
        已经记好
      </Button>
    </div>
  </section>
)
